"""A backup is restored, and held against the list of erasures, on moto."""

from __future__ import annotations

from collections.abc import Iterator
from datetime import UTC, datetime, timedelta
from pathlib import Path
from typing import Any

import boto3
import pytest
from moto import mock_aws

from chalicelib.domain.commits import Commit, verify
from chalicelib.storage.ports import Stores, Take, Taken
from infra import erasures
from infra.erasures import Applied
from tests.storage.deployment import surroundings
from tests.storage.test_journal import ID, chain

AT = datetime(2027, 3, 1, 9, 30, tzinfo=UTC)
OTHER, LATER = "a" * 20, "b" * 20
LIVE, RESTORED = "journal-live", "journal-restored"


@pytest.fixture
def tables(monkeypatch: pytest.MonkeyPatch) -> Iterator[tuple[Stores, Stores]]:
    """A live journal, from which one submission is erased, and one restored from before; another is whole."""
    surroundings(monkeypatch)
    with mock_aws():
        for name in (LIVE, RESTORED):
            boto3.client("dynamodb").create_table(
                TableName=name,
                BillingMode="PAY_PER_REQUEST",
                AttributeDefinitions=[
                    {"AttributeName": "pk", "AttributeType": "S"},
                    {"AttributeName": "sk", "AttributeType": "S"},
                ],
                KeySchema=[
                    {"AttributeName": "pk", "KeyType": "HASH"},
                    {"AttributeName": "sk", "KeyType": "RANGE"},
                ],
            )
        live, restored = erasures.journal(LIVE), erasures.journal(RESTORED)
        for commit in (*chain(3), *chain(2, submission=OTHER)):
            live.journal.append(commit)
            restored.journal.append(commit)
        live.erasures.add(ID, AT)
        live.journal.erase(ID, [1, 2, 3])
        yield live, restored


def test_restored_table_loses_the_guards_of_what_was_erased(tables: tuple[Stores, Stores]) -> None:
    """And those of nobody else."""
    _, restored = tables
    for submission, guard in ((LATER, "late"), ("c" * 20, "kept")):
        (commit,) = chain(1, submission=submission, private=f'{{"guard": "{guard}"}}')
        restored.journal.append(commit, take=Take(guard))

    erasures.apply({LATER: AT}, restored)

    (newcomer,) = chain(1, submission="d" * 20)
    with pytest.raises(Taken):
        restored.journal.append(newcomer, take=Take("kept"))
    restored.journal.append(newcomer, take=Take("late"))


def privates(commits: tuple[Commit, ...]) -> list[bool]:
    """Which of the commits have private parts."""
    return [commit.private is not None for commit in commits]


def test_restored_table_is_held_against_the_live_one(
    tables: tuple[Stores, Stores], capsys: pytest.CaptureFixture[str]
) -> None:
    """What was erased since is removed, what was not is whole, and only counts are printed."""
    _, restored = tables

    assert erasures.main(["--from", LIVE, "--to", RESTORED]) == 0

    assert capsys.readouterr().out == "1 erasures, 1 had something left, 3 private parts removed\n"
    verify(restored.journal.read(ID))
    assert privates(restored.journal.read(ID)) == [False, False, False]
    assert restored.journal.read(OTHER) == tuple(chain(2, submission=OTHER))
    assert restored.erasures.all() == {ID: AT}


def test_restored_table_is_held_against_a_saved_list(
    tables: tuple[Stores, Stores], tmp_path: Path, capsys: pytest.CaptureFixture[str]
) -> None:
    """Where the live table is gone, the file serves; it has ids and times alone."""
    _, restored = tables
    path = tmp_path / "erasures.json"

    assert erasures.main(["--from", LIVE, "--save", str(path)]) == 0
    boto3.client("dynamodb").delete_table(TableName=LIVE)
    assert erasures.main(["--list", str(path), "--to", RESTORED]) == 0

    assert path.read_text() == f'{{\n"{ID}": "2027-03-01T09:30:00.000000Z"\n}}\n'
    assert privates(restored.journal.read(ID)) == [False, False, False]
    assert capsys.readouterr().out.splitlines() == [
        "1 erasures saved",
        "1 erasures, 1 had something left, 3 private parts removed",
    ]


def test_applying_twice_finds_nothing_more(tables: tuple[Stores, Stores]) -> None:
    """And appends nothing, the first time or the second."""
    live, restored = tables
    listed = live.erasures.all()

    assert erasures.apply(listed, restored) == Applied(listed=1, submissions=1, parts=3)
    assert erasures.apply(listed, restored) == Applied(listed=1, submissions=0, parts=0)
    assert len(restored.journal.read(ID)) == 3


def test_what_the_restored_table_has_listed_itself_is_removed_too(tables: tuple[Stores, Stores]) -> None:
    """The backup may be of a moment between listing and removing; and what it never had is listed only."""
    _, restored = tables
    restored.erasures.add(OTHER, AT)

    done = erasures.apply({LATER: AT + timedelta(days=1)}, restored)

    assert done == Applied(listed=2, submissions=1, parts=2)
    assert privates(restored.journal.read(OTHER)) == [False, False]
    assert restored.journal.read(LATER) == ()


@pytest.mark.parametrize(
    "arguments",
    [
        [],
        ["--from", LIVE],
        ["--to", RESTORED],
        ["--from", LIVE, "--list", "x", "--to", RESTORED],
        ["--from", LIVE, "--to", LIVE],
    ],
)
def test_command_that_says_too_little_or_too_much_is_refused(
    arguments: list[str], capsys: pytest.CaptureFixture[str]
) -> None:
    """Nothing is guessed about tables."""
    with pytest.raises(SystemExit) as ending:
        erasures.main(arguments)

    assert ending.value.code == 2
    assert "infra.erasures" in capsys.readouterr().err


def test_file_that_is_no_list_is_refused(tmp_path: Path) -> None:
    """Before anything is removed."""
    path: Any = tmp_path / "list.json"
    path.write_text("[]")

    with pytest.raises(ValueError, match="no list of erasures"):
        erasures.read(path)
