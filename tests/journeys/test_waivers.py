"""Two groups for one place on the stage: where a performer does not sign, it goes to the other."""

from __future__ import annotations

from typing import Any

import pytest

from tests.journeys.story import Story
from tests.simulator import programs

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
    found = programs.document(PROGRAM)
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
    submission = story.send(PROGRAM, given)
    story.confirm(story.newest(address).link("asks"))
    marks = {"quality": 4, "fits": 4, "reasons": "Good."}
    for seat in range(2):
        story.behalf(submission, f"stage_jury.stage_juror.{seat}.1", "submit", **marks)
    story.behalf(submission, "decide.coordinator.0.1", "invite", slot="Small stage, 2:00 p.m.")
    story.demo.drain()
    return submission


@pytest.mark.long
def test_missing_waiver_gives_the_place_to_the_next_group(running: Any) -> None:
    """One has signed and the other has not: the next group is offered it."""
    running.reset()
    story = Story(running, scanner=False)
    assert story.api("PUT", f"/v1/programs/{PROGRAM}", json=document()).status_code in (200, 201)
    first, second = performs(story, "ann"), performs(story, "ben")
    assert story.states(first, second) == ["offered", "waitlisted"]

    page = story.open(story.newest("ann@people.example").link("asks"))
    assert "Small stage, 2:00 p.m." in page.text
    assert page.form.fill({"signed_by": "Ann", "licensed_works": True}).press("accept").status == 200
    waiver = story.open(story.newest("ann0@people.example").link("asks"))
    signs = {"signed_by": "Ann", "signs_for": "myself", "waiver_signature": "Ann"}
    assert waiver.form.fill(signs).press("sign").status == 200
    assert story.states(first, second) == ["in_progress", "waitlisted"]

    story.demo.advance("22d")

    assert story.states(first, second) == ["expired", "offered"]
    assert "there is a seat for you" in story.newest("ben@people.example").subject
