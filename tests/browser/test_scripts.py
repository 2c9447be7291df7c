"""Forms that follow what is typed, in Chromium: with scripts, without, and with scripts that fail."""

from __future__ import annotations

from io import BytesIO
from typing import TYPE_CHECKING, Any

import pytest

from chalicelib.web import static
from tests.browser.examine import page_faults
from tests.browser.family import KEPT, PROGRAM, TYPED
from tests.journeys.story import Story

if TYPE_CHECKING:
    from playwright.sync_api import Page

    from tests.browser.chromium import Tab
    from tests.browser.stage import Stage

pytestmark = pytest.mark.browser

PATH = "/programs/pen-pals"


@pytest.fixture
def story(stage: Stage) -> Story:
    """An empty demo with the program."""
    stage.demo.reset()
    told = Story(stage.demo, "en", scanner=False)
    answer = told.api("PUT", "/v1/programs/pen-pals", json=PROGRAM)
    assert answer.ok, answer.text
    return told


def fill(page: Page, name: str, value: str) -> None:
    """Types or chooses, where it is there to be seen."""
    control = page.locator(f'[name="{name}"]')
    kind = control.first.get_attribute("type")
    if kind in ("radio", "checkbox"):
        page.locator(f'[name="{name}"][value="{value}"]').check()
    elif control.first.locator("xpath=self::select").count():
        control.select_option(value)
    else:
        control.fill(value)


def complete(page: Page) -> None:
    """Fills in everything, adds the second child, and sends the form."""
    added = False
    for name, value in TYPED:
        if name.startswith("children.1.") and not added:
            page.locator('button[name="add"][value="children"]').click()
            page.locator('[name="children.1.name"]').wait_for()
            added = True
        fill(page, name, value)
    page.locator("#send").click()
    page.get_by_role("heading", name="Your registration was sent").wait_for()


def answers(story: Story) -> Any:
    """What was kept of the one submission."""
    story.demo.drain()
    (listed,) = story.api("GET", "/v1/submissions?program=pen-pals").json()["submissions"]
    return story.api("GET", f"/v1/submissions/{listed['id']}").json()["answers"]


def seen(page: Page) -> list[str]:
    """The names of the controls and of what is worked out that can be seen, once each."""
    found = page.locator("form [name], form output").locator("visible=true")
    names = found.evaluate_all("all => all.map(each => each.name || each.id.replace('field-', ''))")
    return list(dict.fromkeys(name for name in names if name not in ("add", "remove", "go")))


def test_page_shows_what_applies_as_it_is_typed(story: Story, tab: Tab) -> None:
    """Pages, rows, rows of rows, choices among rows; nothing in the console; axe finds nothing."""
    tab.open(f"{story.demo.base_url}{PATH}")
    page = tab.page
    you = ["full_name", "email", "country", "brings", "heads"]
    assert seen(page) == you
    assert not page.get_by_text("Money", exact=True).is_visible()

    fill(page, "brings", "yes")
    child = ["children.0.name", "children.0.dob", "children.0.diet"]
    assert seen(page) == [*you[:4], *child, "heads"]

    fill(page, "children.0.name", "Bea")
    money = ["pays", "total", "why"]
    assert seen(page) == [*you[:4], *child, "seats.0.seat", "eldest", "heads", *money]
    assert page.locator('select[name="eldest"] option').all_text_contents() == ["Please choose", "Bea"]

    fill(page, "children.0.dob", "2020-02-01")
    row = [*child[:2], "children.0.school", "children.0.diet"]
    assert seen(page) == [*you[:4], *row, "seats.0.seat", "seats.0.belt", "eldest", "heads", *money]
    school = page.locator('[name="children.0.school"]')
    assert (
        school.get_attribute("required"),
        page.get_by_role("textbox", name="School (optional)").count(),
    ) == (None, 1)
    fill(page, "country", "US")
    assert (
        school.get_attribute("required"),
        page.get_by_role("textbox", name="School", exact=True).count(),
    ) == ("", 1)

    fill(page, "children.0.school", "First School")
    fill(page, "children.0.diet", "other")
    assert [name for name in seen(page) if name.startswith("children")] == [
        *row,
        "children.0.diet_other",
        "children.0.sure",
    ]
    fill(page, "children.0.dob", "2023-02-01")
    assert [name for name in seen(page) if name.startswith("children")] == [*child, "children.0.diet_other"]
    fill(page, "children.0.dob", "2020-02-01")
    assert school.input_value() == "First School"

    fill(page, "pays", "1,250.50")
    assert page.locator("#field-heads, #field-total").all_text_contents() == ["2", "2501"]
    fill(page, "pays", "5")
    page.locator('[name="why"]').focus()
    assert page.get_by_text("It costs more than 10 dollars.").is_visible()
    fill(page, "pays", "6000")
    page.locator('[name="why"]').focus()
    assert not page.get_by_text("It costs more than 10 dollars.").is_visible()
    assert page.locator("#field-total").inner_text() == "12,000"
    fill(page, "why", "one two three four")
    assert page.get_by_text("Words too many: 1").first.is_visible()

    assert tab.noticed() == []
    assert page_faults(page) == []


def test_same_answers_are_kept_with_scripts_and_without(story: Story, tab: Tab, plain: Page) -> None:
    """Also of what was typed and then hidden: it is sent, and dropped."""
    tab.open(f"{story.demo.base_url}{PATH}")
    complete(tab.page)
    assert tab.noticed() == []
    assert answers(story) == KEPT

    story.demo.reset()
    assert story.api("PUT", "/v1/programs/pen-pals", json=PROGRAM).ok
    plain.goto(f"{story.demo.base_url}{PATH}")
    complete(plain)
    assert answers(story) == KEPT


def test_nothing_typed_is_lost_when_the_page_comes_back(story: Story, tab: Tab) -> None:
    """What is hidden while a row is added is there when it is shown again."""
    tab.open(f"{story.demo.base_url}{PATH}")
    for name, value in TYPED[3:7]:
        fill(tab.page, name, value)
    fill(tab.page, "children.0.dob", "2024-02-01")

    tab.press('button[name="add"][value="children"]')

    assert not tab.page.locator('[name="children.0.school"]').is_visible()
    fill(tab.page, "children.0.dob", "2015-02-01")
    assert tab.page.locator('[name="children.0.school"]').input_value() == "First School"


def test_counters_begin_with_what_is_there(story: Story, tab: Tab) -> None:
    """On the page that comes back with mistakes, and when somebody goes back to it."""
    tab.open(f"{story.demo.base_url}{PATH}")
    fill(tab.page, "brings", "yes")
    fill(tab.page, "children.0.name", "Bea")
    assert counted(tab.page) == "Words left: 3"
    fill(tab.page, "why", "one two")
    assert counted(tab.page) == "Words left: 1"

    tab.press("#send")
    assert (tab.status, counted(tab.page)) == (422, "Words left: 1")

    tab.open(f"{story.demo.base_url}{PATH}")
    fill(tab.page, "brings", "yes")
    fill(tab.page, "children.0.name", "Bea")
    fill(tab.page, "why", "one two three four")
    tab.page.goto(f"{story.demo.base_url}/")
    tab.page.go_back()
    tab.page.locator('[name="why"]').wait_for()
    assert tab.page.locator('[name="why"]').input_value() == "one two three four"
    assert counted(tab.page) == "Words too many: 1"


def counted(page: Page) -> str:
    """What the counter at the text area says."""
    return page.locator('[data-field="why"] p[aria-hidden]').inner_text()


def test_script_that_fails_leaves_everything_shown(story: Story, tab: Tab) -> None:
    """At once, or in the midst of it; and the form can be sent."""
    tab.page.add_init_script(
        "window.FormData = class extends FormData { constructor(form) {"
        " if (window.broken) throw Error('planted'); super(form); } };"
    )
    tab.open(f"{story.demo.base_url}{PATH}")
    assert "children.0.school" not in seen(tab.page)

    tab.page.evaluate("window.broken = true")
    fill(tab.page, "full_name", "Ann")

    assert {"children.0.school", "seats.0.belt", "eldest", "pays", "children.0.diet_other"} <= {
        *seen(tab.page)
    }
    assert tab.page.locator("[hidden]").count() == 0
    tab.press("#send")
    assert tab.status == 422


def test_script_that_disagrees_with_the_server_hides_no_mistake(story: Story, tab: Tab) -> None:
    """Where the server found a mistake, it is shown, and so is everything else."""
    differing = static.file("form.js").text.replace(
        "shown[name] = holds(show, part);", "shown[name] = show === true;"
    )
    assert differing != static.file("form.js").text
    tab.page.route("**/form.js*", lambda route: route.fulfill(body=differing, content_type="text/javascript"))
    tab.open(f"{story.demo.base_url}{PATH}")
    fill(tab.page, "brings", "yes")
    assert "children.0.name" not in seen(tab.page)

    tab.page.evaluate("document.querySelector('[name=\"children.0.dob\"]').value = '2015-02-01'")
    tab.press("#send")

    assert tab.status == 422
    assert {"children.0.name", "children.0.school", "pays"} <= {*seen(tab.page)}


FILES = """
<html lang="en"><body><form><div class="field" data-field="photo"><label for="field-photo">Photos</label>
<input type="file" id="field-photo" name="photo" multiple data-max-mb="0.001" data-max-pixels="40"
  data-count="2" data-accept="image/png .jpg" data-too-large="Too large." data-wrong-type="No picture."
  data-too-many="Two at most." data-too-many-pixels="Too many pixels.">
</div></form></body></html>
"""


def picture(side: int) -> dict[str, Any]:
    """A square PNG."""
    from PIL import Image

    held = BytesIO()
    Image.new("RGB", (side, 20)).save(held, "PNG")
    return {"name": f"{side}.png", "mimeType": "image/png", "buffer": held.getvalue()}


def text(name: str, size: int) -> dict[str, Any]:
    """A file of so many bytes."""
    return {"name": name, "mimeType": "", "buffer": b"x" * size}


def test_files_are_looked_at_when_they_are_chosen(tab: Tab) -> None:
    """Number, type, size and pixels, in the words that come with the control; a good one takes them away."""
    tab.show(FILES)
    tab.page.add_script_tag(content=static.file("controls.js").text)
    said = tab.page.get_by_role("alert")
    control = tab.page.locator("#field-photo")

    for chosen, words in (
        ([text("a.jpg", 9)] * 3, "Two at most."),
        ([text("a.pdf", 9)], "No picture."),
        ([text("a.JPG", 1001)], "Too large."),
        ([picture(41)], "Too many pixels."),
        ([picture(40), text("broken.jpg", 1000)], ""),
    ):
        control.set_input_files(chosen)
        tab.page.wait_for_function(f"document.querySelector('[role=alert]').textContent === {words!r}")
        assert said.text_content() == words
        assert control.get_attribute("aria-invalid") == ("true" if words else None)
    assert control.get_attribute("aria-describedby") == "field-photo-chosen"


ESSAY = """
<html lang="en"><body><label for="essay">Essay</label>
<textarea id="essay" data-most-words="3" data-words-left="Words left: {n}"
  data-words-over="Words too many: {n}"
  data-most-characters="2000" data-characters-left="Characters left: {n}"
  data-characters-over="Characters too many: {n}">
one two</textarea></body></html>
"""


def test_words_and_characters_are_counted_at_once_and_read_out_when_typing_rests(tab: Tab) -> None:
    """What stood there before counts too; a screen reader isn't spoken to at each key."""
    tab.show(ESSAY)
    tab.page.clock.install()
    tab.page.add_script_tag(content=static.file("controls.js").text)
    shown, said = tab.page.locator("p[aria-hidden]"), tab.page.get_by_role("status")
    assert shown.text_content() == "Words left: 1 · Characters left: 1,993"

    tab.page.locator("#essay").press("Control+End")
    tab.page.locator("#essay").press_sequentially(" three  e\u0301 five")

    assert shown.text_content() == "Words too many: 2 · Characters left: 1,979"
    assert said.text_content() == ""
    tab.page.clock.run_for(1_500)
    assert said.text_content() == "Words too many: 2 · Characters left: 1,979"
