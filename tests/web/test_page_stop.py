from __future__ import annotations

from itertools import product

from chalicelib.web.nonces import FIELD
from tests.web.examples import CONFIRM, FATHER, GUARDIAN, TEACHER, beside, confirmed, decided_by
from tests.web.site import Site


def test_page_says_what_happens_and_does_nothing_by_itself(site: Site) -> None:
    """It shows program and reference, and nothing else of the submission; the way back is there."""
    submission = confirmed(site)
    path, before = site.link("ask", submission, TEACHER), site.commits(submission)
    way = site.get(path).soup.find("a", string="This is not meant for me")
    assert way is not None
    assert way["href"] == beside(path, "stop")

    page = site.get(beside(path, "stop"))

    assert (page.status, page.heading) == (200, "Is this not meant for you?")
    assert "no more messages to this address" in page.text
    assert "asked for a better one" in page.text
    for hidden in ("lanted", "Pupil", "teacher@"):
        assert hidden not in page.answer.body
    assert page.soup.select_one(f'a[href="{path}"]') is not None
    assert site.commits(submission) == before


def test_whole_form_alone_stops_it(site: Site) -> None:
    """Of all subsets; a machine that presses the button leaves the tick."""
    submission = confirmed(site)
    path = beside(site.link("ask", submission, TEACHER), "stop")
    page, before = site.get(path), site.commits(submission)
    whole = {FIELD: page.values[FIELD][0], "sure": "yes"}
    for kept in product([True, False], repeat=2):
        part = [pair for pair, keep in zip(whole.items(), kept, strict=True) if keep]
        if len(part) < 2:
            again = site.post(path, part)
            assert again.status == 422
            assert "sure" not in again.values
    assert page.press().status == 422
    assert page.press(sure="yes", **{FIELD: "forged"}).status == 422
    assert site.post(path, whole.items(), origin="https://elsewhere.example").status == 403
    assert site.commits(submission) == before

    done = site.post(path, whole.items())

    assert (done.status, done.heading) == (200, "We do not write to you again")
    assert site.events(submission) == ["ask_disowned"]


def test_it_is_done_once_however_often_it_is_said(site: Site) -> None:
    """By GET and POST the same page; the question's own page says so, and shows nothing of the submission."""
    submission = confirmed(site)
    path = site.link("ask", submission, GUARDIAN)
    page = site.get(beside(path, "stop"))
    page.press(sure="yes")
    before = site.commits(submission)

    for again in (page.press(sure="yes"), site.post(page.target, []), site.get(page.target)):
        assert (again.status, again.heading) == (200, "We do not write to you again")
    ask = site.get(path)
    assert (ask.status, ask.heading) == (410, "We do not write to you again")
    assert "Pupil" not in ask.answer.body
    assert site.commits(submission) == before
    status = site.get(site.link("status", submission)).text
    assert "A better address for “Parents” (1): the one that we have is somebody else's." in status
    assert site.get(site.link("ask", submission, FATHER)).status == 200


def test_what_is_answered_or_over_is_told_as_on_the_question_s_page(site: Site) -> None:
    """200 for an answer, 410 for what has passed."""
    submission = confirmed(site)
    guardian, father = (site.link("ask", submission, ask) for ask in (GUARDIAN, FATHER))
    site.answer(guardian, "agree", signed_by="Gail", travels="yes")
    form = site.get(beside(father, "stop"))

    assert site.get(beside(guardian, "stop")).heading == "This is answered"
    site.wait(days=15)
    for page in (site.get(beside(father, "stop")), form.press(sure="yes")):
        assert (page.status, page.heading) == (410, "The time for an answer has passed")


def test_applicants_and_people_in_roles_have_no_such_page(site: Site) -> None:
    """They were not named by somebody else."""
    submission, decide = decided_by(site)

    for path in (decide, site.link("ask", submission, CONFIRM)):
        assert site.get(beside(path, "stop")).status == 404
        assert site.post(beside(path, "stop"), [("sure", "yes")]).status == 404
