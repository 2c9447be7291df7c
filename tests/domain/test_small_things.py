from __future__ import annotations

from datetime import UTC, datetime, timedelta, timezone

import pytest
from hypothesis import given
from hypothesis import strategies as st

from chalicelib.domain import instants, steps, texts
from chalicelib.domain.errors import child
from tests.domain.examples import program

START = datetime(1500, 1, 1, tzinfo=UTC)


@given(st.integers(0, 8000 * 365 * 86_400 * 10**6))
def test_instants_are_one_spelling_and_come_back(microseconds: int) -> None:
    """To the microsecond."""
    instant = START + timedelta(microseconds=microseconds)

    assert instants.from_text(instants.to_text(instant)) == instant
    assert len(instants.to_text(instant)) == 27
    assert instants.to_text(instant.astimezone(timezone(timedelta(hours=9)))) == instants.to_text(instant)


@given(st.lists(st.integers(0, 10**11), min_size=2, max_size=2))
def test_instants_sort_as_time_does(seconds: list[int]) -> None:
    """As text."""
    one, other = (START + timedelta(seconds=each) for each in seconds)

    assert (instants.to_text(one) < instants.to_text(other)) == (one < other)


@pytest.mark.parametrize("text", ["2026-11-23T23:08:00Z", "2026-11-23 23:08:00.000000Z", "", "today"])
def test_instants_refuse_other_spellings(text: str) -> None:
    """There is one."""
    with pytest.raises(ValueError, match="does not match"):
        instants.from_text(text)


@pytest.mark.parametrize(
    ("language", "picked"), [("ja", "訪問"), ("en", "Visit"), ("en-GB", "Visit"), ("fr", "Visit")]
)
def test_pick_is_the_readers_language_or_the_nearest(language: str, picked: str) -> None:
    """Its base language, else the first that is there."""
    assert texts.pick({"en": "Visit", "ja": "訪問"}, language) == picked
    assert texts.pick("Visit", language) == "Visit"


@pytest.mark.parametrize(
    ("key", "pointer"),
    [("a", "/x/a"), (0, "/x/0"), ("a/b", "/x/a~1b"), ("~1", "/x/~01"), ("", "/x/"), ("\ud800é", "/x/?é")],
)
def test_child_is_a_json_pointer(key: object, pointer: str) -> None:
    """RFC 6901, and always UTF-8."""
    assert child("/x", key) == pointer


@pytest.mark.parametrize(
    ("step", "then", "favour"),
    [
        ("review", "next", True),
        ("review", "accept", True),
        ("review", "offer", True),
        ("review", "review", False),
        ("review", "confirm", False),
        ("review", "decline", False),
        ("review", "expire", False),
    ],
)
def test_in_favour_is_onwards(step: str, then: str, favour: bool) -> None:
    """`next`, `accept` or a later step."""
    visit = program()

    assert steps.in_favour(visit, steps.find(visit, step), then) is favour


def test_steps_are_found_and_placed() -> None:
    """By name and in order; the last one is the last."""
    visit = program()

    assert [steps.place(visit, name) for name in ("confirm", "decide", "offer")] == [0, 3, 4]
    assert [step.step for step in steps.workflow(visit) if steps.last(visit, step)] == ["offer"]
    with pytest.raises(KeyError):
        steps.find(visit, "nowhere")
    with pytest.raises(KeyError):
        steps.place(visit, "nowhere")


def test_offered_are_the_words_of_the_step() -> None:
    """In their order, with where each leads."""
    visit = program()

    assert list(steps.offered(steps.find(visit, "decide")).items()) == [
        ("yes", "accept"),
        ("again", "review"),
        ("no", "decline"),
    ]
    assert steps.offered(steps.find(visit, "confirm")) == {"yes": "next"}
    assert steps.label(steps.find(visit, "confirm"), "yes") is None
