from __future__ import annotations

import json
from datetime import UTC, datetime, timedelta
from typing import Any

import jsonschema
import pytest
from hypothesis import given
from hypothesis import strategies as st

from chalicelib.domain import answers, documents, messages, programs, sense, workflow
from tests.domain.examples import ABSENT, ANSWERS, COMMUNITY, PROGRAM, TODAY, changed

NOW = datetime(2026, 11, 23, 23, 8, tzinfo=UTC)


def places(value: Any, pointer: str = "") -> list[str]:
    """Pointers to everything in a document but its root."""
    inner = value.items() if isinstance(value, dict) else enumerate(value) if isinstance(value, list) else ()
    return [
        each for key, member in inner for each in (f"{pointer}/{key}", *places(member, f"{pointer}/{key}"))
    ]


TEXT = st.text(st.characters() | st.sampled_from("\ud800\x00\u202e"), max_size=8)
LIKELY = st.sampled_from(
    [
        "today",
        "today+999y",
        "today-999y999m999w9999d",
        "2026-02-30",
        "9999-12-31",
        "0001-01-01T00:00",
        "14d",
        "14d\n",
        "999y999m999w9999d9999h",
        "0h",
        "next",
        "accept",
        "decline",
        "expire",
        "review",
        "confirm",
        "applicant",
        "email",
        "full_name",
        "people",
        "all",
        "(",
        "a{2,1}",
        "UTC",
        "",
        "other",
        "group",
        "text",
        "number",
        [],
        {},
        [[]],
        [{}],
        {"role": "coordinator"},
        {"named": "email"},
        {"named": []},
        {"role": {}},
        {"x": {"label": "X", "then": []}},
        {"x": {"label": "X", "needs": 99}},
        1e400,
        10**400,
        10**15,
        0,
        1,
        True,
        None,
        ABSENT,
    ]
)
JSON = st.recursive(
    LIKELY.filter(lambda value: value is not ABSENT)
    | TEXT
    | st.none()
    | st.booleans()
    | st.integers()
    | st.floats(),
    lambda inner: st.lists(inner, max_size=3) | st.dictionaries(TEXT, inner, max_size=3),
    max_leaves=6,
)


def mutations(document: dict[str, Any]) -> st.SearchStrategy[Any]:
    """The document with other values at one to three places, members taken out, moved or copied."""
    everywhere = st.sampled_from([*places(document), "/x", "/workflow/-", "/form/0/fields/-"])
    copied = st.sampled_from(places(document)).map(lambda pointer: value_at(document, pointer))
    return st.lists(st.tuples(everywhere, LIKELY | JSON | copied), min_size=1, max_size=3).map(
        lambda changes: mutated(document, changes)
    )


def value_at(document: Any, pointer: str) -> Any:
    """What stands there."""
    for name in pointer.split("/")[1:]:
        document = document[int(name)] if isinstance(document, list) else document[name]
    return document


def mutated(document: dict[str, Any], changes: list[tuple[str, Any]]) -> Any:
    """The document after those changes that are still possible."""
    for pointer, value in changes:
        try:
            document = changed(document, (pointer, value))
        except (AttributeError, LookupError, TypeError, ValueError):
            continue
    return document


@given(mutations(PROGRAM))
def test_a_program_without_fault_can_be_published_shown_and_used(document: Any) -> None:
    """Whatever is done to a definition: faults at places in it, or a program that works."""
    faults = programs.faults(document, TODAY)
    sense.warnings(document)
    assert all(fault.pointer.encode() is not None for fault in faults)
    if not faults:
        works(document)


@given(mutations(COMMUNITY))
def test_a_community_without_fault_can_be_published(document: Any) -> None:
    """As for programs."""
    if not programs.faults(document, TODAY, kind="community"):
        programs.community(documents.to_json(document))
        json.dumps(programs.public_community(document), ensure_ascii=False).encode()


@given(JSON)
@pytest.mark.parametrize("kind", ["program", "community"])
def test_anything_else_has_faults_and_nothing_worse(kind: str, document: Any) -> None:
    """Any JSON at all."""
    assert programs.faults(document, TODAY, kind=kind)


def works(document: dict[str, Any]) -> None:
    """Reads, shows and plays a definition as everybody does who uses it."""
    text = documents.to_json(programs.settle(document, TODAY))
    assert text.encode()
    program = programs.program(text)
    for when in (NOW, NOW + timedelta(days=1000)):
        assert programs.status(program, when) in ("upcoming", "open", "closed")
        day = programs.day(program, when)
        jsonschema.Draft202012Validator.check_schema(answers.schema(program, day))
        answers.check(program, ANSWERS, day)
        answers.from_page(program, {name: ["x"] for name in ANSWERS})
    json.dumps(programs.public(document, 1), ensure_ascii=False).encode()
    programs.card(document)
    rules = workflow.Rules(pinned=program, live=program, version=1, now=NOW)
    decision = workflow.submit(rules, ANSWERS, language=program.languages[0], body="b" * 64, by="visitor")
    assert decision.events
    messages.called_for(program, decision.events)


def test_what_the_laws_rest_on_works() -> None:
    """The examples themselves, so that the laws above look at something."""
    works(PROGRAM)
