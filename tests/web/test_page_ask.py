from __future__ import annotations

import random
import threading
from datetime import timedelta
from itertools import product
from typing import Any

import pytest

from chalicelib.domain.links import BadLink, Link, make, read
from chalicelib.web.nonces import FIELD
from infra.local import forms
from tests.web.site import OURS, Page, Site
from tests.web.test_api_programs import definition

CONFIRM = "confirm.applicant.1"
DECIDE = "decide.coordinator.0.1"
ALPHABET = "abcdefghijklmnopqrstuvwxyzABCDEFGHIJKLMNOPQRSTUVWXYZ0123456789_-."


def decided_by(site: Site, **changed: Any) -> tuple[str, str]:
    """A confirmed submission, and the path of the coordinator's ask."""
    submission = site.visit(**changed)
    site.answer(site.link("ask", submission, CONFIRM), "yes", sure="yes")
    return submission, site.link("ask", submission, DECIDE)


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


REFEREE = [
    {"id": "full_name", "type": "text", "label": "Name", "required": True},
    {"id": "nickname", "type": "text", "label": "What friends say"},
    {"id": "email", "type": "email", "label": "Address", "required": True},
    {"id": "teacher", "type": "email", "label": "Teacher"},
    {"id": "secret", "type": "text", "label": "Secret"},
]


def referee_asked(site: Site) -> str:
    """The path of the ask of somebody named in the answers."""
    document = definition(
        applicant={"called": "nickname"},
        form=[{"page": "You", "fields": REFEREE}],
        workflow=[
            {
                "step": "support",
                "ask": {"named": "teacher"},
                "answers": "consent",
                "due": "2w",
                "on_timeout": "decline",
            }
        ],
    )
    assert site.api("PUT", "/v1/programs/pen-pals", document).status == 201
    answers = {
        "full_name": "Real Name",
        "nickname": "Ann",
        "email": "ann@people.example",
        "teacher": "teacher@school.example",
        "secret": "hidden words",
    }
    sent = site.api("POST", "/v1/programs/pen-pals/submissions", {"answers": answers}, token="")
    return site.link("ask", sent.headers["Location"].rpartition("/")[2], "support.teacher.1")


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
    site.api("PUT", "/v1/programs/pen-pals", document)
    answers = {"full_name": "Ann", "email": "ann@people.example"}
    sent = site.api("POST", "/v1/programs/pen-pals/submissions", {"answers": answers}, token="")
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


def everything(site: Site) -> Any:
    """All that the stores hold."""
    return repr(
        [
            site.stores.journal.commits,  # type: ignore[attr-defined]
            site.stores.definitions.versions,  # type: ignore[attr-defined]
            site.stores.messages.rows,  # type: ignore[attr-defined]
            site.stores.queues.sent,  # type: ignore[attr-defined]
            site.stores.counters.counts,  # type: ignore[attr-defined]
        ]
    )


def test_looking_changes_nothing_however_often(site: Site) -> None:
    """GET, HEAD and OPTIONS of every link, three times each."""
    submission, decide = decided_by(site)
    paths = [
        decide,
        site.link("ask", submission, CONFIRM),
        site.link("status", submission),
        site.link("sent", submission),
    ]
    before = everything(site)

    for path, method, _ in product(paths, ("GET", "HEAD", "OPTIONS"), range(3)):
        assert site.send(method, path).status in (200, 204)

    assert everything(site) == before


def test_ten_thousand_tampered_tokens_are_one_page_for_all(site: Site) -> None:
    """No changed, shortened, lengthened or re-signed token is accepted, and none fails."""
    submission, decide = decided_by(site)
    rng = random.Random(11)
    token = decide.rpartition("/")[2]
    keys = site.world.keys().links
    tampered = set()
    while len(tampered) < 10_000:
        place = rng.randrange(len(token))
        match rng.randrange(5):
            case 0:
                other = token[:place] + token[place + 1 :]
            case 1:
                other = token[:place] + rng.choice(ALPHABET) + token[place:]
            case 2:
                other = token + rng.choice(ALPHABET[:-1])
            case 3:
                other = make([rng.randbytes(32)], Link("ask", submission, DECIDE, rng.randrange(3)))
            case _:
                other = token[:place] + rng.choice(ALPHABET) + token[place + 1 :]
        if other.rstrip(".,)>") != token:
            tampered.add(other)
    pages = set()

    for number, other in enumerate(tampered):
        with pytest.raises(BadLink):
            read(keys, other)
        if number % 100 == 0:
            page = site.get(f"/asks/{other}")
            assert page.status == 404
            pages.add(page.answer.body)
            assert site.post(f"/asks/{other}", []).status == 404

    assert len(pages) == 1


@pytest.mark.parametrize("kind", ["status", "sent", "page"])
def test_link_of_another_kind_opens_no_ask(site: Site, kind: str) -> None:
    """Every kind has its own salt, and its own path."""
    submission = site.visit()
    token = site.link(kind, submission, CONFIRM).rpartition("/")[2]

    assert site.get(f"/asks/{token}").status == 404
    assert site.get(site.link("ask", submission, CONFIRM, 2)).status == 404
    assert site.get(site.link("ask", submission, "none.applicant.1")).status == 404
    assert site.get(site.link("ask", "0" * 20, CONFIRM)).status == 404


@pytest.mark.parametrize("trailing", [".", ",", ")", ">", ").", "%3E"])
def test_link_survives_what_mail_programs_leave_at_its_end(site: Site, trailing: str) -> None:
    """GET and POST."""
    path = site.link("ask", site.visit(), CONFIRM) + trailing

    assert site.get(path).status == 200
    assert site.answer(path, "yes", sure="yes").status == 200


def test_link_is_good_under_every_active_key_and_dead_under_a_retired_one(site: Site) -> None:
    """The newest signs; what an older one signed still opens, until it is taken out."""
    submission = site.visit()
    keyring: Any = site.stores.keyring
    keyring.secrets = {**keyring.secrets, "links": ["seed"]}
    old = site.link("ask", submission, CONFIRM)
    form = site.get(old)

    keyring.secrets = {**keyring.secrets, "links": ["aa" * 32, "seed"]}
    rotated = site.link("ask", submission, CONFIRM)
    assert (site.get(old).status, site.get(rotated).status) == (200, 200)
    assert old != rotated

    keyring.secrets = {**keyring.secrets, "links": ["aa" * 32]}
    assert (site.get(old).status, site.get(rotated).status) == (404, 200)
    assert form.press("yes", sure="yes").status == 404
    assert site.commits(submission) == 1


CROSS = [
    {"origin": "https://elsewhere.example"},
    {"origin": "null"},
    {"origin": "http://concord.example"},
    {"origin": "https://concord.example.elsewhere.example"},
    {"sec_fetch_site": "cross-site"},
    {"sec_fetch_site": "same-site"},
    {"sec_fetch_site": "cross-site", "origin": "https://concord.example"},
    {"sec_fetch_site": "same-origin", "origin": "https://elsewhere.example"},
]
SAME: list[dict[str, str]] = [
    {},
    {"origin": "https://concord.example"},
    {"origin": "null", "sec_fetch_site": "same-origin"},
    {"sec_fetch_site": "none"},
]


def bare(site: Site, path: str, headers: dict[str, str]) -> Page:
    """A whole answer with only these headers."""
    pairs = [(name, values[0]) for name, values in site.get(path).values.items()]
    plain = {name.replace("-", "_"): "" for name in OURS}
    sent = {name: value for name, value in {**plain, **headers}.items() if value}
    body = "&".join(
        f"{name}={value}" for name, value in [*pairs, ("sure", "yes"), ("answer", "yes")]
    ).encode()
    answer = site.send("POST", path, body, content_type="application/x-www-form-urlencoded", **sent)
    return Page(site, path, answer)


@pytest.mark.parametrize("headers", CROSS)
def test_answer_from_another_site_is_403(site: Site, headers: dict[str, str]) -> None:
    """By Origin and by Sec-Fetch-Site, each alone too; and nothing is answered."""
    submission = site.visit()

    assert bare(site, site.link("ask", submission, CONFIRM), headers).status == 403
    assert site.commits(submission) == 1


@pytest.mark.parametrize("headers", SAME)
def test_answer_from_our_own_page_counts(site: Site, headers: dict[str, str]) -> None:
    """As browsers send it from a page without a referrer, and where they tell nothing."""
    submission = site.visit()

    assert bare(site, site.link("ask", submission, CONFIRM), headers).status == 200
    assert site.commits(submission) == 2


def test_hosts_that_requests_name_change_no_link(site: Site) -> None:
    """Whatever Host, X-Forwarded-Host and Origin say, pages and Location are ours."""
    submission, decide = decided_by(site)
    rng = random.Random(3)
    for _ in range(50):
        evil = f"{''.join(rng.choices('abcdef', k=8))}.evil.example"
        headers = {
            "host": evil,
            "x_forwarded_host": evil,
            "x_forwarded_proto": "gopher",
            "forwarded": f"host={evil}",
        }
        for path in ("/", "/programs/delegation-visit", decide, site.link("status", submission), "/asks/x"):
            answer = site.send("GET", path, **headers)
            assert "evil.example" not in answer.body + repr(answer.headers)
        sent = site.api(
            "POST",
            "/v1/programs/delegation-visit/submissions",
            {"answers": forms.visit(site.now.date())},
            **headers,
        )
        assert sent.headers["Location"].startswith("/v1/submissions/")


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
