"""What the rest of Concord may ask of storage, as protocols.

Two implementations are held to the same tests: DynamoDB, SQS and Secrets Manager (this package) and memory
(tests). Every method raises `errors.Unavailable` where AWS throttles, fails or does not answer, after
botocore's own retries; a write that was answered by `Unavailable` may have happened, and may be repeated.
"""

from __future__ import annotations

from collections.abc import Collection, Iterable, Mapping, Sequence
from dataclasses import dataclass
from datetime import datetime, timedelta
from typing import Literal, Protocol

from chalicelib.domain.commits import Commit
from chalicelib.domain.draft import Draft

Kind = Literal["program", "community"]
Timer = Literal["submission", "message", "draft"]
Queue = Literal["mail", "repair", "seat"]
MessageState = Literal["planned", "sent", "unknown", "suppressed", "failed", "bounced"]


class Journal(Protocol):
    """Commits of submissions. None is ever deleted: an erasure removes their private parts alone."""

    def read(self, submission: str) -> tuple[Commit, ...]:
        """All commits in order, read consistently; empty where there is no such submission. One Query."""
        ...

    def first(self, submission: str) -> Commit | None:
        """Commit 1, read consistently. One GetItem."""
        ...

    def append(self, commit: Commit, uploads: Sequence[str] = (), take: Take | None = None) -> None:
        """Writes the commit if its number is free: one PutItem.

        Raises `errors.Conflict` when another command's commit has that number. When this very command's
        commit is there already, because the answer to the first attempt was lost, that is success.

        `uploads`, 99 at most, become the submission's in the same step: one TransactWriteItems. Raises
        NotClaimed, and writes nothing, where one of them is not there, not looked at, or somebody else's.

        `take`: a guard that becomes the submission's in the same step, unless it is another one's. Raises
        Taken then, and writes nothing.
        """
        ...

    def erase(self, submission: str, seqs: Iterable[int]) -> None:
        """Removes the private parts of these commits: one UpdateItem each. Safe to repeat.

        What isn't there has nothing to be removed, and is not made.
        """
        ...

    def free(self, guard: str, submission: str) -> None:
        """Removes the guard if it is that submission's: one DeleteItem. Safe to repeat."""
        ...


@dataclass(frozen=True, slots=True)
class Guard:
    """Whose a value is that there may be one submission for, since which of its commits."""

    submission: str
    seq: int


@dataclass(frozen=True, slots=True)
class Take:
    """A guard to be taken, by its key. `over`: whose it may be until now, beside nobody's and one's own."""

    guard: str
    over: Guard | None = None


class Taken(Exception):
    """A guard is another submission's: `guard` says whose; None where it is nobody's again by now."""

    def __init__(self, guard: Guard | None) -> None:
        super().__init__("taken")
        self.guard = guard


class NotClaimed(Exception):
    """An upload can't become the submission's: there is none of that id any more, or it is another one's."""


@dataclass(frozen=True, slots=True)
class Upload:
    """A file that was sent for one field of one program.

    `field` is the field's id; `name` what people see; `type` a media type; `size` in bytes; `pixels` those of
    a picture's longer side. Until it is `ready`, nobody has looked into it. `claimed` is the submission that
    it belongs to, empty where it belongs to none yet: then it is forgotten at `expires`.
    """

    id: str
    program: str
    field: str
    name: str
    type: str
    size: int
    expires: datetime
    pixels: int = 0
    ready: bool = True
    claimed: str = ""


class Files(Protocol):
    """What was uploaded, and a row about each. Objects that belong to nobody die by themselves."""

    def note(self, upload: Upload) -> None:
        """Writes the row, or writes it anew, unless the upload is claimed by now: one PutItem."""
        ...

    def rows(self, *ids: str) -> Mapping[str, Upload]:
        """The rows that exist, read consistently: one GetItem, or one BatchGetItem; none for no ids."""
        ...

    def store(self, upload: str, body: bytes, type: str) -> None:  # noqa: A002 - the media type
        """Puts an object, marked as nobody's: one PutObject. One that is there stays as it is."""
        ...

    def keep(self, upload: str) -> None:
        """Marks an object as somebody's: one PutObjectTagging; nothing where it is gone."""
        ...

    def prolong(self, upload: Upload, *, now: datetime, expires: datetime) -> bool:
        """Lets an upload that is nobody's live until then, as that of a form that is saved.

        One UpdateItem, and one CopyObject of the object onto itself, from which it has forty days to live.
        False, and nothing is changed, where it is gone by `now`, or claimed.
        """
        ...

    def remove(self, uploads: Sequence[str]) -> None:
        """Removes objects and rows: one DeleteObject each, and one BatchWriteItem for each 25."""
        ...

    def address(self, upload: Upload, *, seconds: int) -> str:
        """An address that hands the object out for so long, as a file of its name. No call."""
        ...

    def ticket(self, upload: str, type: str, *, most: int, seconds: int) -> Ticket:  # noqa: A002
        """Where a browser may post one object of that type and of `most` bytes, for so long. No call."""
        ...

    def origin(self) -> str:
        """The scheme and the host that tickets name, for pages to let a script post there. No call."""
        ...

    def arrived(self, upload: str) -> bytes | None:
        """What was posted with a ticket; None where nothing was: one GetObject."""
        ...

    def discard(self, upload: str) -> None:
        """Removes what was posted with a ticket: one DeleteObject."""
        ...


@dataclass(frozen=True, slots=True)
class Ticket:
    """A form that puts an object into the store: its address, and the fields before the one named `file`."""

    url: str
    fields: Mapping[str, str]


class Erasures(Protocol):
    """The list of what was erased, beside the commits: a restore from a backup is held against it."""

    def add(self, submission: str, at: datetime) -> None:
        """Writes that the submission was erased at that time: one PutItem. Safe to repeat."""
        ...

    def all(self) -> Mapping[str, datetime]:
        """When each submission was erased, read consistently. One Query for each megabyte."""
        ...


@dataclass(frozen=True, slots=True)
class Key:
    """Names a definition; `version` None is the newest."""

    kind: Kind
    id: str
    version: int | None = None


@dataclass(frozen=True, slots=True)
class Published:
    """One version of a program or a community. `text` is JSON; `by` is who published it."""

    kind: Kind
    id: str
    version: int
    text: str
    at: datetime
    by: str


class Definitions(Protocol):
    """Versions of programs and communities, and the cards that lists are made of."""

    def get(self, *keys: Key) -> Mapping[Key, Published]:
        """Those that exist, by the key asked for, read consistently: one GetItem, or one BatchGetItem."""
        ...

    def publish(self, published: Published, card: str) -> None:
        """Writes version, newest and card in one transaction. Raises `errors.Conflict` if it exists.

        Where this very version (same text, same `at`) exists because an answer was lost, that is success.
        """
        ...

    def cards(self, kind: Kind) -> Sequence[str]:
        """The cards (JSON texts) of all definitions of a kind, by id. One Query a megabyte."""
        ...


@dataclass(frozen=True, slots=True)
class Summary:
    """What lists show of a submission, as of commit `seq`. `fires`: its earliest deadline.

    `terms`: what search finds it by (case-folded words of the name, the address, the reference).
    """

    submission: str
    seq: int
    reference: str
    program: str
    community: str
    version: int
    kind: str
    name: str
    state: str
    steps: tuple[str, ...]
    submitted: datetime
    updated: datetime
    fires: datetime | None
    terms: tuple[str, ...]


@dataclass(frozen=True, slots=True)
class Page:
    """Some summaries, newest submission first, and the cursor of what follows, if anything does."""

    rows: tuple[Summary, ...]
    next: str | None


class Summaries(Protocol):
    """The projection behind lists and search."""

    def put(self, summary: Summary) -> bool:
        """Writes the summary and its search entries unless one of the same or a later `seq` is there.

        False where it was. Entries of terms that no longer hold are removed. Safe to repeat.
        """
        ...

    def time(self, submission: str, seq: int, fires: datetime | None) -> bool:
        """Sets when the submission is looked at next, if the summary is the one of that very `seq`.

        For what moves a deadline without a commit: a newer definition, an erasure that is finished. False
        where the summary is another commit's, or there is none. One GetItem; one UpdateItem where it changes.
        """
        ...

    def forget(self, community: str, submission: str, terms: Iterable[str]) -> None:
        """Deletes the search entries of these terms, for a submission whose summary has none any more.

        Also those that no summary knows of: whoever wrote them died before the summary. Safe to repeat.
        """
        ...

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
        """Up to `limit` summaries of a community. `q`: the beginning of a term, case-folded by the caller.

        Raises ValueError for a cursor that is not ours.
        """
        ...


@dataclass(frozen=True, slots=True)
class MessageRow:
    """The truth about sending one message.

    `id` is `<submission>.<seq>.<index>`; `to` is a party's word, never an address. `claimed` is when
    the last attempt began; `reason` says why it was suppressed or failed.
    """

    submission: str
    seq: int
    index: int
    template: str
    to: str
    state: MessageState
    at: datetime
    attempts: int = 0
    claimed: datetime | None = None
    reason: str = ""

    @property
    def id(self) -> str:
        """The message's id, as in X-Concord-Message."""
        return f"{self.submission}.{self.seq}.{self.index}"


class Messages(Protocol):
    """Message rows. `fires` of a row is when the sweep should look at it again; None: never."""

    def plan(self, row: MessageRow, *, fires: datetime) -> bool:
        """Writes the row unless it is there; False where it was."""
        ...

    def get(self, message: str) -> MessageRow | None:
        """The row of that id, read consistently."""
        ...

    def claim(self, message: str, *, now: datetime, stale: timedelta, fires: datetime) -> MessageRow | None:
        """The row, claimed for one attempt by one conditional UpdateItem (attempts + 1, claimed = now).

        Claimable is a row that is `planned` and not claimed, or `unknown` and claimed at least `stale`
        ago. None for every other row, and for none at all.
        """
        ...

    def mark(
        self,
        row: MessageRow,
        state: MessageState,
        *,
        reason: str = "",
        fires: datetime | None = None,
    ) -> bool:
        """Sets the state of a row claimed as in `row`; `planned` gives the claim back.

        One UpdateItem on the condition that attempts and claim are still those of `row`; False where
        they aren't (somebody else claimed it since).
        """
        ...

    def of(self, submission: str) -> tuple[MessageRow, ...]:
        """All rows of a submission, oldest first."""
        ...


class Drafts(Protocol):
    """Forms that are not sent yet, by the id of the submission that each becomes."""

    def put(self, draft: Draft, *, fires: datetime) -> None:
        """Writes the draft over what there is under its id: one PutItem. `fires`: when it is looked at."""
        ...

    def get(self, draft: str) -> Draft | None:
        """The draft of that id, read consistently, expired or not. One Query."""
        ...

    def look(self, draft: Draft, *, fires: datetime) -> bool:
        """Keeps `told`, `reminded` and `late` of the draft, and when it is looked at next: one UpdateItem.

        False where it has been saved again or deleted since it was read.
        """
        ...

    def delete(self, program: str, draft: str, *, saved: datetime | None = None) -> bool:
        """Deletes the draft: one DeleteItem. Safe to repeat. `saved`: only if it was not saved since.

        False where it was.
        """
        ...

    def count(self, program: str) -> int:
        """How many drafts a program has; right within a second.

        One Query for each megabyte of the keys of all drafts, which is some 7,000 of them.
        """
        ...


class Timers(Protocol):
    """The sparse index of what is due."""

    def due(self, timer: Timer, now: datetime, limit: int) -> Sequence[str]:
        """Ids of submissions, messages or drafts whose `fires` is not after `now`, earliest first."""
        ...


@dataclass(frozen=True, slots=True)
class Holder:
    """Whose API token it is. `id` names the token, `role` is `administrator` or `member`."""

    id: str
    email: str
    community: str
    role: str


class Tokens(Protocol):
    """API tokens, by SHA-256 digest: the token itself is nowhere."""

    def put(self, digest: str, holder: Holder) -> None:
        """Makes the token with this digest (hex) the holder's."""
        ...

    def find(self, digest: str) -> Holder | None:
        """Whose token has this digest. One GetItem."""
        ...


class Counters(Protocol):
    """Counts within a window of time; what a limit of the deployment is measured by."""

    def add(self, key: str, window: str, *, expires: datetime) -> int:
        """The count after adding one, by one UpdateItem. `expires`: when the table may forget it."""
        ...


class Queues(Protocol):
    """Queued ids; never personal data."""

    def send(self, queue: Queue, bodies: Sequence[str], *, group: str = "") -> None:
        """Queues each body (JSON text), ten at a time. Partial failures are retried, then Unavailable.

        `group`: of the queue `seat`, whose bodies of one group are handed out one after another.
        """
        ...


@dataclass(frozen=True, slots=True)
class Wait:
    """A place on the waitlist of an option. Who has the least `order` is first."""

    option: str
    order: str


@dataclass(frozen=True, slots=True)
class SeatHolder:
    """What a submission has of its program's seats: the truth about them.

    `has`: of which option it has a seat; None: of none. `waits`: where it waits for one, which it may do
    beside a seat that it is to leave. `request`: the commit that wanted this; `version` is storage's own.
    """

    program: str
    submission: str
    request: int
    has: str | None = None
    waits: Wait | None = None
    version: int = 0


@dataclass(frozen=True, slots=True)
class Tally:
    """How many have a seat of an option, and how many wait for one."""

    taken: int = 0
    waiting: int = 0


@dataclass(frozen=True, slots=True)
class SeatsOf:
    """The seats of a program: tallies by option, and who has got a seat from the waitlist, perhaps untold."""

    tallies: Mapping[str, Tally]
    untold: tuple[str, ...]


class Seats(Protocol):
    """Holders of seats and of places on waitlists. Only the consumer `seat` writes them."""

    def holder(self, program: str, submission: str) -> SeatHolder | None:
        """What the submission has, read consistently; None: nothing. One GetItem."""
        ...

    def change(
        self, before: SeatHolder | None, after: SeatHolder | None, *, limit: int | None = None
    ) -> bool:
        """Makes `before` (None: nothing was there) `after` (None: nothing is left), tallies and all.

        One transaction, on the conditions that the holder is still `before`, and, where it gains a seat, that
        fewer than `limit` are taken of that option (None: there is no end of them), and that nobody waits for
        one, unless it was waiting itself. False where one of them doesn't hold. Who gains a seat from the
        waitlist is `untold` from then on.
        """
        ...

    def of(self, program: str) -> SeatsOf:
        """Tallies of a program, and who is untold, read consistently. One Query."""
        ...

    def first(self, program: str, option: str) -> str | None:
        """Who is first on the waitlist of an option, read consistently. One Query."""
        ...

    def position(self, holder: SeatHolder) -> int:
        """Where it stands on its waitlist, from 1. One Query for each megabyte of those before it."""
        ...

    def told(self, program: str, submission: str) -> None:
        """Who got a seat from the waitlist knows it. One DeleteItem. Safe to repeat."""
        ...

    def tallies(self, wanted: Sequence[tuple[str, str]]) -> Mapping[tuple[str, str], Tally]:
        """Tallies by program and option, right within seconds: one BatchGetItem for each hundred."""
        ...


@dataclass(frozen=True, slots=True)
class Job:
    """What is done to all submissions of a program, page by page. `kind` is `cancel` or `extend`.

    `by` is who wanted it; `text` is JSON of what exactly: of nobody who applies.
    """

    program: str
    id: str
    kind: str
    began: datetime
    by: str
    text: str


@dataclass(frozen=True, slots=True)
class JobPage:
    """Submissions that a job came to together, counted from 1: how many there were, which are left.

    `failed`: those that did not succeed so far, whether they have since or not; `next`: the cursor of those
    after them, None after the last; `passed`: whether the page after it is surely queued; `at`: when it was
    worked at last.
    """

    number: int
    size: int
    left: frozenset[str]
    failed: frozenset[str]
    next: str | None
    passed: bool
    at: datetime


class Jobs(Protocol):
    """Jobs and how far they are. Safe to repeat, all of it."""

    def begin(self, job: Job) -> bool:
        """Writes the job unless there is one of that id; False where there is. One PutItem."""
        ...

    def get(self, program: str, job: str) -> Job | None:
        """The job, read consistently. One GetItem."""
        ...

    def pages(self, program: str, job: str) -> tuple[JobPage, ...]:
        """The pages that it has come to, in order, read consistently. One Query for each megabyte."""
        ...

    def page(self, program: str, job: str, number: int) -> JobPage | None:
        """One of them, read consistently. One GetItem."""
        ...

    def note(self, program: str, job: str, page: JobPage) -> bool:
        """Writes a page unless it is there; False where it is. One PutItem."""
        ...

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
        """Takes what is done off a page, notes what failed, and that the page is passed. One UpdateItem.

        Of two who work at one page at once, neither undoes what the other has noted.
        """
        ...


class Keyring(Protocol):
    """Secrets of the deployment."""

    def read(self) -> Mapping[str, object]:
        """The secret's JSON; kept by the process for five minutes, so that a rotation needs no deployment."""
        ...


@dataclass(frozen=True, slots=True)
class Stores:
    """All of storage, handed to services as one."""

    journal: Journal
    files: Files
    erasures: Erasures
    definitions: Definitions
    summaries: Summaries
    messages: Messages
    drafts: Drafts
    timers: Timers
    tokens: Tokens
    counters: Counters
    queues: Queues
    seats: Seats
    jobs: Jobs
    keyring: Keyring
