from __future__ import annotations

import json

import pytest

from chalicelib.services import limits
from chalicelib.web.nonces import FIELD
from tests.web.examples import confirmed
from tests.web.site import Page, Site


def asked(site: Site, address: str) -> Page:
    """The answer to the question for the links of an address."""
    return site.get("/links").fill({"email": address})


def resent(site: Site, submission: str) -> list[dict[str, object]]:
    """The events that call for a message with links."""
    commits = site.case(submission).commits
    found = [event for commit in commits for event in json.loads(commit.events)]
    return [event for event in found if event["type"] == "resent"]


def test_page_asks_for_an_address_and_nothing_else(site: Site) -> None:
    """Its one control has no default, and looking does nothing."""
    before = site.appended()

    page = site.get("/links")

    assert (page.status, page.heading) == (200, "Send me my links")
    assert page.names == {"email", FIELD}
    assert page.values["email"] == [""]
    assert site.appended() == before


@pytest.mark.parametrize("path", ["/", "/asks/x", "/programs/x", "/programs/delegation-visit"])
def test_page_is_found_from_home_from_an_error_and_from_every_footer(site: Site, path: str) -> None:
    """By whoever has lost the link."""
    page = site.get(path)

    assert page.soup.select_one('footer a[href="/links"]') is not None
    if path != "/programs/delegation-visit":
        assert page.soup.select_one('main a[href="/links"]') is not None


def test_answer_is_the_same_for_every_address(site: Site) -> None:
    """Known or not, of an applicant, of somebody asked, of staff; only the one alive gets a message."""
    submission = confirmed(site)
    site.projected(submission)
    addresses = [
        "pupil@people.example",
        "PUPIL@People.example",
        "mother@people.example",
        "nobody@people.example",
        "staff@concord.example",
        "a@b.cd",
    ]

    pages = [asked(site, address) for address in addresses]

    assert {(page.status, page.answer.body) for page in pages} == {(200, pages[0].answer.body)}
    assert "If anything is under way at this address" in pages[0].text
    assert [(each["to"], each.get("asks", [])) for each in resent(site, submission)] == [
        ("applicant", []),
        ("applicant", []),
        ("guardians.0", ["consent.guardians.0.1"]),
    ]


@pytest.mark.parametrize("address", ["", " ", "x", "a@b", "two@people.example, three@people.example"])
def test_what_is_no_address_is_422_at_its_place(site: Site, address: str) -> None:
    """It is kept, so that it can be mended."""
    page = asked(site, address)

    assert (page.status, list(page.errors)) == (422, ["field-email"])
    assert page.values["email"] == [address]


def test_form_needs_its_nonce_and_comes_from_here(site: Site) -> None:
    """A robot that presses the button with blanks asks for nothing."""
    submission = confirmed(site)
    site.projected(submission)
    page = site.get("/links")

    assert page.press().status == 422
    assert page.fill({"email": "pupil@people.example", FIELD: "forged"}).status == 422
    assert page.fill({"email": "pupil@people.example", FIELD: ""}).status == 422
    assert site.post("/links", []).status == 422
    form = [("email", "pupil@people.example"), (FIELD, page.values[FIELD][0])]
    assert site.post("/links", form, origin="https://elsewhere.example").status == 403
    assert resent(site, submission) == []


def test_links_are_sent_five_times_a_day_and_the_answer_stays_the_same(site: Site) -> None:
    """Nobody's mailbox is filled by somebody else."""
    submission = confirmed(site)
    site.projected(submission)

    pages = [asked(site, "pupil@people.example") for _ in range(7)]

    assert {page.status for page in pages} == {200}
    assert len(resent(site, submission)) == 5


def test_one_network_asks_ten_times_an_hour(site: Site) -> None:
    """Beyond it nothing is looked for, and the answer is the same; another network asks on."""
    site.limits = True
    submission = confirmed(site)
    site.projected(submission)
    for _ in range(limits.LINKS_AN_HOUR):
        asked(site, "nobody@people.example")

    page = asked(site, "pupil@people.example")
    assert (page.status, resent(site, submission)) == (200, [])

    site.source = "2001:db8::1"
    assert asked(site, "pupil@people.example").answer.body == page.answer.body
    assert len(resent(site, submission)) == 1
    site.source = "192.0.2.1"
    site.wait(hours=1)
    asked(site, "pupil@people.example")
    assert len(resent(site, submission)) == 2


def test_page_is_in_a_language_that_the_communities_speak(site: Site) -> None:
    """Whatever the browser or the address asks for."""
    for path, headers in (("/links", {"accept_language": "fr"}), ("/links?lang=xx", {})):
        page = site.get(path, **headers)
        assert (page.status, page.answer.headers["Content-Language"]) == (200, "en")
