"""What applicants do to their own submission: amending until it is looked at, erasing, lost links."""

from __future__ import annotations

from datetime import timedelta
from typing import Any

import pytest

from chalicelib.domain import commits, desk, owner, workflow
from chalicelib.domain.codes import STATUS, Proof
from chalicelib.domain.errors import Ended, Fault, Invalid, TooLate, TooManyRequests
from chalicelib.domain.submissions import Addressee
from tests.domain.examples import APPLICATION
from tests.domain.playing import Play
from tests.domain.test_exchange import (
    BOB,
    FIRST,
    GAIL,
    OFFER,
    TEACHER,
    accept,
    code_of,
    confirmed,
    consented,
    offered,
    sent,
)

CAROL = {"name": "Carol Miller", "email": "carol@people.example"}
THIRD_GUARDIAN = "consent.guardians.2.1"


def amend(play: Play, **changes: Any) -> Play:
    """Sends the form once more, with these answers changed (None: left out); the address is not in it."""
    whole = {name: each for name, each in {**APPLICATION, **changes}.items() if each is not None}
    del whole["email"]
    return play.do(lambda rules, case: owner.amend(rules, case, whole, signed_by="Mary"))


def erase(play: Play) -> Play:
    """Asks for everything to be erased."""
    return play.do(lambda rules, case: owner.erase(rules, case, by="applicant"))


def test_answers_are_amended_until_somebody_looks_at_them() -> None:
    """By default until the first step that asks a role; here until `review`."""
    play = amend(confirmed(), essay="A better essay.")

    assert play.case.answers == {**APPLICATION, "essay": "A better essay."}
    assert (play.events(), play.told) == (["amended"], ["amended applicant"])
    assert play.case.signed == {"amended.3": "Mary"}
    with pytest.raises(TooLate):
        amend(consented(), essay="Too late")


def test_amending_nothing_writes_nothing() -> None:
    """The form as it is."""
    assert amend(confirmed()).case.submission.seq == 2


def test_amending_is_limited() -> None:
    """Whoever is named is written to: twenty times a day is enough for anybody."""
    play = confirmed()
    for number in range(owner.AMENDMENTS):
        amend(play, essay=f"Essay {number}")

    with pytest.raises(TooManyRequests):
        amend(play, essay="Once more")
    assert amend(play.later(days=1), essay="Tomorrow").events() == ["amended"]


def test_amending_before_the_address_is_confirmed_is_possible() -> None:
    """The confirmation waits on."""
    play = amend(sent(), nickname="Mae")

    assert (play.state, play.case.answers["nickname"]) == ("unconfirmed", "Mae")


def test_amended_answers_have_every_fault_named() -> None:
    """And the address can't be changed here."""
    play = confirmed()
    whole = {**APPLICATION, "email": "other@people.example", "dob": "yesterday"}
    del whole["full_name"]

    with pytest.raises(Invalid) as refused:
        play.do(lambda rules, case: owner.amend(rules, case, whole))

    assert refused.value.faults == (
        Fault("/answers/email", "not_amendable"),
        Fault("/answers/full_name", "required"),
        Fault("/answers/dob", "date"),
    )


def test_another_teacher_is_asked_in_place_of_the_first() -> None:
    """By the same ask, whose first link is dead."""
    play = amend(confirmed(), teacher_email="nina@school.example", teacher_name="Nina New")

    assert play.told == ["amended applicant", "asked teacher_email"]
    assert play.case.submission.asks[TEACHER].generation == 2
    assert play.case.parties[TEACHER] == Addressee("Nina New", "nina@school.example", "en")


@pytest.mark.parametrize("address", ["nina@school.example", None])
def test_teacher_who_has_answered_is_not_named_otherwise(address: str | None) -> None:
    """What was said would stand under the name of somebody who never said it, or of nobody."""
    play = confirmed().answer(TEACHER, "submit", form={"recommends": True})

    with pytest.raises(Invalid) as refused:
        amend(play, teacher_email=address, teacher_name=None)

    assert refused.value.faults == (Fault("/answers/teacher_email", "not_amendable"),)
    assert amend(play, teacher_name="Ms. Tee", essay="A better one.").told == ["amended applicant"]


@pytest.mark.parametrize(
    ("rows", "pointers"),
    [
        ([*APPLICATION["guardians"], CAROL], ["/answers/guardians/2/email"]),
        (APPLICATION["guardians"][:1], ["/answers/guardians"]),
        ([CAROL, APPLICATION["guardians"][1]], ["/answers/guardians/0/email", "/answers/guardians"]),
    ],
)
def test_guardians_who_have_all_agreed_are_not_named_otherwise(
    rows: list[dict[str, Any]], pointers: list[str]
) -> None:
    """Whoever is named then is not asked any more, and would seem to have agreed; rows may be moved."""
    play = confirmed().answer(GAIL, "agree").answer(BOB, "agree")

    with pytest.raises(Invalid) as refused:
        amend(play, guardians=rows)

    assert [(fault.pointer, fault.code) for fault in refused.value.faults] == [
        (pointer, "not_amendable") for pointer in pointers
    ]
    moved = [dict(row) for row in reversed(APPLICATION["guardians"])]
    assert amend(play, guardians=moved).told == ["amended applicant"]


def test_guardians_who_are_asked_once_more_may_be_named_otherwise() -> None:
    """Where the desk went back to an earlier step, nobody who is named then is left out."""
    play = confirmed().answer(GAIL, "agree").answer(BOB, "agree")
    play.do(lambda rules, case: desk.reopen(rules, case, "confirm", by="token:desk", reason="Once more"))

    assert amend(play, guardians=[CAROL]).told == ["amended applicant"]


def test_who_is_not_meant_is_not_asked_again_under_another_name() -> None:
    """Nothing more is sent to that address; a better one is asked, by the same ask."""
    play = confirmed().do(lambda rules, case: workflow.disown(rules, case, TEACHER, by="teacher_email"))

    assert amend(play, teacher_name="Ms. Tee").told == ["amended applicant"]
    assert play.case.submission.asks[TEACHER].disowned
    assert play.case.parties[TEACHER].name == "Ms. Tee"
    assert amend(play, teacher_email="nina@school.example").told == [
        "amended applicant",
        "asked teacher_email",
    ]


def test_no_teacher_any_more_ends_the_waiting() -> None:
    """The step is skipped."""
    play = amend(confirmed(), teacher_email=None, teacher_name=None)

    assert play.asks[TEACHER] == "withdrawn"
    assert play.case.submission.settled == {"confirm": "next", "reference": "skipped"}
    assert play.open == [GAIL, BOB]


def test_rows_of_guardians_are_told_apart_by_address() -> None:
    """Who stays is not asked again although the row has moved; who is gone is withdrawn, who is new asked."""
    play = confirmed().answer(BOB, "agree")

    amend(play, guardians=[APPLICATION["guardians"][1], CAROL])

    assert play.asks[GAIL] == "withdrawn"
    assert (play.asks[BOB], play.open) == ("agree", [TEACHER, THIRD_GUARDIAN])
    assert play.told == ["amended applicant", "asked guardians.2"]
    assert play.answer(THIRD_GUARDIAN, "agree").case.submission.settled["consent"] == "next"


def test_consent_of_who_is_no_guardian_any_more_does_not_count() -> None:
    """The other one has to agree."""
    play = confirmed().answer(GAIL, "agree")

    amend(play, guardians=[APPLICATION["guardians"][1]])

    gail = play.case.submission.asks[GAIL]
    assert (gail.state, gail.because, gail.answer) == ("withdrawn", "removed", "agree")
    assert play.open == [BOB, TEACHER]


def test_last_guardian_who_is_left_settles_the_step() -> None:
    """Everybody who still counts has agreed."""
    play = confirmed().answer(GAIL, "agree")

    amend(play, guardians=[APPLICATION["guardians"][0]])

    assert play.case.submission.settled["consent"] == "next"
    assert play.open == [TEACHER]


def test_withdrawal_keeps_the_typed_name_and_is_one() -> None:
    """Who was asked is told; saying it again writes nothing."""

    def withdraw(play: Play) -> Play:
        return play.do(lambda rules, case: owner.withdraw(rules, case, signed_by="Mary"))

    play = withdraw(confirmed())

    assert play.case.submission.state == "withdrawn"
    assert play.case.signed == {"withdrawn.3": "Mary"}
    assert play.told[-1] == "withdrawn applicant"
    before = play.case.submission.seq
    assert withdraw(play).case.submission.seq == before
    with pytest.raises(Ended):
        withdraw(erase(confirmed()))


def test_code_of_the_status_page_is_counted() -> None:
    """A wrong one is noted; the right one writes nothing, and may be typed again for a while."""
    play = sent().do(owner.send_code)
    assert (play.events(), play.told) == (["code_sent"], ["code applicant"])

    play.do(lambda rules, case: owner.try_code(rules, case, Proof("123456", code_of)))
    assert play.case.submission.codes[STATUS].wrong == 1

    seq = play.case.submission.seq
    assert play.do(lambda rules, case: owner.try_code(rules, case, Proof("000001", code_of)))
    assert play.case.submission.seq == seq
    with pytest.raises(Ended):
        erase(play).do(lambda rules, case: owner.try_code(rules, case, Proof("123456", code_of)))


@pytest.mark.parametrize(
    "play", [sent(), confirmed(), consented(), offered(), accept(accept(offered()), "000001")]
)
def test_erasing_is_possible_at_every_stage(play: Play) -> None:
    """Nothing private is shown any more; one message is sent, and the journal verifies."""
    erase(play)

    case = play.case
    assert (case.submission.state, case.private, case.leftover) == ("erased", False, True)
    assert (case.answers, case.parties, case.forms, case.signed, case.notes) == ({}, {}, {}, {}, {})
    assert case.goodbye == Addressee("Mary Ann Miller", "mary@people.example", "en")
    assert play.told == ["erased applicant"]
    assert play.open == []
    commits.verify(case.commits)
    assert erase(play).case == case


def test_erased_submission_takes_no_command() -> None:
    """Nobody's."""
    play = erase(confirmed())

    with pytest.raises(Ended):
        play.do(owner.send_code)
    with pytest.raises(Ended):
        amend(play, essay="No")


def test_fresh_link_is_of_what_is_open_for_the_same_person() -> None:
    """From a superseded ask to the newer one; five a day."""
    play = sent().correct("mary.ann@people.example")

    def fresh() -> Play:
        return play.do(lambda rules, case: owner.fresh_link(rules, case, "confirm.applicant.1"))

    assert fresh().told == ["confirm applicant"]
    for _ in range(owner.FRESH_LINKS - 1):
        fresh()
    with pytest.raises(TooManyRequests):
        fresh()


def test_fresh_link_of_an_ended_submission_is_that_of_its_status() -> None:
    """For the applicant; others have nothing left to do."""
    play = offered().later(days=7).expire()

    told = play.do(lambda rules, case: owner.fresh_link(rules, case, OFFER)).told

    assert told == ["links applicant"]
    assert play.do(lambda rules, case: owner.fresh_link(rules, case, FIRST)).told == []


def test_who_said_stop_is_sent_no_fresh_link() -> None:
    """Nothing is sent to that address."""
    play = confirmed().do(lambda rules, case: workflow.disown(rules, case, TEACHER, by="teacher_email"))

    assert play.do(lambda rules, case: owner.fresh_link(rules, case, TEACHER)).told == []


def test_who_is_named_later_has_as_long_as_the_others() -> None:
    """Also where the first of them has answered, and somebody else was given more time."""
    play = confirmed().answer(GAIL, "agree")
    longer = play.now + timedelta(days=40)
    play.do(lambda rules, case: desk.extend(rules, case, BOB, due=longer, by="token:t", reason="Travels."))
    play.later(days=20)

    amend(play, guardians=[*APPLICATION["guardians"], CAROL])

    assert play.open == [BOB, TEACHER, THIRD_GUARDIAN]
    assert play.case.submission.asks[THIRD_GUARDIAN].due == longer
