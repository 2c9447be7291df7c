"""Files as pages show them: their names, their sizes, and links for those who may look at them.

A link is good for half an hour from the making of its page, and looks again at who may see what
(`pages.files`). Messages never have one.
"""

from __future__ import annotations

from collections.abc import Iterable, Mapping, Sequence
from dataclasses import replace

from chalicelib.domain.fields import files
from chalicelib.domain.fields.field import Field
from chalicelib.domain.links import Link, make
from chalicelib.language.reader import Reader
from chalicelib.services import uploads
from chalicelib.services.world import World
from chalicelib.storage.ports import Upload
from chalicelib.web.answered import Line, Part
from chalicelib.web.control import Filled, Held

APPLICANT = "applicant"
"""Who looks, where it isn't who was asked by an ask."""


def known(
    world: World,
    program: str,
    fields: Sequence[Field],
    filled: Filled,
    speech: Reader,
    *,
    submission: str = "",
    viewer: str = "",
) -> Filled:
    """The form with the files that it names and that may stand there: nobody's yet, or the submission's own.

    One read where there are any, else none. With a `viewer`, the submission's own have links.
    """
    named = {upload: field.id for field, upload in files.typed(fields, filled.typed)}
    if not named:
        return filled
    now = world.clock()
    held = {
        row.id: shown(world, row, speech, viewer=viewer if row.claimed else "")
        for row in world.stores.files.rows(*named).values()
        if (row.program, row.field, row.ready) == (program, named[row.id], True)
        and (row.claimed == submission if row.claimed else row.expires > now)
    }
    return replace(filled, held=held)


def shown(world: World, upload: Upload, speech: Reader, *, viewer: str = "") -> Held:
    """The file, with a link for that viewer: `applicant` or an ask's id."""
    return Held(upload.id, upload.name, size(upload.size, speech), href(world, upload, viewer))


def href(world: World, upload: Upload, viewer: str) -> str:
    """The path of a link; empty where there is no viewer."""
    if not viewer or not upload.claimed:
        return ""
    issued = int(world.clock().timestamp())
    link = Link("file", upload.claimed, f"{upload.id}.{viewer}", issued)
    return f"/files/{make(world.keys().links, link)}"


def size(number: int, speech: Reader) -> str:
    """Bytes as people read them: `1.2 MB`."""
    if number < 1_000_000:
        return speech.gettext("{n} kB").format(n=speech.number(max(1, round(number / 1000))))
    return speech.gettext("{n} MB").format(n=speech.number(round(number / 1_000_000, 1)))


def ids(parts: Iterable[Part]) -> list[str]:
    """The uploads that stand in what was answered."""
    return [id_ for part in parts for line in part.lines for id_ in _of(line)]


def _of(line: Line) -> list[str]:
    return [*line.files, *(id_ for row in line.rows for each in row for id_ in _of(each))]


def of(
    world: World, parts: Iterable[Part], submission: str, speech: Reader, *, viewer: str
) -> Mapping[str, Held]:
    """The submission's files in what was answered, with links for the viewer: one read where any are."""
    rows = uploads.claimed_by(world, submission, ids(parts))
    return {id_: shown(world, row, speech, viewer=viewer) for id_, row in rows.items()}
