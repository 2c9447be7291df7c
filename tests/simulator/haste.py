"""What lets runs be played in thousands: nothing is made that nobody looks at, nothing is found out twice.

It took almost half of a run's time. Whole messages are tested where messages are, and definitions where these
are; here one run in ten composes its messages whole, folds as often as functions do, and checks the
definitions that staff publish in it.
"""

from __future__ import annotations

import json
from collections.abc import Iterator, Sequence
from contextlib import contextmanager
from email.headerregistry import Group
from email.message import EmailMessage
from email.policy import EmailPolicy
from functools import cache
from typing import Any
from unittest.mock import patch

from chalicelib.domain import folding, programs
from chalicelib.domain.commits import Commit
from chalicelib.domain.folding import fold
from chalicelib.domain.submissions import Case
from chalicelib.language.reader import Reader
from chalicelib.mail import compose, templates
from chalicelib.mail.compose import Envelope
from chalicelib.mail.headers import address
from chalicelib.mail.templates import Sayable
from chalicelib.services import records

WHOLE = 10
"""One run in so many is played without haste."""


@contextmanager
def of_run(seed: int) -> Iterator[None]:
    """The run with that seed is played while this lasts."""
    if seed % WHOLE == 0:
        yield
    else:
        with (
            patch.object(compose, "written", plain),
            patch.object(records, "fold", Remembered()),
            patch.object(folding, "json", Parsed()),
            patch.object(programs, "faults", lambda *_, **__: []),
        ):
            yield


class Remembered:
    """The fold of a journal, once for as long as it is the same commits."""

    def __init__(self) -> None:
        self.cases: dict[tuple[int, ...], Case] = {}

    def __call__(self, commits: Sequence[Commit]) -> Case:
        """The case; it keeps its commits, so that no others get their places in memory."""
        places = tuple(map(id, commits))
        if places not in self.cases:
            self.cases[places] = fold(commits)
        return self.cases[places]


class Parsed:
    """Stands for `json` while a run lasts: what people typed is parsed once, since nobody changes it."""

    def __init__(self) -> None:
        self.loads = cache(json.loads)


class _AsGiven(EmailPolicy):
    """Headers are kept as they are given: nothing of them is parsed."""

    def header_store_parse(self, name: str, value: Any) -> tuple[str, Any]:
        """What is stored."""
        return name, value

    def header_fetch_parse(self, name: str, value: Any) -> Any:  # noqa: ARG002 - as the library calls it
        """What is read."""
        return value

    def header_max_count(self, name: str) -> None:
        """How often one may stand in a message: nobody counts."""


_POLICY = _AsGiven()


class _Plain(EmailMessage):
    """Its text is kept as it is given as well, and not encoded only to be decoded."""

    text: str

    def get_body(self, *_: Any, **__: Any) -> EmailMessage:
        """The one part that there is."""
        return self

    def get_content(self, *_: Any, **__: Any) -> str:
        """The text."""
        return self.text


def plain(envelope: Envelope, said: Sayable, speech: Reader) -> EmailMessage:
    """To whom, in which language, and the text part, of the message. Raises BadAddress."""
    message = _Plain(policy=_POLICY)
    message["To"] = Group(None, [address(envelope.to, said.name)])
    message["X-Concord-Message"] = envelope.id
    message.text = templates.text(envelope.template, said, speech)
    message["Content-Language"] = speech.language
    return message
