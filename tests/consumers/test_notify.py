import json
from dataclasses import replace
from datetime import timedelta
from typing import Any

import pytest

from chalicelib.consumers import notify, relay, rows
from chalicelib.domain import links as links_of
from chalicelib.domain.desk import Replacement
from chalicelib.domain.links import Link
from chalicelib.mail import ses
from chalicelib.services import answer, desk, fire, lost, own, publish, records
from chalicelib.storage.ports import Holder
from tests.consumers.failing import broken, failing
from tests.consumers.house import House, failures, nothing, queue_event, queued


def planned(**changed: str) -> tuple[House, str]:
    """A festival whose first message is planned and queued; the message's id."""
    house = House()
    festival = house.festival(**changed)
    house.take_commits()
    relay.handle({"Records": house.records}, house.world)
    house.take("mail")
    (row,) = house.rows(festival)
    return house, row.id


def deliver(house: House, message: str) -> list[str]:
    """Notify with one message; the failures it names."""
    return failures(notify.handle(queued(message=message), house.world, house.send))


def row(house: House, message: str) -> tuple[str, str, int]:
    """State, reason and attempts."""
    found = house.stores.messages.get(message)
    assert found is not None
    return found.state, found.reason, found.attempts


def test_message_is_sent_once_however_often_it_is_queued() -> None:
    """A queue delivers at least once; the claim is taken once."""
    house, message = planned()

    for _ in range(3):
        assert deliver(house, message) == []

    assert row(house, message) == ("sent", "", 1)
    assert len(house.sent) == 1


def test_refusal_that_may_pass_is_planned_again() -> None:
    """SES was throttled: the row is planned as before, the item comes again, and is sent then."""
    house, message = planned()
    house.results = [ses.Passing("TooManyRequestsException")]

    assert deliver(house, message) == ["message-0"]
    assert row(house, message) == ("planned", "", 1)

    assert deliver(house, message) == []
    assert row(house, message) == ("sent", "", 2)


def test_refusal_for_good_fails_with_its_reason() -> None:
    """A message that SES will never take is no reason to try again."""
    house, message = planned()
    house.results = [ses.Refused("MessageRejected")]

    assert deliver(house, message) == []

    assert row(house, message) == ("failed", "refused:MessageRejected", 1)
    house.wait(days=1)
    assert house.sent == []


def test_lost_answer_is_unknown_and_sent_again_after_half_an_hour() -> None:
    """Not sooner, and no third time: the second copy asks the same ask under the same id."""
    house, message = planned()
    house.results = [ses.Unknown("ReadTimeoutError"), ses.Unknown("ReadTimeoutError")]

    assert deliver(house, message) == []
    assert row(house, message) == ("unknown", "no_answer:1", 1)
    house.wait(minutes=29)
    assert len(house.sent) == 1

    house.wait(minutes=1)
    assert row(house, message) == ("unknown", "no_answer_twice", 2)
    for _ in range(3):
        house.wait(minutes=45)

    assert [each["X-Concord-Message"] for each in house.sent] == [message, message]


def test_lost_answer_is_settled_by_the_second_sending() -> None:
    """The usual end of it."""
    house, message = planned()
    house.results = [ses.Unknown("ReadTimeoutError")]
    deliver(house, message)

    house.wait(minutes=30)

    assert row(house, message) == ("sent", "", 2)


def test_lost_answer_that_turns_out_not_to_matter_stays_unknown() -> None:
    """Whoever used the link had the message: no second copy, and nobody says that it was not sent."""
    house, message = planned()
    house.results = [ses.Unknown("ReadTimeoutError")]
    deliver(house, message)
    house.answer(message.split(".")[0], "confirm.applicant.1", "yes")

    for _ in range(3):
        house.wait(minutes=31)

    assert row(house, message) == ("unknown", "not_needed", 2)
    assert [each["X-Concord-Message"] for each in house.sent].count(message) == 1


def test_claim_that_nobody_ended_is_unknown_after_five_minutes() -> None:
    """Whoever died between claim and mark may have sent it: it waits half an hour, and is sent once more."""
    house, message = planned()
    house.stores.messages.claim(
        message, now=house.now, stale=timedelta(minutes=30), fires=house.now + timedelta(minutes=5)
    )

    house.wait(minutes=4)
    assert row(house, message) == ("planned", "", 1)
    assert deliver(house, message) == []
    house.wait(minutes=2)
    assert row(house, message) == ("unknown", "no_answer:1", 1)
    house.wait(minutes=30)

    assert row(house, message) == ("sent", "", 2)
    assert len(house.sent) == 1


def test_second_sending_that_nobody_ended_is_the_last() -> None:
    """A process that dies twice over one message leaves it for a person to look at."""
    house, message = planned()
    for minutes in (0, 40):
        house.now += timedelta(minutes=minutes)
        house.stores.messages.claim(
            message, now=house.now, stale=timedelta(minutes=30), fires=house.now + timedelta(minutes=5)
        )
        house.wait(minutes=6)

    house.wait(hours=3)

    assert row(house, message) == ("unknown", "no_answer_twice", 2)
    assert house.sent == []


def test_planned_message_is_queued_again_for_two_days() -> None:
    """Whatever a queue has lost, the sweep queues; after two days a person has to look."""
    house, message = planned()
    house.results = [ses.Passing("SendingPausedException")] * 1_000

    house.wait(minutes=16)
    assert row(house, message) == ("planned", "", 1)
    house.wait(days=1, hours=23)
    attempts = row(house, message)[2]
    assert attempts > 1
    house.wait(hours=1)

    assert row(house, message) == ("failed", "too_old", attempts)


def test_question_that_is_closed_is_not_sent() -> None:
    """Somebody answered on the telephone while the message waited."""
    house, message = planned()
    house.answer(message.split(".")[0], "confirm.applicant.1", "yes")

    assert deliver(house, message) == []

    assert row(house, message) == ("suppressed", "not_needed", 1)
    assert house.sent == []


def test_question_whose_deadline_has_passed_is_not_sent() -> None:
    """Its link would open a page that says that it is too late."""
    house, message = planned()
    house.now += timedelta(days=8)

    deliver(house, message)

    assert row(house, message) == ("suppressed", "not_needed", 1)


def test_erased_submission_sends_nothing() -> None:
    """When the private parts are gone, there is nobody to write to."""
    house, message = planned()
    forget(house, message.split(".")[0])

    deliver(house, message)

    assert row(house, message) == ("suppressed", "erased", 1)


def forget(house: House, submission: str) -> None:
    """Removes the private parts of a journal."""
    journal: Any = house.stores.journal
    for seq, commit in journal.commits[submission].items():
        journal.commits[submission][seq] = replace(commit, private=None)


@pytest.mark.parametrize("store", ["journal", "definitions"])
def test_claim_is_given_back_when_aws_fails_before_sending(store: str) -> None:
    """Nothing was sent, so the message is planned as before and comes again at once."""
    house, message = planned()
    working = house.stores
    house.stores = failing(working, store, "read" if store == "journal" else "get")

    assert deliver(house, message) == ["message-0"]

    house.stores = working
    assert row(house, message) == ("planned", "", 1)
    assert deliver(house, message) == []
    assert row(house, message) == ("sent", "", 2)


def test_mark_is_tried_again_when_aws_fails_after_sending() -> None:
    """What SES accepted must not be unknown because of one refused write."""
    house, message = planned()
    house.stores = failing(house.stores, "messages", "mark", times=2)

    assert deliver(house, message) == []

    assert row(house, message) == ("sent", "", 1)


def test_second_copy_of_which_nobody_could_take_note_is_the_last() -> None:
    """It was taken, and the mark was lost: an id that comes from the queue a day later sends no third."""
    house, message = planned()
    house.results = [ses.Unknown("ReadTimeout")]
    deliver(house, message)
    house.now += rows.SECOND
    working = house.stores
    house.stores = failing(working, "messages", "mark", times=20)
    deliver(house, message)
    house.stores = working
    sent = len(house.sent)
    house.now += timedelta(days=1)

    assert deliver(house, message) == []
    assert len(house.sent) == sent
    assert row(house, message) == ("unknown", "no_answer_twice", 3)


def test_bug_in_one_message_holds_up_no_other() -> None:
    """It goes back to planned, comes again, and ends among the dead letters; the others are sent."""
    house, message = planned()
    other = house.festival(email="other@people.example")
    house.drain()
    house.sent.clear()
    again = house.festival(email="third@people.example")
    house.step()
    sent = len(house.sent)
    house.stores = broken(house.stores, "journal", "read", about=message.split(".")[0])
    event = queue_event(
        [f'{{"message": "{message}"}}', f'{{"message": "{again}.1.0"}}', "no json", "[]", "{}"]
    )

    assert failures(notify.handle(event, house.world, house.send)) == ["message-0"]

    assert row(house, message) == ("planned", "", 1)
    assert row(house, f"{again}.1.0") == ("sent", "", 1)
    assert row(house, f"{other}.1.0") == ("sent", "", 1)
    assert len(house.sent) == sent


def test_ids_that_are_none_are_done() -> None:
    """Nothing to send is nothing to try again."""
    house = House()

    assert (
        notify.handle(queue_event(["", "{}", '{"message": "x.1.0"}']), house.world, house.send) == nothing()
    )


def test_lambda_is_not_ended_in_the_middle_of_an_attempt(monkeypatch: pytest.MonkeyPatch) -> None:
    """When SES answers slowly, the rest of the batch is left unclaimed for the next invocation."""
    house, message = planned()
    monkeypatch.setattr(notify, "LONGEST", 0.0)

    assert deliver(house, message) == ["message-0"]

    assert row(house, message) == ("planned", "", 0)


def test_address_that_never_answered_gets_ten_an_hour() -> None:
    """Beyond the limit messages are suppressed, whatever `+tag` the address bears."""
    house = House(limits=True)
    ids = [house.festival(email=f"Flooded+{number}@people.example") for number in range(12)]
    others = [house.visit(email="flooded@people.example"), house.visit(email="calm@people.example")]
    house.drain()

    states = [house.states(each)[0][2:] for each in ids + others]

    assert states == [("sent", "")] * 10 + [("suppressed", "limit")] * 3 + [("sent", "")]


def test_limit_begins_anew_with_the_hour_and_ends_with_the_day() -> None:
    """Ten an hour, and thirty a day."""
    house = House(limits=True)
    house.now += timedelta(hours=2)  # one in the morning, by UTC
    for _ in range(5):
        for _ in range(10):
            house.festival(email="flooded@people.example")
        house.drain()
        house.now += timedelta(hours=1)

    assert len(house.sent) == 30


def test_known_addresses_are_not_limited() -> None:
    """Who has answered before, and who holds a role, is written to as often as needed."""
    house = House(limits=True)
    ids = [house.visit(email=f"office{number}@city.example") for number in range(15)]
    house.drain()
    for each in ids:
        house.answer(each, "confirm.applicant.1", "yes")
    house.drain()

    assert [row[2] for each in ids for row in house.states(each)] == ["sent"] * 45


STAFF = Holder("desk", "staff@concord.example", "colorado-springs", "administrator")
GUARDIAN = "consent.guardians.0.1"


def consenting(**changed: Any) -> tuple[House, str]:
    """An exchange whose parents and teacher are asked, with all that is due sent."""
    house = House()
    exchange = house.exchange(**changed)
    house.drain()
    house.answer(exchange, "confirm.applicant.1", "yes")
    house.drain()
    house.sent.clear()
    return house, exchange


def last(house: House, submission: str, template: str) -> list[tuple[str, str, str]]:
    """Party, state and reason of the messages of that template."""
    return [row[1:] for row in house.states(submission) if row[0] == template]


@pytest.mark.parametrize("template", ["reminded", "extended"])
def test_reminder_of_what_is_answered_is_not_sent(template: str) -> None:
    """A parent answers while the reminder, or the word of more time, waits in the queue."""
    house, exchange = consenting()
    if template == "extended":
        desk.extend(house.world, STAFF, exchange, GUARDIAN, due="30d", reason="Ill")
    else:
        house.now += timedelta(days=7)
        fire.fire(house.world, exchange)
    event = house.relayed()
    desk.withdraw(house.world, STAFF, exchange, "")

    notify.handle(event, house.world, house.send)

    assert {row[1:] for row in last(house, exchange, template)} == {("suppressed", "not_needed")}


def test_question_to_who_left_the_role_meanwhile_is_not_sent() -> None:
    """The new version is there before the message goes out, and nobody has handed the question over yet."""
    house = House()
    visit = house.visit()
    house.drain()
    house.answer(visit, "confirm.applicant.1", "yes")
    event = house.relayed()
    document = json.loads(records.newest(house.world, "program", "delegation-visit").text)
    document["roles"]["coordinator"][0]["email"] = "new@concord.example"
    publish.publish(house.world, document, by="test")

    notify.handle(event, house.world, house.send)

    assert last(house, visit, "asked") == [("coordinator.0", "suppressed", "not_needed")]


def test_older_code_is_not_sent_after_a_newer_one() -> None:
    """Two codes were asked for at once: the newer one alone can be typed."""
    house, exchange = consenting()
    own.send_code(house.world, house.loaded(exchange))
    own.send_code(house.world, house.loaded(exchange))

    house.drain()

    assert last(house, exchange, "code") == [
        ("applicant", "suppressed", "not_needed"),
        ("applicant", "sent", ""),
    ]


def test_code_that_is_no_longer_good_is_not_sent() -> None:
    """After half an hour it opens nothing."""
    house, exchange = consenting()
    own.send_code(house.world, house.loaded(exchange))
    event = house.relayed()
    house.now += timedelta(minutes=30)

    notify.handle(event, house.world, house.send)

    assert last(house, exchange, "code") == [("applicant", "suppressed", "not_needed")]


def test_code_in_the_mail_is_the_one_that_opens() -> None:
    """The digits that are mailed are those that the page wants."""
    house, exchange = consenting()
    own.send_code(house.world, house.loaded(exchange))
    house.drain()
    (message,) = house.sent

    body = message.get_body(("plain",))
    assert body is not None
    (digits,) = [line for line in body.get_content().splitlines() if len(line) == 6 and line.isdigit()]
    assert own.try_code(house.world, house.loaded(exchange), digits)[1] == "right"


def test_who_said_stop_is_not_written_to_again() -> None:
    """Whatever becomes of the ask: only somebody else, at another address, hears of it."""
    house, exchange = consenting()
    answer.disown(house.world, house.opened(exchange, GUARDIAN))
    desk.extend(house.world, STAFF, exchange, GUARDIAN, due="30d", reason="Ill")
    house.drain()
    desk.withdraw(house.world, STAFF, exchange, "")
    house.drain()

    assert last(house, exchange, "disowned") == [("applicant", "sent", "")]
    assert last(house, exchange, "extended") == [("guardians.0", "suppressed", "disowned")]
    assert last(house, exchange, "not_needed")[0] == ("guardians.0", "suppressed", "disowned")
    assert "mother@people.example" not in [each["To"].addresses[0].addr_spec for each in house.sent]


def test_wrong_address_that_is_replaced_is_not_told_of() -> None:
    """Staff had a better address before the applicant was asked for one."""
    house, exchange = consenting()
    answer.disown(house.world, house.opened(exchange, GUARDIAN))
    desk.replace(
        house.world, STAFF, exchange, GUARDIAN, new=Replacement("right@people.example"), reason="telephoned"
    )

    house.drain()

    assert last(house, exchange, "disowned") == [("applicant", "suppressed", "not_needed")]
    assert "right@people.example" in [each["To"].addresses[0].addr_spec for each in house.sent]


def test_link_that_stops_has_the_token_of_the_one_that_asks() -> None:
    """One signature serves both: who may answer may say "not me", and nobody else."""
    house = House()
    exchange = house.exchange()
    house.answer(exchange, "confirm.applicant.1", "yes")
    house.drain()
    asked = next(each for each in house.sent if each["To"].addresses[0].addr_spec == "mother@people.example")

    body = asked.get_body(("plain",))
    assert body is not None
    links = [line for line in body.get_content().splitlines() if line.startswith("https://")]
    link = Link("ask", exchange, GUARDIAN)
    assert links == [house.world.url(link), house.world.stop(link)]
    assert [links_of.read(house.world.keys().links, each.split("/")[-1]) for each in links] == [link, link]


def erased() -> tuple[House, str]:
    """An exchange that is erased while its other messages wait; these are queued."""
    house, exchange = consenting()
    own.send_code(house.world, house.loaded(exchange))
    own.erase(house.world, house.loaded(exchange))
    return house, exchange


def looked_at(house: House) -> list[str]:
    """The bodies in the queue of submissions to be looked at."""
    queues: Any = house.stores.queues
    return list(queues.sent["repair"])


def test_goodbye_is_the_only_message_after_an_erasure() -> None:
    """It goes to the address that was kept for it; and what is left is looked at once it is sent."""
    house, exchange = erased()

    notify.handle(house.relayed(), house.world, house.send)

    assert house.states(exchange)[-2:] == [
        ("code", "applicant", "suppressed", "erased"),
        ("erased", "applicant", "sent", ""),
    ]
    assert [str(each["To"]) for each in house.sent] == ["pupil@people.example"]
    assert looked_at(house) == [f'{{"submission": "{exchange}"}}']


@pytest.mark.parametrize(
    ("result", "state"),
    [(ses.Refused("MessageRejected"), "failed"), (ses.Unknown("ReadTimeoutError"), "unknown")],
)
def test_goodbye_that_can_not_be_sent_holds_up_no_erasure(result: ses.Result, state: str) -> None:
    """Whatever became of it, the address has served."""
    house, exchange = erased()
    house.results = [result]

    notify.handle(house.relayed(), house.world, house.send)

    assert [row[2] for row in house.states(exchange)][-1] == state
    assert looked_at(house) == [f'{{"submission": "{exchange}"}}']


def test_goodbye_that_may_be_sent_soon_keeps_its_address() -> None:
    """SES was throttled: nothing is looked at before it has gone out."""
    house, exchange = erased()
    house.results = [ses.Passing("TooManyRequestsException")]

    notify.handle(house.relayed(), house.world, house.send)

    assert house.states(exchange)[-1] == ("erased", "applicant", "planned", "")
    assert looked_at(house) == []


def test_goodbye_without_an_address_is_given_up() -> None:
    """Where nothing is left there is nobody to write to, and nothing to wait for."""
    house, exchange = erased()
    event = house.relayed()
    forget(house, exchange)

    notify.handle(event, house.world, house.send)

    assert house.states(exchange)[-1] == ("erased", "applicant", "suppressed", "no_address")
    assert looked_at(house) == [f'{{"submission": "{exchange}"}}']


def asked_for_links(house: House) -> dict[str, Any]:
    """Somebody asks for the links of the pupil's address."""
    house.drain()
    house.sent.clear()
    lost.send_links(house.world, "pupil@people.example")
    return house.relayed()


def linked(house: House) -> list[str]:
    """The kinds of the links in the only message that was sent."""
    (message,) = house.sent
    body = message.get_body(("plain",))
    assert body is not None
    lines = [line for line in body.get_content().splitlines() if line.startswith("https://")]
    return sorted(line.split("/")[3] for line in lines)


def test_links_of_all_submissions_of_an_address_are_sent_in_one_message() -> None:
    """Two submissions, one of them to be confirmed: two status links and one question."""
    house, _ = consenting()
    house.festival(email="pupil@people.example")

    notify.handle(asked_for_links(house), house.world, house.send)

    assert linked(house) == ["asks", "status", "status"]


def test_links_of_what_is_gone_meanwhile_are_left_out() -> None:
    """A submission that was erased after it was found is not there; the others are."""
    house, exchange = consenting()
    festival = house.festival(email="pupil@people.example")
    event = asked_for_links(house)
    other = (
        {exchange, festival} - {row.submission for row in _rows_of_links(house, exchange, festival)}
    ).pop()
    forget(house, other)

    notify.handle(event, house.world, house.send)

    assert linked(house).count("status") == 1


def _rows_of_links(house: House, *submissions: str) -> list[Any]:
    return [row for each in submissions for row in house.rows(each) if row.template == "links"]


def test_message_sent_twice_without_an_answer_is_never_sent_again() -> None:
    """Nor when its id comes out of the queue once more, hours later; and no timer stays behind."""
    house = House()
    house.results += [ses.Unknown("ReadTimeout"), ses.Unknown("ReadTimeout")]
    festival = house.festival()
    house.drain()
    house.wait(minutes=31)
    assert house.states(festival) == [("confirm", "applicant", "unknown", "no_answer_twice")]

    house.now += timedelta(hours=3)
    late = queued(message=f"{festival}.1.0")
    broken_off = replace(house.world, stores=failing(house.stores, "messages", "mark"))
    assert failures(notify.handle(late, broken_off, house.send)) == ["message-0"]
    house.wait(minutes=6)
    assert notify.handle(late, house.world, house.send) == nothing()

    assert len(house.sent) == 2
    assert house.states(festival) == [("confirm", "applicant", "unknown", "no_answer_twice")]
    assert house.stores.timers.due("message", house.now + timedelta(days=9), 9) == []
