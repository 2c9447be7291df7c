"""Files that a page posts straight into the store, in Chromium: large ones, refused ones, and without a script."""

from __future__ import annotations

from collections.abc import Iterator
from io import BytesIO
from pathlib import Path
from typing import TYPE_CHECKING, Any

import pytest

from tests.browser.examine import PHONE, page_faults, resized
from tests.journeys.story import Story
from tests.web.filed import PROGRAM

if TYPE_CHECKING:
    from playwright.sync_api import Browser, Page

    from tests.browser.chromium import Tab
    from tests.browser.stage import Stage

pytestmark = pytest.mark.browser

PATH = "/programs/gallery"
STORE = "**/incoming-or-bucket"


@pytest.fixture
def story(stage: Stage) -> Story:
    """An empty demo with the program that asks for files, pictures of 10 MB among them."""
    stage.demo.reset()
    told = Story(stage.demo, "en", scanner=False)
    you, *rest = PROGRAM["form"]
    fields = [
        {**each, "max_mb": 8, "max_pixels": 4000, "count": 3} if each["id"] == "works" else each
        for each in you["fields"]
    ]
    changed = {**PROGRAM, "form": [{**you, "fields": fields}, *rest]}
    answer = told.api("PUT", "/v1/programs/gallery", json=changed)
    assert answer.ok, answer.text
    return told


@pytest.fixture
def plain(browser: Browser) -> Iterator[Page]:
    """A tab in which no script runs."""
    context = browser.new_context(java_script_enabled=False)
    context.set_default_timeout(10_000)
    yield context.new_page()
    context.close()


def chosen(name: str, type_: str, body: bytes) -> dict[str, Any]:
    """A file as somebody chooses it."""
    return {"name": name, "mimeType": type_, "buffer": body}


def picture(name: str, side: int = 40, noise: int = 0) -> dict[str, Any]:
    """A square JPEG; with noise it is some megabytes large, even when it is drawn anew."""
    from PIL import Image

    held = BytesIO()
    image = Image.effect_noise((side, side), noise) if noise else Image.new("L", (side, side))
    image.save(held, "JPEG", quality=95)
    return chosen(name, "image/jpeg", held.getvalue())


def paper(name: str, size: int) -> dict[str, Any]:
    """A PDF of so many bytes."""
    head, tail = b"%PDF-1.4\n1 0 obj<</Type/Catalog>>endobj\n%", b"\ntrailer<</Root 1 0 R>>\n%%EOF\n"
    return chosen(name, "application/pdf", head + b"x" * (size - len(head) - len(tail)) + tail)


PROGRAM_FILE = chosen("holiday.jpg", "image/jpeg", b"MZ\x90\x00" + b"\x00" * 3000)
"""A program that is called a picture."""


def introduce(page: Page) -> None:
    """Everything that isn't a file."""
    page.locator('[name="full_name"]').fill("Ann Example")
    page.locator('[name="email"]').fill("ann@people.example")


def there(page: Page, count: int) -> list[str]:
    """The names and sizes of the files in the form, once there are so many."""
    files = page.locator(".files .file")
    files.nth(count - 1).wait_for()
    return files.all_text_contents()


def send(page: Page) -> None:
    """Presses the button, and waits for the page that says that it was sent."""
    page.locator("#send").click()
    page.get_by_role("heading", name="Your application was sent").wait_for()


def kept(story: Story) -> Any:
    """What was kept of the one submission."""
    story.demo.drain()
    (listed,) = story.api("GET", "/v1/submissions?program=gallery").json()["submissions"]
    return story.api("GET", f"/v1/submissions/{listed['id']}").json()["answers"]


def foreign(tab: Tab) -> list[str]:
    """What was noticed, but for files on their way to the store."""
    return [each for each in tab.noticed() if "/concord-uploads" not in each and "uploads" not in each]


def test_large_files_and_small_ones_are_sent_when_they_are_chosen(
    story: Story, tab: Tab, tmp_path: Path
) -> None:
    """A refused one says why and leaves the others; the form names what has arrived; axe finds nothing."""
    large = picture("garden.jpg", 2600, noise=60)
    assert 4_500_000 < len(large["buffer"]) < 8_000_000
    tab.open(f"{story.demo.base_url}{PATH}")
    page = tab.page
    introduce(page)
    page.on("requestfailed", lambda r: print("FAILED", r.url, r.failure))
    page.on("response", lambda r: print(r.status, r.request.method, r.url))
    works = page.locator('input[type=file][name="works"]')
    assert page.get_by_text("at most 8 MB").count() == 1

    works.set_input_files([large, PROGRAM_FILE, picture("lake.jpg")])
    shown = there(page, 2)
    assert [each.partition(" (")[0] for each in shown] == ["garden.jpg", "lake.jpg"]
    alert = page.get_by_role("alert").filter(has_text="holiday.jpg")
    assert "another type of file" in alert.inner_text()
    assert works.evaluate("input => input.files.length") == 0
    page.locator('input[type=file][name="cv"]').set_input_files(paper("life.pdf", 6_000_000))
    assert there(page, 3)[0] == "life.pdf (6 MB)"
    page.locator('input[type=file][name="people.0.portrait"]').set_input_files(picture("ann.jpeg"))
    there(page, 4)
    page.locator('[name="people.0.name"]').fill("Ann")

    assert foreign(tab) == []
    assert page_faults(page) == []
    resized(page, PHONE).screenshot(path=tmp_path / "phone.png", full_page=True)

    page.locator("#send").click()  # once it says again what was refused
    assert page.evaluate("document.activeElement.name") == "works"
    send(page)
    answers = kept(story)
    assert (len(answers["works"]), len(answers["cv"]), len(answers["people"][0]["portrait"])) == (2, 20, 20)
