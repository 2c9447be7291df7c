from __future__ import annotations

import pytest

from tests.web.examples import CONFIRM
from tests.web.site import OURS, Page, Site

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
