"""Debian's Chromium, with nothing to do but ours: one tab at a time, and what went on in it."""

from __future__ import annotations

import os
import shutil
from collections.abc import Iterator
from contextlib import contextmanager
from urllib.parse import urlsplit

from playwright.sync_api import Browser, BrowserContext, ConsoleMessage, Page, Request, sync_playwright

LOCALES = {"en": "en-US", "ja": "ja-JP"}
MISSING = "Chromium is missing, and `make test-browser` needs it: apt-get install chromium fonts-noto-cjk"

_FLAGS = (
    "--disable-gpu",
    "--disable-quic",
    "--no-first-run",
    "--disable-background-networking",
    "--disable-component-update",
    "--disable-sync",
    "--force-color-profile=srgb",
    "--hide-scrollbars",
    # Nothing outside this machine is looked up: a page that asks for it is at fault, and is told so.
    "--host-resolver-rules=MAP * ~NOTFOUND, EXCLUDE 127.0.0.1",
)


class NoChromium(Exception):
    """There is no Chromium here; the message says how to get one."""


@contextmanager
def started() -> Iterator[Browser]:
    """A Chromium with an empty profile of its own, which ends with the block. Raises NoChromium."""
    found = os.environ.get("CHROMIUM") or shutil.which("chromium")
    if not found:
        raise NoChromium(MISSING)
    root = ["--no-sandbox"] if os.geteuid() == 0 else []
    with sync_playwright() as playwright:
        browser = playwright.chromium.launch(executable_path=found, args=[*_FLAGS, *root])
        yield browser
        browser.close()


def profile(browser: Browser, language: str) -> BrowserContext:
    """Somebody's browser, in a language, and in a hurry: what takes ten seconds has failed."""
    context = browser.new_context(locale=LOCALES[language], reduced_motion="reduce", color_scheme="light")
    context.set_default_timeout(10_000)
    return context


class Tab:
    """A tab, and everything in it that nobody should have to see."""

    def __init__(self, context: BrowserContext) -> None:
        self.page: Page = context.new_page()
        self.status = 0
        self._said: list[str] = []
        self._asked: list[str] = []
        self.page.on("console", self._console)
        self.page.on("pageerror", lambda error: self._said.append(f"error: {error}"))
        self.page.on("request", self._request)

    def open(self, url: str) -> None:
        """Goes to an address."""
        answer = self.page.goto(url)
        self.status = answer.status if answer else 0

    def show(self, html: str) -> None:
        """Shows a message as mail programs do, without an address; the mailbox's frame lets no axe run."""
        self.page.goto("about:blank")
        self.page.set_content(html)
        self.status = 200

    def press(self, selector: str) -> None:
        """Presses the first button that can be seen, and waits for the page that follows."""
        with self.page.expect_navigation() as following:
            self.page.locator(selector).locator("visible=true").first.click()
        self.status = following.value.status if following.value else 0

    def forget(self) -> None:
        """Comes to the front, where Chromium is quick; what happened until now was of an earlier page."""
        self.page.bring_to_front()
        self._said.clear()
        self._asked.clear()

    def noticed(self) -> list[str]:
        """What the console said, and what was asked of other hosts, since `forget`."""
        own = urlsplit(self.page.url).netloc
        foreign = [url for url in self._asked if urlsplit(url).netloc != own]
        return [*(f"console: {words}" for words in self._said), *(f"asked for {url}" for url in foreign)]

    def _console(self, message: ConsoleMessage) -> None:
        # A page with mistakes is meant to have its status, which Chromium calls a failure.
        if not message.text.startswith("Failed to load resource: the server responded with a status of 4"):
            self._said.append(f"{message.type}: {message.text}")
        elif message.location.get("url", "") != self.page.url:
            self._said.append(f"{message.text} at {message.location}")

    def _request(self, request: Request) -> None:
        self._asked.append(request.url)
