from __future__ import annotations

from itertools import product

import pytest

from chalicelib.web.nonces import FIELD
from tests.web.examples import CONFIRM, REVIEWER, TEACHER, beside, confirmed, consented
from tests.web.site import Site


def test_page_asks_for_a_reason_and_does_nothing_by_itself(site: Site) -> None:
    """Whoever holds a role gets there from the question, and back."""
    submission = consented(site)
    path, before = site.link("ask", submission, REVIEWER), site.commits(submission)
    way = site.get(path).soup.find("a", string="I can't answer this")
    assert way is not None
    assert way["href"] == beside(path, "cannot")

    page = site.get(beside(path, "cannot"))

    assert (page.status, page.heading) == (200, "You can't answer this?")
    assert page.names == {"reason", "sure", FIELD}
    assert page.values == {"reason": [""], FIELD: page.values[FIELD]}
    assert "lanted" not in page.answer.body
    assert page.soup.select_one(f'a[href="{path}"]') is not None
    assert site.commits(submission) == before


def test_whole_form_alone_counts(site: Site) -> None:
    """Of all subsets; what was typed is kept, and the tick is not."""
    submission = consented(site)
    path = beside(site.link("ask", submission, REVIEWER), "cannot")
    page, before = site.get(path), site.commits(submission)
    whole = {FIELD: page.values[FIELD][0], "sure": "yes", "reason": "I know the family."}
    for kept in product([True, False], repeat=3):
        part = [pair for pair, keep in zip(whole.items(), kept, strict=True) if keep]
        if len(part) < 3:
            again = site.post(path, part)
            assert again.status == 422
            assert again.values["reason"] == [dict(part).get("reason", "")]
            assert "sure" not in again.values
    assert page.press().status == 422
    assert site.commits(submission) == before

    done = site.post(path, whole.items())

    assert (done.status, done.heading) == (200, "Thank you")
    assert "the coordinator is told why" in done.text
    assert site.events(submission) == ["ask_recused"]
    assert site.case(submission).notes[REVIEWER] == "I know the family."


@pytest.mark.parametrize("reason", ["", " \n ", "\u202eno", "x" * 1001])
def test_reason_that_can_t_be_kept_is_422_at_its_place(site: Site, reason: str) -> None:
    """And is there again to be mended."""
    submission = consented(site)
    path = beside(site.link("ask", submission, REVIEWER), "cannot")

    page = site.get(path).press(sure="yes", reason=reason)

    assert (page.status, list(page.errors)) == (422, ["field-reason"])
    assert page.values["reason"] == [reason]


def test_afterwards_it_is_told_and_can_t_be_answered(site: Site) -> None:
    """By every page of the ask, GET and POST: 410, and no second event."""
    submission = consented(site)
    path = site.link("ask", submission, REVIEWER)
    question, page = site.get(path), site.get(beside(path, "cannot"))
    page.press(sure="yes", reason="I know the family.")
    before = site.commits(submission)

    for again in (
        page.press(sure="yes", reason="I know the family."),
        site.get(page.target),
        site.get(path),
        question.press("submit", sure="yes", score="4"),
    ):
        assert (again.status, again.heading) == (410, "You can't answer this")
    assert site.commits(submission) == before


def test_applicants_and_people_named_have_no_such_page(site: Site) -> None:
    """They were not asked by role."""
    submission = confirmed(site)

    for ask in (CONFIRM, TEACHER):
        path = beside(site.link("ask", submission, ask), "cannot")
        assert site.get(path).status == 404
        assert site.post(path, [("sure", "yes"), ("reason", "x")]).status == 404
