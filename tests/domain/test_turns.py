"""How steps open, settle and lead to one another: side by side, backwards, kept back."""

from __future__ import annotations

from datetime import UTC, datetime, timedelta
from typing import Any

import pytest

from chalicelib.domain import desk
from tests.domain.examples import APPLICATION, EXCHANGE, program
from tests.domain.playing import NOW, Play

SEATS = {"jury": 3, "adviser": 2, "clerk": 1, "coordinator": 1}
PEOPLE = {
    role: [{"name": f"{role} {n}", "email": f"{role}{n}@concord.example"} for n in range(count)]
    for role, count in SEATS.items()
}
AFTER = {"step": "after", "ask": {"role": "clerk"}, "answers": "decide"}
GUARDIANS = {"each": "guardians", "name": "name", "email": "email"}


def step(name: str, role: str, **said: Any) -> dict[str, Any]:
    """A step that asks a role; to decide, unless it is said otherwise."""
    return {"step": name, "ask": {"role": role}, "answers": "decide", **said}


def outcomes(**then: str) -> dict[str, Any]:
    """Answers of a step's own, and where each leads."""
    return {answer: {"label": answer, "then": where} for answer, where in then.items()}


def play(*workflow: dict[str, Any], **changed: Any) -> Play:
    """An application just sent to a program with this workflow."""
    one = program(("/workflow", list(workflow)), ("/roles", PEOPLE), document=DOCUMENT)
    return Play(one).submit({**APPLICATION, **changed})


DOCUMENT = {name: value for name, value in EXCHANGE.items() if name != "amend_until"}


def test_accept_inside_a_group_ends_it_and_goes_on() -> None:
    """Accepted already, though a step follows; what was open beside it is withdrawn."""
    one = play(
        {"together": [step("jury", "jury", answers=outcomes(take="accept")), step("advice", "adviser")]},
        AFTER,
    )

    one.answer("jury.jury.0.1", "take")

    assert one.state == "accepted"
    assert one.open == ["after.clerk.0.1"]
    assert {one.asks[ask] for ask in ("advice.adviser.0.1", "advice.adviser.1.1")} == {"withdrawn"}
    assert one.case.submission.steps == ("after",)
    assert one.answer("after.clerk.0.1", "decline").state == "declined"


def test_step_that_an_answer_names_ends_the_group() -> None:
    """A later one is in favour, and those between are passed over."""
    one = play(
        {
            "together": [
                step("jury", "jury", answers=outcomes(skip="after", go="next")),
                step("advice", "adviser"),
            ]
        },
        step("between", "clerk"),
        AFTER,
    )

    one.answer("advice.adviser.0.1", "approve").answer("jury.jury.0.1", "skip")

    assert (one.open, one.state) == (["after.clerk.0.1"], "in_progress")


def test_backwards_into_a_group_opens_all_of_it_anew() -> None:
    """What its steps came to before counts no more, whichever of them the answer names."""
    again = {"again": {"label": "Again", "then": "advice"}, "take": {"label": "Take"}}
    one = play({"together": [step("jury", "jury"), step("advice", "adviser")]}, {**AFTER, "answers": again})
    one.answer("jury.jury.0.1", "approve").answer("advice.adviser.0.1", "approve")

    one.answer("after.clerk.0.1", "again")

    second = [f"jury.jury.{n}.2" for n in range(3)] + [f"advice.adviser.{n}.2" for n in range(2)]
    assert one.open == second
    assert one.case.submission.steps == ("jury", "advice")
    assert one.answer("jury.jury.0.2", "approve").open == second[3:]
    assert one.answer("advice.adviser.1.2", "approve").open == ["after.clerk.0.2"]


def test_timeout_that_goes_on_waits_for_those_beside_it() -> None:
    """`next` by time is `next`: only the group's last step to settle opens what follows."""
    late = step("jury", "jury", due="2d", on_timeout="next")
    one = play({"together": [late, step("advice", "adviser")]}, AFTER).later(days=2).expire()

    assert one.open == ["advice.adviser.0.1", "advice.adviser.1.1"]
    assert one.case.submission.settled == {"jury": "next"}
    assert one.answer("advice.adviser.0.1", "approve").open == ["after.clerk.0.1"]


def test_outcome_kept_back_holds_up_its_group() -> None:
    """The others can settle meanwhile; it goes on when it is announced."""
    kept = step("jury", "jury", announce="2026-12-01")
    one = play({"together": [kept, step("advice", "adviser")]}, AFTER)
    one.answer("jury.jury.0.1", "approve").answer("advice.adviser.0.1", "approve")
    assert (one.open, one.told) == ([], ["answered adviser.0"])

    one.now = datetime(2026, 12, 1, 7, tzinfo=UTC)
    one.expire()

    assert (one.events(), one.open) == (["announced", "ask_opened"], ["after.clerk.0.1"])


@pytest.mark.parametrize("days", [0, 30])
def test_refusal_kept_back_is_dropped_where_the_group_ends_before(days: int) -> None:
    """It is never told, also when its day comes."""
    kept = step("jury", "jury", announce="2026-12-01")
    one = play(
        {"together": [kept, step("advice", "adviser", answers=outcomes(take="accept", leave="decline"))]}
    )
    one.answer("jury.jury.0.1", "decline")
    assert one.state == "in_progress"

    one.answer("advice.adviser.0.1", "take").later(days=days).expire()

    assert one.state == "accepted"
    assert one.case.submission.kept == {}
    assert one.case.submission.fires is None


def test_refusal_announced_ends_the_group() -> None:
    """Who was still asked beside it is told that no answer is needed."""
    kept = step("jury", "jury", announce="2026-12-01")
    one = play({"together": [kept, step("advice", "adviser")]}, AFTER).answer("jury.jury.0.1", "decline")

    one.do(lambda rules, case: desk.announce(rules, case, "jury", by="token:t"))

    assert one.state == "declined"
    assert one.told == ["not_needed adviser.0", "not_needed adviser.1", "declined applicant"]


def test_withdraw_is_an_outcome() -> None:
    """The submission has ended by it, and its applicant is told."""
    one = play(step("jury", "jury", answers=outcomes(take="next", back_out="withdraw")))

    one.answer("jury.jury.2.1", "back_out")

    assert (one.state, one.open) == ("withdrawn", [])
    assert one.told == ["answered jury.2", "not_needed jury.0", "not_needed jury.1", "withdrawn applicant"]


def test_release_ends_as_expired() -> None:
    """By time, as `expire` does."""
    offer = {"step": "offer", "ask": "applicant", "answers": "accept", "due": "7d", "on_timeout": "release"}

    assert play(offer).later(days=7).expire().state == "expired"


@pytest.mark.parametrize(
    ("answers", "state"),
    [(["agree"], "accepted"), (["refuse"], "in_progress"), (["refuse", "agree"], "accepted")],
)
def test_number_of_each_needs_as_many_rows(answers: list[str], state: str) -> None:
    """One of two guardians is enough, and one refusal leaves it to the other."""
    ask = {"step": "consent", "ask": GUARDIANS, "needs": 1, "due": "7d", "on_timeout": "expire"}
    told = {"agree": {"label": "Agree"}, "refuse": {"label": "Refuse", "then": "decline", "needs": "all"}}
    one = play({**ask, "answers": told})

    for number, answer in enumerate(answers):
        one.answer(f"consent.guardians.{number}.1", answer)

    assert one.state == state


def test_forms_of_several_are_a_list_in_the_order_of_asking() -> None:
    """However they answered: of those alone who did, and of the last round."""
    form = [{"id": "score", "type": "number", "label": "Score", "required": True}]
    scored = {"step": "review", "ask": {"role": "jury"}, "form": form, "needs": 2}
    first = {"==": [{"var": "steps.review.score.0"}, 1]}
    last = {"==": [{"var": "steps.review.score.1"}, 3]}
    one = play(scored, {**AFTER, "when": {"and": [first, last, {"!": {"var": "steps.review.score.2"}}]}})

    one.answer("review.jury.2.1", "submit", form={"score": 3})
    one.answer("review.jury.0.1", "submit", form={"score": 1})

    assert one.open == ["after.clerk.0.1"]


def test_more_time_is_reminded_of_anew() -> None:
    """The old reminder is due no more; the new one comes that long before the new deadline, once."""
    one = play(step("jury", "clerk", due="7d", remind=["2d"], on_timeout="decline"))
    longer = NOW + timedelta(days=20)
    one.do(
        lambda rules, case: desk.extend(
            rules, case, "jury.clerk.0.1", due=longer, by="token:t", reason="Ill."
        )
    )

    assert one.later(days=7).expire().told == []
    assert one.later(days=11).expire().told == ["reminded clerk.0"]
    assert one.expire().told == []
    assert one.later(days=2).expire().state == "declined"


def test_reminder_before_a_date_keeps_the_clock_over_daylight_saving() -> None:
    """Denver's clocks go forward on 14 March 2027: a day before its end is midnight all the same."""
    one = play(step("jury", "clerk", due="2027-03-14", remind=["1d"], on_timeout="decline"))
    ask = one.case.submission.asks["jury.clerk.0.1"]

    assert ask.due == datetime(2027, 3, 15, 6, tzinfo=UTC)
    assert ask.remind == (datetime(2027, 3, 14, 7, tzinfo=UTC),)


def test_group_of_which_nobody_is_asked_is_passed_over() -> None:
    """Each of its steps is skipped, and what follows opens in the same commit."""
    named = {"ask": {"named": "teacher_email"}, "answers": "consent", "due": "7d", "on_timeout": "decline"}
    never = step("never", "jury", when={"==": [{"var": "bursary"}, True]})
    one = play({"together": [{"step": "reference", **named}, never]}, AFTER, teacher_email="")

    assert one.open == ["after.clerk.0.1"]
    assert one.case.submission.settled == {"reference": "skipped", "never": "skipped"}
