"""Publishing programs and communities: a new version where something changed, none where nothing did."""

from __future__ import annotations

import json
from collections.abc import Callable, Mapping
from dataclasses import dataclass
from datetime import date, datetime
from typing import Any

from chalicelib.domain import definitions, documents, programs, times
from chalicelib.domain.errors import Conflict, Fault, Invalid, Unavailable
from chalicelib.services import records, seating
from chalicelib.services.world import World
from chalicelib.storage.ports import Key, Kind, Published

ATTEMPTS = 5


@dataclass(frozen=True, slots=True)
class Outcome:
    """What publishing did. `created`: whether it is the first version; `changed`: whether it is a new one."""

    published: Published
    created: bool
    changed: bool


def check(world: World, document: Any, *, kind: Kind = "program", path_id: str | None = None) -> list[Fault]:
    """Every fault of the document: of shape, of sense, against the community that it belongs to, and against
    the seats that people have.
    """
    found = programs.faults(document, _today(document, world.clock()), kind=kind)
    if not isinstance(document, dict):
        return found
    if path_id is not None and isinstance(document.get("id"), str) and document["id"] != path_id:
        found.append(Fault("/id", "other_than_path", {"id": path_id}))
    if kind == "program":
        if document.get("id") == "check":
            found.append(Fault("/id", "reserved", {"name": "check"}))
        found += _community_faults(world, document)
        found += _seat_faults(world, document)
    return found


def publish(
    world: World, document: Mapping[str, Any], *, by: str, kind: Kind = "program", path_id: str | None = None
) -> Outcome:
    """The version that the document is now. Raises Invalid with every fault; nothing is stored then.

    `by` is who publishes, `path_id` the path's, where there is one. What waits for people who hold a role of
    a program no more is handed over within minutes.
    """
    faults = check(world, document, kind=kind, path_id=path_id)
    if faults:
        raise Invalid(faults)
    name = str(document["id"])
    for _ in range(ATTEMPTS):
        now = world.clock()
        key = Key(kind, name)
        before = world.stores.definitions.get(key).get(key)
        settled = {**programs.settle(document, _today(document, now)), **_kept(before)}
        if before is not None and json.loads(before.text) == settled:
            # Whoever published it may have died before queueing: sent again, it is looked at again.
            _hand_over(world, before, _version(world, before, before.version - 1))
            return Outcome(before, created=False, changed=False)
        try:
            published = follow(world, before, settled, by=by, kind=kind)
        except Conflict:
            continue
        _hand_over(world, published, before)
        return Outcome(published, created=before is None, changed=True)
    raise Unavailable


def change(
    world: World, program: str, alter: Callable[[dict[str, Any]], dict[str, Any]], *, by: str
) -> Published:
    """The newest version of a program, as `alter` makes it of its document: no other version is undone.

    Raises Unknown.
    """
    for _ in range(ATTEMPTS):
        before = records.newest(world, "program", program)
        document = json.loads(before.text)
        altered = alter(document)
        try:
            published = before if altered == document else follow(world, before, altered, by=by)
        except Conflict:
            continue
        # Whoever published it may have died before queueing.
        known = before if published is not before else _version(world, before, before.version - 1)
        _hand_over(world, published, known)
        return published
    raise Unavailable


def follow(
    world: World, before: Published | None, settled: Mapping[str, Any], *, by: str, kind: Kind = "program"
) -> Published:
    """Stores the document, whose dates are settled, as the version after `before`. Raises Conflict."""
    version = 1 if before is None else before.version + 1
    published = Published(
        kind=kind,
        id=str(settled["id"]),
        version=version,
        text=documents.to_json(settled),
        at=world.clock(),
        by=by,
    )
    world.stores.definitions.publish(published, card(published))
    return published


def card(published: Published) -> str:
    """What lists show of a version, as JSON text."""
    document = json.loads(published.text)
    shown = programs.card(document) if published.kind == "program" else programs.public_community(document)
    return documents.to_json({**shown, "version": published.version})


def _kept(before: Published | None) -> dict[str, Any]:
    """What Concord keeps with a version itself: no document has it, and the next version has it too."""
    document = {} if before is None else json.loads(before.text)
    return {key: value for key, value in document.items() if key.startswith(definitions.OWN)}


def _version(world: World, newest: Published, number: int) -> Published | None:
    """An earlier version of a program, where there is one."""
    if newest.kind != "program" or number < 1:
        return None
    key = Key(newest.kind, newest.id, number)
    return world.stores.definitions.get(key).get(key)


def _hand_over(world: World, published: Published, before: Published | None) -> None:
    """Has all submissions of a program looked at, where its roles are held by others now, where it starts at
    another time, or where personal data is kept for another; and its seats, where there are others.
    """
    if published.kind != "program" or before is None:
        return
    if _live(published) != _live(before):
        world.stores.queues.send("repair", [json.dumps({"program": published.id})])
    if _seats(published) != _seats(before):
        seating.queue(world, published.id)


def _seats(published: Published) -> Any:
    """How many seats there are: who waits may be offered one that there wasn't before."""
    return json.loads(published.text).get("capacity")


def _live(published: Published) -> list[Any]:
    """What running submissions take from the newest version without being asked: the addresses of those who
    hold each role (another name or language is still the same person), and what retention is counted by.
    """
    document = json.loads(published.text)
    roles = document.get("roles", {})
    return [
        {role: {person["email"].casefold() for person in people} for role, people in roles.items()},
        *(document.get(key) for key in ("retention", "starts", "ends", "closes")),
    ]


def _today(document: Any, now: datetime) -> date:
    """The day in the document's time zone; in UTC while it names none that exists."""
    try:
        return now.astimezone(times.zone(str(document["timezone"]))).date()
    except (KeyError, TypeError, ValueError):
        return now.date()


def _community_faults(world: World, document: dict[str, Any]) -> list[Fault]:
    community = document.get("community")
    if not definitions.is_slug(community):
        return []  # named already; and a key has to be a name
    key = Key("community", community)
    found = world.stores.definitions.get(key)
    if key not in found:
        return [Fault("/community", "no_such_community", {"community": community})]
    known = {partner["id"] for partner in json.loads(found[key].text).get("partners", [])}
    partners = document.get("partners")
    return [
        Fault(f"/partners/{number}", "no_such_partner", {"partner": partner})
        for number, partner in enumerate(partners if isinstance(partners, list) else [])
        if isinstance(partner, str) and partner not in known  # what is no text is named already
    ]


def _seat_faults(world: World, document: dict[str, Any]) -> list[Fault]:
    """Seats that people have or wait for, and that this would not count: they would be given twice.

    One GetItem, and one Query where they are counted by something else than before.
    """
    name = document.get("id")
    if not definitions.is_slug(name):
        return []
    key = Key("program", name)
    found = world.stores.definitions.get(key)
    if key not in found or _counted_by(json.loads(found[key].text)) == _counted_by(document):
        return []
    tallies = world.stores.seats.of(name).tallies.values()
    if not any(tally.taken or tally.waiting for tally in tallies):
        return []
    return [Fault("/capacity", "counted_otherwise")]


def _counted_by(document: Mapping[str, Any]) -> Any:
    """The field by whose options seats are counted; None where they are counted in all."""
    capacity = document.get("capacity")
    return capacity.get("by") if isinstance(capacity, dict) else None
