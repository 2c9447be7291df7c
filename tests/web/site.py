"""Concord's web part on memory: requests in, answers and read pages out; a clock that is moved."""

from __future__ import annotations

import hashlib
import json
import re
from collections.abc import Iterable, Iterator, Mapping, Sequence
from dataclasses import dataclass, field, replace
from datetime import UTC, datetime, timedelta
from functools import cached_property
from itertools import count
from typing import Any
from urllib.parse import parse_qs, urlencode, urlsplit

from bs4 import BeautifulSoup, Tag

from chalicelib.domain import events
from chalicelib.domain.links import Link, make
from chalicelib.domain.submissions import Case
from chalicelib.services import project, records, staff, submit
from chalicelib.services.world import World
from chalicelib.storage.ports import Holder, Stores
from chalicelib.web import dispatch, headers
from chalicelib.web.http import Request, Response
from chalicelib.web.paging import PAGE, REVIEWED
from chalicelib.web.routes import ROUTES
from infra.local import catalogue, forms
from infra.local.routes import Routes
from tests import memory

START = datetime(2026, 11, 23, 23, 8, tzinfo=UTC)
BASE = "https://concord.example"
OURS = {"origin": BASE, "sec-fetch-site": "same-origin"}
_ROUTES = Routes(ROUTES)


@dataclass
class Site:
    """A deployment with the catalogue published; `token` is its administrator's."""

    stores: Stores = field(default_factory=memory.stores)
    now: datetime = START
    token: str = "administrator"
    limits: bool = False
    source: str = "192.0.2.1"
    _numbers: Any = field(default_factory=lambda: count(1))

    def __post_init__(self) -> None:
        """Publishes what ships, and gives tokens to staff."""
        catalogue.publish_again(self.world)
        for name, role, community in (
            ("administrator", "administrator", "colorado-springs"),
            ("member", "member", "colorado-springs"),
            ("stranger", "administrator", "elsewhere"),
        ):
            holder = Holder(name, f"{name}@concord.example", community, role)
            self.stores.tokens.put(staff.digest(name), holder)

    @property
    def world(self) -> World:
        """What services are handed."""
        return World(
            stores=self.stores,
            base_url=BASE,
            limits=self.limits,
            clock=lambda: self.now,
            random=lambda length: hashlib.shake_128(str(next(self._numbers)).encode()).digest(length),
        )

    def wait(self, **length: float) -> None:
        """Lets time pass."""
        self.now += timedelta(**length)

    def send(self, method: str, target: str, body: bytes = b"", **named: str) -> Response:
        """The answer to a request; header names are written with underscores."""
        parts = urlsplit(target)
        match = _ROUTES.match(parts.path)
        assert match is not None, target
        request = Request(
            method=method,
            route=match.route,
            parameters=match.parameters,
            query=parse_qs(parts.query, keep_blank_values=True),
            headers={name.replace("_", "-"): value for name, value in named.items()},
            body=body,
            source=self.source,
        )
        answer = dispatch.respond(request, lambda: self.world)
        return replace(answer, headers=headers.complete(answer))

    def api(
        self, method: str, target: str, document: Any = None, *, token: str | None = None, **named: str
    ) -> Response:
        """A call of the API with a JSON body; `token` in place of the administrator's, empty for none."""
        name = self.token if token is None else token
        known = {"authorization": f"Bearer {name}"} if name else {}
        body = b"" if document is None else json.dumps(document).encode()
        return self.send(method, target, body, **{"content_type": "application/json", **known, **named})

    def get(self, target: str, **named: str) -> Page:
        """A page."""
        return Page(self, target, self.send("GET", target, **named))

    def post(self, target: str, pairs: Iterable[tuple[str, str]], **named: str) -> Page:
        """The page that follows a form; a 303 is followed."""
        sent = {"content_type": "application/x-www-form-urlencoded", **_underscored(OURS), **named}
        answer = self.send("POST", target, urlencode(list(pairs)).encode(), **sent)
        if answer.status == 303:
            return self.get(answer.headers["Location"])
        return Page(self, target, answer)

    def visit(self, **changed: Any) -> str:
        """Sends the form of the delegation visit; the submission's id."""
        answers = forms.visit(self.now.date(), **changed)
        sent = submit.submit(self.world, submit.Form("delegation-visit", answers, language="en"))
        return sent.case.submission.id

    def link(self, kind: Any, submission: str, ask: str = "-", generation: int = 1) -> str:
        """The path of a link."""
        path = {"ask": "asks", "status": "status", "sent": "sent", "page": "asks"}[kind]
        token = make(self.world.keys().links, Link(kind, submission, ask, generation))
        return f"/{path}/{token}"

    def answer(self, path: str, given: str, **controls: str) -> Page:
        """Answers an ask by its page."""
        return self.get(path).press(given, **controls)

    def code(self, submission: str, purpose: str = "status") -> str:
        """The code that was mailed last."""
        known = self.case(submission).submission.codes[purpose]
        return self.world.code(submission, purpose, known.number)

    def wrong_code(self, submission: str, purpose: str = "status") -> str:
        """Six other digits."""
        return f"{(int(self.code(submission, purpose)) + 1) % 1_000_000:06d}"

    def case(self, submission: str) -> Case:
        """The case as the journal tells it."""
        return records.case_of(self.world, submission)

    def projected(self, submission: str) -> None:
        """What the consumer of the stream would have written of it by now."""
        project.project(self.world, records.load(self.world, submission))

    def events(self, submission: str) -> list[str]:
        """The types of the events of the last commit."""
        commit = self.stores.journal.read(submission)[-1]
        return [events.type_of(event) for event in events.load(commit.events)]

    def appended(self) -> int:
        """How many commits there are."""
        journal: Any = self.stores.journal
        return len(journal.appended)

    def commits(self, submission: str) -> int:
        """How many commits one submission has."""
        return len(self.stores.journal.read(submission))


@dataclass
class Page:
    """An answer, read as people do: by heading, label and button."""

    site: Site
    target: str
    answer: Response

    @property
    def status(self) -> int:
        """The status."""
        return self.answer.status

    @cached_property
    def soup(self) -> BeautifulSoup:
        """The page's elements."""
        return BeautifulSoup(self.answer.body, "html.parser")

    @property
    def text(self) -> str:
        """Everything that the page says between its header and its footer."""
        main = self.soup.find("main")
        assert isinstance(main, Tag)
        return " ".join(main.get_text(" ", strip=True).split())

    @property
    def heading(self) -> str:
        """The first heading."""
        (heading,) = self.soup.find_all("h1")
        return heading.get_text(" ", strip=True)

    @property
    def errors(self) -> dict[str, str]:
        """The list of errors: what each is linked to, and its words."""
        summary = self.soup.find(attrs={"role": "alert"})
        if not isinstance(summary, Tag):
            return {}
        return {str(a["href"]).removeprefix("#"): a.get_text(" ", strip=True) for a in summary.find_all("a")}

    @property
    def form(self) -> Tag:
        """The page's form that posts."""
        form = self.soup.find("form", method="post")
        assert isinstance(form, Tag), self.text
        return form

    @property
    def buttons(self) -> list[tuple[str, str]]:
        """Names and values of the form's buttons."""
        return [(str(b.get("name", "")), str(b.get("value", ""))) for b in self.form.find_all("button")]

    @property
    def values(self) -> dict[str, list[str]]:
        """What the form holds now, as a browser would send it without any button."""
        found: dict[str, list[str]] = {}
        for name, value in _controls(self.form):
            found.setdefault(name, []).append(value)
        return found

    @property
    def names(self) -> set[str]:
        """The names of all controls."""
        return {
            str(tag["name"])
            for tag in self.form.find_all(["input", "select", "textarea"], attrs={"name": True})
        }

    def press(self, given: str = "", *, button: tuple[str, str] | None = None, **controls: str) -> Page:
        """Sends the form with these controls: by an answer's button, by another one, or by the first."""
        values = {**self.values, **{name.replace("__", "."): [value] for name, value in controls.items()}}
        pressed = ("answer", given) if given else button or self.buttons[0]
        return self.site.post(self.target, _pairs(values, pressed))

    def fill(self, answers: Mapping[str, Any], *, button: tuple[str, str] | None = None) -> Page:
        """Fills in answers by field id, and presses a button: the first, or the one given.

        Of a long form all is sent at once, as programs do, unless a button is given.
        """
        given: dict[str, list[str]] = {}
        for name, value in flat(answers):
            given.setdefault(name, []).append(value)
        values = {**self.values, **given}
        pressed = button or self.buttons[0]
        if button is None and PAGE in values:
            values = {name: value for name, value in values.items() if name not in (PAGE, REVIEWED)}
            pressed = ("", "")
        return self.site.post(self.target, _pairs(values, pressed))


def flat(answers: Mapping[str, Any], prefix: str = "") -> Iterator[tuple[str, str]]:
    """Answers as names and values of controls."""
    for name, answer in answers.items():
        match answer:
            case list():
                for number, each in enumerate(answer):
                    if isinstance(each, dict):
                        yield from flat(each, f"{prefix}{name}.{number}.")
                    else:
                        yield f"{prefix}{name}", str(each)
            case dict():
                yield from flat(answer, f"{prefix}{name}.")
            case bool():
                yield f"{prefix}{name}", "yes" if answer else "no"
            case _:
                yield f"{prefix}{name}", str(answer)


def _pairs(values: Mapping[str, Sequence[str]], button: tuple[str, str]) -> list[tuple[str, str]]:
    pairs = [(name, value) for name, each in values.items() for value in each]
    return [*pairs, button] if button[0] else pairs


def _controls(form: Tag) -> Iterator[tuple[str, str]]:
    for tag in form.find_all(["input", "select", "textarea"]):
        name, kind = str(tag.get("name") or ""), str(tag.get("type", "text"))
        if not name or tag.has_attr("disabled"):
            continue
        if tag.name == "textarea":
            yield name, re.sub(r"^\n", "", tag.get_text())
        elif tag.name == "select":
            chosen = [option for option in tag.find_all("option") if option.has_attr("selected")]
            yield name, str((chosen or tag.find_all("option"))[0].get("value", ""))
        elif kind == "file":
            continue  # whose files are sent by `tests/web/filed.py`
        elif kind not in ("radio", "checkbox") or tag.has_attr("checked"):
            yield name, str(tag.get("value", "on"))


def _underscored(named: Mapping[str, str]) -> dict[str, str]:
    return {name.replace("-", "_"): value for name, value in named.items()}
