from __future__ import annotations

import pytest

from chalicelib.web.http import METHODS, Response
from chalicelib.web.routes import ROUTES
from tests.web.examples import filled
from tests.web.site import Site

ALWAYS = {
    "Strict-Transport-Security": "max-age=63072000; includeSubDomains",
    "X-Content-Type-Options": "nosniff",
    "Referrer-Policy": "no-referrer",
}
OPEN = [
    "/",
    "/programs/delegation-visit",
    "/programs/delegation-visit/how-it-works",
    "/static/style.css",
    "/static/icon.svg",
    "/robots.txt",
    "/v1/programs",
]


def directives(answer: Response) -> dict[str, str]:
    """The Content-Security-Policy by directive."""
    parts = (part.strip().partition(" ") for part in answer.headers["Content-Security-Policy"].split(";"))
    return {name: value for name, _, value in parts}


@pytest.mark.parametrize("route", ROUTES)
def test_every_answer_of_every_route_bears_the_headers_that_protect_it(site: Site, route: str) -> None:
    """Whatever the method, the status and the kind of answer, refusals included."""
    for method in METHODS:
        for headers in ({}, {"accept": "application/json"}, {"sec_fetch_site": "cross-site"}):
            answer = site.send(method, filled(route), b"{", **headers)

            assert ALWAYS.items() <= answer.headers.items()
            policy = directives(answer)
            assert policy["default-src"] == policy["frame-ancestors"] == policy["base-uri"] == "'none'"
            assert policy["form-action"] in ("'self'", "'none'")
            assert policy.get("script-src", "'self'") == "'self'"
            if answer.body:
                assert ("script-src" in policy) is ("<script src=" in answer.body)
            assert "unsafe" not in answer.headers["Content-Security-Policy"]


def test_pages_may_load_our_style_and_icon_and_post_to_us_alone(site: Site) -> None:
    """The one style element is allowed by its digest."""
    policy = directives(site.get("/").answer)

    assert policy.keys() == {
        "default-src",
        "style-src",
        "img-src",
        "form-action",
        "frame-ancestors",
        "base-uri",
    }
    assert policy["style-src"].startswith("'self' 'sha256-")
    assert (policy["img-src"], policy["form-action"]) == ("'self'", "'self'")


def test_personal_answers_are_kept_by_nobody_and_found_by_no_search(site: Site) -> None:
    """Links, forms with a nonce, the staff's API and every refusal."""
    submission = site.visit()
    paths = [
        site.link("ask", submission, "confirm.applicant.1"),
        site.link("status", submission),
        site.link("sent", submission),
        "/asks/nothing",
        "/links",
        site.link("ask", submission, "confirm.applicant.1").replace("/asks/", "/fresh/"),
        f"/v1/submissions/{submission}",
        "/v1/submissions",
    ]
    for path in paths:
        answer = site.api("GET", path)

        assert answer.headers["Cache-Control"] == "no-store"
        assert answer.headers["X-Robots-Tag"] == "noindex"
    assert site.get("/programs/delegation-visit").answer.headers["Cache-Control"] == "no-store"


def test_search_engines_find_the_catalogue_and_nothing_else(site: Site) -> None:
    """The catalogue and its programs; no file, no API, no error."""
    found = [path for path in OPEN if "X-Robots-Tag" not in site.send("GET", path).headers]

    assert found == ["/", "/programs/delegation-visit", "/programs/delegation-visit/how-it-works"]
