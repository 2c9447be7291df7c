"""Whatever is sent to whatever path: an answer, never a failure of ours, and never a write by a look."""

from __future__ import annotations

import base64
import json
from collections.abc import Iterator
from typing import Any
from urllib.parse import quote, urlencode

import pytest
from chalice.app import Chalice
from hypothesis import HealthCheck, given, settings
from hypothesis import strategies as st

from chalicelib.domain import documents, programs
from chalicelib.domain.draft import Draft
from chalicelib.domain.links import Link, make
from chalicelib.services import drafts, publish, records, staff, submit
from chalicelib.services.world import World
from chalicelib.storage.ports import Holder
from chalicelib.web import gateway, nonces
from chalicelib.web.http import METHODS
from chalicelib.web.routes import ROUTES
from infra.local import forms
from infra.local.catalogue import CATALOGUE
from infra.local.requests import Context, Request, to_event
from infra.local.routes import Routes
from tests import memory

TEXT = st.text(max_size=40)
JSON = st.recursive(
    st.none() | st.booleans() | st.integers() | st.floats() | TEXT,
    lambda inner: st.lists(inner, max_size=4) | st.dictionaries(TEXT, inner, max_size=4),
    max_leaves=12,
)
TYPES = st.sampled_from(
    [
        "application/json",
        "application/json; charset=utf-8",
        "application/x-www-form-urlencoded",
        "application/yaml",
        "multipart/form-data; boundary=x",
        "text/plain",
        "",
    ]
)


class Deployment:
    """Concord on memory, with a submission in each program, behind Chalice and API Gateway's events."""

    def __init__(self) -> None:
        self.world = World(stores=memory.stores(), base_url="https://concord.example")
        self.world.stores.tokens.put(
            staff.digest("known"),
            Holder("known", "staff@concord.example", "colorado-springs", "administrator"),
        )
        self.documents: dict[str, Any] = {}
        for kind, folder in (("community", "communities"), ("program", "programs")):
            for path in sorted((CATALOGUE / folder).glob("*.yaml")):
                document = documents.from_yaml(path.read_text(encoding="utf-8"))
                publish.publish(self.world, document, by="test", kind=kind)  # type: ignore[arg-type]
                self.documents[document["id"]] = document
        today = self.world.clock().date()
        self.answers = {"delegation-visit": forms.visit(today), "cultural-festival": forms.family()}
        self.submissions = [
            submit.submit(self.world, submit.Form(program, answers)).case.submission.id
            for program, answers in self.answers.items()
        ]
        keys = self.world.keys().links
        links = [
            Link(kind, each, ask)  # type: ignore[arg-type]
            for each in self.submissions
            for kind, ask in (("ask", "confirm.applicant.1"), ("status", "-"), ("sent", "-"))
        ]
        self.draft = self.save()
        links += [Link(kind, self.draft.id, self.draft.program) for kind in ("draft", "saved")]
        self.tokens = [make(keys, link) for link in links]
        self.app = Chalice(app_name="fuzzed")
        gateway.register(self.app, lambda: self.world)
        self.routes = Routes(self.app.routes)

    def save(self) -> Draft:
        """A form that somebody goes on with."""
        program = programs.program(records.newest(self.world, "program", "delegation-visit").text)
        form = {"full_name": ["Ann"], "delegates.7.name": ["Bea"], "nobody": ["x"]}
        return drafts.save(self.world, drafts.Saving(program, 1, "0" * 32, "en", "a@b.example", form))

    def nonces(self) -> list[str]:
        """What the pages of forms have, of the one that was saved too."""
        fresh = [nonces.fresh(self.world, program) for program in self.answers]
        return [*fresh, nonces.of_draft(self.world, self.draft.program, self.draft.part)]

    def written(self) -> tuple[Any, ...]:
        """What there are of commits, versions and saved forms, and how much is queued."""
        stores: Any = self.world.stores
        return (
            len(stores.journal.appended),
            len(stores.definitions.versions),
            dict(stores.drafts.kept),
            len(stores.queues.sent["repair"]),
        )

    def send(self, request: Request) -> dict[str, Any]:
        """What Lambda would answer."""
        match = self.routes.match(request.path)
        assert match is not None, request.path
        event = to_event(request, match, self.app.api.binary_types)
        answer: dict[str, Any] = self.app(event, Context("APIHandler"))
        return answer


@pytest.fixture(scope="module")
def deployment() -> Iterator[Deployment]:
    """One for all examples: what they write is a part of what the later ones meet."""
    return Deployment()


@st.composite
def requests(draw: st.DrawFn, deployment: Deployment) -> Request:
    """Something sent to one of our paths: nonsense, and almost right things."""
    path = draw(st.sampled_from(sorted(ROUTES)))
    known = [*deployment.documents, *deployment.submissions, *deployment.tokens, "confirm.applicant.1"]
    for part in [part for part in path.split("/") if part.startswith("{")]:
        value = draw(st.sampled_from(known) | TEXT.filter(bool))
        path = path.replace(part, quote(value, safe="") or "x", 1)
    query = draw(
        st.dictionaries(st.sampled_from(["q", "cursor", "limit", "state", "lang", "area"]), TEXT, max_size=2)
    )
    headers = [("Host", draw(st.sampled_from(["concord.example", "evil.example"])))]
    content_type = draw(TYPES)
    headers += [("Content-Type", content_type)] if content_type else []
    if draw(st.booleans()):
        headers.append(
            ("Authorization", draw(st.sampled_from(["Bearer known", "Bearer ", "Basic eA==", "Bearer é"])))
        )
    if draw(st.booleans()):
        headers.append(("Idempotency-Key", draw(st.sampled_from(["a", "b", "", "x" * 300]))))
    headers.append(
        ("Accept-Language", draw(st.sampled_from(["en", "ja,en;q=0.5", "*", "xx-yy", ";;,q=", ""])))
    )
    headers.append(("Sec-Fetch-Site", "same-origin"))
    target = path + (f"?{urlencode(query)}" if query else "")
    return Request(
        draw(st.sampled_from(METHODS)), target, tuple(headers), draw(bodies(deployment, content_type))
    )


@st.composite
def bodies(draw: st.DrawFn, deployment: Deployment, content_type: str) -> bytes:
    """Bytes, or what the type promises: a document with something wrong in it."""
    if draw(st.integers(0, 4)) == 0:
        return draw(st.binary(max_size=200))
    if "form" in content_type:
        names = [
            "full_name",
            "email",
            "answer",
            "sure",
            "signed_by",
            "nonce",
            "add",
            "remove",
            "go",
            "_page",
            "_reviewed",
            "delegates.0.name",
        ]
        form = draw(st.dictionaries(st.sampled_from(names) | TEXT, TEXT, max_size=6))
        if draw(st.booleans()):
            form["_nonce"] = draw(st.sampled_from(deployment.nonces()))
            form["go"] = draw(st.sampled_from(["save", "delete", "next", "back", "send", "2", "x"]))
            form["email"] = draw(st.sampled_from(["a@b.example", "a@b", ""]))
        return urlencode(form, errors="replace").encode()
    near = st.sampled_from(
        [*deployment.documents.values(), *({"answers": each} for each in deployment.answers.values())]
    )
    document = json.loads(json.dumps(draw(near)))
    for _ in range(draw(st.integers(0, 3))):
        place = document
        while isinstance(place, dict) and place:
            key = draw(st.sampled_from(sorted(place)))
            if not isinstance(place[key], dict) or draw(st.booleans()):
                place[key] = draw(JSON)
                break
            place = place[key]
    chosen = draw(st.sampled_from([document, draw(JSON), {"answer": draw(TEXT)}]))
    return json.dumps(chosen).encode()


@pytest.mark.long
@settings(max_examples=3600, deadline=None, suppress_health_check=list(HealthCheck))
@given(data=st.data())
def test_random_requests_never_fail_and_looking_changes_nothing(
    deployment: Deployment, data: st.DataObject
) -> None:
    """No answer is 5xx, each has the headers that protect it, and GET, HEAD and OPTIONS write nothing."""
    request = data.draw(requests(deployment))
    before = deployment.written()

    answer = deployment.send(request)

    body = answer["body"]
    text = base64.b64decode(body).decode() if answer.get("isBase64Encoded") else body
    assert answer["statusCode"] < 500, text
    headers = {name.lower() for name in [*answer["headers"], *answer.get("multiValueHeaders", {})]}
    assert {"content-security-policy", "x-content-type-options", "referrer-policy"} <= headers
    if request.method in ("GET", "HEAD", "OPTIONS"):
        assert deployment.written() == before
    if request.method == "HEAD":
        assert not text
    assert "evil.example" not in text
