"""`file`: something that was uploaded, named by the upload's id. What is in it is not looked at here."""

from __future__ import annotations

import re
from typing import Annotated, Any

from msgspec import Meta

from chalicelib.domain import media
from chalicelib.domain.errors import Fault, child
from chalicelib.domain.fields.field import Checked, Context, Field, PageForm, Speech, fault

_ID = re.compile(r"[0-9a-hjkmnp-tv-z]{20}", re.ASCII)
_MB = 1_000_000


class File(Field, kw_only=True, frozen=True, tag="file"):
    """One file or several. In JSON: the id of an upload (`POST /v1/uploads`), or where `count` is above 1 a
    list of them.

    A file is known by its content, never by its name. Where and by whom a picture was taken is removed.

    Attributes:
        accept: media types or endings, as `image/jpeg`, `image/*` or `pdf`; left out: PDF and pictures
        max_mb: how large a file may be, in megabytes (1,000,000 bytes)
        max_pixels: how many pixels the longer side of a picture may have
        count: how many files there may be
    """

    accept: Annotated[tuple[str, ...], Meta(min_length=1)] = media.USUAL
    max_mb: Annotated[float, Meta(gt=0, le=50)] = 10
    max_pixels: Annotated[int, Meta(ge=100, le=10_000)] | None = None
    count: Annotated[int, Meta(ge=1, le=20)] = 1


def is_id(text: str) -> bool:
    """Whether the text is spelt as an upload's id."""
    return _ID.fullmatch(text) is not None


def accepted(field: File) -> tuple[str, ...]:
    """The media types that it takes."""
    return media.types(field.accept)


def most_bytes(field: File) -> int:
    """How large a file may be."""
    return int(field.max_mb * _MB)


def ids(answer: object) -> list[str]:
    """The uploads that an answer names, one or several."""
    return [str(each) for each in answer] if isinstance(answer, list) else [str(answer)] if answer else []


def from_page(field: File, form: PageForm, name: str) -> object:
    """The ids that the page has by now; of one file the newest."""
    found = [value.strip() for value in form.get(name, ()) if value.strip()]
    if not found:
        return None
    return found[-1] if field.count == 1 else found


def check(field: File, answer: object, pointer: str, _context: Context) -> Checked:
    """The ids, or what is wrong with their spelling; whether there is such an upload is not told here."""
    if field.count == 1:
        return _spelt(answer, pointer)
    if not isinstance(answer, list):
        return fault(pointer, "wrong_type", expected="list")
    single: list[Fault] = []
    for number, each in enumerate(answer):
        place = child(pointer, number)
        single += _spelt(each, place).faults
        if each in answer[:number]:
            single.append(Fault(place, "repeated"))
    if single:
        return Checked(faults=tuple(single))
    if len(answer) > field.count:
        return fault(pointer, "too_many_files", limit=field.count, actual=len(answer))
    return Checked(answer or None)


def _spelt(answer: object, pointer: str) -> Checked:
    if not isinstance(answer, str):
        return fault(pointer, "wrong_type", expected="upload")
    return Checked(answer) if is_id(answer) else fault(pointer, "upload_id")


def schema(field: File, _context: Context) -> dict[str, object]:
    """JSON Schema of the answer; that the upload is there and takes its place is beyond it."""
    one: dict[str, Any] = {"type": "string", "pattern": f"^{_ID.pattern}$"}
    if field.count == 1:
        return one
    least = 1 if field.needed else 0
    return {"type": "array", "items": one, "minItems": least, "maxItems": field.count, "uniqueItems": True}


def shown(_field: File, answer: object, speech: Speech) -> str:
    """How many files; pages show their names, which are not part of the answer."""
    return speech.files(len(ids(answer)))
