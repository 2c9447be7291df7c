from __future__ import annotations

from datetime import UTC, datetime, timedelta
from typing import Any

import pytest

from chalicelib.domain import events
from chalicelib.domain.errors import AskClosed, Ended, Fault, Invalid, TooLate, Unknown, UnknownAnswer
from chalicelib.domain.submissions import Addressee
from chalicelib.domain.workflow import CORRECTABLE, correctable_until
from tests.domain.examples import ABSENT, ANSWERS, PROGRAM, program
from tests.domain.playing import NOW, Play

VISIT = (
    "/workflow",
    [
        {"step": "confirm", "ask": "applicant", "answers": "confirm", "due": "3d", "on_timeout": "expire"},
        {"step": "decide", "ask": {"role": "coordinator"}, "answers": "decide"},
    ],
)


def play(*changes: tuple[str, Any], answers: dict[str, Any] = ANSWERS) -> Play:
    """A submission just sent, of the example with changes."""
    return Play(program(*changes)).submit(answers)


def steps(*workflow: dict[str, Any], roles: dict[str, int] | None = None) -> tuple[tuple[str, Any], ...]:
    """These steps, and roles with that many holders."""
    people = {
        role: [{"name": f"{role} {n}", "email": f"{role}{n}@concord.example"} for n in range(count)]
        for role, count in (roles or {}).items()
    }
    return ("/workflow", list(workflow)), ("/roles", people)


def reviewed(holders: int, **said: Any) -> Play:
    """A submission that waits for reviewers."""
    step = {"step": "review", "ask": {"role": "reviewer"}, "answers": "decide", **said}
    return play(*steps(step, roles={"reviewer": holders}))


def test_submit_asks_the_applicant_to_confirm() -> None:
    """The first commit: what was sent, and the first ask; answers are in the private part only."""
    one = play(VISIT)

    assert one.case.submission.state == "unconfirmed"
    assert one.asks == {"confirm.applicant.1": "open"}
    assert one.told == ["confirm applicant"]
    assert one.events() == ["submitted", "ask_opened"]
    assert one.case.answers == ANSWERS
    assert one.case.body == "b" * 64
    assert "jane" not in one.commits[0].events
    assert "Jane" not in one.commits[0].events


def test_confirm_goes_on_and_tells_both() -> None:
    """The coordinator is asked, the applicant is told that the address is confirmed."""
    one = play(VISIT).later(hours=1).answer("confirm.applicant.1", "yes")

    assert (one.state, one.case.submission.confirmed) == ("in_progress", True)
    assert one.asks == {"confirm.applicant.1": "yes", "decide.coordinator.0.1": "open"}
    assert one.told == ["confirmed applicant", "asked coordinator.0"]
    assert one.events() == ["ask_answered", "step_settled", "confirmed", "ask_opened"]
    assert one.case.parties == {
        "decide.coordinator.0.1": Addressee("Exchange desk", "exchange@concord.example", "en")
    }


@pytest.mark.parametrize(
    ("answer", "state", "told"),
    [
        ("approve", "accepted", ["answered coordinator.0", "accepted applicant"]),
        ("decline", "declined", ["answered coordinator.0", "declined applicant"]),
    ],
)
def test_decide_ends_as_it_was_decided(answer: str, state: str, told: list[str]) -> None:
    """The applicant is told, and the coordinator has a receipt."""
    one = play(VISIT).answer("confirm.applicant.1", "yes").answer("decide.coordinator.0.1", answer)

    assert (one.state, one.told, one.open) == (state, told, [])
    assert one.case.submission.steps == ()


def test_not_confirmed_in_time_expires() -> None:
    """At the deadline to the microsecond, once, with one message."""
    one = play(VISIT).later(days=3, microseconds=-1).expire()
    assert (one.state, len(one.commits)) == ("unconfirmed", 1)

    one.later(microseconds=1).expire()

    assert (one.state, one.told, one.asks) == (
        "expired",
        ["expired applicant"],
        {"confirm.applicant.1": "expired"},
    )
    assert one.events() == ["ask_expired", "step_settled", "expired"]
    assert len(one.expire().commits) == 2


@pytest.mark.parametrize("late", [timedelta(0), timedelta(days=400)])
def test_an_answer_at_the_deadline_or_later_is_too_late(late: timedelta) -> None:
    """Whether or not the sweep has come by."""
    one = play(VISIT)
    one.now += timedelta(days=3) + late

    with pytest.raises(AskClosed) as caught:
        one.answer("confirm.applicant.1", "yes")

    assert (caught.value.ask_state, caught.value.state) == ("expired", "unconfirmed")


def test_an_answer_just_before_the_deadline_counts() -> None:
    """A microsecond is enough."""
    one = play(VISIT).later(days=3, microseconds=-1).answer("confirm.applicant.1", "yes")

    assert one.state == "in_progress"


def test_the_same_answer_again_changes_nothing() -> None:
    """Not even after the deadline or the end, nor when staff repeats it; other words are not kept."""
    one = play(VISIT).answer("confirm.applicant.1", "yes").answer("decide.coordinator.0.1", "decline")
    before = list(one.commits)

    one.answer("decide.coordinator.0.1", "decline", note="again", by="token:x", on_behalf="by telephone")
    one.later(days=40).answer("confirm.applicant.1", "yes")

    assert one.commits == before


@pytest.mark.parametrize(
    ("played", "ask", "answer", "closed"),
    [
        (["approve"], "decide.coordinator.0.1", "decline", ("answered", "accepted")),
        (["decline"], "decide.coordinator.0.1", "approve", ("answered", "declined")),
    ],
)
def test_another_answer_is_too_late(
    played: list[str], ask: str, answer: str, closed: tuple[str, str]
) -> None:
    """The first one stands."""
    one = play(VISIT).answer("confirm.applicant.1", "yes").answer("decide.coordinator.0.1", played[0])

    with pytest.raises(AskClosed) as caught:
        one.answer(ask, answer)

    assert (caught.value.ask_state, caught.value.state) == closed


def test_answers_that_are_not_offered_and_asks_that_are_not_there() -> None:
    """Each by its own name; labels, ready sets of other steps and cases of letters are no answers."""
    one = play(VISIT)

    for answer in ("approve", "Yes", "", "no", "\ud800"):
        with pytest.raises(UnknownAnswer) as caught:
            one.answer("confirm.applicant.1", answer)
        assert caught.value.offered == ("yes",)
    for ask in ("confirm.applicant.2", "decide.coordinator.0.1", "confirm", "-", ""):
        with pytest.raises(Unknown):
            one.answer(ask if "." in ask else f"{ask}.x", "yes")


def test_on_behalf_is_an_override_with_its_reason() -> None:
    """The reason is private, that it happened is not."""
    one = play(VISIT).answer(
        "confirm.applicant.1", "yes", by="token:demo", on_behalf=" telephoned on 3 March\r\n", note="ok"
    )

    assert one.events()[:2] == ["ask_answered", "overridden"]
    assert one.case.overrides == {"confirm.applicant.1": "telephoned on 3 March"}
    assert one.case.notes == {"confirm.applicant.1": "ok"}
    assert one.case.submission.asks["confirm.applicant.1"].by == "token:demo"
    assert "telephoned" not in one.commits[-1].events


@pytest.mark.parametrize(
    ("said", "faults"),
    [
        ({"signed_by": "a\ud800"}, [("/signed_by", "forbidden_character")]),
        ({"signed_by": "a\nb"}, [("/signed_by", "forbidden_character")]),
        ({"signed_by": "a" * 201}, [("/signed_by", "too_long")]),
        ({"note": "a\u202e"}, [("/note", "forbidden_character")]),
        ({"note": "a" * 5001}, [("/note", "too_long")]),
        ({"on_behalf": "\ud800"}, [("/on_behalf", "forbidden_character")]),
        (
            {"on_behalf": "a" * 1001, "note": "\x00"},
            [("/note", "forbidden_character"), ("/on_behalf", "too_long")],
        ),
    ],
)
def test_words_that_cannot_be_kept_are_refused(said: dict[str, str], faults: list[tuple[str, str]]) -> None:
    """What is typed beside an answer is held to the rules of answers; nothing happens then."""
    one = play(VISIT)

    with pytest.raises(Invalid) as caught:
        one.answer("confirm.applicant.1", "yes", **said)

    assert [(fault.pointer, fault.code) for fault in caught.value.faults] == faults
    assert len(one.commits) == 1


def test_a_typed_name_is_kept_with_the_answer() -> None:
    """In NFC, in the private part."""
    one = play(VISIT).answer("confirm.applicant.1", "yes", signed_by=" Zoe\u0308 ", note="a\r\nb")

    assert one.case.signed == {"confirm.applicant.1": "Zoë"}
    assert one.case.notes == {"confirm.applicant.1": "a\nb"}


def test_whole_workflow_forwards() -> None:
    """Confirmed, recommended, reviewed by two of three, decided, accepted by the applicant."""
    one = play().answer("confirm.applicant.1", "yes")
    assert one.open == ["reference.teacher_email.1"]

    one.answer("reference.teacher_email.1", "agree")
    assert one.open == [f"review.reviewer.{n}.1" for n in range(3)]

    one.answer("review.reviewer.2.1", "good")
    assert one.open == ["review.reviewer.0.1", "review.reviewer.1.1"]

    one.answer("review.reviewer.0.1", "good")
    assert one.asks["review.reviewer.1.1"] == "withdrawn"
    assert one.case.submission.asks["review.reviewer.1.1"].because == "settled"
    assert one.told == ["answered reviewer.0", "asked coordinator.0"]

    one.answer("decide.coordinator.0.1", "yes")
    assert (one.state, one.open) == ("accepted", ["offer.applicant.1"])
    assert one.told == ["answered coordinator.0", "accepted applicant", "asked applicant"]

    one.answer("offer.applicant.1", "accept")
    assert (one.state, one.open) == ("accepted", [])
    assert one.events() == ["ask_answered", "step_settled"]
    assert one.told == ["answered applicant"]
    assert one.case.submission.settled == {
        "confirm": "next",
        "reference": "next",
        "review": "next",
        "decide": "accept",
        "offer": "next",
    }


@pytest.mark.parametrize(
    ("act", "state"), [("decline", "declined"), ("expire", "expired")], ids=["refused", "missed"]
)
def test_accepted_is_not_the_end(act: str, state: str) -> None:
    """A later refusal or missed date ends it, and the applicant is told."""
    one = play().answer("confirm.applicant.1", "yes").answer("reference.teacher_email.1", "agree")
    one.answer("review.reviewer.0.1", "good").answer("review.reviewer.1.1", "good")
    one.answer("decide.coordinator.0.1", "yes")
    assert (one.state, one.case.submission.ended) == ("accepted", False)

    if act == "decline":
        one.answer("offer.applicant.1", "decline")
    else:
        one.later(days=7).expire()

    assert (one.state, one.case.submission.ended, one.open) == (state, True, [])
    assert one.told[-1] == f"{state} applicant"


def test_backwards_opens_the_earlier_step_again() -> None:
    """With new asks; answers of the round before count no more, and its links are closed."""
    one = play().answer("confirm.applicant.1", "yes").answer("reference.teacher_email.1", "agree")
    one.answer("review.reviewer.0.1", "good").answer("review.reviewer.1.1", "good")

    one.answer("decide.coordinator.0.1", "again")

    assert one.open == [f"review.reviewer.{n}.2" for n in range(3)]
    assert one.case.submission.steps == ("review",)
    one.answer("review.reviewer.0.2", "good")
    assert one.case.submission.steps == ("review",)
    with pytest.raises(AskClosed):
        one.answer("review.reviewer.2.1", "good")
    one.answer("review.reviewer.1.1", "good")  # the same as before: nothing
    assert one.case.submission.steps == ("review",)
    one.answer("review.reviewer.2.2", "good")
    assert one.open == ["decide.coordinator.0.2"]


def test_forwards_past_a_step() -> None:
    """A later step is one in favour; those between are never asked."""
    one = play(
        *steps(
            {
                "step": "look",
                "ask": {"role": "desk"},
                "answers": {"fast": {"label": "F", "then": "last"}, "slow": {"label": "S"}},
            },
            {"step": "middle", "ask": {"role": "desk"}, "answers": "decide"},
            {"step": "last", "ask": {"role": "desk"}, "answers": "decide"},
            roles={"desk": 1},
        )
    ).answer("look.desk.0.1", "fast")

    assert one.open == ["last.desk.0.1"]
    assert "middle" not in one.case.submission.settled


def test_nobody_named_is_nobody_asked() -> None:
    """The step is skipped, and the next one opens."""
    answers = {name: answer for name, answer in ANSWERS.items() if not name.startswith("teacher")}
    one = play(answers=answers).answer("confirm.applicant.1", "yes")

    assert one.open == [f"review.reviewer.{n}.1" for n in range(3)]
    assert one.case.submission.settled["reference"] == "skipped"
    assert "reference" not in one.case.submission.steps


def test_skipped_to_the_end_is_accepted() -> None:
    """Nobody is left to ask."""
    one = play(
        *steps(
            {
                "step": "reference",
                "ask": {"named": "teacher_email"},
                "answers": "consent",
                "due": "1d",
                "on_timeout": "decline",
            }
        ),
        answers={name: answer for name, answer in ANSWERS.items() if not name.startswith("teacher")},
    )

    assert (one.state, one.told) == ("accepted", ["accepted applicant"])


@pytest.mark.parametrize(
    ("holders", "said", "answers", "state"),
    [
        # any, which is also the default of a role: the first answer decides.
        (3, {}, ["approve"], "accepted"),
        (3, {}, ["decline"], "declined"),
        (3, {"needs": "any"}, ["decline"], "declined"),
        # all: one against is enough to make it impossible.
        (3, {"needs": "all"}, ["approve", "approve"], "in_progress"),
        (3, {"needs": "all"}, ["approve", "approve", "approve"], "accepted"),
        (3, {"needs": "all"}, ["decline"], "declined"),
        (3, {"needs": "all"}, ["approve", "decline"], "declined"),
        # A number.
        (3, {"needs": 2}, ["approve"], "in_progress"),
        (3, {"needs": 2}, ["decline"], "in_progress"),
        (3, {"needs": 2}, ["decline", "approve"], "in_progress"),
        (3, {"needs": 2}, ["approve", "decline", "approve"], "accepted"),
        (3, {"needs": 2}, ["approve", "decline", "decline"], "declined"),
        (3, {"needs": 2}, ["decline", "decline"], "declined"),
        (4, {"needs": 3}, ["decline"], "in_progress"),
        (4, {"needs": 3}, ["decline", "decline"], "declined"),
        # A number above the holders means all of them.
        (1, {"needs": 2}, ["approve"], "accepted"),
        (1, {"needs": 2}, ["decline"], "declined"),
        (2, {"needs": 5}, ["approve"], "in_progress"),
        (2, {"needs": 5}, ["approve", "approve"], "accepted"),
    ],
)
def test_needs_is_how_many_of_the_same_answer(
    holders: int, said: dict[str, Any], answers: list[str], state: str
) -> None:
    """The first answer to reach its number wins; out of reach for the first of the set, it is declined."""
    one = reviewed(holders, **said)

    for n, answer in enumerate(answers):
        one.answer(f"review.reviewer.{n}.1", answer)

    assert one.state == state
    assert (one.open == []) == (state != "in_progress")


def test_each_answer_may_need_its_own_number() -> None:
    """A veto needs one, a yes all."""
    step = {
        "step": "review",
        "ask": {"role": "reviewer"},
        "answers": {
            "yes": {"label": "Y", "needs": "all"},
            "maybe": {"label": "M", "then": "review", "needs": 2},
            "veto": {"label": "V", "then": "decline", "needs": 1},
        },
    }
    one = play(*steps(step, roles={"reviewer": 3}))

    one.answer("review.reviewer.0.1", "yes").answer("review.reviewer.1.1", "yes")
    assert one.state == "in_progress"
    one.answer("review.reviewer.2.1", "veto")

    assert one.state == "declined"


def test_the_first_answer_out_of_reach_declines_though_another_might_win() -> None:
    """programs.md: when the first of the set can't reach its number and no other has."""
    step = {
        "step": "review",
        "ask": {"role": "reviewer"},
        "answers": {"yes": {"label": "Y"}, "later": {"label": "L", "then": "review"}, "no": {"label": "N"}},
        "needs": 2,
    }
    one = play(*steps(step, roles={"reviewer": 3}))

    one.answer("review.reviewer.0.1", "later").answer("review.reviewer.1.1", "no")

    assert (one.state, one.asks["review.reviewer.2.1"]) == ("declined", "withdrawn")


@pytest.mark.parametrize(
    ("on_timeout", "answers", "state"),
    [
        ("expire", [], "expired"),
        ("decline", [], "declined"),
        ("next", [], "accepted"),
        ("next", ["approve"], "accepted"),
        ("expire", ["approve"], "expired"),
        ("expire", ["decline"], "expired"),
        ("next", ["decline", "decline"], "declined"),
    ],
)
def test_timeout_acts_when_the_step_cannot_settle(on_timeout: str, answers: list[str], state: str) -> None:
    """So many asks have expired that no answer can win any more."""
    one = reviewed(3, needs=2, due="5d", on_timeout=on_timeout)
    for n, answer in enumerate(answers):
        one.answer(f"review.reviewer.{n}.1", answer)

    one.later(days=5).expire()

    assert one.state == state
    assert one.open == []
    assert len(one.expire().commits) <= 2 + len(answers)


def test_timeout_of_any_waits_for_the_last() -> None:
    """One answer would do, so the step settles only when nobody can give it; then once."""
    one = reviewed(3, due="5d", on_timeout="next").later(days=5).expire()

    assert one.events() == ["ask_expired"] * 3 + ["step_settled", "accepted"]


def test_all_who_were_asked_until_the_same_moment_are_late() -> None:
    """Two late ones settle the step already; the third is late too, and not needless."""
    one = reviewed(3, needs=2, due="5d", on_timeout="decline").later(days=5).expire()

    assert one.events() == ["ask_expired"] * 3 + ["step_settled", "declined"]
    assert set(one.asks.values()) == {"expired"}


def test_deadlines_long_past_act_one_after_the_other() -> None:
    """The next step's time begins when its ask does, however late the sweep."""
    due = {"due": "1d", "on_timeout": "next"}
    one = play(
        *steps(
            {"step": "first", "ask": "applicant", "answers": "consent", **due},
            {"step": "second", "ask": "applicant", "answers": "consent", **due},
        )
    )

    one.later(days=30).expire()
    assert one.open == ["second.applicant.1"]
    assert one.case.submission.fires == NOW + timedelta(days=31)
    assert one.expire().open == ["second.applicant.1"]
    assert one.later(days=1).expire().state == "accepted"


def test_confirmation_that_timed_out_and_goes_on_is_none() -> None:
    """The step has settled, so it is in progress; nobody has confirmed anything, and nobody is told so."""
    one = play(("/workflow/0/on_timeout", "next")).later(days=3).expire()

    assert (one.state, one.case.submission.confirmed) == ("in_progress", False)
    assert "confirmed" not in one.events()
    assert one.told == ["asked teacher_email"]


def test_registration_without_steps_confirms_and_is_told() -> None:
    """One message at the click, not two."""
    one = play(("/workflow", ABSENT), ("/kind", "registration"), ("/roles", {}))
    assert one.asks == {"confirm.applicant.1": "open"}
    assert one.case.submission.fires == NOW + timedelta(days=7)

    one.answer("confirm.applicant.1", "yes")

    assert (one.state, one.told) == ("accepted", ["accepted applicant"])


def test_roles_are_those_of_the_newest_version() -> None:
    """Who holds the role when the step opens is asked; the workflow is the pinned one."""
    one = play(VISIT)
    one.live = program(VISIT, ("/roles/coordinator", [{"name": "New", "email": "new@concord.example"}]))

    one.answer("confirm.applicant.1", "yes")

    assert one.case.parties["decide.coordinator.0.1"].email == "new@concord.example"


def test_a_role_that_a_later_version_dropped_is_asked_as_it_was() -> None:
    """A decision is never skipped because nobody is left to take it."""
    one = play(VISIT)
    one.live = program(("/workflow", VISIT[1][:1]), ("/roles", {}))

    one.answer("confirm.applicant.1", "yes")

    assert (one.state, one.open) == ("in_progress", ["decide.coordinator.0.1"])
    assert one.case.parties["decide.coordinator.0.1"].email == "exchange@concord.example"


def test_an_ended_submission_takes_no_answer() -> None:
    """Its asks are withdrawn with it."""
    one = reviewed(3, needs="all").answer("review.reviewer.0.1", "decline")

    assert one.state == "declined"
    for n in (1, 2):
        with pytest.raises(AskClosed) as caught:
            one.answer(f"review.reviewer.{n}.1", "approve")
        assert (caught.value.ask_state, caught.value.state) == ("withdrawn", "declined")


def test_correcting_the_address_supersedes_the_link() -> None:
    """The new address is asked until the same deadline; the old link is dead."""
    one = play(VISIT).later(minutes=29).correct("jane@home.example")

    assert one.asks == {"confirm.applicant.1": "withdrawn", "confirm.applicant.2": "open"}
    assert one.case.submission.asks["confirm.applicant.2"].due == NOW + timedelta(days=3)
    assert one.case.answers == {**ANSWERS, "email": "jane@home.example"}
    assert one.case.body == "b" * 64
    assert one.told == ["confirm applicant"]
    with pytest.raises(AskClosed):
        one.answer("confirm.applicant.1", "yes")
    assert one.answer("confirm.applicant.2", "yes").state == "in_progress"


def test_correcting_to_the_same_address_does_nothing() -> None:
    """No second message."""
    assert len(play(VISIT).correct("jane@school.example").commits) == 1


def test_correcting_is_possible_for_half_an_hour_and_before_confirming() -> None:
    """Then staff does it."""
    one = play(VISIT)
    assert correctable_until(one.case.submission) == NOW + CORRECTABLE

    with pytest.raises(TooLate) as caught:
        one.later(minutes=30).correct("jane@home.example")
    assert caught.value.since == NOW + CORRECTABLE

    confirmed = play(VISIT).answer("confirm.applicant.1", "yes")
    with pytest.raises(TooLate):
        confirmed.correct("jane@home.example")

    ended = play(VISIT).later(days=3).expire()
    with pytest.raises(Ended):
        ended.correct("jane@home.example")


def test_clocks_that_go_backwards_do_not_take_commits_with_them() -> None:
    """A commit's time is never before its predecessor's."""
    one = play(VISIT)
    one.later(days=-2).answer("confirm.applicant.1", "yes")

    assert one.commits[1].at == one.commits[0].at


@pytest.mark.parametrize(
    ("start", "length", "due"),
    [
        # Denver: UTC-7 in winter, UTC-6 from 14 March 2027 at two to 7 November 2027 at two.
        ((2027, 3, 10, 17, 0), "7d", (2027, 3, 17, 16, 0)),
        ((2027, 11, 3, 16, 0), "7d", (2027, 11, 10, 17, 0)),
        # Half past two on 14 March is skipped: the same length after midnight, half past three on the wall.
        ((2027, 3, 13, 9, 30), "1d", (2027, 3, 14, 9, 30)),
        # Half past one on 7 November comes twice: the first.
        ((2027, 11, 6, 7, 30), "1d", (2027, 11, 7, 7, 30)),
        # Begun in the second of the two hours.
        ((2027, 11, 7, 8, 30), "1d", (2027, 11, 8, 8, 30)),
        ((2027, 11, 7, 8, 30), "1h", (2027, 11, 7, 9, 30)),
        # Hours are hours.
        ((2027, 3, 14, 8, 0), "12h", (2027, 3, 14, 20, 0)),
    ],
)
def test_deadlines_are_at_the_same_time_of_day_in_the_programs_zone(
    start: tuple[int, ...], length: str, due: tuple[int, ...]
) -> None:
    """Whatever daylight saving does between."""
    now = datetime(*start, tzinfo=UTC)  # type: ignore[misc,arg-type]
    one = Play(program(VISIT, ("/workflow/0/due", length), ("/closes", ABSENT)), now=now).submit(ANSWERS)

    assert one.case.submission.fires == datetime(*due, tzinfo=UTC)  # type: ignore[misc,arg-type]


def test_submitted_says_which_fields_were_answered_and_by_whom() -> None:
    """Names of fields and decisions, for ever; what was typed is elsewhere."""
    first = events.load(play().commits[0].events)[0]

    assert first == events.Submitted(
        program="visit",
        version=1,
        community="springs",
        kind="application",
        language="en",
        confirm=True,
        fields=tuple(ANSWERS),
        by="visitor",
    )


def test_faults_of_remarks_count_characters() -> None:
    """So that the sentence for it can."""
    with pytest.raises(Invalid) as caught:
        play(VISIT).answer("confirm.applicant.1", "yes", signed_by="a" * 300)

    assert caught.value.faults == (
        Fault("/signed_by", "too_long", {"limit": 200, "actual": 300, "unit": "characters"}),
    )


def test_the_example_is_the_program_above() -> None:
    """So that the steps named in these tests are there."""
    assert [step["step"] for step in PROGRAM["workflow"]] == [
        "confirm",
        "reference",
        "review",
        "decide",
        "offer",
    ]
