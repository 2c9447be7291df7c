"""An ask's page as it is shown: the question with its form, or what became of it."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from dataclasses import dataclass, field, replace
from typing import Any

from chalicelib.domain import ids, programs, steps
from chalicelib.domain.fields import files, plan
from chalicelib.domain.fields.field import Field, PageForm
from chalicelib.domain.masks import masked
from chalicelib.language import entries, labels
from chalicelib.language.reader import Reader
from chalicelib.services import row_marks
from chalicelib.services.answer import Opened
from chalicelib.services.world import World
from chalicelib.web import (
    apart,
    attached,
    codes,
    conditions,
    controls,
    differences,
    elsewhere,
    filling,
    gone,
    moved,
    nonces,
    questions,
    scripts,
    sending_back,
    sheets,
    visits,
)
from chalicelib.web.answered import Line
from chalicelib.web.codes import CodeAsked
from chalicelib.web.control import Filled
from chalicelib.web.filling import Mistake
from chalicelib.web.http import Request, Response
from chalicelib.web.rendering import page

_OWN = frozenset({"answer", "sure", "signed_by", codes.CODE}) | apart.ROWS


def own(opened: Opened) -> frozenset[str]:
    """Controls that are no field of the form."""
    return _OWN | sending_back.own(opened)


@dataclass(frozen=True, slots=True)
class Shown:
    """The page as it is shown: filled in or blank, what is wrong, the code that is asked for.

    `sent`: the form as it was sent; `lost`: what was said of rows that are gone; `receipt`: the answer has
    just arrived.
    """

    filled: Filled = field(default_factory=Filled)
    mistakes: Sequence[Mistake] = ()
    code: CodeAsked | None = None
    sent: PageForm = field(default_factory=dict)
    lost: Sequence[Line] = ()
    receipt: bool = False
    status: int = 200
    headers: Mapping[str, str] = field(default_factory=dict)


def answer(request: Request, world: World, opened: Opened, shown: Shown) -> Response:
    """The page: 410 where no answer is wanted any more, though an ask that was answered stays 200."""
    loaded, ask = opened.loaded, opened.ask
    visit = visits.of_party(request, opened)
    speech = visit.speech
    standing = questions.standing(opened, world.clock())
    is_open = standing == "open"
    title, explained = (
        questions.asked(opened, speech)
        if is_open
        else questions.told(opened, standing, speech, receipt=shown.receipt)
    )
    if is_open and ask.due is None:
        explained.append(speech.gettext("There is no deadline, but somebody is waiting for your answer."))
    ended = not is_open and standing != "answered" and not shown.receipt
    # Whoever has been replaced, or is not meant, sees nothing of the submission any more.
    theirs = standing not in ("stale", "disowned") and ask.because not in ("left", "removed")
    read = _read(world, opened, speech, shown.lost, shows=is_open and shown.code is None)
    values: dict[str, Any] = {
        "title": title,
        "explained": explained,
        "errors": _leading(opened, shown, len(read["parts"]), speech) if shown.mistakes else [],
        "program": speech.text(loaded.pinned.title),
        "program_href": f"/programs/{loaded.pinned.id}",
        "called": sheets.applicant(opened) if theirs else "",
        "reference": ids.reference(loaded.case.submission.id),
        "until": speech.deadline(ask.due) if is_open and ask.due is not None else "",
        **_given(opened, speech, theirs=theirs),
        **read,
        "elsewhere": elsewhere.of(
            world, opened, standing, request.parameters["token"], speech, asks_code=shown.code is not None
        ),
        **(_form(world, opened, shown, speech) if is_open else {"answers": []}),
    }
    status = 410 if ended else shown.status
    return page("ask.html", values, visit, status=status, headers=shown.headers)


def _read(
    world: World, opened: Opened, speech: Reader, lost: Sequence[Line], *, shows: bool
) -> dict[str, Any]:
    """What there is to read beside the question, with what was `lost`; nothing unless it `shows`."""
    parts = [*sheets.shown(opened, speech), *gone.parts(lost, speech)] if shows else []
    rest = sheets.rest(opened, speech) if shows else []
    submission, viewer = opened.loaded.case.submission.id, opened.ask.id
    return {
        "parts": parts,
        "rest": rest,
        "attached": attached.of(world, [*parts, *rest], submission, speech, viewer=viewer),
        "comments": sending_back.comments(opened) if shows else [],
        "changed": differences.of(opened, speech) if shows else [],
    }


def _leading(opened: Opened, shown: Shown, parts: int, speech: Reader) -> list[Mistake]:
    """The mistakes; those at fields of which no row is left lead to what was said of these, the last of the
    `parts` to read, else to the form's heading, or where it has none, to that of the answer.
    """
    fields, mine = sheets.fields(opened), own(opened)
    there = _offering(opened, fields, speech)
    without = {f"field-{apart.name(each.id, mine)}" for each in fields if each.id not in there}
    place = f"part-{parts}" if shown.lost else "fill-in" if there else "answer"
    return [replace(each, target=place) if each.target in without else each for each in shown.mistakes]


def _given(opened: Opened, speech: Reader, *, theirs: bool) -> dict[str, str]:
    """What was answered, when, and the name that was typed with it; empty where nothing was."""
    ask, case = opened.ask, opened.loaded.case
    if ask.answer is None or ask.closed is None or not theirs:
        return {"answered": "", "answered_at": "", "signed": ""}
    step = steps.find(opened.loaded.pinned, ask.step)
    return {
        "answered": labels.answered(step, ask.answer, speech),
        "answered_at": speech.instant(ask.closed),
        "signed": case.signed.get(ask.id, ""),
    }


def _offering(opened: Opened, fields: Sequence[Field], speech: Reader) -> Mapping[str, Field]:
    """The ask's fields by their ids, with the rows of the program's form that they choose from.

    Without those that go by rows of which there are none.
    """
    beside = sheets.beside(opened)
    without = {name for name, each in beside.items() if not each.rows}
    return {
        each.id: each
        for each, before in zip(entries.offered(fields, beside, speech), fields, strict=True)
        if not {plan.options_source(before), getattr(before, "rows_from", None)} & without
    }


def _form(world: World, opened: Opened, shown: Shown, speech: Reader) -> dict[str, Any]:
    """The step's fields, the buttons, the controls that these need, and the nonce."""
    program = opened.loaded.pinned
    step = steps.find(program, opened.ask.step)
    person = questions.person(opened.loaded, opened.ask.id)
    errors = {mistake.target.removeprefix("field-"): mistake.text for mistake in shown.mistakes}
    today = programs.day(program, world.clock())
    fields, called = sheets.fields(opened), sheets.called(opened, speech)
    filled = attached.known(
        world,
        program.id,
        fields,
        replace(shown.filled, rows={**shown.filled.rows, **filling.lengths(called)}, called=called),
        speech,
        submission=opened.loaded.case.submission.id,
        viewer=opened.ask.id,
    )
    chosen = shown.code.answer if shown.code else ""
    told, mine = _offering(opened, fields, speech), own(opened)
    parts: list[dict[str, Any]] = [
        {
            "heading": speech.text(heading),
            "controls": controls.of(
                [told[member.id] for member in members if member.id in told],
                filled,
                speech,
                program,
                today,
                mine,
            ),
        }
        for heading, members in ([] if shown.code else sheets.parts(opened))
        if any(member.id in told for member in members)
    ]
    return {
        "answers": [
            {"value": each, "label": labels.answer(step, each, speech)}
            for each in steps.offered(step)
            if chosen in ("", each)
        ],
        "form": parts,
        **scripts.of(
            parts,
            conditions.of_ask(opened, speech, mine) if parts else "",
            store=world.stores.files.origin,
        ),
        "multipart": any(files.fields(fields)),
        "form_heading": sheets.form_heading(opened, speech),
        "form_hints": sheets.form_hints(opened, speech),
        "send_back": [] if shown.code else sending_back.controls(opened, shown.sent, errors, speech),
        "send_back_hint": sending_back.hint(opened, speech),
        "required": [shown.code.control] if shown.code else sheets.required(opened, errors, speech),
        "code": shown.code,
        "masked": masked(person.email) if person else "",
        "rows_field": moved.FIELD,
        # The page that asks for a code goes on bearing what the one before bore.
        "gone_field": gone.FIELD,
        "gone": "" if shown.code else gone.written(shown.lost),
        "rows": "" if shown.code else row_marks.word(world, opened.loaded, opened.ask),
        "nonce_field": nonces.FIELD,
        "nonce": nonces.fresh(
            world,
            opened.loaded.case.submission.id,
            codes.part(opened.ask.id) if shown.code else opened.ask.id,
        ),
    }
