"""Erasing at every stage, on memory: nothing that somebody typed is left anywhere.

tests/journeys/test_erasure.py does the same in the demo, where tables, indexes, streams and queues are real.
"""

from __future__ import annotations

import gc
import json
import sys
from collections.abc import Iterator
from dataclasses import replace
from datetime import timedelta
from functools import _lru_cache_wrapper
from typing import Any

import pytest

from chalicelib.consumers import notify, project, relay, repair, sweep
from chalicelib.domain import commits, events
from chalicelib.domain.folding import fold
from chalicelib.domain.growing import Grown
from chalicelib.domain.links import Link
from chalicelib.mail import ses
from chalicelib.services import answer, records, submit
from tests.consumers.erasing import ANSWERS, PLANTED, STAGES, Planted, found
from tests.consumers.failing import failing
from tests.consumers.house import House, nothing, queued
from tests.consumers.test_secrets import kept

__all__ = ["kept"]

WRITES = [
    ("erasures", "add"),
    ("summaries", "put"),
    ("summaries", "forget"),
    ("journal", "erase"),
    ("summaries", "time"),
    ("messages", "plan"),
    ("messages", "claim"),
    ("messages", "mark"),
    ("queues", "send"),
]
"""Every write on the way of an erasure."""


def stored(house: House) -> list[str]:
    """Everything that the stores hold, and everything that was ever queued or in a stream."""
    stores: Any = house.stores
    return [
        *map(repr, stores.journal.commits.values()),
        repr(stores.erasures.listed),
        *map(repr, stores.summaries.rows.values()),
        *map(repr, stores.messages.rows.values()),
        repr(stores.counters.counts),
        *house.bodies,
        *(body for bodies in stores.queues.sent.values() for body in bodies),
        json.dumps(house.records),
    ]


def journal(house: House, planted: Planted) -> tuple[commits.Commit, ...]:
    """The submission's commits."""
    return house.stores.journal.read(planted.submission)


def due(house: House, **later: float) -> list[str]:
    """The submissions that the sweep would find then."""
    return list(house.stores.timers.due("submission", house.now + timedelta(**later), 10))


def whole(house: House, planted: Planted) -> None:
    """Whatever must hold of an erased submission."""
    after = journal(house, planted)
    commits.verify(after)
    case = fold(after)
    assert (case.submission.state, case.leftover, case.goodbye) == ("erased", False, None)
    assert [commit.private for commit in after] == [None] * len(after)
    assert house.stores.erasures.all() == {planted.submission: case.submission.updated}
    assert found(stored(house)) == set()
    (row,) = house.stores.summaries.page(community="springs").rows
    assert (row.state, row.name, row.terms, row.fires) == ("erased", "", (), None)
    assert due(house, days=10_000) == []


@pytest.mark.parametrize("stage", STAGES)
def test_erasing_at_any_stage_leaves_no_planted_word(stage: str, kept: list[str]) -> None:
    """Without a move of the clock: no word is stored, queued or logged, and the journal holds and counts."""
    house = House()
    planted = Planted(house).to(stage)
    before = journal(house, planted)
    assert found(stored(house)) >= planted.typed

    planted.erase()
    house.drain()

    whole(house, planted)
    assert house.states(planted.submission)[-1] == ("erased", "applicant", "sent", "")
    after = journal(house, planted)
    assert [(each.hash, each.events, each.digest) for each in after[: len(before)]] == [
        (each.hash, each.events, each.digest) for each in before
    ]
    assert found(kept) == set()
    caches = list(retained())
    assert any("City hall" in each for each in caches), "definitions are kept"
    assert any(planted.submission in each for each in caches), "what events tell is kept"
    assert found(caches) == set()


def retained() -> Iterator[str]:
    """What the process keeps in caches of functions, and of what grows."""
    # By module, since what app.py has frozen is not among `gc.get_objects`.
    for name, module in list(sys.modules.items()):
        if name.startswith("chalicelib"):
            for each in vars(module).values():
                if isinstance(each, _lru_cache_wrapper):
                    yield from (repr(kept) for kept in gc.get_referents(each))
                elif isinstance(each, Grown):
                    yield repr(vars(each))


@pytest.mark.parametrize("place", sorted(PLANTED))
def test_search_for_planted_words_finds_each_of_them(place: str) -> None:
    """In small letters, in another normal form, quoted, in JSON, in base64 and hex, and backwards."""
    import base64
    import unicodedata
    from urllib.parse import quote

    word = PLANTED[place]
    for spelt in (
        word.lower(),
        unicodedata.normalize("NFD", word),
        quote(word),
        json.dumps({"x": word}),
        base64.b64encode(f"in{word}side".encode()).decode(),
        base64.urlsafe_b64encode(f"with{word}in".encode()).decode(),
        base64.b64encode(f"there{word}is".encode()).decode(),
        word.encode().hex(),
        word[::-1],
    ):
        assert place in found([f"some {spelt} more"]), spelt


@pytest.mark.parametrize(("store", "method"), WRITES)
@pytest.mark.parametrize("time", [0, 1, 2])
def test_erasing_interrupted_at_any_write_is_finished_later(store: str, method: str, time: int) -> None:
    """Whoever dies, and whenever: the next look begins again, and nothing is left."""
    house = House()
    planted = Planted(house).to("partly answered")
    planted.erase()
    working = house.stores
    house.stores = failing(working, store, method, times=1 + time, about=planted.submission)
    for _ in range(3 + time):
        event = house.take_commits()
        project.handle(event, house.world)
        relay.handle(event, house.world)
        notify.handle(house.take("mail"), house.world, house.send)
        repair.handle(house.take("repair"), house.world)
    house.stores = working
    house.records.clear()

    for _ in range(4):
        house.wait(minutes=16)

    whole(house, planted)


def test_erasing_lists_before_it_removes() -> None:
    """A backup that lacks a private part has the submission on its list."""
    house = House()
    planted = Planted(house).to("consents open")
    planted.erase()
    house.stores = failing(house.stores, "erasures", "add", times=3)

    house.drain()

    assert fold(journal(house, planted)).leftover
    assert found(stored(house)) >= {"name", "teacher"}


def test_erasing_removes_search_entries_of_summaries_that_were_never_written() -> None:
    """Whoever wrote the entries of an amended name may have died before its summary: they are named too."""
    house = House()
    planted = Planted(house).to("partly answered")
    planted.erase()
    asked: list[tuple[str, ...]] = []
    summaries: Any = house.stores.summaries

    class Noting:
        """Summaries that note what is to be forgotten."""

        def __getattr__(self, name: str) -> Any:
            return getattr(summaries, name)

        def forget(self, *told: Any) -> None:
            asked.append(tuple(told[-1]))

    house.stores = replace(house.stores, summaries=Noting())
    house.drain()

    (terms, *_) = asked
    assert {
        f"mary {PLANTED['name']}".casefold(),
        ANSWERS["email"],
        f"asked:{ANSWERS['email']}",
        f"asked:{ANSWERS['teacher_email']}",
        "asked:bob@people.example",
        f"asked:{PLANTED['replaced_email']}@people.example",
    } <= set(terms)


def waiting() -> tuple[House, Planted]:
    """An erased submission whose goodbye SES does not take."""
    house = House()
    planted = Planted(house).to("unconfirmed")
    planted.erase()
    event = house.take_commits()
    project.handle(event, house.world)
    relay.handle(event, house.world)
    house.take("mail")  # nobody sends
    return house, planted


def sweep_and_repair(house: House) -> list[str]:
    """One minute's sweep and what follows, while nobody sends; the submissions that were due."""
    looked = due(house)
    sweep.handle({}, house.world)
    repair.handle(house.take("repair"), house.world)
    house.take("mail")
    return looked


def test_erasing_waits_for_its_goodbye_with_a_look_each_quarter() -> None:
    """The address is kept as long as it is needed, and the timer is not due every minute."""
    house, planted = waiting()
    looks = 0

    for _ in range(60):
        house.now += timedelta(minutes=1)
        looks += len(sweep_and_repair(house))

    assert fold(journal(house, planted)).leftover
    assert looks == 4


def test_erasing_waits_a_day_at_most() -> None:
    """Then the goodbye is suppressed, and everything removed."""
    house, planted = waiting()
    erased_at = fold(journal(house, planted)).submission.updated
    house.now = erased_at + timedelta(hours=24) - timedelta(microseconds=1)
    sweep_and_repair(house)
    assert fold(journal(house, planted)).leftover

    house.now += timedelta(minutes=15)
    sweep_and_repair(house)
    house.drain()

    whole(house, planted)
    assert house.states(planted.submission)[-1] == ("erased", "applicant", "suppressed", "erased")


@pytest.mark.parametrize("state", ["sent", "unknown", "suppressed", "failed", "bounced"])
def test_erasing_goes_on_once_the_goodbye_is_settled(state: Any) -> None:
    """However it was settled: nothing waits any longer."""
    house, planted = waiting()
    (row,) = [each for each in house.rows(planted.submission) if each.template == "erased"]
    house.stores.messages.mark(row, state)

    repair.handle(queued(submission=planted.submission), house.world)
    house.drain()

    whole(house, planted)


def test_commits_that_arrive_after_the_removal_say_nothing() -> None:
    """Old records of the stream, and rows planned before: all are suppressed, nothing fails."""
    house = House()
    planted = Planted(house)
    planted.send()
    planted.confirm()
    planted.consent()
    planted.erase()
    held = house.take_commits()
    (goodbye,) = held["Records"][-1:]
    relay.handle({"Records": [goodbye]}, house.world)
    notify.handle(house.take("mail"), house.world, house.send)
    repair.handle(queued(submission=planted.submission), house.world)
    assert not fold(journal(house, planted)).leftover

    assert project.handle(held, house.world) == relay.handle(held, house.world) == nothing()
    assert notify.handle(house.take("mail"), house.world, house.send) == nothing()
    house.drain()

    whole(house, planted)
    earlier = [row for row in house.states(planted.submission) if row[0] != "erased"]
    assert len(earlier) >= 5
    assert {(state, reason) for _, _, state, reason in earlier} == {("suppressed", "erased")}


def test_second_look_at_what_is_erased_changes_nothing() -> None:
    """Repair may be called as often as it likes."""
    house = House()
    planted = Planted(house).to("offered")
    planted.erase()
    house.drain()
    before = stored(house)

    assert repair.handle(queued(submission=planted.submission), house.world) == nothing()

    assert [each for each in stored(house) if each not in before] == []
    assert len(journal(house, planted)) == fold(journal(house, planted)).submission.seq


def test_same_form_sent_again_is_the_same_submission() -> None:
    """The key still stands for it, whatever the body says: its digest went with the answers."""
    house = House()
    planted = Planted(house).to("consents open")
    planted.erase()
    house.drain()

    for form in (planted.form(), planted.form(full_name="Somebody else")):
        sent = submit.submit(house.world, form)
        assert (sent.case.submission.id, sent.repeated, sent.case.answers) == (planted.submission, True, {})

    assert found(stored(house)) == set()


def test_links_of_an_erased_submission_open_nothing_personal() -> None:
    """Its asks are known, closed, and name nobody."""
    house = House()
    planted = Planted(house).to("partly answered")
    asks = list(records.case_of(house.world, planted.submission).submission.asks.values())
    planted.erase()
    house.drain()

    for ask in asks:
        opened = answer.open_link(house.world, Link("ask", planted.submission, ask.id, ask.generation))
        assert not opened.answerable
        assert found([repr(opened.loaded.case)]) == set()


def test_restored_from_before_its_erasure_it_is_erased_at_the_next_look() -> None:
    """Without private parts and without the event: a look says that it is erased, and tells nobody."""
    house = House()
    planted = Planted(house).to("consents open")
    house.stores.erasures.add(planted.submission, house.now)
    house.stores.journal.erase(planted.submission, range(1, 100))
    sent = len(house.sent)

    repair.handle(queued(submission=planted.submission), house.world)
    house.drain()

    whole(house, planted)
    last = journal(house, planted)[-1]
    assert [events.type_of(each) for each in events.load(last.events)][-1] == "erased"
    assert len(house.sent) == sent


def test_goodbye_that_ses_refuses_does_not_keep_anything(kept: list[str]) -> None:
    """A refusal settles it as well."""
    house = House()
    planted = Planted(house).to("unconfirmed")
    house.results = [ses.Refused("MessageRejected")]
    planted.erase()
    house.drain()

    whole(house, planted)
    assert found(kept) == set()
