"""Whose visit a page about a submission is: in which language and whose look, and what its head says."""

from __future__ import annotations

from chalicelib.domain import ids
from chalicelib.language.reader import Reader
from chalicelib.services.answer import Opened
from chalicelib.services.records import Loaded
from chalicelib.web import looks, questions
from chalicelib.web.http import Request
from chalicelib.web.rendering import Visit
from chalicelib.web.single import Fact
from chalicelib.web.visitors import reader_of


def of_party(request: Request, opened: Opened) -> Visit:
    """The visit of who was asked: in the browser's language, else in the one that the party is written to."""
    loaded = opened.loaded
    person = questions.person(loaded, opened.ask.id)
    return _visit(request, loaded, person.language if person else loaded.case.submission.language)


def of_applicant(request: Request, loaded: Loaded) -> Visit:
    """The visit of the applicant: in the browser's language, else in that of the form that was sent."""
    return _visit(request, loaded, loaded.case.submission.language)


def _visit(request: Request, loaded: Loaded, language: str) -> Visit:
    program = loaded.pinned
    speech = reader_of(request, program.languages, timezone=program.timezone, otherwise=language)
    return Visit(request, speech, looks.of(loaded.community), program.languages)


def facts(loaded: Loaded, speech: Reader) -> list[Fact]:
    """What it is about: the program and the reference, and nothing else."""
    return [
        Fact(speech.gettext("Program"), speech.text(loaded.pinned.title)),
        Fact(speech.gettext("Reference"), ids.reference(loaded.case.submission.id)),
    ]
