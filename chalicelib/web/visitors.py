"""Which language whoever asks is answered in: chosen on the page, else what the browser asks for."""

from __future__ import annotations

from collections.abc import Sequence
from typing import TYPE_CHECKING

from chalicelib.web.http import Request

if TYPE_CHECKING:
    from chalicelib.language.reader import Reader

LANGUAGE = "lang"
"""The query parameter, and the hidden field of forms, that bears the language chosen on the page."""


def spoken() -> tuple[str, ...]:
    """The languages that Concord itself has words in, English first."""
    from chalicelib.language.catalogue import translated

    return translated()


def reader_of(
    request: Request,
    offered: Sequence[str] | None = None,
    *,
    timezone: str = "UTC",
    chosen: str | None = None,
    otherwise: str | None = None,
) -> Reader:
    """The reader who sent the request: the language chosen, else Accept-Language among those `offered`.

    `otherwise` is the language where the browser asks for none that is offered; without it, the first one.
    """
    from chalicelib.language.choose import best
    from chalicelib.language.reader import reader

    languages = tuple(offered or spoken())
    picked = chosen or request.asked(LANGUAGE)
    if picked in languages:
        return reader(picked, timezone)
    if otherwise in languages:
        languages = (otherwise, *(each for each in languages if each != otherwise))
    return reader(best(request.headers.get("accept-language"), languages), timezone)
