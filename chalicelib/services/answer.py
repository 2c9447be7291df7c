"""Answering an ask, by its link or by staff."""

from __future__ import annotations

from dataclasses import dataclass

from chalicelib.domain import people, words, workflow
from chalicelib.domain.errors import NotAllowed, Unknown
from chalicelib.domain.links import Link
from chalicelib.domain.submissions import AskState
from chalicelib.services import records
from chalicelib.services.records import Loaded
from chalicelib.services.world import World
from chalicelib.storage.ports import Holder


@dataclass(frozen=True, slots=True)
class Opened:
    """What a link leads to: the ask and its case."""

    loaded: Loaded
    ask: AskState

    @property
    def answerable(self) -> bool:
        """Whether an answer still counts, deadlines aside."""
        return self.ask.state == "open" and not self.loaded.case.submission.ended


def open_link(world: World, link: Link) -> Opened:
    """The ask that a link names. Raises Unknown where it names none, of that generation."""
    if link.kind != "ask":
        raise Unknown(link.ask)
    loaded = records.load(world, link.submission)
    ask = loaded.case.submission.asks.get(link.ask)
    if ask is None or ask.generation != link.generation:
        raise Unknown(link.ask)
    return Opened(loaded, ask)


def by_link(world: World, opened: Opened, *, answer: str, signed_by: str = "", note: str = "") -> Loaded:
    """The case after the party answered. Raises what `workflow.answer` raises."""
    command = workflow.Answer(
        ask=opened.ask.id, answer=answer, by=opened.ask.party, signed_by=signed_by, note=note
    )
    return records.change(
        world,
        opened.loaded.case.submission.id,
        lambda rules, case: workflow.answer(rules, case, command),
        loaded=opened.loaded,
    )


def by_staff(
    world: World,
    holder: Holder,
    submission: str,
    ask: str,
    *,
    answer: str,
    note: str = "",
    on_behalf: str | None = None,
) -> Loaded:
    """The case after staff answered: an ask of its own, or with `on_behalf` (the reason) anybody's.

    Raises Unknown for a submission of another community, NotAllowed for somebody else's ask without a reason.
    """
    loaded = staff_case(world, holder, submission)
    asked = loaded.case.submission.asks.get(ask)
    if asked is None:
        raise Unknown(ask)
    person = people.addressee(loaded.pinned, loaded.case, asked.party, ask)
    own = person is not None and person.email.casefold() == holder.email.casefold()
    if not own and not words.clean(on_behalf or ""):
        raise NotAllowed
    command = workflow.Answer(
        ask=ask,
        answer=answer,
        by=asked.party if own else f"token:{holder.id}",
        note=note,
        on_behalf=None if own else on_behalf,
    )
    return records.change(
        world, submission, lambda rules, case: workflow.answer(rules, case, command), loaded=loaded
    )


def staff_case(world: World, holder: Holder, submission: str) -> Loaded:
    """A case that the holder may see. Raises Unknown for those of other communities: they are not theirs."""
    loaded = records.load(world, submission)
    if loaded.case.submission.community != holder.community:
        raise Unknown(submission)
    return loaded
