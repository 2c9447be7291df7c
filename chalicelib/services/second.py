"""A second submission where there may be one, sent by a page: refused, and nobody is told so but the first.

Whoever types somebody's address into a form learns nothing of it: the page that follows is that of any form
that was sent, with the address that can be corrected for half an hour. What was typed is kept for so long as
a draft under the id that the submission would have had, so that a mistyped address, once corrected, loses
nothing. Afterwards nothing is left of it but the masked address.
"""

from __future__ import annotations

from dataclasses import dataclass, replace
from datetime import datetime
from typing import Any, TypeGuard

from chalicelib import logs
from chalicelib.domain import answers, owner, programs, words
from chalicelib.domain.definitions import Program
from chalicelib.domain.draft import Draft
from chalicelib.domain.errors import Another, Invalid, KeyReused, NotOpen, TooLate, Unknown
from chalicelib.domain.fields import email
from chalicelib.domain.fields.field import PageForm
from chalicelib.domain.folding import fold
from chalicelib.domain.masks import masked
from chalicelib.domain.workflow import CORRECTABLE
from chalicelib.services import correct, drafts, records, submit
from chalicelib.services.records import Loaded
from chalicelib.services.submit import Form
from chalicelib.services.world import World
from chalicelib.storage.ports import Key, Published

log = logs.logger("second")


@dataclass(frozen=True, slots=True)
class Refused:
    """What was refused: the id that the submission would have had. `again`: the same was refused before."""

    id: str
    again: bool


def refuse(world: World, published: Published, form: Form, typed: PageForm, *, part: str) -> Refused:
    """Keeps what was typed for half an hour. `part`: the random part of the page's nonce.

    One read, one write. Raises KeyReused where the page was sent before with something else.
    """
    program, now = programs.program(published.text), world.clock()
    id_ = drafts.id_of(world, program.id, part)
    kept = {name: tuple(values) for name, values in typed.items()}
    there = world.stores.drafts.get(id_)
    if _is_kept(there, now):
        if there.form and there.form != kept:
            raise KeyReused  # as of a page whose form was sent
        return Refused(id_, again=True)
    draft = _draft(
        id=id_,
        program=program.id,
        community=program.community,
        version=published.version,
        language=form.language or program.languages[0],
        email=_address(form.answers.get(program.applicant.email, "")),
        saved=now,
    )
    _put(world, replace(draft, part=part, form=kept, late=there.late if there is not None else None))
    log.info("refused", extra=logs.ids(draft=id_))
    return Refused(id_, again=False)


def tell(world: World, error: Another, draft: str) -> None:
    """Sends the first one's links to its applicant; nothing beyond so many a day.

    That the refused one is kept as `draft` is noted, so that an erasure of the first takes it along.
    """
    records.change(
        world, error.submission, lambda rules, case: owner.refused_second(rules, case, draft=draft)
    )


def found(world: World, submission: str) -> Loaded:
    """The case behind the page after sending; of what was refused, as it would be. Raises Unknown."""
    commits = world.stores.journal.read(submission)
    if not commits:
        return _pretended(world, submission)
    loaded = records.with_definitions(world, fold(commits))
    program, case = loaded.pinned, loaded.case
    if program.one_per != program.applicant.email or case.submission.state != "unconfirmed":
        return loaded
    draft = _kept(world, submission)
    if draft is None or draft.saved < commits[0].at:  # refused before the form was sent with another address
        return loaded
    return replace(loaded, case=replace(case, answers={**case.answers, program.one_per: draft.email}))


def _pretended(world: World, submission: str) -> Loaded:
    draft = _kept(world, submission)
    if draft is None:
        raise Unknown(submission)
    key, own = Key("program", draft.program, draft.version), Key("community", draft.community)
    texts = world.stores.definitions.get(key, own)
    program, country = programs.program(texts[key].text), programs.community(texts[own].text).country
    form = _form(program, draft, draft.email)
    kept, _ = answers.check(program, form.answers, programs.day(program, draft.saved), country=country)
    kept[program.applicant.email] = draft.email
    decision = submit.decided(program, draft.version, form, kept, draft.saved, draft.late)
    case = fold([records.first_commit(world, submission, decision, draft.saved)])
    return records.with_definitions(world, case)


def correct_address(world: World, submission: str, address: str) -> None:
    """The address as it was meant: of what was refused, the form is sent with it.

    Raises as `correct.correct_address`; and Another, after which the page is to look as if it were corrected.
    """
    try:
        loaded = records.load(world, submission)
    except Unknown:
        _send_again(world, submission, address)
        return
    program = loaded.pinned
    try:
        correct.correct_address(world, submission, address, loaded=loaded)
    except Another:
        _put(world, _of(loaded, _address(address), world.clock()))
        raise
    if program.one_per == program.applicant.email and _kept(world, submission) is not None:
        world.stores.drafts.delete(program.id, submission)


def _of(loaded: Loaded, address: str, now: datetime) -> Draft:
    """Of a submission, the address to which it was not corrected; nothing else."""
    submission = loaded.case.submission
    return _draft(
        id=submission.id,
        program=submission.program,
        community=submission.community,
        version=submission.version,
        language=submission.language,
        email=address,
        saved=now,
    )


def _draft(*, saved: datetime, **known: Any) -> Draft:
    """One that was refused, of which nobody is told; as yet of no page, and with nothing typed."""
    return Draft(
        **known, part="-", form={}, page=0, saved=saved, written=saved, told=True, reminded=True, refused=True
    )


def _send_again(world: World, submission: str, address: str) -> None:
    draft = _kept(world, submission)
    if draft is None:
        raise Unknown(submission)
    until = draft.saved + CORRECTABLE
    if not draft.form or world.clock() >= until:
        raise TooLate(until)
    published = records.newest(world, "program", draft.program)
    program = programs.program(published.text)
    spelt = correct.checked(world, program, address)
    if spelt == draft.email:
        return
    try:
        submit.submit(world, _form(program, draft, spelt), published=published)
    except Another:
        _put(world, replace(draft, email=spelt))
        raise
    except (Invalid, NotOpen):
        # The form is another one by now, or a file of it is gone; or the program takes none any more.
        raise TooLate from None
    except KeyReused:
        correct_address(world, submission, address)  # it was sent meanwhile, with another address
        return
    drafts.finish(world, program, submission)


def _form(program: Program, draft: Draft, address: str) -> Form:
    """The form as it was sent, but for the address."""
    typed = {**answers.from_page(program, draft.form), program.applicant.email: address}
    return Form(draft.program, typed, draft.language, drafts.key(draft.part), begun=draft.saved)


def _address(typed: object) -> str:
    """The address as it is kept."""
    return email.normalised(words.clean(str(typed))) or ""


def _put(world: World, draft: Draft) -> None:
    world.stores.drafts.put(draft, fires=draft.saved + CORRECTABLE)


def _kept(world: World, submission: str) -> Draft | None:
    draft = world.stores.drafts.get(submission)
    return draft if _is_kept(draft, world.clock()) else None


def _is_kept(draft: Draft | None, now: datetime) -> TypeGuard[Draft]:
    return draft is not None and draft.refused and now < draft.expires


def worn(draft: Draft) -> Draft:
    """What is left of it once nothing can be corrected any more."""
    return replace(draft, form={}, email=masked(draft.email)) if draft.form else draft
