"""Answering an ask, by its link or by staff; saying that one can't, or is not meant."""

from __future__ import annotations

from collections.abc import Callable, Mapping, Sequence
from dataclasses import dataclass, field, replace
from typing import Any

from chalicelib.domain import people, sending_back, steps, words, workflow
from chalicelib.domain.codes import Proof
from chalicelib.domain.definitions import fields_of
from chalicelib.domain.errors import Fault, NotAllowed, Unknown
from chalicelib.domain.fields import files
from chalicelib.domain.links import Link
from chalicelib.domain.submissions import AskState, Case
from chalicelib.domain.workflow import Decision, Rules
from chalicelib.services import records, row_marks, uploads
from chalicelib.services.records import Loaded
from chalicelib.services.world import World
from chalicelib.storage.ports import Holder


@dataclass(frozen=True, slots=True)
class Opened:
    """What a link leads to: the case, and its ask as it is today. `stale`: the link is an older one."""

    loaded: Loaded
    ask: AskState
    stale: bool = False

    @property
    def answerable(self) -> bool:
        """Whether an answer still counts, deadlines aside."""
        alive = self.ask.state == "open" and not self.loaded.case.submission.ended
        return alive and not self.stale and not self.ask.disowned

    @property
    def generation(self) -> int:
        """That of the link, as far as matters: the ask's, or an older one."""
        return self.ask.generation - self.stale


@dataclass(frozen=True, slots=True)
class Given:
    """What somebody answers on a page. `code`: as it was typed; `language`: what the page was in.

    `fields`: which are to be changed, of an answer that sends the form back; `rows`: the word for the rows
    that the form was made of, where it came with one.
    """

    answer: str
    signed_by: str = ""
    note: str = ""
    form: Mapping[str, Any] = field(default_factory=dict)
    language: str = ""
    code: str = ""
    fields: Sequence[Any] = ()
    rows: str = ""


def open_link(world: World, link: Link) -> Opened:
    """The ask that a link names. Raises Unknown where it names none, or one that isn't made yet."""
    if link.kind != "ask":
        raise Unknown(link.ask)
    loaded = records.load(world, link.submission)
    ask = loaded.case.submission.asks.get(link.ask)
    if ask is None or link.generation > ask.generation:
        raise Unknown(link.ask)
    because = people.void(loaded.live, loaded.pinned, loaded.case, ask) if ask.state == "open" else ""
    if because:
        # Dead at once, though it is handed over, or ended, only when somebody looks.
        ask = replace(ask, state="withdrawn", because=because)
    return Opened(loaded, ask, stale=link.generation < ask.generation)


def faults(world: World, opened: Opened, given: Given) -> list[Fault]:
    """What is wrong with what is filled in, without answering; for no such answer, as for the first."""
    step = steps.find(opened.loaded.pinned, opened.ask.step)
    if given.answer not in steps.offered(step):
        given = replace(given, answer=next(iter(steps.offered(step))))
    rules = opened.loaded.rules(world.clock())
    found = workflow.filled_in(rules, opened.loaded.case, opened.ask, given.answer, given.form)[1]
    back = sending_back.chosen(rules.pinned, step, given.answer, given.fields)[1]
    return [*found, *back, *_claim(world, opened.ask.id, given)(rules, opened.loaded.case)[1]]


def _claim(world: World, ask: str, given: Given) -> records.Claim:
    """The uploads that the answer's form names, of which nothing is read where its step asks for none."""

    def claim(rules: Rules, case: Case) -> tuple[list[str], list[Fault]]:
        asked = case.submission.asks[ask]
        step = steps.find(rules.pinned, asked.step)
        fields = fields_of(rules.pinned) if step.amend else step.form or ()
        if given.answer not in steps.offered(step) or not any(files.fields(fields)):
            return [], []
        kept = workflow.filled_in(rules, case, asked, given.answer, given.form)[0]
        return uploads.faults(
            world,
            files.named(fields, kept, "/form"),
            program=case.submission.program,
            pointer="/form",
            submission=case.submission.id,
        )

    return claim


def by_link(world: World, opened: Opened, given: Given) -> Loaded:
    """The case after the party answered, or was sent a code, or typed a wrong one: its ask tells which.

    Raises what `workflow.answer` raises.
    """
    ask, submission = opened.ask, opened.loaded.case.submission.id
    command = workflow.Answer(
        ask=ask.id,
        answer=given.answer,
        by=ask.party,
        signed_by=given.signed_by,
        note=given.note,
        form=given.form,
        fields=given.fields,
        language=given.language,
        proof=Proof(given.code, lambda number: world.code(submission, ask.id, number)),
        generation=opened.generation,
        rows=row_marks.seen(world, given.rows),
    )
    return records.change(
        world,
        submission,
        lambda rules, case: workflow.answer(rules, case, command),
        loaded=opened.loaded,
        claim=_claim(world, ask.id, given),
    )


def recuse(world: World, opened: Opened, reason: str) -> Loaded:
    """The case after somebody asked by role said that they can't answer. Raises as `workflow.recuse`."""
    ask, link = opened.ask, opened.generation
    return _change(
        world,
        opened,
        lambda rules, case: workflow.recuse(
            rules, case, ask.id, by=ask.party, reason=reason, generation=link
        ),
    )


def disown(world: World, opened: Opened) -> Loaded:
    """The case after somebody said that they are not meant. Raises as `workflow.disown`."""
    ask, link = opened.ask, opened.generation
    return _change(
        world,
        opened,
        lambda rules, case: workflow.disown(rules, case, ask.id, by=ask.party, generation=link),
    )


def _change(world: World, opened: Opened, decide: Callable[[Rules, Case], Decision]) -> Loaded:
    return records.change(world, opened.loaded.case.submission.id, decide, loaded=opened.loaded)


def by_staff(
    world: World,
    holder: Holder,
    submission: str,
    ask: str,
    given: Given,
    *,
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
        answer=given.answer,
        by=asked.party if own else f"token:{holder.id}",
        note=given.note,
        form=given.form,
        fields=given.fields,
        on_behalf=None if own else on_behalf,
        rows=row_marks.seen(world, given.rows),
    )
    return records.change(
        world,
        submission,
        lambda rules, case: workflow.answer(rules, case, command),
        loaded=loaded,
        claim=_claim(world, ask, given),
    )


def staff_case(world: World, holder: Holder, submission: str) -> Loaded:
    """A case that the holder may see. Raises Unknown for those of other communities: they are not theirs."""
    loaded = records.load(world, submission)
    if loaded.case.submission.community != holder.community:
        raise Unknown(submission)
    return loaded
