"""What a message is about, handed in by who sends it."""

from __future__ import annotations

from collections.abc import Callable
from dataclasses import dataclass
from datetime import datetime

from chalicelib.domain import people
from chalicelib.domain.definitions import Community, Program
from chalicelib.domain.links import Link
from chalicelib.domain.messages import Message
from chalicelib.domain.submissions import Addressee, AskState, Case


class NoAddress(Exception):
    """There is nobody to write to (any more)."""


@dataclass(frozen=True, slots=True)
class Occasion:
    """A message that commit `seq` of the case calls for.

    `id` is what `X-Concord-Message` says; `url` makes the address of a link, signed with today's key;
    `pinned` and `live` are the definition that the form was filled in with, and the newest.
    """

    id: str
    seq: int
    message: Message
    case: Case
    pinned: Program
    live: Program
    community: Community
    base_url: str
    url: Callable[[Link], str]
    now: datetime

    @property
    def ask(self) -> AskState | None:
        """The ask that the message is about, as it is now."""
        return self.case.submission.asks[self.message.ask] if self.message.ask else None

    @property
    def known(self) -> bool:
        """Whether the message may carry what somebody typed (docs: the first message to an address)."""
        return people.known(self.pinned, self.case, self.message.to, self.message.ask)

    def recipient(self) -> Addressee:
        """Who is written to, at the address of record. Raises NoAddress."""
        found = people.addressee(self.pinned, self.case, self.message.to, self.message.ask)
        if found is None or not found.email:
            raise NoAddress(self.id)
        return found
