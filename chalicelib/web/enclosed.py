"""The files in a page's form, each taken by itself: a good one becomes an upload, a bad one a fault.

What was taken stands in the form by its id from then on, so that it is kept when the page comes again, and is
sent but once. A form that comes twice has the same uploads.
"""

from __future__ import annotations

import hashlib
from collections.abc import Collection, Mapping, Sequence
from dataclasses import dataclass, replace
from types import MappingProxyType

from chalicelib.domain.errors import Fault
from chalicelib.domain.fields import reading
from chalicelib.domain.fields.field import Field, PageForm, first
from chalicelib.domain.fields.file import File
from chalicelib.domain.fields.group import Group
from chalicelib.services import uploads
from chalicelib.services.contents import NotTaken
from chalicelib.services.uploads import Sent
from chalicelib.services.world import World
from chalicelib.web import apart, bodies, multipart, nonces
from chalicelib.web.http import Request

WITHOUT = "_without"
"""The control that names a file to be left out; no field's id begins so."""


@dataclass(frozen=True, slots=True)
class Taken:
    """The form, its files by their ids, and what is wrong with the others: each with its control's name."""

    form: PageForm
    refused: Sequence[tuple[str, Fault]] = ()


def of(request: Request, world: World, program: str, fields: Sequence[Field], own: Collection[str]) -> Taken:
    """What the page sent; `own`: the controls that it has beside those of the fields.

    Raises as `bodies.form_of`. Nothing is taken from a form without files.
    """
    if request.media_type != multipart.TYPE:
        return Taken(_without(bodies.form_of(request), fields, own))
    read = multipart.read(request)
    form = dict(_without(read.form, fields, own))
    refused: list[tuple[str, Fault]] = []
    for each in read.files:
        name = _plain(each.control, own)
        field = field_of(fields, name)
        if field is None:
            continue
        called = uploads.shortened(each.name)
        # The same file of the same page is the same upload, however often the page is sent.
        nonce = first(form, nonces.FIELD)
        key = f"{nonce}/{name}/{hashlib.sha256(each.body).hexdigest()}" if nonce else ""
        sent = Sent(program, each.name, each.body, request.source, key)
        elsewhere = {value for other, values in form.items() if other != each.control for value in values}
        try:
            upload = uploads.take(world, sent, [field])
            if upload.id in elsewhere:  # in a row that has moved since
                upload = uploads.take(world, replace(sent, key=""), [field])
        except NotTaken as error:
            refused.append((name, replace(error.fault, values={**error.fault.values, "file": called})))
            continue
        before = [value for value in form.get(each.control, ()) if value and field.count > 1]
        form[each.control] = [*(value for value in before if value != upload.id), upload.id]
    return Taken(form, refused)


def faults(
    taken: Taken,
    fields: Sequence[Field],
    own: Collection[str],
    pointer: str,
    beside: reading.Counts = MappingProxyType({}),
) -> list[Fault]:
    """The faults of files that were not taken, at their places among the answers at `pointer`.

    Of a row in which nothing else was answered there are no answers: then at the rows together.
    """
    kept = reading.filled(fields, apart.typed(taken.form, own), beside)
    found = []
    for name, fault in taken.refused:
        match name.split("."):
            case [group, number, member] if int(number) in kept.get(group, ()):
                place = f"{pointer}/{group}/{kept[group].index(int(number))}/{member}"
            case [group, _, _]:
                place = f"{pointer}/{group}"
            case _:
                place = f"{pointer}/{name}"
        found.append(replace(fault, pointer=place))
    return found


def joined(of_files: Sequence[Fault], others: Sequence[Fault]) -> list[Fault]:
    """All of them; that a file is missing isn't said where it is said why it was not taken."""
    places = {fault.pointer for fault in of_files}
    return [*(each for each in others if each.code != "required" or each.pointer not in places), *of_files]


def field_of(fields: Sequence[Field], name: str) -> File | None:
    """The field for files whose control has that name, in a row too."""
    known: Mapping[str, Field] = {field.id: field for field in fields}
    match name.split("."):
        case [group, number, member] if number.isascii() and number.isdigit() and len(number) < 5:
            whole = known.get(group)
            inner = whole.fields if isinstance(whole, Group) else ()
            return next((each for each in inner if isinstance(each, File) and each.id == member), None)
        case [member]:
            found = known.get(member)
            return found if isinstance(found, File) else None
        case _:
            return None


def _plain(control: str, own: Collection[str]) -> str:
    bare = control.removeprefix("form.")
    return bare if bare in own else control


def _without(form: PageForm, fields: Sequence[Field], own: Collection[str]) -> PageForm:
    """The form without the files that are to be left out."""
    out = set(form.get(WITHOUT, ()))
    if not out:
        return form
    return {
        name: [value for value in values if value not in out]
        if field_of(fields, _plain(name, own)) is not None
        else values
        for name, values in form.items()
        if name != WITHOUT
    }
