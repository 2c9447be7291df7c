"""The check of workflows: each fault that a definition can have by itself, at its place, and no other."""

from __future__ import annotations

from datetime import date
from typing import Any

import pytest

from chalicelib.domain import programs, sense
from tests.domain.examples import ABSENT, EXCHANGE, PROGRAM, TODAY, changed

Changes = tuple[tuple[str, Any], ...]


def told(*changes: tuple[str, Any]) -> list[tuple[str, str]]:
    """The places and codes of the faults that the exchange has with these changes."""
    return [(fault.pointer, fault.code) for fault in programs.faults(changed(EXCHANGE, *changes), TODAY)]


def warned(*changes: tuple[str, Any]) -> list[tuple[str, str]]:
    """The same of what may be meant; the definition is without fault."""
    document = changed(EXCHANGE, *changes)
    assert programs.faults(document, TODAY) == []
    return [(fault.pointer, fault.code) for fault in sense.warnings(document)]


CONSENT, REFERENCE = "/workflow/1/together/0", "/workflow/1/together/1"
BURSARY, REVIEW, PARTNER, DECIDE = (f"/workflow/{number}" for number in (2, 3, 4, 5))
IMPROVE, OFFER = "/workflow/6", "/workflow/7"
A_DATE = {"id": "day", "type": "date", "label": "Day"}
A_CHOICE = {"id": "pick", "type": "choice", "label": "Pick", "options": [{"id": "a", "label": "A"}]}
ROWS = {"id": "visits", "type": "group", "label": "Visits", "fields": [A_DATE]}
GRADES = {"id": "grade", "type": "rating", "label": "Grade", "max": 5}
GOOD = {"label": "Good"}
NOBODY = {"step": "late", "ask": {"role": "coordinator"}, "answers": "decide"}


def var(path: str) -> dict[str, Any]:
    """A condition that looks at that."""
    return {"==": [{"var": path}, 1]}


ASKED: list[tuple[str, Any, str, str]] = [
    # Whom a step asks.
    (f"{CONSENT}/ask/each", "parents", f"{CONSENT}/ask/each", "no_such_field"),
    (f"{CONSENT}/ask/each", "essay", f"{CONSENT}/ask/each", "field_type"),
    (f"{CONSENT}/ask/email", "mail", f"{CONSENT}/ask/email", "no_such_field"),
    (f"{CONSENT}/ask/email", "name", f"{CONSENT}/ask/email", "field_type"),
    (f"{CONSENT}/ask/email", "teacher_email", f"{CONSENT}/ask/email", "no_such_field"),
    (f"{CONSENT}/ask/email", ABSENT, f"{CONSENT}/ask/email", "missing"),
    (f"{CONSENT}/ask/name", "surname", f"{CONSENT}/ask/name", "no_such_field"),
    (f"{CONSENT}/ask/name", "email", f"{CONSENT}/ask/name", "field_type"),
    (f"{CONSENT}/ask/named", "teacher_email", f"{CONSENT}/ask", "wrong_keys"),
    (f"{CONSENT}/ask/rows", "x", f"{CONSENT}/ask/rows", "unknown_key"),
    (f"{REFERENCE}/ask/named", "teacher", f"{REFERENCE}/ask/named", "no_such_field"),
    (f"{REFERENCE}/ask/named", "teacher_name", f"{REFERENCE}/ask/named", "field_type"),
    (f"{REFERENCE}/ask/named", "guardians", f"{REFERENCE}/ask/named", "field_type"),
    (f"{REFERENCE}/ask/name", "essay", f"{REFERENCE}/ask/name", "field_type"),
    (f"{REFERENCE}/ask/email", "teacher_email", f"{REFERENCE}/ask/email", "not_beside"),
    (f"{REFERENCE}/ask", {}, f"{REFERENCE}/ask", "wrong_keys"),
    (f"{REFERENCE}/ask", "referee", f"{REFERENCE}/ask", "not_one_of"),
    (f"{REFERENCE}/ask", ABSENT, f"{REFERENCE}/ask", "missing"),
    (f"{PARTNER}/ask/name", "full_name", f"{PARTNER}/ask/name", "not_beside"),
    (f"{PARTNER}/ask/email", "email", f"{PARTNER}/ask/email", "not_beside"),
    (f"{PARTNER}/ask/role", "mayor", f"{PARTNER}/ask/role", "nobody_to_ask"),
    ("/roles/partner", [], f"{PARTNER}/ask/role", "nobody_to_ask"),
    ("/roles/partner", ABSENT, f"{PARTNER}/ask/role", "nobody_to_ask"),
]

NAMES: list[tuple[str, Any, str, str]] = [
    # Names of steps, and what each offers.
    (f"{REFERENCE}/step", "consent", f"{REFERENCE}/step", "duplicate"),
    (f"{BURSARY}/step", "reference", f"{BURSARY}/step", "duplicate"),
    (f"{REFERENCE}/step", "withdraw", f"{REFERENCE}/step", "reserved"),
    (f"{BURSARY}/step", "release", f"{BURSARY}/step", "reserved"),
    (f"{REFERENCE}/step", "Reference", f"{REFERENCE}/step", "pattern"),
    (f"{BURSARY}/answers", ABSENT, f"{BURSARY}/answers", "missing"),
    (f"{REFERENCE}/form", ABSENT, f"{REFERENCE}/answers", "missing"),
    (
        BURSARY,
        {"step": "bursary", "ask": {"role": "partner"}, "amend": False},
        f"{BURSARY}/answers",
        "missing",
    ),
    (f"{BURSARY}/answers", "confirm", f"{BURSARY}/answers", "confirm_first"),
    (f"{CONSENT}/answers", "confirm", f"{CONSENT}/answers", "confirm_first"),
    (f"{IMPROVE}/answers", "confirm", f"{IMPROVE}/answers", "confirm_first"),
    ("/workflow/0/ask", {"role": "coordinator"}, "/workflow/0/answers", "confirm_first"),
    ("/workflow/0/verify", "code", "/workflow/0/verify", "not_beside"),
    (f"{OFFER}/verify", "sms", f"{OFFER}/verify", "not_one_of"),
    (f"{OFFER}/seat", "keep", f"{OFFER}/seat", "not_one_of"),
    (f"{DECIDE}/answers/offer/then", "offr", f"{DECIDE}/answers/offer/then", "no_such_step"),
    (f"{DECIDE}/answers/refuse/then", "expire", f"{DECIDE}/answers/refuse/then", "no_such_step"),
    (f"{DECIDE}/answers/refuse/then", "waitlist", f"{DECIDE}/answers/refuse/then", "no_waitlist"),
    (
        f"{DECIDE}/answers/refuse/label",
        {"en": "Refuse"},
        f"{DECIDE}/answers/refuse/label/ja",
        "missing_language",
    ),
    (f"{DECIDE}/answers/refuse/needs", 0, f"{DECIDE}/answers/refuse/needs", "too_small"),
    (f"{REVIEW}/needs", "most", f"{REVIEW}/needs", "not_one_of"),
    ("/workflow/1/together", [], "/workflow/1/together", "too_short"),
    ("/workflow/1/due", "7d", "/workflow/1/due", "unknown_key"),
    ("/amend_until", "reviews", "/amend_until", "no_such_step"),
]

DEADLINES: list[tuple[str, Any, str, str]] = [
    # Until when, reminders, announcements.
    (f"{CONSENT}/due", ABSENT, f"{CONSENT}/due", "missing"),
    (f"{REFERENCE}/due", ABSENT, f"{REFERENCE}/due", "missing"),
    (f"{IMPROVE}/due", ABSENT, f"{IMPROVE}/due", "missing"),
    (f"{REVIEW}/due", ABSENT, f"{REVIEW}/due", "missing"),
    (f"{BURSARY}/remind", ["2d"], f"{BURSARY}/due", "missing"),
    (f"{BURSARY}/on_timeout", "next", f"{BURSARY}/due", "missing"),
    (f"{BURSARY}/due", "7d", f"{BURSARY}/on_timeout", "missing"),
    (f"{REFERENCE}/on_timeout", ABSENT, f"{REFERENCE}/on_timeout", "missing"),
    (f"{REFERENCE}/on_timeout", "review", f"{REFERENCE}/on_timeout", "not_one_of"),
    (f"{REFERENCE}/due", "0d", f"{REFERENCE}/due", "too_small"),
    (f"{REVIEW}/due", "2027-02-29", f"{REVIEW}/due", "date"),
    (f"{REVIEW}/due", "today+", f"{REVIEW}/due", "pattern"),
    (f"{DECIDE}/announce", "2027-02-30", f"{DECIDE}/announce", "date"),
    (f"{DECIDE}/announce", "14d", f"{DECIDE}/announce", "pattern"),
    (f"{CONSENT}/remind/0", "14d", f"{CONSENT}/remind/0", "not_shorter"),
    (f"{CONSENT}/remind/0", "3w", f"{CONSENT}/remind/0", "not_shorter"),
    (f"{CONSENT}/remind/1", "7d", f"{CONSENT}/remind/1", "duplicate"),
    (f"{CONSENT}/remind/1", "0d", f"{CONSENT}/remind/1", "too_small"),
    (f"{REVIEW}/remind/0", "soon", f"{REVIEW}/remind/0", "pattern"),
    (f"{REVIEW}/remind", [], f"{REVIEW}/remind", "too_short"),
]

SEEN: list[tuple[str, Any, str, str]] = [
    # Who may see and change what.
    (f"{REFERENCE}/hidden_from/0", "aplicant", f"{REFERENCE}/hidden_from/0", "no_such_party"),
    (f"{REFERENCE}/hidden_from/0", "full_name", f"{REFERENCE}/hidden_from/0", "no_such_party"),
    (f"{REFERENCE}/hidden_from/-", "applicant", f"{REFERENCE}/hidden_from/1", "duplicate"),
    (f"{REVIEW}/blind/1", "surname", f"{REVIEW}/blind/1", "no_such_field"),
    (f"{REVIEW}/blind/1", "score", f"{REVIEW}/blind/1", "no_such_field"),
    (f"{REVIEW}/blind/1", "full_name", f"{REVIEW}/blind/1", "duplicate"),
    (f"{REVIEW}/form/0/visible_to", ["jury"], f"{REVIEW}/form/0/visible_to/0", "no_such_party"),
    ("/form/0/fields/5/visible_to/0", "cook", "/form/0/fields/5/visible_to/0", "no_such_party"),
    ("/form/0/fields/5/visible_to/-", "coordinator", "/form/0/fields/5/visible_to/1", "duplicate"),
    (
        "/form/0/fields/9/fields/0/visible_to",
        ["cook"],
        "/form/0/fields/9/fields/0/visible_to/0",
        "no_such_party",
    ),
    (f"{IMPROVE}/amend/1", "menu", f"{IMPROVE}/amend/1", "no_such_field"),
    (f"{IMPROVE}/amend/1", "essay", f"{IMPROVE}/amend/1", "duplicate"),
    (f"{IMPROVE}/amend/1", "email", f"{IMPROVE}/amend/1", "not_amendable"),
    (f"{IMPROVE}/amend", [], f"{IMPROVE}/amend", "too_short"),
    (f"{IMPROVE}/ask", {"role": "partner"}, f"{IMPROVE}/amend", "applicant_only"),
    (f"{IMPROVE}/form", [A_DATE], f"{IMPROVE}/amend", "not_beside"),
    (f"{BURSARY}/amend", True, f"{BURSARY}/amend", "applicant_only"),
]

CONDITIONS: list[tuple[str, Any, str, str]] = [
    # What a condition may look at, and what is none.
    (f"{BURSARY}/when", {"==": [1, 1], "!": [1]}, f"{BURSARY}/when", "logic"),
    (f"{BURSARY}/when", {"!": {}}, f"{BURSARY}/when/!", "logic"),
    (f"{BURSARY}/when", {"equals": [1, 1]}, f"{BURSARY}/when/equals", "unknown_operation"),
    (f"{CONSENT}/when", {"and": [{"is": 1}]}, f"{CONSENT}/when/and/0/is", "unknown_operation"),
    (f"{BURSARY}/when", {"missing": ["essay", "grant"]}, f"{BURSARY}/when", "no_such_field"),
    (f"{BURSARY}/when", var("grant"), f"{BURSARY}/when", "no_such_field"),
    (f"{BURSARY}/when", var("form.grant"), f"{BURSARY}/when", "no_such_field"),
    (f"{BURSARY}/when", var("guardians.0.age"), f"{BURSARY}/when", "no_such_field"),
    (f"{BURSARY}/when", var("guardians.first.name"), f"{BURSARY}/when", "no_such_field"),
    (f"{BURSARY}/when", var("essay_other"), f"{BURSARY}/when", "no_such_field"),
    (f"{BURSARY}/when", var("steps.referee.words"), f"{BURSARY}/when", "no_such_step"),
    (f"{BURSARY}/when", var("steps.reference.grade"), f"{BURSARY}/when", "no_such_field"),
    (f"{BURSARY}/when", var("steps.confirm.yes"), f"{BURSARY}/when", "no_such_field"),
    (f"{BURSARY}/when", var("steps.bursary.sum"), f"{BURSARY}/when", "not_yet"),
    (f"{BURSARY}/when", var("steps.review.score"), f"{BURSARY}/when", "not_yet"),
    (f"{CONSENT}/when", var("steps.reference.recommends"), f"{CONSENT}/when", "not_yet"),
    (f"{REFERENCE}/when", var("steps.consent.phone"), f"{REFERENCE}/when", "not_yet"),
    (f"{REFERENCE}/when", var("steps.reference.words"), f"{REFERENCE}/when", "not_yet"),
]

FORMS: list[tuple[str, Any, str, str]] = [
    # What a step asks with its answer.
    (f"{CONSENT}/form/0/id", "steps", f"{CONSENT}/form/0/id", "reserved"),
    (f"{CONSENT}/form/0/label", {"ja": "電話"}, f"{CONSENT}/form/0/label/en", "missing_language"),
    (f"{CONSENT}/form/0/type", "telephone", f"{CONSENT}/form/0/type", "not_one_of"),
    (f"{CONSENT}/form/0/pattern", "[a", f"{CONSENT}/form/0/pattern", "regular_expression"),
    (f"{CONSENT}/form", [], f"{CONSENT}/form", "too_short"),
    (f"{REFERENCE}/form/1/id", "recommends", f"{REFERENCE}/form/1/id", "duplicate"),
    (f"{REFERENCE}/form/1/id", "words_again", f"{REFERENCE}/form/1/id", "reserved"),
    (f"{REFERENCE}/form/1/max_words", 0, f"{REFERENCE}/form/1/max_words", "too_small"),
    (f"{REFERENCE}/form/1/colour", "red", f"{REFERENCE}/form/1/colour", "unknown_key"),
    (f"{REVIEW}/form/0/max", 0, f"{REVIEW}/form/0/max", "below"),
    (f"{REVIEW}/form/0/label", ABSENT, f"{REVIEW}/form/0/label", "missing"),
    (
        f"{REVIEW}/form/-",
        {**GRADES, "scale": [{"id": 1, "label": "One"}, {"id": 2, "label": "Two"}]},
        f"{REVIEW}/form/1",
        "wrong_keys",
    ),
    (f"{REVIEW}/form/-", {**A_DATE, "min": "2027-02-30"}, f"{REVIEW}/form/1/min", "date"),
    (f"{REVIEW}/form/-", {**A_DATE, "min_age": "9y", "max_age": "8y"}, f"{REVIEW}/form/1/max_age", "below"),
    (
        f"{REVIEW}/form/-",
        {**A_CHOICE, "options": A_CHOICE["options"] * 2},
        f"{REVIEW}/form/1/options/1/id",
        "duplicate",
    ),
    (f"{REVIEW}/form/-", {**ROWS, "rows": {"min": 3, "max": 2}}, f"{REVIEW}/form/1/rows/max", "below"),
    (f"{REVIEW}/form/-", {**ROWS, "fields": [A_DATE, A_DATE]}, f"{REVIEW}/form/1/fields/1/id", "duplicate"),
]

BROKEN = [*ASKED, *NAMES, *DEADLINES, *SEEN, *CONDITIONS, *FORMS]


@pytest.mark.parametrize(("place", "value", "pointer", "code"), BROKEN)
def test_broken_workflow_has_its_fault_named_at_its_place(
    place: str, value: Any, pointer: str, code: str
) -> None:
    """One change, one fault, and no other."""
    assert told((place, value)) == [(pointer, code)]


def test_exchange_itself_is_without_fault_and_warning() -> None:
    """So that each fault above is that of the change."""
    assert (told(), warned()) == ([], [])


@pytest.mark.parametrize(
    ("changes", "faults"),
    [
        # Past `decide`, which lets nobody through, only the applicant's changes lead on.
        ([(f"{DECIDE}/answers/offer/then", "improve")], [(f"{OFFER}/step", "unreachable")]),
        ([(f"{DECIDE}/answers/improve/then", "decline")], [(f"{IMPROVE}/step", "unreachable")]),
        (
            [(f"{PARTNER}/answers", {"no": {"label": "No", "then": "decline"}})],
            [(f"{pointer}/step", "unreachable") for pointer in (DECIDE, IMPROVE, OFFER)],
        ),
        # Both steps side by side have to be able to go on.
        (
            [
                (f"{CONSENT}/answers", {"no": {"label": "No", "then": "decline"}}),
                (f"{CONSENT}/on_timeout", "expire"),
            ],
            [
                (f"{pointer}/step", "unreachable")
                for pointer in (BURSARY, REVIEW, PARTNER, DECIDE, IMPROVE, OFFER)
            ],
        ),
        # Whom nobody may have to ask is skipped, and the other one goes on alone.
        ([(f"{REFERENCE}/answers", {"no": {"label": "No", "then": "decline"}})], []),
        # A step that accepts is as good as one that goes on, side by side too.
        ([(f"{REFERENCE}/answers", {"yes": {"label": "Yes", "then": "accept"}})], []),
        # A condition that fails leads on.
        ([(f"{BURSARY}/answers", {"no": {"label": "No", "then": "decline"}})], []),
        # From the last steps there is only a way back, or none but the deadline.
        (
            [
                ("/workflow/7", NOBODY | {"answers": {"again": {"label": "Again", "then": "late"}}}),
                (f"{DECIDE}/answers/offer/then", "late"),
            ],
            [("/workflow/7/step", "endless")],
        ),
        (
            [
                (
                    "/workflow/7",
                    {
                        "together": [
                            NOBODY | {"answers": {"again": {"label": "Again", "then": "late"}}},
                            NOBODY
                            | {"step": "later", "answers": {"again": {"label": "Again", "then": "late"}}},
                        ]
                    },
                ),
                (f"{DECIDE}/answers/offer/then", "late"),
            ],
            [("/workflow/7/together/0/step", "endless"), ("/workflow/7/together/1/step", "endless")],
        ),
        (
            [
                (
                    "/workflow/7",
                    NOBODY
                    | {
                        "answers": {"again": {"label": "Again", "then": "late"}},
                        "due": "7d",
                        "on_timeout": "next",
                    },
                ),
                (f"{DECIDE}/answers/offer/then", "late"),
            ],
            [],
        ),
        ([(f"{DECIDE}/answers/refuse/then", "withdraw")], []),
        ([(f"{DECIDE}/answers/refuse/then", "reference")], []),
        ([(f"{REVIEW}/answers", {"good": GOOD, "poor": {"label": "Poor", "then": "accept"}})], []),
        ([(f"{BURSARY}/when", var("steps.consent.phone"))], []),
        ([(f"{BURSARY}/when", {"and": [var("form.essay"), var("guardians.0.name"), var("guardians")]})], []),
        ([(f"{BURSARY}/when", {"some": [{"var": "guardians"}, {"var": "email"}]})], []),
        ([(f"{REVIEW}/due", "today+60d"), (f"{REVIEW}/remind", ["90d"])], []),
        ([(f"{BURSARY}/hidden_from", ["partner", "review", "applicant"])], []),
        ([(f"{IMPROVE}/amend", True)], []),
        ([(f"{IMPROVE}/answers", ABSENT)], []),
    ],
)
def test_ways_are_explored_as_submissions_go(
    changes: list[tuple[str, Any]], faults: list[tuple[str, str]]
) -> None:
    """What can't be come to, and what never ends, each step at its place; nothing else is at fault."""
    assert told(*changes) == faults


def test_ways_are_not_guessed_where_a_target_is_wrong() -> None:
    """A misspelt name is one fault, and not also a step that nothing leads to."""
    assert told((f"{DECIDE}/answers/improve/then", "improv")) == [
        (f"{DECIDE}/answers/improve/then", "no_such_step")
    ]


@pytest.mark.parametrize(
    ("changes", "warnings"),
    [
        ([("/workflow/1/together/1", ABSENT)], [("/workflow/1/together", "alone")]),
        ([(f"{REVIEW}/needs", 4)], [(f"{REVIEW}/needs", "more_than_holders")]),
        ([(f"{REVIEW}/needs", 3)], []),
        ([(f"{CONSENT}/needs", 5)], [(f"{CONSENT}/needs", "more_than_asked")]),
        ([(f"{CONSENT}/needs", 4)], []),
        ([("/form/0/fields/9/rows", {"min": 1}), (f"{CONSENT}/needs", 90)], []),
        ([(f"{REFERENCE}/needs", 2)], [(f"{REFERENCE}/needs", "more_than_asked")]),
        ([(f"{OFFER}/needs", 2)], [(f"{OFFER}/needs", "more_than_asked")]),
        (
            [(f"{IMPROVE}/answers/improved/needs", 2)],
            [(f"{IMPROVE}/answers/improved/needs", "more_than_asked")],
        ),
        (
            [
                ("/roles/mayor", [{"name": "Office", "email": "m@b.example"}]),
                (f"{REVIEW}/hidden_from/0", "mayor"),
            ],
            [(f"{REVIEW}/hidden_from/0", "not_asked")],
        ),
        ([(f"{IMPROVE}/answers/improved/then", "offer")], [(f"{DECIDE}/answers/improve/then", "not_back")]),
        ([(f"{IMPROVE}/answers/improved/then", "accept")], [(f"{DECIDE}/answers/improve/then", "not_back")]),
        (
            [
                (f"{IMPROVE}/answers", {"on": {"label": "On", "then": "next"}}),
                (f"{OFFER}/on_timeout", "next"),
            ],
            [(f"{DECIDE}/answers/improve/then", "not_back")],
        ),
        ([(f"{IMPROVE}/answers/improved/then", "decide")], []),
        ([(f"{IMPROVE}/answers/improved/then", "bursary")], []),
        (
            [
                (f"{IMPROVE}/answers/improved/then", "offer"),
                (f"{OFFER}/answers", {"on": {"label": "On", "then": "partner_city"}}),
            ],
            [],
        ),
    ],
)
def test_what_is_seldom_meant_is_a_warning(
    changes: list[tuple[str, Any]], warnings: list[tuple[str, str]]
) -> None:
    """It can be published, and the check says so."""
    assert warned(*changes) == warnings


def test_dates_of_steps_and_ages_are_made_absolute_at_publication() -> None:
    """In groups of steps, rows and step forms as well; what moves with the sender's day goes on moving."""
    aged = {**A_DATE, "min": "today", "min_age": "12y", "age_on": "today+200d"}
    document = changed(
        EXCHANGE,
        (f"{REFERENCE}/due", "today+60d"),
        (f"{REFERENCE}/announce", "today+1y"),
        (f"{DECIDE}/announce", "today"),
        ("/form/0/fields/3/min_age", "12y"),
        ("/form/0/fields/3/age_on", "today"),
        ("/form/0/fields/9/fields/-", aged),
        (f"{REFERENCE}/form/-", aged),
        (f"{REVIEW}/form/-", {**ROWS, "fields": [aged]}),
    )

    assert programs.settle(document, TODAY) == changed(
        document,
        (f"{REFERENCE}/due", "2027-01-22"),
        (f"{REFERENCE}/announce", "2027-11-23"),
        (f"{DECIDE}/announce", "2026-11-23"),
        ("/form/0/fields/9/fields/2/age_on", "2027-06-11"),
        (f"{REFERENCE}/form/2/age_on", "2027-06-11"),
        (f"{REVIEW}/form/1/fields/0/age_on", "2027-06-11"),
    )
    assert (
        document[  # what was handed in is not changed
            "workflow"
        ][1]["together"][1]["due"]
        == "today+60d"
    )


def test_settled_definition_is_settled_for_ever() -> None:
    """So that the same version is the same on another day."""
    settled = programs.settle(changed(EXCHANGE, (f"{REVIEW}/due", "today+60d")), TODAY)

    assert programs.settle(settled, date(2027, 1, 1)) == settled


def test_public_shows_nothing_of_what_is_hidden() -> None:
    """Neither who may not see what, side by side too, nor people; everything else as it is published."""
    shown = programs.public(EXCHANGE, 3)

    assert shown == changed(
        EXCHANGE,
        ("/roles", {"coordinator": [], "reviewer": [], "partner": []}),
        ("/retention", ABSENT),
        ("/version", 3),
        (f"{REFERENCE}/hidden_from", ABSENT),
        (f"{REVIEW}/hidden_from", ABSENT),
        (f"{REVIEW}/blind", ABSENT),
    )


def test_table_is_as_long_as_it_claims_to_be() -> None:
    """Sixty faults at least, each another one; those of `test_programs` beside them."""
    assert len({(place, pointer, code) for place, _, pointer, code in BROKEN}) >= 80
    assert programs.faults(PROGRAM, TODAY) == []
