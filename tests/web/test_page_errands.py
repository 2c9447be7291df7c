"""The four things that applicants do from the status page, each by a mailed code."""

from __future__ import annotations

import json
from itertools import product

import pytest

from chalicelib.web.nonces import FIELD
from tests.web.examples import (
    GUARDIANS,
    PUPIL,
    TEACHER,
    applied,
    confirmed,
    consented,
    errand,
    offered,
    reviewed,
)
from tests.web.site import Page, Site

ERRANDS = ("amend", "withdraw", "download", "erase")


def with_code(site: Site, submission: str, do: str) -> Page:
    """What follows when the code and a name are typed."""
    page = errand(site, submission, do)
    return page.fill({"code": site.code(submission), "signed_by": "Planted Signature"})


def test_status_page_offers_what_can_be_done_now(site: Site) -> None:
    """Answers are changed until they are looked at; what has ended is not withdrawn."""
    submission = applied(site)
    path = site.link("status", submission)
    assert site.get(path).buttons == [("do", each) for each in ERRANDS]

    reviewing = site.link("status", consented(site))
    assert site.get(reviewing).buttons == [("do", each) for each in ("withdraw", "download", "erase")]

    with_code(site, submission, "withdraw")
    assert site.get(path).buttons == [("do", each) for each in ("download", "erase")]


@pytest.mark.parametrize("do", ERRANDS)
def test_errand_first_has_a_code_sent_and_asks_for_it_and_a_name(site: Site, do: str) -> None:
    """Both without a default; nothing else has happened, and nothing that was typed is shown."""
    submission = confirmed(site)

    page = errand(site, submission, do)

    assert (page.status, site.events(submission)) == (200, ["code_sent"])
    assert page.names == {"code", "signed_by", "do", FIELD}
    assert page.values == {"code": [""], "signed_by": [""], "do": [do], FIELD: page.values[FIELD]}
    assert "lanted" not in page.answer.body
    assert "people.example" not in page.answer.body
    for name in ("code", "signed_by"):
        control = page.form.find(attrs={"name": name})
        assert control is not None
        assert control.has_attr("required")


@pytest.mark.parametrize("do", ERRANDS)
def test_every_part_of_the_form_is_needed(site: Site, do: str) -> None:
    """Of all subsets only the whole does anything."""
    submission = confirmed(site)
    page = errand(site, submission, do)
    whole = {name: values[0] for name, values in page.values.items()}
    whole |= {"code": site.code(submission), "signed_by": "Ann"}
    before = site.commits(submission)

    for kept in product([True, False], repeat=len(whole)):
        part = [pair for pair, keep in zip(whole.items(), kept, strict=True) if keep]
        if len(part) < len(whole):
            assert site.post(page.target, part).status == 422
    assert site.commits(submission) == before

    assert site.post(page.target, whole.items()).status == 200


def test_robot_that_presses_every_button_with_blanks_and_defaults_changes_nothing(site: Site) -> None:
    """It has codes sent, and no more; all buttons at once are none."""
    submission = confirmed(site)
    page = site.get(site.link("status", submission))
    nonce = page.values[FIELD][0]
    assert site.post(page.target, [(FIELD, nonce), *page.buttons]).status == 422

    for button in page.buttons:
        asked = page.press(button=button)
        for each in asked.buttons:
            again = asked.press(button=each)
            assert again.status == 422
            assert [again.press(button=one).status for one in again.buttons] == [422]

    types = [event for commit in site.case(submission).commits for event in json.loads(commit.events)]
    assert [each["type"] for each in types[-4:]] == ["code_sent"] * 4
    assert site.case(submission).submission.state == "in_progress"


def test_nothing_is_done_by_looking_or_from_another_site(site: Site) -> None:
    """A link with the errand in its query does nothing; a page elsewhere is refused."""
    submission = confirmed(site)
    path, before = site.link("status", submission), site.commits(submission)

    assert site.get(f"{path}?do=erase&code=000000&signed_by=x").status == 200
    form = [(name, values[0]) for name, values in site.get(path).values.items()]
    for headers in ({"origin": "https://elsewhere.example"}, {"sec_fetch_site": "cross-site"}):
        assert site.post(path, [*form, ("do", "erase")], **headers).status == 403
    assert site.post(path, [("do", "erase"), (FIELD, "forged")]).status == 422

    assert site.commits(submission) == before


def test_wrong_code_is_422_and_counted_and_after_five_a_new_one_is_offered(site: Site) -> None:
    """Then not even the right one counts; the new one does."""
    submission = confirmed(site)
    page = errand(site, submission, "withdraw")
    right = site.code(submission)

    for number in range(5):
        page = page.fill({"code": site.wrong_code(submission), "signed_by": "Ann"})
        assert (page.status, list(page.errors)) == (422, ["field-code"])
        over = "can't be used any more" in page.text
        assert over is (number == 4)
    late = page.fill({"code": right, "signed_by": "Ann"})
    assert (late.status, "can't be used any more" in late.text) == (422, True)
    assert site.case(submission).submission.codes["status"].wrong == 5

    fresh = late.press(button=("new", "yes"))
    done = fresh.fill({"code": site.code(submission), "signed_by": "Ann"})

    assert (fresh.status, done.status) == (200, 200)
    assert site.case(submission).submission.state == "withdrawn"


def test_code_is_old_after_half_an_hour(site: Site) -> None:
    """It is said so, and a new one is offered."""
    submission = confirmed(site)
    page = errand(site, submission, "download")
    site.wait(minutes=31)

    late = page.fill({"code": site.code(submission), "signed_by": "Ann"})

    assert (late.status, list(late.errors)) == (422, ["field-code"])
    assert ("new", "yes") in late.buttons


def test_code_is_read_as_people_type_it(site: Site) -> None:
    """With spaces or a hyphen in it, in full-width digits."""
    submission = confirmed(site)
    page = errand(site, submission, "amend")
    code = site.code(submission)

    for typed in (
        f" {code[:3]} {code[3:]}",
        f"{code[:3]}-{code[3:]}",
        "".join(chr(ord(c) + 0xFEE0) for c in code),
    ):
        assert page.fill({"code": typed, "signed_by": "Ann"}).heading == "Change your answers"


@pytest.mark.parametrize("name", ["", " ", "An\u202en", "x" * 201])
def test_name_that_is_none_costs_no_try(site: Site, name: str) -> None:
    """Its place is named, the code is not looked at, and neither is there again."""
    submission = confirmed(site)
    page = errand(site, submission, "erase").fill({"code": "000000", "signed_by": name})

    assert (page.status, list(page.errors)) == (422, ["field-signed_by"])
    assert page.values["signed_by"] == page.values["code"] == [""]
    assert site.case(submission).submission.codes["status"].wrong == 0


def test_eleventh_code_of_a_day_is_429(site: Site) -> None:
    """The page says so, with when to come back; a day later it goes on."""
    submission = confirmed(site)
    for _ in range(10):
        assert errand(site, submission, "download").status == 200

    page = errand(site, submission, "download")

    assert page.status == 429
    assert int(page.answer.headers["Retry-After"]) > 80_000
    assert "too many requests" in page.text
    site.wait(days=1)
    assert errand(site, submission, "download").status == 200


def test_withdrawal_shows_the_new_state_and_keeps_the_name(site: Site) -> None:
    """The same page again is too late, and says so."""
    submission = confirmed(site)
    form = errand(site, submission, "withdraw")
    typed = {"code": site.code(submission), "signed_by": "Ann"}

    page = form.fill(typed)

    assert (page.status, page.heading) == (200, "Where your form stands")
    assert "Your form is withdrawn." in page.text
    assert "State Withdrawn" in page.text
    case = site.case(submission)
    assert case.signed[f"withdrawn.{case.submission.seq}"] == "Ann"
    assert site.get(site.link("ask", submission, TEACHER)).status == 410
    before = site.commits(submission)
    assert form.fill(typed).status == 200
    assert errand(site, submission, "withdraw").status == 409
    assert site.commits(submission) == before


def test_erasure_says_goodbye_and_the_link_is_dead(site: Site) -> None:
    """Without a word of what was typed."""
    submission = confirmed(site)
    form = errand(site, submission, "erase")
    assert "This can't be undone." in form.text

    page = form.fill({"code": site.code(submission), "signed_by": "Planted Signature"})

    assert (page.status, page.heading) == (200, "Everything is erased")
    assert "lanted" not in page.answer.body
    assert site.get(page.target).status == 404
    assert form.press().status == 404
    assert site.get(site.link("ask", submission, TEACHER)).status == 410


def test_data_are_one_file_that_nobody_keeps(site: Site) -> None:
    """Named after the reference, of its own type."""
    submission = confirmed(site)
    answer = with_code(site, submission, "download").answer
    reference = f"{submission[:4]}-{submission[4:8]}".upper()

    assert answer.status == 200
    assert answer.headers["Content-Type"] == "application/json"
    assert answer.headers["Content-Disposition"] == f'attachment; filename="concord-{reference}.json"'
    assert answer.headers["Cache-Control"] == "no-store"
    assert json.loads(answer.body)["reference"] == reference


def test_answers_are_changed_on_the_form_as_it_was_filled_in(site: Site) -> None:
    """Its pages and rows, without the address; what was changed is said, and a message called for."""
    submission = confirmed(site)

    form = with_code(site, submission, "amend")

    assert (form.status, form.heading) == (200, "Change your answers")
    assert [tag.get_text(strip=True) for tag in form.soup.find_all("h3")] == ["You", "Others"]
    shown = {name: values[0] for name, values in form.values.items()}
    assert "email" not in shown
    assert (shown["hobby"], shown["guardians.1.email"], shown["rules"]) == (
        PUPIL["hobby"],
        GUARDIANS[1]["email"],
        "yes",
    )
    assert shown["signed_by"] == ""

    done = form.fill({"hobby": "Chess", "guardians.1.email": "new@people.example", "signed_by": "Ann"})

    assert (done.status, done.heading) == (200, "Your answers are changed")
    assert [tag.get_text() for tag in done.soup.select("main > ul:not(.ways) li")] == [
        "What you like",
        "Parents",
    ]
    case = site.case(submission)
    assert (case.answers["hobby"], case.answers["guardians"][1]["email"]) == ("Chess", "new@people.example")
    assert case.signed[f"amended.{case.submission.seq}"] == "Ann"
    assert form.fill(
        {"hobby": "Chess", "guardians.1.email": "new@people.example", "signed_by": "Ann"}
    ).heading == ("Nothing is changed")


def test_rows_are_added_and_removed_without_the_code_again(site: Site) -> None:
    """Nothing is changed before the form is sent."""
    submission = confirmed(site)
    form = with_code(site, submission, "amend")
    before = site.commits(submission)

    more = form.press(button=("add", "guardians"))
    fewer = more.press(button=("remove", "guardians.0"))

    assert "guardians.2.name" in more.names
    assert fewer.values["guardians.0.name"] == ["Planted Father"]
    assert site.commits(submission) == before
    done = fewer.fill(
        {"guardians.1.name": "Aunt", "guardians.1.email": "aunt@people.example", "signed_by": "A"}
    )
    assert done.heading == "Your answers are changed"
    assert [row["name"] for row in site.case(submission).answers["guardians"]] == ["Planted Father", "Aunt"]


def test_faulty_changes_are_422_with_everything_kept(site: Site) -> None:
    """Every fault at its place, the missing name among them; nothing is changed."""
    submission = confirmed(site)
    form = with_code(site, submission, "amend")
    before = site.commits(submission)

    page = form.fill({"hobby": "", "guardians.0.email": "x", "nickname": "Kept"})

    assert page.status == 422
    assert list(page.errors) == ["field-hobby", "field-guardians.0.email", "field-signed_by"]
    assert page.values["nickname"] == ["Kept"]
    assert site.commits(submission) == before
    page = page.fill({"hobby": "Chess", "guardians.0.email": "m@people.example"})
    assert list(page.errors) == ["field-signed_by"]
    assert page.fill({"signed_by": "Ann"}).heading == "Your answers are changed"


def test_form_counts_for_an_hour_and_what_was_typed_later_is_kept_for_a_new_code(site: Site) -> None:
    """Mistakes don't make the hour longer; after it, a new code brings back the form as it was typed."""
    submission = confirmed(site)
    form = with_code(site, submission, "amend")
    site.wait(minutes=50)
    form = form.fill({"hobby": "Chess"})
    site.wait(minutes=11)

    late = form.fill({"signed_by": "Ann"})

    assert late.status == 422
    assert "What you typed is kept" in late.text
    assert site.case(submission).answers["hobby"] == PUPIL["hobby"]
    asked = late.press(button=("new", "yes"))
    back = asked.fill({"code": site.code(submission), "signed_by": "Ann"})
    assert back.values["hobby"] == ["Chess"]
    assert back.values["guardians.1.name"] == ["Planted Father"]
    assert back.fill({"signed_by": "Ann"}).heading == "Your answers are changed"
    assert site.case(submission).answers["hobby"] == "Chess"


def test_form_needs_the_proof_that_the_code_was_right(site: Site) -> None:
    """The nonces of the status page, of the page with the code, and of another form change no answers."""
    mine, other = confirmed(site), confirmed(site)
    form = with_code(site, mine, "amend")
    nonces = [
        site.get(form.target).values[FIELD][0],
        errand(site, mine, "amend").values[FIELD][0],
        with_code(site, other, "amend").values[FIELD][0],
        "",
    ]
    before = site.case(mine).answers

    for nonce in nonces:
        form.fill({"hobby": "Chess", "signed_by": "Ann", FIELD: nonce})

    assert site.case(mine).answers == before


def test_too_late_to_change_is_409_in_words(site: Site) -> None:
    """Also where reviewers were asked while the form was being changed."""
    submission = confirmed(site)
    form = with_code(site, submission, "amend")
    for commit in ("consent.guardians.0.1", "consent.guardians.1.1"):
        site.answer(site.link("ask", submission, commit), "agree", signed_by="x", travels="yes")
    site.answer(site.link("ask", submission, TEACHER), "submit", sure="yes", recommends="yes")

    page = form.fill({"hobby": "Chess", "signed_by": "Ann"})

    assert (page.status, page.heading) == (409, "Where your form stands")
    assert "It is too late for this change." in page.text
    assert site.case(submission).answers["hobby"] == PUPIL["hobby"]


def test_status_link_of_a_corrected_address_does_nothing(site: Site) -> None:
    """It is dead for POST as for GET."""
    submission = applied(site)
    page = site.get(site.link("status", submission))
    site.get(site.link("sent", submission)).fill({"email": "other@people.example"})

    assert page.press(button=("do", "erase")).status == 404


def test_later_states_take_errands_too(site: Site) -> None:
    """While it is decided, and while a place is offered."""
    for submission in (reviewed(site), offered(site)):
        assert with_code(site, submission, "withdraw").status == 200
        assert site.case(submission).submission.state == "withdrawn"
