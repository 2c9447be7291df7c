"""Uploads by the API: sent, posted directly, claimed by submissions, looked at by staff."""

from __future__ import annotations

import json
import logging
from typing import Any

import pytest

from chalicelib.domain import media
from chalicelib.storage.ports import Ticket
from chalicelib.web import gateway
from tests.services.samples import PDF, office, picture
from tests.web.filed import JPEG, NAMED, answer_id, publish_gallery, sent, upload
from tests.web.site import Site

CV = "/v1/uploads?program=gallery&field=cv"
SUBMIT = "/v1/programs/gallery/submissions"


@pytest.fixture
def gallery(site: Site) -> Site:
    """The site with the program that asks for files."""
    publish_gallery(site)
    return site


def faults(body: str) -> list[tuple[str, str]]:
    """Pointers and codes."""
    return [(each["pointer"], each["code"]) for each in json.loads(body).get("errors", [])]


def test_every_type_is_bytes_to_the_gateway() -> None:
    """API Gateway would take it for text, and spoil it."""
    assert set(media.EXTENSIONS) | {"multipart/form-data"} == set(gateway.BINARY)


def test_file_becomes_an_upload(gallery: Site) -> None:
    """Known by its content; the id is spelt as a submission's."""
    answer = gallery.send("POST", CV, PDF, content_type="application/pdf", x_filename="r%C3%A9sum%C3%A9.txt")

    told = json.loads(answer.body)
    assert (answer.status, told["type"], told["size"]) == (201, "application/pdf", len(PDF))
    assert gallery.stores.files.rows(told["id"])[told["id"]].name == "résumé.txt.pdf"


@pytest.mark.parametrize("field", ["cv", "portrait", "letter"])
def test_field_may_stand_in_the_form_in_rows_and_at_a_step(gallery: Site, field: str) -> None:
    """It is named by its id alone."""
    body, type_ = (JPEG, "image/jpeg") if field == "portrait" else (PDF, "application/pdf")

    assert gallery.stores.files.rows(upload(gallery, field, body, type_))


@pytest.mark.parametrize(
    ("target", "body", "type_", "status", "code"),
    [
        (CV, PDF + bytes(4_000_001), "application/pdf", 413, "too_large"),
        (CV, PDF, "text/plain", 415, "unsupported_type"),
        (CV, JPEG, "image/jpeg", 415, "unsupported_type"),
        (CV, JPEG, "application/pdf", 415, "unsupported_type"),
        (CV, office("word/document.xml"), "application/octet-stream", 415, "unsupported_type"),
        (CV, b"", "application/pdf", 422, "invalid"),
        (CV, PDF[:30], "application/pdf", 422, "invalid"),
        ("/v1/uploads?program=gallery", PDF, "application/pdf", 400, "bad_parameter"),
        ("/v1/uploads?field=cv", PDF, "application/pdf", 400, "bad_parameter"),
        ("/v1/uploads?program=gallery&field=email", PDF, "application/pdf", 404, "unknown"),
        ("/v1/uploads?program=nothing&field=cv", PDF, "application/pdf", 404, "unknown"),
        ("/v1/uploads?program=gallery&field=works", picture(size=(501, 9)), "image/jpeg", 422, "invalid"),
        ("/v1/uploads?program=gallery&field=works", bytes(1_500_001), "image/jpeg", 413, "too_large"),
    ],
)
def test_what_can_not_be_taken_is_refused(
    gallery: Site, target: str, body: bytes, type_: str, status: int, code: str
) -> None:
    """By its size, its content, its place; nothing is stored then."""
    answer = gallery.send("POST", target, body, content_type=type_)

    assert (answer.status, json.loads(answer.body)["code"]) == (status, code)
    stored: Any = gallery.stores.files
    assert (stored.uploads, stored.objects) == ({}, {})


def test_too_many_uploads_of_one_network_are_put_off(gallery: Site) -> None:
    """Where the deployment limits anything."""
    gallery.limits = True
    for number in range(120):
        upload(gallery, "cv", PDF + b" " * number)

    answer = gallery.send("POST", CV, PDF, content_type="application/pdf")

    assert (answer.status, answer.headers["Retry-After"]) == (429, "3600")


def test_submission_claims_its_uploads_once(gallery: Site) -> None:
    """The repetition is the same submission; another one gets a fault where it names them."""
    works = [upload(gallery, "works", JPEG, "image/jpeg") for _ in range(2)]
    people = [{"name": "Ann", "portrait": upload(gallery, "portrait", JPEG, "image/jpeg")}]
    answers = {**NAMED, "cv": upload(gallery, "cv", PDF), "works": works, "people": people}

    first = gallery.api("POST", SUBMIT, {"answers": answers}, token="", idempotency_key="k")
    again = gallery.api("POST", SUBMIT, {"answers": answers}, token="", idempotency_key="k")
    other = gallery.api("POST", SUBMIT, {"answers": answers}, token="")

    assert (first.status, again.status, answer_id(again.body)) == (201, 201, answer_id(first.body))
    assert other.status == 422
    assert faults(other.body) == [
        ("/answers/cv", "upload_taken"),
        ("/answers/works/0", "upload_taken"),
        ("/answers/works/1", "upload_taken"),
        ("/answers/people/0/portrait", "upload_taken"),
    ]


def test_all_that_is_wrong_is_told_at_once(gallery: Site) -> None:
    """Files that are not there, not of this field, twice, or too old, beside what else is wrong."""
    elsewhere, twice = upload(gallery, "letter", PDF), upload(gallery, "works", JPEG, "image/jpeg")
    answers = {
        "full_name": "Mary",
        "cv": elsewhere,
        "works": [twice, "b" * 20],
        "people": [{"portrait": twice}],
    }

    answer = gallery.api("POST", SUBMIT, {"answers": answers}, token="")

    assert answer.status == 422
    assert faults(answer.body) == [
        ("/answers/email", "required"),
        ("/answers/cv", "no_such_upload"),
        ("/answers/works/1", "no_such_upload"),
        ("/answers/people/0/portrait", "no_such_upload"),
    ]


def test_upload_that_is_a_day_old_is_gone(gallery: Site) -> None:
    """Whether or not its row is removed by now."""
    cv = upload(gallery, "cv", PDF)
    gallery.wait(hours=24)

    answer = gallery.api("POST", SUBMIT, {"answers": {**NAMED, "cv": cv}}, token="")

    assert faults(answer.body) == [("/answers/cv", "no_such_upload")]


def test_upload_that_a_newer_version_would_not_take_is_refused(gallery: Site) -> None:
    """What a field takes is asked again when it is claimed."""
    from chalicelib.services import publish
    from tests.domain.examples import changed
    from tests.web.filed import PROGRAM

    cv = upload(gallery, "cv", PDF)
    publish.publish(gallery.world, changed(PROGRAM, ("/form/0/fields/2/accept", ["docx"])), by="test")

    answer = gallery.api("POST", SUBMIT, {"answers": {**NAMED, "cv": cv}}, token="")

    assert faults(answer.body) == [("/answers/cv", "file_type")]


def test_file_of_a_field_that_is_not_shown_is_not_claimed(gallery: Site) -> None:
    """Its answer is dropped, and somebody else may name it."""
    from chalicelib.services import publish
    from tests.domain.examples import changed
    from tests.web.filed import PROGRAM

    hidden = {"==": [{"var": "full_name"}, "Ann"]}
    publish.publish(gallery.world, changed(PROGRAM, ("/form/0/fields/3/show_if", hidden)), by="test")
    works = [upload(gallery, "works", JPEG, "image/jpeg")]

    submission = sent(gallery, works=works)

    assert "works" not in gallery.case(submission).answers
    assert gallery.stores.files.rows(*works)[works[0]].claimed == ""


def promised(site: Site, **changed: Any) -> Any:
    """A ticket for a file of two megabytes."""
    said = {
        "program": "gallery",
        "field": "cv",
        "name": "l.pdf",
        "type": "application/pdf",
        "size": 2_000_000,
    }
    return site.api("POST", "/v1/uploads/presign", {**said, **changed}, token="")


def test_large_file_is_posted_directly_and_looked_into(gallery: Site) -> None:
    """Nobody can claim it before; what was posted is gone afterwards, and completing again is the same."""
    answer = promised(gallery, size=9_000_000)
    told = json.loads(answer.body)
    submit = {"answers": {**NAMED, "cv": told["id"]}}
    early = gallery.api("POST", SUBMIT, submit, token="")
    missing = gallery.api("POST", f"/v1/uploads/{told['id']}/complete", token="")
    store: Any = gallery.stores.files
    large = PDF.replace(b"%%EOF", b"%" * 8_900_000 + b"\n%%EOF")
    store.post(Ticket(told["url"], told["fields"]), large)

    done = gallery.api("POST", f"/v1/uploads/{told['id']}/complete", token="")
    again = gallery.api("POST", f"/v1/uploads/{told['id']}/complete", token="")

    assert (answer.status, told.keys()) == (201, {"id", "url", "fields"})
    assert faults(early.body) == [("/answers/cv", "no_such_upload")]
    assert (missing.status, faults(missing.body)) == (422, [("", "no_such_upload")])
    assert json.loads(done.body) == {"id": told["id"], "type": "application/pdf", "size": len(large)}
    assert done.body == again.body
    assert list(store.objects) == [f"files/{told['id']}"]
    assert gallery.api("POST", SUBMIT, submit, token="").status == 201


@pytest.mark.parametrize(
    ("body", "status"), [(JPEG, 415), (b"%PDF-1.4 cut off", 422), (PDF + bytes(10_000_001), 413)]
)
def test_what_was_posted_and_is_none_is_thrown_away(gallery: Site, body: bytes, status: int) -> None:
    """And the upload can't be claimed."""
    told = json.loads(promised(gallery).body)
    store: Any = gallery.stores.files
    store.post(Ticket(told["url"], told["fields"]), body)

    answer = gallery.api("POST", f"/v1/uploads/{told['id']}/complete", token="")

    assert answer.status == status
    assert store.objects == {}
    assert not store.rows(told["id"])[told["id"]].ready


@pytest.mark.parametrize(
    ("changed", "found"),
    [
        ({"type": "image/jpeg"}, [("/type", "file_type")]),
        ({"size": 10_000_001}, [("/size", "file_too_large")]),
        ({"size": 0}, [("/size", "file_empty")]),
        ({"size": True}, [("/size", "wrong_type")]),
        ({"size": "9"}, [("/size", "wrong_type")]),
    ],
)
def test_ticket_is_refused_for_what_would_not_be_taken(
    gallery: Site, changed: dict[str, Any], found: list[tuple[str, str]]
) -> None:
    """Before anything is sent."""
    answer = promised(gallery, **changed)

    assert (answer.status, faults(answer.body)) == (422, found)


def test_staff_are_led_to_the_file_and_that_is_noted(gallery: Site, caplog: pytest.LogCaptureFixture) -> None:
    """By ids alone: never by the name of the file or of anybody."""
    submission = sent(gallery)
    cv = gallery.case(submission).answers["cv"]
    caplog.set_level(logging.INFO, "concord.audit")

    answer = gallery.api("GET", f"/v1/uploads/{cv}")

    assert answer.status == 303
    assert answer.headers["Location"] == f"https://store.example/files/{cv}?seconds=300"
    (record,) = [each for each in caplog.records if each.name == "concord.audit"]
    noted: Any = record
    assert noted.concord == {"upload": cv, "submission": submission, "holder": "administrator"}


@pytest.mark.parametrize("token", ["", "nobody", "stranger"])
def test_file_is_for_staff_of_its_community_alone(gallery: Site, token: str) -> None:
    """Without a token, with a wrong one, with one of another community."""
    cv = gallery.case(sent(gallery)).answers["cv"]

    assert gallery.api("GET", f"/v1/uploads/{cv}", token=token).status == (
        404 if token == "stranger" else 401
    )


@pytest.mark.parametrize("id_", ["b" * 20, "nothing"])
def test_file_that_nobody_has_is_unknown(gallery: Site, id_: str) -> None:
    """As one that is not claimed."""
    free = upload(gallery, "cv", PDF)

    assert gallery.api("GET", f"/v1/uploads/{id_}").status == 404
    assert gallery.api("GET", f"/v1/uploads/{free}").status == 404
    assert gallery.api("POST", f"/v1/uploads/{id_}/complete").status == 404
