"""The reference of errors: every code with its status, and every fault with the sentence that people read."""

from __future__ import annotations

import ast
from collections.abc import Iterator, Mapping, Sequence
from datetime import date
from pathlib import Path
from typing import Any

from chalicelib.domain import errors
from chalicelib.domain.docstrings import described
from chalicelib.domain.errors import ConcordError, Fault
from chalicelib.language import faults
from chalicelib.language.reader import Reader, reader
from chalicelib.web import problems, refusals, words
from infra.docs.markdown import page, table

INTRODUCTION = """An error is a problem document ([RFC 9457](https://www.rfc-editor.org/rfc/rfc9457),
`application/problem+json`) with `type`, `title`, `status`, `detail`, `instance` and `code`. `detail` is
a sentence for people, in the language of `Accept-Language`; `code` is for programs, and keeps its
meaning. Where something that was sent has faults, `errors` lists all of them, each with `pointer` (a
JSON Pointer into what was sent), `detail` and `code`. Sentences below are the English ones, with
examples of values.

What API Gateway refuses by itself has the same shape and the same codes, and `bad_request` (400) for
what can't be read at all; it is in English, without `instance` and `errors`."""

CODES = "What a request as a whole may meet."

UNEXPECTED = """Whatever nobody foresaw is 500, `unexpected`, with the sentence “{sentence}” It is logged
by its kind and place, never with anything that somebody typed."""

FAULTS = """Members of `errors`. *Where* says what was sent: answers to a form, a definition, or the body
of another request."""

CHALICELIB = Path(errors.__file__).parents[1]

_SAMPLES: Mapping[type[Exception], Sequence[Exception]] = {
    errors.Unavailable: [errors.Unavailable()],
    errors.TooManyRequests: [errors.TooManyRequests(60)],
    errors.Invalid: [errors.Invalid([Fault("/answers/email", "required")])],
    errors.NotOpen: [errors.NotOpen(status) for status in ("upcoming", "full", "closed", "cancelled")],
    errors.Another: [errors.Another("email", "00000000000000000000")],
    errors.UnknownAnswer: [errors.UnknownAnswer(["approve", "decline"])],
    errors.AskClosed: [
        errors.AskClosed(state, "in_progress") for state in ("answered", "expired", "withdrawn")
    ],
    errors.Ended: [errors.Ended("declined")],
    refusals.NotThisType: [refusals.NotThisType(["application/json", "application/yaml"])],
    refusals.TooLarge: [refusals.TooLarge(262144)],
    refusals.BadParameter: [refusals.BadParameter("limit")],
    refusals.WrongMethod: [refusals.WrongMethod(["GET", "HEAD", "OPTIONS"])],
}
"""Examples of those that carry something; all others are made without."""

_VALUES: Mapping[str, Any] = {
    "actual": 134,
    "character": "U+202E",
    "community": "colorado-springs",
    "expected": "text",
    "field": "email",
    "holders": 1,
    "id": "delegation-visit",
    "language": "ja",
    "limit": 120,
    "most": 4,
    "name": "decide",
    "on": date(2027, 6, 1),
    "option": "none",
    "options": ["one", "another"],
    "other": "opens",
    "partner": "fujiyoshida",
    "party": "mayor",
    "role": "reviewer",
    "step": "decide",
    "weekdays": ["mon", "tue"],
}
_DAY: Mapping[str, Any] = {"limit": date(2027, 6, 1)}
_AGE: Mapping[str, Any] = {"limit": "18y6m"}
_OTHERWISE: Mapping[str, Mapping[str, Any]] = {
    "currency": {"name": "USX"},
    "logic": {"limit": 50},
    "missing": {"options": None},
    "money": {"example": "1250.50", "currency": "USD"},
    "must_be": {"answer": True},
    "json": {"reason": "a member is named twice"},
    "regular_expression": {"reason": "missing ), unterminated subpattern"},
    "reserved": {"name": "next"},
    "rule": {"message": "No more places with electricity than places."},
    "timezone": {"name": "Denver"},
    "unknown_operation": {"name": "equals"},
    "yaml": {"reason": "mapping values are not allowed here", "line": 12, "column": 17},
    "below": {"other": "min", "limit": 3},
    "not_beside": {"other": "form"},
    "not_shorter": {"other": "due"},
    "no_such_field": {"field": "teacher_email"},
    "too_early": _DAY,
    "postal_code": {"country": "CA", "example": "A1A 1A1"},
    "too_few_choices": {"limit": 2, "actual": 1},
    "too_few_rows": {"limit": 2, "actual": 1},
    "too_large": {"limit": 30},
    "too_late": _DAY,
    "file_too_large": {"limit": 4},
    "file_type": {"types": ["PDF", "JPG"]},
    "too_many_files": {"limit": 2, "actual": 3},
    "too_many_pixels": {"limit": 4000},
    "too_many_choices": {"limit": 3, "actual": 4},
    "too_many_places": {"limit": 4, "actual": 5},
    "too_many_rows": {"limit": 30, "actual": 31},
    "too_old": _AGE,
    "too_short": {"limit": 20, "actual": 4},
    "too_small": {"limit": 1},
    "too_young": _AGE,
}
"""Values that make a sensible example of a code, where the common ones don't."""

_PLACES: Mapping[str, Sequence[str]] = {
    "answers": (
        "domain/fields",
        "domain/answers.py",
        "domain/filled.py",
        "domain/row_marks.py",
        "services/uploads.py",
        "web/pages/form.py",
    ),
    "a definition": (
        "domain/documents.py",
        "domain/cautions.py",
        "domain/constraints.py",
        "domain/form_conditions.py",
        "domain/parties.py",
        "domain/programs.py",
        "domain/routes.py",
        "domain/seat_checks.py",
        "domain/sense.py",
        "domain/whens.py",
        "domain/lenient.py",
        "domain/one_per.py",
        "domain/logic_check.py",
        "domain/walker.py",
        "services/publish.py",
    ),
    "a request": (
        "domain/ask_new.py",
        "domain/desk.py",
        "domain/filled.py",
        "domain/remarks.py",
        "domain/sending_back.py",
        "services/desk.py",
        "services/contents.py",
        "services/uploads.py",
        "web/api",
        "web/problems.py",
    ),
}


def written() -> str:
    """The page."""
    english = reader("en", "UTC")
    return page(
        "Errors",
        INTRODUCTION,
        "## Codes",
        CODES,
        table(["code", "status", "what it means", "sentence"], list(_codes(english))),
        UNEXPECTED.format(sentence=words.detail(500, None, english)),
        "## Faults",
        FAULTS,
        table(["code", "where", "sentence"], list(_faults(english))),
    )


def kinds() -> list[type[ConcordError | refusals.Refused]]:
    """Every exception that becomes an answer."""
    return [*ConcordError.__subclasses__(), *refusals.Refused.__subclasses__()]


def _codes(english: Reader) -> Iterator[list[str]]:
    by_code: dict[str, list[type[ConcordError | refusals.Refused]]] = {}
    for kind in kinds():
        by_code.setdefault(kind.code, []).append(kind)
    for code, alike in sorted(by_code.items()):
        examples = [example for kind in alike for example in _SAMPLES.get(kind) or [kind()]]
        found = [problems.of(example) for example in examples]
        status = f"{found[0].status} {problems.PHRASES[found[0].status]}"
        headers = "".join(f", with `{name}`" for name in found[0].headers)
        said = dict.fromkeys(
            words.detail(problem.status, example, english)
            for problem, example in zip(found, examples, strict=True)
        )
        meanings = [described(kind).paragraphs[0] for kind in alike]
        yield [f"`{code}`", status + headers, "<br>".join(meanings), "<br>".join(said)]


def _faults(english: Reader) -> Iterator[list[str]]:
    places = _where()
    for code in sorted(faults.codes()):
        where = places.get(code, [])
        pointers = ["/answers/field" if place == "answers" else "/form" for place in where] or ["/form"]
        values = {**_VALUES, **_OTHERWISE.get(code, {})}
        values = {name: value for name, value in values.items() if value is not None}
        said = dict.fromkeys(faults.explain(Fault(pointer, code, values), english) for pointer in pointers)
        yield [f"`{code}`", ", ".join(where), "<br>".join(said)]


def _where() -> dict[str, list[str]]:
    """In what each code is found: by the modules that name it."""
    found: dict[str, list[str]] = {}
    for place, paths in _PLACES.items():
        named = {name for path in paths for name in _named(CHALICELIB / path)}
        for code in named & faults.codes():
            found.setdefault(code, []).append(place)
    return found


def _named(path: Path) -> Iterator[str]:
    """The words that a module, or those of a package, has in quotes."""
    for module in sorted(path.rglob("*.py")) if path.is_dir() else [path]:
        for node in ast.walk(ast.parse(module.read_text())):
            if isinstance(node, ast.Constant) and isinstance(node.value, str):
                yield node.value
