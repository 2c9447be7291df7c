"""The front page: the partner cities on a map, programs by area of focus and by city, and a search."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from typing import Any

from chalicelib.domain import finding, texts
from chalicelib.language import labels
from chalicelib.language.reader import Reader, reader
from chalicelib.services import browse
from chalicelib.services.world import World
from chalicelib.web import cities, listing, shared, world_map
from chalicelib.web.cities import City
from chalicelib.web.http import Request, Response
from chalicelib.web.listing import Card
from chalicelib.web.rendering import Visit, page
from chalicelib.web.visitors import LANGUAGE, reader_of

_AREAS = ("culture", "youth", "economy", "partnership")
_LONGEST = 100


@dataclass(frozen=True, slots=True)
class Wish:
    """What is looked for: words as they were typed, a city, an area; whatever is empty narrows nothing."""

    query: str
    city: City | None
    area: str

    @property
    def narrow(self) -> bool:
        """Whether anything is looked for at all."""
        return bool(self.query or self.city or self.area)


def show(request: Request, world: World) -> Response:
    """The page; `?city=`, `?area=` and words in `?q=` leave the others out, whatever the language."""
    cards, communities = browse.cards(world), browse.communities(world)
    offered = shared.languages(communities)
    speech = reader_of(request, offered)
    known = cities.of(communities)
    wish = _wish(request, known)
    readers = [reader(language, "UTC") for language in offered]
    shown, found = _wanted(cards, known, wish, readers), _found(known, wish, readers)
    chosen = request.asked(LANGUAGE)
    return page(
        "home.html",
        {
            "title": _title(wish, len(shown), speech),
            "lead": speech.gettext(
                "Visits, festivals, exchanges and more, together with our partner cities. "
                "Choose a program to see what it is, and to take part."
            ),
            "wish": wish,
            "about": _about(wish, speech),
            "count": _counted(len(shown), speech),
            "everything": f"/?lang={speech.language}" if chosen else "/",
            "chosen": speech.language if chosen else "",
            "longest": _LONGEST,
            "area_options": [{"id": area, "label": labels.area(area, speech)} for area in _AREAS],
            "city_options": [{"id": each.id, "label": cities.name(each, speech)} for each in known.values()],
            "areas": _areas(shown, known, speech),
            "cities": [_city(each, cards, len(communities), world, speech) for each in found],
            "map": None if wish.narrow else _map(communities, known, speech),
            "homes": speech.listed([speech.text(each["name"]) for each in communities]),
        },
        Visit(request, speech, shared.dress(communities), offered),
        kept=True,
        listed=not wish.query,
    )


def _wish(request: Request, known: Mapping[str, City]) -> Wish:
    typed = "".join(each for each in request.asked("q") or "" if each.isprintable())
    area = request.asked("area") or ""
    return Wish(
        query=" ".join(typed.split())[:_LONGEST],
        city=known.get(request.asked("city") or ""),
        area=area if area in _AREAS else "",
    )


def _wanted(
    cards: Sequence[Card], known: Mapping[str, City], wish: Wish, readers: Sequence[Reader]
) -> list[Card]:
    """The programs that are looked for, those first whose titles have all of the words, in any language."""
    words = finding.words(wish.query)
    found = [
        card
        for card in cards
        if (wish.city is None or wish.city.id in card.get("partners", []))
        and wish.area in ("", card["area"])
        and (not wish.query or (bool(words) and finding.matches(words, _texts(card, known, readers))))
    ]
    if not words:
        return found
    return sorted(found, key=lambda card: not finding.matches(words, texts.every(card["title"])))


def _texts(card: Card, known: Mapping[str, City], readers: Sequence[Reader]) -> list[str]:
    """What is said of a program in a list, in all languages."""
    own = [text for key in ("title", "summary") for text in texts.every(card[key])]
    areas = [labels.area(card["area"], each) for each in readers]
    partners = [known[each] for each in card.get("partners", []) if each in known]
    return [*own, *areas, *(name for city in partners for name in cities.names(city))]


def _found(known: Mapping[str, City], wish: Wish, readers: Sequence[Reader]) -> list[City]:
    """The cities to list: all of them, or those that the words name, or whose country they do."""
    if not wish.narrow:
        return list(known.values())
    words = finding.words(wish.query)
    if not words or wish.city or wish.area:
        return []
    return [
        city
        for city in known.values()
        if finding.matches(
            words,
            [*cities.names(city), *(each.country_name(city.partner["country"]) for each in readers)],
        )
    ]


def _title(wish: Wish, count: int, speech: Reader) -> str:
    """What the page is a list of; of a search also how much was found, which is heard first then."""
    if wish.query:
        return speech.ngettext(
            "{n} program found for “{query}”", "{n} programs found for “{query}”", count
        ).format(n=speech.number(count), query=wish.query)
    if wish.city is not None and wish.area:
        return speech.gettext("Programs with {city}: {area}").format(
            city=cities.name(wish.city, speech), area=labels.area(wish.area, speech)
        )
    if wish.city is not None:
        return speech.gettext("Programs with {city}").format(city=cities.name(wish.city, speech))
    if wish.area:
        return speech.gettext("Programs: {area}").format(area=labels.area(wish.area, speech))
    return speech.gettext("Programs with our sister cities")


def _about(wish: Wish, speech: Reader) -> dict[str, str] | None:
    """The link to the page of the city that is looked for."""
    if wish.city is None:
        return None
    words = speech.gettext("About {city}").format(city=cities.name(wish.city, speech))
    return {"href": wish.city.href, "words": words}


def _counted(count: int, speech: Reader) -> str:
    return speech.ngettext("{n} program", "{n} programs", count).format(n=speech.number(count))


def _areas(cards: Sequence[Card], known: Mapping[str, City], speech: Reader) -> list[dict[str, Any]]:
    in_order = listing.ordered(cards)
    return [
        {
            "id": area,
            "label": labels.area(area, speech),
            "programs": [listing.program(card, known, speech) for card in in_order if card["area"] == area],
        }
        for area in _AREAS
        if any(card["area"] == area for card in cards)
    ]


def _city(
    city: City, cards: Sequence[Card], communities: int, world: World, speech: Reader
) -> dict[str, Any]:
    """A partner city, by its own name too, with how many programs it takes part in."""
    count = sum(city.id in card.get("partners", []) for card in cards)
    own, own_language = cities.own_name(city, speech)
    return {
        "name": cities.name(city, speech),
        "own": own,
        "own_language": own_language,
        "story": cities.story(city, communities, world.clock(), speech),
        "programs": _counted(count, speech) if count else "",
        "href": city.href,
    }


def _map(
    communities: Sequence[Mapping[str, Any]], known: Mapping[str, City], speech: Reader
) -> world_map.Map | None:
    homes = [world_map.Named(each, speech.text(each["name"])) for each in communities]
    partners = [
        world_map.Named(each.partner, cities.name(each, speech), each.href) for each in known.values()
    ]
    return world_map.drawn(homes, partners)
