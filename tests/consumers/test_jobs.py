"""A program is cancelled, or its dates are extended, for all who have sent its form: once, whatever dies."""

from __future__ import annotations

import json
from dataclasses import replace
from datetime import UTC, datetime, timedelta
from typing import Any

import pytest

from chalicelib.consumers import notify, repair
from chalicelib.domain.desk import Replacement
from chalicelib.domain.errors import Invalid, KeyReused, NotAllowed, NotOpen
from chalicelib.domain.seats import may_wait
from chalicelib.mail import ses
from chalicelib.services import browse, cancelling, correct, desk, extending, jobs, own, submit
from chalicelib.services.extending import Extension
from chalicelib.services.jobs import Progress
from chalicelib.storage.ports import Holder, Job, Key, SeatsOf
from tests.consumers.failing import broken, dying, failing, overtaken
from tests.consumers.house import House, failures, nothing, queue_event, queued
from tests.consumers.test_seat import registers, sends, state, states, told, withdraws
from tests.domain.examples import APPLICATION, EXCHANGE
from tests.domain.seats import FAIR
from tests.simulator.weather import Died

DESK = Holder("desk", "desk@concord.example", "colorado-springs", "administrator")
WHY = "The square is under water"
WORDS = "We are sorry: the square is flooded."
GUARDIAN = "consent.guardians.0.1"
REFEREE = "reference.teacher_email.1"


@pytest.fixture
def house() -> House:
    """A deployment with a fair that has two seats and a waitlist."""
    house = House()
    house.publish(FAIR)
    return house


def cancel(house: House, program: str = "fair") -> Job:
    """Staff cancel a program."""
    return cancelling.cancel(house.world, DESK, program, reason=WHY, message=WORDS)


def progress(house: House, job: Job) -> Progress:
    """How far it is."""
    return jobs.find(house.world, DESK, job.program, job.id)


def crowd(house: House) -> list[str]:
    """Two who are registered, one who waits, one who has not confirmed, and one who has withdrawn."""
    found = [registers(house, name) for name in ("ann", "ben", "cat")]
    found += [sends(house, "dan"), sends(house, "eve")]
    house.drain()
    withdraws(house, found[4])
    house.drain()
    return found


def test_cancelling_ends_and_tells_everybody_and_offers_nothing(house: House) -> None:
    """Whoever was registered, waited, or had still to confirm: once each, and who had withdrawn not again."""
    found = crowd(house)

    job = cancel(house)
    assert progress(house, job).state == "counting"
    house.drain()

    assert states(house, found) == ["withdrawn"] * 5
    assert [told(house, each)[-1] for each in found] == ["withdrawn"] * 5
    assert [told(house, each).count("withdrawn") for each in found] == [1] * 5
    assert told(house, found[2]) == ["confirm", "waitlisted", "withdrawn"]
    assert house.stores.seats.of("fair") == SeatsOf({}, ())
    assert progress(house, job) == Progress(job, "done", total=4, done=4, failed=0, ended=house.now)
    assert browse.program(house.world, "fair").status == "closed"
    assert not may_wait(house.loaded(found[0]).live, house.now)
    # Nothing is left to be done, now or later.
    house.wait(days=30)
    assert [told(house, each).count("withdrawn") for each in found] == [1] * 5


def test_reason_stays_and_the_event_says_why(house: House) -> None:
    """The reason is no word of the event, which is kept for ever."""
    submission = registers(house, "ann")

    cancel(house)
    house.drain()

    case = house.loaded(submission).case
    last = case.commits[-1]
    assert json.loads(last.events)[-1] == {"type": "withdrawn", "by": "token:desk", "because": "cancelled"}
    assert case.reasons[last.seq] == WHY
    assert WHY not in last.events


def test_messages_say_that_it_is_cancelled_with_the_words(house: House) -> None:
    """Not that somebody withdrew it."""
    registers(house, "ann")
    house.sent.clear()

    cancel(house)
    house.drain()

    (mail,) = house.sent
    text = mail.get_body(("plain",)).get_content()  # type: ignore[union-attr]  # there is one
    assert "this is cancelled" in mail["Subject"]
    assert "“A fair” has been cancelled" in text
    assert WORDS in text
    assert WHY not in text


def test_cancelling_again_is_the_same_job(house: House) -> None:
    """Also under another reason: nobody is told twice."""
    submission = registers(house, "ann")
    job = cancel(house)
    house.drain()

    again = cancelling.cancel(house.world, DESK, "fair", reason="Another one")
    house.drain()

    assert again == job
    assert told(house, submission).count("withdrawn") == 1


def test_cancelled_program_stays_so_when_it_is_published_again(house: House) -> None:
    """The next version keeps it, whoever publishes; and nobody can say so by publishing."""
    cancel(house)

    house.publish({**FAIR, "title": "The fair"})

    shown = browse.program(house.world, "fair")
    assert (shown.status, shown.program.title) == ("closed", "The fair")
    (card,) = [each for each in browse.cards(house.world) if each["id"] == "fair"]
    assert card["status"] == "closed"
    with pytest.raises(Invalid, match="/_cancelled unknown_key"):
        house.publish({**FAIR, "_cancelled": {}})


def test_nothing_is_taken_or_opened_again_once_it_is_cancelled(house: House) -> None:
    """Neither a form that was begun before, nor an answer, nor by staff."""
    ann = registers(house, "ann")
    cancel(house)

    with pytest.raises(NotOpen, match="cancelled"):
        sends(house, "ben")
    house.drain()
    with pytest.raises(NotOpen, match="cancelled"):
        desk.reopen(house.world, DESK, ann, "confirm", "It takes place after all")


def test_answer_before_the_job_comes_by_is_refused(house: House) -> None:
    """The link is dead at once."""
    submission = sends(house, "ann")
    cancel(house)

    opened = house.opened(submission, "confirm.applicant.1")

    assert (opened.ask.state, opened.ask.because) == ("withdrawn", "ended")


def test_end_is_told_to_the_address_that_is_corrected_before_the_job_comes_by(house: House) -> None:
    """To it alone, and once; no question is sent there."""
    submission = sends(house, "ann")
    house.drain()
    house.sent.clear()
    job = cancel(house)

    correct.correct_address(house.world, submission, "anne@people.example")
    house.drain()

    assert told(house, submission) == ["confirm", "withdrawn"]
    (mail,) = house.sent
    assert (mail["To"], "this is cancelled" in mail["Subject"]) == ("anne@people.example", True)
    assert progress(house, job).state == "done"


def test_what_the_job_did_not_come_by_ends_by_itself(house: House) -> None:
    """A form whose sender read the program before it was cancelled: a minute later it is looked at."""
    job = cancel(house)
    house.drain()
    first = Key("program", "fair", 1)
    form = submit.Form("fair", {"full_name": "Ann", "email": "ann@people.example"})
    sent = submit.submit(house.world, form, published=house.stores.definitions.get(first)[first])
    house.drain()
    house.wait(minutes=1)

    assert state(house, sent.case.submission.id) == "withdrawn"
    assert progress(house, job).total == 0


# Everybody who is asked.


@pytest.fixture
def exchange() -> House:
    """A deployment with an exchange, one of whose applications waits for guardians and a referee."""
    house = House()
    house.publish(EXCHANGE)
    return house


def applied(house: House, name: str = "mary") -> str:
    """An application whose address is confirmed."""
    submission = house.submit("exchange", {**APPLICATION, "email": f"{name}@people.example"}, language="ja")
    house.drain()
    house.answer(submission, "confirm.applicant.1", "yes")
    house.drain()
    return submission


def test_everybody_who_is_asked_is_told_in_their_language(exchange: House) -> None:
    """The applicant, both guardians and the referee: each once, that it is cancelled."""
    submission = applied(exchange)
    before = len(exchange.states(submission))

    cancel(exchange, "exchange")
    exchange.drain()

    assert [(template, to) for template, to, _, _ in exchange.states(submission)[before:]] == [
        ("not_needed", "guardians.0"),
        ("not_needed", "guardians.1"),
        ("not_needed", "teacher_email"),
        ("withdrawn", "applicant"),
    ]
    assert {mail["Content-Language"] for mail in exchange.sent[-4:]} == {"ja"}


def since(house: House, submission: str, before: int) -> list[tuple[str, str, str, str]]:
    """Template, party, state and reason of the messages after so many."""
    return house.states(submission)[before:]


def about_to_be_asked(exchange: House) -> tuple[str, list[dict[str, Any]]]:
    """A submission, and the records of the questions to guardians and referee, which wait to be sent."""
    submission = exchange.submit("exchange", {**APPLICATION, "email": "mary@people.example"})
    exchange.drain()
    exchange.answer(submission, "confirm.applicant.1", "yes")
    return submission, exchange.relayed()["Records"]


def test_nobody_is_told_that_a_question_is_over_which_was_never_sent(exchange: House) -> None:
    """The program is cancelled while guardians and referee are about to be asked; one message had left."""
    submission, asked = about_to_be_asked(exchange)
    (first,) = [row.id for row in exchange.rows(submission) if row.to == "guardians.0"]
    notify.handle(queued(message=first), exchange.world, exchange.send)
    before = len(exchange.states(submission))

    cancel(exchange, "exchange")
    exchange.drain()
    notify.handle({"Records": asked}, exchange.world, exchange.send)

    assert since(exchange, submission, before) == [
        ("not_needed", "guardians.0", "sent", ""),
        ("not_needed", "guardians.1", "suppressed", "not_needed"),
        ("not_needed", "teacher_email", "suppressed", "not_needed"),
        ("withdrawn", "applicant", "sent", ""),
    ]
    assert [str(mail["To"]) for mail in exchange.sent].count("bob@people.example") == 0


@pytest.mark.parametrize("who", ["staff", "applicant"])
def test_nobody_is_told_so_where_it_is_withdrawn_before_the_job_comes_by(exchange: House, who: str) -> None:
    """By staff or the applicant, once the program is cancelled: nobody has read the question either."""
    submission, asked = about_to_be_asked(exchange)
    before = len(exchange.states(submission))

    cancel(exchange, "exchange")
    if who == "staff":
        desk.withdraw(exchange.world, DESK, submission, WHY)
    else:
        own.withdraw(exchange.world, exchange.loaded(submission), signed_by="Mary")
    exchange.drain()
    notify.handle({"Records": asked}, exchange.world, exchange.send)

    assert since(exchange, submission, before) == [
        ("not_needed", "guardians.0", "suppressed", "not_needed"),
        ("not_needed", "guardians.1", "suppressed", "not_needed"),
        ("not_needed", "teacher_email", "suppressed", "not_needed"),
        ("withdrawn", "applicant", "sent", ""),
    ]


def test_who_may_have_read_the_question_is_told_that_it_is_over(exchange: House) -> None:
    """Nobody knows whether it was sent; and of another person than who read it, that it was not."""
    submission = exchange.submit("exchange", {**APPLICATION, "email": "mary@people.example"})
    exchange.drain()
    exchange.results = [ses.Accepted("1"), ses.Unknown("x")]
    exchange.answer(submission, "confirm.applicant.1", "yes")
    exchange.drain()
    asked = {row.to: row.state for row in exchange.rows(submission) if row.template == "asked"}
    assert sorted(asked.values()) == ["sent", "sent", "unknown"]
    new = Replacement("new@people.example")
    desk.replace(exchange.world, DESK, submission, GUARDIAN, new=new, reason=WHY)
    exchange.relayed()  # and nobody sends it
    before = len(exchange.states(submission))

    cancel(exchange, "exchange")
    exchange.drain()

    assert {row[1:] for row in since(exchange, submission, before) if row[0] == "not_needed"} == {
        ("guardians.0", "suppressed", "not_needed"),
        ("guardians.1", "sent", ""),
        ("teacher_email", "sent", ""),
    }


def extend(house: House, **wanted: Any) -> Job:
    """Staff extend the exchange."""
    asked = {"closes": None, "steps": {}, "reason": WHY, **wanted}
    return extending.extend(house.world, DESK, "exchange", Extension(**asked))


def due(house: House, submission: str, ask: str) -> datetime | None:
    """Until when it has to be answered."""
    return house.loaded(submission).case.submission.asks[ask].due


def test_extending_gives_open_asks_of_the_step_more_time_and_tells_them(exchange: House) -> None:
    """Each once, in one commit, with the moment; other steps keep their deadlines."""
    found = [applied(exchange, name) for name in ("mary", "nell")]
    before = [len(exchange.states(each)) for each in found]
    referee = due(exchange, found[0], REFEREE)
    seq = exchange.loaded(found[0]).case.submission.seq

    job = extend(exchange, steps={"consent": "2027-01-15"})
    exchange.drain()

    until = datetime(2027, 1, 16, 7, tzinfo=UTC)
    assert [due(exchange, each, GUARDIAN) for each in found] == [until, until]
    assert due(exchange, found[0], REFEREE) == referee
    assert exchange.loaded(found[0]).case.submission.seq == seq + 1
    assert [exchange.states(each)[number:] for each, number in zip(found, before, strict=True)] == [
        [("extended", "guardians.0", "sent", ""), ("extended", "guardians.1", "sent", "")]
    ] * 2
    assert progress(exchange, job) == Progress(job, "done", 2, 2, 0, exchange.now)
    assert exchange.loaded(found[0]).case.reasons[seq + 1] == WHY


def test_who_has_more_time_keeps_it(exchange: House) -> None:
    """A duration is counted once, from the moment at which it was asked for."""
    submission = applied(exchange)
    had = due(exchange, submission, REFEREE)

    extend(exchange, steps={"consent": "20d", "reference": "7d"})
    until = exchange.now + timedelta(days=20)
    exchange.now += timedelta(hours=3)
    exchange.drain()

    assert due(exchange, submission, REFEREE) == had
    assert due(exchange, submission, GUARDIAN) == until


def test_extending_the_date_of_closing_publishes_a_version(exchange: House) -> None:
    """At once; where no step is named there is nothing else to do."""
    job = extend(exchange, closes="2027-02-28")

    shown = browse.program(exchange.world, "exchange")
    assert (shown.version, shown.program.closes) == (2, "2027-02-28")
    assert progress(exchange, job) == Progress(job, "done", 0, 0, 0, exchange.now)


def test_step_that_goes_by_a_date_has_the_later_one_from_the_next_version_on(exchange: House) -> None:
    """For those who apply from now on; what goes by a length stays so, and no date is set back."""
    extend(exchange, steps={"review": "2027-03-01", "consent": "2027-03-01", "reference": "9d"})
    extend(exchange, steps={"review": "2027-02-20"}, closes="2027-02-28")

    shown = browse.program(exchange.world, "exchange")
    due = {step.step: step.due for stage in shown.program.workflow for step in stage.steps}
    assert (shown.version, shown.program.closes, due["review"]) == (3, "2027-02-28", "2027-03-01")
    assert (due["consent"], due["reference"]) == ("14d", "21d")


def test_extension_undoes_no_version_that_came_between(exchange: House) -> None:
    """Somebody publishes at the same moment: the newer version is the one that closes later."""
    stores = overtaken(
        exchange.stores, "definitions", "publish", lambda: exchange.publish({**EXCHANGE, "title": "Another"})
    )
    world = replace(exchange.world, stores=stores)
    extending.extend(world, DESK, "exchange", Extension("2027-02-28", {}, WHY))

    shown = browse.program(exchange.world, "exchange")
    assert (shown.version, shown.program.title, shown.program.closes) == (3, "Another", "2027-02-28")


def test_of_two_extensions_by_one_key_at_once_the_first_counts(exchange: House) -> None:
    """The other one wants something else, and is refused, as if it had come later."""
    first = Extension("2027-02-28", {}, WHY, "once")
    stores = overtaken(
        exchange.stores, "jobs", "begin", lambda: extending.extend(exchange.world, DESK, "exchange", first)
    )

    with pytest.raises(KeyReused):
        extending.extend(
            replace(exchange.world, stores=stores), DESK, "exchange", replace(first, closes="2027-03-31")
        )

    assert browse.program(exchange.world, "exchange").program.closes == "2027-02-28"


def test_extension_that_is_asked_for_again_is_the_same(exchange: House) -> None:
    """By its key: nobody is told twice, and another body under it is refused."""
    submission = applied(exchange)
    wanted = {"steps": {"consent": "20d"}, "closes": "today+90d", "key": "once"}

    first = extend(exchange, **wanted)
    exchange.drain()
    exchange.wait(days=1)
    again = extend(exchange, **wanted)
    exchange.drain()

    assert again == first
    assert [row.template for row in exchange.rows(submission)].count("extended") == 2
    assert browse.program(exchange.world, "exchange").version == 2
    with pytest.raises(KeyReused):
        extend(exchange, **{**wanted, "closes": None})


@pytest.mark.parametrize(
    ("wanted", "faults"),
    [
        ({}, ["/steps required"]),
        ({"reason": " ", "closes": "2026-11-24"}, ["/reason required", "/closes not_later"]),
        ({"closes": "2026-11-01"}, ["/closes in_the_past"]),
        ({"closes": "soon"}, ["/closes pattern"]),
        (
            {"steps": {"lunch": "7d", "consent": "never"}},
            ["/steps/lunch not_one_of", "/steps/consent moment"],
        ),
        (
            {"steps": {"consent": "2026-11-01", "review": 7}},
            ["/steps/consent in_the_past", "/steps/review wrong_type"],
        ),
    ],
)
def test_extension_that_makes_no_sense_is_refused_whole(
    exchange: House, wanted: dict[str, Any], faults: list[str]
) -> None:
    """With everything that is wrong; nothing is published or queued."""
    with pytest.raises(Invalid) as refused:
        extend(exchange, **wanted)

    assert [f"{fault.pointer} {fault.code}" for fault in refused.value.faults] == faults
    assert browse.program(exchange.world, "exchange").version == 1
    assert exchange.take("repair") == {"Records": []}


def test_programs_of_others_are_neither_cancelled_nor_extended(exchange: House) -> None:
    """Nor is what is cancelled extended."""
    other = replace(DESK, community="elsewhere")
    with pytest.raises(NotAllowed):
        cancelling.cancel(exchange.world, other, "exchange", reason=WHY)
    with pytest.raises(NotAllowed):
        extending.extend(exchange.world, other, "exchange", Extension(None, {"consent": "7d"}, WHY))

    cancel(exchange, "exchange")

    with pytest.raises(NotOpen):
        extend(exchange, steps={"consent": "7d"})


# What dies, comes twice, or fails.


STORES = ("journal", "jobs", "queues", "definitions", "summaries")


def many(house: House, number: int = jobs.TOGETHER + 5) -> list[str]:
    """So many who have sent the form: two pages of a job."""
    found = [sends(house, f"v{each}") for each in range(number)]
    house.drain()
    return found


FIRST_PAGE = 3 * jobs.TOGETHER + 7
"""Calls of the first page: job, page, program, list, note, queue; three for each submission; what is done."""


@pytest.mark.parametrize("after", [*range(1, 11), FIRST_PAGE - 1, FIRST_PAGE])
def test_function_that_dies_is_taken_up_where_it_was_left(house: House, after: int) -> None:
    """After each of its calls: the message comes again, and everybody is told once."""
    found = many(house)
    job = cancel(house)
    event = house.take("repair")
    world = replace(house.world, stores=dying(house.stores, STORES, after))

    with pytest.raises(Died):
        repair.handle(event, world)
    assert repair.handle(event, house.world) == nothing()
    house.drain()

    assert set(states(house, found)) == {"withdrawn"}
    assert [told(house, each) for each in found] == [["confirm", "withdrawn"]] * len(found)
    assert progress(house, job) == Progress(job, "done", len(found), len(found), 0, house.now)


def test_dying_is_played_until_the_last_call(house: House) -> None:
    """So that the test above is about all of them."""
    many(house)
    cancel(house)

    world = replace(house.world, stores=dying(house.stores, STORES, FIRST_PAGE + 1))

    assert repair.handle(house.take("repair"), world) == nothing()


def test_two_who_work_at_one_page_at_once_tell_everybody_once(house: House) -> None:
    """One begins in the middle of the other: whoever's commit is second finds nothing to do."""
    found = many(house)
    job = cancel(house)
    event = house.take("repair")
    others: list[object] = []
    stores = overtaken(
        house.stores, "journal", "append", lambda: others.append(repair.handle(event, house.world))
    )

    assert repair.handle(event, replace(house.world, stores=stores)) == nothing()
    house.drain()

    assert others == [nothing()]
    assert [told(house, each) for each in found] == [["confirm", "withdrawn"]] * len(found)
    assert progress(house, job) == Progress(job, "done", len(found), len(found), 0, house.now)


def test_messages_that_come_again_do_nothing(house: House) -> None:
    """Whatever their order; what is done is read, and no page is queued anew."""
    found = many(house)
    job = cancel(house)
    house.drain()
    before = progress(house, job)
    bodies = [body for body in house.bodies if '"job"' in body]
    assert len(bodies) == 2

    house.now += timedelta(hours=1)
    assert repair.handle(queue_event([*reversed(bodies), *bodies]), house.world) == nothing()

    assert house.take("repair") == {"Records": []}
    assert progress(house, job) == before
    assert [told(house, each).count("withdrawn") for each in found] == [1] * len(found)


def test_one_that_fails_holds_up_no_other_and_is_counted(
    house: House, caplog: pytest.LogCaptureFixture
) -> None:
    """Its message comes again, and once it succeeds nothing is left."""
    found = many(house, 4)
    job = cancel(house)
    event = house.take("repair")
    world = replace(house.world, stores=broken(house.stores, "journal", "read", about=found[1]))

    assert failures(repair.handle(event, world)) == ["message-0"]
    assert progress(house, job) == Progress(job, "failed", 4, 3, 1, house.now)
    assert "Planted" not in caplog.text

    assert repair.handle(event, house.world) == nothing()
    assert progress(house, job) == Progress(job, "done", 4, 4, 0, house.now)


def test_where_aws_fails_what_is_done_is_noted(house: House) -> None:
    """The message comes again for the rest."""
    found = many(house, 4)
    job = cancel(house)
    event = house.take("repair")
    unlucky = sorted(found)[2]
    world = replace(house.world, stores=failing(house.stores, "journal", "read", about=unlucky))

    assert failures(repair.handle(event, world)) == ["message-0"]
    assert progress(house, job) == Progress(job, "working", 4, 2, 0, None)

    assert repair.handle(event, house.world) == nothing()
    assert progress(house, job).state == "done"


def test_cancelling_that_meets_another_version_is_decided_again(house: House) -> None:
    """Somebody publishes at the same moment: the newer version is the one that is cancelled."""
    stores = overtaken(
        house.stores, "definitions", "publish", lambda: house.publish({**FAIR, "title": "The fair"})
    )
    world = replace(house.world, stores=stores)
    cancelling.cancel(world, DESK, "fair", reason=WHY)

    shown = browse.program(house.world, "fair")
    assert (shown.status, shown.program.title, shown.version) == ("closed", "The fair", 3)


def test_job_that_is_none_is_let_go(house: House) -> None:
    """Nobody can do it."""
    event = queue_event([json.dumps({"program": "fair", "job": "j" * 20, "page": 1})])

    assert repair.handle(event, house.world) == nothing()
