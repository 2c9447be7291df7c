from __future__ import annotations

from typing import Any

import pytest

from chalicelib.services import staff
from chalicelib.storage.ports import Holder
from tests.web.examples import told
from tests.web.site import Site


def confirmed(site: Site) -> tuple[str, str]:
    """A submission whose coordinator is asked, and the path of that ask."""
    submission = site.visit()
    site.answer(site.link("ask", submission, "confirm.applicant.1"), "yes", sure="yes")
    return submission, f"/v1/submissions/{submission}/asks/decide.coordinator.0.1"


def coordinator(site: Site) -> None:
    """Gives the coordinator a token."""
    site.stores.tokens.put(
        staff.digest("desk"), Holder("desk", "Visits@concord.example", "colorado-springs", "member")
    )


def test_staff_answers_its_own_ask_and_again_with_the_same_result(site: Site) -> None:
    """200 and the submission, also when the same is repeated; otherwise 409."""
    coordinator(site)
    submission, path = confirmed(site)

    first = site.api("POST", path, {"answer": "approve", "note": "Welcome"}, token="desk")
    again = site.api("POST", path, {"answer": "approve"}, token="desk")
    other = site.api("POST", path, {"answer": "decline"}, token="desk")

    assert [each.status for each in (first, again, other)] == [200, 200, 409]
    assert told(first)["state"] == "accepted"
    assert told(other)["code"] == "ask_closed"
    assert site.commits(submission) == 3
    (event,) = [
        each
        for each in told(first)["events"]
        if each.get("ask") and each["type"] == "ask_answered" and each["seq"] == 3
    ]
    assert event["by"] == "coordinator.0"


def test_somebody_else_s_ask_needs_a_reason_which_is_kept_as_an_override(site: Site) -> None:
    """Without it 403; the reason is told with the override alone, and stands in no stored event."""
    submission, path = confirmed(site)

    refused = site.api("POST", path, {"answer": "approve"}, token="member")
    blank = site.api("POST", path, {"answer": "approve", "on_behalf": ""}, token="member")
    done = site.api("POST", path, {"answer": "approve", "on_behalf": "telephoned on 3 March"}, token="member")

    assert [each.status for each in (refused, blank, done)] == [403, 403, 200]
    assert [event["type"] for event in told(done)["events"] if event["seq"] == 3][:2] == [
        "ask_answered",
        "overridden",
    ]
    reasons = [(event["type"], event["reason"]) for event in told(done)["events"] if "reason" in event]
    assert reasons == [("overridden", "telephoned on 3 March")]
    assert not [c for c in site.stores.journal.read(submission) if "telephoned" in c.events]
    assert site.commits(submission) == 3


@pytest.mark.parametrize(
    ("body", "pointers"),
    [
        ({"answer": "maybe"}, ["/answer"]),
        ({}, ["/answer"]),
        ({"answer": 1}, ["/answer"]),
        ({"answer": "approve", "form": {"score": 5}}, ["/form/score"]),
        ({"answer": "approve", "form": []}, ["/form"]),
        ({"answer": "approve", "reason": "x", "note": 1}, ["/reason", "/note"]),
        ({"answer": "approve", "note": "x" * 5001}, ["/note"]),
        ({"answer": "approve", "note": "\u202e"}, ["/note"]),
        ([], [""]),
    ],
)
def test_answer_with_something_wrong_is_422_at_its_place(site: Site, body: Any, pointers: list[str]) -> None:
    """Nothing is decided."""
    coordinator(site)
    submission, path = confirmed(site)

    answer = site.api("POST", path, body, token="desk")

    assert (answer.status, [error["pointer"] for error in told(answer)["errors"]]) == (422, pointers)
    assert site.commits(submission) == 2


def test_answer_after_the_end_is_409_and_of_no_ask_404(site: Site) -> None:
    """An expired ask is answered by nobody."""
    submission = site.visit()
    site.wait(days=4)
    path = f"/v1/submissions/{submission}/asks"

    late = site.api("POST", f"{path}/confirm.applicant.1", {"answer": "yes", "on_behalf": "telephoned"})
    none = site.api("POST", f"{path}/decide.coordinator.0.1", {"answer": "approve"})
    stranger = site.api("POST", f"{path}/confirm.applicant.1", {"answer": "yes"}, token="stranger")

    assert [each.status for each in (late, none, stranger)] == [409, 404, 404]
