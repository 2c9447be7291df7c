"""Several stalls for one place: who misses the deposit, the certificate or the rest gives it to the next one.

Everything is paid in stages that the treasurer marks, and the vendor knows what is due when.
"""

from __future__ import annotations

from dataclasses import dataclass
from datetime import datetime
from typing import Any
from zoneinfo import ZoneInfo

import pytest

from tests.journeys.browser import Page
from tests.journeys.story import Story
from tests.services import samples
from tests.simulator import programs

PROGRAM = "festival-vendor"
TREASURER = "treasurer@concord.example"

AGREED = {
    "phone": "+17195550123",
    "business_address": {
        "line1": "1 Main St",
        "city": "Colorado Springs",
        "region": "CO",
        "postal_code": "80903",
        "country": "US",
    },
    "non_profit": True,
    "tax_license": True,
    "stall": "information",
    "from_cities": ["kranj"],
    "items": [{"item": "Honey"}, {"item": "Maps"}],
    "spaces": 1,
    "power_spaces": 1,
    "flames": False,
    "rules_of_stalls": True,
    "agreement": True,
}
"""One space with electricity for an association: $65, of which $32 are the deposit."""


def document() -> dict[str, Any]:
    """The program of the catalogue, with one place for information."""
    found = programs.document(PROGRAM)
    capacity = {**found["capacity"], "of": {**found["capacity"]["of"], "information": 1}}
    return {**found, "capacity": capacity}


def states(story: Story, *vendors: Vendor) -> list[str]:
    """Where they stand."""
    return story.states(*(each.id for each in vendors))


@dataclass(frozen=True)
class Vendor:
    """Somebody who has sent the form."""

    name: str
    id: str

    @property
    def address(self) -> str:
        """Where the vendor has mail."""
        return f"{self.name}@people.example"

    @classmethod
    def applies(cls, story: Story, name: str) -> Vendor:
        """Fills in the form, confirms the address, and is read and found suitable."""
        given = {
            **AGREED,
            "full_name": name,
            "email": f"{name}@people.example",
            "business": f"Club of {name}",
        }
        vendor = cls(name, story.send(PROGRAM, given))
        story.confirm(story.newest(vendor.address).link("asks"))
        for seat in range(2):
            story.behalf(vendor.id, f"read.committee.{seat}.1", "submit", suits=4)
        story.behalf(vendor.id, "decide.coordinator.0.1", "offer", not_sold=["0"], message="Welcome.")
        story.demo.drain()
        return vendor

    def found(self, story: Story) -> dict[str, Any]:
        """The submission as staff see it."""
        whole: dict[str, Any] = story.api("GET", f"/v1/submissions/{self.id}").json()
        return whole

    def accepts(self, story: Story) -> None:
        """Takes the place that is offered, by the link of the message."""
        offer = story.newest(self.address)
        assert "there is a seat for you" in offer.subject
        assert story.decide(offer.link("asks"), "accept", self.name).status == 200

    def page(self, story: Story, words: str) -> Page:
        """The newest page with these words behind a link in the vendor's mail."""
        return page_of(story, self.address, words)


def page_of(story: Story, to: str, words: str) -> Page:
    """The newest open page, by a link in somebody's mail, that says these words."""
    links = [link for mail in reversed(story.mails(to)) for link in mail.links if "/asks/" in link]
    pages = (story.open(link) for link in dict.fromkeys(links))
    return next(page for page in pages if page.status == 200 and page.forms and words in page.text)


def deposit_comes(story: Story, day: str) -> None:
    """The treasurer marks the deposit, which has to be whole, by the newest page that asks about one."""
    page = page_of(story, TREASURER, "The deposit has come")
    assert "Deposit, in US dollars, due 14 days after you accept 32" in page.text
    given = {"signed_by": "The treasurer", "deposit_amount": "32", "deposit_on": day}
    assert page.form.fill(given).press("received").errors == ["Please answer “Nothing is missing”."]
    assert page.form.fill({**given, "deposit_whole": True}).press("received").status == 200


@pytest.fixture
def fair(running: Any) -> Story:
    """The program is published with one place for information."""
    running.reset()
    story = Story(running, scanner=False)
    assert story.api("PUT", f"/v1/programs/{PROGRAM}", json=document()).status_code in (200, 201)
    return story


def test_vendor_knows_what_is_due_when_and_what_cannot_be_sold(fair: Story) -> None:
    """Amounts and days on the page, each item in the message; who is late is reminded, the treasurer too."""
    ann = Vendor.applies(fair, "Ann")
    offer = fair.newest(ann.address)
    told = [line for line in offer.text.replace("\u2068", "").replace("\u2069", "").splitlines() if line]
    assert told[told.index("1. Honey") :][:4] == [
        *("1. Honey", "Can't be sold: Yes"),
        *("2. Maps", "Can't be sold: No"),
    ]
    page = fair.open(offer.link("asks"))
    assert "Your fee, in US dollars, due when you have a place 65" in page.text
    assert "Deposit, in US dollars, due 14 days after you accept 32" in page.text
    assert "The rest, in US dollars, due four weeks before the festival 33" in page.text
    assert "Can't be sold Honey" in page.text

    ann.accepts(fair)
    fair.demo.advance("8d")

    for address in (ann.address, TREASURER):
        assert "we are still waiting for your answer" in fair.newest(address).subject
    assert "From your form Your fee" in ann.page(fair, "We have paid the deposit").text


@pytest.mark.long
def test_place_goes_to_the_next_whenever_something_is_missed(fair: Story) -> None:
    """The deposit, then the certificate, then the rest: each time it is offered to who waits, at once."""
    ann, ben, cid, dan = (Vendor.applies(fair, name) for name in ("Ann", "Ben", "Cid", "Dan"))
    assert states(fair, ann, ben, cid, dan) == ["offered", "waitlisted", "waitlisted", "waitlisted"]
    sent = datetime.fromisoformat(ann.found(fair)["events"][0]["at"])
    day = sent.astimezone(ZoneInfo("America/Denver")).date().isoformat()

    # Ann says that she has paid; what counts is what has come.
    ann.accepts(fair)
    page = ann.page(fair, "We have paid the deposit")
    said = {"signed_by": "Ann", "deposit_sent_on": day, "deposit_sent_by": "check"}
    assert page.form.fill(said).press("sent").status == 200
    fair.demo.advance("17d")
    assert states(fair, ann, ben, cid, dan) == ["expired", "offered", "waitlisted", "waitlisted"]

    # Ben's money comes, and the certificate does not.
    ben.accepts(fair)
    deposit_comes(fair, day)
    fair.demo.advance("29d")
    assert states(fair, ben, cid) == ["in_progress", "waitlisted"]
    fair.demo.advance("2d")
    assert states(fair, ben, cid, dan) == ["expired", "offered", "waitlisted"]

    # Cid has sent everything but the rest.
    cid.accepts(fair)
    deposit_comes(fair, day)
    headers = {"Content-Type": "application/pdf", "X-Filename": "insurance.pdf"}
    path = f"/v1/uploads?program={PROGRAM}&field=certificate"
    sent = fair.api("POST", path, token=None, data=samples.PDF, headers=headers).json()
    fair.behalf(cid.id, "insurance.applicant.1", "send", certificate=sent["id"], insured_until="2099-12-31")
    fair.demo.advance("15d")
    assert "four weeks before the festival 33" in cid.page(fair, "We have paid the rest").text
    fair.demo.advance("50d")
    assert states(fair, cid, dan) == ["in_progress", "waitlisted"]
    assert page_of(fair, TREASURER, "The rest has come")
    fair.demo.advance("7d")
    assert states(fair, cid, dan) == ["expired", "offered"]
    assert "there is a seat for you" in fair.newest(dan.address).subject
