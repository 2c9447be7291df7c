# ruff: noqa: D102 - ports.py says what each method promises
"""The storage protocols in memory, for thousands of simulated runs.

Held to the same tests as DynamoDB (tests/storage). What it is handed and hands out cannot be changed by
anybody, so nothing is copied; one lock makes each call one step, as a request to AWS is. What AWS would do
of itself can be read: `Journal.appended` is the stream, `Queues.sent` are the queues.
"""

from __future__ import annotations

import threading
from collections import Counter, defaultdict
from collections.abc import Callable, Collection, Iterable, Mapping, Sequence
from dataclasses import dataclass, field, replace
from datetime import UTC, datetime, timedelta

from chalicelib.domain.commits import Commit
from chalicelib.domain.draft import Draft
from chalicelib.domain.errors import Conflict
from chalicelib.storage import ports, search
from chalicelib.storage.ports import (
    Guard,
    Holder,
    Job,
    JobPage,
    Key,
    Kind,
    MessageRow,
    MessageState,
    Page,
    Published,
    Queue,
    SeatHolder,
    SeatsOf,
    Summary,
    Take,
    Tally,
    Upload,
)

SECRETS = {"seed": "the seed of no deployment"}


def stores(
    secrets: Mapping[str, object] = SECRETS, kept: Callable[[threading.RLock], Files] | None = None
) -> ports.Stores:
    """New stores with nothing in them; `kept` makes those of the files."""
    lock = threading.RLock()
    summaries, messages, drafts = Summaries(lock), Messages(lock), Drafts(lock)
    files = (kept or Files)(lock)
    return ports.Stores(
        journal=Journal(lock, files),
        files=files,
        erasures=Erasures(lock),
        definitions=Definitions(lock),
        summaries=summaries,
        messages=messages,
        drafts=drafts,
        timers=Timers(summaries, messages, drafts),
        tokens=Tokens(),
        counters=Counters(lock),
        queues=Queues(lock),
        seats=Seats(lock),
        jobs=Jobs(lock),
        keyring=Keyring(secrets),
    )


@dataclass
class Journal:
    """Commits, and whose each guard is; `appended` has the keys of all commits, in the order in which they
    came.
    """

    lock: threading.RLock
    files: Files
    commits: dict[str, dict[int, Commit]] = field(default_factory=lambda: defaultdict(dict))
    guards: dict[str, Guard] = field(default_factory=dict)
    appended: list[tuple[str, int]] = field(default_factory=list)

    def read(self, submission: str) -> tuple[Commit, ...]:
        with self.lock:
            commits = self.commits.get(submission, {})
            return tuple(map(commits.__getitem__, sorted(commits)))

    def first(self, submission: str) -> Commit | None:
        return self.commits.get(submission, {}).get(1)

    def append(self, commit: Commit, uploads: Sequence[str] = (), take: Take | None = None) -> None:
        with self.lock:
            if commit.seq not in self.commits[commit.submission]:
                guard = None if take is None else self.guards.get(take.guard)
                free = take is None or guard is None or guard == take.over
                if not free and guard is not None and guard.submission != commit.submission:
                    raise ports.Taken(guard)
                self.files.claim(uploads, commit)
                if take is not None:
                    self.guards[take.guard] = Guard(commit.submission, commit.seq)
            there = self.commits[commit.submission].setdefault(commit.seq, commit)
            if there is commit:
                self.appended.append((commit.submission, commit.seq))
            elif there.command != commit.command:
                raise Conflict

    def free(self, guard: str, submission: str) -> None:
        with self.lock:
            there = self.guards.get(guard)
            if there is not None and there.submission == submission:
                del self.guards[guard]

    def erase(self, submission: str, seqs: Iterable[int]) -> None:
        with self.lock:
            commits = self.commits.get(submission, {})
            for seq in seqs:
                if seq in commits:
                    commits[seq] = replace(commits[seq], private=None)


@dataclass
class Files:
    """Rows, and objects by their keys: each with its type, its bytes, and whether it is somebody's."""

    lock: threading.RLock
    uploads: dict[str, Upload] = field(default_factory=dict)
    objects: dict[str, tuple[str, bytes, bool]] = field(default_factory=dict)

    def claim(self, uploads: Sequence[str], commit: Commit) -> None:
        """What the transaction does beside the commit."""
        for each in uploads:
            row = self.uploads.get(each)
            nobodys = row is not None and not row.claimed and row.expires > commit.at
            if row is None or not row.ready or not (nobodys or row.claimed == commit.submission):
                raise ports.NotClaimed
        for each in uploads:
            self.uploads[each] = replace(
                self.uploads[each], claimed=commit.submission, expires=datetime.fromtimestamp(0, UTC)
            )

    def note(self, upload: Upload) -> None:
        with self.lock:
            there = self.uploads.get(upload.id)
            if there is None or not there.claimed:
                self.uploads[upload.id] = upload

    def rows(self, *ids: str) -> Mapping[str, Upload]:
        with self.lock:
            return {each: self.uploads[each] for each in ids if each in self.uploads}

    def store(self, upload: str, body: bytes, type: str) -> None:  # noqa: A002 - the media type
        with self.lock:
            self.objects.setdefault(f"files/{upload}", (type, body, False))

    def keep(self, upload: str) -> None:
        with self.lock:
            if f"files/{upload}" in self.objects:
                type_, body, _ = self.objects[f"files/{upload}"]
                self.objects[f"files/{upload}"] = type_, body, True

    def prolong(self, upload: Upload, *, now: datetime, expires: datetime) -> bool:
        with self.lock:
            row = self.uploads.get(upload.id)
            if row is None or row.claimed or row.expires <= now:
                return False
            self.uploads[upload.id] = replace(row, expires=expires)
            self.keep(upload.id)
            return True

    def remove(self, uploads: Sequence[str]) -> None:
        with self.lock:
            for each in uploads:
                self.objects.pop(f"files/{each}", None)
                self.uploads.pop(each, None)

    def address(self, upload: Upload, *, seconds: int) -> str:
        return f"https://store.example/files/{upload.id}?seconds={seconds}"

    def ticket(self, upload: str, type: str, *, most: int, seconds: int) -> ports.Ticket:  # noqa: A002
        fields = {"key": f"incoming/{upload}", "Content-Type": type, "most": str(most), "in": str(seconds)}
        return ports.Ticket("https://store.example/", fields)

    def origin(self) -> str:
        return "https://store.example"

    def post(self, ticket: ports.Ticket, body: bytes) -> None:
        """What a browser does with a ticket."""
        self.objects[ticket.fields["key"]] = ticket.fields["Content-Type"], body, False

    def arrived(self, upload: str) -> bytes | None:
        with self.lock:
            there = self.objects.get(f"incoming/{upload}")
        return None if there is None else there[1]

    def discard(self, upload: str) -> None:
        with self.lock:
            self.objects.pop(f"incoming/{upload}", None)


@dataclass
class Erasures:
    """When what was erased."""

    lock: threading.RLock
    listed: dict[str, datetime] = field(default_factory=dict)

    def add(self, submission: str, at: datetime) -> None:
        with self.lock:
            self.listed[submission] = at

    def all(self) -> Mapping[str, datetime]:
        with self.lock:
            return dict(self.listed)


@dataclass
class Definitions:
    """Versions, the newest of each, and cards."""

    lock: threading.RLock
    versions: dict[Key, Published] = field(default_factory=dict)
    texts: dict[Kind, dict[str, str]] = field(default_factory=lambda: defaultdict(dict))

    def get(self, *wanted: Key) -> Mapping[Key, Published]:
        with self.lock:
            return {key: self.versions[key] for key in wanted if key in self.versions}

    def publish(self, published: Published, card: str) -> None:
        this = Key(published.kind, published.id, published.version)
        newest = Key(published.kind, published.id)
        with self.lock:
            there = self.versions.get(this)
            if there is not None:
                if (there.text, there.at) != (published.text, published.at):
                    raise Conflict
                return
            if newest in self.versions and self.versions[newest].version >= published.version:
                raise Conflict
            self.versions[this] = self.versions[newest] = published
            self.texts[published.kind][published.id] = card

    def cards(self, kind: Kind) -> Sequence[str]:
        with self.lock:
            return [card for _, card in sorted(self.texts[kind].items())]


@dataclass
class Summaries:
    """The projection behind lists and search."""

    lock: threading.RLock
    rows: dict[str, Summary] = field(default_factory=dict)

    def put(self, summary: Summary) -> bool:
        with self.lock:
            old = self.rows.get(summary.submission)
            if old is not None and old.seq >= summary.seq:
                return False
            self.rows[summary.submission] = replace(summary, terms=search.trimmed(summary.terms))
            return True

    def time(self, submission: str, seq: int, fires: datetime | None) -> bool:
        with self.lock:
            there = self.rows.get(submission)
            if there is None or there.seq != seq:
                return False
            self.rows[submission] = replace(there, fires=fires)
            return True

    def forget(self, community: str, submission: str, terms: Iterable[str]) -> None:
        """Nothing: here the search looks at the summaries themselves."""

    def page(
        self,
        *,
        community: str,
        program: str | None = None,
        state: str | None = None,
        q: str | None = None,
        cursor: str | None = None,
        limit: int = 50,
    ) -> Page:
        place = None if cursor is None else search.place_of(cursor)
        with self.lock:
            found = {
                search.position(row.submitted, row.submission): row
                for row in self.rows.values()
                if row.community == community
                and program in (None, row.program)
                and state in (None, row.state)
                and (not q or search.matches(q, row.terms))
            }
        places = sorted((at for at in found if place is None or at < place), reverse=True)
        more = len(places) > limit
        return Page(
            rows=tuple(found[at] for at in places[:limit]),
            next=search.cursor(places[limit - 1]) if more else None,
        )


@dataclass
class Messages:
    """Message rows, each with the instant at which the sweep looks at it."""

    lock: threading.RLock
    rows: dict[str, tuple[MessageRow, datetime | None]] = field(default_factory=dict)

    def plan(self, row: MessageRow, *, fires: datetime) -> bool:
        with self.lock:
            if row.id in self.rows:
                return False
            self.rows[row.id] = row, fires
            return True

    def get(self, message: str) -> MessageRow | None:
        row, _ = self.rows.get(message, (None, None))
        return row

    def claim(self, message: str, *, now: datetime, stale: timedelta, fires: datetime) -> MessageRow | None:
        with self.lock:
            row = self.get(message)
            if row is None:
                return None
            untouched = row.state == "planned" and row.claimed is None
            forsaken = row.state == "unknown" and row.claimed is not None and row.claimed <= now - stale
            if not (untouched or forsaken):
                return None
            row = replace(row, attempts=row.attempts + 1, claimed=now)
            self.rows[message] = row, fires
            return row

    def mark(
        self,
        row: MessageRow,
        state: MessageState,
        *,
        reason: str = "",
        fires: datetime | None = None,
    ) -> bool:
        with self.lock:
            there = self.get(row.id)
            if there is None or (there.attempts, there.claimed) != (row.attempts, row.claimed):
                return False
            claimed = None if state == "planned" else there.claimed
            self.rows[row.id] = replace(there, state=state, reason=reason, claimed=claimed), fires
            return True

    def of(self, submission: str) -> tuple[MessageRow, ...]:
        with self.lock:
            rows = [row for row, _ in self.rows.values() if row.submission == submission]
        return tuple(sorted(rows, key=lambda row: (row.seq, row.index)))


@dataclass
class Drafts:
    """Drafts, each with the instant at which the sweep looks at it; nothing expires."""

    lock: threading.RLock
    kept: dict[str, tuple[Draft, datetime]] = field(default_factory=dict)

    def put(self, draft: Draft, *, fires: datetime) -> None:
        form = {name: tuple(values) for name, values in draft.form.items()}
        with self.lock:
            self.kept[draft.id] = replace(draft, form=form), fires

    def get(self, draft: str) -> Draft | None:
        found, _ = self.kept.get(draft, (None, None))
        return found

    def look(self, draft: Draft, *, fires: datetime) -> bool:
        with self.lock:
            there = self.get(draft.id)
            if there is None or there.saved != draft.saved:
                return False
            self.kept[draft.id] = (
                replace(there, told=draft.told, reminded=draft.reminded, late=draft.late),
                fires,
            )
            return True

    def delete(self, program: str, draft: str, *, saved: datetime | None = None) -> bool:
        with self.lock:
            there = self.get(draft)
            if there is None or there.program != program:
                return True
            if saved is not None and there.saved != saved:
                return False
            del self.kept[draft]
            return True

    def count(self, program: str) -> int:
        with self.lock:
            return sum(draft.program == program for draft, _ in self.kept.values())


@dataclass
class Timers:
    """What is due of the three."""

    summaries: Summaries
    messages: Messages
    drafts: Drafts

    def due(self, timer: ports.Timer, now: datetime, limit: int) -> Sequence[str]:
        with self.summaries.lock:
            fires: dict[str, datetime | None]
            if timer == "submission":
                fires = {row.submission: row.fires for row in self.summaries.rows.values()}
            elif timer == "draft":
                fires = {draft: at for draft, (_, at) in self.drafts.kept.items()}
            else:
                fires = {message: at for message, (_, at) in self.messages.rows.items()}
        timed = sorted((at, name) for name, at in fires.items() if at is not None and at <= now)
        return [name for _, name in timed[:limit]]


@dataclass
class Tokens:
    """API tokens by digest."""

    holders: dict[str, Holder] = field(default_factory=dict)

    def put(self, digest: str, holder: Holder) -> None:
        self.holders[digest] = holder

    def find(self, digest: str) -> Holder | None:
        return self.holders.get(digest)


@dataclass
class Counters:
    """Counts within windows; nothing expires."""

    lock: threading.RLock
    counts: Counter[tuple[str, str]] = field(default_factory=Counter)

    def add(self, key: str, window: str, *, expires: datetime) -> int:  # noqa: ARG002 - nothing expires here
        with self.lock:
            self.counts[key, window] += 1
            return self.counts[key, window]


@dataclass
class Queues:
    """Everything queued, in order; who plays a consumer takes it out."""

    lock: threading.RLock
    sent: dict[Queue, list[str]] = field(default_factory=lambda: {"mail": [], "repair": [], "seat": []})

    def send(self, queue: Queue, bodies: Sequence[str], *, group: str = "") -> None:  # noqa: ARG002 - one queue
        with self.lock:
            self.sent[queue] += bodies


@dataclass
class Seats:
    """Holders of seats by program and submission; who waits, and how many have what, is counted anew."""

    lock: threading.RLock
    holders: dict[tuple[str, str], SeatHolder] = field(default_factory=dict)
    unknowing: dict[tuple[str, str], None] = field(default_factory=dict)

    def holder(self, program: str, submission: str) -> SeatHolder | None:
        return self.holders.get((program, submission))

    def change(
        self, before: SeatHolder | None, after: SeatHolder | None, *, limit: int | None = None
    ) -> bool:
        this = after or before
        assert this is not None
        key = this.program, this.submission
        with self.lock:
            if self.holders.get(key) != before:
                return False
            gains = (
                after is not None and after.has is not None and (before is None or after.has != before.has)
            )
            if after is not None and after.has is not None and gains:
                tally = self._tally(this.program, after.has)
                waited = before is not None and before.waits is not None and before.waits.option == after.has
                if (limit is not None and tally.taken >= limit) or (tally.waiting and not waited):
                    return False
                if waited:
                    self.unknowing[key] = None
            if after is None:
                self.holders.pop(key, None)
            else:
                self.holders[key] = replace(after, version=(before.version if before else 0) + 1)
            return True

    def of(self, program: str) -> SeatsOf:
        with self.lock:
            mine = [holder for (name, _), holder in self.holders.items() if name == program]
            options = {each.has for each in mine} | {each.waits.option for each in mine if each.waits}
            tallies = {each: self._tally(program, each) for each in options if each is not None}
            return SeatsOf(tallies, tuple(sorted(each for name, each in self.unknowing if name == program)))

    def first(self, program: str, option: str) -> str | None:
        with self.lock:
            return next(iter(self._waiting(program, option)), None)

    def position(self, holder: SeatHolder) -> int:
        assert holder.waits is not None
        with self.lock:
            return 1 + self._waiting(holder.program, holder.waits.option).index(holder.submission)

    def told(self, program: str, submission: str) -> None:
        with self.lock:
            self.unknowing.pop((program, submission), None)

    def tallies(self, wanted: Sequence[tuple[str, str]]) -> Mapping[tuple[str, str], Tally]:
        with self.lock:
            found = {each: self._tally(*each) for each in wanted}
        return {each: tally for each, tally in found.items() if tally != Tally()}

    def _tally(self, program: str, option: str) -> Tally:
        taken = sum(each.has == option for (name, _), each in self.holders.items() if name == program)
        return Tally(taken, len(self._waiting(program, option)))

    def _waiting(self, program: str, option: str) -> list[str]:
        waiting = sorted(
            (each.waits.order, each.submission)
            for (name, _), each in self.holders.items()
            if name == program and each.waits is not None and each.waits.option == option
        )
        return [submission for _, submission in waiting]


@dataclass
class Jobs:
    """Jobs and their pages."""

    lock: threading.RLock
    rows: dict[tuple[str, str], Job] = field(default_factory=dict)
    worked: dict[tuple[str, str], dict[int, JobPage]] = field(default_factory=lambda: defaultdict(dict))

    def begin(self, job: Job) -> bool:
        with self.lock:
            return self.rows.setdefault((job.program, job.id), job) is job

    def get(self, program: str, job: str) -> Job | None:
        return self.rows.get((program, job))

    def pages(self, program: str, job: str) -> tuple[JobPage, ...]:
        with self.lock:
            return tuple(page for _, page in sorted(self.worked[program, job].items()))

    def page(self, program: str, job: str, number: int) -> JobPage | None:
        return self.worked[program, job].get(number)

    def note(self, program: str, job: str, page: JobPage) -> bool:
        with self.lock:
            return self.worked[program, job].setdefault(page.number, page) is page

    def did(
        self,
        program: str,
        job: str,
        number: int,
        *,
        done: Collection[str],
        failed: Collection[str],
        at: datetime,
    ) -> None:
        with self.lock:
            page = self.worked[program, job][number]
            self.worked[program, job][number] = replace(
                page, left=page.left - set(done), failed=page.failed | set(failed), passed=True, at=at
            )


@dataclass
class Keyring:
    """The secrets given."""

    secrets: Mapping[str, object]

    def read(self) -> Mapping[str, object]:
        return self.secrets
