from __future__ import annotations

import json
import re
from collections.abc import Mapping
from typing import Any

import jsonschema
import pytest
from hypothesis import example, given
from hypothesis import strategies as st

from chalicelib.domain.fields import AnyField, address, checking, group, reading, rows
from tests.domain.fields.asking import CONTEXT, field

NAMED = {"fields": [{"type": "text", "id": "name", "label": "N", "required": True}]}
OPTIONS = [{"id": "a", "label": "A"}, {"id": "b", "label": "B"}, {"id": "x", "label": "X"}]
EVERY: list[AnyField] = [
    field("text", id="line", max_length=20, min_words=1),
    field("text", id="code", pattern="[A-Z]+|[0-9]+"),
    field("long_text", id="lines", min_length=2, max_words=9),
    field("email", id="email", confirm=True),
    field("date", id="day", min="today-5y", max="today+5y", min_age="0y"),
    field("number", id="count", integer=True, min=-5, max=50),
    field("number", id="measure"),
    field("choice", id="pick", options=[{"id": "a", "label": "A"}, {"id": "b", "label": "B"}], other=True),
    field("yes_no", id="sure"),
    field("yes_no", id="must", must_be=True),
    field("consent", id="agree", statement="Yes."),
    field("note", id="words"),
    field("phone", id="phone"),
    field("rating", id="stars", max=5),
    field("rating", id="level", scale=[{"id": 0, "label": "No"}, {"id": 7, "label": "Yes"}]),
    field("country", id="country"),
    field("language", id="language"),
    field("address", id="home"),
    field("money", id="cost", currency="EUR", min="-5"),
    field("choices", id="some", options=OPTIONS, other=True, exclusive=["a"], max_choices=2),
    field("ranking", id="order", options=OPTIONS, rank=2),
    field("ranking", id="best", texts=2),
    field("file", id="paper", accept=["pdf"]),
    field("file", id="pictures", count=3),
    field("signature", id="signed", statement="Yes."),
    field(
        "group",
        id="people",
        rows={"max": 3},
        fields=[
            {"type": "text", "id": "name", "label": "N", "required": True},
            {"type": "email", "id": "email", "label": "E"},
            {"type": "number", "id": "age", "label": "A", "min": 0},
            {
                "type": "choice",
                "id": "how",
                "label": "H",
                "options": [{"id": "x", "label": "X"}],
                "other": True,
            },
            {"type": "choices", "id": "when", "label": "W", "options": OPTIONS, "other": True},
            {"type": "ranking", "id": "first", "label": "F", "texts": 2},
            {"type": "address", "id": "place", "label": "P"},
            {"type": "phone", "id": "phone", "label": "P"},
            {"type": "file", "id": "portrait", "label": "P"},
        ],
    ),
    field("group", id="loose", fields=[{"type": "long_text", "id": "note", "label": "N"}]),
]
NAMES = [each.id for each in EVERY]

TEXT = st.text(st.characters() | st.sampled_from("\ud800\u202e\u200b\r\n\t /~.,@"), max_size=24)
LIKELY = st.sampled_from(
    [
        "2026-11-23",
        "2024-02-29",
        "a@b.example",
        "é@b.example",
        "a@é.example",
        "AB",
        "12",
        "other",
        "a",
        "x",
        "yes",
        "on",
        "JP",
        "zh-Hant",
        "719-555-0123",
        "+81 3 1234 5678",
        "(719) 555 0123",
        "e\u0301 x",
        "12.50",
        "b",
        10**400,
        -0.0,
        7,
        True,
        False,
    ]
)
SCALAR = LIKELY | TEXT | st.none() | st.booleans() | st.integers() | st.floats()
JSON = st.recursive(
    SCALAR, lambda inner: st.lists(inner, max_size=3) | st.dictionaries(TEXT, inner, max_size=3), max_leaves=8
)
ADDRESS = st.dictionaries(st.sampled_from([*address.MEMBERS, "else"]), SCALAR)
ROW = st.dictionaries(
    st.sampled_from(
        [
            "name",
            "email",
            "age",
            "how",
            "how_other",
            "when",
            "when_other",
            "first",
            "note",
            "place",
            "phone",
            "else",
        ]
    ),
    SCALAR | ADDRESS | st.lists(LIKELY, max_size=3),
)
ANSWERS = st.dictionaries(
    st.sampled_from([*NAMES, "pick_other", "some_other", "line_other", "email_again", "a/b"]) | TEXT,
    SCALAR | ADDRESS | st.lists(LIKELY, max_size=3) | st.lists(ROW, max_size=4) | JSON,
    max_size=8,
)


def check(answers: Mapping[str, Any]) -> tuple[dict[str, Any], list[Any]]:
    """Against every type of field."""
    return checking.check(EVERY, answers, "/answers", CONTEXT)


def sound(answers: Mapping[str, Any]) -> dict[str, Any]:
    """What is kept of the answers in which nothing is wrong."""
    kept, faults = check(answers)
    wrong = {fault.pointer.split("/")[2] for fault in faults}
    return {name: answer for name, answer in kept.items() if name not in wrong}


@given(ANSWERS)
@example({"count": 10**400, "measure": -(10**400)})
@example({"line": "\ud800", "\ud800": "\ud800"})
@example({"people": [{"name": ["\ud800"]}]})
def test_check_never_raises_and_keeps_what_it_would_keep_again(answers: dict[str, Any]) -> None:
    """Whatever JSON is sent: faults, and answers that are as they are when they are checked again."""
    kept, faults = check(answers)

    assert check(sound(answers)) == (sound(answers), [])
    assert json.dumps(kept, ensure_ascii=False).encode()
    assert all(fault.pointer.startswith("/answers/") and fault.pointer.encode() for fault in faults)


@given(ANSWERS)
def test_what_is_accepted_is_valid_by_the_schema(answers: dict[str, Any]) -> None:
    """Who checks with the published schema first refuses nothing that Concord takes."""
    VALIDATOR.validate(sound(answers))


# The length of words counts after white space and NFC, which are beyond the schema.
SHAPED = sorted({*NAMES} - {"line", "lines", "code", "words", "people", "loose"})


@pytest.mark.parametrize("name", SHAPED)
@given(SCALAR | ADDRESS | st.lists(LIKELY, max_size=3))
def test_what_is_sent_and_accepted_is_valid_by_the_schema_as_it_was_spelt(name: str, answer: Any) -> None:
    """Whatever is made of it, or nothing: numbers with their spaces, blank texts, empty lists."""
    _, faults = check({name: answer})

    if not faults:
        VALIDATOR.validate({name: answer})


@given(ANSWERS)
def test_every_fault_stands_at_something_sent_or_missing(answers: dict[str, Any]) -> None:
    """A pointer leads into the body as far as there is one, but for the last step of what is missing."""
    _, faults = check(answers)

    for fault in faults:
        place: Any = {"answers": answers}
        path = fault.pointer.split("/")[1:]
        for name in path[:-1]:
            place = place[int(name)] if isinstance(place, list) else place[unescaped(name)]
        assert isinstance(place, dict | list)


def unescaped(name: str) -> str:
    """A reference token of RFC 6901 as it was."""
    return name.replace("~1", "/").replace("~0", "~")


SCHEMA = rows.schema(EVERY, CONTEXT)
VALIDATOR = jsonschema.Draft202012Validator(
    SCHEMA, format_checker=jsonschema.Draft202012Validator.FORMAT_CHECKER
)


def test_schema_is_one() -> None:
    """By JSON Schema 2020-12's own rules."""
    jsonschema.Draft202012Validator.check_schema(SCHEMA)


def test_schema_says_what_is_required() -> None:
    """Rows that must be there included; notes are no answers."""
    fields = [
        field("text", id="a", required=True),
        field("group", id="b", rows={"min": 2}, **NAMED),
        field("group", id="c", **NAMED),
        field("note", id="d", required=True),
    ]

    assert rows.schema(fields, CONTEXT)["required"] == ["a", "b"]


def page(fields: list[AnyField], answers: Mapping[str, Any], prefix: str = "") -> dict[str, list[str]]:
    """The controls of a page that shows these answers, as a browser sends them."""
    controls: dict[str, list[str]] = {}
    for one in fields:
        name = f"{prefix}{one.id}"
        answer = answers.get(one.id)
        if isinstance(answer, dict):
            controls |= {f"{name}.{member}": [spelt(part)] for member, part in answer.items()}
            continue
        if isinstance(one, group.Group):
            for number, row in enumerate(answer or ()):
                controls |= page(list(one.fields), row, f"{name}.{number}.")
        elif isinstance(answer, list):
            controls[name] = [spelt(each) for each in answer]
        else:
            controls[name] = [spelt(answer)]
            controls[f"{name}_again"] = [spelt(answer)]
        if f"{one.id}_other" in answers:
            controls[f"{name}_other"] = [spelt(answers[f"{one.id}_other"])]
    return controls


def spelt(answer: Any) -> str:
    """An answer in its control. Browsers send CRLF."""
    match answer:
        case None:
            return ""
        case bool():
            return "yes" if answer else "no"
        case _:
            return re.sub("\n", "\r\n", str(answer))


@given(ANSWERS)
@example({"people": [{"name": "A", "how": "other", "how_other": "b"}], "loose": [{"note": "a\nb"}]})
@example({"home": {"line1": "1 Main", "country": "US"}, "phone": "(719) 555-0123", "stars": 5.0, "level": 0})
@example({"people": [{"name": "A", "place": {"city": "Kranj", "line2": "\u200b"}, "phone": "+38642373100"}]})
@example({"measure": 0.1, "count": -5, "sure": False, "lines": "a\n\nb"})
def test_what_a_page_shows_of_answers_is_read_as_these_answers(answers: dict[str, Any]) -> None:
    """A form shown again with what was typed, and sent unchanged, is the same form."""
    kept = sound(answers)

    assert reading.read(EVERY, page(EVERY, kept)) == page_json(kept)
    assert check(reading.read(EVERY, page(EVERY, kept))) == (kept, [])


def page_json(kept: dict[str, Any]) -> dict[str, Any]:
    """The answers with the line ends of a page."""
    return {
        name: re.sub("\n", "\r\n", answer)
        if isinstance(answer, str)
        else [page_json(row) if isinstance(row, dict) else row for row in answer]
        if isinstance(answer, list)
        else page_json(answer)
        if isinstance(answer, dict)
        else answer
        for name, answer in kept.items()
    }


@pytest.mark.parametrize("name", NAMES)
@given(st.lists(TEXT, max_size=2), st.lists(TEXT, max_size=2))
def test_reading_a_page_never_raises(name: str, values: list[str], more: list[str]) -> None:
    """Whatever a page sends for a control, and for what belongs to it."""
    controls = {name: values, f"{name}_again": more, f"{name}_other": more, f"{name}.0.name": values}
    controls |= {f"{name}.{member}": values for member in address.MEMBERS}

    check(reading.read(EVERY, controls))
