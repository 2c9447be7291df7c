"""What is wrong with a page, in sentences: none, or it is mended."""

from __future__ import annotations

from functools import lru_cache
from importlib import resources
from typing import TYPE_CHECKING, Any

if TYPE_CHECKING:  # not there for `make test`, which reads this too
    from playwright.sync_api import Page

DESK, PHONE, ZOOMED = 1200, 360, 640
"""Widths in CSS pixels; the last is a window of 1280 at 200 % (WCAG 2.2 §1.4.4)."""

HEIGHT = 800
STANDARDS = ("wcag2a", "wcag2aa", "wcag21a", "wcag21aa", "wcag22a", "wcag22aa", "best-practice")

OF_WHOLE_PAGES = ("landmark-one-main", "region")
"""A message is shown within the page of a mail program, which has these; its own would be a second one."""


def resized(page: Page, width: int) -> Page:
    """The page in a window of that width."""
    page.set_viewport_size({"width": width, "height": HEIGHT})
    return page


def page_faults(page: Page) -> list[str]:
    """Everything that is wrong with a page of ours, at desk, on a phone, by night, zoomed and by keyboard."""
    faults = [f"keyboard: {fault}" for fault in keyboard(resized(page, DESK))]
    page.emulate_media(color_scheme="dark")
    faults += [f"by night: {fault}" for fault in contrast(page)]
    page.emulate_media(color_scheme="light")
    return faults + _at_all_widths(page)


def mail_faults(page: Page) -> list[str]:
    """Everything that is wrong with a message's HTML."""
    return _at_all_widths(page, *OF_WHOLE_PAGES)


def _at_all_widths(page: Page, *but: str) -> list[str]:
    faults = [f"{width} px: {fault}" for width in (DESK, PHONE) for fault in axe(resized(page, width), *but)]
    for width in (PHONE, ZOOMED):
        faults += [f"{width} px: {fault}" for fault in sideways(resized(page, width))]
    return faults


def axe(page: Page, *but: str) -> list[str]:
    """Violations of every rule of the standards, but of those named."""
    return _violations(page, {"standards": list(STANDARDS), "but": list(but)})


def contrast(page: Page) -> list[str]:
    """Violations of the one rule that colours matter to."""
    return _violations(page, {"standards": [], "but": []})


def _violations(page: Page, rules: dict[str, list[str]]) -> list[str]:
    if not page.evaluate("'axe' in window"):
        page.evaluate(_axe())
    found: list[dict[str, Any]] = page.evaluate(_RUN_AXE, rules)
    return [
        f"{rule['id']}: {rule['help']}: {node['html'][:120]} {node['any'][:1] or node['all'][:1]}"
        for rule in found
        for node in rule["nodes"]
    ]


def sideways(page: Page) -> list[str]:
    """What makes the page wider than its window (WCAG 2.2 §1.4.10)."""
    found: list[str] = page.evaluate(_SIDEWAYS)
    return [f"reaches beyond the window: {each}" for each in found]


def keyboard(page: Page) -> list[str]:
    """Controls and links that the Tab key doesn't reach, and those on which it isn't seen to be."""
    wanted: list[str] = page.evaluate(_STOPS)
    seen: set[int] = set()
    reached: list[int] = []
    for _ in range(4 * len(wanted) + 8):  # a date is several stops
        page.keyboard.press("Tab")
        at, visible = page.evaluate(_STOP)
        if visible:  # of the stops of a date, the last is the browser's own button, which shows itself
            seen.add(at)
        if at in reached and at != reached[-1]:
            break
        if at >= 0 and at not in reached:
            reached.append(at)
    missed = sorted(set(range(len(wanted))) - set(reached))
    return [f"not reached: {wanted[at]}" for at in missed] + [
        f"focus not seen: {wanted[at]}" for at in reached if at not in seen
    ]


@lru_cache(maxsize=1)
def _axe() -> str:
    return (resources.files("axe_playwright_python") / "axe.min.js").read_text(encoding="utf-8")


_RUN_AXE = """
async ({standards, but}) => {
  const of = standards.length ? axe.getRules(standards).map(rule => rule.ruleId) : ["color-contrast"];
  const values = of.filter(id => !but.includes(id));
  const found = await axe.run(document, {runOnly: {type: "rule", values}, resultTypes: ["violations"]});
  const said = checks => checks.map(check => check.message);
  return found.violations.map(({id, help, nodes}) => (
    {id, help, nodes: nodes.map(({html, any, all}) => ({html, any: said(any), all: said(all)}))}));
}
"""

_SIDEWAYS = """
() => {
  const root = document.documentElement;
  if (root.scrollWidth <= root.clientWidth) return [];
  const wide = [...document.body.querySelectorAll("*")].filter(
    element => element.getBoundingClientRect().right > root.clientWidth + 0.5);
  const widest = wide.slice(-3).map(element => element.outerHTML.slice(0, 120));
  return [`${root.scrollWidth} > ${root.clientWidth}`, ...widest];
}
"""

# A group of radio buttons is one stop, whichever of them has it.
_STOPS = """
() => {
  document.activeElement.blur();
  const ring = element => {
    const style = getComputedStyle(element);
    return [style.outlineStyle, style.outlineWidth, style.outlineColor, style.boxShadow].join(" ");
  };
  const kinds = "a[href], button, input, select, textarea, summary, [tabindex]";
  const all = [...document.querySelectorAll(kinds)].filter(
    element => element.tabIndex >= 0 && !element.disabled && element.getClientRects().length
      && getComputedStyle(element).visibility === "visible");
  const first = element => element.type === "radio"
    ? all.find(other => other.type === "radio" && other.name === element.name) : element;
  const stops = all.filter(element => first(element) === element);
  const rings = new Map(all.map(element => [element, ring(element)]));
  window.concord = {stops, rings, ring, first};
  return stops.map(element => element.outerHTML.slice(0, 120));
}
"""

_STOP = """
() => {
  const {stops, rings, ring, first} = window.concord;
  const at = document.activeElement;
  if (!rings.has(at)) return [-1, false];
  return [stops.indexOf(first(at)), at.matches(":focus-visible") && ring(at) !== rings.get(at)];
}
"""
