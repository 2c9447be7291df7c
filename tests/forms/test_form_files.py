"""Every field for files in the real forms takes what fits, and nothing of another type, too large, or with
too many pixels.
"""

from __future__ import annotations

from copy import deepcopy
from datetime import date
from typing import Any

import pytest

from chalicelib.domain import media
from chalicelib.domain.definitions import Program, fields_of
from chalicelib.domain.fields import file, files
from chalicelib.services import publish, submit, uploads
from chalicelib.services.contents import NotTaken
from chalicelib.services.uploads import Sent
from tests.forms import boundaries, cases, definitions, mutants
from tests.services.office import Office
from tests.services.samples import PDF, office, picture
from tests.web.site import Site

FOUND = [
    (name, one)
    for name in definitions.NAMES
    for one in boundaries.asked(definitions.document(name))
    if one.written["type"] == "file"
]
FIELDS = [pytest.param(name, one.written["id"], id=f"{name}-{one.written['id']}") for name, one in FOUND]
CONTENT = [
    pytest.param(name, one, key, id=f"{name}-{one.written['id']}-{key}")
    for name, one in FOUND
    for key in sorted(one.written.keys() & mutants.CONTENT)
]
SAMPLES = {
    "application/pdf": PDF,
    "image/jpeg": picture("JPEG"),
    "image/png": picture("PNG"),
    "application/vnd.openxmlformats-officedocument.wordprocessingml.document": office("word/document.xml"),
}
MEGABYTE = 1_000_000


def taken(written: dict[str, Any], field: str, body: bytes) -> str:
    """The type as which the field of that definition takes the file, or the code of why it does not."""
    desk = Office()
    program = definitions.program_of(written)
    sent = Sent(program.id, "sent.bin", body)
    try:
        return uploads.take(desk.world, sent, uploads.fields(program, field)).type
    except NotTaken as error:
        return error.fault.code


def of_types(written: dict[str, Any]) -> dict[str, bytes]:
    """The samples that the field takes by their types."""
    wanted = media.types(written["accept"])
    return {type_: body for type_, body in SAMPLES.items() if type_ in wanted}


def padded(body: bytes, size: int) -> bytes:
    """The file with something behind its head, which its format overlooks, so that it has that size."""
    if body.startswith(b"%PDF"):
        head, _, end = body.rpartition(b"%%EOF")
        return head + b"%" + b"." * (size - len(body) - 2) + b"\n%%EOF" + end
    return body + bytes(size - len(body))


def edge(written: dict[str, Any], key: str) -> tuple[dict[str, bytes], bytes, str]:
    """Files just within a constraint, by their types; one just beyond it, and why that is not taken."""
    fitting = of_types(written)
    match key:
        case "accept":
            other = next(body for type_, body in SAMPLES.items() if type_ not in fitting)
            return fitting, other, "file_type"
        case "max_mb":
            most = int(written["max_mb"] * MEGABYTE)
            within = {type_: padded(body, most) for type_, body in fitting.items()}
            return within, padded(next(iter(fitting.values())), most + 1), "file_too_large"
        case _:
            side, kind = written["max_pixels"], next(each for each in fitting if media.is_picture(each))
            drawn = [picture(media.EXTENSIONS[kind][1].upper(), size=(wide, 2)) for wide in (side, side + 1)]
            return {kind: drawn[0]}, drawn[1], "too_many_pixels"


@pytest.mark.parametrize(("name", "one", "key"), CONTENT)
def test_file_is_taken_up_to_the_edge_of_each_constraint_and_not_beyond(
    name: str, one: boundaries.Asked, key: str
) -> None:
    """Of every type that it takes; were the constraint a little stricter, it would not be taken."""
    written, field = definitions.document(name), one.written["id"]
    within, beyond, code = edge(one.written, key)
    value = ["docx"] if key == "accept" else one.written[key] - (0.1 if key == "max_mb" else 1)
    stricter = mutants.mutant(written, mutants.Site(f"{one.pointer}/{key}", key, one, ()), value)

    assert {type_: taken(written, field, body) for type_, body in within.items()} == {
        each: each for each in within
    }
    assert taken(written, field, beyond) == code
    assert {taken(stricter, field, body) for body in within.values()} == {code}


@pytest.mark.parametrize(("name", "field"), FIELDS)
def test_file_without_content_and_one_that_is_cut_off_are_not_taken(name: str, field: str) -> None:
    """Whatever the field takes."""
    written = definitions.document(name)
    (one,) = [each.written for place, each in FOUND if place == name and each.written["id"] == field]

    assert taken(written, field, b"") == "file_empty"
    for body in of_types(one).values():
        assert taken(written, field, body[: len(body) // 2]) == "file_broken"


@pytest.mark.parametrize("name", sorted({name for name, _ in FOUND}))
def test_form_is_sent_with_its_files_and_claims_them(name: str) -> None:
    """The answers of the table, with an upload for each file that they name."""
    site = Site()
    written = definitions.document(name)
    publish.publish(site.world, written, by="test")
    program = definitions.program_of(written, site.now.date())
    answers = with_files(name, program, site.now.date())
    for one in [one for place, one in FOUND if place == name]:
        for row in range(len(answers.get(one.group, ())) if one.group else 1):
            there = cases.at(answers, one.place(row))
            if there is not cases.ABSENT:
                sent = [upload(site, program, one.written) for _ in file.ids(there)]
                cases.put(answers, one.place(row), sent if isinstance(there, list) else sent[0])

    case = submit.submit(site.world, submit.Form(name, answers, language="en")).case

    named = [each.id for each in files.named(fields_of(program), answers, "")]
    rows = site.stores.files.rows(*named)
    assert len(rows) == len(named) > 0
    assert [row.claimed for row in rows.values()] == [case.submission.id] * len(named)
    assert list(files.named(fields_of(program), case.answers, "")) == list(
        files.named(fields_of(program), answers, "")
    )


def with_files(name: str, program: Program, today: date) -> dict[str, Any]:
    """The answers of the table without fault that name most files."""
    right = [case for case in cases.table(name, today) if not case.faults and not case.dropped]
    most = max(right, key=lambda case: len([*files.named(fields_of(program), case.answers, "")]))
    return deepcopy(most.answers)


def upload(site: Site, program: Program, written: dict[str, Any]) -> str:
    """The id of a file that fits the field."""
    body = next(iter(of_types(written).values()))
    return uploads.take(site.world, Sent(program.id, "a", body), uploads.fields(program, written["id"])).id
