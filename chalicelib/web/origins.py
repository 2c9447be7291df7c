"""Refuses forms that a page of another site sent (Fetch Metadata; RFC 6454 §7).

Our pages say `no-referrer`, so browsers send `Origin: null` with our own forms (Fetch §3.2): that counts
where Sec-Fetch-Site vouches for it, and not alone.
"""

from __future__ import annotations

from urllib.parse import urlsplit

from chalicelib.services.world import World
from chalicelib.web.http import Request
from chalicelib.web.refusals import FromElsewhere

_OURS = ("same-origin", "none")


def from_here(request: Request, world: World) -> None:
    """Raises FromElsewhere unless the form came from one of our pages, or from no page at all."""
    site = request.headers.get("sec-fetch-site")
    origin = request.headers.get("origin")
    if site is not None and site not in _OURS:
        raise FromElsewhere
    if origin is None or origin == _origin(world.base_url):
        return
    if not (origin == "null" and site in _OURS):
        raise FromElsewhere


def _origin(url: str) -> str:
    parts = urlsplit(url)
    return f"{parts.scheme}://{parts.netloc}"
