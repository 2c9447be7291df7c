from __future__ import annotations

import random
from itertools import product
from typing import Any

import pytest

from chalicelib.domain.links import BadLink, Link, make, read
from infra.local import forms
from tests.web.examples import CONFIRM, DECIDE, TEACHER, beside, confirmed, decided_by
from tests.web.site import Site

ALPHABET = "abcdefghijklmnopqrstuvwxyzABCDEFGHIJKLMNOPQRSTUVWXYZ0123456789_-."


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
    named = confirmed(site)
    paths = [
        decide,
        site.link("ask", submission, CONFIRM),
        site.link("status", submission),
        site.link("sent", submission),
        beside(decide, "cannot"),
        beside(decide, "fresh"),
        beside(site.link("ask", named, TEACHER), "stop"),
        beside(site.link("ask", named, TEACHER), "fresh"),
        "/links",
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
