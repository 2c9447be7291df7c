"""Fills in any form from answers, by mouse or by keyboard alone; knows none of them.

Controls are found by the names that every page gives them. What is not on the page is not asked for: it may
stand on another one, or appear when something else is filled in.
"""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from typing import Any, Protocol

from playwright.sync_api import FilePayload, Locator, Page

from tests.services.samples import PDF, picture

ON = "#send"
"""What sends the page, or goes on to the next one."""

_MOST_STOPS = 600

Typed = Mapping[str, Sequence[str]]
"""The values of each control, in the order of the form."""


class Filler(Protocol):
    """A way to fill in one page and to leave it."""

    def fill(self, page: Page, typed: Typed) -> None:
        """Fills in what is on the page."""
        ...

    def leave(self, page: Page) -> None:
        """Presses the button that goes on."""
        ...


def controls(page: Page, name: str) -> Locator:
    """The controls of a name that can be seen."""
    return page.locator(f'form[method="post"] [name="{name}"]:not([type="hidden"], button)').locator(
        "visible=true"
    )


def rows_wanted(page: Page, typed: Typed) -> str:
    """A group that has fewer rows on the page than there are answers, and a button for more; or nothing."""
    for name in typed:
        group, _, rest = name.partition(".")
        number, _, member = rest.partition(".")
        if member and number.isdigit():
            row = page.locator(f'[name^="{group}.{number}."]:not([type="hidden"], button)')
            if not row.count() and _add(page, group).count():
                return group
    return ""


def _add(page: Page, group: str) -> Locator:
    return page.locator(f'button[name="add"][value="{group}"]').locator("visible=true")


def choose(control: Locator, count: int) -> None:
    """Chooses as many files as answers name; they are small, and of a type that the control takes."""
    accept = control.get_attribute("accept") or ""
    body, type_, ending = (PDF, "application/pdf", "pdf")
    if "pdf" not in accept:
        body, type_, ending = picture("JPEG"), "image/jpeg", "jpg"
    # Of another content each: the same file once more is the same upload.
    control.set_input_files(
        [
            FilePayload(name=f"paper-{number}.{ending}", mimeType=type_, buffer=body + b"\n" * number)
            for number in range(count)
        ]
    )


class ByMouse:
    """Clicks, and types into what was clicked."""

    def fill(self, page: Page, typed: Typed) -> None:
        """As a person: from the top, and once more for what has appeared."""
        while group := rows_wanted(page, typed):
            with page.expect_navigation():
                _add(page, group).first.click()
        done: set[str] = set()
        while missing := [each for each in typed if each not in done and controls(page, each).count()]:
            for name in missing:
                self._one(controls(page, name), typed[name])
                done.add(name)

    def leave(self, page: Page) -> None:
        """Waits for what follows."""
        with page.expect_navigation():
            page.locator(ON).locator("visible=true").first.click()

    def _one(self, found: Locator, values: Sequence[str]) -> None:
        kind = found.first.evaluate("e => e.type")
        if kind in ("radio", "checkbox"):
            for value in values:
                found.and_(found.page.locator(f'[value="{value}"]')).check()
        elif kind == "select-one":
            for number, value in enumerate(values):
                found.nth(number).select_option(value)
        elif kind == "file":
            choose(found.first, len(values))
        else:
            for number, value in enumerate(values):
                found.nth(number).fill(value)


class ByKeyboard:
    """Tab from the top of the page to its end, and nothing but keys on the way."""

    def fill(self, page: Page, typed: Typed) -> None:
        """Each control where it comes, and a row more where its button comes; ends at what goes on."""
        done: set[tuple[str, int]] = set()
        added = False  # the first control of a new row has the focus then
        for _ in range(_MOST_STOPS):
            if not added:
                page.keyboard.press("Tab")
            added, at = False, self._at(page)
            if at["on"]:
                return
            name, place = at["name"], at["place"]
            if at["tag"] == "BUTTON":
                if name == "add" and rows_wanted(page, typed) == at["value"]:
                    with page.expect_navigation():  # the page that comes back has the row
                        page.keyboard.press("Enter")
                    page.wait_for_function(_FOCUSED_BY_ITSELF)  # after it was loaded, when it is first drawn
                    added = True
            elif name in typed and (name, place) not in done:
                done.add((name, place))
                self._one(page, at, typed[name])
        raise AssertionError(f"the button was not reached: {page.url}")

    def leave(self, page: Page) -> None:
        """With the button that has the focus."""
        assert self._at(page)["on"]
        with page.expect_navigation():
            page.keyboard.press("Enter")

    def _at(self, page: Page) -> dict[str, Any]:
        """What has the focus. Of a group of radio buttons or checkboxes each is one place."""
        found: dict[str, Any] = page.evaluate(_FOCUSED, ON)
        return found

    def _one(self, page: Page, at: Mapping[str, Any], values: Sequence[str]) -> None:
        match at["kind"]:
            case "radio":
                self._choose(page, values[0])
            case "checkbox":
                if at["value"] in values:
                    page.keyboard.press("Space")
            case "select-one":
                value = values[at["place"]] if at["place"] < len(values) else ""
                page.keyboard.type(page.evaluate(_LABEL, value))
                assert self._at(page)["value"] == value
            case "file":  # the window in which files are chosen is the browser's own
                choose(page.locator(":focus"), len(values))
            case "date":
                year, month, day = values[0].split("-")
                page.keyboard.type(f"{month}{day}{year}")
                assert self._at(page)["value"] == values[0]
            case _:
                if at["place"] < len(values):
                    page.keyboard.press("ControlOrMeta+A")
                    page.keyboard.insert_text(values[at["place"]])

    def _choose(self, page: Page, value: str) -> None:
        """With the arrow keys, which choose as they go."""
        page.keyboard.press("Space")
        for _ in range(30):
            if self._at(page)["value"] == value:
                return
            page.keyboard.press("ArrowDown")
        raise AssertionError(f"{value} is not offered")


_FOCUSED = """
on => {
  const at = document.activeElement;
  const all = [...document.querySelectorAll("form[method='post'] [name]")].filter(
    e => e.name === at.name && e.type !== "hidden");
  return {tag: at.tagName, name: at.name || "", value: at.value || "", kind: at.type || "",
          place: at.type === "radio" ? 0 : all.indexOf(at), on: at.matches(on)};
}
"""

_FOCUSED_BY_ITSELF = "() => document.activeElement.matches('[autofocus]')"

_LABEL = "value => [...document.activeElement.options].find(option => option.value === value).text"
