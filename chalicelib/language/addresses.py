"""What the parts of an address are called, in the words of its country as far as these are known."""

from __future__ import annotations

from collections.abc import Mapping

from chalicelib.language.reader import Reader
from chalicelib.language.words import N_

PARTS: Mapping[str, str] = {
    "line1": N_("Street and number"),
    "line2": N_("Apartment, building, or care of"),
    "city": N_("City or town"),
    "region": N_("State, prefecture, or region"),
    "postal_code": N_("Postal code"),
    "country": N_("Country"),
}
"""What they are called everywhere."""

# Of the regions that an address names (Google's Address Data Service).
_REGIONS: Mapping[str, tuple[str, str]] = {
    "state": (N_("State"), "AU BR FM IN MX MY NG PW US VE"),
    "province": (N_("Province"), "AR CA CN CR CU ES ID IT KR MN NL PH TH TR VN"),
    "prefecture": (N_("Prefecture"), "JP"),
    "county": (N_("County"), "EE GB IE RO TW"),
    "emirate": (N_("Emirate"), "AE"),
    "island": (N_("Island"), "BS CV KI KN KY PF TV"),
}
_CODES: Mapping[str, tuple[str, str]] = {
    "zip": (N_("ZIP code"), "AS FM GU MH MP PR PW US VI"),
    "eircode": (N_("Eircode"), "IE"),
    "pin": (N_("PIN code"), "IN"),
    "postcode": (N_("Postcode"), "AU GB GG IM JE NZ"),
}
_OWN: Mapping[str, Mapping[str, str]] = {
    part: {country: word for word, countries in words.values() for country in countries.split()}
    for part, words in (("region", _REGIONS), ("postal_code", _CODES))
}


def part(name: str, country: str, reader: Reader) -> str:
    """What a part is called in an address of that country; empty: of none yet."""
    return reader.gettext(_OWN.get(name, {}).get(country) or PARTS.get(name, name))
