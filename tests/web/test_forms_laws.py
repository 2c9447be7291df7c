"""Laws of forms on pages, over random definitions and random answers."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from dataclasses import replace
from typing import Any

from bs4 import BeautifulSoup
from hypothesis import HealthCheck, assume, given, settings

from chalicelib.domain import answers
from chalicelib.domain.definitions import Program, fields_of
from chalicelib.domain.fields import file, reading
from chalicelib.language.reader import reader
from chalicelib.web import apart, controls, filling, prefilled, rendering
from chalicelib.web.control import Filled, Held
from tests.forms import random_definitions
from tests.forms.definitions import TODAY, program_of
from tests.web import site

slow = settings(suppress_health_check=[HealthCheck.too_slow], max_examples=40)
SPEECH = reader("en", "America/Denver")
FORM = (
    '{% import "controls.html" as controls with context %}'
    '<form method="post">{{ controls.fieldsets(parts) }}</form>'
)


def shown(program: Program, filled: Filled) -> BeautifulSoup:
    """The form's HTML, where every upload is there that it names."""
    named = [value for values in filled.typed.values() for value in values if file.is_id(value)]
    filled = replace(filled, held={id_: Held(id_, "paper.pdf", "1 kB") for id_ in named})
    parts = [
        {
            "heading": SPEECH.text(page.page),
            "controls": controls.of(page.fields, filled, SPEECH, program, TODAY, apart.ROWS),
        }
        for page in program.form
    ]
    template = rendering._environment().from_string(FORM)
    return BeautifulSoup(template.render(parts=parts, reader=SPEECH), "html.parser")


def sent_by(soup: BeautifulSoup) -> dict[str, list[str]]:
    """What a browser would send of it."""
    found: dict[str, list[str]] = {}
    form = soup.find("form")
    assert form is not None
    for name, value in site._controls(form):
        found.setdefault(name, []).append(value)
    return found


def check(program: Program, sent: Mapping[str, Any]) -> tuple[dict[str, Any], list[Any]]:
    """What is kept, and the faults."""
    return answers.check(program, sent, TODAY, country="US")


@slow
@given(random_definitions.definitions())
def test_blank_form_asks_for_everything_and_sends_nothing(document: dict[str, Any]) -> None:
    """Each control has a name of its own and words, and what is sent untouched is no answer."""
    program = program_of(document)

    soup = shown(program, Filled())

    assert answers.from_page(program, sent_by(soup)) == {}
    assert unlabelled(soup) == []


@slow
@given(random_definitions.filled_in(junk=False))
def test_form_with_answers_is_sent_back_as_they_are(made: tuple[dict[str, Any], dict[str, Any]]) -> None:
    """What is kept comes back from the page that shows it, and is kept alike."""
    document, sent = made
    program = program_of(document)
    kept, faults = check(program, sent)
    if faults:
        kept = {}
    filled = prefilled.of(fields_of(program), kept)
    assume(not blank(program, kept, filled))

    soup = shown(program, filled)

    again = check(program, answers.from_page(program, apart.typed(sent_by(soup), apart.ROWS)))
    assert faults or again == (kept, [])


@slow
@given(random_definitions.filled_in(junk=False))
def test_form_with_mistakes_keeps_what_was_typed_and_names_them_all(
    made: tuple[dict[str, Any], dict[str, Any]],
) -> None:
    """Sent back as it is shown, it comes to the same faults; each is linked to what is there."""
    document, sent = made
    program = program_of(document)
    typed = prefilled.of(fields_of(program), sent).typed
    read = answers.from_page(program, typed)
    kept, faults = check(program, read)

    filled, mistakes = filling.faulty(fields_of(program), typed, faults, SPEECH, apart.ROWS)
    soup = shown(program, filled)

    again = answers.from_page(program, apart.typed(sent_by(soup), apart.ROWS))
    assert check(program, again) == (kept, faults)
    assert bool(mistakes) == bool(faults)
    assert missing(soup, [each.target for each in mistakes]) == []
    assert unlabelled(soup) == []


def blank(program: Program, kept: Mapping[str, Any], filled: Filled) -> bool:
    """Whether a row has no answer: JSON may send it where others go by it, and pages always leave it out."""
    answered = reading.filled(fields_of(program), filled.typed)
    return any(len(rows) != len(kept.get(group, ())) for group, rows in answered.items())


def missing(soup: BeautifulSoup, targets: Sequence[str]) -> list[str]:
    """The ids that nothing has."""
    return [each for each in targets if soup.find(id=each) is None]


def unlabelled(soup: BeautifulSoup) -> list[str]:
    """Controls without words of their own, and ids that two have."""
    ids = [str(tag["id"]) for tag in soup.find_all(attrs={"id": True})]
    words = {str(label["for"]): label.get_text(strip=True) for label in soup.find_all("label")}
    every = soup.find_all(["input", "select", "textarea"])
    asked = [tag for tag in every if tag.get("type") != "hidden"]
    return [str(tag) for tag in asked if not words.get(str(tag.get("id")))] + [
        each for each in set(ids) if ids.count(each) > 1
    ]
