"""Laws of every run: random small programs without fault, random commands, at random times."""

from __future__ import annotations

from collections import Counter
from typing import Any

from hypothesis import HealthCheck, assume, given, settings
from hypothesis import strategies as st

from chalicelib.domain import events, messages, programs, steps
from chalicelib.domain.commits import verify
from chalicelib.domain.errors import ConcordError
from chalicelib.domain.events import Accepted, AskAnswered, AskExpired, AskOpened, AskWithdrawn, Confirmed
from tests.domain.examples import ANSWERS, PROGRAM, TODAY, changed, program
from tests.domain.playing import Play

NAMES = ("one", "two", "three", "four")
WITHOUT_TEACHER = {name: answer for name, answer in ANSWERS.items() if not name.startswith("teacher")}


@st.composite
def workflows(draw: st.DrawFn) -> list[dict[str, Any]]:
    """One to four steps that lead anywhere."""
    length = draw(st.integers(1, 4))
    found = []
    for number in range(length):
        step: dict[str, Any] = {"step": NAMES[number]}
        step["ask"] = draw(
            st.sampled_from(["applicant", {"named": "teacher_email"}, {"role": "desk"}, {"role": "jury"}])
        )
        if number == 0 and draw(st.booleans()):
            step |= {"ask": "applicant", "answers": "confirm"}
        else:
            step["answers"] = draw(st.sampled_from(["consent", "decide", "accept"]) | outcomes(length))
        if draw(st.booleans()):
            step["needs"] = draw(st.sampled_from(["all", "any", 1, 2, 3, 7]))
        if step["ask"] not in ({"role": "desk"}, {"role": "jury"}) or draw(st.booleans()):
            step["due"] = draw(st.sampled_from(["1h", "3d", "14d", "2m"]))
            step["on_timeout"] = draw(st.sampled_from(["expire", "decline", "next"]))
        found.append(step)
    return found


def outcomes(length: int) -> st.SearchStrategy[dict[str, Any]]:
    """Answers of a step's own."""
    then = st.sampled_from(["next", "accept", "decline", *NAMES[:length]])
    one = st.fixed_dictionaries(
        {"label": st.just("L"), "then": then}, optional={"needs": st.sampled_from(["all", 1, 2])}
    )
    return st.dictionaries(st.sampled_from(["a", "b", "c"]), one, min_size=1, max_size=3)


def people(role: str, count: int) -> list[dict[str, Any]]:
    """Who holds a role."""
    return [{"name": f"{role} {n}", "email": f"{role}{n}@concord.example"} for n in range(count)]


COMMANDS = st.lists(
    st.tuples(
        st.integers(-30, 24 * 20),
        st.sampled_from(["answer", "answer", "answer", "late", "expire", "correct", "behalf"]),
        st.integers(0, 9),
        st.integers(0, 9),
    ),
    max_size=12,
)


@st.composite
def plays(draw: st.DrawFn) -> Play:
    """A submission just sent; a newer version may have other holders, or have dropped its roles."""
    workflow = draw(workflows())
    roles = {"desk": people("desk", draw(st.integers(1, 4))), "jury": people("jury", draw(st.integers(1, 2)))}
    changes = ("/workflow", workflow), ("/roles", roles)
    assume(programs.faults(changed(PROGRAM, *changes), TODAY) == [])
    live = program(("/workflow", [{**LAST, "answers": "decide"}]), ("/roles", {"jury": people("new", 2)}))
    one = Play(program(*changes), live=draw(st.sampled_from([None, live])))
    return one.submit(draw(st.sampled_from([ANSWERS, WITHOUT_TEACHER])))


LAST = {"step": "last", "ask": {"role": "jury"}}


def act(one: Play, command: tuple[int, str, int, int]) -> None:
    """Does one thing, which may be refused, but not fail."""
    hours, kind, which, what = command
    one.later(hours=hours)
    asks = list(one.case.submission.asks.values())
    waiting = [ask for ask in asks if ask.state == "open"]
    at = asks if kind == "late" else waiting or asks
    try:
        if kind == "expire":
            one.expire()
        elif kind == "correct":
            one.correct(f"corrected{what}@school.example")
        elif at:
            ask = at[which % len(at)]
            offered = list(steps.offered(steps.find(one.program, ask.step)))
            said = {"by": "token:desk", "on_behalf": "told"} if kind == "behalf" else {}
            one.answer(ask.id, offered[what % len(offered)], **said)
    except ConcordError:
        return


@settings(suppress_health_check=[HealthCheck.filter_too_much, HealthCheck.too_slow])
@given(plays(), COMMANDS)
def test_every_run_keeps_the_laws(one: Play, commands: list[tuple[int, str, int, int]]) -> None:
    """After each command; what was refused has changed nothing."""
    holds(one)
    for command in commands:
        before = one.case
        act(one, command)
        assert before.commits == tuple(one.commits[: len(before.commits)])
        assert not before.submission.ended or before == one.case
        holds(one)


def holds(one: Play) -> None:
    """What must be true of a submission at any time."""
    case = one.case
    submission = case.submission
    journal = [events.load(commit.events) for commit in one.commits]

    # The journal is whole, folds to what was evolved from it, and needs no private part for that.
    verify(one.commits)
    assert one.evolved == submission == one.erased().submission
    assert [commit.at for commit in one.commits] == sorted(commit.at for commit in one.commits)

    # Everything happens once: each ask is opened, and closed, once; nobody has two answers.
    told = [event for commit in journal for event in commit]
    opened = Counter(event.ask for event in told if isinstance(event, AskOpened))
    closed = Counter(
        event.ask for event in told if isinstance(event, AskAnswered | AskExpired | AskWithdrawn)
    )
    assert set(opened.values()) <= {1}
    assert set(closed.values()) <= {1}
    assert closed.keys() <= opened.keys()
    assert sum(isinstance(event, Accepted) for event in told) <= 1
    ends = [event for event in told if events.type_of(event) in ("declined", "expired")]
    assert len(ends) == submission.ended

    # It waits for somebody, or has come to its end; nobody is asked what can't be answered any more.
    waiting = submission.open_asks()
    assert bool(waiting) == bool(submission.steps)
    assert {ask.step for ask in waiting} == set(submission.steps)
    assert all(ask in submission.asks_of(ask.step) for ask in waiting)
    assert waiting or submission.ended or submission.state == "accepted"
    assert not (waiting and submission.ended)
    assert submission.confirmed == any(isinstance(event, Confirmed) for event in told)

    # A role's asks know whom they ask.
    for ask in submission.asks.values():
        if steps.is_role(steps.find(one.program, ask.step)):
            assert case.parties[ask.id].email.endswith("@concord.example")

    # The same events call for the same messages, each to somebody who was asked, or to the applicant.
    for commit, sent in zip(one.commits, journal, strict=True):
        called = messages.called_for(one.program, sent)
        assert called == messages.called_for(one.program, events.load(commit.events))
        assert all(message.template in messages.TEMPLATES for message in called)
        assert len(set(called)) == len(called)

    # What time does, it does once.
    again = Play(one.program, one.now, one.live, list(one.commits), one.evolved)
    again.expire()
    assert again.expire().commits == again.commits
    assert len(again.commits) - len(one.commits) in (0, 1)
    assert all(ask.due is None or ask.due > again.rules().now for ask in again.case.submission.open_asks())
