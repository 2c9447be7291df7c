"""What can be told of a page without a browser; tests with one are beside the journeys."""

from __future__ import annotations

import re
from collections.abc import Callable
from itertools import pairwise

import pytest
from bs4 import Tag

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
)
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


def amending(site: Site) -> Page:
    """The form with its answers, to be changed."""
    submission = confirmed(site)
    return errand(site, submission, "amend").fill({"code": site.code(submission), "signed_by": "Ann"})


PAGES: dict[str, Callable[[Site], Page]] = {
    "home": lambda site: site.get("/"),
    "one city": lambda site: site.get("/?city=kranj"),
    "visit": lambda site: site.get("/programs/delegation-visit"),
    "visit in Japanese": lambda site: site.get("/programs/delegation-visit?lang=ja"),
    "festival": lambda site: site.get("/programs/cultural-festival"),
    "how it works": lambda site: site.get("/programs/youth-exchange-fujiyoshida/how-it-works"),
    "rows": lambda site: site.get("/programs/delegation-visit").press(button=("add", "delegates")),
    "mistakes": lambda site: site.get("/programs/delegation-visit").fill(
        {"email": "x", "delegates.0.name": "x"}
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


@pytest.fixture(params=PAGES)
def page(request: pytest.FixtureRequest, site: Site) -> Page:
    """Every kind of page."""
    return PAGES[request.param](site)


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
    """No script, no style or event in an attribute, no refresh, nothing from elsewhere."""
    assert not page.soup.find_all(["script", "iframe", "object", "embed", "img", "base", "form"], src=True)
    assert page.soup.find("script") is None
    assert page.soup.find("meta", attrs={"http-equiv": True}) is None
    for tag in page.soup.find_all(True):
        assert not [name for name in tag.attrs if name == "style" or name.startswith("on")]
    for link in page.soup.find_all(["a", "link"], href=True):
        assert str(link["href"])[0] in "/#?"


def test_forms_post_to_their_own_page_and_leave_checking_to_us(page: Page) -> None:
    """So that every message is in the reader's language."""
    for form in page.soup.find_all("form"):
        assert form["method"] == "post"
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
