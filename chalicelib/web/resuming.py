"""What stands around a form that is gone on with: until when it is kept, what has changed, and its end."""

from __future__ import annotations

from collections.abc import Iterator, Mapping, Sequence
from dataclasses import dataclass

from chalicelib.domain import drafts, programs
from chalicelib.domain.definitions import Program, fields_of
from chalicelib.domain.draft import Draft
from chalicelib.domain.fields import options, rows
from chalicelib.domain.fields.address import Address
from chalicelib.domain.fields.choice import Choice
from chalicelib.domain.fields.choices import Choices
from chalicelib.domain.fields.consent import Consent
from chalicelib.domain.fields.field import Context, Field, PageForm, first
from chalicelib.domain.fields.file import File
from chalicelib.domain.fields.group import Group
from chalicelib.domain.fields.options import OTHER
from chalicelib.domain.fields.ranking import Ranking
from chalicelib.domain.fields.yes_no import YesNo
from chalicelib.language.reader import Reader
from chalicelib.services.world import World
from chalicelib.web import apart, filling, nonces, paging, tied, turning
from chalicelib.web.control import Control, Filled
from chalicelib.web.filling import Mistake
from chalicelib.web.single import Fact
from chalicelib.web.turning import Sent, Turn

DELETE = "delete"
"""The value of the button that deletes, and what its nonce is about."""

SURE = "_sure"
"""The tick without which nothing is deleted: the name of no field."""


@dataclass(frozen=True, slots=True)
class Resumed:
    """`gone`: what was typed into fields that there are no more; `typed`: all of it, where no form shows it;
    `tick` and `nonce` belong to the button that deletes.
    """

    explained: Sequence[str]
    gone: Sequence[Fact]
    typed: Sequence[Fact]
    tick: Control
    nonce: str


def around(
    world: World,
    draft: Draft,
    pinned: Program,
    live: Program,
    speech: Reader,
    mistakes: Sequence[Mistake] = (),
) -> Resumed:
    """What stands around it. `pinned` is the version that was filled in, `live` the newest."""
    say, is_open = speech.gettext, programs.status(live, world.clock()) == "open"
    cancelled = live.cancelled is not None
    draft = drafts.with_time(live, draft)
    context = Context(today=programs.day(pinned, world.clock()), languages=pinned.languages)
    explained = (
        _explained_of_cancelled(draft, speech) if cancelled else _explained(draft, speech, is_open=is_open)
    )
    changed = pinned.form != live.form
    if changed and is_open:
        explained.append(
            say("The form has changed since you saved it. Please look through all of its answers.")
        )
    return Resumed(
        explained=explained,
        gone=list(_facts(draft, drafts.gone(fields_of(pinned), fields_of(live)), speech, context))
        if changed and not cancelled
        else [],
        typed=list(_facts(draft, fields_of(pinned), speech, context)) if cancelled else [],
        tick=Control(
            "consent",
            SURE,
            say("To be sure"),
            error=filling.error(mistakes, SURE),
            required=True,
            statement=say("What I have typed is to be deleted, and can't be brought back."),
        ),
        nonce=nonces.fresh(world, draft.id, DELETE),
    )


def _explained_of_cancelled(draft: Draft, speech: Reader) -> list[str]:
    """That it can't be sent, and what becomes of what was typed."""
    say = speech.gettext
    kept = say("What you have typed is kept until {instant}, and deleted then.")
    return [
        say("Your form was not sent, and can't be sent any more, because the program was cancelled."),
        kept.format(instant=speech.deadline(draft.expires)),
    ]


def _explained(draft: Draft, speech: Reader, *, is_open: bool) -> list[str]:
    """When it was saved, and until when it is kept; or until when it may still be sent."""
    say = speech.gettext
    saved = say("Your form as you saved it on {instant}. It has not been sent yet.").format(
        instant=speech.instant(draft.saved)
    )
    if draft.late is None:
        kept = say("It is kept until {instant}. Whenever you save it again, it is kept for another 30 days.")
        return [saved, kept.format(instant=speech.deadline(draft.expires))]
    until = speech.deadline(draft.late.until)
    late = (
        say("You can send this form until {instant}. It works once.")
        if is_open
        else say("You can send this form until {instant}, although it is closed for others. It works once.")
    )
    return [*([saved] if draft.saved != draft.late.at else []), late.format(instant=until)]


def _facts(draft: Draft, fields: Sequence[Field], speech: Reader, context: Context) -> Iterator[Fact]:
    """What was typed into these fields: as answers are shown, or as it was typed where it is none."""
    for field in tied.offered(fields, draft.form):
        typed = [
            _said(field, name, value, speech, context)
            for name in drafts.controls_of(field, draft.form)
            for value in draft.form[name]
            if value.strip() and not _is_put_in_words(draft.form, name, value)
        ]
        if typed:
            yield Fact(speech.text(field.label), speech.listed(typed))


def _is_put_in_words(form: PageForm, name: str, value: str) -> bool:
    """Whether it is `other`, and the words for it stand in the next control."""
    return value == OTHER and bool(first(form, f"{name}_other").strip())


def _said(field: Field, name: str, value: str, speech: Reader, context: Context) -> str:
    """A value as answers are shown, or as it was typed; of a file, that it is one."""
    typed, (member, part) = value.strip(), _control(field, name)
    match member:
        case None:
            return typed
        case File():
            return speech.files(1)
        case YesNo() | Consent():
            return speech.yes_no(typed == "yes") if typed in ("yes", "no") else typed
        case Choice() | Choices() | Ranking():
            return options.label(member.options or (), typed, speech)
        case Address():
            return speech.country_name(typed) if part == "country" else typed
        case _:
            module = rows.MODULES[type(member)]
            checked = module.check(member, module.from_page(member, {name: [value]}, name), "", context)
            kept = checked.value
            return typed if checked.faults or kept is None else str(module.shown(member, kept, speech))


def _control(field: Field, name: str) -> tuple[Field | None, str]:
    """The field that a control belongs to, of a group one of its rows, and which part of it; None for words
    beside one.
    """
    _, *rest = name.split(".")
    if isinstance(field, Group):
        known: Mapping[str, Field] = {member.id: member for member in field.fields}
        return known.get("".join(rest[1:2])), "".join(rest[2:])
    return field if rest or name == field.id else None, "".join(rest)


def whole(program: Program, draft: Draft) -> Filled:
    """A short form, filled in as it was."""
    return filling.changed(fields_of(program), _controls(draft), paging.OWN)


def page(program: Program, draft: Draft, speech: Reader, country: str, world: World) -> Turn:
    """The page of a long form on which it was saved; of a form that has fewer pages now, the first."""
    number = draft.page if draft.page <= len(program.form) else 0
    form = {**_controls(draft), paging.PAGE: [str(number)], paging.GO: [str(number)]}
    today = programs.day(program, world.clock())
    return turning.turn(Sent(program, form, speech, today, country))


def _controls(draft: Draft) -> dict[str, Sequence[str]]:
    """What was typed, by the names that the page's controls have."""
    return {apart.name(name, paging.OWN): values for name, values in draft.form.items()}
