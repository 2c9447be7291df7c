"""What a message is about, handed in by who sends it."""

from __future__ import annotations

from collections.abc import Callable
from dataclasses import dataclass, replace
from datetime import datetime
from functools import lru_cache

from chalicelib.domain import people
from chalicelib.domain.definitions import Community, Program
from chalicelib.domain.events import AnyEvent, load
from chalicelib.domain.links import Link
from chalicelib.domain.messages import Message
from chalicelib.domain.submissions import Addressee, AskState, Case
from chalicelib.language.catalogue import translated
from chalicelib.language.choose import best


class NoAddress(Exception):
    """There is nobody to write to (any more)."""


@dataclass(frozen=True, slots=True)
class Alive:
    """What is alive in one submission at the address of who is written to.

    `asks`: those that wait for an answer from there; `own`: whether it is the applicant's address.
    """

    case: Case
    pinned: Program
    asks: tuple[AskState, ...]
    own: bool


@dataclass(frozen=True, slots=True)
class Occasion:
    """A message that commit `seq` of the case calls for.

    `id` is what `X-Concord-Message` says; `url` makes the address of a link, signed with today's key, `stop`
    that at which who was asked by it says "not me"; `code` the digits of a submission's code for a purpose,
    by its number; `pinned` and `live` are the definition that the form was filled in with, and the newest;
    `alive`: for `links`, what there is to link to, this submission included.
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
    stop: Callable[[Link], str]
    code: Callable[[str, str, int], str]
    now: datetime
    alive: tuple[Alive, ...] = ()

    @property
    def ask(self) -> AskState | None:
        """The ask that the message is about, as it is now."""
        return self.case.submission.asks[self.message.ask] if self.message.ask else None

    @property
    def events(self) -> list[AnyEvent]:
        """The events of the commit that calls for the message."""
        commit = self.case.commits[self.seq - 1]
        return load(commit.events, written_as=commit.format)

    @property
    def disowned(self) -> bool:
        """Whether who would be written to has said that it is not meant for them."""
        ask = self.ask
        return ask is not None and ask.disowned and ask.party == self.message.to

    @property
    def known(self) -> bool:
        """Whether the message may carry what somebody typed (docs: the first message to an address)."""
        return people.known(self.pinned, self.case, self.message.to, self.message.ask)

    def recipient(self) -> Addressee:
        """Who is written to, at the address of record, and in a language that there is. Raises NoAddress.

        Somebody named in the answers may wish for any language. In one that neither the program nor Concord
        speaks, dates alone would be in it: the program's first language it is then.
        """
        found = people.addressee(self.pinned, self.case, self.message.to, self.message.ask)
        if found is None or not found.email:
            raise NoAddress(self.id)
        return replace(found, language=_spoken(found.language, self.pinned.languages))


@lru_cache(maxsize=256)
def _spoken(wanted: str, languages: tuple[str, ...]) -> str:
    """The language that is next to the wanted one, of those of a program and ours."""
    return best(wanted, tuple(dict.fromkeys((*languages, *translated()))))
