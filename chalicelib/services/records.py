"""Loading a case, and appending what was decided: the one place where commits are made."""

from __future__ import annotations

import json
from collections.abc import Callable, Iterable, Mapping
from dataclasses import dataclass, field, replace
from datetime import datetime

from chalicelib.domain import events as journal_events
from chalicelib.domain import newer, programs
from chalicelib.domain.commits import Commit, digest_of, seal
from chalicelib.domain.definitions import Community, Program
from chalicelib.domain.errors import Conflict, Fault, Invalid, Unavailable, Unknown
from chalicelib.domain.folding import fold
from chalicelib.domain.submissions import Addressee, Case
from chalicelib.domain.texts import pick
from chalicelib.domain.workflow import Decision, Rules
from chalicelib.services import guards
from chalicelib.services.world import World
from chalicelib.storage.ports import Key, Kind, NotClaimed, Published

ATTEMPTS = 5
"""How often a command is decided again because somebody else's commit came first."""


@dataclass(frozen=True, slots=True)
class Loaded:
    """A case with the definitions that it is decided and shown by.

    `newest` is the number of the newest version; `versions` are those that questions were asked of besides,
    and the two.
    """

    case: Case
    pinned: Program
    live: Program
    community: Community
    newest: int = 0
    versions: Mapping[int, Program] = field(default_factory=dict)

    def rules(self, now: datetime) -> Rules:
        """What decisions are made by, now; never before the last commit."""
        moment = max(now, self.case.submission.updated)
        own = self.community
        language = own.languages[0]
        return Rules(
            pinned=self.pinned,
            live=self.live,
            version=self.case.submission.version,
            newest=self.newest,
            now=moment,
            country=own.country,
            desk=Addressee(pick(own.organisation, language), own.sender.email, language),
        )

    def after(self, commit: Commit) -> Loaded:
        """The same once that is committed."""
        case = fold((*self.case.commits, commit))
        pinned = newer.extended(self.versions[case.submission.version], case.submission.new, self.versions)
        return replace(self, case=case, pinned=pinned)


def load(world: World, submission: str) -> Loaded:
    """The case and its definitions: one Query and one BatchGetItem. Raises Unknown."""
    return with_definitions(world, case_of(world, submission))


def case_of(world: World, submission: str) -> Case:
    """The case alone: one consistent Query. Raises Unknown."""
    commits = world.stores.journal.read(submission)
    if not commits:
        raise Unknown(submission)
    return fold(commits)


def with_definitions(world: World, case: Case) -> Loaded:
    """The case with the pinned and the newest definition, and the community: one BatchGetItem.

    Also with those of which something was asked besides.
    """
    submission = case.submission
    numbers = dict.fromkeys([submission.version, *(form.version for form in submission.new.values())])
    pinned = {number: Key("program", submission.program, number) for number in numbers}
    live = Key("program", submission.program)
    community = Key("community", submission.community)
    found = world.stores.definitions.get(*pinned.values(), live, community)
    versions = {number: programs.program(found[key].text) for number, key in pinned.items()}
    newest = programs.program(found[live].text)
    return Loaded(
        case=case,
        pinned=newer.extended(versions[submission.version], submission.new, versions),
        live=newest,
        community=programs.community(found[community].text),
        newest=found[live].version,
        versions={found[live].version: newest, **versions},
    )


def newest(world: World, kind: Kind, id_: str) -> Published:
    """The newest version of a program or community: one GetItem. Raises Unknown."""
    key = Key(kind, id_)
    found = world.stores.definitions.get(key)
    if key not in found:
        raise Unknown(id_)
    return found[key]


Claim = Callable[[Rules, Case], tuple[list[str], list[Fault]]]
"""The uploads that a command names and are to be claimed, and what is wrong with the others."""


def change(
    world: World,
    submission: str,
    decide: Callable[[Rules, Case], Decision],
    *,
    loaded: Loaded | None = None,
    claim: Claim | None = None,
) -> Loaded:
    """Decides and appends; decides again when somebody else was first. The case as it is afterwards.

    `decide` raises what refuses the command. Nothing is written where it has no events. `loaded` saves
    reading what the caller has just read. What `claim` finds wrong is refused with the rest, as Invalid.
    Raises Another where a value is another submission's that there may be one for.
    """
    for _ in range(ATTEMPTS):
        loaded = loaded or load(world, submission)
        now = loaded.rules(world.clock())
        decision, claimed = _decided(decide, claim, now, loaded.case)
        if not decision.events:
            return loaded
        guards.keep(world, loaded.pinned, decision)
        commit = _commit(world, loaded.case, decision, now.now)
        after = loaded.after(commit)
        guard = guards.needed(loaded.case, after.case) if loaded.pinned.one_per is not None else ""
        # What is dropped, because nobody is shown its field, is not claimed either.
        claimed = [each for each in claimed if f'"{each}"' in (commit.private or "")]
        try:
            guards.append(world, commit, claimed, guard, field=loaded.pinned.one_per or "")
        except (Conflict, NotClaimed):
            loaded = None
            continue
        return after
    raise Unavailable


def _decided(
    decide: Callable[[Rules, Case], Decision], claim: Claim | None, rules: Rules, case: Case
) -> tuple[Decision, Iterable[str]]:
    try:
        decision = decide(rules, case)
    except Invalid as error:
        wrong = claim(rules, case)[1] if claim is not None else []
        raise Invalid([*error.faults, *wrong]) from None
    if claim is None or not decision.events:
        return decision, ()
    claimed, wrong = claim(rules, case)
    if wrong:
        raise Invalid(wrong)
    return decision, claimed


def first_commit(world: World, submission: str, decision: Decision, at: datetime) -> Commit:
    """Commit 1 of a submission, sealed."""
    return seal(_unsealed(world, submission, 1, decision, at), "")


def _commit(world: World, case: Case, decision: Decision, at: datetime) -> Commit:
    before = case.submission
    return seal(_unsealed(world, before.id, before.seq + 1, decision, at), before.hash)


def _unsealed(world: World, submission: str, seq: int, decision: Decision, at: datetime) -> Commit:
    private = None
    if decision.private:
        # The random bytes come first, so that the digest of what is erased tells nothing.
        salted = {"salt": world.random(16).hex(), **decision.private}
        private = json.dumps(salted, ensure_ascii=False, separators=(",", ":"))
    return Commit(
        submission=submission,
        seq=seq,
        at=at,
        command=world.random(12).hex(),
        events=journal_events.dump(decision.events),
        private=private,
        digest=digest_of(private),
    )
