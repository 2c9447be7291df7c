"""Bodies of requests as data: JSON, YAML and forms, with what is too large or of another type refused."""

from __future__ import annotations

from collections.abc import Iterator, Mapping, Sequence
from contextlib import contextmanager
from dataclasses import dataclass, replace
from typing import Any
from urllib.parse import parse_qsl

from chalicelib.domain import documents
from chalicelib.domain.core_yaml import Mark, place_of
from chalicelib.domain.errors import Fault, Invalid
from chalicelib.web import multipart
from chalicelib.web.http import JSON, Request
from chalicelib.web.refusals import NotJson, NotThisType, TooLarge

MOST = multipart.MOST
"""Bytes of a submission, sent as JSON or by a page (contract.md)."""

MOST_OF_DEFINITION = 1024 * 1024
"""Bytes of a definition as it is sent: YAML may need more than the JSON that is stored of it."""

FORM = "application/x-www-form-urlencoded"
YAML = ("application/yaml", "application/x-yaml", "text/yaml", "text/x-yaml")

_MOST_FIELDS = 20_000


def json_of(request: Request, *, most: int = MOST) -> Any:
    """The JSON value that was sent. Raises TooLarge, NotThisType or NotJson."""
    _fits(request, most)
    if request.media_type not in ("", JSON):
        raise NotThisType((JSON,))
    return _json(request.body)


@dataclass(frozen=True, slots=True)
class Definition:
    """A definition as JSON data; `mark`: where each part of it stood, where it was YAML."""

    document: Any
    mark: Mark | None = None

    def placed(self, faults: Sequence[Fault]) -> list[Fault]:
        """The faults with line and column, where it has any."""
        if self.mark is None:
            return list(faults)
        return [replace(fault, at=place_of(self.mark, fault.pointer, fault.code)) for fault in faults]

    @contextmanager
    def placing(self) -> Iterator[None]:
        """Has faults that are found within say where they are."""
        try:
            yield
        except Invalid as error:
            raise Invalid(self.placed(error.faults)) from error


def definition_of(request: Request) -> Definition:
    """A definition, sent as JSON or YAML. Raises as `json_of`, and Invalid for no YAML."""
    _fits(request, MOST_OF_DEFINITION)
    if request.media_type in ("", JSON):
        return Definition(_json(request.body))
    if request.media_type not in YAML:
        raise NotThisType((JSON, YAML[0]))
    return Definition(*documents.located(request.body))


def form_of(request: Request) -> Mapping[str, Sequence[str]]:
    """The controls of a page's form with their values, without its files. Raises TooLarge or NotThisType.

    Percent-escapes make three bytes of one, so it is the values that are measured.
    """
    if request.media_type == multipart.TYPE:
        return multipart.read(request).form
    _fits(request, 4 * MOST)
    if request.media_type != FORM and request.body:
        raise NotThisType((FORM, multipart.TYPE))
    try:
        pairs = parse_qsl(
            request.body.decode("utf-8", "replace"), keep_blank_values=True, max_num_fields=_MOST_FIELDS
        )
    except ValueError as error:  # more fields than any page has
        raise TooLarge(MOST) from error
    form: dict[str, list[str]] = {}
    for name, value in pairs:
        form.setdefault(name, []).append(value)
    if sum(len(name.encode()) + len(value.encode()) for name, value in pairs) > MOST:
        raise TooLarge(MOST)
    return form


def _fits(request: Request, most: int) -> None:
    if len(request.body) > most:
        raise TooLarge(most)


def _json(body: bytes) -> Any:
    try:
        return documents.from_json(body.decode())
    except (UnicodeDecodeError, Invalid) as error:
        raise NotJson from error
