from __future__ import annotations

from typing import Any, get_args

import msgspec
import pytest
from hypothesis import given
from hypothesis import strategies as st

from chalicelib.domain import events
from chalicelib.domain.events import AnyEvent, AskAnswered, AskOpened, Submitted

KINDS: tuple[type[events.Event], ...] = get_args(AnyEvent)
CONTRACT = {
    "submitted",
    "confirmed",
    "amended",
    "ask_opened",
    "ask_reminded",
    "ask_answered",
    "ask_expired",
    "ask_withdrawn",
    "step_settled",
    "seat_requested",
    "seat_held",
    "seat_taken",
    "seat_released",
    "waitlisted",
    "offered",
    "accepted",
    "declined",
    "withdrawn",
    "expired",
    "resent",
    "overridden",
    "erased",
}
"""Those that contract.md fixes."""

ADDED = {
    "announced",
    "ask_disowned",
    "ask_extended",
    "ask_locked",
    "ask_recused",
    "ask_replaced",
    "code_refused",
    "code_sent",
    "new_asked",
    "outcome_dropped",
    "reopened",
    "seat_moved",
}


EARLIER = """[{"type":"submitted","program":"p","version":1,"community":"c","kind":"k","language":"en",
"confirm":true,"fields":["a"],"added_later":5}]"""


def test_types_are_those_of_the_contract() -> None:
    """By the words that the API tells."""
    assert {str(kind.__struct_config__.tag) for kind in KINDS} == CONTRACT | ADDED


@given(st.lists(st.one_of([st.from_type(kind) for kind in KINDS]), max_size=6))
def test_dump_and_load(said: list[Any]) -> None:
    """What is stored is what happened, whatever ids are made of."""
    try:
        text = events.dump(said)
    except UnicodeEncodeError:  # half a surrogate pair, which no id of ours has
        return

    assert events.load(text) == said
    assert [events.type_of(event) for event in said] == [each["type"] for each in msgspec.json.decode(text)]


def test_stored_events_are_small_and_plain() -> None:
    """Members at their defaults aren't there, which is how members can be added."""
    assert events.dump([AskAnswered(ask="decide.coordinator.0.1", answer="approve", by="coordinator.0")]) == (
        '[{"type":"ask_answered","by":"coordinator.0","ask":"decide.coordinator.0.1","answer":"approve"}]'
    )


@pytest.mark.parametrize(
    ("text", "event"),
    [
        (
            EARLIER,
            Submitted(
                program="p", version=1, community="c", kind="k", language="en", confirm=True, fields=("a",)
            ),
        ),
        (
            '[{"type":"ask_opened","ask":"a.b.1","step":"a","party":"b","round":1}]',
            AskOpened(ask="a.b.1", step="a", party="b", round=1),
        ),
    ],
)
def test_events_of_other_versions_are_read(text: str, event: AnyEvent) -> None:
    """What is unknown is passed over, what is not there has its default."""
    assert events.load(text) == [event]


@pytest.mark.parametrize("format_", [0, 2])
def test_a_newer_format_is_refused(format_: int) -> None:
    """Rather than misread."""
    with pytest.raises(ValueError, match=f"format {format_}"):
        events.load("[]", written_as=format_)


def test_unknown_types_are_refused() -> None:
    """A journal that an older program can't understand is not folded by guesses."""
    with pytest.raises(msgspec.ValidationError):
        events.load('[{"type":"teleported"}]')
