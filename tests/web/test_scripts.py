from __future__ import annotations

import gzip
from typing import Any

import pytest

from chalicelib.domain.fields.text import LongText
from chalicelib.language.reader import reader
from chalicelib.web import limits, scripts, static
from chalicelib.web.control import Control, Option, Row
from tests.web.examples import CONFIRM, REFEREE, definition
from tests.web.site import Page, Site

PEN_PALS = "/programs/tea-time"
ESSAY = {"id": "essay", "type": "long_text", "label": "Essay", "max_words": 3, "max_length": 80}
EYES = {"id": "eyes", "type": "text", "label": "Eyes", "show_if": {"!!": {"var": "essay"}}}


def published(site: Site, *fields: dict[str, Any], **changed: Any) -> Page:
    """The page of a program with these fields besides a name and an address."""
    form = [{"page": "You", "fields": [REFEREE[0], REFEREE[2], *fields]}]
    answer = site.api("PUT", "/v1/programs/tea-time", definition(form=form, **changed))
    assert answer.status == 201, answer.body
    return site.get(PEN_PALS)


def loaded(page: Page) -> list[str]:
    """The names of the scripts that the page loads."""
    return [
        str(tag["src"]).removeprefix("/static/").partition("?")[0]
        for tag in page.soup.find_all("script", src=True)
    ]


@pytest.mark.parametrize(
    ("name", "most"), [("form.js", 10_000), ("controls.js", 5_000), ("upload.js", 8_000)]
)
def test_scripts_stay_small_as_they_are_written(name: str, most: int) -> None:
    """Without a build, comments included; the first is all that conditions need."""
    assert len((static.FOLDER / name).read_bytes()) < most


def test_conditions_need_one_script_that_is_small_on_its_way() -> None:
    """As a network that compresses carries it."""
    (name,) = scripts.CONDITIONS

    assert len(gzip.compress(static.file(name).text.encode())) < 4_500


@pytest.mark.parametrize(
    ("fields", "expected"),
    [
        ([], []),
        ([{"id": "hobby", "type": "long_text", "label": "Hobby"}], []),
        ([ESSAY], ["controls.js"]),
        ([{"id": "photo", "type": "file", "label": "Photo"}], ["controls.js", "upload.js"]),
        ([{**ESSAY, "max_length": None}, EYES], ["form.js", "controls.js"]),
        ([{"id": "sum", "type": "computed", "label": "Sum", "value": {"+": [1, 2]}}], ["form.js"]),
    ],
)
def test_pages_load_the_scripts_that_they_can_use(
    site: Site, fields: list[dict[str, Any]], expected: list[str]
) -> None:
    """And where there are none, nothing may run."""
    told = [{key: value for key, value in each.items() if value is not None} for each in fields]

    page = published(site, *told)

    assert loaded(page) == expected
    assert ("script-src 'self';" in page.answer.headers["Content-Security-Policy"]) is bool(expected)
    assert ("runs no scripts" in page.answer.body) is not bool(expected)


def test_pages_without_a_form_load_none(site: Site) -> None:
    """Home, how it works, what was sent, where it stands, a question without fields, lost links, errors."""
    submission = site.visit()
    paths = ["/", "/programs/delegation-visit/how-it-works", "/links", "/asks/nothing"]
    paths += [site.link("sent", submission), site.link("status", submission)]
    paths += [site.link("ask", submission, CONFIRM)]

    assert [loaded(site.get(path)) for path in paths] == [[]] * len(paths)


@pytest.mark.parametrize("name", ["form.js", "controls.js", "upload.js"])
def test_scripts_are_served_as_such_and_kept_for_ever_by_their_digest(site: Site, name: str) -> None:
    """Browsers run nothing of another type."""
    answer = site.send("GET", static.versioned(name))

    assert (answer.status, answer.type) == (200, "text/javascript; charset=utf-8")
    assert answer.headers["Cache-Control"] == "public, max-age=31536000, immutable"
    assert answer.body == (static.FOLDER / name).read_text(encoding="utf-8")


def test_closed_program_loads_none(site: Site) -> None:
    """There is no form on it."""
    page = published(site, ESSAY, EYES, opens="2027-01-01")

    assert loaded(page) == []


def test_limits_come_with_their_words_in_the_readers_language() -> None:
    """A script knows no language."""
    essay = LongText(id="essay", label="Essay", max_words=3)

    assert limits.of(essay, reader("en", "UTC")) == {
        "data-most-words": "3",
        "data-words-left": "Words left: {n}",
        "data-words-over": "Words too many: {n}",
    }
    assert limits.of(LongText(id="essay", label="Essay"), reader("en", "UTC")) == {}


@pytest.mark.parametrize(
    "control",
    [
        Control("file", "photo", "Photo", attributes={"data-max-mb": "5"}),
        Control(
            "select", "leader", "Leader", options=(Option("0", "Ann", chosen=False, echo="people.0.name"),)
        ),
        Control("parts", "home", "Home", parts=(Control("lines", "x", "X", attributes={"data-count": "2"}),)),
        Control(
            "group",
            "people",
            "People",
            rows=(Row("1", (Control("lines", "x", "X", attributes={"data-most-words": "2"}),), False, ""),),
        ),
    ],
)
def test_comfort_is_loaded_for_what_it_serves_wherever_that_stands(control: Control) -> None:
    """Files, choices among rows, what is counted: in parts and in rows too."""
    found = scripts.of([{"controls": [control]}], store=lambda: "")

    assert found["scripts"] == ("controls.js",)


@pytest.mark.parametrize(
    ("kind", "expected"),
    [("files", (("upload.js",), "https://store.example")), ("one_line", ((), ""))],
)
def test_uploads_are_loaded_for_files_with_the_store_that_they_go_to(kind: str, expected: Any) -> None:
    """In rows too; nobody asks for the store elsewhere."""
    control = Control(kind, "x", "X")
    rows = Control("group", "people", "People", rows=(Row("1", (control,), False, ""),))

    found = scripts.of([{"controls": [rows]}], store=lambda: "https://store.example")

    assert (found["scripts"], found["store"]) == expected
