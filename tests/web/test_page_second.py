"""A second submission by a page, where there may be one: a page tells nobody of the first."""

from __future__ import annotations

import re
from collections.abc import Callable
from dataclasses import replace
from typing import Any

import pytest

from chalicelib.consumers import drafts as consumer
from chalicelib.domain.links import read
from chalicelib.services import erase, records
from tests.services.office import Overtaken
from tests.web.examples import definition, told
from tests.web.site import Page, Site
from tests.web.test_page_draft import FORM, PALS
from tests.web.test_page_links import resent

JANE, TOM, TIM = "jane@school.example", "tom@school.example", "tim@school.example"
SUBMIT = "/v1/programs/tea-time/submissions"


@pytest.fixture
def pals(site: Site) -> Site:
    """A deployment with a program that takes one form for an address."""
    document = definition(form=FORM, one_per="email")
    answer = site.api("PUT", "/v1/programs/tea-time", document)
    assert answer.status == 201, answer.body
    return site


def sent(site: Site, address: str = JANE, **more: Any) -> Page:
    """The page after sending."""
    return site.get(PALS).fill({"full_name": "Jane Doe", "email": address, **more})


def id_of(page: Page) -> str:
    """The submission that the page's link names."""
    return read(page.site.world.keys().links, page.target.removeprefix("/sent/")).submission


def alike(page: Page, *, address: str = JANE) -> str:
    """The page's body without what differs between any two: reference, token and address."""
    submission = id_of(page)
    body = str(page.answer.body).replace(page.target.removeprefix("/sent/"), "")
    return body.replace(f"{submission[:4]}-{submission[4:8]}".upper(), "").replace(address, "")


def test_second_submission_gets_the_same_page_and_the_first_a_message(pals: Site) -> None:
    """Word for word; another address has no other page."""
    other = sent(pals, TOM)
    first = sent(pals)
    second = sent(pals, "Jane@School.example", colour="blue")

    assert (first.status, second.status) == (200, 200)
    assert alike(second, address="Jane@school.example") == alike(first) == alike(other, address=TOM)
    assert id_of(first) != id_of(second)
    assert pals.stores.journal.read(id_of(second)) == ()
    (event,) = resent(pals, id_of(first))
    assert event == {"type": "resent", "by": "visitor", "to": "applicant", "second": id_of(second)}
    assert resent(pals, id_of(other)) == []


def test_nothing_on_the_page_is_the_first_one_s(pals: Site) -> None:
    """Neither its reference nor what was answered."""
    first = id_of(sent(pals, full_name="Somebody Else"))

    page = sent(pals)

    assert f"{first[:4]}-{first[4:8]}".upper() not in page.text
    assert first not in str(page.answer.body)
    assert "Somebody Else" not in page.text


def test_form_sent_twice_tells_the_first_once(pals: Site) -> None:
    """Pressing the button twice is one page, and one message."""
    first = id_of(sent(pals))
    page = pals.get(PALS)

    one, other = (page.fill({"full_name": "Jane Doe", "email": JANE}) for _ in range(2))

    assert one.target == other.target
    assert len(resent(pals, first)) == 1


@pytest.mark.parametrize("there", [False, True])
def test_page_that_was_sent_takes_nothing_else_whether_there_is_a_first_or_not(
    pals: Site, there: bool
) -> None:
    """Back, another name, and the same page once more: 422 for whoever tries out addresses, in any case."""
    if there:
        sent(pals)
    page = pals.get(PALS)

    assert page.fill({"full_name": "Jane Doe", "email": JANE}).status == 200
    assert page.fill({"full_name": "Jane Dough", "email": JANE}).status == 422


def test_form_with_the_right_address_is_said_to_go_there(pals: Site) -> None:
    """The same page once more, after it was refused with another address."""
    sent(pals)
    page = pals.get(PALS)
    assert page.fill({"full_name": "Jane Doe", "email": JANE}).status == 200
    pals.wait(minutes=1)

    after = page.fill({"full_name": "Jane Doe", "email": TOM})

    assert (TOM in after.text, JANE in after.text) == (True, False)


def test_first_is_told_so_often_a_day_and_the_page_stays_the_same(pals: Site) -> None:
    """Nobody fills a mailbox by sending forms."""
    first = sent(pals)

    pages = [sent(pals) for _ in range(7)]

    assert {alike(page) for page in pages} == {alike(first)}
    assert len(resent(pals, id_of(first))) == 5


def test_one_network_has_the_first_told_so_often(pals: Site) -> None:
    """The limit is that of lost links."""
    pals.limits = True
    firsts = [id_of(sent(pals, f"pupil{number}@school.example")) for number in range(12)]

    pages = [sent(pals, f"pupil{number}@school.example") for number in range(12)]

    assert {page.status for page in pages} == {200}
    assert sum(len(resent(pals, first)) for first in firsts) == 10


def test_address_of_a_refused_form_is_corrected_and_nothing_is_lost(pals: Site) -> None:
    """The form is sent with the address that was meant, under the reference that the page had."""
    sent(pals)
    page = sent(pals, colour="blue", pets=[{"name": "Rex"}])

    corrected = page.fill({"email": TOM})

    assert (corrected.status, corrected.target) == (200, page.target)
    assert alike(corrected, address=TOM) == alike(page)
    submission = pals.case(id_of(page)).submission
    assert (submission.state, pals.case(submission.id).answers) == (
        "unconfirmed",
        {"full_name": "Jane Doe", "email": TOM, "colour": "blue", "pets": [{"name": "Rex"}]},
    )
    assert pals.stores.drafts.get(submission.id) is None


def test_correcting_to_an_address_that_has_one_looks_like_any_other(pals: Site) -> None:
    """Of a form that was taken, and of one that was refused; whose address it is gets a message."""
    jane, tom = sent(pals), sent(pals, TOM)
    refused = sent(pals)
    tim = sent(pals, TIM)

    for page in (refused, tim):
        corrected = page.fill({"email": TOM})
        assert (corrected.status, corrected.target) == (200, page.target)
        assert alike(corrected, address=TOM) == alike(tom, address=TOM)
    assert len(resent(pals, id_of(tom))) == 2
    assert pals.case(id_of(tim)).answers["email"] == TIM
    assert pals.stores.journal.read(id_of(refused)) == ()

    again = tim.fill({"email": "tina@school.example"})
    assert "We write to tina@school.example" in again.text
    assert pals.case(id_of(tim)).answers["email"] == "tina@school.example"
    assert alike(jane) == alike(pals.get(jane.target))


def test_address_that_is_none_is_422_here_too(pals: Site) -> None:
    """With the same words."""
    first, second = sent(pals), sent(pals)

    one, other = (page.fill({"email": "nobody"}) for page in (first, second))

    assert (one.status, one.errors) == (422, other.errors)
    assert other.status == 422


def past(pals: Site) -> None:
    """The program closed a while ago."""
    published = pals.api(
        "PUT", "/v1/programs/tea-time", definition(form=FORM, one_per="email", closes="2026-11-20")
    )
    assert published.status == 200, published.body


def coming(pals: Site) -> None:
    """The program opens later than was said."""
    published = pals.api(
        "PUT", "/v1/programs/tea-time", definition(form=FORM, one_per="email", opens="2027-01-01")
    )
    assert published.status == 200, published.body


def cancelled(pals: Site) -> None:
    """The program takes place no more."""
    answer = pals.api("POST", "/v1/programs/tea-time/cancel", {"reason": "A storm"})
    assert answer.status == 202, answer.body


@pytest.mark.parametrize("close", [past, coming, cancelled])
def test_form_that_can_be_sent_no_more_is_too_late_on_the_same_page(
    pals: Site, close: Callable[[Site], None]
) -> None:
    """As where the form is another one by now: 409 on the page after sending, and nothing is lost of it."""
    sent(pals)
    page = sent(pals)
    close(pals)

    after = page.fill({"email": TOM})

    assert (after.status, after.heading) == (409, page.heading)
    assert "It is too late for this change." in after.text
    assert after.text.replace("It is too late for this change. ", "") == page.text
    assert pals.stores.journal.read(id_of(page)) == ()


def test_form_that_was_corrected_twice_at_once_goes_to_the_later_address(pals: Site) -> None:
    """Who was slower finds it sent, and corrects that."""
    sent(pals)
    page = sent(pals)
    quicker = Overtaken(pals.stores.journal, [lambda: page.fill({"email": TIM})])
    pals.stores = replace(pals.stores, journal=quicker)

    after = page.fill({"email": TOM})

    assert (after.status, after.target) == (200, page.target)
    assert pals.case(id_of(page)).answers["email"] == TOM
    assert pals.commits(id_of(page)) == 2


def test_after_half_an_hour_only_the_masked_address_is_left(pals: Site) -> None:
    """The page says what it says of every form; what was typed is gone."""
    first, second = sent(pals), sent(pals, full_name="Planted Name")
    pals.wait(minutes=30)
    consumer.look(pals.world, id_of(second))

    late = second.fill({"email": TOM})
    pages = [pals.get(page.target) for page in (first, second)]

    assert late.status == 409
    assert alike(pages[0]) == alike(pages[1])
    assert "We write to j…@school.example" in pages[1].text
    draft = pals.stores.drafts.get(id_of(second))
    assert draft is not None
    assert (draft.form, draft.email) == ({}, "j…@school.example")
    pals.wait(days=30)
    consumer.look(pals.world, id_of(second))
    assert pals.stores.drafts.get(id_of(second)) is None
    assert pals.get(second.target).status == 404


def test_second_submission_by_the_api_is_409(pals: Site) -> None:
    """In the reader's language, and the same key and body are the same 201 as ever."""
    body = {"answers": {"full_name": "Jane Doe", "email": JANE}}
    first = pals.api("POST", SUBMIT, body, token="", idempotency_key="k")

    again = pals.api("POST", SUBMIT, body, token="", idempotency_key="k")
    second = pals.api("POST", SUBMIT, body, token="")

    assert (first.status, again.status, told(again)["id"]) == (201, 201, told(first)["id"])
    assert (second.status, told(second)["code"]) == (409, "another")
    assert re.search("only one", told(second)["detail"])
    assert JANE not in str(second.body)
    assert resent(pals, told(first)["id"]) == []


def test_erasure_of_the_first_takes_a_second_along(pals: Site) -> None:
    """What was typed once more is nowhere either, however soon that is."""
    first, second = id_of(sent(pals)), id_of(sent(pals))
    pals.api("POST", f"/v1/submissions/{first}/erase", {})
    loaded = records.load(pals.world, first)
    erase.finish(replace(pals.world, clock=lambda: pals.now + erase.PATIENCE), loaded)

    assert pals.stores.drafts.get(second) is None
    assert pals.stores.drafts.count("tea-time") == 0
