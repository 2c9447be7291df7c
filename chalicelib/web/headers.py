"""The headers that every answer bears, whatever it is: what browsers and caches may do with it.

Sources: Content Security Policy Level 3, RFC 6797 (HSTS), Referrer Policy, RFC 9111 (caching).
"""

from __future__ import annotations

from collections.abc import Mapping

from chalicelib.web.http import Response

_ALWAYS = {
    "Strict-Transport-Security": "max-age=63072000; includeSubDomains",
    "X-Content-Type-Options": "nosniff",
    "Referrer-Policy": "no-referrer",
}
_NOTHING = "default-src 'none'; form-action 'none'; frame-ancestors 'none'; base-uri 'none'"


def complete(response: Response) -> Mapping[str, str]:
    """All headers of the answer: its own, and those of every answer."""
    headers = {**_ALWAYS, "Content-Security-Policy": _policy(response)}
    if response.body:
        headers["Content-Type"] = response.type
    if response.personal:
        headers["Cache-Control"] = "no-store"
    if not response.indexed:
        headers["X-Robots-Tag"] = "noindex"
    return {**headers, **response.headers}


def _policy(response: Response) -> str:
    """Pages load our own style sheet and icon and post to ourselves; everything else does nothing at all.

    Scripts run on the pages that have some of ours, and these are files: what stands in a page never runs.
    """
    if not response.type.startswith("text/html"):
        return _NOTHING
    styles = " ".join(["'self'", *(f"'{digest}'" for digest in response.styles)])
    scripts = "script-src 'self'; " if response.scripts else ""
    return (
        f"default-src 'none'; {scripts}style-src {styles}; img-src 'self'; form-action 'self'; "
        "frame-ancestors 'none'; base-uri 'none'"
    )
