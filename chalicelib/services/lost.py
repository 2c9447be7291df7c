"""Lost links: a fresh one from a dead one, or by mail all that are alive at an address."""

from __future__ import annotations

from dataclasses import dataclass

from chalicelib.domain import owner, people
from chalicelib.domain.errors import TooManyRequests
from chalicelib.domain.fields import email
from chalicelib.domain.submissions import AskState
from chalicelib.services import browse, project, records
from chalicelib.services.answer import Opened
from chalicelib.services.records import Loaded
from chalicelib.services.world import World

MOST = 20
"""Submissions that one message has links for."""


@dataclass(frozen=True, slots=True)
class Alive:
    """What is alive at an address in one submission: asks that wait, and whether it is the applicant's."""

    loaded: Loaded
    asks: tuple[AskState, ...]
    own: bool


def fresh(world: World, opened: Opened) -> Loaded:
    """The case after a fresh link was sent to the address of record. Raises TooManyRequests."""
    return records.change(
        world,
        opened.loaded.case.submission.id,
        lambda rules, case: owner.fresh_link(rules, case, opened.ask.id),
        loaded=opened.loaded,
    )


def can_be_fresh(world: World, opened: Opened) -> bool:
    """Whether anything is alive for who holds the dead link."""
    rules = opened.loaded.rules(world.clock())
    try:
        return bool(owner.fresh_link(rules, opened.loaded.case, opened.ask.id).events)
    except TooManyRequests:
        return True


def send_links(world: World, address: str) -> None:
    """Sends the links of all that is alive at the address; nothing where nothing is.

    Who asks is told neither. One Query for each kind of term and community, one load for each submission
    found, one write.
    """
    spelt = email.normalised(address.strip())
    found = alive(world, spelt) if spelt is not None else []
    if not found:
        return
    first, *others = found
    ask = None if first.own else first.asks[0]
    records.change(
        world,
        first.loaded.case.submission.id,
        lambda rules, case: owner.links_wanted(
            rules,
            case,
            to=owner.APPLICANT if ask is None else ask.party,
            ask=None if ask is None else ask.id,
            others=tuple(each.loaded.case.submission.id for each in others),
        ),
        loaded=first.loaded,
    )


def alive(world: World, address: str) -> list[Alive]:
    """What is alive at the address, newest first."""
    found: dict[str, Alive] = {}
    communities = [each["id"] for each in browse.communities(world)]
    for term in (address.casefold(), project.asked_at(address)):
        for community in communities:
            page = world.stores.summaries.page(community=community, q=term, limit=MOST)
            for row in page.rows:
                if term in row.terms and row.submission not in found and len(found) < MOST:
                    here = at_address(records.load(world, row.submission), address)
                    if here is not None:
                        found[row.submission] = here
    return list(found.values())


def at_address(loaded: Loaded, address: str) -> Alive | None:
    """What is alive at the address in one submission; None for nothing."""
    case = loaded.case
    if not case.private:
        return None

    def is_theirs(party: str, ask: str | None = None) -> bool:
        person = people.addressee(loaded.pinned, case, party, ask)
        return person is not None and person.email.casefold() == address.casefold()

    asks = tuple(
        ask for ask in people.waited_for(loaded.live, loaded.pinned, case) if is_theirs(ask.party, ask.id)
    )
    own = is_theirs(owner.APPLICANT)
    return Alive(loaded, asks, own) if asks or own else None
