"""`address`: where mail and people find somebody."""

from __future__ import annotations

from collections.abc import Mapping
from typing import Any

from chalicelib.domain import postal_codes, words
from chalicelib.domain.errors import Fault, child
from chalicelib.domain.fields.field import NO_WORDS, Checked, Context, Field, PageForm, Speech, fault, first
from chalicelib.domain.iso_codes import COUNTRIES

MEMBERS = ("line1", "line2", "city", "region", "postal_code", "country")
"""What an address is made of, in the order in which it is asked for."""

NEEDED = ("line1", "city", "country")
"""What a required address can't be without, before its country is known."""

_CITIES = frozenset({"GI", "HK", "MC", "MO", "NR", "SG", "VA"})
"""Countries that are a city, or have none."""

_LONGEST = 200

_LARGEST_FIRST = {"CN": "zh", "JP": "ja", "KR": "ko", "TW": "zh"}
"""Countries that write addresses from the largest part to the smallest, in their own language."""

_CODE_FIRST = frozenset(
    {"AT", "BE", "CH", "CZ", "DE", "DK", "ES", "FI", "FR", "GR", "IT", "KG", "NL", "NO", "PL", "PT", "SE"}
    | {"SI", "SK"}
)
"""Countries that write the postal code before the city."""


class Address(Field, kw_only=True, frozen=True, tag="address"):
    """A postal address. In JSON: an object of `line1`, `line2`, `city`, `region`, `postal_code`, `country`.

    The country is a code (ISO 3166-1 alpha-2), all others are one line of at most 200 characters. Where an
    address is required, `line1`, `city` and `country` are, and the postal code where the country's mail needs
    one. Postal codes are kept as the country writes them.
    """


def needed(country: str) -> tuple[str, ...]:
    """What a required address of that country can't be without."""
    wanted = {*NEEDED, *(["postal_code"] if country in postal_codes.NEEDED else [])}
    return tuple(name for name in MEMBERS if name in wanted and (name != "city" or country not in _CITIES))


def from_page(_field: Address, form: PageForm, name: str) -> object:
    """The members that were filled in, or None for nothing."""
    typed = {member: first(form, f"{name}.{member}").strip() for member in MEMBERS}
    return {member: text for member, text in typed.items() if text} or None


def check(field: Address, answer: object, pointer: str, _context: Context) -> Checked:
    """The members as they are kept, without empty ones, or everything that is wrong with them."""
    if not isinstance(answer, dict):
        return fault(pointer, "wrong_type", expected="address")
    kept: dict[str, str] = {}
    faults: list[Fault] = []
    for member in MEMBERS:
        checked = _member(member, answer.get(member), f"{pointer}/{member}")
        faults += checked.faults
        if checked.value is not None:
            kept[member] = checked.value
    faults += [Fault(child(pointer, name), "unknown_field") for name in answer if name not in MEMBERS]
    code, country = kept.get("postal_code"), kept.get("country", "")
    if code is not None:
        written = postal_codes.written(code, country)
        kept["postal_code"] = written or code
        if written is None:
            shown = {"country": country, "example": postal_codes.SHAPES[country][0]}
            faults.append(Fault(child(pointer, "postal_code"), "postal_code", shown))
    if not kept and not faults:
        return Checked()
    if field.needed:
        missing = [name for name in needed(country) if name not in kept]
        places = {each.pointer for each in faults}
        faults += [
            Fault(place, "required") for name in missing if (place := child(pointer, name)) not in places
        ]
    if not faults:
        return Checked(kept)
    order = [child(pointer, name) for name in MEMBERS]
    faults.sort(key=lambda each: order.index(each.pointer) if each.pointer in order else len(order))
    return Checked(faults=tuple(faults))


def _member(name: str, answer: object, pointer: str) -> Checked:
    if answer is None:
        return Checked()
    if not isinstance(answer, str):
        return fault(pointer, "wrong_type", expected="text")
    text = words.clean(answer)
    found = words.forbidden(text, lines=False)
    if found is not None:
        return fault(pointer, "forbidden_character", character=words.code(found))
    if name == "country" and answer and answer not in COUNTRIES:
        return fault(pointer, "country_code")
    if len(text) > _LONGEST:
        return fault(pointer, "too_long", limit=_LONGEST, actual=len(text))
    return Checked(text or None)


def schema(field: Address, _context: Context) -> dict[str, object]:
    """JSON Schema of the answer; white space and how postal codes are written are beyond it."""
    line = {"type": ["string", "null"], "maxLength": _LONGEST}
    country = {"enum": [*sorted(COUNTRIES), "", None]}
    described: dict[str, object] = {
        "type": "object",
        "properties": {name: country if name == "country" else line for name in MEMBERS},
        "additionalProperties": False,
    }
    return {**described, **_required()} if field.needed else described


def _required() -> dict[str, object]:
    """What must be there, in general and by the country; `city` where the country is none of a few."""
    filled = {"type": "string", "not": NO_WORDS}

    def unless(countries: frozenset[str], wanted: str, *, outside: bool) -> dict[str, object]:
        among: dict[str, object] = {"properties": {"country": {"enum": sorted(countries)}}}
        then: dict[str, object] = {"properties": {wanted: filled}, "required": [wanted]}
        return {"if": {"not": among} if outside else among, "then": then}

    return {
        "required": ["line1", "country"],
        "allOf": [
            {"properties": {"line1": filled, "country": filled}},
            unless(_CITIES, "city", outside=True),
            unless(postal_codes.NEEDED, "postal_code", outside=False),
        ],
    }


def shown(_field: Address, answer: object, speech: Speech) -> str:
    """The address on its lines, in the order of its country as far as the reader's language has it."""
    if not isinstance(answer, dict):
        return ""
    return "\n".join(line for line in _lines(answer, speech) if line)


def _lines(answer: Mapping[str, Any], speech: Speech) -> list[str]:
    line1, line2, city, region, code, country = (str(answer.get(name, "")) for name in MEMBERS)
    name = speech.country_name(country) if country else ""
    if country in _LARGEST_FIRST and speech.language.partition("-")[0] == _LARGEST_FIRST[country]:
        return [code, region, city, line1, line2, name]
    if country in _CODE_FIRST:
        return [line1, line2, f"{code} {city}".strip(), region, name]
    place = ", ".join(part for part in (city, region) if part)
    return [line1, line2, f"{place} {code}".strip(), name]
