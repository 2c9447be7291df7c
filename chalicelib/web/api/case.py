"""A submission as staff see it by the API."""

from __future__ import annotations

import hashlib
import json
from collections.abc import Mapping
from typing import Any

import msgspec

from chalicelib.domain import changes, ids
from chalicelib.domain.events import AnyEvent, Overridden, load
from chalicelib.domain.instants import to_text
from chalicelib.domain.submissions import Amendment, AskState, Case, NewForm
from chalicelib.services import row_marks
from chalicelib.services.records import Loaded
from chalicelib.services.world import World
from chalicelib.web import letters, seated
from chalicelib.web.http import Request, Response, json_answer


def document(world: World, loaded: Loaded) -> dict[str, Any]:
    """Everything about it: parties as words, never as addresses."""
    submission = loaded.case.submission
    return {
        "id": submission.id,
        "reference": ids.reference(submission.id),
        "program": submission.program,
        "version": submission.version,
        "kind": submission.kind,
        "state": submission.state,
        "steps": list(submission.steps),
        "seq": submission.seq,
        "language": submission.language,
        **seated.document(world, loaded),
        "answers": loaded.case.answers,
        "asks": [{**_ask(loaded.case, ask), **_rows(world, loaded, ask)} for ask in submission.asks.values()],
        "messages": [
            {"template": row.template, "to": row.to, "state": row.state, "at": to_text(row.at)}
            for row in letters.of(world, loaded)
        ],
        "changes": [_changed(amendment) for amendment in loaded.case.amendments],
        "events": _events(loaded.case),
    }


def answer(request: Request, world: World, loaded: Loaded) -> Response:
    """The submission with its ETag, or 304 where the caller has just that (RFC 9110 §13.1.2).

    The tag begins with the number of the last commit; the rest is of the whole document, since messages are
    sent between commits.
    """
    shown = document(world, loaded)
    digest = hashlib.sha256(json.dumps(shown, sort_keys=True).encode()).hexdigest()[:16]
    tag = f'"{loaded.case.submission.seq}-{digest}"'
    if request.method in ("GET", "HEAD") and _matches(request.headers.get("if-none-match", ""), tag):
        return Response(status=304, headers={"ETag": tag})
    return json_answer(shown, headers={"ETag": tag})


def _matches(header: str, tag: str) -> bool:
    known = [each.strip().removeprefix("W/") for each in header.split(",")]
    return "*" in known or tag in known


def _ask(case: Case, ask: AskState) -> dict[str, Any]:
    typed: dict[str, Mapping[str, Any]] = {"form": case.forms, "note": case.notes, "signed_by": case.signed}
    return {
        "id": ask.id,
        "step": ask.step,
        "party": ask.party,
        "state": ask.state,
        "opened": to_text(ask.opened),
        "due": to_text(ask.due) if ask.due is not None else None,
        "answer": ask.answer,
        **{name: kept[ask.id] for name, kept in typed.items() if ask.id in kept},
        **_new(case.submission.new.get(ask.step)),
        **({"fields": list(ask.to_change)} if ask.to_change else {}),
        **({"sent_back_by": list(ask.sent_back_by)} if ask.sent_back_by else {}),
    }


def _rows(world: World, loaded: Loaded, ask: AskState) -> dict[str, str]:
    """Of an open ask whose form goes by rows of the program's form, the word for these."""
    word = row_marks.word(world, loaded, ask) if ask.state == "open" else ""
    return {"rows": word} if word else {}


def _changed(amendment: Amendment) -> dict[str, Any]:
    """How answers were changed; rows by their numbers."""
    found = changes.between(amendment.before, amendment.after)
    return {
        "seq": amendment.seq,
        "at": to_text(amendment.at),
        "by": amendment.by,
        "fields": [
            {"pointer": f"/answers{each.pointer}", "before": each.before, "after": each.after}
            for each in found
        ],
    }


def _new(form: NewForm | None) -> dict[str, Any]:
    """Of new questions, of which version they are, and which."""
    return {} if form is None else {"version": form.version, "fields": list(form.fields)}


def _events(case: Case) -> list[dict[str, Any]]:
    told: list[dict[str, Any]] = []
    for commit in case.commits:
        for event in load(commit.events, written_as=commit.format):
            members = msgspec.to_builtins(event)
            first = {
                "seq": commit.seq,
                "type": members.pop("type"),
                "at": to_text(commit.at),
                "by": event.by,
            }
            others = {name: value for name, value in members.items() if name != "by"}
            told.append({**first, **others, **_reason(case, commit.seq, event)})
    return told


def _reason(case: Case, seq: int, event: AnyEvent) -> dict[str, str]:
    """Why staff did it, where that was said."""
    reason = case.overrides.get(event.ask) if isinstance(event, Overridden) else case.reasons.get(seq)
    return {"reason": reason} if reason else {}
