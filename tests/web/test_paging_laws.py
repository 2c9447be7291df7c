"""What holds of every long form, whatever hangs on what: filled in page by page or at once is the same."""

from __future__ import annotations

from collections.abc import Iterator, Mapping, Sequence
from datetime import date
from random import Random
from typing import Any

from hypothesis import given
from hypothesis import strategies as st

from chalicelib.domain import answers, documents, programs
from chalicelib.domain.definitions import Program, fields_of
from chalicelib.domain.fields import plan
from chalicelib.domain.fields.group import Group, numbers
from chalicelib.language.reader import reader
from chalicelib.web import apart, leaf, turning
from chalicelib.web.control import Control
from chalicelib.web.paging import OWN
from chalicelib.web.turning import Sent, Turn
from tests.web.examples import definition

TODAY = date(2026, 11, 23)
SPEECH = reader("en", "UTC")
Typed = Mapping[str, Sequence[str]]

ASKED: tuple[dict[str, Any], ...] = (
    {"type": "yes_no"},
    {"type": "yes_no", "required": True},
    {"type": "text", "required": True},
    {"type": "number", "min": 2},
    {"type": "choices", "options": [{"id": "a", "label": "A"}, {"id": "b", "label": "B"}], "other": True},
    {"type": "ranking", "texts": 2},
    {"type": "email", "confirm": True},
    {"type": "note"},
)
PAGES, EACH = 4, 3


def condition(chance: Random, *, row: bool) -> Any:
    """A condition over some field of the form, or where it stands in a row, also of the row."""
    name = f"f{chance.randrange(PAGES * EACH)}"
    seen: Any = {"var": chance.choice([f"form.{name}", "m0", "m1"] if row else [name])}
    return chance.choice([seen, {"!": [seen]}, {"==": [seen, True]}])


def field(name: str, chance: Random, *, row: bool = False) -> dict[str, Any]:
    """One field, which may hang on any other."""
    first = {"var": "form.f0" if row else "f0"}
    found = {
        "id": name,
        "label": name,
        **chance.choice([*ASKED, {"type": "computed", "value": {"!": [first]}}]),
    }
    if not row and chance.random() < 0.2:
        members = [field(f"m{number}", chance, row=True) for number in range(3)]
        found = {"id": name, "label": name, "type": "group", "rows": {"max": 3}, "fields": members}
    if chance.random() < 0.3:
        found["show_if"] = condition(chance, row=row)
    if chance.random() < 0.15 and found["type"] not in ("note", "computed"):
        found["required"] = condition(chance, row=row)
    return found


def form(chance: Random) -> Program:
    """A program with a form of several pages, in which nothing goes round in a circle."""
    while True:
        pages = [
            {
                "page": f"Page {number}",
                "fields": [field(f"f{number * EACH + each}", chance) for each in range(EACH)],
                **({"show_if": condition(chance, row=False)} if chance.random() < 0.3 else {}),
            }
            for number in range(PAGES)
        ]
        applicant = [
            {"id": "full_name", "type": "text", "label": "Name"},
            {"id": "email", "type": "email", "label": "Address"},
        ]
        document = definition(form=[*pages, {"page": "You", "fields": applicant}])
        if chance.random() < 0.3:
            at = f"f{chance.randrange(PAGES * EACH)}"
            document["rules"] = [{"check": condition(chance, row=False), "message": "No.", "field": at}]
        program = programs.program(documents.to_json(document))
        if not plan.of(answers.form_of(program)).circle:
            return program


VALUES: Mapping[str, Sequence[Sequence[str]]] = {
    "yes_no": [["yes"], ["no"], []],
    "text": [["words"], [" with spaces "], [""], ["two\r\nlines"]],
    "number": [["2"], ["3"], [""], ["many"]],
    "choices": [["a"], ["b", "a"], [], ["other"], ["a", "other"]],
    "ranking": [["a", "b"], ["c", "b"], ["", "b"], ["", ""], ["a", "a"]],
    "email": [["a@people.example"], ["b@people.example"], [""], ["nobody"]],
}
"""What is typed, the first two without fault."""


def everything(program: Program, chance: Random) -> Typed:
    """All of the form filled in, also what may not be shown: without fault, or with any."""
    found: dict[str, Sequence[str]] = {}
    most = chance.choice([2, 5])

    def one(each: Any, name: str) -> None:
        kind = type(each).__struct_config__.tag
        if kind in VALUES:
            found[name] = chance.choice(VALUES[kind][:most])
        if kind == "choices":
            found[f"{name}_other"] = chance.choice([["own words"], [""]])
        if kind == "email" and each.confirm:
            found[f"{name}_again"] = found[name]

    for each in fields_of(program):
        if isinstance(each, Group):
            for row in range(chance.randint(0, 3)):
                for member in each.fields:
                    one(member, f"{each.id}.{row}.{member.id}")
        else:
            one(each, each.id)
    return found


def controls(turn: Turn) -> tuple[list[tuple[str, str]], set[str], dict[str, list[str]]]:
    """What a page carries on, the names of its controls, and what stands in them."""
    values = leaf.values(turn, SPEECH, TODAY, send="Send")
    shown: dict[str, list[str]] = {}

    def see(each: Control) -> None:
        for inner in (*each.parts, *(member for row in each.rows for member in row.controls)):
            see(inner)
        if each.kind not in ("parts", "group", "note"):
            chosen = [option.value for option in each.options if option.chosen]
            known = [each.value] if not each.options and each.kind != "checkboxes" else chosen
            shown.setdefault(each.name, []).extend(known)

    for control in values["controls"]:
        see(control)
    return values["hidden"], set(shown), shown


def pressed(program: Program, turn: Turn, typed: Typed, **button: str) -> Turn:
    """The page that follows when this one is filled in as far as it asks, and a button is pressed."""
    hidden, asked, _ = controls(turn)
    sent: dict[str, list[str]] = {}
    for name, value in hidden:
        sent.setdefault(name, []).append(value)
    assert not asked & sent.keys(), "nothing is asked for and carried on at once"
    sent |= {name: list(typed[name]) for name in asked if typed.get(name)}
    sent |= {name: [value] for name, value in button.items()}
    return turning.turn(Sent(program, sent, SPEECH, TODAY, "US"))


def with_rows(program: Program, turn: Turn, typed: Typed) -> Turn:
    """The page with as many rows as are going to be filled in."""
    for each in turn.pages.fields(turn.page):
        if isinstance(each, Group):
            for _ in range(len(numbers(typed, each.id)) - 1):
                turn = pressed(program, turn, typed, add=each.id)
    return turn


def walked(program: Program, typed: Typed) -> Iterator[Turn]:
    """The pages from the first to the review, or to one with mistakes."""
    turn = turning.begin(program, TODAY)
    while not turn.mistakes and turn.page < turn.pages.review:
        yield turn
        turn = pressed(program, with_rows(program, turn, typed), typed, go="next")
    yield turn


@given(st.integers(0, 2**32))
def test_page_by_page_ends_where_all_at_once_does(seed: int) -> None:
    """With the same answers kept; or at a page whose faults are among those of the whole."""
    chance = Random(seed)
    program = form(chance)
    typed = everything(program, chance)
    whole = answers.settle(program, answers.from_page(program, typed), TODAY, country="US")

    *_, last = walked(program, typed)

    if whole.faults:
        assert last.mistakes
        found = last.pages.faults(last.page) if last.page < last.pages.review else []
        assert all(fault in whole.faults for fault in found)
    else:
        assert (last.page, list(last.mistakes)) == (last.pages.review, [])
        assert last.pages.settled.kept == whole.kept


@given(st.integers(0, 2**32))
def test_going_back_loses_nothing(seed: int) -> None:
    """Whatever was typed on any page is on the page that is come to, in its controls or carried on."""
    chance = Random(seed)
    program = form(chance)
    typed = everything(program, chance)
    *_, turn = walked(program, typed)
    for _ in range(PAGES + 1):
        before = held(program, turn)
        turn = pressed(program, turn, before, go="back")

        assert filled(held(program, turn)) == filled(before)


def held(program: Program, turn: Turn) -> dict[str, list[str]]:
    """All that a page holds of a form, in controls and hidden, by the names of fields."""
    hidden, _, shown = controls(turn)
    found = {name: list(values) for name, values in shown.items()}
    for name, value in hidden:
        found.setdefault(name, []).append(value)
    return {
        name: list(values) for name, values in apart.typed(found, OWN).items() if not name.startswith("_")
    }


def filled(form: Mapping[str, Sequence[str]]) -> dict[str, list[str]]:
    """Without controls that are blank; several choices in any order."""
    return {name: sorted(values) for name, values in form.items() if any(values)}
