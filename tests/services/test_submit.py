from __future__ import annotations

from dataclasses import replace
from datetime import UTC, datetime, timedelta
from typing import Any

import pytest

from chalicelib.domain.errors import Fault, Invalid, KeyReused, NotOpen, Unknown
from chalicelib.services import publish, submit
from chalicelib.services.submit import Form
from chalicelib.storage.ports import Key
from tests.domain.examples import ANSWERS, changed
from tests.services.office import CONFIRM, START, VISIT, Office, overtaken, together

OPENS = datetime(2026, 11, 1, 6, 0, tzinfo=UTC)
CLOSES = datetime(2027, 2, 1, 6, 59, tzinfo=UTC)
SECOND = timedelta(seconds=1)
MINUTE = timedelta(minutes=1)


def test_submit_asks_the_applicant() -> None:
    """One commit: what was sent, and the question whether the address is right."""
    office = Office()

    sent = office.send()

    submission = sent.case.submission
    assert (sent.repeated, submission.state, submission.version) == (False, "unconfirmed", 1)
    assert (submission.submitted, submission.fires) == (START, START + timedelta(days=3))
    assert sent.case.answers == ANSWERS
    assert office.case(submission.id) == sent.case
    assert office.events(submission.id) == ["submitted", "ask_opened"]
    assert office.asks(submission.id) == {CONFIRM: "open"}


def test_submit_to_an_unknown_program_is_refused() -> None:
    """There is nothing to send a form to."""
    with pytest.raises(Unknown):
        submit.submit(Office().world, Form("nothing", ANSWERS))


def test_submit_of_the_program_just_read_reads_none() -> None:
    """A definition that is handed in is the one used, whatever is stored."""
    office = Office()
    published = office.stores.definitions.get(Key("program", "visit"))[Key("program", "visit")]

    sent = submit.submit(office.world, Form("visit", ANSWERS), published=replace(published, version=7))

    assert sent.case.submission.version == 7


def test_submit_without_a_key_twice_makes_two() -> None:
    """Nothing says that the second is a repetition."""
    office = Office()

    first, second = office.send(), office.send()

    assert first.case.submission.id != second.case.submission.id
    assert (first.repeated, second.repeated, office.appended()) == (False, False, 2)


def test_submit_with_the_same_key_and_body_is_the_same() -> None:
    """The repetition is answered with what there is, and writes nothing."""
    office = Office()
    first = office.send(key="one")
    office.wait(hours=1)

    second = office.send(key="one")

    assert (first.repeated, second.repeated) == (False, True)
    assert second.case == first.case
    assert office.appended() == 1


def test_submit_with_the_same_key_is_the_same_however_it_is_spelt() -> None:
    """The order of members is no part of the body."""
    office = Office()
    first = office.send(key="one")
    answers = dict(reversed(ANSWERS.items()))

    second = submit.submit(office.world, Form("visit", answers, language="en", key="one"))

    assert second.case == first.case
    assert second.repeated


def test_submit_repeated_after_answers_has_them() -> None:
    """The repetition is told how the submission stands now."""
    office = Office()
    submission = office.send(key="one").case.submission.id
    office.answer(submission, CONFIRM, "yes")

    again = office.send(key="one")

    assert (again.repeated, again.case.submission.state) == (True, "in_progress")
    assert again.case == office.case(submission)


@pytest.mark.parametrize(
    "form",
    [
        Form("visit", {**ANSWERS, "full_name": "Another"}, language="en", key="one"),
        Form("visit", ANSWERS, language="ja", key="one"),
        Form("visit", {}, language="en", key="one"),
    ],
    ids=["answers", "language", "invalid"],
)
def test_submit_with_the_same_key_and_another_body_is_refused(form: Form) -> None:
    """A key stands for one body; valid or not, another one is not taken for it."""
    office = Office()
    office.send(key="one")

    with pytest.raises(KeyReused):
        submit.submit(office.world, form)

    assert office.appended() == 1


@pytest.mark.parametrize("caller", ["desk", "other"])
def test_submit_with_the_key_of_another_caller_makes_two(caller: str) -> None:
    """Keys belong to who chose them."""
    office = Office()
    first = office.send(key="one")

    second = submit.submit(office.world, Form("visit", ANSWERS, language="en", key="one", caller=caller))

    assert first.case.submission.id != second.case.submission.id
    assert not second.repeated


def test_submit_repeated_after_closing_is_the_same() -> None:
    """What was accepted is not refused because the program has closed since."""
    office = Office()
    first = office.send(key="one")
    office.now = CLOSES + timedelta(days=1)

    assert office.send(key="one").case == first.case

    with pytest.raises(NotOpen):
        office.send(key="two")


def test_submit_with_another_body_after_closing_is_reused() -> None:
    """Nor is another body taken for it then."""
    office = Office()
    office.send(key="one")
    office.now = CLOSES

    with pytest.raises(KeyReused):
        office.send(key="one", full_name="Another")


def test_submit_repeated_when_the_form_has_changed_is_the_same() -> None:
    """What was accepted is not refused because a later version wants more."""
    office = Office()
    first = office.send(key="one")
    publish.publish(office.world, changed(VISIT, ("/form/1/fields/1/max", 2)), by="test")

    assert office.send(key="one").case == first.case

    with pytest.raises(Invalid):
        office.send(key="two")


def test_submit_by_two_at_once_with_one_key_makes_one() -> None:
    """Whoever comes second has sent the same."""
    office = Office()
    world = office.world

    sent = together(2, lambda _: submit.submit(world, Form("visit", ANSWERS, language="en", key="one")))

    assert sorted(each.repeated for each in sent) == [False, True]
    assert sent[0].case == sent[1].case
    assert office.appended() == 1


def test_submit_overtaken_by_the_same_is_a_repetition() -> None:
    """Somebody writes between the check and the write: the same body is the same submission."""
    office = Office()
    world = overtaken(office, lambda: office.send(key="one"))

    sent = submit.submit(world, Form("visit", ANSWERS, language="en", key="one"))

    assert sent.repeated
    assert sent.case == office.case(sent.case.submission.id)
    assert office.appended() == 1


def test_submit_overtaken_by_another_body_is_refused() -> None:
    """Somebody writes another body under the key between the check and the write."""
    office = Office()
    world = overtaken(office, lambda: office.send(key="one", full_name="Another"))

    with pytest.raises(KeyReused):
        submit.submit(world, Form("visit", ANSWERS, language="en", key="one"))


@pytest.mark.parametrize(
    ("now", "status"),
    [(OPENS - SECOND, "upcoming"), (CLOSES, "closed"), (CLOSES + timedelta(days=9), "closed")],
)
def test_submit_outside_the_window_is_refused(now: datetime, status: str) -> None:
    """Before it opens and from the moment it closes, with the reason."""
    office = Office(now=now)

    with pytest.raises(NotOpen) as refused:
        office.send()

    assert refused.value.status == status
    assert office.appended() == 0


@pytest.mark.parametrize("now", [OPENS, CLOSES - SECOND])
def test_submit_at_the_edge_of_the_window_is_accepted(now: datetime) -> None:
    """From the first moment to the last."""
    assert Office(now=now).send().case.submission.submitted == now


@pytest.mark.parametrize(
    ("begun", "now"),
    [
        (CLOSES - SECOND, CLOSES),
        (CLOSES - SECOND, CLOSES + 15 * MINUTE - SECOND),
        (CLOSES - timedelta(days=2), CLOSES + 15 * MINUTE - SECOND),
        (OPENS, CLOSES),
    ],
)
def test_submit_begun_before_closing_is_accepted_for_a_quarter_of_an_hour(
    begun: datetime, now: datetime
) -> None:
    """Who was writing when it closed is not refused."""
    assert Office(now=now).send(begun=begun).case.submission.submitted == now


@pytest.mark.parametrize(
    ("begun", "now", "status"),
    [
        (CLOSES, CLOSES, "closed"),
        (CLOSES, CLOSES + SECOND, "closed"),
        (CLOSES - SECOND, CLOSES + 15 * MINUTE, "closed"),
        (CLOSES - timedelta(days=2), CLOSES + 15 * MINUTE, "closed"),
        (OPENS - SECOND, CLOSES, "closed"),
        (OPENS - SECOND, OPENS - SECOND, "upcoming"),
        (OPENS, OPENS - SECOND, "upcoming"),
        (CLOSES + MINUTE, CLOSES, "closed"),
    ],
)
def test_submit_begun_or_sent_too_late_is_refused(begun: datetime, now: datetime, status: str) -> None:
    """Begun once it was closed, before it was open or in the future, or sent after the grace."""
    office = Office(now=now)

    with pytest.raises(NotOpen) as refused:
        office.send(begun=begun)

    assert refused.value.status == status


@pytest.mark.parametrize(
    ("language", "spoken"), [("en", "en"), ("ja", "ja"), ("fr", "en"), (None, "en"), ("", "en")]
)
def test_submit_in_a_language_the_program_lacks_speaks_its_first(language: str | None, spoken: str) -> None:
    """Messages are written in a language that the program has."""
    sent = submit.submit(Office().world, Form("visit", ANSWERS, language=language))

    assert sent.case.submission.language == spoken


def test_submit_with_faults_names_them_all() -> None:
    """Every fault in the order of the form; nothing is stored."""
    office = Office()
    answers: dict[str, Any] = {**ANSWERS, "email": "nobody", "nights": 11, "agreement": False, "pets": 2}
    del answers["full_name"]

    with pytest.raises(Invalid) as refused:
        submit.submit(office.world, Form("visit", answers))

    assert {(fault.pointer, fault.code) for fault in refused.value.faults} == {
        ("/answers/full_name", "required"),
        ("/answers/email", "email"),
        ("/answers/nights", "too_large"),
        ("/answers/agreement", "required"),
        ("/answers/pets", "unknown_field"),
    }
    assert office.appended() == 0


def test_check_tells_the_faults_of_a_form() -> None:
    """Without sending it, whether or not it is open."""
    office = Office(now=CLOSES)
    sent = Office().send()

    faults = submit.check(office.world, sent.program, Form("visit", {**ANSWERS, "nights": 11}))

    assert faults == [Fault("/answers/nights", "too_large", {"limit": 10})]


def test_submit_reads_a_national_number_by_the_communitys_country() -> None:
    """So does the check; the country is the community's, as it is now."""
    office = Office()

    sent = office.send(phone="719-555-0199")

    assert sent.case.answers["phone"] == "+17195550199"
    assert submit.check(office.world, sent.program, Form("visit", {**ANSWERS, "phone": "719-555-0199"})) == []
    assert submit.check(office.world, sent.program, Form("visit", {**ANSWERS, "phone": "03-1234-5678"})) == [
        Fault("/answers/phone", "phone")
    ]


@pytest.mark.parametrize(("caller", "by"), [("public", "visitor"), ("desk", "token:desk")])
def test_submit_says_who_sent_it(caller: str, by: str) -> None:
    """A visitor, or the token of a call."""
    sent = submit.submit(Office().world, Form("visit", ANSWERS, caller=caller))

    assert f'"by":"{by}"' in sent.case.commits[0].events
