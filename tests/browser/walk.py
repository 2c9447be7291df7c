"""Fills in one of the real forms, page by page, and shows each page on the way."""

from __future__ import annotations

import json
from collections.abc import Iterator, Mapping, Sequence
from contextlib import contextmanager
from typing import TYPE_CHECKING
from urllib.parse import urlsplit

import requests

from chalicelib.domain import programs
from chalicelib.domain.definitions import fields_of
from chalicelib.web import prefilled
from infra.local.demo import Demo
from tests.browser.examine import resized
from tests.forms import cases, definitions

if TYPE_CHECKING:
    from playwright.sync_api import Browser, Page

    from tests.browser.filler import Filler

MOST_PAGES = 20


def publish(demo: Demo, names: Sequence[str] = definitions.NAMES) -> None:
    """Publishes real forms in a demo."""
    for name in names:
        answer = requests.put(
            f"{demo.base_url}/v1/programs/{name}",
            data=json.dumps(definitions.document(name)),
            headers={"Authorization": "Bearer demo", "Content-Type": "application/json"},
            timeout=30,
        )
        assert answer.status_code == 201, answer.text


@contextmanager
def walked(
    demo: Demo, browser: Browser, name: str, filler: Filler, *, width: int, scripts: bool = True
) -> Iterator[Iterator[Page]]:
    """The pages of a form, each filled in before it is left, and the one that it comes to in the end."""
    program = definitions.program(name)
    today = programs.day(program, demo.advance("0s"))  # where the program is
    answers = cases.base(name, today)
    typed: Mapping[str, Sequence[str]] = prefilled.of(fields_of(program), answers).typed
    context = browser.new_context(locale="en-US", java_script_enabled=scripts, reduced_motion="reduce")
    context.set_default_timeout(10_000)
    try:
        page = resized(context.new_page(), width)
        page.goto(f"{demo.base_url}/programs/{name}")
        yield _pages(page, filler, typed)
    finally:
        context.close()


def _pages(page: Page, filler: Filler, typed: Mapping[str, Sequence[str]]) -> Iterator[Page]:
    begun = urlsplit(page.url).path
    for _ in range(MOST_PAGES):
        filler.fill(page, typed)
        yield page
        filler.leave(page)
        if urlsplit(page.url).path != begun or page.locator(".summary").count():
            yield page
            return
