"""One command, one commit, one item: every command of every service on moto, with its calls counted."""

from __future__ import annotations

import ast
import inspect
from collections.abc import Callable, Iterator
from dataclasses import dataclass
from types import ModuleType
from typing import Any

import pytest
from moto import mock_aws

from chalicelib.domain.desk import Replacement
from chalicelib.domain.links import Link
from chalicelib.services import answer, correct, desk, fire, lost, own, project, publish, records, submit
from chalicelib.services.answer import Given, Opened
from chalicelib.services.records import Loaded
from tests.domain.examples import APPLICATION, EXCHANGE, changed
from tests.faults.transport import Sent, counted, faults, on
from tests.services.office import DESK, Office
from tests.storage.deployment import deployed

CONFIRM = "confirm.applicant.1"
GAIL, BOB = "consent.guardians.0.1", "consent.guardians.1.1"
TEACHER = "reference.teacher_email.1"
REVIEWER = "review.reviewer.0.1"
OFFER = "offer.applicant.1"
WHY = "Asked for by telephone"
ONE_WRITE = ["Query", "BatchGetItem", "PutItem"]
Act = Callable[[Office, str], object]
Begin = Callable[[Office], str]


@pytest.fixture(scope="module")
def office() -> Iterator[Office]:
    """A deployment on moto with the exchange published, warm: its clients are made, its keys are read."""
    with mock_aws(), pytest.MonkeyPatch.context() as patch:
        office = Office(stores=deployed(patch))
        publish.publish(office.world, EXCHANGE, by="test")
        office.world.keys()
        yield office


def sent(office: Office) -> str:
    """An application whose address waits to be confirmed."""
    form = submit.Form("exchange", APPLICATION, language="en")
    return submit.submit(office.world, form).case.submission.id


def behalf(office: Office, submission: str, ask: str, given: str, **form: Any) -> None:
    """Staff answer for somebody."""
    said = Given(given, form=form)
    answer.by_staff(office.world, DESK, submission, ask, said, on_behalf="telephoned")


def confirmed(office: Office) -> str:
    """One whose guardians and teacher are asked."""
    submission = sent(office)
    behalf(office, submission, CONFIRM, "yes")
    return submission


def reviewing(office: Office) -> str:
    """One that the committee reads."""
    submission = confirmed(office)
    for ask in (GAIL, BOB):
        behalf(office, submission, ask, "agree")
    behalf(office, submission, TEACHER, "submit", recommends=True)
    return submission


def outdated(office: Office) -> str:
    """One of which there is a newer version, that asks more."""
    submission = confirmed(office)
    extra = {"id": f"extra_{submission}", "type": "text", "label": "Anything else?"}
    publish.publish(office.world, changed(EXCHANGE, ("/form/0/fields/-", extra)), by="test")
    return submission


def kept_back(office: Office) -> str:
    """One about which the partner city has said yes, which is told in March."""
    submission = reviewing(office)
    for number in range(2):
        behalf(office, submission, f"review.reviewer.{number}.1", "submit", score=4)
    behalf(office, submission, "partner_city.partner.0.1", "approve")
    return submission


def offered(office: Office) -> str:
    """One to which a place is offered, which is accepted with a code."""
    submission = kept_back(office)
    desk.announce(office.world, DESK, submission, "partner_city", WHY)
    behalf(office, submission, "decide.coordinator.0.1", "offer")
    desk.announce(office.world, DESK, submission, "decide", WHY)
    return submission


def coded(office: Office) -> str:
    """One whose applicant has been sent a code for the status page."""
    submission = sent(office)
    own.send_code(office.world, records.load(office.world, submission))
    return submission


def late(office: Office) -> str:
    """One whose deadline is over before anybody has looked at it."""
    submission = sent(office)
    office.wait(days=4)
    return submission


def opened(office: Office, submission: str, ask: str) -> Opened:
    """What the ask's link leads to."""
    return answer.open_link(office.world, Link("ask", submission, ask))


def loaded(office: Office, submission: str) -> Loaded:
    """What the status link leads to."""
    return records.load(office.world, submission)


def essay(text: str) -> dict[str, Any]:
    """The form once more with another essay; the address of record is not in it."""
    return {name: each for name, each in APPLICATION.items() if name != "email"} | {"essay": text}


def given(office: Office, submission: str, ask: str, said: Given) -> object:
    """Somebody answers by the link."""
    return answer.by_link(office.world, opened(office, submission, ask), said)


@dataclass(frozen=True)
class Command:
    """A command: its function, the state it begins with, how it is given; `again`: commits of another."""

    function: Callable[..., object]
    begin: Begin
    act: Act
    again: int = 0


COMMANDS = {
    "answer": Command(
        answer.by_link, confirmed, lambda o, s: given(o, s, GAIL, Given("agree", signed_by="Gail Miller"))
    ),
    "answer with a form": Command(
        answer.by_link,
        confirmed,
        lambda o, s: given(o, s, TEACHER, Given("submit", form={"recommends": True})),
    ),
    "send the code of an answer": Command(
        answer.by_link, offered, lambda o, s: given(o, s, OFFER, Given("accept", signed_by="M.")), again=1
    ),
    "recuse": Command(
        answer.recuse, reviewing, lambda o, s: answer.recuse(o.world, opened(o, s, REVIEWER), WHY)
    ),
    "disown": Command(answer.disown, confirmed, lambda o, s: answer.disown(o.world, opened(o, s, TEACHER))),
    "answer on behalf": Command(answer.by_staff, confirmed, lambda o, s: behalf(o, s, BOB, "agree")),
    "correct the address": Command(
        correct.correct_address,
        sent,
        lambda o, s: correct.correct_address(o.world, s, "new@people.example"),
    ),
    "withdraw": Command(desk.withdraw, confirmed, lambda o, s: desk.withdraw(o.world, DESK, s, WHY)),
    "erase": Command(desk.erase, confirmed, lambda o, s: desk.erase(o.world, DESK, s, WHY)),
    "resend": Command(desk.resend, confirmed, lambda o, s: desk.resend(o.world, DESK, s, WHY), again=1),
    "reopen": Command(desk.reopen, reviewing, lambda o, s: desk.reopen(o.world, DESK, s, "consent", WHY)),
    "announce": Command(
        desk.announce, kept_back, lambda o, s: desk.announce(o.world, DESK, s, "partner_city", WHY)
    ),
    "amend": Command(
        desk.amend, confirmed, lambda o, s: desk.amend(o.world, DESK, s, {"essay": "Another."}, WHY)
    ),
    "ask new": Command(
        desk.ask_new,
        outdated,
        lambda o, s: desk.ask_new(o.world, DESK, s, None, due="14d", reason=WHY),
    ),
    "extend": Command(
        desk.extend, confirmed, lambda o, s: desk.extend(o.world, DESK, s, BOB, due="2027-06-01", reason=WHY)
    ),
    "replace": Command(
        desk.replace,
        confirmed,
        lambda o, s: desk.replace(o.world, DESK, s, BOB, new=Replacement("bo@people.example"), reason=WHY),
    ),
    "what is due": Command(fire.fire, late, lambda o, s: fire.fire(o.world, s)),
    "a fresh link": Command(
        lost.fresh, confirmed, lambda o, s: lost.fresh(o.world, opened(o, s, TEACHER)), again=1
    ),
    "send a code": Command(own.send_code, sent, lambda o, s: own.send_code(o.world, loaded(o, s)), again=1),
    "a wrong code": Command(
        own.try_code, coded, lambda o, s: own.try_code(o.world, loaded(o, s), "000000"), again=1
    ),
    "withdraw one's own": Command(
        own.withdraw, confirmed, lambda o, s: own.withdraw(o.world, loaded(o, s), signed_by="Mary")
    ),
    "erase one's own": Command(own.erase, confirmed, lambda o, s: own.erase(o.world, loaded(o, s))),
    "amend one's own": Command(
        own.amend,
        confirmed,
        lambda o, s: own.amend(o.world, loaded(o, s), essay("Another."), signed_by="Mary"),
    ),
}
ELSEWHERE = {submit.submit, lost.send_links}
"""They read other things before they write: see `tests/web/test_calls.py`, and below."""


def operations(calls: list[Sent]) -> list[str]:
    """The calls, in order."""
    return [call.operation for call in calls]


@pytest.mark.parametrize("name", COMMANDS)
def test_command_is_one_commit_by_one_write(office: Office, name: str) -> None:
    """The journal and the definitions are read, and one item is written; a repetition finds it there."""
    command = COMMANDS[name]
    submission = command.begin(office)
    before = office.commits(submission)

    with counted() as first:
        command.act(office, submission)
    with counted() as second:
        command.act(office, submission)

    assert operations(first) == ONE_WRITE
    assert operations(second) == ONE_WRITE[: 2 + command.again]
    assert office.commits(submission) == before + 1 + command.again


@pytest.mark.parametrize("name", COMMANDS)
def test_command_whose_answer_is_lost_is_still_one_commit(office: Office, name: str) -> None:
    """The write is repeated by botocore, fails its condition, and is found to be this very command's."""
    command = COMMANDS[name]
    submission = command.begin(office)
    before = office.commits(submission)

    with faults(on("PutItem", "lost")) as calls:
        command.act(office, submission)

    assert operations(calls) == [*ONE_WRITE, "PutItem", "GetItem"]
    assert office.commits(submission) == before + 1


def test_links_of_an_address_are_one_write_however_many_there_are(office: Office) -> None:
    """The lists are searched, what is found is read, and the first submission has the commit."""
    submissions = [confirmed(office) for _ in range(2)]
    for each in submissions:
        project.project(office.world, loaded(office, each))
    before = sum(office.commits(each) for each in submissions)

    with counted() as calls:
        lost.send_links(office.world, "Tom@school.example")

    assert [call.operation for call in calls if call.writes] == ["PutItem"]
    assert sum(office.commits(each) for each in submissions) == before + 1


def test_every_command_is_in_the_table() -> None:
    """Whatever appends to a journal is counted here, or says where it is."""
    modules = (answer, correct, desk, fire, lost, own, submit)

    found = {function for module in modules for function in appending(module)}

    assert found == {command.function for command in COMMANDS.values()} | ELSEWHERE


def appending(module: ModuleType) -> Iterator[Callable[..., object]]:
    """The public functions of a module that change a submission, by themselves or by a private one of it."""
    writing = {"change", "append"}
    tree = ast.parse(inspect.getsource(module))
    functions = [node for node in tree.body if isinstance(node, ast.FunctionDef)]
    for _ in functions:
        writing |= {each.name for each in functions if each.name.startswith("_") and called(each) & writing}
    for each in functions:
        if not each.name.startswith("_") and called(each) & writing:
            yield getattr(module, each.name)


def called(function: ast.FunctionDef) -> set[str]:
    """The last words of what a function calls; of lists, appending is none of ours."""
    names = set()
    for node in ast.walk(function):
        match node:
            case ast.Call(func=ast.Name(id=name)):
                names.add(name)
            case ast.Call(func=ast.Attribute(attr="append", value=ast.Name(id="guards"))):
                names.add("append")
            case ast.Call(func=ast.Attribute(attr="change", value=ast.Name(id="records" | "ending"))):
                names.add("change")
    return names
