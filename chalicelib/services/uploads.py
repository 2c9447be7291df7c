"""Files: taken one by one, and claimed by the submission that names them.

Each is looked into before anything is stored (`contents`), and belongs to one field of one program. Who sends
a form names uploads by ids that nobody can guess; the commit claims them in the same step (`Journal.append`),
once and for ever. What nobody claims can't be claimed after a day, and dies (infra/resources.yaml).
"""

from __future__ import annotations

import re
from collections.abc import Callable, Iterable, Mapping, Sequence
from dataclasses import dataclass, field, replace
from datetime import datetime, timedelta
from typing import Any

from chalicelib import logs
from chalicelib.domain import ids, media, programs, steps, words
from chalicelib.domain.commits import Commit
from chalicelib.domain.definitions import Program, fields_of
from chalicelib.domain.errors import Fault, Unknown
from chalicelib.domain.fields import file, files
from chalicelib.domain.fields.file import File
from chalicelib.domain.fields.files import Named
from chalicelib.domain.submissions import Case
from chalicelib.domain.workflow import Rules
from chalicelib.services import contents, limits, records
from chalicelib.services.contents import NotTaken
from chalicelib.services.world import World
from chalicelib.storage.ports import Holder, Ticket, Upload

log = logs.logger("audit")

MOST = 4_000_000
"""Bytes of a file that passes through the API: Lambda takes six million, of which base64 leaves these."""

LIFE = timedelta(days=1)
"""How long an upload waits to be claimed."""

LOOK = 300
"""Seconds for which an address hands a file out."""

POST = 900
"""Seconds for which a browser may post a file directly."""

TOGETHER = 99
"""Uploads that one commit may claim: a transaction has a hundred items at most."""

_NAMED = re.compile(r'"([0-9a-hjkmnp-tv-z]{20})"', re.ASCII)
_LONGEST = 120


@dataclass(frozen=True, slots=True)
class Sent:
    """A file as it was sent. `source`: the network address that it came from; `key`: makes a repetition the
    same upload.
    """

    program: str
    name: str
    body: bytes = field(repr=False)
    source: str = ""
    key: str = ""


def fields(program: Program, id_: str) -> list[File]:
    """The fields for files of that id: of the form, of its rows, of the steps' forms. Raises Unknown."""
    forms = [fields_of(program), *(step.form or () for step in steps.workflow(program))]
    found = [each for form in forms for each in files.fields(form) if each.id == id_]
    if not found:
        raise Unknown(id_)
    return found


def take(world: World, sent: Sent, into: Sequence[File]) -> Upload:
    """The upload that the file has become, for whichever of the fields (all of one id) takes it.

    Two calls: one object, one row; with a key one read before them. Raises NotTaken.
    """
    id_ = _id(world, sent)
    there = world.stores.files.rows(id_).get(id_) if sent.key else None
    if there is not None and (there.claimed or there.expires > world.clock()):
        return there
    if there is not None:  # a day old: its object is about to go
        id_ = _id(world, replace(sent, key=""))
    _seldom(world, sent.source)
    if len(sent.body) > min(MOST, max(map(file.most_bytes, into))):
        raise NotTaken(_too_large(min(MOST, max(map(file.most_bytes, into)))))
    content = _looked_into(sent.body, into)
    return _stored(world, _upload(world, sent, id_, into[0].id, content.type), content)


def promise(
    world: World, sent: Sent, into: Sequence[File], *, type_: str, size: int
) -> tuple[Upload, Ticket]:
    """An upload that is still to come, by a form that posts it into the store directly. One call.

    `type_` and `size` are what the sender says; the store holds them to it, and `complete` looks. Raises
    NotTaken.
    """
    _seldom(world, sent.source)
    most = max(map(file.most_bytes, into))
    if size < 1:
        raise NotTaken(Fault("", "file_empty"))
    if size > most:
        raise NotTaken(_too_large(most))
    taken = [each for one in into for each in file.accepted(one)]
    if type_ not in taken:
        raise NotTaken(Fault("", "file_type", {"types": media.endings(dict.fromkeys(taken))}))
    upload = replace(_upload(world, sent, _id(world, sent), into[0].id, type_), size=size, ready=False)
    world.stores.files.note(upload)
    return upload, world.stores.files.ticket(upload.id, type_, most=most, seconds=POST)


def complete(world: World, id_: str) -> Upload:
    """The upload, once somebody has looked into what was posted; the same again is the same.

    Raises Unknown for none, and NotTaken, after which the upload is to be begun anew.
    """
    upload = world.stores.files.rows(id_).get(id_) if file.is_id(id_) else None
    if upload is None or (not upload.claimed and upload.expires <= world.clock()):
        raise Unknown(id_)
    if upload.ready:
        return upload
    body = world.stores.files.arrived(id_)
    if body is None:
        raise NotTaken(Fault("", "no_such_upload"))
    program = programs.program(records.newest(world, "program", upload.program).text)
    into = fields(program, upload.field)
    most = max(map(file.most_bytes, into))
    try:
        if len(body) > most:
            raise NotTaken(_too_large(most))
        return _stored(world, upload, _looked_into(body, into))
    finally:
        world.stores.files.discard(id_)


def _seldom(world: World, source: str) -> None:
    if not limits.may_upload(world, source, world.clock()):
        raise NotTaken(Fault("", "too_many_uploads"))


def _looked_into(body: bytes, into: Sequence[File]) -> contents.Content:
    """The content, if one of the fields takes it. Raises NotTaken as the first of them does."""
    refused: NotTaken | None = None
    for each in into:
        if len(body) > file.most_bytes(each):
            refused = refused or NotTaken(_too_large(file.most_bytes(each)))
            continue
        try:
            return contents.looked_into(body, file.accepted(each), each.max_pixels)
        except NotTaken as error:
            refused = refused or error
    raise refused or NotTaken(Fault("", "file_type", {"types": []}))


def _id(world: World, sent: Sent) -> str:
    """100 bits that nobody can guess; of a file with a key always the same."""
    if not sent.key:
        return ids.submission_id(world.random(13))
    return ids.keyed_submission_id(world.keys().ids, program=sent.program, caller="upload", key=sent.key)


def _upload(world: World, sent: Sent, id_: str, field_id: str, type_: str) -> Upload:
    return Upload(
        id=id_,
        program=sent.program,
        field=field_id,
        name=called(sent.name, type_),
        type=type_,
        size=0,
        expires=world.clock() + LIFE,
    )


def _stored(world: World, upload: Upload, content: contents.Content) -> Upload:
    """The object first: a row without one would be claimed."""
    stored = replace(
        upload,
        type=content.type,
        name=called(upload.name, content.type),
        size=len(content.body),
        pixels=content.pixels,
        ready=True,
    )
    world.stores.files.store(stored.id, content.body, content.type)
    world.stores.files.note(stored)
    return stored


def called(name: str, type_: str) -> str:
    r"""The name that people see: without folders and what can't be seen, with an ending of its own type.

    >>> called("C:\\Users\\mary\\photo.exe", "image/jpeg")
    'photo.exe.jpg'
    """
    plain = shortened(name)
    endings = media.EXTENSIONS[type_]
    stem, _, ending = plain.rpartition(".")
    if not stem or ending.lower() not in endings:
        stem, ending = plain or "file", endings[0]
    return f"{stem[:_LONGEST]}.{ending}"


def shortened(name: str) -> str:
    """The name without folders, and without what can't be seen or stands in no file's name; may be empty."""
    last = words.clean(re.split(r"[/\\]", name)[-1])
    plain = "".join(each for each in last if each.isprintable() and each not in '<>:"|?*')
    return plain.strip(". ")[: _LONGEST + 5]


def _too_large(most: int) -> Fault:
    return Fault("", "file_too_large", {"limit": most / 1_000_000 if most % 1_000_000 else most // 1_000_000})


def faults(
    world: World, named: Iterable[Named], *, program: str, pointer: str, submission: str = ""
) -> tuple[list[str], list[Fault]]:
    """The uploads that are still to be claimed, and what is wrong with those that can't be.

    `named` stand in answers to that program at `pointer`; those that the submission has already are its own.
    No call where there are none, else one read.
    """
    wanted = [each for each in named if file.is_id(each.id)]
    if not wanted:
        return [], []
    rows = world.stores.files.rows(*(each.id for each in wanted))
    found: list[Fault] = []
    free: list[str] = []
    for number, each in enumerate(wanted):
        row = rows.get(each.id)
        wrong = _wrong(world, row, each, program, submission)
        if wrong is None and each.id in {other.id for other in wanted[:number]}:
            wrong = Fault(each.pointer, "repeated")
        if wrong is not None:
            found.append(wrong)
        elif row is not None and not row.claimed:
            free.append(each.id)
    if len(free) > TOGETHER:
        found.append(Fault(pointer, "too_many_files", {"limit": TOGETHER, "actual": len(free)}))
    return free, found


def _wrong(world: World, row: Upload | None, each: Named, program: str, submission: str) -> Fault | None:
    own = row is not None and bool(row.claimed) and row.claimed == submission
    if own:
        return None
    if row is None or not row.ready or (row.program, row.field) != (program, each.field.id):
        return Fault(each.pointer, "no_such_upload")
    if row.claimed:
        return Fault(each.pointer, "upload_taken")
    if row.expires <= world.clock():
        return Fault(each.pointer, "no_such_upload")
    # Fields of one id may differ, and the definition may be a newer one by now.
    taken = file.accepted(each.field)
    if row.type not in taken:
        return Fault(each.pointer, "file_type", {"types": media.endings(taken)})
    most = each.field.max_pixels
    if most is not None and row.pixels > most:
        return Fault(each.pointer, "too_many_pixels", {"limit": most})
    return None


def claim(
    world: World, answers: Callable[[Rules, Case], Mapping[str, Any]], *, pointer: str = "/answers"
) -> records.Claim:
    """What a change of the form's answers claims; `answers` are those that are kept of it."""

    def found(rules: Rules, case: Case) -> tuple[list[str], list[Fault]]:
        form = fields_of(rules.pinned)
        if not any(files.fields(form)):
            return [], []
        named = files.named(form, answers(rules, case), pointer)
        own = case.submission
        return faults(world, named, program=own.program, pointer=pointer, submission=own.id)

    return found


def within(private: str | None) -> list[str]:
    """What may be ids of uploads in the private part of a commit; other words may look the same."""
    return list(dict.fromkeys(_NAMED.findall(private or "")))


def of(world: World, submission: str, commits: Iterable[Commit]) -> Mapping[str, Upload]:
    """The uploads that these commits of the submission name, and that are its own.

    No call where none may be.
    """
    return claimed_by(world, submission, (id_ for commit in commits for id_ in within(commit.private)))


def claimed_by(world: World, submission: str, named: Iterable[str]) -> Mapping[str, Upload]:
    """Those of the uploads that are the submission's: one read, and no call where none are named."""
    wanted = dict.fromkeys(named)
    rows = world.stores.files.rows(*wanted) if wanted else {}
    return {id_: row for id_, row in rows.items() if row.claimed == submission}


def keep(world: World, submission: str, commits: Iterable[Commit]) -> None:
    """Marks what these commits claimed as somebody's, so that it lives. Safe to repeat."""
    for id_ in of(world, submission, commits):
        world.stores.files.keep(id_)


def prolong(world: World, named: Iterable[str], until: datetime) -> None:
    """Lets uploads that nobody has claimed live until then, as what a saved form names does. Safe to repeat.

    No call where none are named; else one read, and two calls for each.
    """
    wanted = [id_ for id_ in dict.fromkeys(named) if file.is_id(id_)]
    for row in world.stores.files.rows(*wanted).values() if wanted else ():
        if row.ready and not row.claimed:
            world.stores.files.prolong(row, now=world.clock(), expires=until)


def drop(world: World, named: Iterable[str]) -> None:
    """Removes those of the uploads that no submission has claimed by now. Safe to repeat."""
    wanted = [id_ for id_ in dict.fromkeys(named) if file.is_id(id_)]
    if not wanted:
        return
    for row in world.stores.files.rows(*wanted).values():
        if not row.claimed:
            # From now on nobody can claim it; who was quicker keeps it.
            world.stores.files.note(replace(row, expires=world.clock()))
    free = [row.id for row in world.stores.files.rows(*wanted).values() if not row.claimed]
    if free:
        world.stores.files.remove(free)


def forget(world: World, submission: str, commits: Iterable[Commit]) -> None:
    """Removes the submission's files, those of answers that were changed since too. Safe to repeat."""
    own = list(of(world, submission, commits))
    if own:
        world.stores.files.remove(own)


def address(world: World, holder: Holder, id_: str) -> str:
    """Where staff get a file of their community, for five minutes. Noted in the audit log. Raises Unknown."""
    row = world.stores.files.rows(id_).get(id_) if file.is_id(id_) else None
    if row is None or not row.claimed:
        raise Unknown(id_)
    submission = records.case_of(world, row.claimed).submission
    if submission.community != holder.community or submission.state == "erased":
        raise Unknown(id_)
    log.info("file looked at", extra=logs.ids(upload=id_, submission=row.claimed, holder=holder.id))
    return world.stores.files.address(row, seconds=LOOK)
