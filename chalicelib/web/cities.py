"""The partner cities of all communities: each once, with whose partner it is, and its story in a line."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from dataclasses import dataclass, replace
from datetime import date, datetime
from typing import Any

from chalicelib.domain import texts, times
from chalicelib.language.reader import Reader

Document = Mapping[str, Any]


@dataclass(frozen=True, slots=True)
class City:
    """A partner city, as the first community that has it calls it.

    `ties`: each community whose partner it is, and the entry that it has there.
    """

    partner: Document
    ties: tuple[tuple[Document, Document], ...]

    @property
    def id(self) -> str:
        """Its name in programs and addresses."""
        return str(self.partner["id"])

    @property
    def href(self) -> str:
        """Its page."""
        return f"/cities/{self.id}"

    @property
    def dormant(self) -> bool:
        """Whether every partnership with it rests."""
        return all(tie.get("dormant", False) for _, tie in self.ties)


def of(communities: Sequence[Document]) -> dict[str, City]:
    """All partner cities by id, in the order of the communities and of their lists."""
    found: dict[str, City] = {}
    for community in communities:
        for partner in community.get("partners", []):
            known = found.setdefault(partner["id"], City(partner, ()))
            found[known.id] = replace(known, ties=(*known.ties, (community, partner)))
    return found


def name(city: City, speech: Reader) -> str:
    """What the reader calls it."""
    return speech.text(city.partner["name"])


def own_name(city: City, speech: Reader) -> tuple[str, str]:
    """What it calls itself in its first language, and that language; empty where the reader says the same."""
    language = next(iter(city.partner.get("languages", [])), "")
    names = city.partner["name"]
    own = names.get(language, "") if isinstance(names, dict) else ""
    return (own, language) if own and own != name(city, speech) else ("", "")


def names(city: City) -> list[str]:
    """Everything that it is called, in all languages."""
    return [each for _, tie in city.ties for each in texts.every(tie["name"])]


def story(city: City, communities: int, now: datetime, speech: Reader) -> list[str]:
    """Since when it has been a partner, and whether that rests: a line for each of its communities.

    The line names the community where there are several in all.
    """
    lines = [_line(tie, community, now, speech) for community, tie in city.ties]
    if communities == 1:
        return lines
    return [
        speech.gettext("{city}: {words}").format(city=speech.text(community["name"]), words=line)
        for (community, _), line in zip(city.ties, lines, strict=True)
    ]


def _line(tie: Document, community: Document, now: datetime, speech: Reader) -> str:
    since = str(tie["since"])
    month = speech.month(since)
    if tie.get("dormant", False):
        return speech.gettext("Partners since {month}; the partnership is resting.").format(month=month)
    years = _years(since, now.astimezone(times.zone(community["timezone"])).date())
    if years < 1:
        return speech.gettext("Partners since {month}.").format(month=month)
    return speech.ngettext(
        "Partners since {month}, for {n} year.", "Partners since {month}, for {n} years.", years
    ).format(month=month, n=speech.number(years))


def _years(since: str, today: date) -> int:
    """Whole years from the end of that month, which is what is known of it; 0 of a year alone."""
    year, _, month = since.partition("-")
    return today.year - int(year) - (today.month <= int(month)) if month else 0
