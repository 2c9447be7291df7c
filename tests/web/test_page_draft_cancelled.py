"""A form that was saved, of a program that is cancelled: its owner reads so, and finds what was typed."""

from __future__ import annotations

from dataclasses import replace
from typing import Any

import pytest

from tests.web.site import Page, Site
from tests.web.test_page_draft import FORM, PALS, SAVE, delete, link, publish, the_draft
from tests.web.test_page_late import closed
from tests.web.test_page_late import link as link_of_late

WORDS = {"en": "The hall has burnt down.", "ja": "会場が焼失しました。"}
TYPED = {"email": "jane@school.example", "full_name": "Jane", "born": "31.2.", "colour": "blue"}


def cancel(site: Site) -> None:
    """Staff cancel the pen pals."""
    body = {"reason": "Fire", "message": WORDS}
    assert site.api("POST", "/v1/programs/tea-time/cancel", body).status == 202


@pytest.fixture
def pals(site: Site) -> Site:
    """A deployment with the pen pals, in two languages."""
    publish(site, languages=["en", "ja"], closes="2027-01-31")
    return site


def saved(site: Site) -> Page:
    """The page on which a form was begun and saved."""
    page = site.get(PALS).press(button=("add", "pets"), email="jane@school.example")
    page.fill({**TYPED, "pets": [{"name": "Rex"}, {"name": ""}]}, button=SAVE)
    return page


def test_link_says_that_it_is_cancelled_and_shows_what_was_typed(pals: Site) -> None:
    """As it was typed, by the form's labels; not that it can be sent or saved again, and not as a form."""
    saved(pals)
    path = link(pals)
    cancel(pals)

    page = pals.get(path)

    assert page.status == 200
    assert "can't be sent any more, because the program was cancelled" in page.text
    assert "This has been cancelled." in page.text
    assert WORDS["en"] in page.text
    assert "is kept until Wednesday, December 23, 2026" in page.text
    assert not [words for words in ("save it again", "Open until", "has changed") if words in page.text]
    assert page.soup.find(attrs={"name": "full_name"}) is None
    typed = [(term.get_text(), said.get_text()) for term, said in _list(page)]
    assert typed == [
        ("Name", "Jane"),
        ("Address", "jane@school.example"),
        ("Born", "31.2."),
        ("Colour", "Blue"),
        ("Pets", "Rex"),
    ]
    assert delete(page, sure="yes").heading == "Your saved form is deleted"


def _list(page: Page) -> list[tuple[Any, Any]]:
    (found,) = page.soup.find_all("dl", class_="answers")
    return list(zip(found.find_all("dt"), found.find_all("dd"), strict=True))


def test_link_says_so_in_the_reader_s_language(pals: Site) -> None:
    """In the words of staff, too."""
    saved(pals)
    path = link(pals)
    cancel(pals)

    page = pals.get(f"{path}?lang=ja")

    assert WORDS["ja"] in page.text
    assert "中止" in page.text


def test_form_that_is_open_elsewhere_can_neither_be_saved_nor_sent(pals: Site) -> None:
    """Saving says so, with everything that was typed kept on the page."""
    saved(pals)
    page = pals.get(link(pals))
    cancel(pals)

    again = page.fill({"full_name": "Jane Doe"}, button=SAVE)

    assert again.status == 422
    assert again.values["full_name"] == ["Jane Doe"]
    assert "cancelled" in again.errors["send"]
    assert "You can send the form now" not in again.text
    assert page.fill({"full_name": "Jane Doe"}).status == 409


def test_ticks_and_files_are_told_in_words(site: Site) -> None:
    """Not by what their controls are called in the page."""
    more = [
        {"id": "swims", "type": "yes_no", "label": "Can you swim?"},
        {"id": "agrees", "type": "consent", "label": "Rules", "statement": "I keep the rules."},
        {"id": "photo", "type": "file", "label": "Photo", "accept": ["jpeg"]},
    ]
    publish(site, form=[{"page": "You", "fields": [*FORM[0]["fields"], *more]}])
    page = site.get(PALS)
    page.fill({"email": "jane@school.example", "swims": "no", "agrees": "yes"}, button=SAVE)
    draft = the_draft(site)
    kept = replace(draft, form={**draft.form, "photo": ("u" * 20,)})
    site.stores.drafts.put(kept, fires=draft.saved)
    cancel(site)

    typed = [(term.get_text(), said.get_text()) for term, said in _list(site.get(link(site)))]

    assert typed[1:] == [("Can you swim?", "No"), ("Rules", "Yes"), ("Photo", "1 file")]


def test_what_was_chosen_is_told_in_words(site: Site) -> None:
    """Rows by their names, languages and countries by theirs; what is no answer as it was typed."""
    colours = [{"id": "red", "label": "Red"}]
    more = [
        {
            "id": "dearest",
            "type": "choice",
            "label": "Dearest pet",
            "options_from": {"rows": "pets", "label": "name"},
        },
        {"id": "speaks", "type": "language", "label": "Language"},
        {"id": "land", "type": "country", "label": "Country"},
        {"id": "home", "type": "address", "label": "Home"},
        {"id": "since", "type": "date", "label": "Since"},
        {"id": "likes", "type": "choice", "label": "Likes", "options": colours, "other": True},
        {"id": "stars", "type": "rating", "label": "Stars", "max": 5},
        {"id": "sum", "type": "number", "label": "Sum", "max": 5},
    ]
    publish(site, form=[{"page": "You", "fields": [*FORM[0]["fields"], *more]}])
    site.get(PALS).fill({"email": "jane@school.example"}, button=SAVE)
    draft = the_draft(site)
    chosen = {
        "born": "31.2.",
        "pets.0.name": "Rex",
        "pets.1.name": "Tom",
        "dearest": "1",
        "speaks": "ja",
        "land": "JP",
        "home.line1": "1 Main Street",
        "home.country": "US",
        "since": "2026-05-03",
        "likes": "other",
        "likes_other": "Plaid",
        "stars": "4",
        "sum": "7",
    }
    typed = {**draft.form, **{name: (value,) for name, value in chosen.items()}}
    site.stores.drafts.put(replace(draft, form=typed), fires=draft.saved)
    cancel(site)

    said = [(term.get_text(), words.get_text()) for term, words in _list(site.get(link(site)))]

    assert said[1:] == [
        ("Born", "31.2."),
        ("Pets", "Rex and Tom"),
        ("Dearest pet", "Tom"),
        ("Language", "Japanese"),
        ("Country", "Japan"),
        ("Home", "1 Main Street and United States"),
        ("Since", "May 3, 2026"),
        ("Likes", "Plaid"),
        ("Stars", "4 of 5"),
        ("Sum", "7"),
    ]


def test_page_after_saving_promises_nothing_any_more(pals: Site) -> None:
    """Not that the form can be sent until some day."""
    page = pals.get(PALS).fill({"email": "jane@school.example"}, button=SAVE)
    assert "The form can be sent until" in page.text
    cancel(pals)

    assert "The form can be sent until" not in pals.get(page.target).text


def test_nobody_is_asked_to_begin_anew_where_nothing_is_taken(pals: Site) -> None:
    """Once the draft is gone."""
    saved(pals)
    path = link(pals)
    cancel(pals)
    pals.wait(days=30)

    page = pals.get(path)

    assert page.status == 410
    assert "begin anew" not in page.text


def test_who_was_let_in_late_reads_that_it_is_cancelled(site: Site) -> None:
    """And not until when the form may still be sent."""
    path = link_of_late(closed(site, FORM))
    cancel(site)

    page = site.get(path)

    assert "because the program was cancelled" in page.text
    assert "You can send this form until" not in page.text


def test_who_was_let_in_late_has_as_long_as_everybody_once_it_is_extended(site: Site) -> None:
    """The page says until when, and no longer that it is closed for others; nor before it is."""
    path = link_of_late(closed(site, FORM))
    body = {"closes": "2026-12-20", "reason": "Snow"}
    assert site.api("POST", "/v1/programs/tea-time/extend", body).status == 202

    page = site.get(path)

    assert "You can send this form until Sunday, December 20, 2026" in page.text
    assert "closed for others" not in page.text
    assert page.fill({"full_name": "Jane Doe"}).heading == "Your registration was sent"
