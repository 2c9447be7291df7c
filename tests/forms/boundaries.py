"""For each constraint that a definition sets, answers just within it and just beyond it.

They are worked out from the definition as it is written, by plain arithmetic, and put into the place of the
field's answer in what a table says is right.
"""

from __future__ import annotations

from collections.abc import Iterator, Sequence
from copy import deepcopy
from dataclasses import dataclass
from datetime import date, timedelta
from decimal import Decimal
from typing import Any

from chalicelib.domain import times
from tests.forms.cases import ABSENT, Case, at, put, upload
from tests.forms.definitions import TODAY

DECIMALS = {"USD": 2, "EUR": 2, "JPY": 0}
NOT_OFFERED = "not-offered"


@dataclass(frozen=True, slots=True)
class Asked:
    """A field of a definition: its written members, its pointer in the document, and the group it is in."""

    written: dict[str, Any]
    pointer: str
    group: str = ""

    def place(self, row: int = 0) -> str:
        """The pointer of its answer."""
        return f"/{self.group}/{row}/{self.written['id']}" if self.group else f"/{self.written['id']}"


def asked(document: dict[str, Any]) -> Iterator[Asked]:
    """Every field of a definition, and those in rows."""
    for number, page in enumerate(document["form"]):
        for place, each in enumerate(page["fields"]):
            found = Asked(each, f"/form/{number}/fields/{place}")
            yield found
            for inner, member in enumerate(each.get("fields", ())):
                yield Asked(member, f"{found.pointer}/fields/{inner}", each["id"])


Pair = tuple[Any, Any, str]
"""An answer within, one beyond, and the code of its fault, where it has one behind the part of the pointer.

ABSENT stands for no answer.
"""


def cases(
    one: Asked, key: str, situations: list[dict[str, Any]], followers: Sequence[str] = ()
) -> Iterator[Case]:
    """Cases for one constraint of one field, in each situation in which the field is answered.

    `followers`: the groups that have a row for each of the field's, where it is a group.
    """
    for situation in situations:
        rows = len(situation.get(one.group, ())) if one.group else 1
        for row in range(rows):
            place = one.place(row)
            answer = at(situation, place)
            if answer is ABSENT:
                continue
            for within, beyond, code in pairs(one.written, key, answer):
                if within is not ABSENT:
                    yield Case(f"{place} {key} within", put_into(situation, place, within, followers))
                told = place + code if code[0] in "/_" else f"{place} {code}"
                wrong = put_into(situation, place, beyond, followers)
                yield Case(f"{place} {key} beyond", wrong, faults=(told,), others=True)


def put_into(
    situation: dict[str, Any], place: str, value: Any, followers: Sequence[str] = ()
) -> dict[str, Any]:
    """The situation with another answer there, and with words for `other` just where it wants them."""
    changed = deepcopy(situation)
    put(changed, place, value)
    words = f"{place}_other"
    chosen = value == "other" or (isinstance(value, list) and "other" in value)
    if chosen and at(changed, words) is ABSENT:
        put(changed, words, "Something else")
    elif not chosen and at(changed, words) is not ABSENT:
        put(changed, words, ABSENT)
    for name in followers:
        changed[name] = _rows(changed[name], len(value)) if isinstance(value, list) else []
    return changed


def pairs(written: dict[str, Any], key: str, answer: Any) -> Iterator[Pair]:
    """Answers within and beyond one constraint."""
    limit = written.get(key)
    match written["type"], key:
        case _, "required":
            yield answer, ABSENT, "required"
        case "text" | "long_text", _:
            yield from _of_words(written, key, answer)
        case "number" | "money", _:
            yield from _of_amounts(written, key, answer)
        case "date", _:
            yield from _of_days(written, key, answer)
        case "yes_no", "must_be":
            yield limit, not limit, "must_be"
        case "email", "confirm":
            yield answer, [answer, "another@people.example"], "_again addresses_differ"
        case "rating", "max":
            yield limit, limit + 1, "not_one_of"
        case "rating", "scale":
            for each in written["scale"]:
                yield each["id"], 999, "not_one_of"
        case _:
            yield from _of_lists(written, key, answer)


def _of_words(written: dict[str, Any], key: str, answer: str) -> Iterator[Pair]:
    limit = written[key]
    match key:
        case "max_length":
            yield _long(written, answer, limit), _long(written, answer, limit + 1), "too_long"
        case "min_length":
            yield _long(written, "", limit), _long(written, "", limit - 1), "too_short"
        case "max_words":
            yield "so " * limit, "so " * (limit + 1), "too_many_words"
        case "min_words":
            yield "so " * limit, "so " * (limit - 1), "too_few_words"
        case "pattern":
            yield answer, f"? {answer}", "pattern"
        case _:
            return


def _of_amounts(written: dict[str, Any], key: str, answer: Any) -> Iterator[Pair]:
    limit, away = written[key], 1 if key == "max" else -1
    code = "too_large" if key == "max" else "too_small"
    match written["type"], key:
        case "number", "min" | "max":
            yield limit, limit + away * (1 if written.get("integer") else 0.25), code
        case "number", "integer":
            yield answer, answer + 0.5, "integer"
        case "money", "min" | "max":
            edge = Decimal(str(limit))
            yield str(edge), str(edge + Decimal(away).scaleb(-DECIMALS[written["currency"]])), code
        case "money", "currency":
            yield answer, f"{answer.partition('.')[0]}.123", "money"
        case _:
            return


def _of_days(written: dict[str, Any], key: str, answer: str) -> Iterator[Pair]:
    limit = written[key]
    if key in ("min", "max"):
        edge, away = times.day_of(limit, TODAY), timedelta(days=1 if key == "max" else -1)
        code = "too_late" if key == "max" else "too_early"
        yield _allowed(written, edge, -away), (edge + away).isoformat(), code
    elif key == "weekdays":
        week = (date.fromisoformat(answer) + timedelta(days=n) for n in range(-6, 7))
        for each in week:
            if f"{each:%a}".lower() not in limit:
                yield answer, each.isoformat(), "weekday"


def _of_lists(written: dict[str, Any], key: str, answer: Any) -> Iterator[Pair]:
    limit, kind = written.get(key), written["type"]
    alone = written.get("exclusive", ())
    ordinary = [each["id"] for each in written.get("options", ()) if each["id"] not in alone]
    match kind, key:
        case "choice", "options":
            for each in written["options"]:
                yield each["id"], NOT_OFFERED, "not_one_of"
        case "choices", "options":
            for each in written["options"]:
                yield [each["id"]], [NOT_OFFERED], "/0 not_one_of"
        case "choices", "max_choices" if limit is not None:
            offered = ordinary or [str(number) for number in range(20)]
            yield offered[:limit], offered[: limit + 1], "too_many_choices"
        case "choices", "min_choices" if limit is not None:
            yield ordinary[:limit] or answer[:limit], ordinary[: limit - 1], "too_few_choices"
        case "choices", "exclusive":
            yield ordinary[:2], [ordinary[0], alone[0]], "alone_only"
        case "ranking", "options":
            yield answer, [NOT_OFFERED, *answer[1:]], "/0 not_one_of"
        case "ranking", "rank" | "texts":
            yield answer, [*answer, "One more"], "too_many_places"
        case "file", "count":
            sent = [upload(number) for number in range(limit + 1)]
            yield sent[:limit], sent, "too_many_files"
        case "group", "rows_max":
            most = written["rows"]["max"]
            yield _rows(answer, most), _rows(answer, most + 1), "too_many_rows"
        case "group", "rows_min":
            least = written["rows"]["min"]
            yield _rows(answer, least), _rows(answer, least - 1), "too_few_rows"
        case _:
            return


def _long(written: dict[str, Any], answer: str, length: int) -> str:
    """A text of that length; where there is a pattern, one that begins as the answer."""
    if "pattern" in written:
        return (answer + "x" * length)[:length]
    return ("so " * length)[: length - 1] + "x" if length else ""


def _allowed(written: dict[str, Any], day: date, step: timedelta) -> str:
    while "weekdays" in written and f"{day:%a}".lower() not in written["weekdays"]:
        day += step
    return day.isoformat()


def _rows(answer: list[Any], count: int) -> list[Any]:
    return [deepcopy(answer[number % len(answer)]) for number in range(count)]
