"""The form goes back to be changed: what is named, what depends on it, and what is told of it."""

from __future__ import annotations

from typing import Any

import pytest

from chalicelib.domain import desk, owner, sending_back, steps
from chalicelib.domain.errors import Fault, Invalid
from chalicelib.domain.submissions import Amendment
from tests.domain import test_exchange as exchange
from tests.domain.examples import APPLICATION, EXCHANGE, program
from tests.domain.playing import Play

IMPROVE = "improve.applicant.1"
DECIDE, REVIEW = "/workflow/5", "/workflow/3"
ANSWERS = {
    "good": {"label": "Good", "then": "next"},
    "back": {"label": "Send back", "then": "improve"},
}
AT_ONCE = [(f"{DECIDE}/announce", "2026-11-24")]
"""Decisions are told at once."""


def sent_back(*fields: str, changes: Any = (), note: str = "", **answers: Any) -> Play:
    """One that the coordinator has sent back."""
    play = exchange.confirmed(*AT_ONCE, *changes, **answers)
    play.answer(exchange.GAIL, "agree").answer(exchange.BOB, "agree")
    play.answer(exchange.TEACHER, "submit", form=exchange.RECOMMENDED)
    play.answer(exchange.FIRST, "submit", form={"score": 4}).answer(
        exchange.SECOND, "submit", form={"score": 5}
    )
    play.answer(exchange.PARTNER, "approve")
    play.now = exchange.datetime(2027, 3, 1, 7, tzinfo=exchange.UTC)
    return play.expire().answer(exchange.DECIDE, "improve", fields=fields, note=note)


def change(play: Play, ask: str = IMPROVE, **form: Any) -> Play:
    """The applicant changes what is asked for."""
    return play.answer(ask, "improved", form=form)


def test_ask_for_changes_says_which_and_by_whose_answer() -> None:
    """In the form's order; the comment is kept with the answer, and stands in no event."""
    play = sent_back("diet", "essay", note="Write more, please.")

    asks = play.case.submission.asks
    assert (asks[IMPROVE].to_change, asks[IMPROVE].sent_back_by) == (("essay", "diet"), (exchange.DECIDE,))
    assert asks[exchange.DECIDE].to_change == ("essay", "diet")
    assert play.case.notes == {exchange.DECIDE: "Write more, please."}
    assert "Write more" not in play.commits[-1].events
    assert play.told == ["answered coordinator.0", "asked applicant"]


def test_only_what_is_named_is_changed() -> None:
    """Everything else is as it was; what is named and left out is unanswered."""
    play = sent_back("essay")

    with pytest.raises(Invalid) as refused:
        change(play, essay="Better", diet="Fish")
    assert refused.value.faults == (Fault("/form/diet", "not_amendable"),)

    change(play, essay="Better", diet=APPLICATION["diet"])
    assert play.case.answers == {**APPLICATION, "essay": "Better"}
    assert play.open == [f"review.reviewer.{number}.2" for number in range(3)]


def test_nothing_named_is_whatever_the_step_allows() -> None:
    """And no more."""
    play = sent_back()

    assert play.case.submission.asks[IMPROVE].to_change == ()
    with pytest.raises(Invalid) as refused:
        change(play, nickname="Mae")
    assert refused.value.faults == (Fault("/form/nickname", "not_amendable"),)
    assert change(play, essay="Better", diet="Fish").case.answers["diet"] == "Fish"


@pytest.mark.parametrize(
    ("answer", "fields", "faults"),
    [
        ("improve", ["essay", "nickname"], [("/fields/1", "not_one_of")]),
        ("improve", ["email", {"a": 1}, 7], [(f"/fields/{number}", "not_one_of") for number in range(3)]),
        ("offer", ["essay"], [("/fields", "not_sent_back")]),
        ("again", ["essay"], [("/fields", "not_sent_back")]),
    ],
)
def test_fields_that_can_not_be_named_are_faults(
    answer: str, fields: list[Any], faults: list[tuple[str, str]]
) -> None:
    """Those of no such field, those that the step does not allow, any with an answer that leads elsewhere."""
    play = sent_back()
    play.do(lambda rules, case: desk.reopen(rules, case, "decide", by="token:desk", reason="Once more"))

    with pytest.raises(Invalid) as refused:
        play.answer("decide.coordinator.0.2", answer, fields=fields)

    assert [(fault.pointer, fault.code) for fault in refused.value.faults] == faults


def test_what_is_named_can_only_be_what_those_asked_may_see() -> None:
    """Nobody asks for a change of what is blind to them, or meant for others."""
    play = exchange.sent((f"{REVIEW}/answers", ANSWERS), ("/workflow/6/amend", True))
    pinned = play.program

    reviewers = sending_back.choices(pinned, steps.find(pinned, "review"), "back")
    desk_s = sending_back.choices(pinned, steps.find(pinned, "decide"), "improve")

    assert sending_back.answers(pinned, steps.find(pinned, "review")) == ("back",)
    # The address of record is changed by staff alone.
    assert {each.id for each in desk_s} - {each.id for each in reviewers} == {"full_name", "nickname", "diet"}
    assert "email" not in {each.id for each in desk_s}


def test_several_who_send_it_back_are_all_heard() -> None:
    """What any of them names is changed; who names nothing leaves it all to the applicant."""
    changes = [(f"{REVIEW}/answers", ANSWERS), ("/workflow/6/amend", ["essay", "dob", "guardians"])]
    named, unnamed = (
        exchange.confirmed(*changes)
        .answer(exchange.GAIL, "agree")
        .answer(exchange.BOB, "agree")
        .answer(exchange.TEACHER, "submit", form=exchange.RECOMMENDED)
        .answer(exchange.FIRST, "back", form={"score": 2}, fields=["guardians"], note="Who is Bob?")
        .answer(exchange.SECOND, "back", form={"score": 1}, fields=fields, note="Short.")
        for fields in (["essay"], [])
    )

    ask = named.case.submission.asks[IMPROVE]
    assert (ask.to_change, ask.sent_back_by) == (("essay", "guardians"), (exchange.FIRST, exchange.SECOND))
    assert unnamed.case.submission.asks[IMPROVE].to_change == ()


def test_what_depends_on_the_named_is_changed_with_it() -> None:
    """What is shown now has to be answered; what is not any more is dropped, and nothing else."""
    fields = [
        {"id": "flies", "type": "yes_no", "label": "Flies"},
        {
            "id": "flight",
            "type": "text",
            "label": "Flight",
            "required": True,
            "show_if": {"var": "flies"},
        },
        {
            "id": "train",
            "type": "text",
            "label": "Train",
            "required": True,
            "show_if": {"!": {"var": "flies"}},
        },
    ]
    added = [("/form/-", {"page": "Way", "fields": fields}), ("/workflow/6/amend", ["essay", "flies"])]
    play = sent_back("flies", changes=added, flies=False, train="Night train")

    with pytest.raises(Invalid) as refused:
        change(play, flies=True, train="Night train")
    assert refused.value.faults == (Fault("/form/flight", "required"),)
    with pytest.raises(Invalid) as refused:
        change(play, flies=True, flight="SJ 1", essay="Other")
    assert refused.value.faults == (Fault("/form/essay", "not_amendable"),)

    change(play, flies=True, flight="SJ 1", train="Night train")
    assert play.case.answers == {**APPLICATION, "flies": True, "flight": "SJ 1"}


def test_address_that_changes_meanwhile_is_asked_the_same() -> None:
    """The ask that takes the place of the first says what is to be changed, and by whom."""
    play = sent_back("essay", note="Write more.")

    play.do(lambda rules, case: desk.amend(rules, case, {"email": "n@b.example"}, by="token:d", reason="New"))

    ask = play.case.submission.asks["improve.applicant.2"]
    assert (ask.to_change, ask.sent_back_by) == (("essay",), (exchange.DECIDE,))
    with pytest.raises(Invalid):
        change(play, "improve.applicant.2", diet="Fish")


def test_outcome_that_is_announced_later_goes_back_as_it_was_said() -> None:
    """Nothing of it is lost in between."""
    play = exchange.consented().answer(exchange.FIRST, "submit", form={"score": 4})
    play.answer(exchange.SECOND, "submit", form={"score": 5}).answer(exchange.PARTNER, "approve")
    play.now = exchange.datetime(2027, 3, 1, 7, tzinfo=exchange.UTC)
    play.expire().answer(exchange.DECIDE, "improve", fields=["diet"])
    assert play.open == []
    play.now = exchange.ANNOUNCED

    play.expire()

    ask = play.case.submission.asks[IMPROVE]
    assert (ask.to_change, ask.sent_back_by) == (("diet",), (exchange.DECIDE,))


def test_step_that_is_reopened_by_staff_names_nothing() -> None:
    """Nor does any answer that has led there before."""
    play = change(sent_back("essay"), essay="Better")

    play.do(lambda rules, case: desk.reopen(rules, case, "improve", by="token:desk", reason="Once more"))

    ask = play.case.submission.asks["improve.applicant.2"]
    assert (ask.to_change, ask.sent_back_by) == ((), ())


def test_applicant_s_own_answer_sends_nothing_back() -> None:
    """Who is asked to change the form does not ask for it."""
    again = {"improved": {"label": "Done", "then": "review"}, "later": {"label": "Later", "then": "improve"}}
    play = sent_back("essay", changes=[("/workflow/6/answers", again)])
    assert sending_back.answers(play.program, steps.find(play.program, "improve")) == ()

    play.answer(IMPROVE, "later", form={"essay": "First"})

    ask = play.case.submission.asks["improve.applicant.2"]
    assert (ask.to_change, ask.sent_back_by) == ((), ())


def test_every_amendment_keeps_how_answers_were_and_became() -> None:
    """By the status page, by staff, and by correcting an address; who changes nothing keeps nothing."""
    play = exchange.sent(*AT_ONCE).correct("m@people.example").answer("confirm.applicant.2", "yes")
    first = {**APPLICATION, "email": "m@people.example"}
    form = {name: each for name, each in first.items() if name != "email"}
    play.do(lambda rules, case: owner.amend(rules, case, {**form, "essay": "Second"}))
    play.do(lambda rules, case: owner.amend(rules, case, {**form, "essay": "Second"}))
    play.do(lambda rules, case: desk.amend(rules, case, {"diet": None}, by="token:desk", reason="Asked"))

    second = {**first, "essay": "Second"}
    third = {name: each for name, each in second.items() if name != "diet"}
    at = play.case.submission.submitted
    assert play.case.amendments == (
        Amendment(2, at, "visitor", None, APPLICATION, first),
        Amendment(4, at, "applicant", None, first, second),
        Amendment(5, at, "token:desk", None, second, third),
    )


def test_amendment_knows_the_ask_that_it_answers() -> None:
    """By which it is known who may see it."""
    play = change(sent_back("essay"), essay="Better")

    (amendment,) = play.case.amendments
    assert (amendment.ask, amendment.by) == (IMPROVE, "applicant")
    assert (amendment.before["essay"], amendment.after["essay"]) == (APPLICATION["essay"], "Better")


def test_erasing_leaves_nothing_of_how_answers_were() -> None:
    """They are told by the private parts alone."""
    play = change(sent_back("essay", note="Short."), essay="Better")
    assert "Better" not in "".join(commit.events for commit in play.commits)

    play.do(lambda rules, case: owner.erase(rules, case, by="applicant"))

    assert (play.case.amendments, play.erased().amendments, play.case.notes) == ((), (), {})


def test_program_of_the_examples_has_such_a_step() -> None:
    """Which is what these tests are about."""
    pinned = program(document=EXCHANGE)
    assert sending_back.answers(pinned, steps.find(pinned, "decide")) == ("improve",)
