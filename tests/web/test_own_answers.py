"""What of the applicant's own form stands on the pages of later questions, and what was filled in since."""

from __future__ import annotations

from typing import Any

from tests.web.examples import CONFIRM, definition, told
from tests.web.site import Site

DAY = {"id": "day", "type": "text", "label": "Paid on"}
WHERE = {"id": "place", "type": "text", "label": "Paid where"}


def paying() -> dict[str, Any]:
    """A program with a fee that is worked out, told twice to be paid, and then looked at."""
    fields = [
        {"id": "full_name", "type": "text", "label": "Name", "required": True},
        {"id": "email", "type": "email", "label": "Address", "required": True},
        {"id": "spaces", "type": "number", "label": "Spaces"},
        {
            "id": "fee",
            "type": "computed",
            "label": "Fee in dollars",
            "visible_to": ["applicant", "confirm", "pay", "treasurer"],
            "value": {"if": [{"<": [{"var": "spaces"}, 3]}, 80, 210]},
        },
        {
            "id": "allergy",
            "type": "text",
            "label": "Allergy",
            "sensitive": True,
            "visible_to": ["pay", "treasurer"],
        },
    ]
    late = {"due": "9d", "on_timeout": "next"}
    return definition(
        id="stalls",
        form=[{"page": "You", "fields": fields}],
        roles={"treasurer": [{"name": "Treasurer", "email": "treasurer@city.example"}]},
        workflow=[
            {
                "step": "confirm",
                "ask": "applicant",
                "answers": "confirm",
                "due": "3d",
                "on_timeout": "expire",
            },
            {"step": "pay", "ask": "applicant", "form": [DAY], **late},
            {"step": "tell", "ask": "applicant", "form": [WHERE], **late},
            {"step": "look", "ask": {"role": "treasurer"}, "answers": "decide"},
        ],
    )


def sent(site: Site) -> str:
    """A form that was sent."""
    assert site.api("PUT", "/v1/programs/stalls", paying()).status == 201
    answers = {
        "full_name": "Ann",
        "email": "ann@people.example",
        "spaces": 3,
        "allergy": "planted nuts",
    }
    said = site.api("POST", "/v1/programs/stalls/submissions", {"answers": answers}, token="")
    assert said.status == 201, said.body
    return str(told(said)["id"])


def test_answer_stands_where_the_definition_says_that_it_is_for_those_asked(site: Site) -> None:
    """Not at the next question, nothing else of the form, nothing sensitive, and nothing to a stranger."""
    submission = sent(site)
    stranger = site.get(site.link("ask", submission, CONFIRM))
    assert "Fee in dollars" not in stranger.text
    stranger.press("yes", sure="yes")

    page = site.get(site.link("ask", submission, "pay.applicant.1"))

    assert "From your form Fee in dollars 210" in page.text
    assert "Spaces" not in page.text
    assert "planted" not in page.answer.body
    page.press("submit", sure="yes", day="Monday")
    later = site.get(site.link("ask", submission, "tell.applicant.1"))
    assert later.status == 200
    assert "Fee in dollars" not in later.text


def test_what_one_filled_in_at_several_steps_stands_under_one_name(site: Site) -> None:
    """Whoever looks at it reads both."""
    submission = sent(site)
    site.answer(site.link("ask", submission, CONFIRM), "yes", sure="yes")
    site.answer(site.link("ask", submission, "pay.applicant.1"), "submit", sure="yes", day="Monday")
    site.answer(site.link("ask", submission, "tell.applicant.1"), "submit", sure="yes", place="By post")

    page = site.get(site.link("ask", submission, "look.treasurer.0.1"))

    assert page.status == 200
    assert (
        "Filled in by the applicant Paid on Monday Filled in by the applicant Paid where By post" in page.text
    )
