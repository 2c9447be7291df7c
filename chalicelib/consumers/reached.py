"""Whether a question may have reached whom it was for: who never read it need not be told that it is over."""

from __future__ import annotations

from collections.abc import Iterable

from chalicelib.consumers import rows
from chalicelib.domain import messages
from chalicelib.domain.commits import Commit
from chalicelib.domain.definitions import Program
from chalicelib.domain.events import AnyEvent, AskOpened, AskReplaced, load
from chalicelib.storage.ports import MessageRow


def may_have_been(
    program: Program, commits: Iterable[Commit], ask: str, written: Iterable[MessageRow]
) -> bool:
    """Whether any of the rows about the ask may have been sent to who is asked by it now.

    Also where there is none: of what nobody accounts for, nobody can say that it was not.
    """
    about: list[tuple[int, int]] = []
    for commit in commits:
        events = load(commit.events, written_as=commit.format)
        if any(_asks(event, ask) for event in events):
            about = []  # what was sent before went to somebody else, if to anybody
        called_for = enumerate(messages.called_for(program, events))
        about += [(commit.seq, index) for index, message in called_for if message.ask == ask]
    found = [row for row in written if (row.seq, row.index) in about]
    return not found or not all(map(rows.is_surely_unsent, found))


def _asks(event: AnyEvent, ask: str) -> bool:
    return isinstance(event, AskOpened | AskReplaced) and event.ask == ask
