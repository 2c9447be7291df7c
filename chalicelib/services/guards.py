"""Guards: that there is one submission for a value of the field `one_per`, while it has not ended.

A guard's key is an HMAC of program, field and value, under a key that the deployment alone has: of what is
stored, nobody guesses an address. It is taken in one transaction with the commit that gives the submission
the value, and stands in that commit's private part, so that whoever erases needs no key to find it.

Nothing gives a guard back when a submission ends or has another value since: whoever comes next looks, and
takes it over from that very commit. So there is no moment at which two have it, or nobody may.
"""

from __future__ import annotations

import hashlib
import hmac
import json
from collections.abc import Iterable, Iterator, Mapping, Sequence
from typing import Any

from chalicelib.domain import ids, one_per
from chalicelib.domain.commits import Commit
from chalicelib.domain.definitions import Program
from chalicelib.domain.errors import Another, Unavailable
from chalicelib.domain.folding import fold
from chalicelib.domain.submissions import Case
from chalicelib.domain.workflow import Decision
from chalicelib.services.world import World
from chalicelib.storage.ports import Take, Taken

ATTEMPTS = 5
"""How often a guard is tried that changes hands meanwhile."""

PART = "guard"
"""Where a commit's private part has the key; empty where the field is not answered."""


def key(world: World, program: Program, answers: Mapping[str, Any]) -> str:
    """The guard's key; empty where the program has none, or the field is not answered."""
    value = one_per.value(program, answers)
    if not value:
        return ""
    joined = ids.joined(program.id, str(program.one_per), value)
    return hmac.new(world.keys().guards, joined, hashlib.sha256).hexdigest()


def keep(world: World, program: Program, decision: Decision) -> None:
    """Writes the guard's key beside the answers that the decision keeps, if it keeps any."""
    if program.one_per is not None and "answers" in decision.private:
        decision.private[PART] = key(world, program, decision.private["answers"])


def ever(commits: Iterable[Commit]) -> Iterator[str]:
    """The keys that the commits have taken, oldest first; empty ones where the value was taken back."""
    for commit in commits:
        if commit.private is not None and PART in (part := json.loads(commit.private)):
            yield part[PART]


def needed(before: Case, after: Case) -> str:
    """The key that has to be taken with the commits between the two; empty where there is none."""
    now = _held(after)
    if not now or after.submission.ended:
        return ""
    return now if before.submission.ended or _held(before) != now else ""


def append(world: World, commit: Commit, uploads: Sequence[str], guard: str, *, field: str) -> None:
    """Appends the commit with its uploads, and takes the guard of that key, if there is one.

    Raises as `Journal.append`, and Another where a submission that has not ended has the value.
    """
    take = Take(guard) if guard else None
    for _ in range(ATTEMPTS):
        try:
            world.stores.journal.append(commit, uploads, take)
        except Taken as error:
            if error.guard is not None and _lives(world, error.guard.submission, guard):
                raise Another(field, error.guard.submission) from None
            take = Take(guard, error.guard)
        else:
            return
    raise Unavailable


def _held(case: Case) -> str:
    return next(reversed(list(ever(case.commits))), "")


def _lives(world: World, submission: str, guard: str) -> bool:
    """Whether that submission has not ended, and still has the value. One Query."""
    commits = world.stores.journal.read(submission)
    if not commits:
        return False
    case = fold(commits)
    return not case.submission.ended and _held(case) == guard
