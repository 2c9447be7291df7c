"""Plays journeys in one demo, scene by scene, and hands over what there is to be seen."""

from __future__ import annotations

from collections.abc import Iterator
from dataclasses import dataclass

from playwright.sync_api import Browser, BrowserContext

from infra.local.demo import Demo
from tests.browser.chromium import Tab, profile
from tests.browser.person import Person
from tests.browser.scenes import Journey, Scene
from tests.journeys.inbox import Mail
from tests.journeys.story import Story


@dataclass(frozen=True, slots=True)
class Shown:
    """A page or a message that is in a tab now; `number` is its place in the journey."""

    number: int
    name: str
    seen: str
    language: str
    tab: Tab
    mail: Mail | None = None


class Performance:
    """One journey in one language, from an empty demo on."""

    def __init__(self, demo: Demo, browser: Browser, journey: Journey, language: str) -> None:
        demo.reset()
        self.journey = journey
        self.language = language
        self.played = 0
        self.broken = False
        self._context: BrowserContext = profile(browser, language)
        self._tab = Tab(self._context)
        self._mail_tab = Tab(self._context)
        self._story = Story(demo, language)
        self._number = 0
        self._known: set[str] = set()

    def next(self) -> Iterator[Shown]:
        """Plays the next scene: its page, if it is looked at, then each message that followed."""
        scene = self.journey.scenes[self.played]
        self._tab.forget()
        self.broken = True
        scene.act(Person(self._tab, self._story))
        self._story.demo.drain()
        self.broken = False
        self.played += 1
        self._number += 1
        if self.language in scene.heading:
            yield Shown(self._number, scene.name, scene.seen, self.language, self._tab)
        for mail in self._story.inbox.all():
            if mail.id not in self._known:
                self._known.add(mail.id)
                self._number += 1
                yield self._show(mail)

    def close(self) -> None:
        """Closes the tabs."""
        self._context.close()

    def _show(self, mail: Mail) -> Shown:
        self._mail_tab.forget()
        self._mail_tab.show(mail.html)
        template, party = self._letter(mail)
        language = self._mail_tab.page.locator("html").get_attribute("lang") or ""
        name = f"mail-{template}".replace("_", "-")
        seen = f"The message [{template}](../messages.md#{template}) to `{party}`."
        return Shown(self._number, name, seen, language, self._mail_tab, mail)

    def _letter(self, mail: Mail) -> tuple[str, str]:
        """The message's template and party, by its place among those that staff see were sent.

        A message of no submission, or of one that lists others, is called by its receiver alone.
        """
        submission = mail.header("X-Concord-Message").partition(".")[0]
        answer = self._story.api("GET", f"/v1/submissions/{submission}")
        listed = answer.json()["messages"] if answer.ok else []
        sent = [message for message in listed if message["state"] == "sent"]
        ids = {each.header("X-Concord-Message") for each in self._story.inbox.all()}
        own = sorted((id_ for id_ in ids if id_.startswith(f"{submission}.")), key=_place)
        if len(own) != len(sent):
            return "message", mail.to
        found = sent[own.index(mail.header("X-Concord-Message"))]
        return found["template"], found["to"]


class Stage:
    """The demo and the browser for all journeys; one of them is on at a time."""

    def __init__(self, demo: Demo, browser: Browser) -> None:
        self._demo = demo
        self._browser = browser
        self._on: Performance | None = None

    def begin(self, journey: Journey, language: str) -> Performance:
        """The journey from its beginning."""
        if self._on is not None:
            self._on.close()
        self._on = Performance(self._demo, self._browser, journey, language)
        return self._on

    def scene(self, journey: Journey, scene: Scene, language: str) -> Iterator[Shown]:
        """What is to be seen in a scene, after all before it were played; a broken journey stays broken."""
        at = journey.scenes.index(scene)
        on = self._on
        if on is None or (on.journey, on.language) != (journey, language) or on.played > at:
            on = self.begin(journey, language)
        while on.played < at and not on.broken:
            list(on.next())
        if on.broken:
            raise RuntimeError("the journey broke off before this scene")
        return on.next()


def _place(message: str) -> tuple[int, ...]:
    return tuple(int(part) for part in message.split(".")[1:] if part.isdigit())
