from __future__ import annotations

from collections.abc import Iterator
from typing import TYPE_CHECKING
from urllib.parse import urlsplit

import pytest

from infra.local.demo import Demo
from tests.browser import walk
from tests.browser.examine import DESK, PHONE, axe, sideways
from tests.forms import definitions

if TYPE_CHECKING:
    from playwright.sync_api import Browser

    from tests.browser.filler import Filler

pytestmark = pytest.mark.browser


@pytest.fixture(scope="module")
def demo() -> Iterator[Demo]:
    """A demo of its own, in which the real forms are published."""
    with Demo() as started:
        walk.publish(started)
        yield started


def sent(
    demo: Demo, browser: Browser, name: str, filler: Filler, *, width: int, scripts: bool
) -> tuple[list[str], str]:
    """Fills in a form to its end: what was wrong with the pages on the way, and the path that it came to."""
    found: list[str] = []
    end = ""
    with walk.walked(demo, browser, name, filler, width=width, scripts=scripts) as pages:
        for number, page in enumerate(pages, 1):
            if scripts:  # without them axe can't run; the page is the same
                found += [f"page {number}: {fault}" for fault in [*axe(page), *sideways(page)]]
            found += [f"page {number}: {each}" for each in page.locator(".summary a").all_inner_texts()]
            end = urlsplit(page.url).path.split("/")[1]
    return found, end


@pytest.mark.parametrize("name", definitions.NAMES)
def test_real_form_is_filled_in_with_scripts(demo: Demo, browser: Browser, name: str) -> None:
    """On a desk, by mouse; axe finds nothing on any page."""
    from tests.browser.filler import ByMouse

    assert sent(demo, browser, name, ByMouse(), width=DESK, scripts=True) == ([], "sent")


@pytest.mark.parametrize("name", definitions.NAMES)
def test_real_form_is_filled_in_without_scripts_on_a_phone(demo: Demo, browser: Browser, name: str) -> None:
    """At 360 px; what does not apply is left out, and dropped."""
    from tests.browser.filler import ByMouse

    assert sent(demo, browser, name, ByMouse(), width=PHONE, scripts=False) == ([], "sent")


@pytest.mark.parametrize("name", definitions.NAMES)
def test_real_form_is_filled_in_by_keyboard_alone(demo: Demo, browser: Browser, name: str) -> None:
    """At 360 px, with scripts: Tab, arrows, Space and Enter."""
    from tests.browser.filler import ByKeyboard

    assert sent(demo, browser, name, ByKeyboard(), width=PHONE, scripts=True) == ([], "sent")
