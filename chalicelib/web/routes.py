"""Every path of Concord, its methods, and the function that answers each.

Functions are named as `module:function` below `chalicelib.web` and imported when first asked: a function that
plays Lambda's part for a queue pays for none of them. `openapi` describes those of the JSON API.
"""

from __future__ import annotations

from collections.abc import Callable, Mapping
from dataclasses import dataclass
from functools import lru_cache
from importlib import import_module
from typing import Any

from chalicelib.web.http import Response


@dataclass(frozen=True, slots=True)
class Route:
    """What a path does. `configured`: whether its functions are handed the World, and so need AWS."""

    methods: Mapping[str, str]
    configured: bool = True

    @property
    def allowed(self) -> tuple[str, ...]:
        """The methods that it answers, HEAD and OPTIONS included."""
        head = ("HEAD",) if "GET" in self.methods else ()
        return (*sorted((*self.methods, *head)), "OPTIONS")


ROUTES: Mapping[str, Route] = {
    "/": Route({"GET": "pages.home:show"}),
    "/cities/{id}": Route({"GET": "pages.city:show"}),
    "/programs/{id}": Route({"GET": "pages.program:show", "POST": "pages.form:send"}),
    "/programs/{id}/how-it-works": Route({"GET": "pages.how:show"}),
    "/saved/{token}": Route({"GET": "pages.saved:show"}),
    "/drafts/{token}": Route({"GET": "pages.draft:show", "POST": "pages.draft:act"}),
    "/sent/{token}": Route({"GET": "pages.sent:show", "POST": "pages.sent:correct"}),
    "/asks/{token}": Route({"GET": "pages.ask:show", "POST": "pages.ask:answer"}),
    "/status/{token}": Route({"GET": "pages.status:show", "POST": "pages.status:act"}),
    "/links": Route({"GET": "pages.links:show", "POST": "pages.links:send"}),
    "/fresh/{token}": Route({"GET": "pages.fresh:show", "POST": "pages.fresh:send"}),
    "/stop/{token}": Route({"GET": "pages.stop:show", "POST": "pages.stop:disown"}),
    "/cannot/{token}": Route({"GET": "pages.cannot:show", "POST": "pages.cannot:recuse"}),
    "/files/{token}": Route({"GET": "pages.files:show"}),
    "/static/{name}": Route({"GET": "static:show"}, configured=False),
    "/robots.txt": Route({"GET": "static:robots"}, configured=False),
    "/.well-known/security.txt": Route({"GET": "static:security"}),
    "/health": Route({"GET": "health:show"}, configured=False),
    "/openapi.json": Route({"GET": "openapi.document:show"}, configured=False),
    "/v1/program.schema.json": Route({"GET": "api.models:program"}, configured=False),
    "/v1/community.schema.json": Route({"GET": "api.models:community"}, configured=False),
    "/v1/communities": Route({"GET": "api.communities:listed"}),
    "/v1/communities/{id}": Route({"PUT": "api.communities:put"}),
    "/v1/programs": Route({"GET": "api.programs:listed"}),
    "/v1/programs/check": Route({"POST": "api.programs:check"}),
    "/v1/programs/{id}": Route({"GET": "api.programs:show", "PUT": "api.programs:put"}),
    "/v1/programs/{id}/schema": Route({"GET": "api.programs:schema"}),
    "/v1/programs/{id}/drafts": Route({"GET": "api.programs:drafts"}),
    "/v1/programs/{id}/cancel": Route({"POST": "api.jobs:cancel"}),
    "/v1/programs/{id}/extend": Route({"POST": "api.jobs:extend"}),
    "/v1/programs/{id}/jobs/{job}": Route({"GET": "api.jobs:show"}),
    "/v1/programs/{id}/submissions": Route({"POST": "api.submissions:send"}),
    "/v1/uploads": Route({"POST": "api.uploads:send"}),
    "/v1/uploads/presign": Route({"POST": "api.uploads:presign"}),
    "/v1/uploads/{id}": Route({"GET": "api.uploads:show"}),
    "/v1/uploads/{id}/complete": Route({"POST": "api.uploads:complete"}),
    "/v1/submissions": Route({"GET": "api.submissions:listed"}),
    "/v1/submissions/{id}": Route({"GET": "api.submissions:show"}),
    "/v1/submissions/{id}/withdraw": Route({"POST": "api.commands:withdraw"}),
    "/v1/submissions/{id}/erase": Route({"POST": "api.commands:erase"}),
    "/v1/submissions/{id}/resend": Route({"POST": "api.commands:resend"}),
    "/v1/submissions/{id}/amend": Route({"POST": "api.commands:amend"}),
    "/v1/submissions/{id}/ask-new": Route({"POST": "api.commands:ask_new"}),
    "/v1/submissions/{id}/reopen": Route({"POST": "api.commands:reopen"}),
    "/v1/submissions/{id}/announce": Route({"POST": "api.commands:announce"}),
    "/v1/submissions/{id}/asks/{ask}": Route({"POST": "api.asks:answer"}),
    "/v1/submissions/{id}/asks/{ask}/extend": Route({"POST": "api.asks:extend"}),
    "/v1/submissions/{id}/asks/{ask}/replace": Route({"POST": "api.asks:replace"}),
}


@lru_cache(maxsize=64)
def function(name: str) -> Callable[..., Response]:
    """The function that a name of the table stands for."""
    module, _, attribute = name.partition(":")
    found: Any = getattr(import_module(f"chalicelib.web.{module}"), attribute)
    return found  # type: ignore[no-any-return]  # a test looks at every one of them
