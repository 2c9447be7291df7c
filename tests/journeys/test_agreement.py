"""A citizens' group proposes a sister city: improved, resolved, signed on two continents, registered."""

from __future__ import annotations

from datetime import UTC, date, datetime, timedelta
from typing import Any

import pytest

from infra.local import forms
from tests.journeys.browser import Page
from tests.journeys.story import Story

PROGRAM = "sister-city-agreement"
CHAIR, COUNTERPART, AWAY = "chair@people.example", "international@town.example", "mayor@town.example"
COMMITTEE = tuple(f"committee{number}@concord.example" for number in (1, 2, 3))
COORDINATOR, CLERK, MAYOR, REGISTRAR = (
    f"{name}@concord.example" for name in ("partnerships", "clerk", "mayor", "registrar")
)
CRITERIA = {"will_of_both": 4, "support": 3, "breadth": 3, "contact": 4, "lasting": 3}
RECOMMENDATION = {**CRITERIA, "recommendation": "Both cities mean it, and know how to pay for it."}


class Agreement:
    """One proposal, from outside."""

    def __init__(self, running: Any) -> None:
        running.reset()
        self.story = Story(running, scanner=False)
        self.today = datetime.now(UTC).date() - timedelta(days=1)  # a day that is past in Denver too

    def page(self, address: str) -> Page:
        """The page of the newest ask that the address was sent."""
        asked = [mail for mail in self.story.mails(address) if any("/asks/" in link for link in mail.links)]
        return self.story.open(asked[-1].link("asks"))

    def answer(self, address: str, button: str, **filled: Any) -> Page:
        """Fills in that page and answers."""
        page = self.page(address).form.fill(filled).press(button)
        assert page.status == 200, page.errors
        return page

    def proposed(self) -> Agreement:
        """The proposal is sent and confirmed, and the other city wants it too."""
        page = self.story.fill_in(PROGRAM, forms.agreement(self.today))
        assert page.status == 200, page.errors
        self.answer(CHAIR, "yes", sure=True)
        self.answer(COUNTERPART, "agree", signed_by="International desk")
        return self

    def judged(self) -> Agreement:
        """Two of the committee have answered."""
        for address in COMMITTEE[:2]:
            self.answer(address, "submit", **RECOMMENDATION, sure=True)
        return self

    def resolved(self) -> Agreement:
        """The council has passed its resolution."""
        self.answer(COORDINATOR, "recommend", signed_by="Partnerships desk")
        self.answer(
            CLERK,
            "passed",
            signed_by="City clerk",
            resolution_number="123-26",
            resolution_date=str(self.today),
        )
        return self

    def sign(self, address: str, field: str, **more: str) -> Page:
        """A mayor signs."""
        return self.answer(address, "sign", **{field: "The Mayor"}, signed_by="The Mayor", **more)

    @property
    def found(self) -> dict[str, Any]:
        """As staff see it."""
        return self.story.submission(PROGRAM)


@pytest.fixture
def agreement(running: Any) -> Agreement:
    """A proposal that is still to be sent."""
    return Agreement(running)


def test_agreement_is_signed_on_two_continents_and_registered(agreement: Agreement) -> None:
    """Side by side, each in their own language; the resolution is kept with its number and date."""
    agreement.proposed().judged().resolved()
    assert agreement.found["steps"] == ["mayor_home", "mayor_away"]
    (mail,) = agreement.story.mails(AWAY)
    assert mail.header("Content-Language") == "ja"
    council = next(ask for ask in agreement.found["asks"] if ask["step"] == "council")
    assert council["form"] == {"resolution_number": "123-26", "resolution_date": str(agreement.today)}

    agreement.sign(AWAY, "signature_away", city_as_signed="Mizuumi")
    agreement.sign(MAYOR, "signature_home")
    agreement.answer(
        REGISTRAR, "done", signed_by="Desk", registered_on=str(agreement.today), registration_reference="SC-1"
    )

    assert agreement.found["state"] == "accepted"


@pytest.mark.long
def test_proposal_is_improved_and_judged_again(agreement: Agreement) -> None:
    """The applicant's own form with the present answers; the committee is asked anew."""
    agreement.proposed().judged()
    agreement.answer(COORDINATOR, "improve", signed_by="Partnerships desk")

    page = agreement.page(CHAIR)
    assert page.form.values["plan"] == [forms.agreement(agreement.today)["plan"]]
    assert "email" not in page.form.names
    agreement.answer(CHAIR, "improved", plan="Three schools write letters.", signed_by="Chairperson")

    assert agreement.found["answers"]["plan"] == "Three schools write letters."
    assert agreement.found["steps"] == ["committee"]
    assert agreement.page(COMMITTEE[0]).status == 200
    agreement.judged()
    assert agreement.found["steps"] == ["decide"]


@pytest.mark.long
def test_refusal_of_one_mayor_ends_it(agreement: Agreement) -> None:
    """The other one need not sign any more."""
    agreement.proposed().judged().resolved()

    agreement.answer(AWAY, "refuse", signed_by="The Mayor")

    assert agreement.found["state"] == "declined"
    assert "not_needed" in [each["template"] for each in agreement.found["messages"]]


def test_day_of_the_resolution_is_past(agreement: Agreement) -> None:
    """A council can't have decided tomorrow; everything is kept on the page."""
    agreement.proposed().judged()
    agreement.answer(COORDINATOR, "recommend", signed_by="Partnerships desk")
    tomorrow: date = agreement.today + timedelta(days=3)

    page = agreement.page(CLERK).form.fill(
        {"resolution_number": "no number", "resolution_date": str(tomorrow), "signed_by": "Clerk"}
    )
    page = page.press("passed")

    assert page.status == 422
    assert len(page.errors) == 2
    assert page.form.values["resolution_number"] == ["no number"]
