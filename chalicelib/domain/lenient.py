"""Looking into a document that may be anything: what is not of the expected shape is simply empty.

`walker` has named the shape's faults by then; this keeps `sense` and `routes` from naming them again.
"""

from __future__ import annotations

from collections.abc import Callable, Iterator, Sequence
from typing import Any

from chalicelib.domain.errors import Fault


def items(value: object) -> list[Any]:
    """The list, or an empty one."""
    return value if isinstance(value, list) else []


def members(value: object) -> dict[str, Any]:
    """The object, or an empty one."""
    return value if isinstance(value, dict) else {}


def repeated(
    rows: Sequence[Any], key: str, pointer: str, same: Callable[[str], str] = str
) -> Iterator[Fault]:
    """A fault for each row whose member `key` an earlier row has as well; `same`: what of it is compared."""
    seen: set[tuple[type, str]] = set()
    for number, row in enumerate(rows):
        name = members(row).get(key)
        if isinstance(name, str | int) and not isinstance(name, bool):
            spelt = (type(name), same(str(name)))
            if spelt in seen:
                yield Fault(f"{pointer}/{number}/{key}", "duplicate", {"name": str(name)})
            seen.add(spelt)


def fields(program: dict[str, Any]) -> Iterator[tuple[str, dict[str, Any]]]:
    """The fields of the form with their pointers, those of groups left out."""
    for page_number, page in enumerate(items(program.get("form"))):
        for number, field in enumerate(items(members(page).get("fields"))):
            if isinstance(field, dict):
                yield f"/form/{page_number}/fields/{number}", field


def types(program: dict[str, Any]) -> dict[str, str]:
    """The type of each field of the form, by its id."""
    return {
        field["id"]: str(field.get("type"))
        for _, field in fields(program)
        if isinstance(field.get("id"), str)
    }
