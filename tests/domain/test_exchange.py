"""The youth exchange by examples: side by side, each of a group, forms, reminders, announcements, codes."""

from __future__ import annotations

from datetime import UTC, datetime, timedelta
from typing import Any

import pytest

from chalicelib.domain import codes, deadlines, desk, workflow
from chalicelib.domain.codes import Proof
from chalicelib.domain.desk import Replacement
from chalicelib.domain.errors import AskClosed, Fault, Invalid, TooManyRequests, Unknown
from chalicelib.domain.submissions import Addressee
from tests.domain.examples import APPLICATION, EXCHANGE, program
from tests.domain.playing import NOW, Play

CONFIRM = "confirm.applicant.1"
GAIL, BOB = "consent.guardians.0.1", "consent.guardians.1.1"
TEACHER = "reference.teacher_email.1"
FIRST, SECOND, THIRD = (f"review.reviewer.{number}.1" for number in range(3))
PARTNER = "partner_city.partner.0.1"
DECIDE = "decide.coordinator.0.1"
OFFER = "offer.applicant.1"
RECOMMENDED = {"recommends": True, "words": "Gladly"}
ANNOUNCED = datetime(2027, 3, 15, 6, tzinfo=UTC)
"""Midnight in Denver, where the clocks were put on the day before."""


def sent(*changes: tuple[str, Any], **answers: Any) -> Play:
    """An application just sent."""
    whole = {name: each for name, each in {**APPLICATION, **answers}.items() if each is not None}
    return Play(program(*changes, document=EXCHANGE)).submit(whole)


def confirmed(*changes: tuple[str, Any], **answers: Any) -> Play:
    """One whose guardians and teacher are asked."""
    return sent(*changes, **answers).answer(CONFIRM, "yes")


def consented(**answers: Any) -> Play:
    """One that waits for the reviewers."""
    play = confirmed(**answers).answer(GAIL, "agree").answer(BOB, "agree")
    return play.answer(TEACHER, "submit", form=RECOMMENDED)


def decided(answer: str = "offer", **said: Any) -> Play:
    """One that is decided; what was decided is not told before it is announced."""
    play = consented().answer(FIRST, "submit", form={"score": 4}).answer(SECOND, "submit", form={"score": 5})
    play.answer(PARTNER, "approve")
    play.now = datetime(2027, 3, 1, 7, tzinfo=UTC)
    return play.expire().answer(DECIDE, answer, **said)


def offered() -> Play:
    """One to which a place is offered."""
    play = decided()
    play.now = ANNOUNCED
    return play.expire()


def code_of(number: int) -> str:
    """What stands for a code here: six digits of its number."""
    return f"{number:06d}"


def accept(play: Play, typed: str = "") -> Play:
    """Answers the offer, with what was typed as its code."""
    return play.answer(OFFER, "accept", proof=Proof(typed, code_of))


def test_guardians_and_teacher_are_asked_side_by_side() -> None:
    """Each row of the group, and the person named; their steps are open at once."""
    play = confirmed()

    assert play.told == [
        "confirmed applicant",
        "asked guardians.0",
        "asked guardians.1",
        "asked teacher_email",
    ]
    assert play.open == [GAIL, BOB, TEACHER]
    assert play.case.submission.steps == ("consent", "reference")
    assert play.case.parties == {
        GAIL: Addressee("Gail Miller", "gail@people.example", "en"),
        BOB: Addressee("Bob Miller", "bob@people.example", "en"),
        TEACHER: Addressee("Tom Teach", "tom@school.example", "en"),
    }


def test_next_of_one_step_waits_for_those_beside_it() -> None:
    """Whoever is last opens what follows; a step without a bursary to decide on is skipped."""
    play = confirmed().answer(TEACHER, "submit", form=RECOMMENDED).answer(GAIL, "agree")
    assert (play.events(), play.open) == (["ask_answered"], [BOB])

    play.answer(BOB, "agree")

    assert play.events() == ["ask_answered", "step_settled", "step_settled", *["ask_opened"] * 3]
    assert play.case.submission.settled["bursary"] == "skipped"
    assert play.open == [FIRST, SECOND, THIRD]


def test_condition_over_answers_opens_the_step() -> None:
    """With a bursary asked for, the coordinator decides on it first."""
    play = consented(bursary=True)

    assert play.open == ["bursary.coordinator.0.1"]


def test_condition_over_an_earlier_form_opens_the_step() -> None:
    """Of a single teacher it is the field's value."""
    when = {"==": [{"var": "steps.reference.recommends"}, False]}
    play = confirmed(("/workflow/2/when", when)).answer(GAIL, "agree").answer(BOB, "agree")

    play.answer(TEACHER, "submit", form={"recommends": False})

    assert play.open == ["bursary.coordinator.0.1"]


def test_refusal_of_one_ends_the_group_and_the_submission() -> None:
    """What was open beside it is withdrawn, and who was asked there is told so."""
    play = confirmed().answer(GAIL, "refuse")

    assert play.state == "declined"
    assert play.asks == {CONFIRM: "yes", GAIL: "refuse", BOB: "withdrawn", TEACHER: "withdrawn"}
    assert play.told == [
        "answered guardians.0",
        "not_needed guardians.1",
        "not_needed teacher_email",
        "declined applicant",
    ]


def test_silence_of_one_guardian_expires_the_submission() -> None:
    """Everybody has to agree; the one who did is no help."""
    play = confirmed().answer(GAIL, "agree").later(days=14).expire()

    assert play.state == "expired"
    assert play.asks[BOB] == "expired"
    assert play.told == ["not_needed teacher_email", "expired applicant"]


def test_silence_of_the_teacher_declines() -> None:
    """As the step says."""
    play = confirmed().answer(GAIL, "agree").answer(BOB, "agree").later(days=21).expire()

    assert play.state == "declined"


def test_without_a_teacher_the_step_is_skipped() -> None:
    """Where the field is unanswered nobody is asked."""
    play = confirmed(teacher_email=None, teacher_name=None).answer(GAIL, "agree").answer(BOB, "agree")

    assert play.open == [FIRST, SECOND, THIRD]


def test_reminders_are_sent_once_each_and_none_to_who_answered() -> None:
    """Seven days before, and two; the same wall-clock time."""
    play = confirmed().answer(GAIL, "agree").later(days=7)

    assert play.expire().told == ["reminded guardians.1"]
    assert play.expire().told == []
    assert play.later(days=5).expire().told == ["reminded guardians.1"]
    assert play.case.submission.fires == NOW + timedelta(days=14)


def test_reminders_missed_are_sent_as_one() -> None:
    """Nobody is written to twice in a minute."""
    play = confirmed().later(days=13)

    assert play.expire().told == ["reminded guardians.0", "reminded guardians.1"]
    assert play.expire().told == []


def test_over_reminder_and_deadline_at_once_the_deadline_alone_counts() -> None:
    """Who comes too late is not asked to hurry."""
    play = confirmed().later(days=30).expire()

    assert play.state == "expired"
    assert not [each for each in play.told if each.startswith("reminded")]


def test_deadlines_and_reminders_keep_the_clock_over_daylight_saving() -> None:
    """Sent in winter at 16:08, due at 16:08 in summer; so is the reminder."""
    play = Play(program(document=EXCHANGE), now=datetime(2027, 3, 10, 23, 8, tzinfo=UTC))
    play.submit(APPLICATION).answer(CONFIRM, "yes")

    ask = play.case.submission.asks[GAIL]

    assert ask.due == datetime(2027, 3, 24, 22, 8, tzinfo=UTC)
    assert ask.remind == (datetime(2027, 3, 17, 22, 8, tzinfo=UTC), datetime(2027, 3, 22, 22, 8, tzinfo=UTC))


def test_date_as_deadline_is_the_end_of_that_day() -> None:
    """By the program's clock."""
    play = consented()

    assert play.case.submission.asks[FIRST].due == datetime(2027, 2, 16, 7, tzinfo=UTC)


def test_form_is_kept_apart_from_the_events() -> None:
    """What the teacher writes is in the private part; the event names the fields."""
    play = confirmed().answer(TEACHER, "submit", form=RECOMMENDED)

    assert play.case.forms == {TEACHER: RECOMMENDED}
    assert "Gladly" not in play.commits[-1].events
    assert '"fields":["recommends","words"]' in play.commits[-1].events


def test_form_has_every_fault_named() -> None:
    """Nothing is answered then."""
    play = confirmed()

    with pytest.raises(Invalid) as refused:
        play.answer(TEACHER, "submit", form={"words": 3, "score": 1})

    assert refused.value.faults == (
        Fault("/form/recommends", "required"),
        Fault("/form/words", "wrong_type", {"expected": "text"}),
        Fault("/form/score", "unknown_field"),
    )
    assert TEACHER in play.open


def test_two_reviewers_of_three_are_enough() -> None:
    """The third is told by the page that no answer is needed."""
    play = consented().answer(FIRST, "submit", form={"score": 4}).answer(THIRD, "submit", form={"score": 2})

    assert play.asks[SECOND] == "withdrawn"
    assert play.open == [PARTNER]


def test_reviewers_who_do_not_answer_hold_up_nobody() -> None:
    """`on_timeout: next`: the coordinator decides with what is there."""
    play = consented().answer(FIRST, "submit", form={"score": 4})
    play.now = datetime(2027, 2, 16, 7, tzinfo=UTC)

    assert play.expire().open == [PARTNER]


def test_recusal_counts_as_expired_and_is_told_with_its_reason() -> None:
    """With two of three gone, two answers can't be had: it goes on as when time has passed."""
    play = consented()
    for ask in (FIRST, SECOND):
        play.do(
            lambda rules, case, ask=ask: workflow.recuse(  # type: ignore[misc]
                rules, case, ask, by="reviewer.0", reason="She is my niece"
            )
        )

    assert play.asks[FIRST] == "expired"
    assert play.case.notes[FIRST] == "She is my niece"
    assert play.events() == ["ask_recused", "step_settled", "ask_withdrawn", "ask_opened"]
    assert play.told == ["recused coordinator.0", "asked partner.0"]
    assert play.case.parties["coordinator.0"].email == "exchange@concord.example"


def test_only_who_is_asked_by_role_can_recuse() -> None:
    """A guardian refuses, or is not meant."""
    play = confirmed()

    with pytest.raises(Unknown):
        play.do(lambda rules, case: workflow.recuse(rules, case, GAIL, by="guardians.0", reason="No"))


def test_recusal_needs_its_reason() -> None:
    """Somebody has to do something about it."""
    play = consented()

    with pytest.raises(Invalid) as refused:
        play.do(lambda rules, case: workflow.recuse(rules, case, FIRST, by="reviewer.0", reason="  "))

    assert refused.value.faults == (Fault("/reason", "required"),)


def test_disowned_ask_stays_open_and_is_not_reminded() -> None:
    """The applicant is told; a better address or the deadline ends the waiting."""
    play = confirmed().do(lambda rules, case: workflow.disown(rules, case, TEACHER, by="teacher_email"))

    assert play.told == ["disowned applicant"]
    assert TEACHER in play.open
    assert play.later(days=19).now
    assert "reminded teacher_email" not in play.expire().told


def test_outcome_is_kept_back_until_it_is_announced() -> None:
    """Recorded when it is decided; told and acted upon at midnight of the day."""
    play = decided()

    assert play.told == ["answered coordinator.0"]
    assert play.events() == ["ask_answered", "step_settled"]
    assert (play.state, play.open, play.case.submission.steps) == ("in_progress", [], ("decide",))
    assert play.case.submission.fires == ANNOUNCED
    play.now = ANNOUNCED - timedelta(microseconds=1)
    assert play.expire().open == []
    play.now = ANNOUNCED
    assert play.expire().open == [OFFER]
    assert play.told == ["asked applicant"]


def test_outcome_decided_after_its_announcement_is_told_at_once() -> None:
    """There is nothing to wait for."""
    play = decided("again")
    play.now = ANNOUNCED + timedelta(days=1)
    play.expire()

    again = [f"review.reviewer.{number}.2" for number in range(2)]
    for ask in again:
        play.answer(ask, "submit", form={"score": 3})
    play.answer("partner_city.partner.0.2", "decline")

    assert (play.state, play.told[-1]) == ("declined", "declined applicant")


def test_backwards_opens_earlier_steps_anew() -> None:
    """New asks of a new round; what was answered before counts no more."""
    play = decided("again")
    play.now = ANNOUNCED
    play.expire()

    assert play.open == [f"review.reviewer.{number}.2" for number in range(3)]
    assert play.case.submission.asks[
        OFFER.replace("offer", "review").replace("applicant", "reviewer.0")
    ].answer


def test_offer_counts_with_its_code() -> None:
    """The first answer sends one; with it, the place is accepted."""
    play = accept(offered())
    assert (play.events(), play.told) == (["code_sent"], ["code applicant"])
    assert OFFER in play.open

    accept(play, "000001")

    assert (play.state, play.told) == ("accepted", ["accepted applicant"])


def test_code_is_read_as_it_is_typed() -> None:
    """With spaces, a hyphen, or digits of another script."""
    for typed in ("000 001", "000-001", "٠٠٠٠٠١", "０００００１"):
        assert accept(accept(offered()), typed).state == "accepted"


def test_five_wrong_codes_end_the_link() -> None:
    """And the sixth try, with the right one, comes by a link that is dead."""
    play = accept(offered())
    for _ in range(codes.TRIES):
        accept(play, "999999")

    assert play.events() == ["code_refused", "ask_locked"]
    assert play.case.submission.asks[OFFER].generation == 2
    assert accept(play, "000001").events() == ["code_sent"], "a code is worth nothing after five tries"


def test_wrong_codes_count_over_several_codes() -> None:
    """A new code gives nobody five more tries on the same link."""
    play = accept(offered())
    for _ in range(codes.TRIES - 1):
        accept(play, "999999")
    assert accept(play).events() == ["code_sent"]

    assert accept(play, "999999").events() == ["code_refused", "ask_locked"]


def test_old_code_is_replaced_by_a_new_one() -> None:
    """After half an hour; the new one alone is good then."""
    play = accept(offered()).later(minutes=30)

    assert accept(play, "000001").events() == ["code_sent"]
    assert accept(play, "000001").events() == ["code_refused"]
    assert accept(play, "000002").state == "accepted"


def test_codes_are_limited() -> None:
    """Ten within a day; the day after there are new ones."""
    play = offered()
    for _ in range(codes.MOST):
        accept(play)

    with pytest.raises(TooManyRequests) as refused:
        accept(play)

    assert refused.value.retry_after == 24 * 60 * 60
    assert accept(play.later(days=1)).events() == ["code_sent"]


def test_staff_answer_on_behalf_without_a_code() -> None:
    """They have a reason in its place."""
    play = offered().answer(OFFER, "accept", by="token:desk", on_behalf="By telephone")

    assert play.state == "accepted"


def test_silence_over_the_offer_releases_it() -> None:
    """Which ends as expired."""
    play = offered().later(days=7).expire()

    assert play.state == "expired"


def test_changes_asked_for_are_made_and_reviewed_again() -> None:
    """The applicant's own form, those fields of it; the answers are the new ones."""
    play = decided("improve")
    play.now = ANNOUNCED
    play.expire()
    assert play.open == ["improve.applicant.1"]

    play.answer("improve.applicant.1", "improved", form={"essay": "A better one."})

    assert play.case.answers == {
        name: each for name, each in {**APPLICATION, "essay": "A better one."}.items() if name != "diet"
    }
    assert play.events()[:3] == ["ask_answered", "amended", "step_settled"]
    assert play.open == [f"review.reviewer.{number}.2" for number in range(3)]


def test_changes_of_other_fields_are_refused() -> None:
    """Nor may the address be changed by who is asked."""
    play = decided("improve")
    play.now = ANNOUNCED
    play.expire()

    with pytest.raises(Invalid) as refused:
        play.answer("improve.applicant.1", "improved", form={"essay": "Better", "email": "x@y.example"})

    assert refused.value.faults == (Fault("/form/email", "not_amendable"),)


def test_role_that_others_hold_now_is_handed_over() -> None:
    """Who left is not asked any more, who came is; those who stay, and their answers, stay."""
    play = consented().answer(FIRST, "submit", form={"score": 4})
    newcomer = {"name": "New seat", "email": "new@concord.example"}
    play.live = program(("/roles/reviewer/1", newcomer), document=EXCHANGE)

    with pytest.raises(AskClosed):
        play.answer(SECOND, "submit", form={"score": 1})
    play.expire()

    assert play.told == ["asked reviewer.3"]
    assert play.asks[SECOND] == "withdrawn"
    assert play.open == [THIRD, "review.reviewer.3.1"]
    assert play.answer("review.reviewer.3.1", "submit", form={"score": 3}).open == [PARTNER]


def test_role_handed_over_twice_is_harmless() -> None:
    """Looking again finds nothing to do."""
    play = consented()
    play.live = program(("/roles/reviewer/1/email", "new@concord.example"), document=EXCHANGE)
    seq = play.expire().case.submission.seq

    assert play.expire().case.submission.seq == seq


def test_what_is_due_is_nothing_once_it_has_ended() -> None:
    """However late it is looked at."""
    play = confirmed().answer(GAIL, "refuse").later(days=100)

    assert deadlines.fire(play.rules(), play.case).events == []


def test_link_that_was_replaced_in_between_answers_nothing() -> None:
    """Who had the page open while another address was asked is not asked any more."""
    play = confirmed()
    play.do(
        lambda rules, case: desk.replace_named(
            rules, case, BOB, Replacement("new@people.example"), by="token:desk", reason="Mistyped"
        )
    )

    for act in (
        lambda: play.answer(BOB, "refuse", generation=1),
        lambda: play.do(
            lambda rules, case: workflow.disown(rules, case, BOB, by="guardians.1", generation=1)
        ),
    ):
        with pytest.raises(AskClosed) as refused:
            act()
        assert refused.value.ask_state == "withdrawn"

    assert play.answer(BOB, "agree", generation=2).asks[BOB] == "agree"


def test_link_of_who_was_not_meant_answers_nothing() -> None:
    """They said so on another page, while this one was open."""
    play = confirmed()
    play.do(lambda rules, case: workflow.disown(rules, case, BOB, by="guardians.1", generation=1))

    with pytest.raises(AskClosed):
        play.answer(BOB, "agree", generation=1)


def test_who_is_asked_after_the_date_has_a_week() -> None:
    """The parties before them took their time: nobody is late before being asked."""
    play = confirmed(("/workflow/1/together/0/due", "200d"), ("/workflow/1/together/1/due", "200d"))
    play.now = datetime(2027, 3, 1, 12, tzinfo=UTC)

    play.answer(GAIL, "agree").answer(BOB, "agree").answer(TEACHER, "submit", form=RECOMMENDED)

    assert play.case.submission.asks[FIRST].due == datetime(2027, 3, 8, 12, tzinfo=UTC)
    assert play.expire().open == [FIRST, SECOND, THIRD]
