"""Query parameters and ids in paths: read, or refused by name. A value is never repeated to who sent it."""

from __future__ import annotations

import base64
import re
from collections.abc import Collection

from chalicelib.domain.errors import Unknown
from chalicelib.web.http import Request
from chalicelib.web.refusals import BadParameter

_SLUG = re.compile(r"[a-z][a-z0-9-]{0,59}", re.ASCII)
_KEY = re.compile(r"[\x21-\x7e]{1,200}", re.ASCII)
_LONGEST = 200


def slug(request: Request, name: str = "id") -> str:
    """The id of a program or community in the path. Raises Unknown for what can be none."""
    value = request.parameters.get(name, "")
    if _SLUG.fullmatch(value) is None:
        raise Unknown
    return value


def word(request: Request, name: str) -> str | None:
    """A parameter of free text, None where it is absent or empty. Raises BadParameter over 200 characters."""
    value = (request.asked(name) or "").strip()
    if len(value) > _LONGEST or "\x00" in value:
        raise BadParameter(name)
    return value or None


def one_of(request: Request, name: str, options: Collection[str]) -> str | None:
    """A parameter with one of these values, or None. Raises BadParameter for any other."""
    value = word(request, name)
    if value is not None and value not in options:
        raise BadParameter(name)
    return value


def limit(request: Request, *, default: int = 50, most: int = 100) -> int:
    """How many rows; never over `most`. Raises BadParameter for what is no whole number above 0."""
    value = request.asked("limit")
    if value is None or value == "":
        return default
    if re.fullmatch(r"[0-9]{1,40}", value) is None or int(value) < 1:
        raise BadParameter("limit")
    return min(int(value), most)


def idempotency_key(request: Request) -> str | None:
    """The Idempotency-Key, or None. Raises BadParameter unless it is 1 to 200 visible ASCII characters."""
    value = request.headers.get("idempotency-key")
    if value is None:
        return None
    if _KEY.fullmatch(value.strip()) is None:
        raise BadParameter("Idempotency-Key")
    return value.strip()


def cursor_after(id_: str) -> str:
    """An opaque cursor to what follows this id in a list by id."""
    return base64.urlsafe_b64encode(id_.encode()).decode().rstrip("=")


def cursor_of(request: Request) -> str | None:
    """The id that the cursor stands after, or None. Raises BadParameter for one that isn't ours."""
    value = word(request, "cursor")
    if value is None:
        return None
    try:
        found = base64.b64decode(value + "=" * (-len(value) % 4), altchars=b"-_", validate=True).decode()
    except ValueError as error:
        raise BadParameter("cursor") from error
    if _SLUG.fullmatch(found) is None or cursor_after(found) != value:
        raise BadParameter("cursor")
    return found
