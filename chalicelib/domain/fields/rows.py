"""The field types that may stand in a row or in a step's form, and how a set of them is read and checked."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from types import ModuleType
from typing import Any

from chalicelib.domain.errors import Fault, child
from chalicelib.domain.fields import (
    address,
    choice,
    consent,
    country,
    date,
    email,
    language,
    note,
    number,
    phone,
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
    | choice.Choice
    | rating.Rating
    | yes_no.YesNo
    | country.Country
    | language.Language
    | address.Address
    | consent.Consent
    | signature.Signature
    | note.Note
)

MODULES: dict[type[Field], ModuleType] = {
    text.Text: text,
    text.LongText: text,
    email.Email: email,
    phone.Phone: phone,
    date.Date: date,
    number.Number: number,
    choice.Choice: choice,
    rating.Rating: rating,
    yes_no.YesNo: yes_no,
    country.Country: country,
    language.Language: language,
    address.Address: address,
    consent.Consent: consent,
    signature.Signature: signature,
    note.Note: note,
}
"""Which module reads, checks, describes and shows a field of that type."""


def read(fields: Sequence[Field], form: PageForm, prefix: str = "") -> dict[str, Any]:
    """Answers as a page sent them, without those that were left empty; `prefix` as `guardians.0.`."""
    answers: dict[str, Any] = {}
    for field in fields:
        name = f"{prefix}{field.id}"
        answer = MODULES[type(field)].from_page(field, form, name)
        if answer is not None:
            answers[field.id] = answer
        if isinstance(field, choice.Choice) and field.other:
            words = first(form, f"{name}_other").strip()
            if words and answer == choice.OTHER:
                answers[f"{field.id}_other"] = words
    return answers


def check(
    fields: Sequence[Field], answers: Mapping[str, Any], pointer: str, context: Context
) -> tuple[dict[str, Any], list[Fault]]:
    """The answers as they are kept, in the fields' order, and everything that is wrong with the others."""
    kept: dict[str, Any] = {}
    faults: list[Fault] = []
    known: set[str] = set()
    for field in fields:
        known.add(field.id)
        place = f"{pointer}/{field.id}"
        checked = _one(field, answers.get(field.id), place, context)
        faults += checked.faults
        if checked.value is not None:
            kept[field.id] = checked.value
        elif not checked.faults and field.needed:
            faults.append(Fault(place, "required"))
        if isinstance(field, choice.Choice) and field.other:
            known.add(f"{field.id}_other")
            _other(field, answers, checked, place, kept, faults)
    faults += [Fault(child(pointer, name), "unknown_field") for name in answers if name not in known]
    return kept, faults


def _one(field: Field, answer: object, pointer: str, context: Context) -> Checked:
    if answer is None:
        return Checked()
    checked: Checked = MODULES[type(field)].check(field, answer, pointer, context)
    return checked


def _other(
    field: choice.Choice,
    answers: Mapping[str, Any],
    chosen: Checked,
    place: str,
    kept: dict[str, Any],
    faults: list[Fault],
) -> None:
    """The words for `other`: wanted when it was chosen, dropped when it wasn't."""
    if chosen.value != choice.OTHER:
        return
    answer = answers.get(f"{field.id}_other")
    checked = Checked() if answer is None else choice.check_other(answer, f"{place}_other")
    if checked.value is not None:
        kept[f"{field.id}_other"] = checked.value
        return
    del kept[field.id]
    faults += checked.faults or [Fault(f"{place}_other", "required")]


def schema(fields: Sequence[Field], context: Context) -> dict[str, object]:
    """JSON Schema of an object with these answers."""
    properties: dict[str, object] = {}
    for field in fields:
        if isinstance(field, note.Note):
            continue
        properties[field.id] = MODULES[type(field)].schema(field, context)
        if isinstance(field, choice.Choice) and field.other:
            properties[f"{field.id}_other"] = {"type": "string", "minLength": 1, "maxLength": 200}
    required = [field.id for field in fields if field.needed and field.id in properties]
    return {
        "type": "object",
        "properties": properties,
        "required": required,
        "additionalProperties": False,
    }
