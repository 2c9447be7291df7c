"""Correcting a mistyped address from the page after sending, for half an hour."""

from __future__ import annotations

from chalicelib.domain import programs, workflow
from chalicelib.domain.definitions import Program, fields_of
from chalicelib.domain.errors import Invalid
from chalicelib.domain.fields import checking
from chalicelib.domain.fields.field import Context
from chalicelib.services import records
from chalicelib.services.records import Loaded
from chalicelib.services.world import World


def correct_address(world: World, submission: str, address: str, *, loaded: Loaded | None = None) -> Loaded:
    """The case, asked at the new address; or ended, where the program was cancelled meanwhile.

    Raises Invalid, Ended, TooLate, or Another.
    """
    loaded = loaded or records.load(world, submission)
    spelt = checked(world, loaded.pinned, address)
    return records.change(
        world,
        submission,
        lambda rules, case: workflow.correct_address(rules, case, spelt),
        loaded=loaded,
    )


def checked(world: World, program: Program, address: str) -> str:
    """The address as the form's own field keeps it. Raises Invalid."""
    field = next(field for field in fields_of(program) if field.id == program.applicant.email)
    context = Context(today=programs.day(program, world.clock()), languages=program.languages)
    kept, faults = checking.check_alone(field, address, "", context)
    if faults:
        raise Invalid(faults)
    return str(kept[field.id])
