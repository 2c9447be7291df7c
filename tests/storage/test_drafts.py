from __future__ import annotations

from dataclasses import replace
from datetime import UTC, datetime, timedelta

from chalicelib.domain.draft import Draft, Late
from chalicelib.storage.ports import MessageRow, Stores

AT = datetime(2027, 3, 1, 9, 30, 0, 123456, tzinfo=UTC)
MINUTE = timedelta(minutes=1)
ID = "0123456789abcdefghjk"
DRAFT = Draft(
    id=ID,
    program="delegation-visit",
    community="colorado-springs",
    version=3,
    part="0" * 32,
    language="ja",
    email="mayor@city.example",
    form={"full_name": ("  市長 \n\x00", ""), "delegates.0.name": ("",), "emoji": ("🎌",)},
    page=2,
    saved=AT,
    written=AT - MINUTE,
    told=True,
)


def test_draft_comes_back_as_it_was_put(stores: Stores) -> None:
    """Whatever was typed, to the last blank and control character."""
    stores.drafts.put(DRAFT, fires=AT)

    assert stores.drafts.get(ID) == DRAFT
    assert stores.drafts.get(f"{1:020d}") is None


def test_draft_of_somebody_who_is_let_in_comes_back_too(stores: Stores) -> None:
    """With until when, by whom and why."""
    late = replace(DRAFT, late=Late(AT, AT + timedelta(days=3), "token:1", "“遅れました”"))
    stores.drafts.put(late, fires=AT)

    assert stores.drafts.get(ID) == late


def test_draft_is_put_over_the_one_before(stores: Stores) -> None:
    """What is saved twice is one draft, as it was saved last."""
    again = replace(DRAFT, form={"full_name": ("Ann",)}, saved=AT + MINUTE, told=False, reminded=True)
    stores.drafts.put(DRAFT, fires=AT)
    stores.drafts.put(again, fires=AT + MINUTE)

    assert stores.drafts.get(ID) == again
    assert stores.drafts.count(DRAFT.program) == 1
    assert stores.timers.due("draft", AT, 10) == []
    assert stores.timers.due("draft", AT + MINUTE, 10) == [ID]


def test_look_changes_what_is_told_and_when_to_look_again(stores: Stores) -> None:
    """And nothing else."""
    stores.drafts.put(DRAFT, fires=AT)

    assert stores.drafts.look(replace(DRAFT, told=True, reminded=True), fires=AT + MINUTE)

    assert stores.drafts.get(ID) == replace(DRAFT, told=True, reminded=True)
    assert stores.timers.due("draft", AT, 10) == []
    assert stores.timers.due("draft", AT + MINUTE, 10) == [ID]


def test_look_keeps_until_when_who_was_let_in_may_send_it(stores: Stores) -> None:
    """Which may be later by now."""
    late = replace(DRAFT, late=Late(AT, AT + timedelta(days=3), "token:1", "“遅れました”"))
    later = replace(late, late=Late(AT, AT + timedelta(days=9), "token:1", "“遅れました”"))
    stores.drafts.put(late, fires=AT)

    assert stores.drafts.look(later, fires=AT + MINUTE)

    assert stores.drafts.get(ID) == later


def test_look_at_what_was_saved_again_or_deleted_changes_nothing(stores: Stores) -> None:
    """Nor does it make a draft that isn't there."""
    again = replace(DRAFT, saved=AT + MINUTE)
    stores.drafts.put(again, fires=AT)

    assert not stores.drafts.look(replace(DRAFT, reminded=True), fires=AT + MINUTE)
    assert stores.drafts.get(ID) == again
    stores.drafts.delete(DRAFT.program, ID)
    assert not stores.drafts.look(again, fires=AT + MINUTE)
    assert stores.drafts.get(ID) is None
    assert stores.timers.due("draft", AT + MINUTE, 10) == []


def test_delete_leaves_nothing_and_is_safe_to_repeat(stores: Stores) -> None:
    """Not in the index of timers either, so that it is counted no more."""
    stores.drafts.put(DRAFT, fires=AT)

    assert stores.drafts.delete(DRAFT.program, ID)
    assert stores.drafts.delete(DRAFT.program, ID)

    assert stores.drafts.get(ID) is None
    assert stores.drafts.count(DRAFT.program) == 0
    assert stores.timers.due("draft", AT, 10) == []


def test_delete_as_it_was_read_spares_what_was_saved_since(stores: Stores) -> None:
    """Who looks at an expired draft must not take the one that was saved meanwhile."""
    stores.drafts.put(replace(DRAFT, saved=AT + MINUTE), fires=AT)

    assert not stores.drafts.delete(DRAFT.program, ID, saved=AT)
    assert stores.drafts.get(ID) is not None
    assert stores.drafts.delete(DRAFT.program, ID, saved=AT + MINUTE)
    assert stores.drafts.delete(DRAFT.program, ID, saved=AT + MINUTE)
    assert stores.drafts.get(ID) is None


def test_count_is_of_one_program(stores: Stores) -> None:
    """Also where another one's name begins with it, and beside other timers."""
    for number, program in enumerate(["visit", "visit", "visit-two", "festival"]):
        stores.drafts.put(replace(DRAFT, id=f"{number:020d}", program=program), fires=AT)
    stores.messages.plan(MessageRow(ID, 0, 0, "draft", "applicant", "planned", AT), fires=AT)

    assert [stores.drafts.count(name) for name in ("visit", "visit-two", "festival", "none")] == [2, 1, 1, 0]


def test_message_of_a_draft_is_a_row_like_others(stores: Stores) -> None:
    """Commit 0, before the first one; its number is when it was called for, and has more digits."""
    row = MessageRow(ID, 0, 1_803_894_600, "draft", "applicant", "planned", AT)
    reminder = replace(row, index=0, template="draft_closing")
    first = MessageRow(ID, 1, 0, "confirm", "applicant", "planned", AT)
    for each in (first, row, reminder):
        assert stores.messages.plan(each, fires=AT)

    assert stores.messages.get(f"{ID}.0.1803894600") == row
    assert stores.messages.of(ID) == (reminder, row, first)
    assert set(stores.timers.due("message", AT, 10)) == {row.id, reminder.id, first.id}
