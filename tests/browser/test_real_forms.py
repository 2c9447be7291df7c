from __future__ import annotations

import json
from collections.abc import Iterator, Mapping, Sequence
from datetime import date
from typing import TYPE_CHECKING
from urllib.parse import urlsplit

import pytest
import requests

from chalicelib.domain.definitions import fields_of
from chalicelib.web import prefilled
from infra.local.demo import Demo
from tests.browser.examine import DESK, PHONE, axe, resized, sideways
from tests.forms import cases, definitions

if TYPE_CHECKING:
    from playwright.sync_api import Browser

    from tests.browser.filler import Filler

pytestmark = pytest.mark.browser

MOST_PAGES = 20


@pytest.fixture(scope="module")
def demo() -> Iterator[Demo]:
    """A demo of its own, in which the real forms are published."""
    with Demo() as started:
        for name in definitions.NAMES:
            answer = requests.put(
                f"{started.base_url}/v1/programs/{name}",
                data=json.dumps(definitions.document(name)),
                headers={"Authorization": "Bearer demo", "Content-Type": "application/json"},
                timeout=30,
            )
            assert answer.status_code == 201, answer.text
        yield started


def sent(
    demo: Demo, browser: Browser, name: str, filler: Filler, *, width: int, scripts: bool
) -> tuple[list[str], str]:
    """Fills in a form to its end: what was wrong with the pages on the way, and the path that it came to."""
    today: date = demo.advance("0s").date()
    program = definitions.program(name)
    typed: Mapping[str, Sequence[str]] = prefilled.of(fields_of(program), cases.base(name, today)).typed
    found: list[str] = []
    context = browser.new_context(locale="en-US", java_script_enabled=scripts, reduced_motion="reduce")
    context.set_default_timeout(10_000)
    try:
        page = resized(context.new_page(), width)
        page.goto(f"{demo.base_url}/programs/{name}")
        for number in range(MOST_PAGES):
            filler.fill(page, typed)
            if scripts:  # without them axe can't run; the page is the same
                found += [f"page {number + 1}: {fault}" for fault in [*axe(page), *sideways(page)]]
            filler.leave(page)
            if urlsplit(page.url).path != f"/programs/{name}":
                break
            found += [f"page {number + 1}: {each}" for each in page.locator(".summary a").all_inner_texts()]
            if page.locator(".summary").count():
                break
        if scripts:
            found += [f"at the end: {fault}" for fault in axe(page)]
        return found, urlsplit(page.url).path.split("/")[1]
    finally:
        context.close()


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
