"""A program that asks for files, in its form, in rows, and at a step; and forms with files as sent."""

from __future__ import annotations

from collections.abc import Iterable
from typing import Any

from bs4 import Tag

from chalicelib.services import publish
from tests.services.samples import PDF, picture
from tests.web.site import OURS, Page, Site

PROGRAM: dict[str, Any] = {
    "id": "gallery",
    "community": "colorado-springs",
    "area": "culture",
    "kind": "application",
    "title": "Gallery",
    "summary": "Pictures of both towns.",
    "opens": "2026-11-01",
    "closes": "2027-01-31",
    "timezone": "America/Denver",
    "languages": ["en"],
    "retention": "1y",
    "roles": {"coordinator": [{"name": "Desk", "email": "desk@concord.example", "language": "en"}]},
    "form": [
        {
            "page": "You",
            "fields": [
                {"id": "full_name", "type": "text", "label": "Name", "required": True},
                {"id": "email", "type": "email", "label": "Address", "required": True},
                {
                    "id": "cv",
                    "type": "file",
                    "label": "Curriculum vitae",
                    "required": True,
                    "accept": ["pdf"],
                },
                {
                    "id": "works",
                    "type": "file",
                    "label": "Pictures",
                    "accept": ["image/*"],
                    "max_pixels": 500,
                    "max_mb": 1.5,
                    "count": 2,
                },
                {
                    "id": "people",
                    "type": "group",
                    "label": "People",
                    "rows": {"max": 3},
                    "fields": [
                        {"id": "name", "type": "text", "label": "Name"},
                        {"id": "portrait", "type": "file", "label": "Portrait", "accept": ["image/jpeg"]},
                    ],
                },
            ],
        }
    ],
    "workflow": [
        {"step": "confirm", "ask": "applicant", "answers": "confirm", "due": "3d", "on_timeout": "expire"},
        {
            "step": "decide",
            "ask": {"role": "coordinator"},
            "answers": "decide",
            "form": [{"id": "letter", "type": "file", "label": "Letter", "accept": ["pdf"]}],
        },
        {
            "step": "more",
            "ask": "applicant",
            "due": "7d",
            "on_timeout": "expire",
            "form": [{"id": "visa", "type": "file", "label": "Visa", "required": True}],
        },
    ],
}
NAMED = {"full_name": "Mary Miller", "email": "mary@people.example"}
JPEG = picture("JPEG")

File = tuple[str, str, bytes]
"""A control, what the file is called, and its bytes."""


def publish_gallery(site: Site) -> None:
    """Publishes it."""
    publish.publish(site.world, PROGRAM, by="test")


def upload(site: Site, field: str, body: bytes, type_: str = "application/pdf", name: str = "a.pdf") -> str:
    """The id of a file sent by the API."""
    target = f"/v1/uploads?program=gallery&field={field}"
    answer = site.send("POST", target, body, content_type=type_, x_filename=name)
    assert answer.status == 201, answer.body
    return str(answer_id(answer.body))


def answer_id(body: str) -> str:
    """The id in an answer."""
    import json

    return str(json.loads(body)["id"])


def sent(site: Site, **answers: Any) -> str:
    """The id of a submission, with a curriculum vitae."""
    from chalicelib.services import submit

    cv = upload(site, "cv", PDF, name="my%20life.pdf")
    form = submit.Form("gallery", {**NAMED, "cv": cv, **answers}, language="en")
    return submit.submit(site.world, form).case.submission.id


def encoded(pairs: Iterable[tuple[str, str]], files: Iterable[File]) -> tuple[bytes, str]:
    """A form with files, and its Content-Type."""
    boundary = "----concord-test"
    parts = []
    for name, value in pairs:
        head = f'--{boundary}\r\nContent-Disposition: form-data; name="{name}"\r\n\r\n'
        parts.append(head.encode() + value.encode() + b"\r\n")
    for control, name, body in files:
        head = f'--{boundary}\r\nContent-Disposition: form-data; name="{control}"; filename="{name}"\r\n'
        parts.append(head.encode() + b"Content-Type: application/octet-stream\r\n\r\n" + body + b"\r\n")
    return b"".join(parts) + f"--{boundary}--\r\n".encode(), f"multipart/form-data; boundary={boundary}"


def press(
    page: Page,
    files: Iterable[File] = (),
    *,
    button: tuple[str, str] | None = None,
    without: Iterable[str] = (),
    **typed: str,
) -> Page:
    """Sends the page's form as a browser does, with these files chosen and controls filled in."""
    assert page.form.get("enctype") == "multipart/form-data"
    chosen = list(files)
    controls = [tag for tag in page.form.find_all("input", type="file") if isinstance(tag, Tag)]
    assert {name for name, _, _ in chosen} <= {str(tag["name"]) for tag in controls}
    names = {name for name, _, _ in chosen}
    empty = [(str(tag["name"]), "", b"") for tag in controls if str(tag["name"]) not in names]
    values = dict(page.values)
    values |= {name.replace("__", "."): [value] for name, value in typed.items()}
    pairs = [(name, value) for name, each in values.items() for value in each]
    pairs += [("_without", each) for each in without]
    pressed = button or page.buttons[0]
    body, type_ = encoded([*pairs, pressed] if pressed[0] else pairs, [*chosen, *empty])
    named = {name.replace("-", "_"): value for name, value in OURS.items()}
    answer = page.site.send("POST", page.target, body, content_type=type_, **named)
    if answer.status == 303:
        return page.site.get(answer.headers["Location"])
    return Page(page.site, page.target, answer)


def kept(page: Page, name: str) -> list[str]:
    """The files that a page has under a control's name, by their ids."""
    tags = page.form.find_all("input", type="hidden", attrs={"name": name})
    return [str(tag["value"]) for tag in tags]
