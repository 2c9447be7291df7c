"""Answers to any form, made by chance from its definition, as people might give them.

Whatever is typed says `planted`, so that it can be looked for where it must never be.
"""

from __future__ import annotations

import math
import re
from collections.abc import Mapping, Sequence
from datetime import date as Day
from datetime import timedelta
from decimal import Decimal
from random import Random
from types import MappingProxyType
from typing import Any

import msgspec

from chalicelib.domain import about, ids
from chalicelib.domain import answers as forms
from chalicelib.domain.definitions import Program
from chalicelib.domain.errors import Fault
from chalicelib.domain.fields import checking, date, group, money, options, ranking, rating, rows
from chalicelib.domain.fields.address import Address
from chalicelib.domain.fields.choice import Choice
from chalicelib.domain.fields.choices import Choices
from chalicelib.domain.fields.computed import Computed
from chalicelib.domain.fields.consent import Consent
from chalicelib.domain.fields.country import Country
from chalicelib.domain.fields.date import Date
from chalicelib.domain.fields.email import Email
from chalicelib.domain.fields.field import Context, Field
from chalicelib.domain.fields.file import File
from chalicelib.domain.fields.group import Group
from chalicelib.domain.fields.language import Language
from chalicelib.domain.fields.money import Money
from chalicelib.domain.fields.note import Note
from chalicelib.domain.fields.number import Number
from chalicelib.domain.fields.phone import Phone
from chalicelib.domain.fields.ranking import Ranking
from chalicelib.domain.fields.rating import Rating
from chalicelib.domain.fields.signature import Signature
from chalicelib.domain.fields.text import Written, longest
from chalicelib.domain.fields.yes_no import YesNo
from chalicelib.domain.logic_paths import paths

PLANTED = "planted"
HOST = f"{PLANTED}.example"
PEOPLE = tuple(f"person{number}@{HOST}" for number in range(12))
"""Whose addresses people give: few, so that one is given for several parties now and then."""

_WORDS = ("Mount", "garden", "süß", "山", "e\u0301cole", "<b>", "river.example", "O'Neil", "\u200dx", "🙂")
_PHONES = ("+17195550123", "+81 3 1234 5678", "(719) 555-0123", "+38642373100", "719-555-0199")


def filled_in(
    fields: Sequence[Field],
    chance: Random,
    context: Context,
    program: Program | None = None,
    beside: Mapping[str, Any] = MappingProxyType({}),
) -> dict[str, Any]:
    """Answers without fault: every field that has to be answered, and many of the others.

    `program`: whose form it is, with its pages and rules; left out: a step's own. `beside`: the answers then
    to the program's form, by whose rows it may go.
    """
    answers: dict[str, Any] = {}
    for field in fields:
        if field.needed or chance.random() < 0.6:
            answers |= one(field, chance, context, {**beside, **answers})
    return mended(fields, answers, chance, context, program, beside)


def mended(
    fields: Sequence[Field],
    answers: Mapping[str, Any],
    chance: Random,
    context: Context,
    program: Program | None = None,
    beside: Mapping[str, Any] = MappingProxyType({}),
) -> dict[str, Any]:
    """The answers, with others in place of those that have a fault.

    `beside`: answers to the program's other fields, which stay as they are.
    """
    found = dict(answers)
    by_name = {field.id: field for field in fields}
    for attempt in range(60):
        if program is None:
            rows_of = {name: beside[name] for name in about.sources(fields) if name in beside}
            _, faults = checking.check(fields, found, "", context, rows_of)
        else:
            _, faults = forms.check(
                program, {**beside, **found}, context.today, country=context.country, pointer=""
            )
            faults = [fault for fault in faults if _named(fault, by_name) is not None]
        if not faults:
            return found
        for fault in faults:
            field = _named(fault, by_name)
            found.pop(fault.pointer.split("/")[1], None)
            if field is None:
                continue
            found |= one(field, chance, context, {**beside, **found})
            if fault.code == "rule":
                found |= _suiting(field, chance, context, found)
            if fault.code == "rule" and program is not None and attempt % 3 == 2:
                for name in sorted((_looked_at(program, field) & by_name.keys()) - {field.id}):
                    found |= one(by_name[name], chance, context, {**beside, **found})
    raise AssertionError(f"no answers without fault are found: {faults}")


def _named(fault: Fault, by_name: Mapping[str, Field]) -> Field | None:
    """The field that a fault points at."""
    name = fault.pointer.split("/")[1]
    return by_name.get(name) or by_name.get(name.removesuffix("_other"))


def _looked_at(program: Program, field: Field) -> set[str]:
    """The fields that the rules told at this one look at."""
    checks = [rule.check for rule in program.rules if rule.field == field.id]
    return {path[0] for each in checks for path in paths(each) if path}


def _suiting(field: Field, chance: Random, context: Context, answers: Mapping[str, Any]) -> dict[str, Any]:
    """What rules want more often than chance would give it: a day near another one, or a small amount."""
    match field:
        case Date():
            low, high = date.bounds(field, context.today)
            others = [day for day in map(_day, answers.values()) if day is not None]
            near = [day + timedelta(days=chance.randint(-20, 20)) for day in others]
            fitting = [day for day in near if (low is None or low <= day) and (high is None or day <= high)]
            return {field.id: chance.choice(fitting).isoformat()} if fitting else {}
        case Money() if chance.random() < 0.5:
            return {field.id: money.written(field, money.bounds(field)[0] or Decimal(0))}
        case _:
            return {}


def _day(value: object) -> Day | None:
    """The day that an answer is."""
    if isinstance(value, str) and re.fullmatch(r"[0-9]{4}-[0-9]{2}-[0-9]{2}", value):
        return Day.fromisoformat(value)
    return None


def one(
    field: Field, chance: Random, context: Context, answers: Mapping[str, Any] = MappingProxyType({})
) -> dict[str, Any]:
    """An answer to a field, with the words for `other` beside it; nothing for what can't be answered.

    `answers`: those that are there, for rows and options that come from other rows.
    """
    if isinstance(field, Note | Computed):
        return {}
    if isinstance(field, Choice | Choices) and field.options_from is not None:
        number = len(answers.get(field.options_from.rows, ()))
        if not number:
            return {}
        field = msgspec.structs.replace(field, options_from=None, options=_of_rows(number))
    if isinstance(field, Group) and field.rows_from is not None:
        return {field.id: [_row(field, chance, context) for _ in answers.get(field.rows_from, ())]}
    value = _value(field, chance, context)
    if rows.worded(field) and options.chosen(value):
        return {field.id: value, f"{field.id}_other": typed(chance, 2)}
    return {field.id: value}


def typed(chance: Random, length: int) -> str:
    """So many words."""
    return " ".join([PLANTED.title(), *(chance.choice(_WORDS) for _ in range(length - 1))])


def _value(field: Field, chance: Random, context: Context) -> Any:
    match field:
        case Written():
            return _text(field, chance)
        case Email():
            return chance.choice(PEOPLE)
        case Phone():
            return chance.choice(_PHONES if context.country else _PHONES[:2])
        case Date():
            return _date(field, chance, context)
        case Number():
            return _number(field, chance)
        case YesNo():
            return chance.random() < 0.5 if field.must_be is None else field.must_be
        case Country():
            return chance.choice(("JP", "SI", "US", "KG"))
        case Language():
            return chance.choice(("en", "ja", "fr", "zh-Hant"))
        case Address():
            whole = {"line1": typed(chance, 2), "city": typed(chance, 1)}
            known = {"country": "JP", "postal_code": chance.choice(("403-0004", "４０３０００４"))}
            return whole | (known if chance.random() < 0.5 else {"country": "SI"})
        case Consent():
            return True
        case Signature():
            return typed(chance, 2)
        case Group():
            return _rows(field, chance, context)
        case _:
            return _of_several(field, chance)


def _of_several(field: Field, chance: Random) -> Any:
    match field:
        case Choice():
            return chance.choice(options.ids(field))
        case Choices():
            return _choices(field, chance)
        case Ranking():
            texts = [f"{typed(chance, 2)} {number}" for number in range(field.texts or 0)]
            return chance.sample(texts or ranking.ids(field), ranking.places(field))
        case Money():
            return _amount(field, chance)
        case Rating():
            return chance.choice(rating.ids(field))
        case File():
            found = [ids.submission_id(chance.randbytes(13)) for _ in range(chance.randint(1, field.count))]
            return found if field.count > 1 else found[0]
    raise TypeError(f"answers for a field of type {type(field).__name__} are not known")


def _text(field: Written, chance: Random) -> str:
    if field.pattern is not None:
        return matching(field.pattern, chance)
    most = longest(field)
    words = max(field.min_words or 1, min(field.max_words or 6, chance.randint(1, 6)))
    text = typed(chance, words)
    while len(text) < (field.min_length or 0):
        text += "n"
    return text if len(text) <= most else (PLANTED * most)[:most]


def matching(pattern: str, chance: Random) -> str:
    """A text that the regular expression matches, where it is made of characters, sets and repetitions."""
    from re import _constants, _parser  # type: ignore[attr-defined]  # what `re` itself reads them with

    def made(parts: Any) -> str:
        return "".join(each(*part) for part in parts)

    def each(kind: Any, what: Any) -> str:
        match kind:
            case _constants.LITERAL:
                return chr(what)
            case _constants.ANY:
                return "x"
            case _constants.IN:
                return each(*chance.choice(what))
            case _constants.RANGE:
                return chr(chance.randint(*what))
            case _constants.BRANCH:
                return made(chance.choice(what[1]))
            case _constants.SUBPATTERN:
                return made(what[3])
            case _constants.MAX_REPEAT:
                least, most, inner = what
                return "".join(made(inner) for _ in range(chance.randint(least, min(int(most), least + 3))))
        raise ValueError(f"{kind} in a pattern is not known")

    text = made(_parser.parse(pattern))
    assert re.fullmatch(pattern, text)
    return text


def _date(field: Date, chance: Random, context: Context) -> str:
    low, high = date.bounds(field, context.today)
    first = low or (high or context.today) - timedelta(days=400)
    last = high or first + timedelta(days=800)
    days = [first + timedelta(days=chance.randint(0, (last - first).days)) for _ in range(20)]
    wanted = field.weekdays or date.WEEKDAYS
    fitting = [day for day in days if date.WEEKDAYS[day.weekday()] in wanted]
    return chance.choice(fitting or days).isoformat()


def _number(field: Number, chance: Random) -> float:
    low = field.min if field.min is not None else (field.max or 0) - 50
    high = field.max if field.max is not None else low + 100
    if field.integer:
        return chance.randint(math.ceil(low), math.floor(high))
    return round(chance.uniform(low, high), 2) if high - low > 0.1 else low


def _choices(field: Choices, chance: Random) -> list[str]:
    if field.exclusive and chance.random() < 0.3:
        return [chance.choice(field.exclusive)]
    several = [name for name in options.ids(field) if name not in field.exclusive]
    least = min(field.min_choices or 1, len(several))
    most = min(field.max_choices or len(several), len(several))
    return chance.sample(several, chance.randint(least, max(least, most)))


def _amount(field: Money, chance: Random) -> str:
    low, high = money.bounds(field)
    start = low if low is not None else Decimal(0)
    room = (high if high is not None else start + 1000) - start
    return money.written(field, start + room * chance.randint(0, 100) / 100)


def _rows(field: Group, chance: Random, context: Context) -> list[dict[str, Any]]:
    least = max(group.least(field), 1)
    number = chance.randint(least, min(field.rows.max, least + 2))
    return [_row(field, chance, context) for _ in range(number)]


def _row(field: Group, chance: Random, context: Context) -> dict[str, Any]:
    row: dict[str, Any] = {}
    for member in field.fields:
        if member.needed or chance.random() < 0.7:
            row |= one(member, chance, context)
    return row or one(field.fields[0], chance, context)


def _of_rows(number: int) -> tuple[options.Option, ...]:
    return tuple(options.Option(id=str(each), label=str(each)) for each in range(number))


def spoilt(fields: Sequence[Field], answers: Mapping[str, Any], chance: Random) -> dict[str, Any]:
    """The answers with a fault: something of another shape, something unknown, or something missing."""
    needed = [field.id for field in fields if field.needed and field.id in answers]
    match chance.randint(0, 2):
        case 0 if needed:
            gone = chance.choice(needed)
            return {name: each for name, each in answers.items() if name != gone}
        case 1 if needed:
            return {**answers, chance.choice(needed): {PLANTED: [PLANTED]}}
        case _:
            return {**answers, f"{PLANTED}_field": PLANTED}
