from __future__ import annotations

import threading

from tests.web.examples import CONFIRM, decided_by, definition
from tests.web.site import Site


def test_answered_ask_shows_what_was_answered_and_takes_no_other(site: Site) -> None:
    """The same again, another one, or a look: 200 and the first answer, one event."""
    submission, decide = decided_by(site)
    form = site.get(decide)
    first = form.press("approve", signed_by="The desk")
    before = site.commits(submission)

    pages = [
        form.press("approve", signed_by="The desk"),
        form.press("decline", signed_by="Somebody else"),
        site.post(decide, []),
        site.get(decide),
    ]

    assert "Answer Approved" in first.text
    for page in pages:
        assert (page.status, page.heading) == (200, "This is answered")
        assert "Answer Approved" in page.text
        assert "Signed by The desk" in page.text
        assert page.soup.find("form") is None
    assert site.commits(submission) == before == 3


def test_answer_that_ends_it_has_a_receipt_and_the_link_is_gone_afterwards(site: Site) -> None:
    """200 for the answer itself; then 410, which says what was answered and that it has ended."""
    submission, decide = decided_by(site)
    form = site.get(decide)

    done = form.press("decline", signed_by="The desk")

    assert (done.status, done.heading) == (200, "Thank you")
    for page in (
        site.get(decide),
        form.press("decline", signed_by="x"),
        form.press("approve", signed_by="x"),
    ):
        assert (page.status, page.heading) == (410, "This has ended")
        assert "Answer Declined" in page.text
    confirm = site.get(site.link("ask", submission, CONFIRM))
    assert confirm.status == 410
    assert "What this was about has ended: Declined." in confirm.text
    assert site.commits(submission) == 3


def test_ask_that_nobody_answered_in_time_is_gone_swept_or_not(site: Site) -> None:
    """GET and POST alike."""
    submission = site.visit()
    path = site.link("ask", submission, CONFIRM)
    form = site.get(path)
    site.wait(days=3)

    for page in (site.get(path), form.press("yes", sure="yes")):
        assert (page.status, page.heading) == (410, "The time for an answer has passed")
        assert "by Thursday, November 26, 2026, 4:08 PM (Mountain Standard Time)" in page.text
    assert site.commits(submission) == 1


def test_link_of_a_corrected_address_says_that_there_is_a_newer_one(site: Site) -> None:
    """The old page answers nothing any more."""
    submission = site.visit(email="wrong@fujiyoshida.example")
    old = site.link("ask", submission, CONFIRM)
    form = site.get(old)
    site.get(site.link("sent", submission)).fill({"email": "right@fujiyoshida.example"})

    for page in (site.get(old), form.press("yes", sure="yes")):
        assert (page.status, page.heading) == (410, "This link has been replaced")
    assert site.answer(site.link("ask", submission, "confirm.applicant.2"), "yes", sure="yes").status == 200


def test_ask_that_others_settled_says_so(site: Site) -> None:
    """Who comes later is told that it is no longer needed."""
    document = definition(
        kind="application",
        roles={"reviewer": [{"name": f"Reviewer {n}", "email": f"r{n}@concord.example"} for n in range(2)]},
        workflow=[{"step": "review", "ask": {"role": "reviewer"}, "answers": "decide"}],
    )
    site.api("PUT", "/v1/programs/tea-time", document)
    answers = {"full_name": "Ann", "email": "ann@people.example"}
    sent = site.api("POST", "/v1/programs/tea-time/submissions", {"answers": answers}, token="")
    submission = sent.headers["Location"].rpartition("/")[2]
    second = site.link("ask", submission, "review.reviewer.1.1")
    form = site.get(second)
    site.answer(site.link("ask", submission, "review.reviewer.0.1"), "approve", signed_by="One")

    for page in (site.get(second), form.press("decline", signed_by="Two")):
        assert (page.status, page.heading) == (410, "An answer is no longer needed")
        assert "Others who were asked have answered" in page.text


def test_answer_noted_by_staff_is_told_to_whom_it_was_noted_for(site: Site) -> None:
    """So that a mistake is seen."""
    submission = site.visit()
    path = f"/v1/submissions/{submission}/asks/{CONFIRM}"
    site.api("POST", path, {"answer": "yes", "on_behalf": "telephoned"})

    page = site.get(site.link("ask", submission, CONFIRM))

    assert page.status == 200
    assert "has noted this answer for you" in page.text


def test_many_answers_at_once_are_one_and_all_are_told(site: Site) -> None:
    """Everybody gets a receipt, whoever came first."""
    submission, decide = decided_by(site)
    form = site.get(decide)
    statuses: list[int] = []
    barrier = threading.Barrier(12)

    def press() -> None:
        barrier.wait()
        statuses.append(form.press("approve", signed_by="The desk").status)

    threads = [threading.Thread(target=press) for _ in range(12)]
    for thread in threads:
        thread.start()
    for thread in threads:
        thread.join()

    assert statuses == [200] * 12
    assert site.commits(submission) == 3
