"""What can be told of a page without a browser; tests with one are beside the journeys."""

from __future__ import annotations

import re
from collections.abc import Callable
from itertools import pairwise

import pytest
from bs4 import Tag

from chalicelib.domain.links import Link, make
from tests.services.samples import PDF
from tests.web.examples import (
    CONFIRM,
    DETAILS,
    GUARDIAN,
    OFFER,
    REVIEWER,
    TEACHER,
    beside,
    confirmed,
    consented,
    decided_by,
    definition,
    errand,
    offered,
    referee_asked,
    visit,
    walked,
)
from tests.web.filed import JPEG, press, publish_gallery, sent
from tests.web.site import Page, Site


def details(site: Site) -> Page:
    """A form with fields of every type that is made of several controls."""
    document = definition(form=[{"page": "All", "fields": DETAILS}])
    assert site.api("PUT", "/v1/programs/tea-time", document).status == 201
    return site.get("/programs/tea-time")


def offer_code(site: Site) -> Page:
    """The page that asks for the code of an offer's answer."""
    page = site.get(site.link("ask", offered(site), OFFER))
    return page.press("accept", signed_by="Ann", meals="x")


def long(site: Site) -> list[Page]:
    """The pages of a long form, the review last."""
    return walked(site.get("/programs/delegation-visit"), visit(site))


def amending(site: Site) -> Page:
    """The form with its answers, to be changed."""
    submission = confirmed(site)
    return errand(site, submission, "amend").fill({"code": site.code(submission), "signed_by": "Ann"})


SAVE = ("go", "save")


def saved(site: Site, program: str = "delegation-visit") -> tuple[Page, str]:
    """The page after saving a form that has an address, and the path of the draft."""
    page = site.get(f"/programs/{program}").fill({"email": "a@people.example"}, button=SAVE)
    _, _, draft, *_ = page.target.split(".")
    return page, f"/drafts/{make(site.world.keys().links, Link('draft', draft, program))}"


def newer(site: Site) -> Page:
    """A draft of a form that has lost a field since."""
    assert site.api("PUT", "/v1/programs/tea-time", definition()).status == 201
    _, path = saved(site, "tea-time")
    fields = [{**field, "id": "name"} for field in definition()["form"][0]["fields"][:1]]
    fields.append(definition()["form"][0]["fields"][1])
    changed = definition(form=[{"page": "You", "fields": fields}], applicant={"name": "name"})
    assert site.api("PUT", "/v1/programs/tea-time", changed).status == 200
    return site.get(path)


def ended(site: Site) -> Page:
    """The link of a draft whose time is over."""
    _, path = saved(site)
    site.wait(days=30)
    return site.get(path)


def with_files(site: Site) -> Page:
    """A form with files that are there, and one that was not taken."""
    publish_gallery(site)
    files = [("cv", "life.pdf", PDF), ("works", "one.jpg", JPEG), ("works", "bad.jpg", PDF)]
    return press(site.get("/programs/gallery"), files)


def deciding_on_files(site: Site) -> Page:
    """The page of who decides, with links to files."""
    publish_gallery(site)
    submission = sent(site)
    site.answer(site.link("ask", submission, CONFIRM), "yes", sure="yes")
    return site.get(site.link("ask", submission, "decide.coordinator.0.1"))


PAGES: dict[str, Callable[[Site], Page]] = {
    "home": lambda site: site.get("/"),
    "one city": lambda site: site.get("/?city=kranj"),
    "found": lambda site: site.get("/?q=fuji&lang=ja"),
    "nothing found": lambda site: site.get("/?q=xyzzy"),
    "city": lambda site: site.get("/cities/kranj"),
    "resting city": lambda site: site.get("/cities/smolensk"),
    "visit": lambda site: site.get("/programs/delegation-visit"),
    "visit in Japanese": lambda site: site.get("/programs/delegation-visit?lang=ja"),
    "festival": lambda site: site.get("/programs/cultural-festival"),
    "how it works": lambda site: site.get("/programs/youth-exchange-fujiyoshida/how-it-works"),
    "files": with_files,
    "files to decide on": deciding_on_files,
    "rows": lambda site: site.get("/programs/delegation-visit").press(button=("add", "delegates")),
    "mistakes": lambda site: site.get("/programs/delegation-visit").fill(
        {"email": "x", "delegates.0.name": "x"}
    ),
    "second page": lambda site: long(site)[1],
    "second page, mistakes": lambda site: long(site)[1].press(),
    "rows of a page": lambda site: long(site)[2].press(button=("add", "delegates")),
    "review": lambda site: long(site)[-1],
    "mistakes on several pages": lambda site: long(site)[-1].fill(
        {"email": "x", "visit_date": ""}, button=("go", "send")
    ),
    "details": details,
    "mistaken details": lambda site: details(site).fill(
        {"home.line2": "x", "hosts.0.name": "x", "phone": "5"}
    ),
    "sent": lambda site: site.get(site.link("sent", site.visit())),
    "wrong address": lambda site: site.get(site.link("sent", site.visit())).fill({"email": "x"}),
    "confirm": lambda site: site.get(site.link("ask", site.visit(), CONFIRM)),
    "not ticked": lambda site: site.get(site.link("ask", site.visit(), CONFIRM)).press("yes"),
    "decide": lambda site: site.get(decided_by(site)[1]),
    "not signed": lambda site: site.get(decided_by(site)[1]).press("approve"),
    "receipt": lambda site: site.answer(decided_by(site)[1], "approve", signed_by="The desk"),
    "referee": lambda site: site.get(referee_asked(site)),
    "status": lambda site: site.get(site.link("status", decided_by(site)[0])),
    "saved": lambda site: saved(site)[0],
    "where to send the link": lambda site: site.get("/programs/delegation-visit").press(button=SAVE),
    "no address to send it to": lambda site: (
        site.get("/programs/cultural-festival").press(button=SAVE).press(button=SAVE)
    ),
    "draft": lambda site: site.get(saved(site)[1]),
    "draft of a short form": lambda site: site.get(saved(site, "cultural-festival")[1]),
    "draft, not ticked": lambda site: site.post(saved(site)[1], [("go", "delete")]),
    "draft in a newer form": newer,
    "draft that is over": ended,
    "links": lambda site: site.get("/links"),
    "links, no address": lambda site: site.get("/links").press(),
    "links sent": lambda site: site.get("/links").fill({"email": "a@people.example"}),
    "guardian": lambda site: site.get(site.link("ask", confirmed(site), GUARDIAN)),
    "teacher": lambda site: site.get(site.link("ask", confirmed(site), TEACHER)),
    "teacher, mistakes": lambda site: site.get(site.link("ask", confirmed(site), TEACHER)).press("submit"),
    "reviewer": lambda site: site.get(site.link("ask", consented(site), REVIEWER)),
    "offer": lambda site: site.get(site.link("ask", offered(site), OFFER)),
    "offer, code": offer_code,
    "offer, wrong code": lambda site: offer_code(site).press("accept", code="x"),
    "stop": lambda site: site.get(beside(site.link("ask", confirmed(site), TEACHER), "stop")),
    "stop, not ticked": lambda site: site.get(
        beside(site.link("ask", confirmed(site), TEACHER), "stop")
    ).press(),
    "stopped": lambda site: site.get(beside(site.link("ask", confirmed(site), TEACHER), "stop")).press(
        sure="yes"
    ),
    "cannot": lambda site: site.get(beside(site.link("ask", consented(site), REVIEWER), "cannot")),
    "cannot, blank": lambda site: site.get(
        beside(site.link("ask", consented(site), REVIEWER), "cannot")
    ).press(),
    "fresh": lambda site: site.get(beside(site.link("ask", confirmed(site), TEACHER), "fresh")),
    "fresh sent": lambda site: site.get(beside(site.link("ask", confirmed(site), TEACHER), "fresh")).press(),
    "errand": lambda site: errand(site, confirmed(site), "withdraw"),
    "errand, blank": lambda site: errand(site, confirmed(site), "erase").press(),
    "errand, none": lambda site: site.post(site.link("status", confirmed(site)), []),
    "amend": amending,
    "amend, mistakes": lambda site: amending(site).fill({"hobby": ""}),
    "amended": lambda site: amending(site).fill({"hobby": "Chess", "signed_by": "Ann"}),
    "unknown link": lambda site: site.get("/asks/x"),
    "unknown program": lambda site: site.get("/programs/x", accept_language="ja"),
}


@pytest.fixture(params=PAGES, scope="module")
def page(request: pytest.FixtureRequest) -> Page:
    """Every kind of page; whoever looks at it changes nothing."""
    return PAGES[request.param](Site())


def words(tag: Tag) -> str:
    """What an element says."""
    return tag.get_text(" ", strip=True)


def test_page_has_a_language_a_title_of_its_own_and_landmarks(page: Page) -> None:
    """One main part, a header, a footer, a way past the header."""
    html, title = page.soup.html, page.soup.title
    assert html is not None
    assert title is not None
    assert html["lang"] == page.answer.headers["Content-Language"]
    assert html["dir"] in ("ltr", "rtl")
    assert " – " in words(title)
    assert [len(page.soup.find_all(name)) for name in ("main", "header", "footer")] == [1, 1, 1]
    skip = page.soup.select_one("body > a")
    assert skip is not None
    assert skip["href"] == "#main"


def test_headings_begin_with_one_first_one_and_skip_no_level(page: Page) -> None:
    """And each says something."""
    headings = page.soup.find_all(re.compile("^h[1-6]$"))
    levels = [int(tag.name[1]) for tag in headings]

    assert levels.count(1) == 1
    assert levels[0] == 1
    assert all(after <= before + 1 for before, after in pairwise(levels))
    assert all(words(tag) for tag in headings)


def test_ids_are_unique_and_everything_referred_to_is_there(page: Page) -> None:
    """Labels, descriptions, links within the page."""
    ids = [str(tag["id"]) for tag in page.soup.find_all(id=True)]
    referred = [str(tag["for"]) for tag in page.soup.find_all("label")]
    for name in ("aria-describedby", "aria-labelledby"):
        referred += [
            each for tag in page.soup.find_all(attrs={name: True}) for each in str(tag[name]).split()
        ]
    referred += [str(a["href"])[1:] for a in page.soup.find_all("a", href=re.compile("^#"))]

    assert sorted(set(ids)) == sorted(ids)
    assert set(referred) <= set(ids)


def test_every_control_has_a_label_and_every_choice_a_question(page: Page) -> None:
    """Radios and ticks stand in a fieldset with a legend; buttons and links have words."""
    for control in page.soup.find_all(["input", "select", "textarea"]):
        if control.get("type") in ("hidden", "submit"):
            continue
        label = page.soup.find("label", attrs={"for": control["id"]})
        assert isinstance(label, Tag)
        assert words(label)
        if control.get("type") in ("radio", "checkbox"):
            fieldset = control.find_parent("fieldset")
            assert isinstance(fieldset, Tag)
            assert fieldset.legend is not None
            assert words(fieldset.legend)
    for tag in page.soup.find_all(["button", "a", "legend", "th"]):
        assert words(tag)


def test_page_runs_nothing_loads_nothing_and_acts_on_nothing_by_itself(page: Page) -> None:
    """No script but files of ours, no style or event in an attribute, no refresh, nothing from elsewhere."""
    assert not page.soup.find_all(["iframe", "object", "embed", "img", "base", "form"], src=True)
    for script in page.soup.find_all("script"):
        assert str(script.get("src", "")).startswith("/static/") is (script.get("type") != "application/json")
        assert script.get_text() == "" or script["id"] == "conditions"
    assert page.soup.find("meta", attrs={"http-equiv": True}) is None
    for tag in page.soup.find_all(True):
        assert not [name for name in tag.attrs if name == "style" or name.startswith("on")]
    for link in page.soup.find_all(["a", "link"], href=True):
        assert str(link["href"])[0] in "/#?"


def test_forms_post_to_their_own_page_and_leave_checking_to_us(page: Page) -> None:
    """So that every message is in the reader's language."""
    for form in page.soup.find_all("form"):
        assert form["method"] == ("get" if form.get("role") == "search" else "post")
        assert form.has_attr("novalidate")
        assert not form.has_attr("action")
        assert not form.find_all(attrs={"formaction": True})


def test_mistakes_are_announced_and_the_title_begins_with_them(page: Page) -> None:
    """A list that takes the focus; and every control at fault says that it is."""
    title = page.soup.title
    assert title is not None
    assert words(title).startswith("Error: ") is (page.status == 422)
    assert bool(page.errors) is (page.status == 422)
    if page.status == 422:
        summary = page.soup.find(attrs={"role": "alert"})
        assert isinstance(summary, Tag)
        assert summary.has_attr("autofocus")
        for target in page.errors:
            found = page.soup.find(id=target)
            assert isinstance(found, Tag)
            if target.startswith("field-"):
                marked = [found, *found.find_parents("fieldset")]
                assert any(tag.get("aria-invalid") == "true" for tag in marked)


def test_style_of_the_page_is_allowed_by_its_digest(page: Page) -> None:
    """The accent is the only rule that stands in the page."""
    (style,) = page.soup.find_all("style")
    assert re.fullmatch(r":root\{--day:#[0-9a-f]{6};--night:#[0-9a-f]{6}\}", style.get_text())
    assert page.answer.styles[0] in page.answer.headers["Content-Security-Policy"]
