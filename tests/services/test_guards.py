"""One submission for a value: the second is refused while the first has not ended, however either changes."""

from __future__ import annotations

from dataclasses import replace
from typing import Any

import pytest
from moto import mock_aws

from chalicelib.domain.errors import Another, KeyReused
from chalicelib.services import correct, desk, erase, fire, guards, own, records, submit
from chalicelib.services.submit import Form, Sent
from tests import memory
from tests.domain import examples
from tests.domain.examples import ANSWERS, changed
from tests.faults.transport import counted
from tests.services.office import CONFIRM, DECIDE, DESK, VISIT, Office, overtaken, together
from tests.storage.deployment import deployed

ONE = changed(VISIT, ("/one_per", "email"))
OTHER = "tom@school.example"


@pytest.fixture
def office() -> Office:
    """A program with one submission for an address."""
    made = Office()
    made.publish(ONE)
    return made


def refused(office: Office, **answers: Any) -> str:
    """Which submission stands in the way of another one."""
    with pytest.raises(Another) as caught:
        office.send(**answers)
    return caught.value.submission


def id_of(sent: Sent) -> str:
    """The submission's id."""
    return sent.case.submission.id


def test_second_submission_is_refused_and_nothing_of_it_is_kept(office: Office) -> None:
    """Also with the address in another case, and by another key."""
    first = id_of(office.send())

    assert refused(office) == first
    assert refused(office, email="JANE@School.example", key="k") == first
    assert office.appended() == 1


def test_another_value_is_another_submission(office: Office) -> None:
    """What is compared is that field alone."""
    office.send()

    assert not office.send(email=OTHER).repeated


def test_programs_that_do_not_ask_for_it_take_any_number() -> None:
    """As every program did before."""
    office = Office()

    assert id_of(office.send()) != id_of(office.send())
    assert office.stores.journal.guards == {}  # type: ignore[attr-defined]  # memory's


def test_same_form_by_the_same_key_is_the_same_submission(office: Office) -> None:
    """Also once it has ended, and another one has come; with another body the key is refused as ever."""
    first = office.send(key="k")
    assert (office.send(key="k").repeated, id_of(office.send(key="k"))) == (True, id_of(first))
    with pytest.raises(KeyReused):
        office.send(key="k", nights=2)

    desk.withdraw(office.world, DESK, id_of(first), "")
    second = office.send()

    again = office.send(key="k")
    assert (again.repeated, id_of(again)) == (True, id_of(first))
    assert refused(office) == id_of(second)


@pytest.mark.parametrize("end", ["declined", "withdrawn", "expired", "erased"])
def test_ended_submission_makes_room(office: Office, end: str) -> None:
    """Whichever way it ended; and the one that took its place stands in the way of a third."""
    first = office.submission()
    match end:
        case "declined":
            office.answer(first, CONFIRM, "yes")
            office.answer(first, DECIDE, "decline")
        case "withdrawn":
            desk.withdraw(office.world, DESK, first, "")
        case "expired":
            office.wait(days=4)
            fire.fire(office.world, first)
        case _:
            desk.erase(office.world, DESK, first, "")
    assert office.case(first).submission.state == end

    second = office.submission()

    assert refused(office) == second


def test_accepted_submission_has_not_ended(office: Office) -> None:
    """There is no second one beside it."""
    first = office.confirmed()
    office.answer(first, DECIDE, "approve")
    assert office.case(first).submission.state == "accepted"

    assert refused(office) == first


def test_value_is_free_once_staff_have_given_the_submission_another(office: Office) -> None:
    """And the new one is taken."""
    first = office.submission()
    desk.amend(office.world, DESK, first, {"email": OTHER}, "mistyped")

    assert refused(office, email=OTHER) == first
    second = office.submission()
    with pytest.raises(Another) as caught:
        desk.amend(office.world, DESK, first, {"email": "jane@school.example"}, "back")

    assert caught.value.submission == second
    assert office.case(first).answers["email"] == OTHER


def test_corrected_address_is_the_one_that_counts(office: Office) -> None:
    """An address that another submission has is refused."""
    first = office.submission()
    second = id_of(office.send(email=OTHER))
    with pytest.raises(Another):
        correct.correct_address(office.world, first, OTHER)

    correct.correct_address(office.world, second, "tim@school.example")
    correct.correct_address(office.world, first, OTHER)

    assert refused(office, email="tim@school.example") == second
    assert refused(office, email=OTHER) == first
    office.send()


def test_reopened_submission_takes_its_value_again_or_is_refused(office: Office) -> None:
    """Staff are told when somebody else has it by then."""
    first = office.confirmed()
    desk.withdraw(office.world, DESK, first, "")
    desk.reopen(office.world, DESK, first, "decide", "they came back")
    assert refused(office) == first

    desk.withdraw(office.world, DESK, first, "")
    second = office.submission()
    with pytest.raises(Another) as caught:
        desk.reopen(office.world, DESK, first, "decide", "they came back again")

    assert caught.value.submission == second
    assert office.case(first).submission.state == "withdrawn"


def test_submission_reopened_while_another_looks_is_not_taken_over(office: Office) -> None:
    """It had ended when the other one looked."""
    first = office.confirmed()
    desk.withdraw(office.world, DESK, first, "")

    def reopen() -> None:
        desk.reopen(office.world, DESK, first, "decide", "they came back")

    world = overtaken(office, lambda: None, reopen)

    with pytest.raises(Another):
        submit.submit(world, Form("visit", ANSWERS))

    assert office.case(first).submission.state == "in_progress"


def test_applicants_do_not_change_the_field_themselves(office: Office) -> None:
    """Nobody gives a value to a submission that was somebody else's before."""
    office.publish(changed(VISIT, ("/one_per", "phone")))
    first = id_of(office.send())
    loaded = records.load(office.world, first)

    faults = own.faults(office.world, loaded, {**loaded.case.answers, "phone": "+17195550199"})

    assert [(fault.pointer, fault.code) for fault in faults] == [("/answers/phone", "not_amendable")]


def test_unanswered_field_guards_nothing() -> None:
    """However many leave it blank; and who takes the answer back makes room."""
    office = Office()
    office.publish(changed(VISIT, ("/one_per", "phone")))
    blank = [office.send(phone=None) for _ in range(2)]
    assert [each.repeated for each in blank] == [False, False]

    first = office.submission()
    assert refused(office, email=OTHER) == first
    desk.amend(office.world, DESK, first, {"phone": None}, "no telephone")

    office.submission()


def test_erasure_leaves_no_guard(office: Office) -> None:
    """Neither of the present value nor of those before; but what another one has taken over stays."""
    first = office.submission()
    desk.amend(office.world, DESK, first, {"email": OTHER}, "mistyped")
    second = office.submission()
    desk.erase(office.world, DESK, first, "")
    office.wait(days=2)

    erase.finish(office.world, records.load(office.world, first))

    journal: Any = office.stores.journal
    assert {guard.submission for guard in journal.guards.values()} == {second}
    assert len(journal.guards) == 1


def test_guard_tells_nothing_of_the_value_without_the_key(office: Office) -> None:
    """Two deployments have two guards for one address, and neither has the address in it."""
    stores = replace(office.stores, keyring=memory.Keyring({"seed": "another seed"}))
    program, elsewhere = examples.program(document=ONE), replace(office.world, stores=stores)

    one, other = (guards.key(world, program, ANSWERS) for world in (office.world, elsewhere))

    assert (len(one), len(other), one != other) == (64, 64, True)


def test_one_of_several_sent_at_once_is_taken(office: Office) -> None:
    """The others are told of that one."""
    found = together(8, lambda number: office.send(nights=1 + number % 3))

    sent = [each for each in found if isinstance(each, Sent)]
    assert len(sent) == 1
    assert [each.submission for each in found if isinstance(each, Another)] == [id_of(sent[0])] * 7


def test_second_submission_costs_three_reads_more(monkeypatch: pytest.MonkeyPatch) -> None:
    """The first costs what every submission does, but that its write is a transaction."""
    with mock_aws():
        office = Office(deployed(monkeypatch))
        office.publish(ONE)
        with counted() as first:
            office.send()
        with counted() as second, pytest.raises(Another):
            office.send()

    reads = ["GetSecretValue", "GetItem"]
    assert [call.operation for call in first if call.operation not in reads] == ["TransactWriteItems"]
    assert [call.operation for call in second] == [
        "GetItem",
        "TransactWriteItems",
        "GetItem",
        "GetItem",
        "Query",
    ]
