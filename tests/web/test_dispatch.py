from __future__ import annotations

import json
import logging

import pytest

from chalicelib.domain.errors import TooManyRequests, Unavailable
from chalicelib.web.http import METHODS
from chalicelib.web.routes import ROUTES, function
from tests.web.examples import failing, filled
from tests.web.site import Site


@pytest.mark.parametrize("route", ROUTES)
def test_every_function_of_the_table_exists_and_says_what_it_answers(route: str) -> None:
    """No path leads to nothing, and the docs are made of these sentences."""
    for name in ROUTES[route].methods.values():
        assert function(name).__doc__


@pytest.mark.parametrize("route", ROUTES)
def test_wrong_method_is_405_with_what_is_allowed(site: Site, route: str) -> None:
    """Whatever a path does not do is refused by name, without a look at who asks."""
    for method in set(METHODS) - set(ROUTES[route].allowed):
        answer = site.send(method, filled(route))

        assert (answer.status, answer.headers["Allow"]) == (405, ", ".join(ROUTES[route].allowed))


@pytest.mark.parametrize("route", ROUTES)
def test_options_tells_what_is_allowed_and_asks_no_table(site: Site, route: str) -> None:
    """OPTIONS needs nobody to sign in, and could not write if it tried."""
    answer = failing(site, Unavailable()).send("OPTIONS", filled(route))

    assert (answer.status, answer.body) == (204, "")
    assert answer.headers["Allow"] == ", ".join(ROUTES[route].allowed)


@pytest.mark.parametrize("path", ["/", "/programs/delegation-visit", "/v1/programs", "/static/style.css"])
def test_head_is_get_without_a_body(site: Site, path: str) -> None:
    """The same status and headers, save what is made anew for each page, and no body."""
    get, head = site.send("GET", path), site.send("HEAD", path)

    assert (head.status, head.body) == (get.status, "")
    assert head.headers.keys() == get.headers.keys()
    assert head.headers["Content-Type"] == get.headers["Content-Type"]


def test_health_needs_neither_configuration_nor_tables(site: Site) -> None:
    """It answers while everything else is broken."""
    answer = failing(site, Unavailable()).send("GET", "/health")

    assert (answer.status, json.loads(answer.body)["status"]) == (200, "ok")


def test_unavailable_tables_are_503_for_programs_and_people(site: Site) -> None:
    """Both are told when to come back, each in its own way."""
    broken = failing(site, Unavailable(7))

    problem, page = broken.send("GET", "/v1/programs"), broken.get("/programs/delegation-visit")

    assert (problem.status, problem.headers["Retry-After"]) == (503, "7")
    assert json.loads(problem.body)["code"] == "unavailable"
    assert (page.status, page.answer.headers["Retry-After"]) == (503, "7")
    assert page.heading == "Please try again soon"


def test_too_many_requests_are_429_with_retry_after(site: Site) -> None:
    """A limit of the deployment says how long to wait."""
    answer = failing(site, TooManyRequests(60)).send("GET", "/v1/programs")

    assert (answer.status, answer.headers["Retry-After"]) == (429, "60")


def test_unforeseen_exception_is_500_and_none_of_its_words_are_told_or_logged(
    site: Site, caplog: pytest.LogCaptureFixture
) -> None:
    """What went wrong may hold what somebody typed: the log gets kind and place, the caller neither."""
    broken = failing(site, RuntimeError("planted words"))

    for answer in (broken.send("GET", "/v1/programs"), broken.get("/").answer):
        assert answer.status == 500
        assert "planted" not in answer.body
    assert "planted" not in caplog.text
    assert [record.levelno for record in caplog.records] == [logging.ERROR, logging.ERROR]
    said = caplog.records[0].concord  # type: ignore[attr-defined]
    assert (said["error"], said["method"], said["route"]) == ("RuntimeError", "GET", "/v1/programs")
    assert "fail" in said["where"]


def test_unknown_token_is_never_logged(site: Site, caplog: pytest.LogCaptureFixture) -> None:
    """Not even of a request that fails: the log has the route, whose token is in braces."""
    path = site.link("ask", site.visit(), "confirm.applicant.1")

    failing(site, RuntimeError("broken")).get(path)

    assert path.rpartition("/")[2] not in caplog.text
    (record,) = caplog.records
    assert path.rpartition("/")[2] not in repr(vars(record))
    assert record.concord["route"] == "/asks/{token}"  # type: ignore[attr-defined]


@pytest.mark.parametrize(
    ("accept", "kind"),
    [
        ("text/html", "text/html; charset=utf-8"),
        ("*/*", "text/html; charset=utf-8"),
        ("application/json", "application/problem+json"),
        ("text/html, application/json", "text/html; charset=utf-8"),
    ],
)
def test_errors_are_pages_for_people_and_problems_for_programs(site: Site, accept: str, kind: str) -> None:
    """Who asks for JSON alone gets a problem, also where pages are."""
    answer = site.send("GET", "/programs/no-such", accept=accept)

    assert (answer.status, answer.headers["Content-Type"]) == (404, kind)


def test_problem_has_what_rfc_9457_asks_for_in_the_reader_s_language(site: Site) -> None:
    """Type, title, status, detail and instance, with a code that stays."""
    answer = site.api("GET", "/v1/programs/no-such", accept_language="xx, en;q=0.5")

    assert answer.headers["Content-Language"] == "en"
    assert json.loads(answer.body) == {
        "type": "about:blank",
        "title": "Not Found",
        "status": 404,
        "detail": "There is nothing here under this address.",
        "instance": "/v1/programs/no-such",
        "code": "unknown",
    }
