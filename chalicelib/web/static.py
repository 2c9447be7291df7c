"""Our own style sheet, icon and scripts, and what machines look for; nothing comes from elsewhere."""

from __future__ import annotations

import hashlib
from dataclasses import dataclass
from datetime import timedelta
from functools import lru_cache
from pathlib import Path

from chalicelib.services import browse
from chalicelib.services.world import World
from chalicelib.web.http import TEXT, Request, Response
from chalicelib.web.refusals import NoSuchPage

FOLDER = Path(__file__).parent / "static"
_SCRIPT = "text/javascript; charset=utf-8"
TYPES = {
    "style.css": "text/css; charset=utf-8",
    "icon.svg": "image/svg+xml",
    "logic.js": _SCRIPT,
    "form.js": _SCRIPT,
    "controls.js": _SCRIPT,
}
_VALID = timedelta(days=180)


@dataclass(frozen=True, slots=True)
class File:
    """A file and the digest that names this very text of it."""

    text: str
    digest: str


@lru_cache(maxsize=8)
def file(name: str) -> File:
    """The file of that name."""
    text = (FOLDER / name).read_text(encoding="utf-8")
    return File(text, hashlib.sha256(text.encode()).hexdigest()[:16])


def versioned(name: str) -> str:
    """The address under which this very text may be kept for ever."""
    return f"/static/{name}?v={file(name).digest}"


def show(request: Request) -> Response:
    """One of the files; 304 where the browser has it."""
    name = request.parameters["name"]
    if name not in TYPES:
        raise NoSuchPage
    found = file(name)
    forever = request.asked("v") == found.digest
    headers = {
        "ETag": f'"{found.digest}"',
        "Cache-Control": "public, max-age=31536000, immutable" if forever else "public, max-age=300",
    }
    if f'"{found.digest}"' in request.headers.get("if-none-match", ""):
        return Response(status=304, headers=headers, personal=False)
    return Response(body=found.text, type=TYPES[name], headers=headers, personal=False)


def robots(_request: Request) -> Response:
    """What search engines leave alone: everything that is somebody's, and the API (RFC 9309)."""
    paths = ("/asks/", "/status/", "/sent/", "/fresh/", "/stop/", "/cannot/", "/links", "/v1/")
    lines = ["User-agent: *", *(f"Disallow: {path}" for path in paths)]
    return Response(body="\n".join(lines) + "\n", type=TEXT, personal=False)


def security(_request: Request, world: World) -> Response:
    """Whom to tell of a weakness: the desks of the communities (RFC 9116)."""
    contacts = dict.fromkeys(each["sender"]["email"] for each in browse.communities(world))
    expires = (world.clock() + _VALID).strftime("%Y-%m-%dT%H:%M:%SZ")
    lines = [
        *([f"Contact: mailto:{address}" for address in contacts] or [f"Contact: {world.base_url}/"]),
        f"Expires: {expires}",
        f"Canonical: {world.base_url}/.well-known/security.txt",
    ]
    return Response(body="\n".join(lines) + "\n", type=TEXT, personal=False)
