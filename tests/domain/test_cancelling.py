"""What a submission comes to when its whole program is cancelled, or everybody at a step has more time."""

from __future__ import annotations

import json
from datetime import datetime, timedelta

import pytest
from msgspec import structs

from chalicelib.domain import deadlines, desk, owner, programs
from chalicelib.domain.definitions import Cancelled
from chalicelib.domain.errors import AskClosed, NotOpen
from chalicelib.domain.events import load
from chalicelib.domain.folding import fold
from tests.domain.playing import NOW, Play
from tests.domain.test_exchange import BOB, CONFIRM, GAIL, TEACHER, accept, confirmed, decided, offered, sent

BY = "token:desk"
CANCELLED = Cancelled(at="2026-12-01T00:00:00Z", by=BY, job="j" * 20, reason="No host family is left")
BEGINNINGS = {
    "unconfirmed": sent,
    "in_progress": confirmed,
    "kept back": decided,
    "offered": offered,
    "accepted": lambda: accept(accept(offered()), "000001"),
}


def cancel(play: Play) -> Play:
    """The newest version says that it is cancelled."""
    play.live = structs.replace(play.live or play.program, cancelled=CANCELLED)
    return play


@pytest.mark.parametrize("begin", BEGINNINGS.values(), ids=BEGINNINGS)
def test_whatever_has_not_ended_is_withdrawn_by_who_cancelled_it(begin: object) -> None:
    """Asks are withdrawn, outcomes dropped, in one commit; the reason is in its private part alone."""
    play = cancel(begin()).expire()  # type: ignore[operator]  # each is a function without arguments
    last = play.commits[-1]

    assert (play.state, play.open, play.case.submission.kept) == ("withdrawn", [], {})
    (ended,) = [each for each in load(last.events) if type(each).__name__ == "Withdrawn"]
    assert (ended.by, ended.because) == (BY, "cancelled")  # type: ignore[attr-defined]
    assert play.case.reasons[last.seq] == CANCELLED.reason
    assert CANCELLED.reason not in last.events
    assert "reason" in json.loads(last.private or "{}")
    assert "withdrawn applicant" in play.told
    assert fold(play.commits).submission == play.evolved


def test_everybody_who_is_asked_is_told() -> None:
    """The applicant that it is over, the others that no answer is needed."""
    play = cancel(confirmed()).expire()

    assert play.told == [
        "not_needed guardians.0",
        "not_needed guardians.1",
        "not_needed teacher_email",
        "withdrawn applicant",
    ]


def test_second_look_finds_nothing_to_do() -> None:
    """Nor does one at what had ended before."""
    play = cancel(confirmed()).expire()
    ended = cancel(confirmed().answer(GAIL, "refuse"))

    assert (len(play.expire().commits), play.told) == (3, [])
    assert (ended.expire().state, ended.told) == ("declined", [])


def test_it_is_due_at_once_until_it_has_ended() -> None:
    """So whoever sweeps finds it, whatever its deadlines are; then it is kept as long as any other one."""
    play = cancel(confirmed())
    assert play.live is not None
    assert deadlines.next_time(play.live, play.case) == NOW

    play.expire()

    assert deadlines.next_time(play.live, play.case) == deadlines.retained_until(play.live, play.case)


def test_nothing_is_answered_or_opened_again() -> None:
    """Neither before it is ended, nor after."""
    play = cancel(confirmed())
    with pytest.raises(AskClosed):
        play.answer(GAIL, "agree")
    play.expire()

    with pytest.raises(NotOpen):
        play.do(lambda rules, case: desk.reopen(rules, case, "consent", by=BY, reason="After all"))


def test_nobody_is_sent_a_fresh_link_to_what_can_t_be_answered() -> None:
    """Before it is ended as little as after: an applicant is sent the link to the status, others nothing."""
    play, own = cancel(confirmed()), cancel(sent())

    play.do(lambda rules, case: owner.fresh_link(rules, case, TEACHER))
    own.do(lambda rules, case: owner.fresh_link(rules, case, CONFIRM))

    assert (play.told, own.told) == ([], ["links applicant"])


def test_cancelled_program_is_closed_whatever_its_dates() -> None:
    """Also before it opens."""
    play = cancel(sent())
    assert play.live is not None
    early = datetime(2026, 10, 1, tzinfo=NOW.tzinfo)

    assert [programs.status(play.live, moment) for moment in (early, NOW)] == ["closed", "closed"]
    assert programs.status(play.program, early) == "upcoming"


def extend(play: Play, **days: int) -> Play:
    """Everybody at these steps has so many days from now."""
    dues = {step: play.now + timedelta(days=number) for step, number in days.items()}
    return play.do(lambda rules, case: desk.extend_steps(rules, case, dues, by=BY, reason="Snow"))


def test_everybody_at_the_steps_has_until_then_in_one_commit() -> None:
    """With reminders as long before it as before; who has more time keeps it, who has answered is left."""
    play = confirmed().answer(GAIL, "agree")
    before = play.case.submission.asks[TEACHER].due

    extend(play, consent=20, reference=20)

    until = play.now + timedelta(days=20)
    asks = play.case.submission.asks
    assert play.told == ["extended guardians.1"]
    assert (asks[BOB].due, asks[TEACHER].due, asks[GAIL].state) == (until, before, "answered")
    assert asks[BOB].remind == (until - timedelta(days=7), until - timedelta(days=2))
    assert play.case.reasons[len(play.commits)] == "Snow"
    assert extend(play, consent=20, reference=20).told == []


def test_nobody_has_more_time_for_what_was_cancelled() -> None:
    """A job that was under way comes too late."""
    play = confirmed()
    before = len(play.commits)

    assert len(extend(cancel(play), consent=60).commits) == before


def test_nobody_is_asked_again_who_was_too_late() -> None:
    """What has ended stays so, and where nobody is asked nothing happens."""
    ended = sent().later(days=3).expire()

    assert extend(ended, confirm=9).told == []
    assert extend(confirmed(), confirm=9, review=90).told == []
    assert extend(sent(), confirm=9).told == ["extended applicant"]
    assert CONFIRM in ended.case.submission.asks
