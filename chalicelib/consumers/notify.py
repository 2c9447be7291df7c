"""Sends queued messages: claim, render, send, mark. Whoever claims a row is the only one to send it.

Five calls to AWS for a message: the claim, the journal, its definitions, SES, the mark. A message with links
to other submissions reads these as well, and a goodbye is followed by one call to the queue. Of a draft, the
draft is read besides; and that no answer is needed any more, of a cancelled program, is preceded by
one look at what was sent.
"""

from __future__ import annotations

import time
from collections.abc import Callable, Mapping, Sequence
from dataclasses import replace
from datetime import datetime
from email.message import EmailMessage
from typing import Any, Protocol

from chalicelib import logs
from chalicelib.consumers import batches, drafts, reached, rows
from chalicelib.consumers.batches import Answer
from chalicelib.domain import codes, messages, people
from chalicelib.domain.errors import Unavailable, Unknown
from chalicelib.domain.events import AnyEvent, CodeSent, Resent, load
from chalicelib.domain.submissions import AskState
from chalicelib.mail import ses
from chalicelib.mail.headers import BadAddress
from chalicelib.mail.occasion import Alive, NoAddress, Occasion
from chalicelib.services import limits, lost, records
from chalicelib.services.project import REQUEUED_AFTER
from chalicelib.services.records import Loaded
from chalicelib.services.world import World
from chalicelib.storage.ports import MessageRow, MessageState

log = logs.logger("notify")

QUESTIONS = frozenset({"confirm", "asked", "offered", "reminded", "extended"})
"""Messages that nobody needs once their ask is closed."""

GOODBYE = "erased"
"""The one message that is sent of a submission of which nothing private is shown any more."""

LONGEST = 35.0
"""Seconds after which no other attempt is begun: Lambda would end it, and leave open what became of it."""

_MARKS = 3


class Send(Protocol):
    """SES's edge: one attempt."""

    def __call__(self, message: EmailMessage, *, settings: str) -> ses.Result:
        """What became of it."""
        ...


class Suppressed(Exception):
    """The message is not wanted.

    The reason is `erased`, `disowned`, `no_address`, `not_needed` or `limit`.
    """


def handle(event: Mapping[str, Any], world: World, send: Send = ses.send) -> Answer:
    """Sends what is queued; names what may be tried again soon."""
    ends = time.monotonic() + LONGEST

    def act(body: Mapping[str, Any]) -> bool:
        return time.monotonic() < ends and deliver(world, str(body.get("message", "")), send)

    return batches.one_by_one(batches.bodies(event), act)


def deliver(world: World, message: str, send: Send) -> bool:
    """Whether nothing is left to do for now; False where SES's refusal may pass. Raises Unavailable."""
    now = world.clock()
    row = world.stores.messages.claim(message, now=now, stale=rows.SECOND, fires=now + rows.CLAIM)
    if row is None:
        return True  # sent already, or being sent, or none of ours
    if rows.is_over(row):
        return _mark(world, row, "unknown", reason=row.reason)
    if rows.was_tried_since(row):
        return _mark(world, row, "unknown", reason=rows.NO_ANSWER_TWICE)
    settled = _settled(world, row, now, send)
    if settled and row.template == GOODBYE:
        # The address was kept for this message alone: what is left of it can go.
        batches.look_at(world, [row.submission])
    return settled


def _settled(world: World, row: MessageRow, now: datetime, send: Send) -> bool:
    try:
        made = _made(world, row, now)
    except Suppressed as why:
        # Of what may have been sent already nobody can say that it was not.
        state: MessageState = "unknown" if rows.may_have_been_sent(row) else "suppressed"
        return _mark(world, row, state, reason=str(why))
    except BadAddress:
        rows.fail(world, row, "bad_address")
        return True
    except Exception:
        _give_back(world, row, now)
        raise
    return _sent(world, row, now, send(made, settings=world.mail_settings))


def _sent(world: World, row: MessageRow, now: datetime, result: ses.Result) -> bool:
    match result:
        case ses.Accepted():
            log.info("sent", extra=logs.ids(message=row.id, template=row.template, ses=result.id))
            return _mark(world, row, "sent")
        case ses.Refused():
            rows.fail(world, row, f"refused:{result.reason}")
            return True
        case ses.Unknown():
            rows.unanswered(world, row)
            return True
        case ses.Passing():
            log.warning("not taken", extra=logs.ids(message=row.id, reason=result.reason))
            _give_back(world, row, now)
            return False


def _made(world: World, row: MessageRow, now: datetime) -> EmailMessage:
    """The message that the row stands for. Raises Suppressed, BadAddress or Unavailable."""
    if row.seq == drafts.COMMIT:
        return _of_draft(world, row, now)
    from chalicelib.mail.compose import compose

    loaded = records.load(world, row.submission)
    occasion = _occasion(world, loaded, row, now)
    if not occasion.case.private and row.template != GOODBYE:
        raise Suppressed("erased")
    if occasion.disowned:
        raise Suppressed("disowned")
    if not _still_needed(occasion):
        if _has_left(occasion):
            # Asked by a commit that overtook the new version: nobody else may look at it before long.
            batches.look_at(world, [row.submission])
        raise Suppressed("not_needed")
    if _is_news_to_nobody(world, occasion, row):
        raise Suppressed("not_needed")
    try:
        recipient = occasion.recipient()
    except NoAddress:
        raise Suppressed("no_address") from None
    if row.template == "links":
        occasion = replace(occasion, alive=_alive(world, loaded, occasion.events, recipient.email))
        if not occasion.alive:
            raise Suppressed("not_needed")
    first = row.attempts == 1 and not occasion.known
    if first and not limits.may_write(world, recipient.email, now):
        raise Suppressed("limit")
    return compose(occasion)


def _of_draft(world: World, row: MessageRow, now: datetime) -> EmailMessage:
    """The same of a form that is not sent yet: nobody has ever answered from its address."""
    try:
        address, message = drafts.made(world, row, now)
    except drafts.NotNeeded:
        raise Suppressed("not_needed") from None
    if row.attempts == 1 and not limits.may_write(world, address, now):
        raise Suppressed("limit")
    return message


def _occasion(world: World, loaded: Loaded, row: MessageRow, now: datetime) -> Occasion:
    commit = loaded.case.commits[row.seq - 1]
    called_for = messages.called_for(loaded.pinned, load(commit.events, written_as=commit.format))
    return Occasion(
        id=row.id,
        seq=row.seq,
        message=called_for[row.index],
        case=loaded.case,
        pinned=loaded.pinned,
        live=loaded.live,
        community=loaded.community,
        base_url=world.base_url,
        url=world.url,
        stop=world.stop,
        code=world.code,
        now=now,
    )


def _still_needed(occasion: Occasion) -> bool:
    """Whether the message is of use to anybody by now."""
    match occasion.message.template:
        case template if template in QUESTIONS:
            return _still_asked(occasion)
        case "disowned":  # until there is a better address
            return _still_asked(occasion) and occasion.ask is not None and occasion.ask.disowned
        case "code":
            return _still_good(occasion)
        case _:
            return True


def _is_news_to_nobody(world: World, occasion: Occasion, row: MessageRow) -> bool:
    """Whether a question of a cancelled program is over, and never reached who was to be asked.

    Whoever ended it. From the moment of cancelling no question is sent, so nothing can overtake what is
    read here.
    """
    ask = occasion.message.ask
    if occasion.message.template != "not_needed" or ask is None:
        return False
    if occasion.live.cancelled is None:
        return False
    before = occasion.case.commits[: row.seq - 1]
    return not reached.may_have_been(occasion.pinned, before, ask, world.stores.messages.of(row.submission))


def _still_asked(occasion: Occasion) -> bool:
    ask = _open_ask(occasion)
    if ask is None or people.void(occasion.live, occasion.pinned, occasion.case, ask):
        return False
    return ask.due is None or occasion.now < ask.due


def _has_left(occasion: Occasion) -> bool:
    """Whether who is asked does not hold the role any more, and it has not been handed over."""
    ask = _open_ask(occasion)
    return ask is not None and people.left(occasion.live, occasion.pinned, occasion.case, ask)


def _open_ask(occasion: Occasion) -> AskState | None:
    ask = occasion.ask
    return ask if ask is not None and ask.state == "open" and not occasion.case.submission.ended else None


def _still_good(occasion: Occasion) -> bool:
    """Whether the code may still be typed, and none was sent after it."""
    sent = next(event for event in occasion.events if isinstance(event, CodeSent))
    newest = occasion.case.submission.codes[sent.purpose]
    good = newest.number == sent.number and codes.good(newest, occasion.now)
    return good and (occasion.ask is None or _still_asked(occasion))


def _alive(world: World, loaded: Loaded, events: Sequence[AnyEvent], address: str) -> tuple[Alive, ...]:
    """What is alive at the address: in this submission, and in those that were found with it."""
    others = [other for event in events if isinstance(event, Resent) for other in event.others]
    found = [lost.at_address(loaded, address)]
    for other in others[: lost.MOST - 1]:
        try:
            found.append(lost.at_address(records.load(world, other), address))
        except Unknown:
            continue
    return tuple(
        Alive(case=each.loaded.case, pinned=each.loaded.pinned, asks=each.asks, own=each.own)
        for each in found
        if each is not None
    )


def _give_back(world: World, row: MessageRow, now: datetime) -> None:
    """It was surely not sent, and may be: by whoever claims it next."""
    _again(lambda: world.stores.messages.mark(row, "planned", reason=row.reason, fires=now + REQUEUED_AFTER))


def _mark(world: World, row: MessageRow, state: MessageState, *, reason: str = "") -> bool:
    _again(lambda: world.stores.messages.mark(row, state, reason=reason))
    if reason:
        log.info(state, extra=logs.ids(message=row.id, reason=reason))
    return True


def _again(mark: Callable[[], bool]) -> None:
    """Marks, several times if need be: what is known now would otherwise be unknown in five minutes."""
    for _ in range(_MARKS - 1):
        try:
            mark()
        except Unavailable:
            continue
        return
    mark()
