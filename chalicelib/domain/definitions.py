"""The model of programs and communities: the shape of their documents, nothing about their sense.

The source of every name is the reference of program definitions in docs/. `walker` names the faults of a
document against these structs, `sense` what no shape can say.
"""

from __future__ import annotations

import re
from typing import Annotated, Any, Literal, TypeGuard

import msgspec
from msgspec import Meta

from chalicelib.domain import times
from chalicelib.domain.fields import AnyField, options
from chalicelib.domain.texts import Text

_SLUG = r"^[a-z][a-z0-9-]{0,59}$"
Slug = Annotated[str, Meta(pattern=_SLUG)]
Name = Annotated[str, Meta(pattern=r"^[a-z][a-z0-9_]{0,39}$")]
_LANGUAGE = r"^[a-z]{2,3}(-[A-Za-z0-9]{2,8})*$"
Language = Annotated[str, Meta(pattern=_LANGUAGE)]
Duration = Annotated[str, Meta(pattern=times.DURATION)]
Moment = Annotated[str, Meta(pattern=times.MOMENT)]
Due = Annotated[str, Meta(pattern=f"{times.DURATION}|{times.MOMENT}")]
Country = Annotated[str, Meta(pattern=r"^[A-Z]{2}$")]
Month = Annotated[str, Meta(pattern=r"^[0-9]{4}(-(0[1-9]|1[0-2]))?$")]
Address = Annotated[str, Meta(pattern=r"^[^@\s\",;:<>()\[\]\\]{1,64}@[^@\s\",;:<>()\[\]\\]{3,190}$")]
Logic = Annotated[Any, Meta(description="JSON Logic")]
Line = Annotated[str, Meta(min_length=1, max_length=120, pattern=r"^[^\x00-\x1f\x7f\u0085\u2028\u2029]*$")]

Seats = Annotated[int, Meta(ge=0, le=1_000_000)]
Score = Annotated[str, Meta(pattern=r"^[a-z][a-z0-9_]{0,39}\.[a-z][a-z0-9_]{0,39}$")]

RESERVED_FIELDS = frozenset({"form", "from", "steps"})
RESERVED_STEPS = frozenset({"next", "accept", "decline", "waitlist", "withdraw", "expire", "release"})
LONGEST = 300 * 1024
"""Bytes of a definition as JSON."""


class Struct(msgspec.Struct, kw_only=True, frozen=True, forbid_unknown_fields=True, omit_defaults=True):
    """What the parts of a definition have in common: unknown keys are errors."""


class Applicant(Struct, kw_only=True, frozen=True):
    """Which fields of the form say who applies.

    Attributes:
        name: the field with the applicant's name
        email: the field with the address that everything is sent to; it has to be required
        called: the field with what the applicant likes to be called in letters; left out: the name
    """

    name: Name = "full_name"
    email: Name = "email"
    called: Name | None = None


class Person(Struct, kw_only=True, frozen=True):
    """Somebody who holds a role.

    Attributes:
        name: what the person or office is called
        email: where questions to that role are sent
        language: what messages to that person are written in
    """

    name: Line
    email: Address
    language: Language = "en"


class FormPage(Struct, kw_only=True, frozen=True):
    """Fields that are asked together.

    Attributes:
        page: the heading above them
        show_if: JSON Logic: else none of them is shown
        fields: what is asked, in order
    """

    page: Text
    show_if: Logic = None
    fields: Annotated[tuple[AnyField, ...], Meta(min_length=1)]


class Rule(Struct, kw_only=True, frozen=True):
    """What has to be true of the answers taken together.

    Attributes:
        check: JSON Logic over all answers
        message: what the reader is told where it is not true
        field: the field of the form at which that is told
    """

    check: Logic
    message: Text
    field: Name


class Party(Struct, kw_only=True, frozen=True):
    """Who is asked, other than the applicant: exactly one of `named`, `each` and `role`.

    Attributes:
        named: the field with the address of somebody whom the applicant names; unanswered: nobody is asked
        each: the group whose rows name people; one ask for each row, none where it is empty
        role: one of `roles`; everybody who holds it is asked
        name: beside `named`, the field with that person's name; beside `each`, that field of the row
        email: beside `each`, the field of the row with the address
    """

    # One struct for all, since msgspec wants a tag in every union of structs (docs/decisions/0008).

    named: Name | None = None
    each: Name | None = None
    role: Name | None = None
    name: Name | None = None
    email: Name | None = None


class Capacity(Struct, kw_only=True, frozen=True):
    """How many seats there are for each option of a field.

    Attributes:
        by: a `choice` of the form that everybody answers
        of: the number of seats, by option; each option has one
    """

    by: Name
    of: dict[options.Id, Seats]


Ask = Literal["applicant"] | Party
ReadySet = Literal["confirm", "consent", "decide", "accept"]
Needs = Literal["all", "any"] | Annotated[int, Meta(ge=1, le=100)]


class Outcome(Struct, kw_only=True, frozen=True):
    """What one answer means.

    Attributes:
        label: the words on its button
        then: where the submission goes: `next`, `accept` (accepted, and on), `decline`, `waitlist`,
            `withdraw`, or a step
        needs: how many of this answer settle the step; left out: as the step says
    """

    label: Text
    then: str = "next"
    needs: Needs | None = None


class Step(Struct, kw_only=True, frozen=True):
    """Somebody is asked something.

    Attributes:
        step: its name
        ask: who is asked
        answers: one of the [ready sets](#answers), or outcomes by answer; beside a form it may be left out
        form: fields that are filled in with the answer
        amend: of the applicant: the program's form, or those fields and what depends on them, to be changed
        when: JSON Logic over the answers, and over the forms of earlier steps: else the step is skipped
        needs: how many of the same answer settle it; left out: `all` for `each`, else `any`, the first one
        due: how long they have by the program's clock, or until when; only a role may be asked without
        remind: how long before that they are reminded
        on_timeout: where the submission goes when time has passed and the step can't settle any more
        announce: until when the outcome is kept back, to be told and acted upon with those of others
        hidden_from: who may not see what was answered: `applicant`, roles, or steps
        blind: fields of the form that those asked may not see
        verify: `code`: the answer counts with a code that is mailed when it is given
        seat: `hold`: a seat is wanted before anybody is asked, and taken when the step settles in favour;
            `take`: it is wanted when the step settles in favour
    """

    step: Name
    ask: Ask
    answers: ReadySet | Annotated[dict[Name, Outcome], Meta(min_length=1)] | None = None
    form: Annotated[tuple[AnyField, ...], Meta(min_length=1)] | None = None
    amend: bool | Annotated[tuple[Name, ...], Meta(min_length=1)] | None = None
    when: Logic = None
    needs: Needs | None = None
    due: Due | None = None
    remind: Annotated[tuple[Duration, ...], Meta(min_length=1, max_length=10)] | None = None
    on_timeout: Literal["expire", "decline", "next", "release"] | None = None
    announce: Moment | None = None
    hidden_from: tuple[Name, ...] = ()
    blind: tuple[Name, ...] = ()
    verify: Literal["code"] | None = None
    seat: Literal["hold", "take"] | None = None


class Together(Struct, kw_only=True, frozen=True):
    """Steps that run side by side.

    Attributes:
        together: the steps; `next` of one waits for the others, any other outcome ends them all
    """

    together: Annotated[tuple[Step, ...], Meta(min_length=1)]


class Stage:
    """One place of a workflow: a step, or several side by side.

    A type of its own, since msgspec tells structs apart by a tag alone, and a definition has none here: which
    one is meant is seen by the key `together`.
    """

    __slots__ = ("steps",)

    def __init__(self, steps: tuple[Step, ...]) -> None:
        """`steps`: at least one."""
        self.steps = steps

    def __eq__(self, other: object) -> bool:
        return isinstance(other, Stage) and self.steps == other.steps

    __hash__ = None  # type: ignore[assignment]  # as other structs with maps in them

    @staticmethod
    def shape(value: object) -> type[Step | Together]:
        """Which of the two the place of a document should be."""
        return Together if isinstance(value, dict) and "together" in value else Step


def in_turn(*steps: Step) -> tuple[Stage, ...]:
    """A workflow of these steps, one after another."""
    return tuple(Stage((step,)) for step in steps)


def is_duration(text: str) -> bool:
    """Whether a `due` says how long, and not until when."""
    return re.search(times.DURATION, text) is not None


def decode(kind: type, value: Any) -> Any:
    """What msgspec can't read by itself: a place of the workflow."""
    if kind is not Stage:
        raise NotImplementedError(kind)
    read = msgspec.convert(value, Stage.shape(value))
    return Stage(read.together if isinstance(read, Together) else (read,))


OWN = "_"
"""How keys begin that nobody writes: Concord keeps them with a stored version, and no document has them."""


class Cancelled(Struct, kw_only=True, frozen=True):
    """That a program was cancelled.

    Attributes:
        at: when, as an instant
        by: `token:<id>` of who did it
        job: the job that ends what was sent
        reason: why, for those who work with submissions
        message: what everybody is told, where there are words for that
    """

    at: str
    by: str
    job: str
    reason: str
    message: Text | None = None


class Program(Struct, kw_only=True, frozen=True):
    """What people apply to or register for.

    Attributes:
        id: its name in addresses, as in `/programs/delegation-visit`; `check` is taken
        community: the community that it belongs to
        partners: partner cities of that community that take part
        area: the area of focus that lists show it under
        kind: `application`: people decide; `registration`: rules decide
        title: its name
        summary: a sentence or two for lists
        opens: from when forms are taken, a date from its beginning; left out: at once
        closes: until when, a date to its end; left out: there is no end
        starts: the first day of the program itself
        ends: its last day
        timezone: whose clock days and deadlines go by, as `America/Denver`
        languages: what it is offered in; the first one serves who reads none of them
        applicant: which fields say who applies
        one_per: a field; while a submission with its value has not ended, a second one is refused
        capacity: how many seats there are, in all or for each option of a field; left out: no end of them
        waitlist: whether who finds no seat waits for one, until the program starts
        score: `step.field`, a number or rating: the highest mean stands first on the waitlist; left out: who
            applied first
        amend_until: the step whose opening ends the applicant's amending; left out: the first to ask a role
        retention: how long personal data may be kept after the last event, or after `ends` if that is later
        roles: who is asked by role; never public, and always those of the newest version
        form: what is asked, page by page
        rules: what has to be true of the answers taken together
        workflow: who is asked what, in order; left out: confirm the address within seven days
        cancelled: kept by Concord: that it was cancelled
    """

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
    one_per: Name | None = None
    capacity: Seats | Capacity | None = None
    waitlist: bool = False
    score: Score | None = None
    amend_until: Name | None = None
    retention: Duration = "2y"
    roles: dict[Name, tuple[Person, ...]] = {}
    form: Annotated[tuple[FormPage, ...], Meta(min_length=1)]
    rules: tuple[Rule, ...] = ()
    workflow: tuple[Stage, ...] = ()
    cancelled: Cancelled | None = msgspec.field(default=None, name=f"{OWN}cancelled")


class Sender(Struct, kw_only=True, frozen=True):
    """In whose name mail is sent.

    Attributes:
        name: the name before the address
        email: the address; its domain has to be verified in SES
    """

    name: Line
    email: Address


class Look(Struct, kw_only=True, frozen=True):
    """How the community's pages look.

    Attributes:
        accent: the color of its buttons and links
    """

    accent: Annotated[str, Meta(pattern=r"^#[0-9a-fA-F]{6}$")] = "#1b5e8c"


class Staff(Person, kw_only=True, frozen=True):
    """Somebody who works with submissions; never public.

    Attributes:
        role: what they may do
    """

    role: Literal["administrator", "member"] = "member"


class Partner(Struct, kw_only=True, frozen=True):
    """A partner city.

    Attributes:
        id: its name in programs and addresses
        name: what it is called
        country: where it lies
        timezone: its own clock
        languages: what is spoken there
        since: since when the partnership has been
        dormant: whether the partnership sleeps
    """

    id: Slug
    name: Text
    country: Country
    timezone: str | None = None
    languages: tuple[Language, ...] = ()
    since: Month | Annotated[int, Meta(ge=1000, le=9999)]
    dormant: bool = False


class Community(Struct, kw_only=True, frozen=True):
    """A city that takes part, and its partner cities.

    Attributes:
        id: its name in programs and addresses
        name: what the city is called
        organisation: who runs the partnerships
        country: where it lies
        timezone: its clock
        languages: what its own texts are in
        sender: in whose name mail is sent
        look: how its pages look
        staff: who works with its submissions
        partners: its partner cities
    """

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


def is_slug(word: object) -> TypeGuard[str]:
    """Whether it is spelt like the id of a program or community."""
    return isinstance(word, str) and re.fullmatch(_SLUG, word) is not None


def is_language(word: object) -> bool:
    """Whether it is spelt like the tag of a language (BCP 47)."""
    return isinstance(word, str) and re.fullmatch(_LANGUAGE, word) is not None


def fields_of(program: Program) -> tuple[AnyField, ...]:
    """All fields of the form, in order."""
    return tuple(field for page in program.form for field in page.fields)
