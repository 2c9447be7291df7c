"""The reference of routes: every path with its methods, and what each answers."""

from __future__ import annotations

from collections.abc import Iterator
from importlib import import_module

from chalicelib.domain.docstrings import described
from chalicelib.web.routes import ROUTES, function
from infra.docs.markdown import page, table

INTRODUCTION = """Every path of Concord. Each answers `OPTIONS` as well, and `HEAD` where it answers
`GET`; any other method is 405 with `Allow`. `GET`, `HEAD` and `OPTIONS` change nothing.
[integrators.md](../integrators.md) tells how to call the API, with examples, [errors.md](errors.md) what
can go wrong, and `/openapi.json` describes the API for programs."""

PAGES = """Server-rendered, in the visitor's language, and complete without JavaScript."""


def written() -> str:
    """The page."""
    return page(
        "Routes",
        INTRODUCTION,
        "## API",
        table(["method", "path", "answer"], list(_api())),
        "## Pages",
        PAGES,
        *_pages(),
    )


def _api() -> Iterator[list[str]]:
    for path, route in ROUTES.items():
        if is_api(path):
            for method, name in sorted(route.methods.items()):
                yield [f"`{method}`", f"`{path}`", described(function(name)).paragraphs[0]]


def _pages() -> Iterator[str]:
    for path, route in ROUTES.items():
        if is_api(path):
            continue
        yield f"### `{path}`"
        yield described(import_module(function(next(iter(route.methods.values()))).__module__)).text
        lines = [
            [f"`{method}`", described(function(name)).paragraphs[0]] for method, name in route.methods.items()
        ]
        yield table(["method", "answer"], lines)


def is_api(path: str) -> bool:
    """Whether programs call it, rather than people."""
    return path.startswith(("/v1", "/openapi", "/health"))
