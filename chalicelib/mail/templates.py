"""Renders the three files of a message. Templates are ours alone: no words of users are ever one."""

from __future__ import annotations

import re
from collections.abc import MutableMapping
from dataclasses import fields, replace
from functools import lru_cache
from pathlib import Path
from typing import Any

from chalicelib.language.reader import Reader
from chalicelib.mail import colours
from chalicelib.mail.draft_facts import DraftFacts
from chalicelib.mail.facts import Facts
from chalicelib.mail.headers import one_line

FOLDER = Path(__file__).parent
Sayable = Facts | DraftFacts
_TITLE = 90
_FIRST_STRONG, _POP = "\u2068", "\u2069"


def subject(template: str, facts: Sayable, reader: Reader) -> str:
    """The subject: one line, in which a long title leaves room for the rest."""
    title = facts.program if len(facts.program) <= _TITLE else facts.program[: _TITLE - 1] + "…"
    return one_line(_render(f"{template}/subject.txt", replace(facts, program=title), reader))


def text(template: str, facts: Sayable, reader: Reader) -> str:
    """The text part: paragraphs one line each, links alone on theirs.

    Every line of a template that says nothing leaves an empty one: of several one is kept.
    """
    rendered = _render(f"{template}/body.txt", facts, reader)
    return re.sub(r"\n{3,}", "\n\n", rendered).strip("\n") + "\n"


def html(template: str, facts: Sayable, reader: Reader) -> str:
    """The HTML part, with inline styles and nothing from elsewhere."""
    rendered = _render(f"{template}/body.html", facts, reader)
    return re.sub(r"\n\s*\n", "\n", rendered).strip("\n") + "\n"


def _render(name: str, facts: Sayable, reader: Reader) -> str:
    values = {field.name: getattr(facts, field.name) for field in fields(facts)}
    ink = colours.ink(facts.accent)
    link_colour = colours.readable(facts.accent)
    rendered: str = (
        _environment().get_template(name).render(values, reader=reader, ink=ink, link_colour=link_colour)
    )
    return rendered


@lru_cache(maxsize=1)
def _environment() -> Any:
    """One environment for all languages: the reader in the context has the words."""
    from jinja2 import Environment, FileSystemLoader, StrictUndefined, pass_context, select_autoescape

    @pass_context
    def gettext(context: Any, message: str) -> str:
        translated: str = context["reader"].gettext(message)
        return translated

    @pass_context
    def ngettext(context: Any, singular: str, plural: str, n: int) -> str:
        translated: str = context["reader"].ngettext(singular, plural, n)
        return translated

    class Flat(Environment):
        """One whose templates have their globals in one dict: each rendering copies them."""

        def make_globals(self, d: MutableMapping[str, Any] | None) -> MutableMapping[str, Any]:
            return {**self.globals, **(d or {})}

    environment = Flat(
        loader=FileSystemLoader(FOLDER),
        auto_reload=False,
        autoescape=select_autoescape(["html"]),
        undefined=StrictUndefined,
        lstrip_blocks=True,
        extensions=["jinja2.ext.i18n"],
    )
    environment.policies["ext.i18n.trimmed"] = True
    environment.install_gettext_callables(  # type: ignore[attr-defined]  # what the extension adds
        gettext, ngettext, newstyle=True
    )
    environment.filters["typed"] = _typed()
    return environment


def _typed() -> Any:
    """A filter for what somebody typed: its direction is its own, and never that of the words around it."""
    from jinja2 import pass_eval_context
    from markupsafe import Markup

    @pass_eval_context
    def typed(context: Any, words: str) -> str:
        if context.autoescape:
            return Markup("<bdi>{}</bdi>").format(words)
        return words if words.isascii() else f"{_FIRST_STRONG}{words}{_POP}"

    return typed
