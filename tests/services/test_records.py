from __future__ import annotations

import json
from dataclasses import replace
from datetime import timedelta

import pytest

from chalicelib.domain.commits import verify
from chalicelib.domain.errors import Unknown
from chalicelib.services import records
from chalicelib.storage.ports import Key
from tests.services.office import CONFIRM, START, VISIT, Office


def test_load_brings_the_pinned_the_newest_and_the_community() -> None:
    """The version it was filled in with, whatever was published since."""
    office = Office()
    submission = office.submission()
    office.publish({**VISIT, "area": "youth"})

    loaded = records.load(office.world, submission)

    assert (loaded.pinned.area, loaded.live.area, loaded.community.id) == ("economy", "youth", "springs")
    assert loaded.case.submission.version == 1


def test_load_of_nothing_is_unknown() -> None:
    """No journal, no case."""
    office = Office()

    with pytest.raises(Unknown):
        records.load(office.world, "0" * 20)
    with pytest.raises(Unknown):
        records.newest(office.world, "program", "nowhere")


def test_newest_is_the_last_version() -> None:
    """As it was published."""
    office = Office()
    office.publish({**VISIT, "area": "youth"})

    found = records.newest(office.world, "program", "visit")

    assert found == office.stores.definitions.get(Key("program", "visit", 2))[Key("program", "visit", 2)]


def test_private_parts_begin_with_sixteen_random_bytes_of_their_own() -> None:
    """So that the digest that stays after an erasure can't be guessed from a list of names and dates."""
    office = Office()
    one, other = office.submission(), office.submission()
    office.answer(one, CONFIRM, "yes", note="Hello")
    commits = [*office.stores.journal.read(one), *office.stores.journal.read(other)]
    parts = [json.loads(commit.private or "") for commit in commits]

    assert [next(iter(part)) for part in parts] == ["salt"] * 3
    assert {len(bytes.fromhex(part["salt"])) for part in parts} == {16}
    assert len({part["salt"] for part in parts}) == 3
    assert parts[0]["answers"] == parts[2]["answers"]
    assert len({commit.digest for commit in commits}) == 3


def test_commits_are_a_chain_of_their_own_ids_and_times() -> None:
    """Each command has another id, and none is before its predecessor, whatever the clock does."""
    office = Office()
    submission = office.submission()
    office.wait(hours=-5)
    office.answer(submission, CONFIRM, "yes")
    office.wait(hours=6)
    commits = office.stores.journal.read(submission)

    verify(commits)
    assert [commit.at for commit in commits] == [START, START]
    assert len({commit.command for commit in commits}) == 2
    assert office.case(submission).submission.updated == START


def test_rules_are_never_before_the_last_commit() -> None:
    """A clock that is behind does not open deadlines again."""
    office = Office()
    loaded = records.load(office.world, office.submission())

    assert loaded.rules(START - timedelta(days=1)).now == START
    assert loaded.rules(START + timedelta(days=1)).now == START + timedelta(days=1)
    assert replace(loaded).rules(START).version == 1
