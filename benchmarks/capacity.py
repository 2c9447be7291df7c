"""Capacity units of DynamoDB requests, from the requests and answers themselves.

moto makes figures of its own up, so units are counted here by the rules of the developer guide ("DynamoDB
item sizes and formats", "Read and write capacity units"): names and strings count their UTF-8 bytes, a number
about half a byte a digit and one more; a write costs a unit a begun kilobyte, for the table and for every
index that the item stands in; a read one a begun 4 KB, half of it when it may be stale; a transaction twice
as much.
"""

from __future__ import annotations

import math
from collections.abc import Mapping
from typing import Any

Item = Mapping[str, Mapping[str, Any]]

INDEXES: Mapping[str, tuple[str, str]] = {
    "by_community": ("community", "submitted"),
    "by_program": ("program", "submitted"),
    "timers": ("timer", "fires"),
}


def size(item: Item) -> int:
    """Bytes of an item in DynamoDB's own JSON."""
    return sum(len(name.encode()) + _value(value) for name, value in item.items())


def _value(value: Mapping[str, Any]) -> int:
    ((kind, content),) = value.items()
    match kind:
        case "S":
            return len(content.encode())
        case "N":
            return math.ceil(len(content.lstrip("-").replace(".", "").strip("0")) / 2) + 1
        case "BOOL" | "NULL":
            return 1
        case "L":
            return 3 + sum(1 + _value(each) for each in content)
        case "M":
            return 3 + sum(1 + len(name.encode()) + _value(each) for name, each in content.items())
        case "SS":
            return sum(len(each.encode()) for each in content)
        case _:
            raise ValueError(kind)


def write(item: Item, *, transactional: bool = False) -> float:
    """Write units of putting, or of updating to, this item: of the table and the indexes it enters."""
    keys = {"pk": item["pk"], "sk": item["sk"]}
    units = math.ceil(size(item) / 1024)
    for name, parts in INDEXES.items():
        if all(part in item for part in parts):
            entry = item if name != "timers" else keys | {part: item[part] for part in parts}
            units += math.ceil(size(entry) / 1024)
    return units * (2 if transactional else 1)


def read(bytes_read: int, *, consistent: bool) -> float:
    """Read units of so many bytes; of nothing found as well."""
    return max(1, math.ceil(bytes_read / 4096)) * (1.0 if consistent else 0.5)
