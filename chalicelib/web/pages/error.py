"""The page for what can't be shown: what happened, and what to do. It works when no table does."""

from __future__ import annotations

from collections.abc import Mapping

from chalicelib.language.words import N_
from chalicelib.web import words
from chalicelib.web.http import Request, Response
from chalicelib.web.problems import Problem
from chalicelib.web.rendering import Visit, page
from chalicelib.web.visitors import reader_of, spoken

TITLES: Mapping[int, str] = {
    400: N_("This can't be understood"),
    403: N_("This can't be done from here"),
    404: N_("Page not found"),
    405: N_("This can't be done here"),
    409: N_("This can't be done any more"),
    410: N_("This has ended"),
    413: N_("This is too large"),
    415: N_("This can't be read"),
    422: N_("This needs another look"),
    429: N_("Please wait a little"),
    500: N_("Something went wrong"),
    503: N_("Please try again soon"),
}

HINTS: Mapping[int, str] = {
    404: N_(
        "If you came by a link in an e-mail, please check that the whole address was opened. "
        "Some mail programs break it in two."
    ),
    413: N_("Please shorten your answers and send them again."),
    503: N_("Nothing is half done: you can send the same again, and it counts once."),
}


def show(request: Request, problem: Problem, error: Exception | None) -> Response:
    """The page, in one of Concord's own languages."""
    speech = reader_of(request)
    hint = HINTS.get(problem.status)
    offered = spoken() if request.method == "GET" and problem.status == 404 else ()
    return page(
        "error.html",
        {
            "title": speech.gettext(TITLES.get(problem.status, TITLES[500])),
            "detail": words.detail(problem.status, error, speech),
            "lost": problem.status in (404, 410),
            "hint": speech.gettext(hint) if hint else "",
        },
        Visit(request, speech, offered=offered),
        status=problem.status,
        headers=problem.headers,
    )
