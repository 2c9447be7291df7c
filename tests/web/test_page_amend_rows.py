"""A choice among rows on a page that has no rows: what may be changed is the choice alone."""

from __future__ import annotations

from typing import Any

from tests.web.examples import CONFIRM, told
from tests.web.site import Page, Site
from tests.web.test_conditions import AMENDING, BRINGING, FAMILY, PEN_PALS, published

CHILDREN = [{"name": "Bea"}, {"name": "Cem"}]


def amending(site: Site, children: dict[str, Any] | None = None) -> Page:
    """The page on which the choice among two children may be changed, and nothing else."""
    fields = [children if children and each["id"] == "children" else each for each in FAMILY]
    steps = [{**step, "amend": ["eldest"]} if step.get("amend") else step for step in AMENDING["workflow"]]
    published(site, *fields, **{**AMENDING, "workflow": steps})
    answers = {**BRINGING, "children": CHILDREN, "coaches": [{}, {}], "eldest": "1"}
    sent = site.api("POST", f"/v1{PEN_PALS}/submissions", {"answers": answers}, token="")
    assert sent.status == 201, sent.body
    site.answer(site.link("ask", told(sent)["id"], CONFIRM), "yes", sure="yes")
    return site.get(site.link("ask", told(sent)["id"], "mend.applicant.1"))


def offered(page: Page) -> dict[str, str]:
    """The words of each row that is offered, by its value."""
    found = {}
    for option in page.form.find_all("input", attrs={"name": "eldest"}):
        label = page.form.find("label", attrs={"for": option["id"]})
        assert label is not None
        found[str(option["value"])] = label.get_text()
    return found


def test_rows_that_were_answered_before_are_offered_by_their_names(site: Site) -> None:
    """And the one that was chosen is."""
    page = amending(site)

    assert "children.0.name" not in page.names
    assert offered(page) == {"0": "Bea", "1": "Cem"}
    assert page.values["eldest"] == ["1"]


def test_rows_that_are_not_to_be_seen_are_offered_by_their_numbers(site: Site) -> None:
    """What stands in them is told to nobody who may not see it."""
    (children,) = (each for each in FAMILY if each["id"] == "children")

    page = amending(site, {**children, "visible_to": ["confirm"]})

    assert offered(page) == {"0": "1", "1": "2"}
    assert "Bea" not in page.answer.body
