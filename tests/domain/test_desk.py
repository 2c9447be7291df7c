"""What staff do: each command by examples, with its reason, and what it refuses."""

from __future__ import annotations

from datetime import timedelta
from typing import Any

import pytest

from chalicelib.domain import desk
from chalicelib.domain.desk import Replacement
from chalicelib.domain.errors import AskClosed, Ended, Fault, Invalid, Unknown
from chalicelib.domain.submissions import Addressee
from tests.domain.examples import APPLICATION
from tests.domain.playing import NOW, Play
from tests.domain.test_exchange import (
    ANNOUNCED,
    BOB,
    CONFIRM,
    DECIDE,
    FIRST,
    GAIL,
    OFFER,
    TEACHER,
    accept,
    confirmed,
    consented,
    decided,
    offered,
    sent,
)

BY = "token:desk"
NEW_TEACHER = Replacement("New.Teacher@School.example", "Nina New")


STEPS = ["confirm", "consent", "reference", "bursary", "review", "partner_city", "decide", "improve", "offer"]


def withdraw(play: Play, reason: str = "") -> Play:
    """Staff withdraw it."""
    return play.do(lambda rules, case: desk.withdraw(rules, case, by=BY, reason=reason))


def replace(play: Play, ask: str, new: Replacement) -> Play:
    """Staff give a better address."""
    return play.do(lambda rules, case: desk.replace_named(rules, case, ask, new, by=BY, reason="Mistyped"))


def extend(play: Play, ask: str, **longer: int) -> Play:
    """Staff give somebody more time, from now."""
    due = play.now + timedelta(**longer)
    return play.do(lambda rules, case: desk.extend(rules, case, ask, due=due, by=BY, reason="Ill"))


def reopen(play: Play, step: str) -> Play:
    """Staff open a step once more."""
    return play.do(lambda rules, case: desk.reopen(rules, case, step, by=BY, reason="A mistake"))


def test_withdrawing_tells_the_applicant_and_those_who_were_asked() -> None:
    """Nobody is left waiting; the reason is kept apart from the events."""
    play = withdraw(confirmed(), "Moved away")

    assert play.state == "withdrawn"
    assert play.told == [
        "not_needed guardians.0",
        "not_needed guardians.1",
        "not_needed teacher_email",
        "withdrawn applicant",
    ]
    assert play.case.reasons == {3: "Moved away"}
    assert "Moved" not in play.commits[-1].events


def test_withdrawing_twice_is_done_once() -> None:
    """The second time changes nothing."""
    play = withdraw(confirmed())

    assert withdraw(play).case.submission.seq == 3


def test_withdrawing_what_has_ended_otherwise_is_refused() -> None:
    """It says how it ended."""
    play = confirmed().answer(GAIL, "refuse")

    with pytest.raises(Ended) as refused:
        withdraw(play)

    assert refused.value.state == "declined"


def test_withdrawing_what_is_accepted_is_possible() -> None:
    """`accepted` has not ended."""
    assert withdraw(accept(accept(offered()), "000001")).state == "withdrawn"


def test_another_teacher_is_asked_by_the_same_ask() -> None:
    """A new generation of its link; answers and addressee are the new ones, in the form's own spelling."""
    play = replace(confirmed(), TEACHER, NEW_TEACHER)

    ask = play.case.submission.asks[TEACHER]
    assert (ask.state, ask.generation) == ("open", 2)
    assert play.told == ["asked teacher_email"]
    assert play.case.answers == {
        **APPLICATION,
        "teacher_email": "New.Teacher@school.example",
        "teacher_name": "Nina New",
    }
    assert play.case.parties[TEACHER] == Addressee("Nina New", "New.Teacher@school.example", "en")
    assert play.events() == ["amended", "ask_replaced"]


def test_another_guardian_stands_in_the_same_row() -> None:
    """The other guardian is asked on, undisturbed."""
    play = replace(confirmed(), BOB, Replacement("bo@people.example"))

    assert play.case.answers["guardians"] == [
        {"name": "Gail Miller", "email": "gail@people.example"},
        {"name": "Bob Miller", "email": "bo@people.example"},
    ]
    assert play.told == ["asked guardians.1"]
    assert (play.case.submission.asks[GAIL].generation, play.case.submission.asks[BOB].generation) == (1, 2)
    assert play.open == [GAIL, BOB, TEACHER]


def test_replacing_by_the_same_changes_nothing() -> None:
    """Repeating the command is harmless."""
    play = replace(confirmed(), TEACHER, NEW_TEACHER)

    assert replace(play, TEACHER, NEW_TEACHER).case.submission.seq == 3


@pytest.mark.parametrize(
    ("new", "fault"),
    [
        (Replacement("no address"), Fault("/email", "email")),
        (Replacement(" "), Fault("/email", "required")),
        (Replacement(""), Fault("/email", "required")),
        (
            Replacement("new@school.example", language="fr"),
            Fault("/language", "not_one_of", {"options": ["en", "ja"]}),
        ),
    ],
)
def test_replacing_by_what_is_no_address_is_refused(new: Replacement, fault: Fault) -> None:
    """At its place in the request."""
    with pytest.raises(Invalid) as refused:
        replace(confirmed(), TEACHER, new)

    assert refused.value.faults == (fault,)


def test_the_language_that_staff_gave_outlives_a_change_of_answers() -> None:
    """Where no field says it, it stays with the address: nobody is asked again for an amended essay."""
    play = replace(confirmed(), TEACHER, Replacement("new@school.example", language="ja"))
    play.do(lambda rules, case: desk.amend(rules, case, {"essay": "Another."}, by=BY, reason="Asked"))

    assert play.case.parties[TEACHER] == Addressee("Tom Teach", "new@school.example", "ja")
    assert (play.case.submission.asks[TEACHER].generation, play.told) == (2, [])


def test_the_language_that_staff_gave_stands_in_the_answers_where_a_field_says_it() -> None:
    """In the row of the one who is asked; where two share an address, it is the row of that name."""
    spoken = {"id": "language", "type": "language", "label": "Language"}
    shared = [{"name": name, "email": "both@people.example", "language": "en"} for name in ("Gail", "Bob")]
    play = confirmed(("/form/0/fields/9/fields/-", spoken), guardians=shared)

    replace(play, BOB, Replacement("bo@people.example", language="ja"))

    new = {"name": "Bob", "email": "bo@people.example", "language": "ja"}
    assert play.case.answers["guardians"] == [shared[0], new]
    assert play.case.parties[BOB] == Addressee("Bob", "bo@people.example", "ja")
    assert play.case.parties[GAIL] == Addressee("Gail", "both@people.example", "en")


@pytest.mark.parametrize("reason", ["", " ", "a\0"])
def test_commands_that_need_a_reason_name_it_with_every_other_fault(reason: str) -> None:
    """All at once, at their places."""
    play = confirmed()
    code = "required" if reason != "a\0" else "forbidden_character"
    past = play.now - timedelta(days=1)
    commands: list[tuple[str, Any]] = [
        ("/due", lambda r, c: desk.extend(r, c, BOB, due=past, by=BY, reason=reason)),
        (
            "/email",
            lambda r, c: desk.replace_named(r, c, BOB, Replacement("bo"), by=BY, reason=reason),
        ),
        ("/step", lambda r, c: desk.reopen(r, c, "interview", by=BY, reason=reason)),
        ("/answers/x", lambda r, c: desk.amend(r, c, {"x": 1}, by=BY, reason=reason)),
    ]
    for pointer, command in commands:
        with pytest.raises(Invalid) as refused:
            play.do(command)
        first, second = refused.value.faults
        assert (first.pointer, second.pointer, second.code) == (pointer, "/reason", code)


def test_replacing_needs_an_open_ask_of_somebody_named() -> None:
    """Roles are held by the definition; what is answered is answered."""
    for play, ask in ((consented(), FIRST), (sent(), CONFIRM)):
        with pytest.raises(Invalid) as refused:
            replace(play, ask, NEW_TEACHER)
        assert refused.value.faults == (Fault("/email", "not_named"),)
    with pytest.raises(AskClosed):
        replace(consented(), TEACHER, NEW_TEACHER)
    with pytest.raises(Unknown):
        replace(confirmed(), "nobody.at_all.1", NEW_TEACHER)


def test_more_time_for_one_moves_that_deadline_alone() -> None:
    """Reminders go with it."""
    play = extend(confirmed(), BOB, days=30)

    bob = play.case.submission.asks[BOB]
    assert bob.due == NOW + timedelta(days=30)
    assert bob.remind == (NOW + timedelta(days=23), NOW + timedelta(days=28))
    assert play.case.submission.asks[GAIL].due == NOW + timedelta(days=14)
    assert (play.told, play.case.reasons) == (["extended guardians.1"], {3: "Ill"})


def test_more_time_in_the_past_is_refused() -> None:
    """It would end the ask at once."""
    with pytest.raises(Invalid) as refused:
        extend(confirmed(), BOB, days=-1)

    assert refused.value.faults == (Fault("/due", "in_the_past"),)


def test_more_time_is_never_less() -> None:
    """An earlier deadline would come to somebody as good news; the present one is there already."""
    play = confirmed()
    with pytest.raises(Invalid) as refused:
        extend(play, BOB, days=13)
    assert refused.value.faults == (Fault("/due", "not_later"),)

    assert len(extend(play, BOB, days=14).commits) == len(confirmed().commits)


def test_reopening_after_silence_asks_everybody_of_the_place_anew() -> None:
    """The whole group, in a new round; the applicant is told."""
    play = reopen(confirmed().later(days=15).expire(), "consent")

    assert play.state == "in_progress"
    assert play.open == ["consent.guardians.0.2", "consent.guardians.1.2", "reference.teacher_email.2"]
    assert play.told == [
        "reopened applicant",
        "asked guardians.0",
        "asked guardians.1",
        "asked teacher_email",
    ]


def test_reopening_steps_side_by_side_waits_for_all_of_them_again() -> None:
    """What each of them came to before counts no more, though it was settled then."""
    play = reopen(consented(), "consent")

    play.answer("reference.teacher_email.2", "submit", form={"recommends": True})

    assert play.open == ["consent.guardians.0.2", "consent.guardians.1.2"]
    assert play.case.submission.settled == {"confirm": "next", "reference": "next", "bursary": "skipped"}


def test_reopening_what_was_never_confirmed_waits_for_the_address_again() -> None:
    """The state is what it was."""
    play = reopen(sent().later(days=4).expire(), "confirm")

    assert (play.state, play.open) == ("unconfirmed", ["confirm.applicant.2"])


def test_reopening_what_runs_takes_it_back() -> None:
    """What was open is superseded, what was kept back is dropped."""
    play = reopen(decided(), "review")

    assert play.case.submission.kept == {}
    assert play.events()[:2] == ["outcome_dropped", "reopened"]
    play.now = ANNOUNCED
    assert play.expire().state == "in_progress"


def test_reopening_an_unknown_step_is_refused() -> None:
    """It says which there are."""
    with pytest.raises(Invalid) as refused:
        reopen(confirmed(), "interview")

    assert refused.value.faults == (Fault("/step", "not_one_of", {"options": STEPS}),)


def test_reopening_what_has_just_opened_changes_nothing() -> None:
    """Repeating the command leaves the new links alive; once somebody has answered, it is a new one."""
    play = reopen(confirmed().later(days=15).expire(), "consent")

    assert reopen(play, "consent").case.submission.seq == 4
    assert reopen(play, "reference").case.submission.seq == 4

    again = reopen(play.answer("consent.guardians.0.2", "agree", signed_by="Gail"), "consent")
    assert again.open == ["consent.guardians.0.3", "consent.guardians.1.3", "reference.teacher_email.3"]


def test_announcing_earlier_tells_and_goes_on() -> None:
    """Before its date, by staff."""
    play = decided().do(lambda rules, case: desk.announce(rules, case, "decide", by=BY))

    assert (play.open, play.told) == ([OFFER], ["asked applicant"])
    before = play.case.submission.seq
    play.do(lambda rules, case: desk.announce(rules, case, "decide", by=BY))
    assert play.case.submission.seq == before


@pytest.mark.parametrize(
    ("step", "fault"),
    [
        ("interview", Fault("/step", "not_one_of", {"options": STEPS})),
        ("consent", Fault("/step", "not_kept_back")),
        ("review", Fault("/step", "not_kept_back")),
    ],
)
def test_announcing_what_is_not_kept_back_is_refused(step: str, fault: Fault) -> None:
    """No such step, one that still asks, and one that never has."""
    with pytest.raises(Invalid) as refused:
        confirmed().do(lambda rules, case: desk.announce(rules, case, step, by=BY))

    assert refused.value.faults == (fault,)


def test_announcing_an_outcome_that_the_end_has_dropped_is_refused() -> None:
    """It looked as if it had been told; what was told before the end is announced already."""
    dropped = decided().do(lambda rules, case: desk.withdraw(rules, case, by=BY))
    told = decided().do(lambda rules, case: desk.announce(rules, case, "decide", by=BY))
    told.do(lambda rules, case: desk.withdraw(rules, case, by=BY))

    with pytest.raises(Ended):
        dropped.do(lambda rules, case: desk.announce(rules, case, "decide", by=BY))
    assert told.do(lambda rules, case: desk.announce(rules, case, "decide", by=BY)).told == []


def test_staff_change_the_address_of_record() -> None:
    """Links sent to the old one are dead, what is open is asked anew at the new one."""
    play = offered().do(
        lambda rules, case: desk.amend(rules, case, {"email": "new@people.example"}, by=BY, reason="Moved")
    )

    assert play.case.submission.generation == 2
    assert play.open == ["offer.applicant.2"]
    assert play.told == ["asked applicant"]


def test_staff_take_an_answer_back_with_null() -> None:
    """And every fault is named."""
    play = confirmed().do(lambda rules, case: desk.amend(rules, case, {"diet": None}, by=BY, reason="Asked"))
    assert "diet" not in play.case.answers

    with pytest.raises(Invalid) as refused:
        play.do(lambda rules, case: desk.amend(rules, case, {"full_name": None, "x": 1}, by=BY, reason="No"))

    assert refused.value.faults == (
        Fault("/answers/full_name", "required"),
        Fault("/answers/x", "unknown_field"),
    )


def test_resending_asks_what_is_open_once_more() -> None:
    """Where nothing is open, the applicant is told where things stand."""
    again = confirmed().do(lambda rules, case: desk.resend(rules, case, by=BY))
    waiting = decided().do(lambda rules, case: desk.resend(rules, case, by=BY))

    assert again.told == ["asked guardians.0", "asked guardians.1", "asked teacher_email"]
    assert waiting.told == ["links applicant"]
    assert DECIDE not in waiting.open
