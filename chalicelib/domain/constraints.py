"""What no shape can say of a field's own constraints: that they fit together. A part of `sense`.

Works on the document as it was sent; what `walker` has named already is tolerated.
"""

from __future__ import annotations

import re
from collections.abc import Iterator, Sequence
from decimal import Decimal
from typing import Any

from chalicelib.domain import media
from chalicelib.domain.errors import Fault
from chalicelib.domain.fields.options import OTHER
from chalicelib.domain.iso_codes import CURRENCIES
from chalicelib.domain.lenient import items, members

_AMOUNT = re.compile(r"-?[0-9]{1,15}(\.[0-9]{1,4})?", re.ASCII)


def faults(field: dict[str, Any], pointer: str) -> Iterator[Fault]:
    """Everything that is wrong with one field by itself."""
    match field.get("type"):
        case "money":
            yield from _money(field, pointer)
        case "file":
            yield from _file(field, pointer)
        case "choice":
            yield from _options(field, pointer)
        case "choices":
            yield from _options(field, pointer)
            yield from _choices(field, pointer)
        case "ranking":
            yield from _ranking(field, pointer)
        case _:
            pass


def _money(field: dict[str, Any], pointer: str) -> Iterator[Fault]:
    currency = field.get("currency")
    if isinstance(currency, str) and re.fullmatch("[A-Z]{3}", currency) and currency not in CURRENCIES:
        yield Fault(f"{pointer}/currency", "currency", {"name": currency})
    low, high = (_amount(field.get(key)) for key in ("min", "max"))
    numbers = all(isinstance(field.get(key), int | float) for key in ("min", "max"))
    if low is not None and high is not None and high < low and not numbers:  # those are compared already
        yield Fault(f"{pointer}/max", "below", {"other": "min", "limit": str(low)})


def _file(field: dict[str, Any], pointer: str) -> Iterator[Fault]:
    for number, word in enumerate(items(field.get("accept"))):
        if isinstance(word, str) and not media.named(word):
            known = [endings[0] for endings in media.EXTENSIONS.values()]
            yield Fault(f"{pointer}/accept/{number}", "not_one_of", {"options": known})


def _amount(value: object) -> Decimal | None:
    text = value if isinstance(value, str) else str(value) if isinstance(value, int | float) else ""
    return Decimal(text) if _AMOUNT.fullmatch(text) else None


def _options(field: dict[str, Any], pointer: str) -> Iterator[Fault]:
    if field.get("options") == []:
        yield Fault(f"{pointer}/options", "too_short", {"limit": 1, "actual": 0})


def _choices(field: dict[str, Any], pointer: str) -> Iterator[Fault]:
    offered = _ids(field)
    known = {*offered, *([OTHER] if field.get("other") is True else [])}
    for number, name in enumerate(items(field.get("exclusive"))):
        if isinstance(name, str) and name not in known:
            yield Fault(f"{pointer}/exclusive/{number}", "no_such_option", {"option": name})
    least = field.get("min_choices")
    if isinstance(least, int) and "options_from" not in field and least > len(known):
        yield Fault(f"{pointer}/min_choices", "too_large", {"limit": len(known)})


def _ranking(field: dict[str, Any], pointer: str) -> Iterator[Fault]:
    if len({"options", "texts"} & field.keys()) != 1:
        yield Fault(pointer, "wrong_keys", {"options": ["options", "texts"]})
    if "rank" not in field:
        return
    offered, rank = _ids(field), field["rank"]
    if "options" not in field:
        yield Fault(f"{pointer}/rank", "not_beside", {"other": "texts"})
    elif isinstance(rank, int) and rank > len(offered):
        yield Fault(f"{pointer}/rank", "too_large", {"limit": len(offered)})


def _ids(field: dict[str, Any]) -> Sequence[str]:
    return [str(members(option).get("id")) for option in items(field.get("options"))]
