"""Somebody with Chromium and a mailbox: what a scene may do to get to its page."""

from __future__ import annotations

from collections.abc import Mapping
from datetime import date
from typing import Any
from urllib.parse import urljoin

from tests.browser.chromium import Tab
from tests.journeys.story import Story


class Person:
    """Fills in forms and follows links; `story` has the mail, the staff's API and the clock."""

    def __init__(self, tab: Tab, story: Story) -> None:
        self.tab = tab
        self.story = story

    @property
    def today(self) -> date:
        """The day by the demo's clock."""
        return self.story.demo.advance("0s").date()

    def open(self, path: str) -> None:
        """Goes to a path of ours, or to a whole address."""
        self.tab.open(urljoin(self.story.demo.base_url, path))

    def link(self, address: str, kind: str) -> str:
        """The link of a kind in the last message to an address."""
        return self.story.newest(address).link(kind)

    def follow(self, address: str, kind: str) -> None:
        """Opens that link."""
        self.open(self.link(address, kind))

    @property
    def status(self) -> str:
        """The newest link to a status page that anybody was sent."""
        found = [link for mail in self.story.inbox.all() for link in mail.links if "/status/" in link]
        return found[-1]

    def click(self, path: str) -> None:
        """Follows the page's own link below a path."""
        self.tab.press(f'a[href^="{path}"]')

    def fill(self, answers: Mapping[str, Any], prefix: str = "") -> None:
        """Fills in answers by field id, as `infra.local.forms` has them; rows that are missing are added."""
        for name, answer in answers.items():
            if isinstance(answer, dict):
                self.fill(answer, f"{prefix}{name}.")
            elif isinstance(answer, list):
                for number, row in enumerate(answer):
                    while not self._control(f"{name}.{number}.{next(iter(row))}").count():
                        self.tab.press(f'button[name="add"][value="{name}"]')
                    self.fill(row, f"{name}.{number}.")
            elif answer is not None:
                self._fill(f"{prefix}{name}", answer)

    def press(self, answer: str = "") -> None:
        """Presses the button of an answer, or the one that sends the form."""
        button = f'[value="{answer}"]' if answer else ":is(#send, :not([name], [aria-hidden]))"
        self.tab.press(f"form button{button}")

    def send(self, answers: Mapping[str, Any], answer: str = "") -> None:
        """Fills in the form on the page, and sends it; of a long one, page after page up to a mistake."""
        if not self._is_long():
            self.fill(answers)
            self.press(answer)
            return
        self.turn(answers)
        while self._is_long() and self.tab.status == 200:
            self.turn(answers)

    def turn(self, answers: Mapping[str, Any]) -> None:
        """Fills in the page of a long form, as far as it asks, and goes on."""
        controls = self.tab.page.locator('form [name]:not([type="hidden"], button)')
        asked = controls.evaluate_all("all => all.map(e => e.name.split('.')[0])")
        self.fill({name: answers[name] for name in answers if name in asked})
        self.press()

    def _is_long(self) -> bool:
        return bool(self.tab.page.locator('form [name="_page"]').count())

    def _control(self, name: str) -> Any:
        return self.tab.page.locator(f'[name="{name}"]:not([type="hidden"])')

    def _fill(self, name: str, answer: Any) -> None:
        words = {True: "yes", False: "no"}[answer] if isinstance(answer, bool) else str(answer)
        control = self._control(name)
        kind = control.first.evaluate("e => e.type")
        if kind in ("radio", "checkbox"):
            self.tab.page.locator(f'[name="{name}"][value="{words}"]').check()
        elif kind == "select-one":
            control.select_option(words)
        else:
            control.fill(words)
