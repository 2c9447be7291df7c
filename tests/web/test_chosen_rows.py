"""Choices among rows, one of which is blank: who chose it is told, and finds everything as it was."""

from __future__ import annotations

from typing import Any

import pytest
from bs4 import BeautifulSoup

from chalicelib.domain import answers
from chalicelib.domain.definitions import fields_of
from chalicelib.web import apart, filling
from chalicelib.web.control import Filled
from tests.forms.definitions import TODAY, program_of
from tests.web import test_forms_laws as laws
from tests.web.examples import definition

WORKS: list[dict[str, Any]] = [
    {
        "id": "works",
        "type": "group",
        "label": "Works",
        "rows": {"max": 3},
        "fields": [{"id": "title", "type": "text", "label": "Title"}],
    },
    {
        "id": "prices",
        "type": "group",
        "label": "Prices",
        "rows_from": "works",
        "fields": [{"id": "price", "type": "text", "label": "Price"}],
    },
    {
        "id": "poster",
        "type": "choice",
        "label": "Poster",
        "options_from": {"rows": "works", "label": "title"},
    },
    {
        "id": "shown",
        "type": "choices",
        "label": "Shown",
        "options_from": {"rows": "prices", "label": "price"},
    },
]
ROWS = {
    "works.0.title": ["Rain"],
    "works.1.title": [""],
    "works.2.title": ["Pond"],
    "prices.0.price": ["1"],
    "prices.2.price": ["3"],
}


@pytest.mark.parametrize(
    ("chosen", "kept", "wrong", "titles", "again"),
    [
        ({"poster": ["2"]}, "1", [], ["Rain", "Pond"], ["1"]),
        ({"poster": ["1"]}, "2", ["/answers/poster not_one_of"], ["Rain", "Pond", ""], ["2"]),
        (
            {"shown": ["0", "1"]},
            ["0", "2"],
            ["/answers/shown/1 not_one_of"],
            ["Rain", "Pond", ""],
            ["0", "2"],
        ),
        ({"poster": ["9"]}, "2", ["/answers/poster not_one_of"], ["Rain", "Pond", ""], ["2"]),
    ],
)
def test_blank_row_that_was_chosen_is_told_and_stays(
    chosen: dict[str, list[str]], kept: object, wrong: list[str], titles: list[str], again: list[str]
) -> None:
    """It is taken for no other row, and is still chosen where the page comes back, behind the others."""
    program = program_of(with_works())
    typed = {"full_name": ["Ann"], "email": ["ann@people.example"], **ROWS, **chosen}
    (name,) = chosen

    read = answers.from_page(program, typed)
    faults = answers.check(program, read, TODAY, country="US")[1]
    filled, mistakes = filling.faulty(fields_of(program), typed, faults, laws.SPEECH, apart.ROWS)
    sent = laws.sent_by(laws.shown(program, filled))

    assert read[name] == kept
    assert [f"{fault.pointer} {fault.code}" for fault in faults] == wrong
    assert [values[0] for key, values in sent.items() if key.startswith("works.")] == titles
    assert sent[name] == again
    assert all(each.text.endswith(": Choose an entry that is filled in.") for each in mistakes)
    assert sent["prices.1.price"] == ["3"]
    second = answers.check(program, answers.from_page(program, sent), TODAY, country="US")[1]
    assert second == faults


def test_rows_beside_a_choice_are_offered_without_scripts_from_the_first_page_on() -> None:
    """By their numbers as long as they are blank, and by their names as soon as the page comes again."""
    program = program_of(with_works())
    typed = {"works.0.title": ["Rain"], "poster": ["0"], "add": ["works"]}

    first = laws.shown(program, Filled())
    second = laws.shown(program, filling.changed(fields_of(program), typed, apart.ROWS))

    assert offered(first) == [("0", "Works: entry 1", False)]
    assert offered(second) == [("0", "Rain", True), ("1", "Works: entry 2", False)]


def offered(page: BeautifulSoup) -> list[tuple[str, str, bool]]:
    """The rows that may be on the poster: value, words, and whether it is chosen."""
    options = page.select("select[name=poster] option[value]:not([value=''])")
    return [(str(each["value"]), each.get_text(strip=True), each.has_attr("selected")) for each in options]


def with_works() -> dict[str, Any]:
    """A definition with works, one of which is chosen."""
    document = definition()
    document["form"][0]["fields"] += WORKS
    return document
