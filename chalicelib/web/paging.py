"""A long form page by page: which of its pages there are after some answers, and what stands on each.

Nothing is stored between two pages: what was typed travels along in the form itself. A condition over earlier
pages is decided when a page is come to. One that looks at the same page or at later ones is not, and what
hangs on it stands there, as everything does where the whole form is one page.
"""

from __future__ import annotations

from collections.abc import Collection, Iterator, Sequence
from dataclasses import dataclass

import msgspec

from chalicelib.domain import logic
from chalicelib.domain.definitions import Program, fields_of
from chalicelib.domain.errors import Fault
from chalicelib.domain.fields import plan
from chalicelib.domain.fields.checking import Settled
from chalicelib.domain.fields.computed import Computed
from chalicelib.domain.fields.field import Field, PageForm
from chalicelib.domain.fields.group import Group
from chalicelib.domain.fields.note import Note
from chalicelib.domain.fields.plan import Place
from chalicelib.domain.logic_paths import paths
from chalicelib.web import apart, decided

LONG = 15
"""A form of several pages with more questions than this is filled in page by page."""

PAGE = "_page"
"""The hidden control that says which page was filled in, by its number from 0; the review comes after all."""

REVIEWED = "_reviewed"
"""The hidden control that says that the review has been seen."""

GO = "go"
"""The buttons that lead on: `next`, `back`, `send`, or a page's number."""

OWN = apart.ROWS | {GO}
"""The controls of a page of a long form that are no field's."""


def is_long(program: Program) -> bool:
    """Whether the form is filled in page by page."""
    return len(program.form) > 1 and _questions(fields_of(program)) > LONG


def _questions(fields: Sequence[Field]) -> int:
    """How many there are; those in a group's rows count once."""
    return sum(
        _questions(each.fields) if isinstance(each, Group) else not isinstance(each, Note | Computed)
        for each in fields
    )


@dataclass(frozen=True, slots=True)
class Pages:
    """The pages of a program's form after the answers that were settled, by their numbers from 0."""

    program: Program
    settled: Settled

    @property
    def review(self) -> int:
        """The number of the review, which comes after all pages."""
        return len(self.program.form)

    @property
    def standing(self) -> list[int]:
        """The pages on which there is something to read or to fill in."""
        return [number for number in range(self.review) if self._stands(number)]

    def expected(self, number: int) -> list[int]:
        """The pages that may stand as far as is known on that page, from which on nothing is answered yet."""
        return [each for each in range(self.review) if self._stands(each, min(each, number))]

    def _stands(self, number: int, known: int | None = None) -> bool:
        found = self._fields(number, number if known is None else known)
        return any(not isinstance(each, Computed) for each in found)

    def after(self, number: int) -> int:
        """The page that follows, or the review."""
        return next((each for each in range(number + 1, self.review) if self._stands(each)), self.review)

    def before(self, number: int) -> int:
        """The page before, which for the first one is itself."""
        earlier = (each for each in reversed(range(number)) if self._stands(each))
        return next(earlier, self.after(-1))

    def fields(self, number: int) -> tuple[Field, ...]:
        """What stands on a page; of a group what stands in its rows. Of the review: nothing."""
        return self._fields(number, number) if number < self.review else ()

    def _fields(self, number: int, known: int) -> tuple[Field, ...]:
        """What stands on a page where it is `known` what was answered on the pages before that one."""
        found = (self._field(each, known) for each in self.program.form[number].fields)
        return tuple(each for each in found if each is not None)

    def _field(self, each: Field, known: int) -> Field | None:
        latest = decided.shown(self.program)
        if latest[Place(each.id)] < known and Place(each.id) not in self.settled.shown:
            return None
        if not isinstance(each, Group):
            return each
        members = tuple(
            member
            for member in each.fields
            if latest[Place(each.id, member.id)] >= known or self._in_rows(member)
        )
        return msgspec.structs.replace(each, fields=members) if members else None

    def _in_rows(self, member: Field) -> bool:
        """Whether a field stands in rows, where that is the same for all of them."""
        source = plan.options_source(member)
        if source is not None and not self.settled.scope.get(source):
            return False
        if member.show_if is None or any(path[:1] != ("form",) for path in paths(member.show_if)):
            return True
        return logic.truthy(logic.evaluate(member.show_if, {"form": self.settled.scope}))

    def faults(self, number: int) -> list[Fault]:
        """What is wrong on a page by itself: without what may be otherwise after a later page."""
        return [
            fault
            for fault in self.settled.faults
            if self.of(fault) == number and number < self.review and self._known(fault, number)
        ]

    def _known(self, fault: Fault, number: int) -> bool:
        field, member = _where(fault)
        places = (Place(field), Place(field, member))
        shown = max(decided.shown(self.program).get(place, decided.NONE) for place in places)
        if shown > number:
            return False
        if fault.code == "rule":
            return decided.ruled(self.program)[field] <= number
        place = Place(field, member) if fault.code == "required" else Place(field)
        wanted = decided.needed(self.program).get(place, decided.NONE)
        return fault.code not in ("required", "too_few_rows") or wanted <= number

    def of(self, fault: Fault) -> int:
        """The page that a fault is on, and of one that is on none the review."""
        return decided.pages(self.program).get(_where(fault)[0], self.review)


def _where(fault: Fault) -> tuple[str, str]:
    """The field that a fault is about, and the one in the rows of a group; pointers begin with `/answers`."""
    match fault.pointer.split("/")[2:]:
        case [field, number, member, *_] if number.isdigit():
            return first_id(field), first_id(member)
        case [field, *_]:
            return first_id(field), ""
        case _:
            return "", ""


def first_id(name: str) -> str:
    """The id of the field that a control belongs to, be it the second one for words or for the same again."""
    return name.removesuffix("_other").removesuffix("_again")


def page_of(program: Program, name: str) -> int | None:
    """The page that a control stands on, by its name; None for none of a field."""
    return decided.pages(program).get(first_id(name.partition(".")[0]))


def hidden(program: Program, fields: Sequence[Field], typed: PageForm) -> Iterator[tuple[str, str]]:
    """Names and values of what was typed elsewhere than in these fields: what the page carries on."""
    here: dict[str, Collection[str] | None] = {
        each.id: {member.id for member in each.fields} if isinstance(each, Group) else None for each in fields
    }
    for name, values in typed.items():
        if page_of(program, name) is not None and not _stands(name, here):
            yield from ((apart.name(name, OWN), value) for value in values)


def _stands(name: str, here: dict[str, Collection[str] | None]) -> bool:
    field, *rest = name.split(".")
    if first_id(field) not in here:
        return False
    members = here[first_id(field)]
    return members is None or len(rest) < 2 or first_id(rest[1]) in members
