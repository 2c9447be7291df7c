"""The control for a code that was mailed, and what was typed before it, kept until the code is there."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass

from chalicelib.domain.fields.field import PageForm, first
from chalicelib.language.reader import Reader
from chalicelib.web import nonces
from chalicelib.web.control import Control

CODE = "code"


def part(ask: str) -> str:
    """What the nonce of the page that asks for an ask's code is for: so it is known from the page before."""
    return f"code.{ask}"


@dataclass(frozen=True, slots=True)
class CodeAsked:
    """A page that asks for a code: its control, the answer it is for, and the other controls as they were."""

    control: Control
    answer: str
    kept: Sequence[tuple[str, str]]


def control(error: str, speech: Reader) -> Control:
    """The control: six digits, which browsers offer to fill in (WCAG 2.2 §3.3.8)."""
    return Control(
        "one_line",
        CODE,
        speech.gettext("The code from our message"),
        hint=speech.gettext("We have sent you six digits by e-mail. They can be used for 30 minutes."),
        error=error,
        required=True,
        attributes={"type": "text", "inputmode": "numeric", "autocomplete": "one-time-code"},
    )


def asked(form: PageForm, error: str, speech: Reader) -> CodeAsked:
    """What asks for the code of an answer that was sent with this form."""
    left_out = {CODE, "answer", nonces.FIELD}
    kept = [(name, value) for name, values in form.items() if name not in left_out for value in values]
    return CodeAsked(control(error, speech), first(form, "answer"), kept)
