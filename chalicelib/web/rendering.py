"""Makes pages of templates: escaped, in the reader's language, with the headers that a page has.

Templates are ours alone and decide nothing; what they show is worked out in `pages`.
"""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from dataclasses import dataclass, field
from functools import lru_cache
from pathlib import Path
from typing import Any
from urllib.parse import urlencode

from chalicelib.language.reader import Reader, reader
from chalicelib.web import static
from chalicelib.web.http import HTML, Request, Response
from chalicelib.web.looks import Dress
from chalicelib.web.visitors import LANGUAGE

TEMPLATES = Path(__file__).parent / "templates"


@dataclass(frozen=True, slots=True)
class Visit:
    """Who looks at what: the request, its reader, whose page it is, and the languages that it is there in."""

    request: Request
    speech: Reader
    dress: Dress = field(default_factory=Dress)
    offered: Sequence[str] = ()


def page(
    template: str,
    values: Mapping[str, Any],
    visit: Visit,
    *,
    status: int = 200,
    headers: Mapping[str, str] | None = None,
    kept: bool = False,
    listed: bool = False,
) -> Response:
    """The page of a template. `kept`: caches may hold it; `listed`: search engines may find it.

    `scripts` and `conditions` of the values are what `scripts.of` says; without them nothing runs in it.
    """
    dress, speech = visit.dress, visit.speech
    scripts = [static.versioned(name) for name in values.get("scripts", ())]
    rendered: str = (
        _environment()
        .get_template(template)
        .render(
            {"conditions": "", **values, "scripts": scripts},
            reader=speech,
            organisation=speech.text(dress.organisation),
            style=dress.style,
            stylesheet=static.versioned("style.css"),
            icon=static.versioned("icon.svg"),
            languages=_languages(visit),
        )
    )
    caching = {"Cache-Control": "no-cache", "Vary": "Accept-Language"} if kept else {}
    return Response(
        status=status,
        body=rendered,
        type=HTML,
        headers={"Content-Language": speech.language, **caching, **(headers or {})},
        personal=not kept,
        indexed=listed,
        styles=(dress.digest,),
        scripts=bool(scripts),
    )


def _languages(visit: Visit) -> list[dict[str, str]]:
    """The other languages of the page, each by its own name, with what else the address says kept."""
    asked = {name: values[-1] for name, values in visit.request.query.items() if name != LANGUAGE and values}
    return [
        {
            "tag": tag,
            "name": reader(tag, "UTC").language_name(tag),
            "href": "?" + urlencode({**asked, LANGUAGE: tag}, errors="replace"),
        }
        for tag in visit.offered
        if tag != visit.speech.language
    ]


@lru_cache(maxsize=1)
def _environment() -> Any:
    """One environment for all languages: the reader in the context has the words."""
    from jinja2 import Environment, FileSystemLoader, StrictUndefined, pass_context

    @pass_context
    def gettext(context: Any, message: str) -> str:
        translated: str = context["reader"].gettext(message)
        return translated

    @pass_context
    def ngettext(context: Any, singular: str, plural: str, n: int) -> str:
        translated: str = context["reader"].ngettext(singular, plural, n)
        return translated

    environment = Environment(
        loader=FileSystemLoader(TEMPLATES),
        autoescape=True,
        undefined=StrictUndefined,
        trim_blocks=True,
        lstrip_blocks=True,
        extensions=["jinja2.ext.i18n"],
        auto_reload=False,
    )
    environment.policies["ext.i18n.trimmed"] = True
    environment.install_gettext_callables(  # type: ignore[attr-defined]  # what the extension adds
        gettext, ngettext, newstyle=True
    )
    environment.filters["typed"] = _typed
    return environment


def _typed(words: str) -> Any:
    """What somebody typed: its direction is its own, never that of the words around it."""
    from markupsafe import Markup

    return Markup("<bdi>{}</bdi>").format(words)
