"""What applicants take home of their submission, in one JSON file.

Its members:

- `program`: `id`, `version`, `title`; `organisation`; `reference`; `language`, in which it was sent
- `submitted`, `exported`: instants (RFC 3339); `state`, and `state_text` in words
- `answers`: all that the applicant typed, as a list of `{id, label, value, text}`; `value` as the API has it,
  `text` as people read it; of a group `{id, label, value, rows}`, where each row is such a list, and with
  `about`, what each row is about, where they go by rows of another form
- `consents`: what the applicant agreed to or signed: `{field, kind, label, statement, language, value}`, with
  the exact words that were shown, in the language in which they were shown
- `asked`: who was asked: `{id, step, party, party_text, asked, until, state, answered}`; with `name` and
  `email` of people whom the applicant named, never of people who hold a role; of the applicant's own asks
  also `answer`, `answer_text`, `signed_by` and `note`, and where the form was sent back, `to_change` (which
  fields) and `comments`
- `filled_in`: what others answered and filled in at steps that have settled, less what is hidden from the
  applicant: `{ask, party, answer, answer_text, signed_by, answers, consents}`; of the applicant's own at once
- `changes`: how answers were changed: `{at, by, by_text, fields}`, where `fields` is a list of
  `{pointer, label, before, after}`; the pointer is one into all answers (`/guardians/1/email`)
- `files`: those that stand in all this: `{id, name, type, size, link}`, where `id` is the `value` of an
  answer, and `link` hands the file out for half an hour
- `events`: `{at, text}`, as the status page tells them; `messages`: `{template, about, to, state, at}`

Words are in the language of who looks, but for the statements.
"""

from __future__ import annotations

import json
from collections.abc import Iterator, Mapping, Sequence
from datetime import datetime
from types import MappingProxyType
from typing import Any

from chalicelib.domain import about, changes, ids, people, steps, visibility
from chalicelib.domain.about import About
from chalicelib.domain.definitions import Step, fields_of
from chalicelib.domain.fields import files
from chalicelib.domain.fields.consent import Consent
from chalicelib.domain.fields.field import Field
from chalicelib.domain.fields.group import Group
from chalicelib.domain.fields.signature import Signature
from chalicelib.domain.instants import to_text
from chalicelib.domain.submissions import Amendment, AskState
from chalicelib.domain.texts import pick
from chalicelib.language import entries, labels, sentences
from chalicelib.language.reader import Reader
from chalicelib.services import uploads
from chalicelib.services.records import Loaded
from chalicelib.services.world import World
from chalicelib.web import attached, letters, progress


def text(world: World, loaded: Loaded, speech: Reader) -> str:
    """The file, for people to read as well."""
    return json.dumps(document(world, loaded, speech), ensure_ascii=False, indent=2) + "\n"


def document(world: World, loaded: Loaded, speech: Reader) -> dict[str, Any]:
    """What the file holds."""
    case, program = loaded.case, loaded.pinned
    submission = case.submission
    fields = fields_of(program)
    return {
        "program": {"id": program.id, "version": submission.version, "title": speech.text(program.title)},
        "organisation": speech.text(loaded.community.organisation),
        "reference": ids.reference(submission.id),
        "language": submission.language,
        "submitted": to_text(submission.submitted),
        "exported": to_text(world.clock()),
        "state": submission.state,
        "state_text": labels.state_of(submission, speech),
        "answers": _answers(fields, case.answers, speech),
        "consents": list(_consents(fields, case.answers, submission.language, speech)),
        "asked": [_asked(loaded, ask, speech) for ask in submission.asks.values()],
        "filled_in": [_filled_in(loaded, ask, speech) for ask in _visible(loaded)],
        "changes": [_changed(loaded, each, speech) for each in case.amendments],
        "files": _files(world, loaded),
        "events": [
            {"at": to_text(each["at"]), "text": sentences.joined(each["sentences"])}
            for each in progress.events(loaded, speech)
        ],
        "messages": [
            {
                "template": row.template,
                "about": labels.message(row.template, speech),
                "to": row.to,
                "state": row.state,
                "at": to_text(row.at),
            }
            for row in letters.of(world, loaded)
        ],
    }


def _answers(
    fields: Sequence[Field],
    answers: Mapping[str, Any],
    speech: Reader,
    beside: Mapping[str, About] = MappingProxyType({}),
) -> list[dict[str, Any]]:
    """Each answered field, in the fields' order; `beside`: the groups of another form that they go by."""
    told = entries.offered(fields, beside, speech)
    return [_answer(field, answers, speech, beside) for field in told if field.id in answers]


def _answer(
    field: Field, answers: Mapping[str, Any], speech: Reader, beside: Mapping[str, About]
) -> dict[str, Any]:
    value = answers[field.id]
    told = {"id": field.id, "label": speech.text(field.label), "value": value}
    if isinstance(field, Group):
        source = beside.get(field.rows_from or "")
        if source is not None:
            told["about"] = list(entries.called(source, speech))
        return {**told, "rows": [_answers(field.fields, row, speech) for row in value]}
    return {**told, "text": entries.words(field, answers, speech)}


def _consents(
    fields: Sequence[Field], answers: Mapping[str, Any], language: str, speech: Reader, prefix: str = ""
) -> Iterator[dict[str, Any]]:
    """What was agreed to and signed, with its words; in rows, with the row's place (`guardians/0/agrees`)."""
    for field in fields:
        if field.id not in answers:
            continue
        value = answers[field.id]
        if isinstance(field, Group):
            for number, row in enumerate(value):
                place = f"{prefix}{field.id}/{number}/"
                yield from _consents(field.fields, row, language, speech, place)
        elif isinstance(field, Consent | Signature):
            yield {
                "field": f"{prefix}{field.id}",
                "kind": str(field.__struct_config__.tag),
                "label": speech.text(field.label),
                "statement": pick(field.statement, language),
                "language": language,
                "value": value,
            }


def _asked(loaded: Loaded, ask: AskState, speech: Reader) -> dict[str, Any]:
    """Who was asked, when, and what became of it; never what others answered."""
    case, step = loaded.case, steps.find(loaded.pinned, ask.step)
    told: dict[str, Any] = {
        "id": ask.id,
        "step": ask.step,
        "party": ask.party,
        "party_text": labels.party(loaded.pinned, ask.party, speech),
        "asked": to_text(ask.opened),
        "until": _instant(ask.due),
        "state": ask.state,
        "answered": _instant(ask.closed) if ask.state == "answered" else None,
    }
    if ask.step in case.submission.kept and ask.state != "open":
        # How it was decided is not told before it is announced, nor by whose answer.
        told |= {"state": "open", "answered": None}
    person = case.parties.get(ask.id)
    if person is not None and steps.is_named(step):
        # Where staff was told a better address, it is not the applicant's own data.
        mine = {each.casefold() for each in _typed(case.answers)}
        told |= {
            name: each
            for name, each in (("name", person.name), ("email", person.email))
            if each and each.casefold() in mine
        }
    if ask.sent_back_by:
        told["to_change"] = list(ask.to_change)
        told["comments"] = [case.notes[each] for each in ask.sent_back_by if each in case.notes]
    if ask.party == visibility.APPLICANT and ask.answer is not None:
        told |= _given(loaded, ask, step, speech)
        if ask.id in case.notes:
            told["note"] = case.notes[ask.id]
    return told


def _given(loaded: Loaded, ask: AskState, step: Step, speech: Reader) -> dict[str, Any]:
    answer = str(ask.answer)
    told = {"answer": answer, "answer_text": labels.answered(step, answer, speech)}
    if ask.id in loaded.case.signed and not steps.is_role(step):
        told["signed_by"] = loaded.case.signed[ask.id]
    return told


def _visible(loaded: Loaded) -> Iterator[AskState]:
    """The answers that the applicant gave, and those of others that the applicant may see."""
    program, submission = loaded.pinned, loaded.case.submission
    viewer = _viewer(loaded)
    for ask in submission.asks.values():
        step = steps.find(program, ask.step)
        if ask.state != "answered":
            continue
        own = ask.party == visibility.APPLICANT
        settled = ask.step not in submission.steps and ask.step not in submission.kept
        if own or (settled and not viewer & frozenset(step.hidden_from)):
            yield ask


def _filled_in(loaded: Loaded, ask: AskState, speech: Reader) -> dict[str, Any]:
    case, step = loaded.case, steps.find(loaded.pinned, ask.step)
    form = case.forms.get(ask.id, {})
    fields: Sequence[Field] = step.form or ()
    if ask.party != visibility.APPLICANT:
        fields = visibility.seen(fields, _viewer(loaded))
    language = case.spoken.get(ask.id, case.submission.language)
    beside = about.of(loaded.pinned, fields, about.then(case, ask), _viewer(loaded))
    return {
        "ask": ask.id,
        "party": ask.party,
        **_given(loaded, ask, step, speech),
        "answers": _answers(fields, form, speech, beside),
        "consents": list(_consents(fields, form, language, speech)),
    }


def uploads_of(loaded: Loaded) -> list[str]:
    """The uploads that the applicant sent, and those of others that the applicant may see, by their ids."""
    case, program = loaded.case, loaded.pinned
    found = [*files.named(fields_of(program), case.answers, "")]
    for ask in _visible(loaded):
        fields: Sequence[Field] = steps.find(program, ask.step).form or ()
        if ask.party != visibility.APPLICANT:
            fields = visibility.seen(fields, _viewer(loaded))
        found += files.named(fields, case.forms.get(ask.id, {}), "")
    return [each.id for each in found]


def _files(world: World, loaded: Loaded) -> list[dict[str, Any]]:
    """What they are called and where they can be had; one read where there are any."""
    rows = uploads.claimed_by(world, loaded.case.submission.id, uploads_of(loaded))
    return [
        {
            "id": row.id,
            "name": row.name,
            "type": row.type,
            "size": row.size,
            "link": world.base_url + attached.href(world, row, attached.APPLICANT),
        }
        for row in rows.values()
    ]


def _viewer(loaded: Loaded) -> frozenset[str]:
    """The words by which the applicant goes: that one, and the steps that ask the applicant."""
    own = [step for step in steps.workflow(loaded.pinned) if step.ask == visibility.APPLICANT]
    return frozenset({visibility.APPLICANT, *(step.step for step in own)})


def _typed(value: Any) -> Iterator[str]:
    """Every text that stands in the answers."""
    match value:
        case str():
            yield value
        case dict():
            for each in value.values():
                yield from _typed(each)
        case list():
            for each in value:
                yield from _typed(each)
        case _:  # numbers are nobody's address
            return


def _changed(loaded: Loaded, amendment: Amendment, speech: Reader) -> dict[str, Any]:
    """What was changed at one time, by the labels of its fields; `by` is `applicant` or `staff`."""
    names = {field.id: speech.text(field.label) for field in fields_of(loaded.pinned)}
    staff = amendment.by.startswith("token:")
    found = changes.between(amendment.before, amendment.after)
    return {
        "at": to_text(amendment.at),
        "by": "staff" if staff else visibility.APPLICANT,
        "by_text": labels.party(loaded.pinned, people.DESK if staff else visibility.APPLICANT, speech),
        "fields": [
            {
                "pointer": each.pointer,
                "label": names.get(each.pointer.split("/")[1].removesuffix("_other"), ""),
                "before": each.before,
                "after": each.after,
            }
            for each in found
        ],
    }


def _instant(moment: datetime | None) -> str | None:
    return to_text(moment) if moment is not None else None
