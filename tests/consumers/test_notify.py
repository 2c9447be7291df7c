from dataclasses import replace
from datetime import timedelta
from typing import Any

import pytest

from chalicelib.consumers import notify, relay
from chalicelib.mail import ses
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
