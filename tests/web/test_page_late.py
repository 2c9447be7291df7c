"""Who is let in after the closing date: the command, the form behind the link, and what the others see."""

from __future__ import annotations

from typing import Any

import pytest

from chalicelib.domain.links import Link, make
from chalicelib.storage.ports import SeatHolder
from tests.domain.examples import changed
from tests.domain.seats import TOURS
from tests.web.examples import definition, told
from tests.web.site import Site
from tests.web.test_page_draft import FORM, SAVE

PROGRAM = "tea-time"
TWO_PAGES = changed(
    {"form": FORM}, ("/form/-", {"page": "More", "fields": [{"id": "why", "type": "text", "label": "Why"}]})
)["form"]
WANTED = {"email": "jane@school.example", "name": "Jane", "until": "7d", "reason": "Her mail came back"}
SENTENCE = "You can send this form until Monday, December 7, 2026"


def closed(site: Site, form: list[dict[str, Any]]) -> Site:
    """A program that has closed."""
    answer = site.api("PUT", f"/v1/programs/{PROGRAM}", definition(form=form, closes="2026-11-25"))
    assert answer.status == 201, answer.body
    site.wait(days=7)
    return site


@pytest.fixture
def late(site: Site) -> Site:
    """A program of one page that has closed."""
    return closed(site, FORM)


def invite(site: Site, body: Any = WANTED, **named: Any) -> Any:
    """The answer to the command."""
    return site.api("POST", f"/v1/programs/{PROGRAM}/late", body, **named)


def link(site: Site, id_: str = "") -> str:
    """What the message has a link to, of that form or of a new one."""
    token = make(site.world.keys().links, Link("draft", id_ or told(invite(site))["id"], PROGRAM))
    return f"/drafts/{token}"


def test_invitation_is_answered_without_the_address(late: Site) -> None:
    """201, by any member of the community; and the same by the same key."""
    first = invite(late, token="member", idempotency_key="k")
    again = invite(late, token="member", idempotency_key="k")

    assert (first.status, again.status) == (201, 201)
    assert told(first) == told(again)
    assert told(first) == {
        "id": told(first)["id"],
        "until": "2026-12-07T23:08:00.000000Z",
        "sent_to": "j…@school.example",
    }


def test_form_behind_the_link_is_open_filled_in_and_becomes_one_submission(late: Site) -> None:
    """For everybody else it is closed; when it is sent, the link is over, and the reason is kept."""
    id_ = told(invite(late))["id"]
    path = link(late, id_)

    page = late.get(path)
    assert page.status == 200
    assert SENTENCE in page.text
    assert "as you saved it" not in page.text
    assert (page.values["full_name"], page.values["email"]) == (["Jane"], ["jane@school.example"])
    sent = page.fill({"full_name": "Jane Doe"})

    assert sent.heading == "Your registration was sent"
    assert late.get(path).status == 410
    assert page.fill({"full_name": "Jane Doe"}).heading == sent.heading
    assert "This is closed." in late.get(f"/programs/{PROGRAM}").text
    whole = told(late.api("GET", f"/v1/submissions/{id_}"))
    first = whole["events"][0]
    assert (first["type"], first["late"], first["reason"]) == (
        "submitted",
        "token:administrator",
        "Her mail came back",
    )


def test_form_can_be_saved_and_gone_on_with_until_then(late: Site) -> None:
    """Under the same link; what is wrong keeps everything that was typed."""
    path = link(late)

    late.wait(minutes=1)
    saved = late.get(path).fill({"full_name": "Jane Doe", "born": "31.2."}, button=SAVE)
    assert saved.heading == "Your form is saved, and not sent yet"
    assert "The link works until Monday, December 7, 2026" in saved.text
    assert "The form can be sent until" not in saved.text
    page = late.get(path)
    assert (page.values["full_name"], page.values["born"]) == (["Jane Doe"], ["31.2."])
    assert SENTENCE in page.text
    assert "as you saved it" in page.text
    wrong = page.fill({})
    assert (wrong.status, wrong.values["full_name"]) == (422, ["Jane Doe"])

    late.wait(days=8)

    assert late.get(path).status == 410
    assert page.fill({"born": ""}).status == 409


def test_form_is_there_as_long_as_everybody_has_before_anybody_looks_at_it(late: Site) -> None:
    """Once the program closes later: also when the days are over that were given, and to be saved again."""
    path = link(late)
    body = {"closes": "2026-12-20", "reason": "Snow"}
    assert late.api("POST", f"/v1/programs/{PROGRAM}/extend", body).status == 202
    late.wait(days=7, minutes=1)

    page = late.get(path)

    assert page.status == 200
    assert "You can send this form until Sunday, December 20, 2026" in page.text
    saved = page.fill({"full_name": "Jane Doe"}, button=SAVE)
    assert "The link works until Sunday, December 20, 2026" in saved.text
    assert late.get(path).values["full_name"] == ["Jane Doe"]
    late.wait(days=14)
    assert late.get(path).status == 410


def test_long_form_is_turned_page_by_page(site: Site) -> None:
    """As it was while it was open."""
    page = site.get(link(closed(site, TWO_PAGES)))
    assert SENTENCE in page.text

    page = page.fill({"full_name": "Jane Doe"}, button=page.buttons[0])
    page = page.fill({"why": "To learn"}, button=page.buttons[0])
    page = page.fill({}, button=page.buttons[0])

    assert page.heading == "Your registration was sent"


def test_link_to_what_is_cancelled_says_so(late: Site) -> None:
    """There is no form, and nothing is taken."""
    path = link(late)
    page = late.get(path)
    late.api("POST", f"/v1/programs/{PROGRAM}/cancel", {"reason": "Rain"})

    assert "This has been cancelled." in late.get(path).text
    assert page.fill({}).status == 409


@pytest.mark.parametrize(
    ("body", "expected"),
    [
        ({}, [("/email", "missing"), ("/until", "missing"), ("/reason", "missing")]),
        ({**WANTED, "until": 7}, [("/until", "wrong_type")]),
        ({**WANTED, "until": "40d"}, [("/until", "too_late")]),
        ({**WANTED, "until": "9999-12-31"}, [("/until", "moment")]),
        (
            {**WANTED, "email": "\ud800@x.example", "name": "\udfff"},
            [("/email", "email"), ("/name", "forbidden_character")],
        ),
    ],
)
def test_invitation_that_makes_no_sense_is_refused(
    late: Site, body: Any, expected: list[tuple[str, str]]
) -> None:
    """With every fault at its place."""
    answer = invite(late, body)

    assert answer.status == 422
    assert [(error["pointer"], error["code"]) for error in told(answer)["errors"]] == expected


def test_only_staff_of_the_community_let_somebody_in(late: Site) -> None:
    """Neither anybody, nor others."""
    assert [invite(late, token=token).status for token in ("", "stranger")] == [401, 403]
    assert late.api("POST", "/v1/programs/nothing/late", WANTED).status == 404


def test_who_chose_a_full_option_sees_the_form_again_with_that_said(site: Site) -> None:
    """As while it was open: nothing typed is lost, and another option may have a seat."""
    document = {**TOURS, "id": PROGRAM, "community": "colorado-springs", "partners": [], "waitlist": False}
    answer = site.api("PUT", f"/v1/programs/{PROGRAM}", {**document, "closes": "2026-11-25"})
    assert answer.status == 201, answer.body
    site.stores.seats.change(None, SeatHolder(PROGRAM, "x" * 20, 1, has="lake"))
    site.wait(days=7)

    page = site.get(link(site)).fill({"full_name": "Jane Doe", "tour": "lake"})

    assert page.status == 409
    assert page.errors
    assert page.soup.find("input", value="Jane Doe")
