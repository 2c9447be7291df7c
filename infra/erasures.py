"""Holds a restored table against the list of erasures, before it serves anybody: `python -m infra.erasures`.

    python -m infra.erasures --from "$Journal" --to journal-restored      # both tables are there
    python -m infra.erasures --from "$Journal" --save erasures.json       # in case one day it isn't
    python -m infra.erasures --list erasures.json --to journal-restored

Removes every private part and every guard of every listed submission, and lists there what was not listed
yet; appends no commit, and prints counts alone. May be done twice. The file has ids and times, and nothing of
anybody.
"""

from __future__ import annotations

import argparse
import json
import sys
from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from datetime import datetime
from pathlib import Path

from chalicelib.domain import instants
from chalicelib.services import guards
from chalicelib.storage import connect
from chalicelib.storage.ports import Stores
from chalicelib.storage.settings import Settings


@dataclass(frozen=True, slots=True)
class Applied:
    """How many erasures were listed, of how many submissions something was removed, and how many parts."""

    listed: int
    submissions: int
    parts: int


def journal(table: str) -> Stores:
    """The stores of a journal's table, of which nothing but the journal and its list may be used."""
    return connect.stores(
        Settings(
            journal=table,
            desk="",
            keys="",
            mail_queue="",
            repair_queue="",
            seat_queue="",
            uploads="",
            base_url="",
        )
    )


def save(listed: Mapping[str, datetime], path: Path) -> None:
    """Writes the list as JSON: times by submission, in the order of erasing."""
    in_order = sorted(listed.items(), key=lambda each: (each[1], each[0]))
    spelt = {submission: instants.to_text(at) for submission, at in in_order}
    path.write_text(json.dumps(spelt, indent=0) + "\n", encoding="utf-8")


def read(path: Path) -> dict[str, datetime]:
    """The list that `save` wrote. Raises ValueError for what is none."""
    match json.loads(path.read_text(encoding="utf-8")):
        case dict(spelt):
            return {str(submission): instants.from_text(str(at)) for submission, at in spelt.items()}
        case _:
            raise ValueError(f"{path} is no list of erasures")


def apply(listed: Mapping[str, datetime], restored: Stores) -> Applied:
    """Removes what the listed submissions have left in the restored journal, its own list included."""
    there = restored.erasures.all()
    submissions = parts = 0
    for submission, at in {**there, **listed}.items():
        if submission not in there:
            restored.erasures.add(submission, at)
        commits = restored.journal.read(submission)
        for guard in filter(None, guards.ever(commits)):
            restored.journal.free(guard, submission)
        left = [commit.seq for commit in commits if commit.private is not None]
        restored.journal.erase(submission, left)
        submissions += bool(left)
        parts += len(left)
    return Applied(len({**there, **listed}), submissions, parts)


def main(arguments: Sequence[str] | None = None) -> int:
    """The command line."""
    parser = argparse.ArgumentParser(
        prog="infra.erasures", description="Holds a restored journal against the list of erasures."
    )
    source = parser.add_mutually_exclusive_group(required=True)
    source.add_argument("--from", dest="table", metavar="TABLE", help="the journal that has the list")
    source.add_argument("--list", type=Path, metavar="FILE", help="a list that was saved")
    target = parser.add_mutually_exclusive_group(required=True)
    target.add_argument("--to", metavar="TABLE", help="the restored journal that it is applied to")
    target.add_argument("--save", type=Path, metavar="FILE", help="where the list is saved")
    options = parser.parse_args(arguments)
    if options.to and options.to == options.table:
        parser.error("the restored table is another one than the one that has the list")
    listed = read(options.list) if options.list else journal(options.table).erasures.all()
    if options.save:
        save(listed, options.save)
        print(f"{len(listed)} erasures saved")
        return 0
    done = apply(listed, journal(options.to))
    print(
        f"{done.listed} erasures, {done.submissions} had something left, {done.parts} private parts removed"
    )
    return 0


if __name__ == "__main__":
    sys.exit(main())
