"""A browser without a window: pages by heading, label and button, forms as people fill them in."""

from __future__ import annotations

import copy
from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from functools import cached_property
from typing import Any
from urllib.parse import urljoin, urlsplit

import requests
from bs4 import BeautifulSoup, Tag


@dataclass(frozen=True, slots=True)
class Button:
    """What is pressed: the button's name and value."""

    name: str
    value: str
    words: str


class Form:
    """One form of a page, with the values that its controls have now.

    `names` are those of all controls, `asked` the first parts of the names of those that are not hidden.
    """

    def __init__(self, page: Page, tag: Tag) -> None:
        self.page = page
        self.tag = tag
        self.action = urljoin(page.url, str(tag.get("action") or page.url))
        self.method = str(tag.get("method", "get")).lower()
        self.values: dict[str, list[str]] = {}
        named = [each for each in tag.find_all(["input", "textarea", "select"]) if each.get("name")]
        for control in named:
            self._default(control)
        self.names = {str(control["name"]) for control in named}
        self.asked = {
            str(control["name"]).partition(".")[0] for control in named if control.get("type") != "hidden"
        }

    def afresh(self) -> Form:
        """The same, filled in by nobody yet where this one is not."""
        other = copy.copy(self)
        other.values = {name: list(values) for name, values in self.values.items()}
        return other

    def _default(self, control: Tag) -> None:
        name, kind = str(control["name"]), str(control.get("type", "text"))
        if kind in ("submit", "button", "reset") or control.has_attr("disabled"):
            return
        if kind in ("radio", "checkbox"):
            if control.has_attr("checked"):
                self.values.setdefault(name, []).append(str(control.get("value", "on")))
        elif control.name == "select":
            options = control.find_all("option")
            chosen = [option for option in options if option.has_attr("selected")] or options[:1]
            self.values[name] = [str(option.get("value", option.get_text())) for option in chosen]
        elif control.name == "textarea":
            self.values[name] = [control.get_text()]
        else:
            self.values.setdefault(name, []).append(str(control.get("value", "")))

    @cached_property
    def buttons(self) -> list[Button]:
        """All buttons, in order."""
        return [
            Button(str(tag.get("name", "")), str(tag.get("value", "")), tag.get_text(" ", strip=True))
            for tag in self.tag.find_all("button")
            if str(tag.get("type", "submit")) == "submit"
        ]

    def label_of(self, name: str) -> str:
        """The words that belong to a control: its label, and the legend around it."""
        control = self.tag.find(attrs={"name": name})
        assert isinstance(control, Tag), f"no control {name}"
        label = self.tag.find("label", attrs={"for": control.get("id")}) or control.find_parent("label")
        fieldset = control.find_parent("fieldset")
        legend = fieldset.find("legend") if isinstance(fieldset, Tag) else None
        return " ".join(tag.get_text(" ", strip=True) for tag in (legend, label) if isinstance(tag, Tag))

    def fill(self, answers: Mapping[str, Any], prefix: str = "") -> Form:
        """Fills in answers by field id, rows of groups included (their rows must be on the page)."""
        for name, answer in answers.items():
            if isinstance(answer, list):
                for number, row in enumerate(answer):
                    self.fill(row, f"{prefix}{name}.{number}.")
                continue
            if isinstance(answer, dict):
                self.fill(answer, f"{prefix}{name}.")
                continue
            spelt = (
                {True: "yes", False: "no"}.get(answer, answer) if isinstance(answer, bool) else str(answer)
            )
            assert f"{prefix}{name}" in self.names, f"no control {prefix}{name} on {self.page.url}"
            self.values[f"{prefix}{name}"] = [spelt]
        return self

    def press(self, button: Button | str | None = None, **more: str) -> Page:
        """Sends the form with one of its buttons: the first, one by its value, or the one given."""
        pressed = button
        if not isinstance(pressed, Button):
            found = [each for each in self.buttons if button is None or button in (each.value, each.words)]
            assert found, f"no button {button} on {self.page.url}"
            pressed = found[0]
        sent = {name: list(values) for name, values in self.values.items()}
        for name, value in more.items():
            sent[name] = [value]
        if pressed.name:
            sent[pressed.name] = [pressed.value]
        return self.page.browser.send(self.method, self.action, sent)


class Page:
    """What a browser shows."""

    def __init__(self, browser: Browser, answer: requests.Response) -> None:
        self.browser = browser
        self.url = answer.url
        self.status = answer.status_code
        self.headers = answer.headers
        self.html = answer.text
        self.soup = BeautifulSoup(answer.text, "html.parser")

    @property
    def heading(self) -> str:
        """The page's one first heading."""
        headings = self.soup.find_all("h1")
        assert len(headings) == 1, f"{len(headings)} first headings on {self.url}"
        return headings[0].get_text(" ", strip=True)

    @property
    def text(self) -> str:
        """Everything that the page says."""
        return self.soup.get_text(" ", strip=True)

    @property
    def forms(self) -> list[Form]:
        """All forms that post, in order, as they came."""
        return [form.afresh() for form in self._blank]

    @property
    def form(self) -> Form:
        """The page's first form that posts, as it came."""
        assert self._blank, f"no form on {self.url}: {self.text[:200]}"
        return self._blank[0].afresh()

    @cached_property
    def _blank(self) -> list[Form]:
        """The forms that post; looking through a long page takes longer than to ask for it."""
        return [
            Form(self, tag) for tag in self.soup.find_all("form") if str(tag.get("method")).lower() == "post"
        ]

    @property
    def errors(self) -> list[str]:
        """What the list of errors at the top says."""
        summary = self.soup.find(attrs={"role": "alert"})
        return (
            [tag.get_text(" ", strip=True) for tag in summary.find_all("a")]
            if isinstance(summary, Tag)
            else []
        )

    @property
    def links(self) -> list[str]:
        """Where the page's links lead."""
        return [urljoin(self.url, str(tag["href"])) for tag in self.soup.find_all("a", href=True)]


class Browser:
    """Somebody's browser: a language and no memory."""

    def __init__(self, base_url: str, language: str = "en") -> None:
        self.base_url = base_url
        self.session = requests.Session()
        self.session.headers["Accept-Language"] = language
        self.session.headers["Accept"] = "text/html"

    def open(self, path: str) -> Page:
        """The page at a path of ours, or at a whole address."""
        return Page(self, self.session.get(urljoin(self.base_url, path), timeout=30))

    def head(self, path: str) -> requests.Response:
        """What HEAD answers."""
        return self.session.head(urljoin(self.base_url, path), timeout=30, allow_redirects=False)

    def send(self, method: str, url: str, values: Mapping[str, Sequence[str]]) -> Page:
        """Sends a form from a page of the same site."""
        site = "{0.scheme}://{0.netloc}".format(urlsplit(url))
        headers = {"Origin": site, "Sec-Fetch-Site": "same-origin"}
        if method == "get":
            return Page(self, self.session.get(url, params=dict(values), timeout=30))
        return Page(self, self.session.post(url, data=dict(values), headers=headers, timeout=30))
