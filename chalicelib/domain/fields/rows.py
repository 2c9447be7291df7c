"""The field types that may stand in a row or in a step's form, and how a set of them is read and checked."""

from __future__ import annotations

from collections.abc import Container, Iterator, Mapping, Sequence
from types import ModuleType
from typing import Any

from chalicelib.domain.errors import Fault
from chalicelib.domain.fields import (
    address,
    choice,
    choices,
    computed,
    consent,
    country,
    date,
    email,
    file,
    language,
    money,
    note,
    number,
    options,
    phone,
    ranking,
    rating,
    signature,
    text,
    yes_no,
)
from chalicelib.domain.fields.field import Checked, Context, Field, PageForm, first

RowField = (
    text.Text
    | text.LongText
    | email.Email
    | phone.Phone
    | date.Date
    | number.Number
    | money.Money
    | choice.Choice
    | choices.Choices
    | ranking.Ranking
    | rating.Rating
    | yes_no.YesNo
    | country.Country
    | language.Language
    | address.Address
    | file.File
    | consent.Consent
    | signature.Signature
    | computed.Computed
    | note.Note
)

MODULES: dict[type[Field], ModuleType] = {
    text.Text: text,
    text.LongText: text,
    email.Email: email,
    phone.Phone: phone,
    date.Date: date,
    number.Number: number,
    money.Money: money,
    choice.Choice: choice,
    choices.Choices: choices,
    ranking.Ranking: ranking,
    rating.Rating: rating,
    yes_no.YesNo: yes_no,
    country.Country: country,
    language.Language: language,
    address.Address: address,
    file.File: file,
    consent.Consent: consent,
    signature.Signature: signature,
    computed.Computed: computed,
    note.Note: note,
}
"""Which module reads, checks, describes and shows a field of that type."""

_OFFERING = (choice.Choice, choices.Choices)  # a union would be made anew at each look


def read(fields: Sequence[Field], form: PageForm, prefix: str = "") -> dict[str, Any]:
    """Answers as a page sent them, without those that were left empty; `prefix` as `guardians.0.`.

    For groups there is `reading`, which knows how their rows belong together.
    """
    answers: dict[str, Any] = {}
    for field in fields:
        name = f"{prefix}{field.id}"
        answer = MODULES[type(field)].from_page(field, form, name)
        if answer is not None:
            answers[field.id] = answer
        if worded(field):
            words = first(form, f"{name}_other").strip()
            if words and options.chosen(answer):
                answers[f"{field.id}_other"] = words
    return answers


def check_one(
    field: Field, answers: Mapping[str, Any], pointer: str, context: Context
) -> tuple[dict[str, Any], list[Fault]]:
    """The answer to one field, with the words for `other`, as it is kept, and what is wrong with it.

    `pointer` is that of the answers. Whether there has to be an answer is not looked at.
    """
    answer, place = answers.get(field.id), f"{pointer}/{field.id}"
    if answer is None:
        return {}, []
    checked: Checked = MODULES[type(field)].check(field, answer, place, context)
    if checked.value is None:
        return {}, list(checked.faults)
    kept = {field.id: checked.value}
    if worded(field) and options.chosen(checked.value):
        return _other(kept, answers.get(f"{field.id}_other"), f"{field.id}_other", f"{place}_other")
    return kept, []


def _other(kept: dict[str, Any], answer: object, name: str, place: str) -> tuple[dict[str, Any], list[Fault]]:
    """With the words for `other`, which are wanted where it was chosen, and else dropped."""
    checked = Checked() if answer is None else options.one_line(answer, place)
    if checked.value is not None:
        return {**kept, name: checked.value}, []
    return {}, list(checked.faults) or [Fault(place, "required")]


def names(fields: Sequence[Field]) -> Iterator[str]:
    """The names of all answers that there may be."""
    for field in fields:
        yield field.id
        if worded(field):
            yield f"{field.id}_other"


def schema(
    fields: Sequence[Field], context: Context, conditional: Container[str] = frozenset()
) -> dict[str, object]:
    """JSON Schema of an object with these answers.

    What is not shown may be anything, since it is dropped: so `conditional` fields, and those with a
    condition of their own, are described without being enforced.
    """
    properties: dict[str, object] = {}
    required: list[str] = []
    others: list[dict[str, object]] = []
    for field in fields:
        if isinstance(field, note.Note):
            continue
        described = _described(field, context)
        loose = field.id in conditional or depends(field)
        properties[field.id] = {"anyOf": [described, True]} if loose else described
        if worded(field):
            properties[f"{field.id}_other"] = {"description": "The words for `other`; else they are dropped."}
            others += [] if loose else [_worded(field)]
        if field.needed and not loose and not isinstance(field, computed.Computed):  # which is never sent
            required.append(field.id)
    described = {
        "type": "object",
        "properties": properties,
        "required": required,
        "additionalProperties": False,
    }
    return {**described, "allOf": others} if others else described


def _described(field: Field, context: Context) -> dict[str, object]:
    """The answer, and where there need not be one, what is none."""
    module = MODULES[type(field)]
    described: dict[str, object] = module.schema(field, context)
    if field.needed:
        return described
    none = [{"type": "null"}, *([module.BLANK] if hasattr(module, "BLANK") else [])]
    return {"anyOf": [described, *none]}


def worded(field: Field) -> bool:
    """Whether there is the option `other`, which wants words of one's own."""
    return isinstance(field, _OFFERING) and field.other


def _worded(field: Field) -> dict[str, object]:
    """That `other` wants words."""
    other: dict[str, object] = {"const": options.OTHER}
    if isinstance(field, choices.Choices):
        other = {"type": "array", "contains": other}
    return {
        "if": {"properties": {field.id: other}, "required": [field.id]},
        "then": {"properties": {f"{field.id}_other": options.LINE}, "required": [f"{field.id}_other"]},
    }


def depends(field: Field) -> bool:
    """Whether the field itself says that it may not be shown."""
    return (
        field.show_if is not None
        or getattr(field, "options_from", None) is not None
        or getattr(field, "rows_from", None) is not None
    )
