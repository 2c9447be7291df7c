from __future__ import annotations

import hashlib
import re
from typing import Any

import pytest

from chalicelib.domain.links import Link, make
from chalicelib.web.nonces import FIELD
from infra.local import forms
from tests.web.site import Page, Site, flat
from tests.web.test_api_programs import definition

VISIT = "/programs/delegation-visit"
FESTIVAL = "/programs/cultural-festival"


def visit(site: Site, **changed: Any) -> dict[str, Any]:
    """A whole form."""
    return forms.visit(site.now.date(), **changed)


def with_rows(page: Page) -> Page:
    """The visit's page with a second row of delegates."""
    return page.press(button=("add", "delegates"))


def test_page_says_what_it_is_until_when_who_decides_and_what_becomes_of_the_data(site: Site) -> None:
    """Before anything is typed."""
    page = site.get(VISIT)

    assert (page.status, page.heading) == (200, "Delegation visit to Colorado Springs")
    for words in (
        "Open until Tuesday, November 23, 2027, 11:59 PM (Mountain Standard Time).",
        "to confirm within 3 days that the address is yours",
        "Then a decision is made by the coordinator.",
        "It is erased 1 year after the last step, or 1 year after the program closes, whichever is later.",
    ):
        assert words in page.text
    assert "visits@concord.example" not in page.answer.body


def test_form_has_a_control_for_every_field_named_after_it(site: Site) -> None:
    """Rows of groups are `group.0.field`, and the words for something else `field_other`."""
    names = site.get(VISIT).names

    assert {
        "full_name",
        "email",
        "topic",
        "topic_other",
        "visit_date",
        "delegates.0.name",
        "agreement",
    } <= names
    assert "before_you_start" not in names


def test_first_button_sends_and_the_others_change_rows(site: Site) -> None:
    """Enter in a field presses the first one."""
    assert with_rows(site.get(VISIT)).buttons == [
        ("", ""),
        ("remove", "delegates.0"),
        ("remove", "delegates.1"),
        ("add", "delegates"),
        ("", ""),
    ]


def test_whole_form_leads_to_what_happens_next(site: Site) -> None:
    """One submission, and a page with the reference and the address."""
    page = with_rows(site.get(VISIT)).fill(visit(site))

    assert (page.status, page.heading) == (200, "Your application was sent")
    assert "international@fujiyoshida.example" in page.text
    assert re.search("[0-9A-Z]{4}-[0-9A-Z]{4}", page.text)
    assert site.appended() == 1


def test_answers_of_a_page_are_kept_as_json_would_have_them(site: Site) -> None:
    """A page and a call of the API with the same answers keep the same."""
    by_page = with_rows(site.get(VISIT)).fill(visit(site))
    site.api("POST", f"/v1{VISIT}/submissions", {"answers": visit(site)}, token="")

    kept = [site.api("GET", f"/v1/submissions/{id_}").body for id_ in site.stores.journal.commits]  # type: ignore[attr-defined]

    assert by_page.status == 200
    first, second = (re.search('"answers":.*?,"asks"', body) for body in kept)
    assert first is not None
    assert second is not None
    assert first[0] == second[0]


def test_same_page_sent_twice_is_one_submission_also_after_the_end(site: Site) -> None:
    """An impatient click, or one from a page kept open, shows the first one's page."""
    form, answers = with_rows(site.get(VISIT)), visit(site)
    first = form.fill(answers)
    site.wait(days=400)

    again = form.fill(answers)

    assert (first.target, again.status) == (again.target, 200)
    assert site.appended() == 1


def test_changed_form_sent_from_the_same_page_is_asked_for_once_more(site: Site) -> None:
    """Back, another word, and sent: that is a second submission, which the visitor has to mean."""
    form = with_rows(site.get(VISIT))
    form.fill(visit(site))

    changed = form.fill(visit(site, remarks="One more thing"))

    assert (changed.status, list(changed.errors)) == (422, ["send"])
    assert changed.values["remarks"] == ["One more thing"]
    assert changed.press().status == 200
    assert site.appended() == 2


@pytest.mark.parametrize("nonce", ["missing", "", "x", "another program's", "an ask's", "another key's"])
def test_form_without_our_nonce_comes_back_with_a_fresh_one_and_every_answer(site: Site, nonce: str) -> None:
    """Missing, forged, or another page's: 422, and sending again works."""
    keys = site.world.keys().links
    links = {
        "another program's": make(keys, Link("page", "cultural-festival", "0" * 32, 1)),
        "an ask's": make(keys, Link("ask", "delegation-visit", "confirm.applicant.1", 1)),
        "another key's": make([b"x" * 32], Link("page", "delegation-visit", "0" * 32, 1)),
    }
    sent = dict(flat(visit(site, remarks="Kept")))
    if nonce != "missing":
        sent[FIELD] = links.get(nonce, nonce)

    page = site.post(VISIT, sent.items())

    assert (page.status, list(page.errors)) == (422, ["send"])
    assert page.values["remarks"] == ["Kept"]
    assert page.values["delegates.1.name"] == ["The president of the council"]
    assert site.appended() == 0
    assert page.press().status == 200
    assert site.appended() == 1


def test_every_fault_is_listed_linked_and_told_at_its_field(site: Site) -> None:
    """422; the list at the top leads to each control, which names its error, and nothing typed is lost."""
    form = with_rows(site.get(VISIT))
    page = form.fill(
        visit(
            site,
            email="nobody",
            visit_date="2026-11-24",
            vehicles="many",
            topic="other",
            agreement=None,
            delegates=[{"name": "", "title": ""}, {"name": "Ann", "title": ""}],
        )
    )

    assert page.status == 422
    assert list(page.errors) == [
        "field-email",
        "field-topic_other",
        "field-visit_date",
        "field-delegates.0.title",
        "field-vehicles",
        "field-agreement",
    ]
    for target in page.errors:
        control = page.soup.find(id=target)
        assert control is not None
        described = " ".join(
            str(tag.get("aria-describedby", "")) for tag in (control, control.find_parent("fieldset")) if tag
        )
        assert f"{target}-error" in described.split()
    assert page.errors["field-delegates.0.title"] == "Please answer “Delegates: entry 1, Position”."
    assert page.values["email"] == ["nobody"]
    assert page.values["vehicles"] == ["many"]
    assert page.values["delegates.0.name"] == ["Ann"]
    assert page.values["topic"] == ["other"]
    title = page.soup.title
    assert title is not None
    assert title.get_text().startswith("Error: ")
    assert site.appended() == 0


def test_rows_are_added_and_removed_without_a_check_and_without_loss(site: Site) -> None:
    """200, no errors, the numbers closed up, and the cursor in the new row."""
    page = site.get(VISIT).fill({"full_name": "x", "delegates.0.name": "Ann"}, button=("add", "delegates"))
    page = page.fill({"delegates.1.name": "Bea"}, button=("add", "delegates"))
    third = page.soup.find(attrs={"name": "delegates.2.name"})
    assert third is not None
    assert third.has_attr("autofocus")

    page = page.press(button=("remove", "delegates.0"))

    assert (page.status, page.errors) == (200, {})
    assert page.values["full_name"] == ["x"]
    assert page.values["delegates.0.name"] == ["Bea"]
    assert page.values["delegates.1.name"] == [""]
    assert "delegates.2.name" not in page.names


def test_rows_end_where_the_definition_says(site: Site) -> None:
    """No button for one more than there may be; none to remove the last; forged ones do nothing."""
    page = site.get(VISIT)
    for _ in range(40):
        page = with_rows(page)

    assert len([name for name in page.names if name.endswith(".title")]) == 30
    assert ("add", "delegates") not in page.buttons
    for button in (
        ("remove", "delegates.99999"),
        ("remove", "delegates.x"),
        ("add", "nothing"),
        ("remove", "x"),
    ):
        assert site.get(VISIT).press(button=button).status == 200


def test_page_is_in_the_visitor_s_language_or_the_one_chosen_and_stays_in_it(site: Site) -> None:
    """The form posts to its own address, so the choice goes with it; messages are written in it."""
    asked = site.get(VISIT, accept_language="ja, en;q=0.5")
    chosen = site.get(f"{VISIT}?lang=ja", accept_language="en")
    unknown = site.get(f"{VISIT}?lang=xx", accept_language="en")

    assert asked.heading == chosen.heading == "コロラドスプリングス市への公式訪問"
    assert unknown.heading == "Delegation visit to Colorado Springs"
    html = chosen.soup.html
    assert html is not None
    assert html["lang"] == "ja"
    assert "action" not in chosen.form.attrs
    with_rows(chosen).fill(visit(site))
    (submission,) = site.stores.journal.commits  # type: ignore[attr-defined]
    assert '"language":"ja"' in site.api("GET", f"/v1/submissions/{submission}").body


def test_begun_in_time_counts_for_fifteen_minutes_after_closing(site: Site) -> None:
    """Mistakes, rows and all; a page asked for after closing has no form."""
    site.wait(days=365, hours=7, minutes=50)
    form = with_rows(site.get(VISIT))
    site.wait(minutes=10)

    closed = site.get(VISIT)
    assert closed.soup.find("form", method="post") is None
    assert "This is closed." in closed.text
    mended = form.fill({**visit(site), "email": "nobody"})
    assert mended.status == 422
    assert with_rows(mended).values["full_name"] == ["Office of the Mayor"]
    site.wait(minutes=6)
    late = mended.fill({"email": "office@fujiyoshida.example"})
    assert late.status == 200
    assert site.appended() == 1


def test_too_late_is_409_and_says_so(site: Site) -> None:
    """With our nonce and without."""
    form = with_rows(site.get(VISIT))
    site.wait(days=366)

    late, without = form.fill(visit(site)), site.post(VISIT, [("full_name", "x")])

    assert (late.status, without.status) == (409, 409)
    assert "This is closed." in late.text
    assert site.appended() == 0


def test_program_that_is_not_open_yet_says_when(site: Site) -> None:
    """No form, and the date with its zone."""
    site.api("PUT", "/v1/programs/pen-pals", definition(opens="2026-12-01", closes="2026-12-24T12:30"))

    page = site.get("/programs/pen-pals")

    assert "Opens on Tuesday, December 1, 2026, 12:00 AM (Mountain Standard Time)." in page.text
    assert page.soup.find("form", method="post") is None
    assert page.answer.headers["Cache-Control"] == "no-cache"


def test_form_from_another_site_is_403(site: Site) -> None:
    """Its visitors did not mean it."""
    page = site.post(VISIT, [], origin="https://elsewhere.example", sec_fetch_site="cross-site")

    assert (page.status, page.heading) == (403, "This can't be done from here")


FIELDS = [
    {"id": "full_name", "type": "text", "label": "Name", "required": True},
    {"id": "email", "type": "email", "label": "Address", "required": True, "confirm": True},
    {"id": "referee", "type": "email", "label": "Referee"},
    {"id": "born", "type": "date", "label": "Born", "min_age": "18y", "max_age": "30y"},
    {"id": "late", "type": "date", "label": "Late", "min": "today"},
    {"id": "early", "type": "date", "label": "Early", "max": "2026-12-31"},
    {"id": "height", "type": "number", "label": "Height", "unit": "cm"},
    {
        "id": "many",
        "type": "choice",
        "label": "Many",
        "other": True,
        "options": [{"id": f"o{n}", "label": f"Option {n}"} for n in range(9)],
    },
    {"id": "story", "type": "long_text", "label": "Story", "hint": "Take your time.", "max_length": 1500},
    {"id": "fine", "type": "yes_no", "label": "Fine?"},
]


def test_each_type_of_field_has_the_control_that_suits_it(site: Site) -> None:
    """Kinds, keyboards, purposes for the applicant alone, and limits in words."""
    form = [{"page": "All", "fields": FIELDS}]
    assert site.api("PUT", "/v1/programs/pen-pals", definition(form=form)).status == 201

    page = site.get("/programs/pen-pals")

    def attributes(name: str) -> dict[str, Any]:
        tag = page.soup.find(attrs={"name": name})
        assert tag is not None
        return {"tag": tag.name, **tag.attrs}

    expected: dict[str, dict[str, str]] = {
        "full_name": {"type": "text", "autocomplete": "name"},
        "email": {"type": "email", "autocomplete": "email"},
        "email_again": {"type": "email", "autocomplete": "off"},
        "referee": {"type": "email"},
        "born": {"type": "date", "min": "1996-11-23", "max": "2008-11-23"},
        "late": {"type": "date", "min": "2026-11-23"},
        "early": {"type": "date", "max": "2026-12-31"},
        "height": {"type": "text", "inputmode": "decimal"},
        "many": {"tag": "select"},
        "story": {"tag": "textarea", "rows": "5"},
        "fine": {"type": "radio", "value": "yes"},
    }
    for name, wanted in expected.items():
        assert wanted.items() <= attributes(name).items(), name
    assert "autocomplete" not in attributes("referee")
    for words in (
        "From November 23, 1996 to November 23, 2008.",
        "Take your time. At most 1500 characters.",
        "cm",
    ):
        assert words in page.text
    assert "required" in attributes("full_name")
    assert "required" not in attributes("height")


def test_addresses_that_differ_are_named_at_the_second_one(site: Site) -> None:
    """Both stay as they were typed."""
    form = [{"page": "All", "fields": FIELDS}]
    site.api("PUT", "/v1/programs/pen-pals", definition(form=form))

    page = site.get("/programs/pen-pals").fill(
        {"full_name": "Ann", "email": "a@b.example", "email_again": "a@c.example"}
    )

    assert list(page.errors) == ["field-email_again"]
    assert (page.values["email"], page.values["email_again"]) == (["a@b.example"], ["a@c.example"])


def test_typed_text_is_never_markup(site: Site) -> None:
    """Quotes, tags and line breaks come back as they were typed, and close nothing."""
    planted = '"><script>alert(1)</script>\n</textarea>&lt;'

    page = site.get(VISIT).fill({"full_name": planted, "purpose": f"\n{planted}"})

    assert page.status == 422
    assert page.soup.find("script") is None
    assert page.values["full_name"] == [planted]
    assert page.values["purpose"] == [f"\n{planted}"]


def test_blank_page_is_the_same_but_for_its_nonce(site: Site) -> None:
    """Nothing on it depends on who looks."""
    digests = {
        hashlib.sha256(re.sub(r"1\.page\.[^\"]+", "", site.get(VISIT).answer.body).encode()).hexdigest()
        for _ in range(3)
    }

    assert len(digests) == 1
