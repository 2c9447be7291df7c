"""A partner city: its names, since when it has been a partner, where it is, and the programs with it."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from typing import Any

from chalicelib.domain.errors import Unknown
from chalicelib.language.reader import Reader
from chalicelib.services import browse
from chalicelib.services.world import World
from chalicelib.web import cities, listing, shared, world_map
from chalicelib.web.cities import City
from chalicelib.web.http import Request, Response
from chalicelib.web.parameters import slug
from chalicelib.web.rendering import Visit, page
from chalicelib.web.visitors import reader_of


def show(request: Request, world: World) -> Response:
    """The page of a partner city, with the programs that it takes part in."""
    id_ = slug(request)
    communities = browse.communities(world)
    known = cities.of(communities)
    if id_ not in known:
        raise Unknown(id_)
    city = known[id_]
    cards = browse.cards(world)
    offered = shared.languages(communities)
    speech = reader_of(request, offered)
    homes = [community for community, _ in city.ties]
    own, own_language = cities.own_name(city, speech)
    name, partner_of = cities.name(city, speech), speech.listed([speech.text(each["name"]) for each in homes])
    return page(
        "city.html",
        {
            "title": name,
            "own": own,
            "own_language": own_language,
            "story": cities.story(city, len(communities), world.clock(), speech),
            "facts": _facts(city, partner_of, speech),
            "dormant": city.dormant,
            "map": world_map.drawn(
                [world_map.Named(each, speech.text(each["name"])) for each in homes],
                [world_map.Named(city.partner, name)],
            ),
            "map_title": speech.gettext("Map of the world: where {city} is").format(city=name),
            "homes": partner_of,
            "statuses": listing.grouped(
                [card for card in cards if id_ in card.get("partners", [])], known, speech
            ),
            "others": [listing.program(card, known, speech) for card in _of_no_city(cards, homes)],
        },
        # Where only one of several communities has the city, the page has that one's look.
        Visit(request, speech, shared.dress(homes), offered),
        kept=True,
        listed=request.method in ("GET", "HEAD"),
    )


def _of_no_city(cards: Sequence[listing.Card], homes: Sequence[Mapping[str, Any]]) -> list[listing.Card]:
    """The programs of its communities that are with no city in particular, and not over."""
    ids = {home["id"] for home in homes}
    found = [
        card
        for card in cards
        if card["community"] in ids and not card.get("partners") and card["status"] != "closed"
    ]
    return listing.ordered(found)


def _facts(city: City, partner_of: str, speech: Reader) -> list[dict[str, str]]:
    """Terms and texts, without those of which nothing is known."""
    partner, say = city.partner, speech.gettext
    facts = [
        (say("Partner of"), partner_of),
        (say("Country or region"), speech.country_name(partner["country"])),
        (
            say("Languages"),
            speech.listed([speech.language_name(each) for each in partner.get("languages", [])]),
        ),
    ]
    return [{"term": term, "text": text} for term, text in facts if text]
