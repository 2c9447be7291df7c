"""The catalogue: programs by area of focus, and the partner cities they are with."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from typing import Any

from chalicelib.domain.texts import Text, pick
from chalicelib.language import labels
from chalicelib.language.reader import Reader, reader
from chalicelib.services import browse
from chalicelib.services.world import World
from chalicelib.web import promises, shared
from chalicelib.web.http import Request, Response
from chalicelib.web.rendering import Visit, page
from chalicelib.web.visitors import reader_of

_AREAS = ("culture", "youth", "economy", "partnership")
_ORDER = ("open", "full", "upcoming", "closed")

Card = Mapping[str, Any]


def show(request: Request, world: World) -> Response:
    """The page; `?city=` and `?area=` leave the others out, and are kept when the language changes."""
    cards, communities = browse.cards(world), browse.communities(world)
    offered = shared.languages(communities)
    speech = reader_of(request, offered)
    cities = {partner["id"]: partner for each in communities for partner in each.get("partners", [])}
    city = request.asked("city") if request.asked("city") in cities else None
    area = request.asked("area") if request.asked("area") in _AREAS else None
    shown = [
        card
        for card in cards
        if (city is None or city in card.get("partners", [])) and (area is None or card["area"] == area)
    ]
    title = _title(cities[city]["name"] if city else None, area, speech)
    return page(
        "home.html",
        {
            "title": title,
            "lead": speech.gettext(
                "Visits, festivals, exchanges and more, together with our partner cities. "
                "Choose a program to see what it is, and to take part."
            ),
            "filtered": city is not None or area is not None,
            "everything": f"/?lang={speech.language}" if request.asked("lang") else "/",
            "areas": _areas(shown, cities, speech),
            "cities": [] if city or area else [_city(each, cards, speech) for each in cities.values()],
        },
        Visit(request, speech, shared.dress(communities), offered),
        kept=True,
        listed=True,
    )


def _title(city: Text | None, area: str | None, speech: Reader) -> str:
    if city is not None:
        return speech.gettext("Programs with {city}").format(city=pick(city, speech.language))
    if area is not None:
        return speech.gettext("Programs: {area}").format(area=labels.area(area, speech))
    return speech.gettext("Programs with our sister cities")


def _areas(cards: Sequence[Card], cities: Mapping[str, Card], speech: Reader) -> list[dict[str, Any]]:
    return [
        {
            "id": area,
            "label": labels.area(area, speech),
            "programs": [
                _program(card, cities, speech)
                for card in sorted(cards, key=lambda card: _ORDER.index(card["status"]))
                if card["area"] == area
            ],
        }
        for area in _AREAS
        if any(card["area"] == area for card in cards)
    ]


def _program(card: Card, cities: Mapping[str, Card], speech: Reader) -> dict[str, str]:
    """By the clock of the program's own time zone."""
    local = reader(speech.language, card["timezone"])
    names = [speech.text(cities[each]["name"]) for each in card.get("partners", []) if each in cities]
    return {
        "href": f"/programs/{card['id']}",
        "title": speech.text(card["title"]),
        "summary": speech.text(card["summary"]),
        "status": card["status"],
        "status_label": speech.gettext("Cancelled")
        if card.get("cancelled")
        else labels.status(card["status"], speech),
        "kind": labels.kind(card["kind"], speech),
        "dates": promises.dates_of_card(card, local),
        "cities": speech.listed(names),
    }


def _city(partner: Card, cards: Sequence[Card], speech: Reader) -> dict[str, str]:
    """A partner city, by its own name too, with the programs that it takes part in."""
    count = sum(partner["id"] in card.get("partners", []) for card in cards)
    name, own_language = speech.text(partner["name"]), next(iter(partner.get("languages", [])), "")
    own = partner["name"].get(own_language, "") if isinstance(partner["name"], dict) else ""
    since = speech.gettext("Partners since {year}.").format(year=str(partner["since"])[:4])
    if partner.get("dormant"):
        since = speech.gettext("Partners since {year}; the partnership is resting.").format(
            year=str(partner["since"])[:4]
        )
    programs = speech.ngettext("{n} program", "{n} programs", count).format(n=speech.number(count))
    return {
        "name": name,
        "own": own if own != name else "",
        "own_language": own_language,
        "since": since,
        "programs": programs if count else "",
        "href": f"/?city={partner['id']}" if count else "",
    }
