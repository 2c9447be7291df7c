"""Looking into a document that may be anything: what is not of the expected shape is simply empty.

`walker` has named the shape's faults by then; this keeps `sense` and `routes` from naming them again.
"""

from __future__ import annotations

from collections.abc import Callable, Iterator, Sequence
from dataclasses import dataclass
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


def by_id(found: Iterator[tuple[str, dict[str, Any]]]) -> dict[str, dict[str, Any]]:
    """The fields by their ids."""
    return {field["id"]: field for _, field in found if isinstance(field.get("id"), str)}


def types(program: dict[str, Any]) -> dict[str, str]:
    """The type of each field of the form, by its id."""
    return {name: str(field.get("type")) for name, field in by_id(fields(program)).items()}


def rows(field: dict[str, Any], pointer: str) -> Iterator[tuple[str, dict[str, Any]]]:
    """The fields of a group's rows with their pointers; none of another field."""
    if field.get("type") == "group":
        for number, member in enumerate(items(field.get("fields"))):
            if isinstance(member, dict):
                yield f"{pointer}/fields/{number}", member


@dataclass(frozen=True, slots=True)
class Placed:
    """A step where it stands: its pointer, the number of its place, and whether others stand beside it."""

    pointer: str
    step: dict[str, Any]
    place: int
    beside: bool

    @property
    def name(self) -> str:
        """The step's name; empty where it has none that could be one."""
        name = self.step.get("step")
        return name if isinstance(name, str) else ""

    @property
    def ask(self) -> dict[str, Any]:
        """Who is asked, other than the applicant."""
        return members(self.step.get("ask"))

    def fields(self) -> Iterator[tuple[str, dict[str, Any]]]:
        """The fields of the step's form with their pointers, those of groups left out."""
        for number, field in enumerate(items(self.step.get("form"))):
            if isinstance(field, dict):
                yield f"{self.pointer}/form/{number}", field


def placed(program: dict[str, Any]) -> list[Placed]:
    """The steps of the workflow, in order."""
    found: list[Placed] = []
    for place, stage in enumerate(items(program.get("workflow"))):
        pointer = f"/workflow/{place}"
        if "together" in members(stage):
            inner = enumerate(items(stage["together"]))
            found += [
                Placed(f"{pointer}/together/{number}", step, place, beside=True)
                for number, step in inner
                if isinstance(step, dict)
            ]
        elif isinstance(stage, dict):
            found.append(Placed(pointer, stage, place, beside=False))
    return found
