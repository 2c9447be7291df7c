"""How the keys of all items are spelled: the one place that knows, for storage and for the stream's readers.

Numbers in sort keys are padded with zeros, so that they sort as numbers do.
"""

from __future__ import annotations

COMMIT = "commit#"
MESSAGE = "message#"
SUMMARY = "summary"
DRAFT = "draft#"
TOKEN = "token"  # noqa: S105 - a sort key
NEWEST = "current"
UPLOAD = "upload"
ERASURES = "erasures"  # a partition, sorted by submission
_SUBMISSION = "submission#"


def submission(submission_id: str) -> str:
    """Partition of a submission, in both tables."""
    return _SUBMISSION + submission_id


def commit(seq: int) -> str:
    """Sort key of a commit."""
    return f"{COMMIT}{seq:06d}"


def commit_named(pk: str, sk: str) -> tuple[str, int] | None:
    """Submission and number of the commit with these keys; None where they are no commit's.

    >>> commit_named("submission#0123456789abcdefghjk", "commit#000002")
    ('0123456789abcdefghjk', 2)
    >>> commit_named("program#peace-park", "version#000001") is None
    True
    """
    if not (pk.startswith(_SUBMISSION) and sk.startswith(COMMIT)):
        return None
    return pk.removeprefix(_SUBMISSION), int(sk.removeprefix(COMMIT))


GUARD = "guard"


def guard(key: str) -> str:
    """Partition of a guard."""
    return f"{GUARD}#{key}"


def definition(kind: str, definition_id: str) -> str:
    """Partition of a program's or a community's versions."""
    return f"{kind}#{definition_id}"


def version(number: int | None) -> str:
    """Sort key of a version; of the newest for None."""
    return NEWEST if number is None else f"version#{number:06d}"


def cards(kind: str) -> str:
    """Partition of the cards of a kind."""
    return f"cards#{kind}"


def message(seq: int, index: int) -> str:
    """Sort key of a message row."""
    return f"{MESSAGE}{seq:06d}.{index:02d}"


def message_of(message_id: str) -> tuple[str, str] | None:
    """Both keys of the row with that message id; None for what is no such id.

    >>> message_of("0123456789abcdefghjk.2.0")
    ('submission#0123456789abcdefghjk', 'message#000002.00')
    >>> message_of("0123456789abcdefghjk") is None
    True
    """
    match message_id.split("."):
        case [submission_id, seq, index] if seq.isdecimal() and index.isdecimal():
            return submission(submission_id), message(int(seq), int(index))
        case _:
            return None


def draft(program: str) -> str:
    """Sort key of a draft, in the partition of the submission that it becomes.

    The program stands in it, so that the index of timers, which has keys alone, tells whose drafts there are.
    """
    return f"{DRAFT}{program}"


def timed(pk: str, sk: str) -> str:
    """The id of what has a deadline: a submission's for a summary or a draft, a message's for a message row.

    >>> timed("submission#0123456789abcdefghjk", "message#000002.00")
    '0123456789abcdefghjk.2.0'
    """
    submission_id = pk.removeprefix(_SUBMISSION)
    if sk == SUMMARY or sk.startswith(DRAFT):
        return submission_id
    seq, _, index = sk.removeprefix(MESSAGE).partition(".")
    return f"{submission_id}.{int(seq)}.{int(index)}"


def seats(program: str) -> str:
    """Partition of a program's seats: holders, tallies, who waits, and who is untold."""
    return f"seats#{program}"


def jobs(program: str) -> str:
    """Partition of a program's jobs, and of the pages of each."""
    return f"jobs#{program}"


def job(id_: str) -> str:
    """Sort key of a job."""
    return f"job#{id_}"


def job_pages(id_: str) -> str:
    """Beginning of the sort keys of a job's pages."""
    return f"page#{id_}#"


def job_page(id_: str, number: int) -> str:
    """Sort key of a page of a job."""
    return f"{job_pages(id_)}{number:06d}"


HOLDER = "holder#"
TALLY = "tally#"
TELL = "tell#"


def waiting(option: str) -> str:
    """Beginning of the sort keys of those who wait for a seat of that option."""
    return f"wait#{option}#"


def wait(option: str, order: str, submission_id: str) -> str:
    """Sort key of a place on a waitlist."""
    return f"{waiting(option)}{order}#{submission_id}"


def search(community: str) -> str:
    """Partition of a community's search entries."""
    return f"search#{community}"


def entry(term: str, submission_id: str) -> str:
    """Sort key of a search entry."""
    return f"{term}#{submission_id}"


def entry_named(sk: str) -> tuple[str, str]:
    """Term and submission of the search entry with this sort key.

    >>> entry_named("#1#0123456789abcdefghjk")
    ('#1', '0123456789abcdefghjk')
    """
    term, _, submission_id = sk.rpartition("#")
    return term, submission_id


def token(digest: str) -> str:
    """Partition of an API token."""
    return f"token#{digest}"


def count(key: str) -> str:
    """Partition of what is counted."""
    return f"count#{key}"


def upload(id_: str) -> str:
    """Partition of an upload."""
    return f"upload#{id_}"
