"""Whether this process answers at all; it asks nobody and needs no configuration."""

from __future__ import annotations

from chalicelib import __version__
from chalicelib.web.http import Request, Response, json_answer


def show(_request: Request) -> Response:
    """`{"status": "ok", "version": …}`."""
    return json_answer({"status": "ok", "version": __version__})
