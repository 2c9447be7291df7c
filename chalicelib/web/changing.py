"""The form with its answers, to be changed by who sent it: what may be changed, and what was."""

from __future__ import annotations

from collections.abc import Sequence
from datetime import timedelta
from typing import Any

from chalicelib.domain import answers, filled, owner, programs, visibility
from chalicelib.domain.definitions import fields_of
from chalicelib.domain.errors import Ended, Invalid, TooLate
from chalicelib.domain.fields import files
from chalicelib.domain.fields.field import first
from chalicelib.services import own
from chalicelib.services.records import Loaded
from chalicelib.web import (
    apart,
    attached,
    conditions,
    controls,
    enclosed,
    errands,
    filling,
    nonces,
    prefilled,
    scripts,
    single,
    tied,
    visits,
)
from chalicelib.web.control import Filled
from chalicelib.web.errands import CHANGING, DO, SIGNED, Sent
from chalicelib.web.filling import Mistake
from chalicelib.web.http import Response
from chalicelib.web.rendering import page
from chalicelib.web.single import Single

VALID = timedelta(hours=1)
"""How long the form may be filled in after the code was typed."""


def begin(sent: Sent) -> Response:
    """The form: as it was answered, or as it was filled in before the code ran out."""
    fields = filled.amendable(sent.loaded.pinned, only=True)
    if sent.kept():
        return _page(sent, filling.changed(fields, sent.form, errands.OWN))
    return _page(sent, prefilled.of(fields, sent.loaded.case.answers))


def in_time(sent: Sent) -> bool:
    """Whether the form came from a page that was shown for a right code, not long ago."""
    known = sent.nonce(CHANGING)
    return known is not None and sent.world.clock() - known.begun <= VALID


def change(sent: Sent) -> Response:
    """What was changed; 422 with everything kept. Raises Ended and TooLate."""
    fields = filled.amendable(sent.loaded.pinned, only=True)
    refused = enclosed.faults(sent.taken, fields, errands.OWN, "/answers")
    if filling.pressed(sent.form):
        return _page(sent, *filling.unchecked(fields, sent.form, refused, sent.speech, errands.OWN))
    typed = {
        name: value
        for name, value in answers.from_page(sent.loaded.pinned, apart.typed(sent.form, errands.OWN)).items()
        if name != sent.loaded.pinned.applicant.email
    }
    lacking = errands.signing(sent)
    faults = own.faults(sent.world, sent.loaded, typed) if lacking or refused else []
    if not lacking and not refused:
        try:
            after = own.amend(sent.world, sent.loaded, typed, signed_by=first(sent.form, SIGNED))
            return _done(sent, after)
        except Invalid as error:
            faults = list(error.faults)
    faults = enclosed.joined(refused, faults)
    shown, mistakes = filling.faulty(fields, sent.form, faults, sent.speech, errands.OWN)
    return _page(sent, shown, [*mistakes, *lacking])


def _page(sent: Sent, shown: Filled, mistakes: Sequence[Mistake] = ()) -> Response:
    loaded, speech, program = sent.loaded, sent.speech, sent.loaded.pinned
    today = programs.day(program, loaded.case.submission.submitted)
    fields = filled.amendable(program, only=True)
    shown = attached.known(
        sent.world,
        program.id,
        fields,
        shown,
        speech,
        submission=loaded.case.submission.id,
        viewer=attached.APPLICANT,
    )
    viewer = {visibility.APPLICANT}
    told = {field.id: field for field in tied.known(fields, program, loaded.case.answers, viewer)}
    parts: list[dict[str, Any]] = [
        {
            "heading": speech.text(part.page),
            "controls": controls.of(
                [told[field.id] for field in part.fields if field.id in told],
                shown,
                speech,
                program,
                today,
                errands.OWN,
            ),
        }
        for part in program.form
    ]
    # The proof that the code was right is not made longer by mistakes.
    kept = sent.nonce(CHANGING)
    nonce = (
        first(sent.form, nonces.FIELD)
        if kept is not None
        else nonces.fresh(sent.world, loaded.case.submission.id, CHANGING)
    )
    values = {
        "title": speech.gettext("Change your answers"),
        "errors": mistakes,
        "facts": visits.facts(loaded, speech),
        "parts": [part for part in parts if part["controls"]],
        **scripts.of(
            parts,
            conditions.of_amending(program, fields, loaded.case.answers, speech, errands.OWN),
            store=sent.world.stores.files.origin,
        ),
        "signed": errands.name_control(mistakes, speech),
        "hidden": [(DO, "amend")],
        "multipart": any(files.fields(fields)),
        "nonce_field": nonces.FIELD,
        "nonce": nonce,
        "elsewhere": [sent.back()],
    }
    return page("amend.html", values, sent.visit, status=422 if mistakes else 200)


def _done(sent: Sent, after: Loaded) -> Response:
    say, before = sent.speech.gettext, sent.loaded.case.answers
    names = {
        name.removesuffix("_other")
        for name in (*before, *after.case.answers)
        if before.get(name) != after.case.answers.get(name)
    }
    changed = [sent.speech.text(field.label) for field in fields_of(sent.loaded.pinned) if field.id in names]
    if not changed:
        told = Single(say("Nothing is changed"), [say("Your answers are the same as before.")])
    else:
        told = Single(
            say("Your answers are changed"),
            [
                say("We have noted the change, and send you a message that says so."),
                say("You have changed your answers to:"),
            ],
            listed=changed,
        )
    shown = Single(
        told.title,
        told.explained,
        listed=told.listed,
        facts=visits.facts(after, sent.speech),
        ways=[sent.back()],
    )
    return single.answer(shown, sent.visit)


def refused(sent: Sent) -> TooLate | Ended | None:
    """Why nothing can be changed now; None where it can be."""
    if sent.loaded.case.submission.ended:
        return Ended(sent.loaded.case.submission.state)
    return None if owner.amendable(sent.loaded.pinned, sent.loaded.case) else TooLate()
