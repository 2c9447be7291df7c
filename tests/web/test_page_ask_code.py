from __future__ import annotations

from itertools import product

from chalicelib.web.nonces import FIELD
from tests.web.examples import OFFER, beside, offered
from tests.web.site import Page, Site


def begun(site: Site) -> tuple[str, Page, Page]:
    """A submission with an offer, its page, and the page that asks for the code."""
    submission = offered(site)
    page = site.get(site.link("ask", submission, OFFER))
    return submission, page, page.press("accept", signed_by="Planted Signature", meals="planted meals")


def test_answer_first_has_a_code_sent_and_is_kept_on_the_page(site: Site) -> None:
    """Nothing is decided, and nothing of what was typed is to be read on it."""
    submission, _, page = begun(site)

    assert (page.status, site.events(submission)) == (200, ["code_sent"])
    assert page.buttons == [("answer", "accept")]
    assert page.values == {
        "code": [""],
        "signed_by": ["Planted Signature"],
        "meals": ["planted meals"],
        FIELD: page.values[FIELD],
    }
    assert "lanted" not in page.text
    control = page.form.find(attrs={"name": "code"})
    assert control is not None
    assert (control.get("value"), control["autocomplete"], control["inputmode"]) == (
        "",
        "one-time-code",
        "numeric",
    )


def test_right_code_answers(site: Site) -> None:
    """With all that was typed before it."""
    submission, _, page = begun(site)

    done = page.press("accept", code=site.code(submission, OFFER))

    assert (done.status, done.heading) == (200, "Thank you")
    case = site.case(submission)
    assert (case.signed[OFFER], case.forms[OFFER]) == ("Planted Signature", {"meals": "planted meals"})
    assert case.submission.state == "accepted"


def test_faulty_answer_has_no_code_sent(site: Site) -> None:
    """What is wrong is mended first."""
    submission = offered(site)
    page = site.get(site.link("ask", submission, OFFER))
    before = site.commits(submission)

    assert list(page.press("accept", signed_by="Ann").errors) == ["field-meals"]
    assert list(page.press("accept", meals="x").errors) == ["field-signed_by"]
    assert site.commits(submission) == before


def test_robot_that_presses_the_button_without_a_code_has_no_other_one_sent(site: Site) -> None:
    """Whoever got no message answers the question once more."""
    submission, question, page = begun(site)

    again = page.press("accept")

    assert (again.status, list(again.errors)) == (422, ["field-code"])
    assert again.press("accept").status == 422
    assert site.case(submission).submission.codes[OFFER].number == 1
    assert page.soup.select_one(f'main a[href="{question.target}"]') is not None
    assert question.press("accept", signed_by="Ann", meals="x").status == 200
    assert site.case(submission).submission.codes[OFFER].number == 2


def test_code_that_ran_out_is_replaced_by_a_new_one(site: Site) -> None:
    """The page asks for that one, with everything kept."""
    submission, _, page = begun(site)
    old = site.code(submission, OFFER)
    site.wait(minutes=31)

    again = page.press("accept", code=old)

    assert (again.status, site.events(submission)) == (200, ["code_sent"])
    assert again.values["meals"] == ["planted meals"]
    assert again.press("accept", code=site.code(submission, OFFER)).heading == "Thank you"


def test_wrong_code_is_422_and_everything_stays(site: Site) -> None:
    """The right one counts afterwards."""
    submission, _, page = begun(site)

    again = page.press("accept", code=site.wrong_code(submission, OFFER))

    assert (again.status, list(again.errors)) == (422, ["field-code"])
    assert again.values["code"] == [""]
    assert again.values["meals"] == ["planted meals"]
    assert again.press("accept", code=site.code(submission, OFFER)).heading == "Thank you"


def test_five_wrong_codes_end_the_link_and_a_fresh_one_goes_on(site: Site) -> None:
    """It is 410 for the right code too, says why, and leads to a fresh link."""
    submission, question, page = begun(site)
    right = site.code(submission, OFFER)
    for _ in range(4):
        assert page.press("accept", code=site.wrong_code(submission, OFFER)).status == 422

    last = page.press("accept", code=site.wrong_code(submission, OFFER))

    for dead in (last, page.press("accept", code=right), site.get(question.target)):
        assert (dead.status, dead.heading) == (410, "This link no longer works")
        assert "A wrong code was typed five times." in dead.text
        assert "lanted" not in dead.text
    assert site.get(beside(question.target, "fresh")).press().status == 200
    fresh = site.get(site.link("ask", submission, OFFER, generation=2))
    asked = fresh.press("accept", signed_by="Ann", meals="x")
    assert asked.press("accept", code=site.code(submission, OFFER)).heading == "Thank you"


def test_every_part_is_needed(site: Site) -> None:
    """Of all subsets only the whole answers, and no other code is sent."""
    submission, _, page = begun(site)
    whole = {name: values[0] for name, values in page.values.items()}
    whole |= {"answer": "accept", "code": site.code(submission, OFFER)}
    for kept in product([True, False], repeat=len(whole)):
        part = [pair for pair, keep in zip(whole.items(), kept, strict=True) if keep]
        if len(part) < len(whole):
            assert site.post(page.target, part).status == 422
    assert site.case(submission).submission.asks[OFFER].state == "open"
    assert site.case(submission).submission.codes[OFFER].number == 1

    assert site.post(page.target, whole.items()).status == 200
    assert site.case(submission).submission.asks[OFFER].state == "answered"


def test_eleventh_code_of_a_day_is_429_with_everything_kept(site: Site) -> None:
    """With when to come back."""
    _, question, _ = begun(site)
    for _ in range(9):
        assert question.press("accept", signed_by="Ann", meals="x").status == 200

    page = question.press("accept", signed_by="Ann", meals="kept")

    assert page.status == 429
    assert int(page.answer.headers["Retry-After"]) > 80_000
    assert page.values["meals"] == ["kept"]


def test_hidden_values_that_were_changed_are_checked_again(site: Site) -> None:
    """A code makes nothing valid that is not."""
    submission, _, page = begun(site)

    again = page.press("accept", code=site.code(submission, OFFER), meals="")

    assert (again.status, list(again.errors)) == (422, ["field-meals"])
    assert site.case(submission).submission.asks[OFFER].state == "open"
