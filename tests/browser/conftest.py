"""One demo and one Chromium for all scenes."""

from __future__ import annotations

from collections.abc import Iterator
from typing import TYPE_CHECKING

import pytest

from infra.local.demo import Demo

if TYPE_CHECKING:  # not there for `make test`, which reads this too
    from playwright.sync_api import Browser, Page

    from tests.browser.chromium import Tab
    from tests.browser.stage import Stage


@pytest.fixture(scope="session")
def browser() -> Iterator[Browser]:
    """Chromium. Without it, or what drives it, everything ends with a sentence that says so."""
    try:
        from tests.browser import chromium
    except ModuleNotFoundError as error:
        pytest.exit(f"{error.name} is missing: `make test-browser` installs it.", returncode=1)
    try:
        with chromium.started() as started:
            yield started
    except chromium.NoChromium as missing:
        pytest.exit(str(missing), returncode=1)


@pytest.fixture(scope="session")
def stage(browser: Browser) -> Iterator[Stage]:
    """Where journeys are played."""
    from tests.browser.stage import Stage

    with Demo() as demo:
        yield Stage(demo, browser)


@pytest.fixture
def tab(browser: Browser) -> Iterator[Tab]:
    """A tab with nothing in it."""
    from tests.browser.chromium import Tab, profile

    context = profile(browser, "en")
    yield Tab(context)
    context.close()


@pytest.fixture
def plain(browser: Browser) -> Iterator[Page]:
    """A tab in which no script runs."""
    context = browser.new_context(java_script_enabled=False)
    context.set_default_timeout(10_000)
    yield context.new_page()
    context.close()
