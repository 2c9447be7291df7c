"""Plays journeys in one demo, scene by scene, and hands over what there is to be seen."""

from __future__ import annotations

from collections.abc import Iterator, MutableMapping, Sequence
from dataclasses import dataclass

from playwright.sync_api import Browser, BrowserContext

from infra.local.demo import Demo
from tests.browser.chromium import Tab, profile
from tests.browser.person import Person
from tests.browser.played.scene import Journey, Scene
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


@dataclass(frozen=True, slots=True)
class Letter:
    """What a message is, whoever of several it goes to: all of one letter look the same."""

    program: str
    template: str
    party: str
    language: str


Letters = MutableMapping[Letter, tuple[str, int]]
"""Where each letter is looked at: the journey, and the number in it, of the first message that is one."""


class Performance:
    """One journey in one language, from an empty demo on.

    `letters` is common to all journeys. A message is looked at where its letter comes for the first time, in
    the run of its own language.
    """

    def __init__(
        self, demo: Demo, browser: Browser, journey: Journey, language: str, letters: Letters
    ) -> None:
        demo.reset()
        self.journey = journey
        self.language = language
        self.played = 0
        self.broken = False
        self._context: BrowserContext = profile(browser, language)
        self._tab = Tab(self._context)
        self._mail_tab = Tab(self._context)
        self._story = Story(demo, language, scanner=False)
        self._letters = letters
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
                letter = self._letter(mail)
                here = (self.journey.name, self._number)
                if letter.language == self.language and self._letters.setdefault(letter, here) == here:
                    yield self._show(mail, letter)

    def close(self) -> None:
        """Closes the tabs."""
        self._context.close()

    def _show(self, mail: Mail, letter: Letter) -> Shown:
        self._mail_tab.forget()
        self._mail_tab.show(mail.html)
        name = f"mail-{letter.template}".replace("_", "-")
        seen = f"The message [{letter.template}](../messages.md#{letter.template}) to `{letter.party}`."
        return Shown(self._number, name, seen, letter.language, self._mail_tab, mail)

    def _letter(self, mail: Mail) -> Letter:
        """The message's letter, by its place among those that staff see were sent."""
        message, language = mail.header("X-Concord-Message"), mail.header("Content-Language")
        submission, commit, number = message.split(".")
        if commit == "0":  # of a form that is not sent yet, which staff don't see
            return Letter("", "draft" if int(number) else "draft_closing", "applicant", language)
        found = self._story.api("GET", f"/v1/submissions/{submission}").json()
        sent = [each for each in found["messages"] if each["state"] == "sent"]
        ids = {each.header("X-Concord-Message") for each in self._story.inbox.all()}
        own = sorted((id_ for id_ in ids if id_.startswith(f"{submission}.")), key=_place)
        assert len(own) == len(sent), f"{len(own)} of {len(sent)} messages of {submission} have arrived"
        said = sent[own.index(message)]
        party = said["to"].partition(".")[0]
        return Letter(found["program"], said["template"], party, language)


class Stage:
    """The demo and the browser for all journeys; one of them is on at a time."""

    def __init__(self, demo: Demo, browser: Browser) -> None:
        self.demo = demo
        self._browser = browser
        self._on: Performance | None = None
        self._letters: Letters = {}
        self._whole: set[tuple[str, str]] = set()

    def templates(self, journeys: Sequence[Journey], language: str) -> set[str]:
        """Every template that is looked at in a language; what hasn't been played as far is played now."""
        for journey in journeys:
            if (journey.name, language) not in self._whole:
                list(self.scene(journey, journey.scenes[-1], language))
        return {letter.template for letter in self._letters if letter.language == language}

    def begin(self, journey: Journey, language: str) -> Performance:
        """The journey from its beginning."""
        if self._on is not None:
            self._on.close()
        self._on = Performance(self.demo, self._browser, journey, language, self._letters)
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
        if at == len(journey.scenes) - 1:
            self._whole.add((journey.name, language))
        return on.next()


def _place(message: str) -> tuple[int, ...]:
    return tuple(int(part) for part in message.split(".")[1:] if part.isdigit())
