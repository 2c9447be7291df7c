"""A proposal is sent back with a comment and named fields, changed, read with its differences, approved."""

from __future__ import annotations

from typing import Any

import pytest

from infra.local import forms
from tests.journeys.browser import Page
from tests.journeys.test_agreement import CHAIR, CLERK, COMMITTEE, COORDINATOR, Agreement

WORDS = "How do you pay for the second year?\nAnd who writes the letters?"
PLAN = "Three schools write letters, in the first year and in those after it."


@pytest.fixture
def agreement(running: Any) -> Agreement:
    """A proposal that is still to be sent."""
    return Agreement(running)


def send_back(page: Page, *fields: str) -> Page:
    """The coordinator says what should be changed."""
    form = page.form.fill({"signed_by": "Partnerships desk", "note": WORDS})
    form.values["fields"] = list(fields)
    return form.press("improve")


def test_proposal_goes_back_with_a_comment_and_comes_again_with_its_differences(agreement: Agreement) -> None:
    """By mail, page, mail, page, and page: each reads what is theirs to read."""
    agreement.proposed().judged()
    before = forms.agreement(agreement.today)["plan"]

    page = agreement.page(COORDINATOR)
    assert page.form.label_of("note").startswith("What should be changed?")
    assert send_back(page, "plan", "ongoing_support").status == 200

    mail = agreement.story.newest(CHAIR)
    assert "How do you pay for the second year? And who writes the letters?" in mail.text
    assert "“" in mail.text
    page = agreement.story.open(mail.link("asks"))
    assert "And who writes the letters?" in page.text
    assert page.form.names >= {"plan", "ongoing_support"}
    assert not page.form.names & {"profile", "budget_total", "email", "main_area"}
    refused = page.form.fill({"plan": "", "signed_by": "Chairperson"}).press("improved")
    assert refused.status == 422
    assert refused.form.fill({"plan": PLAN, "signed_by": "Chairperson"}).press("improved").status == 200

    for address in (COMMITTEE[0], COORDINATOR):
        if address == COORDINATOR:
            agreement.judged()
        page = agreement.page(address)
        assert [tag.get_text(" ", strip=True) for tag in page.soup.find_all("del")] == [f"Before: {before}"]
        assert [tag.get_text(" ", strip=True) for tag in page.soup.find_all("ins")] == [f"Now: {PLAN}"]

    agreement.answer(COORDINATOR, "recommend", signed_by="Partnerships desk")
    assert agreement.found["steps"] == ["council"]
    (change,) = agreement.found["changes"]
    assert (change["by"], change["fields"]) == (
        "applicant",
        [{"pointer": "/answers/plan", "before": before, "after": PLAN}],
    )
    assert PLAN in agreement.page(CLERK).text


@pytest.mark.long
def test_erasing_takes_comment_and_differences_with_it(agreement: Agreement) -> None:
    """Of a proposal that was sent back, changed, and is not wanted any more."""
    agreement.proposed().judged()
    send_back(agreement.page(COORDINATOR), "plan")
    agreement.answer(CHAIR, "improved", plan=PLAN, signed_by="Chairperson")
    submission = agreement.found["id"]

    answer = agreement.story.api("POST", f"/v1/submissions/{submission}/erase", json={"reason": "As asked"})

    assert answer.status_code == 200
    agreement.story.demo.drain()
    found = agreement.found
    assert (found["state"], found["changes"]) == ("erased", [])
    whole = str(found)
    for words in (PLAN, "second year"):
        assert words not in whole
