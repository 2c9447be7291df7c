"""The mailbox as pages for people: a list, one message, and its HTML in a frame that can do nothing.

Makes HTML; decides nothing.
"""

from __future__ import annotations

import re
from collections.abc import Iterator
from datetime import datetime
from pathlib import Path

from jinja2 import Environment, FileSystemLoader

from infra.local.mailbox import Mail

MOVES = (("1h", "1 hour"), ("1d", "1 day"), ("3d", "3 days"), ("8d", "8 days"))
"""How far the buttons move the clock."""

_LINK = re.compile(r"https?://[^\s<>\"]+[^\s<>\".,;:!?)\]]")
_pages = Environment(
    loader=FileSystemLoader(Path(__file__).with_name("pages")), autoescape=True, keep_trailing_newline=True
)


def mails_page(
    mails: list[Mail], *, total: int, now: datetime, application: str, notice: str, nonce: str
) -> str:
    """The list, newest first, with the controls of the demo; `notice` says what was just done."""
    return _pages.get_template("mails.html").render(
        mails=mails, total=total, now=now, application=application, notice=notice, nonce=nonce, moves=MOVES
    )


def mail_page(mail: Mail) -> str:
    """One message."""
    return _pages.get_template("mail.html").render(mail=mail, whole=mail.full(), text=list(pieces(mail.text)))


def framed(html: str) -> str:
    """A message's own HTML, whose links open beside the mailbox.

    >>> framed("<html><head><title>x</title></head></html>")
    '<html><head><base target="_blank"><title>x</title></head></html>'
    """
    base = '<base target="_blank">'
    marked, found = re.subn(r"(<head\b[^>]*>)", rf"\1{base}", html, count=1, flags=re.IGNORECASE)
    return marked if found else base + html


def pieces(text: str) -> Iterator[tuple[str, bool]]:
    """The text in pieces, and whether each is a link.

    >>> list(pieces("See http://x.example/a."))
    [('See ', False), ('http://x.example/a', True), ('.', False)]
    """
    end = 0
    for found in _LINK.finditer(text):
        yield text[end : found.start()], False
        yield found[0], True
        end = found.end()
    yield text[end:], False
