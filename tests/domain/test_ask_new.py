from __future__ import annotations

from datetime import timedelta
from typing import Any

import pytest

from chalicelib.domain import ask_new, desk, documents, newer, owner, programs, visibility
from chalicelib.domain.definitions import Program
from chalicelib.domain.errors import AskClosed, Ended, Fault, Invalid
from chalicelib.domain.submissions import NewForm
from tests.domain import test_exchange as exchange
from tests.domain.examples import EXCHANGE, TODAY, changed
from tests.domain.playing import Play

BY = "token:desk"
NEW, SECOND = "_new1.applicant.1", "_new2.applicant.1"
MEALS = {
    "id": "meals",
    "type": "choice",
    "label": "Meals",
    "options": [{"id": "all", "label": "Everything"}, {"id": "rice", "label": "Rice alone"}],
    "required": True,
    "other": True,
}
WHY = {
    "id": "why_rice",
    "type": "text",
    "label": "Why rice",
    "required": {"==": [{"var": "meals"}, "rice"]},
    "show_if": {"!=": [{"var": "essay"}, ""]},
}
SIZE = {"id": "size", "type": "number", "label": "Size", "visible_to": ["coordinator"], "min": 20, "max": 60}
NOTE = {"id": "words", "type": "note", "label": "These are new."}
PAGE = {"page": "New here", "fields": [NOTE, MEALS, WHY, SIZE]}


def published(*changes: tuple[str, Any]) -> Program:
    """A newer version of the exchange, which asks more."""
    document = changed(EXCHANGE, ("/form/-", PAGE), *changes)
    assert programs.faults(document, TODAY) == []
    return programs.program(documents.to_json(programs.settle(document, TODAY)))


def old(play: Play, *changes: tuple[str, Any]) -> Play:
    """The submission, of which there is a newer version now."""
    play.live = published(*changes)
    return play


def through() -> Play:
    """One that is accepted, and waits for nobody."""
    return exchange.accept(exchange.accept(exchange.offered()), "000001")


def ask(play: Play, *fields: Any, days: int = 14, reason: str = "The hosts ask") -> Play:
    """Staff ask what is new."""
    due = play.now + timedelta(days=days)
    wanted = list(fields) if fields else None
    return play.do(lambda rules, case: ask_new.ask_new(rules, case, wanted, due=due, by=BY, reason=reason))


def faults(play: Play, *fields: Any, **said: Any) -> list[tuple[str, str]]:
    """The places and codes of what is wrong with a command."""
    with pytest.raises(Invalid) as caught:
        ask(play, *fields, **said)
    return [(fault.pointer, fault.code) for fault in caught.value.faults]


def refused(play: Play, **form: Any) -> list[Fault]:
    """What is wrong with an answer."""
    with pytest.raises(Invalid) as caught:
        play.answer(NEW, "submit", form=form)
    return list(caught.value.faults)


def test_new_questions_are_asked_beside_the_workflow() -> None:
    """An ask of the applicant's with a deadline and a reminder; the steps wait for whom they waited."""
    play = old(exchange.confirmed())
    before = play.case.submission

    ask(play)

    now = play.case.submission
    assert play.events() == ["new_asked", "ask_opened"]
    assert play.told == ["asked applicant"]
    assert (now.state, now.steps, now.settled) == (before.state, before.steps, before.settled)
    assert now.new == {"_new1": NewForm(2, ("words", "meals", "why_rice", "size"))}
    asked = now.asks[NEW]
    assert (asked.due, asked.remind) == (
        play.now + timedelta(days=14),
        (play.now + timedelta(days=11),),
    )
    assert play.case.reasons[now.seq] == "The hosts ask"


def test_answers_are_kept_beside_the_form_and_move_nothing() -> None:
    """With the ask that they answer; conditions see the old answers and the new ones."""
    play = ask(old(exchange.confirmed()))
    before = play.case

    play.answer(NEW, "submit", form={"meals": "rice", "why_rice": "Allergies", "size": 42}, language="en")

    assert play.events() == ["ask_answered"]
    assert play.told == ["answered applicant"]
    assert play.case.forms[NEW] == {"meals": "rice", "why_rice": "Allergies", "size": 42}
    assert play.case.answers == before.answers
    assert play.case.submission.steps == before.submission.steps
    assert play.asks[NEW] == "submit"


@pytest.mark.parametrize(
    ("form", "found"),
    [
        ({}, [("/form/meals", "required")]),
        ({"meals": "rice"}, [("/form/why_rice", "required")]),
        ({"meals": "fish", "size": 7}, [("/form/meals", "not_one_of"), ("/form/size", "too_small")]),
        ({"meals": "other"}, [("/form/meals_other", "required")]),
        ({"meals": "all", "essay": "Another"}, [("/form/essay", "unknown_field")]),
    ],
)
def test_new_questions_are_checked_as_the_newer_form_has_them(
    form: dict[str, Any], found: list[tuple[str, str]]
) -> None:
    """Conditions too; what the form asked before is not asked again."""
    play = ask(old(exchange.confirmed()))

    assert [(fault.pointer, fault.code) for fault in refused(play, **form)] == found


def test_unanswered_questions_are_reminded_of_and_expire_quietly() -> None:
    """Nobody is told, and nothing follows."""
    play = ask(old(exchange.consented()))
    before = play.case.submission

    play.later(days=11).expire()
    assert (play.events(), play.told) == (["ask_reminded"], ["reminded applicant"])
    play.later(days=3).expire()

    assert (play.events(), play.told) == (["ask_expired"], [])
    assert play.asks[NEW] == "expired"
    assert (play.state, play.case.submission.steps) == (before.state, before.steps)
    with pytest.raises(AskClosed):
        play.answer(NEW, "submit", form={"meals": "all"})


def test_workflow_goes_on_without_an_answer_and_the_question_stays() -> None:
    """Back to an earlier step, by the desk, and past the last one: it is ended by an end alone."""
    play = ask(old(exchange.consented()))

    play.do(lambda rules, case: desk.reopen(rules, case, "consent", by=BY, reason="A mistake"))
    assert play.asks[NEW] == "open"
    assert NEW not in play.case.submission.steps
    accepted = ask(old(through()))
    assert (accepted.state, accepted.asks[NEW]) == ("accepted", "open")

    play.do(lambda rules, case: desk.withdraw(rules, case, by=BY))
    assert play.asks[NEW] == "withdrawn"
    assert "not_needed applicant" not in play.told
    accepted.answer(NEW, "submit", form={"meals": "all"})
    assert (accepted.state, accepted.asks[NEW]) == ("accepted", "submit")


def test_several_rounds_ask_what_was_not_asked_yet() -> None:
    """Or just what is named; the same again is none, and what expired can be asked once more."""
    play = ask(old(through()), "size")
    assert ask(play, "size").events() == ["new_asked", "ask_opened"]
    assert [*play.case.submission.new] == ["_new1"]

    ask(play)
    assert play.case.submission.new["_new2"] == NewForm(2, ("words", "meals", "why_rice"))
    seq = play.case.submission.seq
    assert ask(play).case.submission.seq == seq

    play.answer(NEW, "submit", form={"size": 40}).answer(SECOND, "submit", form={"meals": "all"})
    assert faults(play) == [("/fields", "nothing_new")]
    ask(play, "size").later(days=14).expire()
    assert play.asks["_new3.applicant.1"] == "expired"
    assert ask(play, "size").asks["_new4.applicant.1"] == "open"


def test_questions_that_expired_are_asked_again_with_the_others() -> None:
    """Since nobody has answered them."""
    play = ask(old(through()), "size").later(days=14).expire()

    ask(play)

    assert play.case.submission.new["_new2"].fields == ("words", "meals", "why_rice", "size")


@pytest.mark.parametrize(
    ("fields", "said", "found"),
    [
        (["essay"], {}, [("/fields/0", "not_one_of")]),
        (["size", "words", 7, ["meals"]], {}, [(f"/fields/{number}", "not_one_of") for number in (1, 2, 3)]),
        ([], {"days": 0}, [("/due", "in_the_past")]),
        ([], {"reason": " "}, [("/reason", "required")]),
        (
            ["x"],
            {"days": -1, "reason": ""},
            [("/fields/0", "not_one_of"), ("/due", "in_the_past"), ("/reason", "required")],
        ),
    ],
)
def test_command_names_everything_that_is_wrong_with_it(
    fields: list[Any], said: dict[str, Any], found: list[tuple[str, str]]
) -> None:
    """Fields that are not new, moments that have passed, no reason."""
    assert faults(old(exchange.confirmed()), *fields, **said) == found


def test_nothing_new_is_nothing_to_ask() -> None:
    """No newer version, or one that asks nothing more than notes and what is worked out."""
    play = exchange.confirmed()
    assert faults(play) == [("/fields", "nothing_new")]
    same = Play(play.program, now=play.now, live=play.program, commits=play.commits)
    assert faults(same) == [("/fields", "nothing_new")]
    play.live = programs.program(documents.to_json(changed(EXCHANGE, ("/form/0/fields/-", NOTE))))
    assert faults(play) == [("/fields", "nothing_new")]


def test_what_has_ended_is_asked_nothing() -> None:
    """Nor what is erased."""
    play = old(exchange.confirmed())
    play.do(lambda rules, case: desk.withdraw(rules, case, by=BY))

    with pytest.raises(Ended):
        ask(play)


def test_corrected_address_is_asked_the_same_until_the_same_day() -> None:
    """By another round of the same questions; the old link is dead."""
    play = ask(old(exchange.confirmed()))
    due = play.case.submission.asks[NEW].due

    play.do(lambda rules, case: desk.amend(rules, case, {"email": "m2@people.example"}, by=BY, reason="New"))

    assert play.asks[NEW] == "withdrawn"
    again = play.case.submission.asks["_new1.applicant.2"]
    assert (again.state, again.due) == ("open", due)
    play.answer("_new1.applicant.2", "submit", form={"meals": "all"})
    assert play.case.forms["_new1.applicant.2"] == {"meals": "all"}


def test_more_time_and_another_sending_are_those_of_any_question() -> None:
    """Staff extend it, and send its link once more."""
    play = ask(old(exchange.confirmed()))
    due = play.now + timedelta(days=30)

    play.do(lambda rules, case: desk.extend(rules, case, NEW, due=due, by=BY, reason="Away"))
    assert play.case.submission.asks[NEW].due == due
    assert play.told == ["extended applicant"]
    play.do(lambda rules, case: desk.resend(rules, case, by=BY))
    assert "asked applicant" in play.told


def test_answers_are_for_those_who_may_see_the_field() -> None:
    """As in the newer form."""
    play = ask(old(exchange.confirmed()))
    play.answer(NEW, "submit", form={"meals": "all", "size": 42})

    ((step, answered),) = visibility.new_forms(play.pinned, play.case)

    assert answered.id == NEW
    seen = {
        role: [
            field.id for field in visibility.seen(step.form or (), {role}) if field.id in play.case.forms[NEW]
        ]
        for role in ("coordinator", "reviewer")
    }
    assert seen == {"coordinator": ["meals", "size"], "reviewer": ["meals"]}


def test_version_that_was_asked_stays_whatever_is_published_since() -> None:
    """The questions are those of the version that they were asked of."""
    play = ask(old(exchange.confirmed()))

    pinned = newer.extended(play.program, play.case.submission.new, {2: published()})

    assert newer.origin(pinned, "_new1").version == 2
    assert [field.id for field in newer.added(pinned)[0].step.form or ()] == [
        "words",
        "meals",
        "why_rice",
        "size",
    ]
    assert newer.extended(play.program, {}, {}) is play.program


def test_erasing_removes_what_was_answered() -> None:
    """With everything else that was typed."""
    play = ask(old(exchange.confirmed()))
    play.answer(NEW, "submit", form={"meals": "other", "meals_other": "planted words"})
    play.do(lambda rules, case: owner.erase(rules, case, by="applicant"))

    assert play.case.forms == {}
    assert "planted" not in str(play.erased())
    assert play.erased().submission.new == {"_new1": NewForm(2, ("words", "meals", "why_rice", "size"))}


def test_reminder_before_an_early_deadline_is_left_out() -> None:
    """Who has two days is not reminded three days before."""
    play = ask(old(exchange.confirmed()), days=2)

    assert play.case.submission.asks[NEW].remind == ()
