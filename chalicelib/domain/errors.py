"""What can go wrong, one exception for each rule.

Each carries a stable code and the data to explain it; `language.faults` has the words, `web.problems` the
HTTP status. Nothing here knows either.
"""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from dataclasses import dataclass, field
from datetime import datetime
from typing import ClassVar


@dataclass(frozen=True, slots=True)
class Fault:
    """One thing wrong with a document, at its place.

    `pointer` is a JSON Pointer (RFC 6901) into the document that was sent; `code` is stable; `values`
    fill the words that `language.faults` has for the code. `at`: line and column of that place, counted
    from 1, where the document was YAML.
    """

    pointer: str
    code: str
    values: Mapping[str, object] = field(default_factory=dict)
    at: tuple[int, int] | None = None


def child(pointer: str, key: object) -> str:
    """The JSON Pointer to a member (RFC 6901 §3); what of its key has no UTF-8 becomes `?`."""
    whole = str(key).encode(errors="replace").decode()
    return f"{pointer}/{whole.replace('~', '~0').replace('/', '~1')}"


class ConcordError(Exception):
    """Whatever Concord itself refuses or can't do. `code` is stable and documented."""

    code: ClassVar[str] = "error"


class Unavailable(ConcordError):
    """AWS throttled, failed or did not answer: nothing is half done, the same request may be repeated."""

    code = "unavailable"

    def __init__(self, retry_after: int = 2) -> None:
        """`retry_after` in seconds."""
        super().__init__(f"unavailable, retry after {retry_after} s")
        self.retry_after = retry_after


class TooManyRequests(ConcordError):
    """A limit of the deployment was reached; `retry_after` in seconds."""

    code = "too_many_requests"

    def __init__(self, retry_after: int) -> None:
        """`retry_after` in seconds."""
        super().__init__(f"too many requests, retry after {retry_after} s")
        self.retry_after = retry_after


class Conflict(ConcordError):
    """Somebody else's commit or version has this number: read again and decide again."""

    code = "conflict"


class Unknown(ConcordError):
    """There is no such program, community, submission or ask."""

    code = "unknown"


class Invalid(ConcordError):
    """A document has faults, all of them named."""

    code = "invalid"

    def __init__(self, faults: Sequence[Fault]) -> None:
        """`faults`: at least one."""
        super().__init__(", ".join(f"{fault.pointer} {fault.code}" for fault in faults))
        self.faults = tuple(faults)


class NotOpen(ConcordError):
    """The program does not take submissions now. `status` is `upcoming`, `full`, `closed` or `cancelled`."""

    code = "not_open"

    def __init__(self, status: str) -> None:
        """`status` as in `GET /v1/programs`; `cancelled` for what is closed for that reason."""
        super().__init__(status)
        self.status = status


class KeyReused(ConcordError):
    """The Idempotency-Key was used before with another body."""

    code = "key_reused"


class Another(ConcordError):
    """There may be one submission for a value of that field, and another one has it and has not ended.

    `submission` is that one, which nobody is told who has only typed the value.
    """

    code = "another"

    def __init__(self, field: str, submission: str) -> None:
        """`field`: the id of the field of `one_per`."""
        super().__init__(field)
        self.field = field
        self.submission = submission


class UnknownAnswer(ConcordError):
    """The step offers no such answer; `offered` lists what it offers."""

    code = "unknown_answer"

    def __init__(self, offered: Sequence[str]) -> None:
        """`offered`: the step's answers, in their order."""
        super().__init__(", ".join(offered))
        self.offered = tuple(offered)


class AskClosed(ConcordError):
    """The ask was answered otherwise, has expired or was withdrawn, or the submission has ended.

    `ask_state` is `answered`, `expired` or `withdrawn`; `state` is the submission's.
    """

    code = "ask_closed"

    def __init__(self, ask_state: str, state: str) -> None:
        """States as in contract.md."""
        super().__init__(f"{ask_state}, {state}")
        self.ask_state = ask_state
        self.state = state


class Ended(ConcordError):
    """The submission has ended otherwise; `state` is the submission's."""

    code = "ended"

    def __init__(self, state: str) -> None:
        """`state` as in contract.md."""
        super().__init__(state)
        self.state = state


class TooLate(ConcordError):
    """What could be changed for a while can't be changed any more, since `since`."""

    code = "too_late"

    def __init__(self, since: datetime | None = None) -> None:
        """`since`: when it stopped, where that is one instant."""
        super().__init__("too late")
        self.since = since


class NotAuthenticated(ConcordError):
    """Nobody known sent this: no token, or none of ours."""

    code = "not_authenticated"


class NotAllowed(ConcordError):
    """Somebody known sent this, without the right to it."""

    code = "not_allowed"
