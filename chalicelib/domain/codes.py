"""Six-digit codes that are mailed to show that somebody reads the mail of an address, now.

A code is derived from the deployment's keys (`links.code`), the submission, its purpose and its number, so
that it is stored nowhere; how many were sent and how many wrong ones were typed, the journal counts.
"""

from __future__ import annotations

from collections.abc import Callable
from dataclasses import dataclass
from datetime import datetime, timedelta
from typing import Literal

from chalicelib.domain.errors import TooManyRequests
from chalicelib.domain.events import AnyEvent, AskLocked, CodeRefused, CodeSent
from chalicelib.domain.submissions import Codes, Submission

VALID = timedelta(minutes=30)
"""How long a code may be typed."""

TRIES = 5
"""Wrong codes after which the link, or the code, is worth nothing (programs.md, `verify`)."""

MOST = 10
"""Codes for one purpose within a day: with five tries each, one in 20,000 who guess gets in."""

STATUS = "status"
"""The purpose of a code that opens what the status page keeps back."""

Verdict = Literal["missing", "old", "wrong", "right"]


@dataclass(frozen=True, slots=True)
class Proof:
    """A code as it was typed (empty where none was), and how the right one is derived from its number."""

    typed: str
    derived: Callable[[int], str]


def verdict(submission: Submission, purpose: str, proof: Proof, now: datetime) -> Verdict:
    """What to make of the code that was typed."""
    known = submission.codes.get(purpose)
    typed = "".join(each for each in proof.typed if not each.isspace() and each not in "-–")
    if not typed:
        return "missing"
    if known is None or not good(known, now):
        return "old"
    # Digits of another script are what their readers type; they are the same number.
    spelt = "".join(str(int(each)) if each.isdecimal() else each for each in typed)
    return "right" if spelt == proof.derived(known.number) else "wrong"


def good(codes: Codes, now: datetime) -> bool:
    """Whether the newest code may still be typed."""
    return codes.wrong < TRIES and now < codes.sent[-1] + VALID


def sending(submission: Submission, purpose: str, now: datetime, by: str) -> list[AnyEvent]:
    """The event that has a new code sent. Raises TooManyRequests beyond MOST within a day."""
    known = submission.codes.get(purpose, Codes(0, ()))
    recent = [moment for moment in known.sent if moment > now - timedelta(days=1)]
    if len(recent) >= MOST:
        wait = recent[-MOST] + timedelta(days=1) - now
        raise TooManyRequests(max(1, int(wait.total_seconds())))
    return [CodeSent(purpose=purpose, number=known.number + 1, by=by)]


def refusing(submission: Submission, purpose: str, by: str) -> list[AnyEvent]:
    """The events of a wrong code; the fifth one ends the link of an ask."""
    events: list[AnyEvent] = [CodeRefused(purpose=purpose, by=by)]
    ask = submission.asks.get(purpose)
    if ask is not None and submission.codes[purpose].wrong + 1 >= TRIES:
        events.append(AskLocked(ask=ask.id, generation=ask.generation + 1))
    return events
