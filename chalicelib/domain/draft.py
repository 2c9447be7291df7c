"""A form that is not sent yet, as it is stored. Knows no program: what its times mean is in `drafts`."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from datetime import datetime, timedelta

KEPT = timedelta(days=30)
"""How long a draft is kept after it was saved last."""


@dataclass(frozen=True, slots=True)
class Late:
    """That staff let one person send the form although the program has closed: since when, and until when.

    `by` is `token:<id>` of who did it, `reason` why.
    """

    at: datetime
    until: datetime
    by: str
    reason: str


@dataclass(frozen=True, slots=True)
class Draft:
    """A form as it was saved.

    `community` is the program's, `part` the random part of its page's nonce, `version` that of the program
    whose form was filled in, `form` what was typed, by the names of the fields' controls, and `page` the page
    on which it was saved, from 0. `written`: when the message with its link was called for, which is when it
    was saved unless nothing had changed; `told` and `reminded`: whether that message, and the reminder, are
    planned. `refused`: it was sent, and there was a submission already of which there may be one; then nobody
    is told of it. `late`: of one that staff made for somebody, which may be sent after the closing date.
    """

    id: str
    program: str
    community: str
    version: int
    part: str
    language: str
    email: str
    form: Mapping[str, Sequence[str]]
    page: int
    saved: datetime
    written: datetime
    told: bool = False
    reminded: bool = False
    refused: bool = False
    late: Late | None = None

    @property
    def expires(self) -> datetime:
        """When it is kept no longer."""
        return self.saved + KEPT if self.late is None or self.refused else self.late.until

    @property
    def invites(self) -> bool:
        """Whether its message is the one by which staff let somebody send the form."""
        return self.late is not None and self.late.at == self.written

    @property
    def number(self) -> int:
        """The number of the message with its link; 0 is the reminder's."""
        return int(self.written.timestamp())
