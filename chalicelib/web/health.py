"""Whether this process answers at all; it asks nobody and needs no configuration."""

from __future__ import annotations

import json

from chalicelib import __version__
from chalicelib.web.http import Request, Response


def show(_request: Request) -> Response:
    """`{"status": "ok", "version": …}`."""
    return Response(body=json.dumps({"status": "ok", "version": __version__}))
