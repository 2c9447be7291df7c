"""Each law can be broken: of a run in which nothing is wrong, one thing is made wrong, and it says so."""

from __future__ import annotations

from collections.abc import Callable
from dataclasses import replace
from datetime import timedelta
from typing import Any

import pytest

from chalicelib.domain import events
from chalicelib.domain.events import AskAnswered, Erased, StepSettled, Withdrawn
from chalicelib.domain.submissions import Case
from chalicelib.mail import ses
from chalicelib.services.records import Loaded
from tests.simulator import guards, laws, programs
from tests.simulator.run import Decided, Run, play
from tests.simulator.town import Mail

VISIT = "delegation-visit"


@pytest.fixture
def run() -> Run:
    """A run in which everybody did what they should, and the coordinator decided."""
    for seed in range(100):
        found = play(VISIT, seed)
        accepted = found.grown[found.submissions[0]][-1].state == "accepted"
        if accepted and not found.town.weather.often and len(found.submissions) == 1 and found.decided:
            assert found.wrong == []
            return found
    raise LookupError("no such run")


def one(run: Run) -> str:
    """Its submission."""
    return run.submissions[0]


def with_submission(loaded: Loaded, **changed: Any) -> Loaded:
    """The case with something else in its submission."""
    case: Case = loaded.case
    return replace(loaded, case=replace(case, submission=replace(case.submission, **changed)))


def waiting(run: Run) -> Loaded:
    """The case as it was before the coordinator decided."""
    commits = run.town.true.journal.read(one(run))
    place = next(
        number
        for number, commit in enumerate(commits)
        if any(isinstance(each, AskAnswered) and "decide" in each.ask for each in events.load(commit.events))
    )
    from chalicelib.services import records

    return records.with_definitions(run.quiet, records.fold(commits[:place]))


@pytest.mark.parametrize(
    "changed",
    [
        {"state": "decided"},
        {"steps": ()},
        {"steps": ("confirm", "decide")},
        {"state": "declined"},
        {"asks": {}, "steps": ()},
    ],
)
def test_law_of_order_can_be_broken(run: Run, changed: dict[str, Any]) -> None:
    """A state of its own, steps that do not wait, an end that waits, waiting for nobody."""
    loaded = waiting(run)

    assert list(laws.is_in_order(run, loaded)) == []
    assert list(laws.is_in_order(run, with_submission(loaded, **changed)))


def test_law_of_asks_can_be_broken(run: Run) -> None:
    """An ask that was late before it was asked."""
    loaded = waiting(run)
    asks = {
        name: replace(ask, due=ask.opened - timedelta(days=1))
        for name, ask in loaded.case.submission.asks.items()
    }

    assert list(laws.is_in_order(run, with_submission(loaded, asks=asks)))


def test_law_of_questions_can_be_broken(run: Run) -> None:
    """The mail that asks is taken out of the mailbox, and its row says that it was not needed."""
    loaded = waiting(run)
    assert list(laws.waits_for_nobody_who_was_not_asked(run, loaded)) == []

    run.town.mails = [mail for mail in run.town.mails if mail.template != "asked"]
    messages: Any = run.town.true.messages
    for name, (row, fires) in messages.rows.items():
        messages.rows[name] = replace(row, state="suppressed", reason="not_needed"), fires

    assert list(laws.waits_for_nobody_who_was_not_asked(run, loaded))


def test_law_of_roles_can_be_broken(run: Run) -> None:
    """Somebody else holds the role today, and nobody has looked at the submission."""
    loaded = waiting(run)
    person = replace_person(loaded, "else@concord.example")

    assert list(laws.waits_for_those_who_hold_the_role(run, loaded)) == []
    assert list(laws.waits_for_those_who_hold_the_role(run, person))


def replace_person(loaded: Loaded, email: str) -> Loaded:
    """The case with somebody else as the coordinator of the newest version."""
    import msgspec

    (coordinator, *_) = loaded.live.roles["coordinator"]
    roles = {**loaded.live.roles, "coordinator": (msgspec.structs.replace(coordinator, email=email),)}
    return replace(loaded, live=msgspec.structs.replace(loaded.live, roles=roles))


@pytest.mark.parametrize("changed", [{"name": "Else"}, {"fires": None}, {"seq": 1}])
def test_law_of_summaries_can_be_broken(run: Run, changed: dict[str, Any]) -> None:
    """A summary that is not that of the last commit, while the run goes on and when it is rebuilt."""
    summaries: Any = run.town.true.summaries
    summaries.rows[one(run)] = replace(summaries.rows[one(run)], **changed)

    assert list(laws.knows_its_next_time(run, run.loaded(one(run))))
    assert list(laws.is_rebuilt(run, one(run)))


def test_law_of_rows_can_be_broken(run: Run) -> None:
    """A row that is lost, and one that is for somebody else."""
    messages: Any = run.town.true.messages
    name, (row, fires) = next(iter(messages.rows.items()))

    messages.rows[name] = replace(row, to="coordinator.7"), fires
    assert list(laws.is_rebuilt(run, one(run)))
    del messages.rows[name]
    assert list(laws.calls_for_the_messages_that_there_are(run, one(run)))


def test_law_of_the_end_can_be_broken(run: Run) -> None:
    """It still waits when the run is over."""
    run.grown[one(run)][-1] = waiting(run).case.submission

    assert list(laws.ends(run))


ANSWERED = AskAnswered(ask="decide.coordinator.0.1", answer="approve", by="coordinator.0")


@pytest.mark.parametrize(
    "added",
    [
        [ANSWERED],
        [StepSettled(step="decide", outcome="next")],
        [Withdrawn(), Withdrawn()],
        [Erased(), Erased()],
        [events.Accepted()],
    ],
)
def test_law_of_decisions_can_be_broken(run: Run, added: list[Any]) -> None:
    """Two answers, two outcomes, two ends, something after the erasure, accepted twice."""
    journal = run.events(one(run))

    assert list(laws.decides_once(journal)) == []
    assert list(laws.decides_once([*journal, added]))


def test_law_of_replaying_can_be_broken(run: Run) -> None:
    """An event that is dropped, and a state that grew out of something else."""
    journal: Any = run.town.true.journal
    commits = journal.commits[one(run)]
    whole = commits[2]
    commits[2] = replace(whole, events=events.dump(events.load(whole.events)[:-1]))
    assert list(laws.repeats(run, one(run)))

    commits[2] = whole
    assert list(laws.repeats(run, one(run))) == []
    run.grown[one(run)][-1] = replace(run.grown[one(run)][-1], state="declined")
    assert list(laws.repeats(run, one(run)))


def test_law_of_sending_can_be_broken(run: Run) -> None:
    """A second copy for no reason, and a third one for whatever reason."""
    name = next(iter(run.town.handed))

    run.town.handed[name] = [ses.Accepted("1"), ses.Accepted("2")]
    assert list(laws.sends_once(run))
    run.town.handed[name] = [ses.Unknown("ReadTimeout"), ses.Accepted("2")]
    assert list(laws.sends_once(run)) == []
    run.town.handed[name] = [ses.Unknown("ReadTimeout")] * 3
    assert list(laws.sends_once(run))


@pytest.mark.parametrize(
    "change",
    [
        lambda each: replace(each, before=replace(each.before, state="withdrawn")),
        lambda each: replace(each, before=replace(each.before, disowned=True)),
        lambda each: replace(each, before=replace(each.before, generation=7)),
        lambda each: replace(each, address="else@planted.example"),
    ],
)
def test_law_of_those_asked_can_be_broken(run: Run, change: Callable[[Decided], Decided]) -> None:
    """An answer to what was closed, by who is not meant, by a dead link, and by somebody else."""
    assert list(laws.is_decided_by_those_asked(run)) == []

    run.decided[0] = change(run.decided[0])

    assert list(laws.is_decided_by_those_asked(run))


def test_law_of_words_can_be_broken(run: Run) -> None:
    """What somebody typed in an event, in a queue, and in a log."""
    run.town.bodies.append('{"name": "Planted"}')
    run.lines.append("to jane@school.example")
    journal: Any = run.town.true.journal
    first = journal.commits[one(run)][1]
    journal.commits[one(run)][1] = replace(first, events=first.events.replace("visitor", "planted"))

    assert len(list(laws.keeps_words_to_itself(run))) == 3


def mail_to(run: Run, party: str) -> Mail:
    """The last mail to a party."""
    return next(mail for mail in reversed(run.town.mails) if mail.to == party)


def test_laws_of_mails_can_be_broken(run: Run) -> None:
    """Sent to somebody else, in another language, with a dead link, and after the erasure."""
    mail = mail_to(run, "applicant")
    assert list(laws.of_a_mail(run, mail)) == []

    assert list(laws.of_a_mail(run, replace(mail, address="else@planted.example")))
    dead = [replace(link, generation=9) for link in mail.links]
    assert dead
    assert list(laws.of_a_mail(run, replace(mail, links=tuple(dead))))
    erased = with_submission(run.loaded(one(run)), state="erased")
    assert list(laws.is_the_goodbye_after_the_erasure(erased.case, mail))
    del mail.message["Content-Language"]
    mail.message["Content-Language"] = "sl"
    assert list(laws.of_a_mail(run, mail))


def test_programs_by_chance_differ() -> None:
    """A seed makes a program, and another seed another one."""
    assert len({programs.of(programs.RANDOM, seed) for seed in range(20)}) == 20


def test_one_value_in_two_submissions_is_told() -> None:
    """Of a program with `one_per`, a submission that lives and another one of the same address."""
    for seed in range(100):
        found = play("international-students", seed)
        if found.grown[found.submissions[0]][-1].state == "accepted":
            break
    submission = found.submissions[0]
    assert list(guards.has_each_value_once(replace(found, submissions=[submission]))) == []

    (wrong,) = guards.has_each_value_once(replace(found, submissions=[submission, submission]))

    assert wrong == f"{submission} and {submission} have the same email, and neither has ended"
