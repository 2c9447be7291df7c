"""What no shape can say of seats: that each kind is counted, wanted once on the way, and given back.

A part of the check, beside `routes`; works on the document as it was sent.
"""

from __future__ import annotations

from collections.abc import Iterator, Sequence
from typing import Any

from chalicelib.domain.errors import Fault, child
from chalicelib.domain.lenient import Placed, by_id, fields, items, members, placed
from chalicelib.domain.steps import WAITLIST

_GIVES_BACK = frozenset({"expire", "decline", "release"})


def faults(program: dict[str, Any]) -> Iterator[Fault]:
    """Everything that is wrong with capacity, waitlist, score, and the steps that want seats."""
    steps = placed(program)
    wanting = [each for each in steps if each.step.get("seat") in ("hold", "take")]
    yield from _capacity(program, steps, wanting)
    yield from _score(program, steps, wanting)
    if program.get("waitlist") is True and "starts" not in program:
        yield Fault("/starts", "missing")
    for each in wanting[1:]:
        yield Fault(f"{each.pointer}/seat", "seat_twice", {"step": wanting[0].name})
    for each in wanting[:1]:
        yield from _wanting(each, steps)
    for each in steps:
        for pointer in _waiting(each):
            if program.get("waitlist") is not True:
                yield Fault(pointer, "no_waitlist")
            elif wanting and wanting[0].place <= each.place:
                yield Fault(pointer, "has_a_seat", {"step": wanting[0].name})


def warnings(program: dict[str, Any]) -> Iterator[Fault]:
    """Steps that are skipped on the way from the waitlist, and seats that may not be wanted at all."""
    steps = placed(program)
    for each in steps:
        if each.step.get("seat") and "when" in each.step:
            yield Fault(f"{each.pointer}/when", "seat_skipped")
    own = next((each for each in steps if each.step.get("seat") == "hold"), None)
    waiting = [each for each in steps if _waiting(each)]
    if own is None or not waiting:
        return
    for each in steps:
        if waiting[0].place < each.place < own.place:
            yield Fault(f"{each.pointer}/step", "skipped_when_offered", {"step": own.name})


def _capacity(program: dict[str, Any], steps: Sequence[Placed], wanting: Sequence[Placed]) -> Iterator[Fault]:
    capacity = program.get("capacity")
    if capacity is not None and steps and not wanting:
        yield Fault("/capacity", "never_taken")
    if not isinstance(capacity, dict) or not isinstance(capacity.get("by"), str):
        return
    name = capacity["by"]
    pointer, field = next(
        ((at, each) for at, each in fields(program) if each.get("id") == name), ("", dict[str, Any]())
    )
    if not field:
        yield Fault("/capacity/by", "no_such_field", {"field": name})
        return
    if field.get("type") != "choice" or "options_from" in field:
        yield Fault("/capacity/by", "field_type", {"field": name, "expected": "choice"})
        return
    if field.get("required") is not True:
        yield Fault(f"{pointer}/required", "must_be_required", {"field": name})
    page = members(items(program.get("form"))[int(pointer.split("/")[2])])
    if field.get("show_if") is not None or page.get("show_if") is not None:
        yield Fault("/capacity/by", "must_be_shown", {"field": name})
    known = [str(members(option).get("id")) for option in items(field.get("options"))]
    known += ["other"] if field.get("other") is True else []
    counted = members(capacity.get("of"))
    for option in known:
        if option not in counted:
            yield Fault(child("/capacity/of", option), "missing")
    for option in counted:
        if option not in known:
            yield Fault(child("/capacity/of", option), "not_one_of", {"options": known})


def _score(program: dict[str, Any], steps: Sequence[Placed], wanting: Sequence[Placed]) -> Iterator[Fault]:
    score = program.get("score")
    if not isinstance(score, str):
        return
    name, _, field = score.partition(".")
    step = next((each for each in steps if each.name == name), None)
    if step is None:
        yield Fault("/score", "no_such_step", {"step": name})
        return
    form = by_id(step.fields())
    # What is filled in with the answer that has somebody wait is known by then, with that to an offer not.
    wanted = [each for each in steps if _waiting(each) or each in wanting]
    known = [each.place + (each.step.get("seat") != "hold") for each in wanted]
    if field not in form:
        yield Fault("/score", "no_such_field", {"field": score})
    elif form[field].get("type") not in ("number", "rating"):
        yield Fault("/score", "field_type", {"field": score, "expected": "number"})
    elif known and step.place >= min(known):
        yield Fault("/score", "not_yet", {"step": name})


def _wanting(each: Placed, steps: Sequence[Placed]) -> Iterator[Fault]:
    """The one step that wants a seat: alone at its place, before anything is accepted, and giving it back."""
    pointer = f"{each.pointer}/seat"
    if each.beside:
        yield Fault(pointer, "seat_beside")
    if each.step.get("seat") == "hold":
        if each.step.get("answers") == "confirm":
            # Else whoever types anybody's address would hold a seat.
            yield Fault(pointer, "confirm_takes")
        if "due" not in each.step:
            yield Fault(f"{each.pointer}/due", "missing")
        if each.step.get("on_timeout", "expire") not in _GIVES_BACK:
            yield Fault(f"{each.pointer}/on_timeout", "not_given_back")
    for other in steps:
        if other.place >= each.place:
            continue
        for at, then in _outcomes(other):
            if then == "accept":
                yield Fault(at, "accepted_before_seat", {"step": each.name})


def _waiting(each: Placed) -> list[str]:
    """The pointers of its answers that have somebody wait."""
    return [pointer for pointer, then in _outcomes(each) if then == WAITLIST]


def _outcomes(each: Placed) -> list[tuple[str, str]]:
    """Where the step's own answers lead, each with its pointer."""
    return [
        (f"{child(f'{each.pointer}/answers', answer)}/then", str(members(outcome).get("then", "next")))
        for answer, outcome in members(each.step.get("answers")).items()
    ]


def after_waiting(steps: Sequence[Placed]) -> str:
    """Where who waited goes on: the step that offers the seat, else after the one that had them wait."""
    own = next((each.name for each in steps if each.step.get("seat") == "hold"), "")
    return own or "next"


def ends(program: dict[str, Any], each: Placed) -> frozenset[str]:
    """How a submission ends at the step where no seat is left."""
    if each.step.get("seat") not in ("hold", "take"):
        return frozenset()
    return frozenset({"expire" if program.get("waitlist") is True else "decline"})
