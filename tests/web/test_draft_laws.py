"""Whatever is typed into a form is saved, shown again, and saved again as it was."""

from __future__ import annotations

from typing import Any

from hypothesis import HealthCheck, given, settings
from hypothesis import strategies as st

from tests.web.examples import DETAILS, definition
from tests.web.site import Site
from tests.web.test_page_draft import FORM, PALS, SAVE, VISIT, link, publish, the_draft

VALUES = st.text(st.characters(exclude_categories=["Cs"]), max_size=20)
ONE_LINE = ["full_name", "born", "form.go", "pets.0.name", "pets.1.name", "pets.2.name"]
NAMES = st.sampled_from(
    [*ONE_LINE, "colour", "colour_other", "form", "form.", "pets.999.name", "pets.x", "nobody"]
)
FORMS = st.dictionaries(NAMES | VALUES.filter(bool), st.lists(VALUES, min_size=1, max_size=3), max_size=8)


@settings(max_examples=30, deadline=None, suppress_health_check=list(HealthCheck))
@given(typed=FORMS)
def test_whatever_is_typed_is_saved_and_shown_as_it_was(typed: dict[str, list[str]]) -> None:
    """To the last character; and saving what is shown keeps what the form has a place for."""
    site = Site()
    publish(site)
    sent = {**site.get(PALS).values, **typed, "email": ["jane@school.example"], "go": ["save"]}
    site.post(PALS, [(name, value) for name, values in sent.items() for value in values])
    first = the_draft(site)
    own = {
        name: tuple(values)
        for name, values in sent.items()
        if name[:1] != "_" and name not in ("add", "remove")
    }
    own["go"] = own.pop("form.go", ("",))
    assert dict(first.form) == own

    page = site.get(link(site))
    assert page.status == 200
    rows = [name for name in ("pets.0.name", "pets.1.name", "pets.2.name") if name in sent]
    for name in ("full_name", "born", "form.go"):
        assert page.values[name] == [sent[name][0]]
    assert [page.values[f"pets.{place}.name"] for place, _ in enumerate(rows)] == [
        [sent[name][0]] for name in rows
    ]
    page.press(button=SAVE)

    again = the_draft(site)
    assert (again.id, again.form["full_name"]) == (first.id, first.form["full_name"][:1])
    assert {name for name in own if name == "nobody"} <= set(again.form)


@settings(max_examples=20, deadline=None, suppress_health_check=list(HealthCheck))
@given(data=st.data())
def test_draft_opens_in_any_version_on_any_page(data: st.DataObject) -> None:
    """However the form has changed: fields gone, of another type, pages fewer or more, long or short."""
    site = Site()
    known = sorted(name for name in site.get(VISIT).names if name[:1] != "_")
    typed = data.draw(st.dictionaries(st.sampled_from(known), VALUES, max_size=6))
    page = str(data.draw(st.integers(0, 9)))
    sent = {**site.get(VISIT).values, **{name: [value] for name, value in typed.items()}}
    sent |= {"email": ["jane@school.example"], "_page": [page], "go": ["save"]}
    site.post(VISIT, [(name, value) for name, values in sent.items() for value in values])
    forms: list[Any] = [FORM, [{"page": "All", "fields": DETAILS}], definition()["form"]]
    changed = definition(id="delegation-visit", form=data.draw(st.sampled_from(forms)))
    answer = site.api("PUT", "/v1/programs/delegation-visit", changed)
    assert answer.status == 200, answer.body

    resumed = site.get(link(site))

    assert resumed.status == 200
    assert resumed.values["email"] == ["jane@school.example"]
    if "full_name" in typed:
        assert resumed.values["full_name"] == [typed["full_name"]]
    assert resumed.press(button=SAVE).heading == "Your form is saved, and not sent yet"
    assert set(sent) - {"_page", "_nonce", "go"} <= set(the_draft(site).form)
