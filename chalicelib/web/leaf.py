"""One page of a long form, or the review of all of them, as the template has it."""

from __future__ import annotations

from collections.abc import Iterator, Mapping, Sequence
from datetime import date
from typing import Any

from chalicelib.domain.definitions import fields_of
from chalicelib.domain.fields.field import Field
from chalicelib.domain.fields.group import Group, least
from chalicelib.language.reader import Reader
from chalicelib.web import answered, controls, tied
from chalicelib.web.paging import GO, OWN, PAGE, REVIEWED, hidden, page_of
from chalicelib.web.turning import Turn


def values(turn: Turn, speech: Reader, today: date, *, send: str) -> dict[str, Any]:
    """What stands on it; `send`: the words of the button that sends the form."""
    pages, program = turn.pages, turn.pages.program
    reviewing = turn.page == pages.review
    typed = turn.filled.typed
    here = pages.fields(turn.page)
    shown = tied.offered(here, typed, {each.id for each in here})
    wrong = bool(turn.mistakes)
    return {
        "go": GO,
        "begun": turn.begun,
        "heading": heading(turn, speech),
        "focused": not (turn.begun or wrong or turn.filled.focus),
        "onward": "send" if reviewing else "next",
        "words": send if reviewing else speech.gettext("Continue"),
        "back": turn.page != pages.after(-1),
        "hidden": [*_own(turn), *hidden(program, shown, {**_rows(turn, shown), **typed})],
        "controls": controls.of(shown, turn.filled, speech, program, today, OWN),
        "answers": _answers(turn, speech) if reviewing else None,
        "errors": [_listed(turn, mistake.target, mistake.text) for mistake in turn.mistakes],
    }


def heading(turn: Turn, speech: Reader) -> str:
    """Which page of how many it is, and what it is about."""
    pages = turn.pages
    if turn.page == pages.review:
        return speech.gettext("Check your answers")
    counted = pages.standing if turn.reviewed else pages.expected(turn.page)
    return speech.gettext("Page {n} of {count}: {heading}").format(
        n=speech.number(counted.index(turn.page) + 1),
        count=speech.number(len(counted)),
        heading=speech.text(pages.program.form[turn.page].page),
    )


def _own(turn: Turn) -> Iterator[tuple[str, str]]:
    yield PAGE, str(turn.page)
    if turn.reviewed:
        yield REVIEWED, "yes"


def _rows(turn: Turn, shown: Sequence[Field]) -> Mapping[str, Sequence[str]]:
    """A blank control in each row that was added on no page where it stands, so that it is there later."""
    here = {each.id for each in shown}
    return {
        f"{group.id}.{number}.{group.fields[0].id}": [""]
        for group in fields_of(turn.pages.program)
        if isinstance(group, Group) and group.id not in here and group.rows_from is None
        if (count := turn.filled.rows.get(group.id, 0)) > max(least(group), 1)
        for number in range(count)
        if not any(name.startswith(f"{group.id}.{number}.") for name in turn.filled.typed)
    }


def _listed(turn: Turn, target: str, text: str) -> dict[str, Any]:
    """An entry of the list of errors: `page` is the number of the page it is on, None for the one shown."""
    control = target.partition("field-")[2]
    page = page_of(turn.pages.program, control.removeprefix("form.").partition("-")[0])
    return {"target": target, "text": text, "page": None if page in (None, turn.page) else page}


def _answers(turn: Turn, speech: Reader) -> list[dict[str, Any]]:
    """Everything that was answered or worked out, by page, and a button to change each page."""
    pages, program = turn.pages, turn.pages.program
    kept = pages.settled.kept
    everybody = frozenset(
        word
        for field in fields_of(program)
        for each in (field, *(field.fields if isinstance(field, Group) else ()))
        for word in each.visible_to or ()
    )
    found = []
    for number in pages.standing:
        title = speech.text(program.form[number].page)
        shown = tied.offered(program.form[number].fields, turn.filled.typed)
        lines = answered.lines(shown, kept, speech, everybody)
        change = speech.gettext("Change “{page}”").format(page=title)
        found.append({"heading": title, "lines": lines, "change": {"page": number, "words": change}})
    return [part for part in found if part["lines"]]
