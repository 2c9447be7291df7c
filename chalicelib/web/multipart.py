"""Forms with files, as browsers send them (RFC 7578): the controls with their values, and the files.

Files are as large as Lambda lets in; each is measured by itself where it is taken.
"""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from dataclasses import dataclass, field
from io import BytesIO

from chalicelib.web.http import Request
from chalicelib.web.refusals import NotThisType, TooLarge

TYPE = "multipart/form-data"

MOST = 256 * 1024
"""Bytes of everything in a form that is no file."""

_PARTS = 20_000


@dataclass(frozen=True, slots=True)
class Enclosed:
    """A file in a form: its control, what it is called, its bytes."""

    control: str
    name: str
    body: bytes = field(repr=False)


@dataclass(frozen=True, slots=True)
class Read:
    """Everything that a form has."""

    form: Mapping[str, Sequence[str]]
    files: Sequence[Enclosed]


def read(request: Request) -> Read:
    """The form. Raises NotThisType for one that has no boundary or is cut off, and TooLarge."""
    import multipart as parsing

    _, options = parsing.parse_options_header(request.headers.get("content-type", ""))
    boundary = options.get("boundary", "")
    form: dict[str, list[str]] = {}
    files: list[Enclosed] = []
    size, whole = 0, len(request.body) + 1
    try:
        parser = parsing.MultipartParser(
            BytesIO(request.body),
            boundary,
            spool_limit=whole,
            memory_limit=whole,
            part_limit=_PARTS,
        )
        for part in parser:
            if part.filename is not None:
                body = part.raw
                # A control in which nothing was chosen has neither name nor bytes (HTML §4.10.22.7).
                if part.filename or body:
                    files.append(Enclosed(part.name, part.filename, body))
                continue
            value = part.raw.decode("utf-8", "replace")
            size += len(part.name.encode()) + len(value.encode())
            form.setdefault(part.name, []).append(value)
    except parsing.ParserLimitReached as error:
        raise TooLarge(MOST) from error
    except (parsing.MultipartError, ValueError) as error:
        raise NotThisType((TYPE,)) from error
    if size > MOST:
        raise TooLarge(MOST)
    return Read(form, files)
