"""What the web itself refuses, before any service is asked: one exception for each rule of HTTP.

`problems` has the status of each and the words.
"""

from __future__ import annotations

from collections.abc import Sequence
from typing import ClassVar


class Refused(Exception):
    """A request that can't be understood or may not be made. `code` is stable and documented."""

    code: ClassVar[str] = "bad_request"


class NotJson(Refused):
    """The body is no JSON (RFC 8259), or not in UTF-8."""

    code = "not_json"


class NotThisType(Refused):
    """The body is of another type than the path takes; `taken` lists those."""

    code = "unsupported_type"

    def __init__(self, taken: Sequence[str]) -> None:
        """`taken`: media types."""
        super().__init__(", ".join(taken))
        self.taken = tuple(taken)


class TooLarge(Refused):
    """The body is over `limit` bytes."""

    code = "too_large"

    def __init__(self, limit: int) -> None:
        """`limit` in bytes."""
        super().__init__(str(limit))
        self.limit = limit


class BadParameter(Refused):
    """A query parameter or header has a value that nobody can mean; `name` is its name, never the value."""

    code = "bad_parameter"

    def __init__(self, name: str) -> None:
        """`name` as in the request."""
        super().__init__(name)
        self.name = name


class FromElsewhere(Refused):
    """A page of another site sent this form."""

    code = "from_elsewhere"


class WrongMethod(Refused):
    """The path is known, and doesn't do that; `allowed` lists what it does."""

    code = "method_not_allowed"

    def __init__(self, allowed: Sequence[str]) -> None:
        """`allowed`: methods."""
        super().__init__(", ".join(allowed))
        self.allowed = tuple(allowed)


class NoSuchPage(Refused):
    """There is nothing at this address: one answer for every link that isn't ours."""

    code = "unknown"
