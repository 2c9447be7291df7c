from __future__ import annotations

from datetime import timedelta
from itertools import product

import pytest

from chalicelib.domain.links import Link, make
from chalicelib.web.nonces import FIELD
from infra.local import forms
from tests.web.examples import CONFIRM, DECIDE, decided_by, definition, referee_asked, told
from tests.web.site import Site


def test_confirmation_shows_program_and_reference_and_nothing_that_was_typed(site: Site) -> None:
    """Who holds the address learns what was sent, not by whom."""
    submission = site.visit(full_name="Planted Name", purpose="planted words")

    page = site.get(site.link("ask", submission, CONFIRM))

    assert (page.status, page.heading) == (200, "Please confirm your address")
    assert f"{submission[:4]}-{submission[4:8]}".upper() in page.text
    assert "Please answer by Thursday, November 26, 2026, 4:08 PM (Mountain Standard Time)" in page.text
    assert "You answer as i…@fujiyoshida.example" in page.text
    assert "lanted" not in page.answer.body
    assert "international@" not in page.answer.body
    assert page.buttons == [("answer", "yes")]


def test_coordinator_sees_all_answers_as_people_read_them(site: Site) -> None:
    """Labels, options, rows, dates and numbers in words; each in its own direction."""
    _, path = decided_by(site, topic="other", topic_other="Opening a garden")

    page = site.get(path, accept_language="en")

    assert (page.status, page.heading) == (200, "Please decide")
    assert page.buttons == [("answer", "approve"), ("answer", "decline")]
    for words in (
        "You are asked for an answer as the coordinator.",
        "There is no deadline",
        "You answer as v…@concord.example",
        "Your full name Office of the Mayor",
        "What is the visit mainly about? Opening a garden",
        "Date of the visit January 7, 2027",
        "Full name The president of the council",
        "How many cars or buses of yours need a parking space? 1 vehicles",
        "May we invite the local press? Yes",
    ):
        assert words in page.text
    assert page.soup.find("bdi", string="Opening a garden") is not None


def test_somebody_named_sees_what_the_applicant_is_called_and_the_question_alone(site: Site) -> None:
    """No answers; and how to say that this is a mistake."""
    page = site.get(referee_asked(site))

    assert (page.status, page.heading) == (200, "Do you agree?")
    assert "Applicant Ann" in page.text
    assert "You answer as t…@school.example" in page.text
    assert "If this is not meant for you, you need not answer." in page.text
    for hidden in ("Real Name", "ann@people.example", "hidden words", "teacher@school.example"):
        assert hidden not in page.answer.body
    assert page.buttons == [("answer", "agree"), ("answer", "refuse")]


def test_required_controls_have_no_default(site: Site) -> None:
    """A tick for yes, a typed name for a decision; not even what was typed before is there again."""
    submission, decide = decided_by(site)
    asked = site.link("ask", site.visit(), CONFIRM)
    for path, name, given in ((asked, "sure", "yes"), (decide, "signed_by", "approve")):
        page = site.get(path)
        control = page.form.find(attrs={"name": name})
        assert control is not None
        assert control.has_attr("required")
        assert not control.has_attr("checked")
        assert control.get("value", "") in ("", "yes")

        again = page.press(given, **{FIELD: "forged", name: "yes"})
        assert again.status == 422
        assert again.values.get(name, [""]) == [""]
    assert site.commits(submission) == 2


def test_answer_needs_every_part_of_its_form(site: Site) -> None:
    """Of all subsets only the whole decides."""
    submission, decide = decided_by(site)
    whole = {name: values[0] for name, values in site.get(decide).values.items()}
    whole |= {"answer": "approve", "signed_by": "The desk"}
    for kept in product([True, False], repeat=len(whole)):
        part = [pair for pair, keep in zip(whole.items(), kept, strict=True) if keep]
        if len(part) < len(whole):
            assert site.post(decide, part).status == 422
    assert site.commits(submission) == 2

    done = site.post(decide, whole.items())

    assert (done.status, done.heading) == (200, "Thank you")
    assert site.commits(submission) == 3


def test_robot_that_presses_every_button_with_blanks_and_defaults_decides_nothing(site: Site) -> None:
    """Not at the first press, and not on the page that follows."""
    submission, decide = decided_by(site)
    for path in (site.link("ask", site.visit(), CONFIRM), decide):
        page = site.get(path)
        for button in page.buttons:
            again = page.press(button=button)
            assert again.status == 422
            assert all(again.press(button=each).status == 422 for each in again.buttons)
    assert site.commits(submission) == 2


@pytest.mark.parametrize(
    ("controls", "target"),
    [
        ({"signed_by": " "}, "field-signed_by"),
        ({"signed_by": "The\u202edesk"}, "field-signed_by"),
        ({"signed_by": "x" * 201}, "field-signed_by"),
        ({"signed_by": "The desk", "answer": "maybe"}, "answer"),
        ({"signed_by": "The desk", FIELD: ""}, "answer"),
    ],
)
def test_faulty_answer_is_422_and_linked_to_what_is_wrong(
    site: Site, controls: dict[str, str], target: str
) -> None:
    """Nothing is decided."""
    submission, decide = decided_by(site)

    page = site.get(decide).press("approve", **controls)
    if "answer" in controls:
        whole = {**site.get(decide).values, "signed_by": ["The desk"], "answer": ["maybe"]}
        page = site.post(decide, [(name, values[0]) for name, values in whole.items()])

    assert (page.status, list(page.errors)) == (422, [target])
    assert page.soup.find(id=target) is not None
    assert site.commits(submission) == 2


def test_nonce_of_another_ask_or_program_answers_nothing(site: Site) -> None:
    """A page's word is good for this page alone."""
    submission, decide = decided_by(site)
    keys = site.world.keys().links
    for link in (
        Link("page", submission, CONFIRM, 1),
        Link("page", site.visit(), DECIDE, 1),
        Link("ask", submission, DECIDE, 1),
    ):
        page = site.get(decide).press("approve", signed_by="The desk", **{FIELD: make(keys, link)})
        assert page.status == 422
    assert site.commits(submission) == 2


def test_page_is_in_the_visitor_s_language_else_in_the_one_that_the_party_is_written_in(site: Site) -> None:
    """A referee abroad gets what the browser asks for; a browser that asks for nothing, the message's."""
    answers = forms.visit(site.now.date())
    sent = site.api(
        "POST", "/v1/programs/delegation-visit/submissions", {"answers": answers, "language": "ja"}, token=""
    )
    path = site.link("ask", sent.headers["Location"].rpartition("/")[2], CONFIRM)

    languages = [
        site.get(path, **headers).answer.headers["Content-Language"]
        for headers in ({}, {"accept_language": "en"}, {"accept_language": "fr"}, {"accept_language": "ja"})
    ]

    assert languages == ["ja", "en", "ja", "ja"]
    assert site.get(f"{path}?lang=en").answer.headers["Content-Language"] == "en"


def test_deadline_is_told_by_the_program_s_clock(site: Site) -> None:
    """Three days later by the wall clock there, with the zone's name."""
    site.now += timedelta(days=120)
    submission = site.visit()

    page = site.get(site.link("ask", submission, CONFIRM))

    assert "Friday, March 26, 2027, 5:08 PM (Mountain Daylight Time)" in page.text


def test_several_buttons_at_once_are_no_answer(site: Site) -> None:
    """A browser sends one button. A program that presses all of them has decided nothing."""
    submission, path = decided_by(site)
    control = site.get(path).soup.find("input", attrs={"name": FIELD})
    assert control is not None
    filled = [("signed_by", "A robot"), (FIELD, str(control["value"]))]

    page = site.post(path, [*filled, ("answer", "approve"), ("answer", "decline")])

    assert page.status == 422
    assert "Please answer with one of the buttons." in page.text
    assert site.commits(submission) == 2


def test_question_that_others_made_needless_was_not_asked_anew(site: Site) -> None:
    """Side by side, an answer that leads elsewhere ends the other question: there is no newer message."""
    people = [{"name": "Seat", "email": "seat@concord.example"}]
    beside = {"step": "advice", "ask": {"role": "adviser"}, "answers": "decide"}
    first = {
        "step": "jury",
        "ask": {"role": "jury"},
        "answers": {"take": {"label": "Take", "then": "accept"}},
    }
    document = definition(
        kind="application",
        roles={"jury": people, "adviser": people},
        workflow=[
            {"together": [first, beside]},
            {"step": "after", "ask": {"role": "jury"}, "answers": "decide"},
        ],
    )
    assert site.api("PUT", "/v1/programs/tea-time", document).status == 201
    answers = {"answers": {"full_name": "Ann", "email": "ann@people.example"}}
    submission = told(site.api("POST", "/v1/programs/tea-time/submissions", answers))["id"]
    site.answer(site.link("ask", submission, "jury.jury.0.1"), "take", signed_by="Jury")

    page = site.get(site.link("ask", submission, "advice.adviser.0.1"))

    assert (page.status, page.heading) == (410, "An answer is no longer needed")
    assert "What this was about goes on without this answer." in page.text
