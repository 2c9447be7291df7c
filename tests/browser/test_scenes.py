from __future__ import annotations

from typing import TYPE_CHECKING

import pytest

from chalicelib.domain.messages import TEMPLATES
from tests.browser.examine import mail_faults, page_faults
from tests.browser.played.scene import Journey, Scene
from tests.browser.scenes import JOURNEYS

if TYPE_CHECKING:
    from tests.browser.stage import Shown, Stage

pytestmark = pytest.mark.browser

SCENES = [
    pytest.param(journey, scene, language, id=f"{journey.name}-{language}-{scene.name}")
    for journey in JOURNEYS
    for language in ("en", "ja")
    for scene in journey.scenes
]


def faults(shown: Shown, scene: Scene) -> list[str]:
    """What is wrong with what is shown, each with the name of the page or message."""
    found = list(shown.tab.noticed())
    if shown.mail is not None:
        return [*found, *mail_faults(shown.tab.page)]
    heading = shown.tab.page.locator("h1").inner_text()
    if (shown.tab.status, heading) != (scene.status, scene.heading[shown.language]):
        found.append(f"is {shown.tab.status} {heading}")
    return [*found, *page_faults(shown.tab.page)]


@pytest.mark.parametrize(("journey", "scene", "language"), SCENES)
def test_everybody_can_use_the_page_and_its_messages(
    stage: Stage, journey: Journey, scene: Scene, language: str
) -> None:
    """As expected, by axe's rules, on a desk and a phone, by keyboard, and with nothing in the console."""
    found = [
        f"{shown.name}: {fault}"
        for shown in stage.scene(journey, scene, language)
        for fault in faults(shown, scene)
    ]

    assert found == [], "\n".join(found)


@pytest.mark.parametrize("language", ["en", "ja"])
def test_every_message_is_looked_at_in_each_language(stage: Stage, language: str) -> None:
    """All templates, whatever the journeys are about."""
    assert stage.templates(JOURNEYS, language) == set(TEMPLATES)
