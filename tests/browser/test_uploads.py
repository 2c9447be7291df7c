"""Files that a page posts straight into the store, in Chromium: large, refused, and without a script."""

from __future__ import annotations

from collections.abc import Callable
from io import BytesIO
from typing import TYPE_CHECKING, Any

import pytest

from tests.browser.examine import page_faults
from tests.journeys.story import Story
from tests.web.filed import PROGRAM

if TYPE_CHECKING:
    from playwright.sync_api import Locator, Page, Route

    from tests.browser.chromium import Tab
    from tests.browser.stage import Stage

pytestmark = pytest.mark.browser

PATH = "/programs/gallery"


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


def control(page: Page, name: str) -> Locator:
    """Where files are chosen."""
    return page.locator(f'input[type=file][name="{name}"]')


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


def begun(story: Story, page: Page, store: Callable[[Route], None] | None = None) -> None:
    """The form with everything that isn't a file; `store` has what is posted to other hosts."""
    own = story.demo.base_url
    if store is not None:
        page.route(lambda url: not url.startswith(own), store)
    page.goto(f"{own}{PATH}")
    introduce(page)


def noticed(tab: Tab) -> list[str]:
    """What nobody should have to see; files on their way to the store are meant to be."""
    return [each for each in tab.noticed() if not each.startswith("asked for http://127.0.0.1:")]


def test_large_files_and_small_ones_are_sent_when_they_are_chosen(story: Story, tab: Tab) -> None:
    """A refused one says why and leaves the others; the form names what has arrived; axe finds nothing."""
    large = picture("garden.jpg", 2600, noise=60)
    assert 4_500_000 < len(large["buffer"]) < 8_000_000
    page = tab.page
    begun(story, page)
    works = control(page, "works")
    assert page.get_by_text("at most 8 MB").count() == 1

    works.set_input_files([large, PROGRAM_FILE, picture("lake.jpg")])
    shown = there(page, 2)
    assert [each.partition(" (")[0] for each in shown] == ["garden.jpg", "lake.jpg"]
    alert = page.get_by_role("alert").filter(has_text="holiday.jpg")
    assert "another type of file" in alert.inner_text()
    assert works.evaluate("input => input.files.length") == 0
    control(page, "cv").set_input_files(paper("life.pdf", 6_000_000))
    assert there(page, 3)[0] == "life.pdf (6 MB)"
    control(page, "people.0.portrait").set_input_files(picture("ann.jpeg"))
    there(page, 4)
    page.locator('[name="people.0.name"]').fill("Ann")

    (refused,) = noticed(tab)
    assert "status of 415" in refused
    assert page_faults(page) == []

    page.locator("#send").click()  # once it says again what was refused
    assert page.evaluate("document.activeElement.name") == "works"
    send(page)
    answers = kept(story)
    assert (len(answers["works"]), len(answers["cv"]), len(answers["people"][0]["portrait"])) == (2, 20, 20)


def test_what_cannot_be_posted_goes_with_the_form_if_it_is_small_enough(story: Story, tab: Tab) -> None:
    """The page says what becomes of each; the large one is taken out, or nothing would arrive at all."""
    page = tab.page
    begun(story, page, lambda route: route.abort())

    control(page, "cv").set_input_files(paper("life.pdf", 4_500_000))
    page.get_by_text("life.pdf could not be sent. Please choose it again, or choose").wait_for()
    assert control(page, "cv").evaluate("input => input.files.length") == 0
    control(page, "cv").set_input_files(paper("short.pdf", 300_000))
    page.get_by_text("short.pdf could not be sent yet. It will be sent with the form.").wait_for()
    control(page, "works").set_input_files([picture("lake.jpg"), picture("hill.jpg", 50)])
    page.get_by_text("hill.jpg could not be sent yet. It will be sent with the form.").wait_for()
    send(page)

    answers = kept(story)
    assert (len(answers["cv"]), len(answers["works"])) == (20, 2)


def test_form_waits_for_files_that_are_on_their_way(story: Story, tab: Tab) -> None:
    """It says so, and follows by itself, by the button that was pressed."""
    page = tab.page
    held: list[Route] = []
    begun(story, page, lambda route: held.append(route))  # noqa: PLW0108 - Playwright marks it
    control(page, "cv").set_input_files(paper("life.pdf", 5_000_000))
    page.get_by_text("Sending life.pdf").wait_for()

    page.locator('button[name="add"]').click()
    page.get_by_text("The form follows by itself").wait_for()
    while not held:
        page.wait_for_timeout(50)
    held[0].continue_()

    page.locator('[name="people.1.name"]').wait_for()
    assert there(page, 1) == ["life.pdf (5 MB)"]
    send(page)
    assert len(kept(story)["cv"]) == 20


def test_form_waits_until_files_are_looked_at(story: Story, tab: Tab) -> None:
    """A picture takes a while to be opened; a large one would be too much for the form."""
    page = tab.page
    page.add_init_script(
        "const open = window.createImageBitmap; window.createImageBitmap = async (file) => {"
        " await new Promise((done) => { setTimeout(done, 700); }); return open(file); };"
    )
    begun(story, page)
    control(page, "cv").set_input_files(paper("life.pdf", 5_000))
    there(page, 1)

    control(page, "works").set_input_files(picture("garden.jpg", 2600, noise=60))
    send(page)

    assert len(kept(story)["works"]) == 1


def test_who_presses_again_after_a_while_sends_small_files_with_the_form(story: Story, tab: Tab) -> None:
    """A store that never answers holds nobody up."""
    page = tab.page
    page.clock.install()
    begun(story, page, lambda _: None)
    control(page, "cv").set_input_files(paper("life.pdf", 5_000))
    page.get_by_text("Sending life.pdf").wait_for()

    page.locator("#send").click()
    page.clock.run_for(1_000)
    page.locator("#send").click()
    assert page.get_by_text("The form follows by itself").is_visible()
    page.clock.run_for(10_000)
    send(page)

    assert len(kept(story)["cv"]) == 20


def test_file_of_one_takes_the_place_of_the_one_before(story: Story, tab: Tab) -> None:
    """And of several too many are said to be so, those among them that have arrived."""
    page = tab.page
    begun(story, page)
    control(page, "cv").set_input_files(paper("old.pdf", 5_000))
    there(page, 1)
    control(page, "cv").set_input_files(paper("new.pdf", 6_000))
    page.get_by_text("new.pdf has arrived.").wait_for()
    assert there(page, 1) == ["new.pdf (6 kB)"]

    control(page, "works").set_input_files([picture("a.jpg"), picture("b.jpg", 50)])
    there(page, 3)
    control(page, "works").set_input_files([picture("c.jpg", 60), picture("d.jpg", 70)])
    page.get_by_text("At most 3 files are possible here.").wait_for()
    page.get_by_label("Remove a.jpg").check()
    control(page, "works").set_input_files([picture("c.jpg", 60), picture("d.jpg", 70)])
    there(page, 5)
    send(page)

    assert len(kept(story)["works"]) == 3


def test_files_go_with_the_form_where_no_script_runs(story: Story, plain: Page) -> None:
    """The hint says what a page can send."""
    begun(story, plain)
    assert plain.get_by_text("PDF, at most 4 MB.").count() == 1
    control(plain, "cv").set_input_files(paper("life.pdf", 3_000_000))
    control(plain, "works").set_input_files([picture("lake.jpg")])
    send(plain)

    answers = kept(story)
    assert (len(answers["cv"]), len(answers["works"])) == (20, 1)
