"""The model of programs and communities: the shape of their documents, nothing about their sense.

The source of every name is the reference of program definitions in docs/. `walker` names the faults of a
document against these structs, `sense` what no shape can say.
"""

from __future__ import annotations

from typing import Annotated, Literal

import msgspec
from msgspec import Meta

from chalicelib.domain import times
from chalicelib.domain.fields import AnyField
from chalicelib.domain.texts import Text

Slug = Annotated[str, Meta(pattern=r"^[a-z][a-z0-9-]{0,59}$")]
Name = Annotated[str, Meta(pattern=r"^[a-z][a-z0-9_]{0,39}$")]
Language = Annotated[str, Meta(pattern=r"^[a-z]{2,3}(-[A-Za-z0-9]{2,8})*$")]
Duration = Annotated[str, Meta(pattern=times.DURATION)]
Moment = Annotated[str, Meta(pattern=times.MOMENT)]
Country = Annotated[str, Meta(pattern=r"^[A-Z]{2}$")]
Month = Annotated[str, Meta(pattern=r"^\d{4}(-(0[1-9]|1[0-2]))?$")]
Address = Annotated[str, Meta(pattern=r"^[^@\s\",;:<>()\[\]\\]{1,64}@[^@\s\",;:<>()\[\]\\]{3,190}$")]
Line = Annotated[str, Meta(min_length=1, max_length=120, pattern=r"^[^\x00-\x1f\x7f\u0085\u2028\u2029]*$")]

RESERVED_FIELDS = frozenset({"form", "from", "steps"})
RESERVED_STEPS = frozenset({"next", "accept", "decline", "waitlist", "withdraw", "expire", "release"})
LONGEST = 300 * 1024
"""Bytes of a definition as JSON."""


class Struct(msgspec.Struct, kw_only=True, frozen=True, forbid_unknown_fields=True, omit_defaults=True):
    """What the parts of a definition have in common: unknown keys are errors."""


class Applicant(Struct, kw_only=True, frozen=True):
    """Which fields say who applies."""

    name: Name = "full_name"
    email: Name = "email"
    called: Name | None = None


class Person(Struct, kw_only=True, frozen=True):
    """Somebody who holds a role."""

    name: Line
    email: Address
    language: Language = "en"


class FormPage(Struct, kw_only=True, frozen=True):
    """Fields that are asked together."""

    page: Text
    fields: Annotated[tuple[AnyField, ...], Meta(min_length=1)]


class Party(Struct, kw_only=True, frozen=True):
    """Who is asked, other than the applicant: exactly one of `named` and `role`.

    `named`: the field with a person's address, `name` the one with the person's name. `role`: everybody
    who holds it. (One struct, since msgspec wants a tag in every union of structs.)
    """

    named: Name | None = None
    role: Name | None = None
    name: Name | None = None


Ask = Literal["applicant"] | Party
ReadySet = Literal["confirm", "consent", "decide", "accept"]
Needs = Literal["all", "any"] | Annotated[int, Meta(ge=1, le=100)]


class Outcome(Struct, kw_only=True, frozen=True):
    """What one answer means: its label, where the submission goes, how many such answers it takes."""

    label: Text
    then: str = "next"
    needs: Needs | None = None


class Step(Struct, kw_only=True, frozen=True):
    """Somebody is asked something."""

    step: Name
    ask: Ask
    answers: ReadySet | Annotated[dict[Name, Outcome], Meta(min_length=1)]
    needs: Needs | None = None
    due: Duration | None = None
    on_timeout: Literal["expire", "decline", "next"] | None = None


class Program(Struct, kw_only=True, frozen=True):
    """What people apply to or register for."""

    id: Slug
    community: Slug
    partners: tuple[Slug, ...] = ()
    area: Literal["culture", "youth", "economy", "partnership"]
    kind: Literal["application", "registration"]
    title: Text
    summary: Text
    opens: Moment | None = None
    closes: Moment | None = None
    starts: Moment | None = None
    ends: Moment | None = None
    timezone: str
    languages: Annotated[tuple[Language, ...], Meta(min_length=1)]
    applicant: Applicant = Applicant()
    retention: Duration = "2y"
    roles: dict[Name, tuple[Person, ...]] = {}
    form: Annotated[tuple[FormPage, ...], Meta(min_length=1)]
    workflow: tuple[Step, ...] = ()


class Sender(Struct, kw_only=True, frozen=True):
    """In whose name mail is sent."""

    name: Line
    email: Address


class Look(Struct, kw_only=True, frozen=True):
    """How the community's pages look."""

    accent: Annotated[str, Meta(pattern=r"^#[0-9a-fA-F]{6}$")] = "#1b5e8c"


class Staff(Person, kw_only=True, frozen=True):
    """Somebody who may sign in; never public."""

    role: Literal["administrator", "member"] = "member"


class Partner(Struct, kw_only=True, frozen=True):
    """A partner city; `since` is a year or a month."""

    id: Slug
    name: Text
    country: Country
    timezone: str | None = None
    languages: tuple[Language, ...] = ()
    since: Month | Annotated[int, Meta(ge=1000, le=9999)]
    dormant: bool = False


class Community(Struct, kw_only=True, frozen=True):
    """A city that takes part, and its partner cities."""

    id: Slug
    name: Text
    organisation: Text
    country: Country
    timezone: str
    languages: Annotated[tuple[Language, ...], Meta(min_length=1)]
    sender: Sender
    look: Look = Look()
    staff: tuple[Staff, ...] = ()
    partners: tuple[Partner, ...] = ()


def fields_of(program: Program) -> tuple[AnyField, ...]:
    """All fields of the form, in order."""
    return tuple(field for page in program.form for field in page.fields)
