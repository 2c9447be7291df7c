"""Two groups for one place on the stage: where a performer does not sign, it goes to the other."""

from __future__ import annotations

from typing import Any

import pytest

from infra.local import catalogue
from tests.journeys.story import Story

PROGRAM = "musical-performance"

GROUP = {
    "adult": True,
    "phone": "+17195550123",
    "based_in": "local",
    "non_profit": True,
    "kind_of_act": "theater",
    "minutes": 20,
    "set_up": 5,
    "from_cities": ["kranj"],
    "program_text": "Puppets tell a tale of the river.",
    "performed_before": True,
    "last_time": "Another tale.",
    "microphones": 1,
    "recorded_music": False,
    "rain": "same",
    "agreement": True,
}


def document() -> dict[str, Any]:
    """The program of the catalogue, with one place for theater, and outcomes that are told at once."""
    (found,) = (each for kind, each in catalogue.catalogue() if kind == "program" and each["id"] == PROGRAM)
    capacity = {**found["capacity"], "of": {**found["capacity"]["of"], "theater": 1}}
    workflow = [
        {name: each for name, each in step.items() if name != "announce"} for step in found["workflow"]
    ]
    return {**found, "capacity": capacity, "workflow": workflow}


def performs(story: Story, name: str) -> str:
    """A group of two applies and is invited; the submission's id."""
    address = f"{name}@people.example"
    performers = [
        {"name": f"{name} {number}", "age_group": "adult", "signs_email": f"{name}{number}@people.example"}
        for number in range(2)
    ]
    given = {**GROUP, "full_name": name, "email": address, "group_name": name, "performers": performers}
    path = f"/v1/programs/{PROGRAM}/submissions"
    sent = story.api("POST", path, token=None, json={"answers": given})
    assert sent.status_code == 201, sent.text
    submission = str(sent.json()["id"])
    story.confirm(story.newest(address).link("asks"))
    marks = {"quality": 4, "fits": 4, "reasons": "Good."}
    for seat in range(2):
        answers(story, submission, f"stage_jury.stage_juror.{seat}.1", "submit", **marks)
    answers(story, submission, "decide.coordinator.0.1", "invite", slot="Small stage, 2:00 p.m.")
    story.demo.drain()
    return submission


def answers(story: Story, submission: str, ask: str, answer: str, **form: Any) -> None:
    """Staff note down what somebody answered."""
    body = {"answer": answer, "form": form, "on_behalf": "By telephone"}
    said = story.api("POST", f"/v1/submissions/{submission}/asks/{ask}", json=body)
    assert said.status_code == 200, said.text


def states(story: Story, *submissions: str) -> list[str]:
    """Where they stand."""
    story.demo.drain()
    return [str(story.api("GET", f"/v1/submissions/{each}").json()["state"]) for each in submissions]


@pytest.mark.long
def test_missing_waiver_gives_the_place_to_the_next_group(running: Any) -> None:
    """One has signed and the other has not: the next group is offered it."""
    running.reset()
    story = Story(running, scanner=False)
    assert story.api("PUT", f"/v1/programs/{PROGRAM}", json=document()).status_code in (200, 201)
    first, second = performs(story, "ann"), performs(story, "ben")
    assert states(story, first, second) == ["offered", "waitlisted"]

    page = story.open(story.newest("ann@people.example").link("asks"))
    assert "Small stage, 2:00 p.m." in page.text
    assert page.form.fill({"signed_by": "Ann", "licensed_works": True}).press("accept").status == 200
    waiver = story.open(story.newest("ann0@people.example").link("asks"))
    signs = {"signed_by": "Ann", "signs_for": "myself", "waiver_signature": "Ann"}
    assert waiver.form.fill(signs).press("sign").status == 200
    assert states(story, first, second) == ["in_progress", "waitlisted"]

    story.demo.advance("22d")

    assert states(story, first, second) == ["expired", "offered"]
    assert "there is a seat for you" in story.newest("ben@people.example").subject
