from __future__ import annotations

import json
from datetime import UTC, date, datetime
from pathlib import Path
from typing import Any

import pytest

import chalicelib
from chalicelib.domain import documents, programs, sense
from tests.domain.examples import ABSENT, COMMUNITY, PROGRAM, TODAY, changed, community, program

CATALOGUE = sorted((Path(chalicelib.__file__).parent / "catalogue").rglob("*.yaml"))


def told(document: Any, kind: str = "program") -> list[tuple[str, str]]:
    """The faults' places and codes."""
    return [(fault.pointer, fault.code) for fault in programs.faults(document, TODAY, kind=kind)]


BROKEN: list[tuple[str, Any, str, str]] = [
    # What is changed, to what; where the fault is, and its code.
    ("/id", "Visit", "/id", "pattern"),
    ("/id", "visit\n", "/id", "pattern"),
    ("/id", "visít", "/id", "pattern"),
    ("/id", 5, "/id", "wrong_type"),
    ("/id", ABSENT, "/id", "missing"),
    ("/id", None, "/id", "wrong_type"),
    ("/colour", "blue", "/colour", "unknown_key"),
    ("/a~1b", 1, "/a~1b", "unknown_key"),
    ("/one_per", "adress", "/one_per", "no_such_field"),
    ("/one_per", "people", "/one_per", "not_comparable"),
    ("/one_per", "agreement", "/one_per", "not_comparable"),
    ("/one_per", ["email"], "/one_per", "wrong_type"),
    ("/area", "sports", "/area", "not_one_of"),
    ("/area", ["youth"], "/area", "not_one_of"),
    ("/kind", True, "/kind", "not_one_of"),
    ("/partners/0", {}, "/partners/0", "wrong_type"),
    ("/partners", "kranj", "/partners", "wrong_type"),
    ("/title", "", "/title", "too_short"),
    ("/title", " \n", "/title", "too_short"),
    ("/title", {"en": "A visit"}, "/title/ja", "missing_language"),
    ("/title/ja", " ", "/title/ja", "missing_language"),
    ("/title/ja", 5, "/title/ja", "wrong_type"),
    ("/title/fr", 5, "/title/fr", "wrong_type"),
    ("/title", ["A visit"], "/title", "wrong_type"),
    ("/title", "A\u202evisit", "/title", "forbidden_character"),
    ("/title", "A\ud800visit", "/title", "forbidden_character"),
    ("/opens", "tomorrow", "/opens", "pattern"),
    ("/opens", "today+", "/opens", "pattern"),
    ("/opens", "٢٠٢٦-11-01", "/opens", "pattern"),
    ("/opens", "2026-02-29", "/opens", "date"),
    ("/opens", "2026-11-01T24:00", "/opens", "date"),
    ("/opens", "2027-02-01", "/closes", "before"),
    ("/opens", "2027-01-31T23:59", "/opens", ""),
    ("/closes", "2026-10-31", "/closes", "before"),
    ("/closes", "9999-12-31", "/closes", "date"),
    ("/opens", "0001-01-01", "/opens", "date"),
    ("/ends", "2027-06-19", "/ends", "before"),
    ("/ends", "today+999y999m", "/ends", ""),
    ("/timezone", "America/Springs", "/timezone", "timezone"),
    ("/timezone", "../../etc/passwd", "/timezone", "timezone"),
    ("/timezone", "", "/timezone", "timezone"),
    ("/timezone", "America", "/timezone", "timezone"),
    ("/timezone", "x" * 5000, "/timezone", "timezone"),
    ("/languages", [], "/languages", "too_short"),
    ("/languages/1", "en", "/languages/1", "duplicate"),
    ("/languages/1", "Japanese", "/languages/1", "pattern"),
    ("/languages/1", ["ja"], "/languages/1", "wrong_type"),
    ("/applicant/name", "surname", "/applicant/name", "no_such_field"),
    ("/applicant/name", "dob", "/applicant/name", "field_type"),
    ("/applicant/called", "press", "/applicant/called", "field_type"),
    ("/applicant/phone", "x", "/applicant/phone", "unknown_key"),
    ("/retention", "2 years", "/retention", "pattern"),
    ("/retention", "", "/retention", "pattern"),
    ("/retention", "2y\n", "/retention", "pattern"),
    ("/roles/coordinator/0/email", "desk@concord", "/roles/coordinator/0/email", "email"),
    ("/roles/coordinator/0/email", "desk@münchen.example", "/roles/coordinator/0/email", "email"),
    ("/roles/coordinator/0/email", "Desk <a@b.example>", "/roles/coordinator/0/email", "pattern"),
    ("/roles/coordinator/0/name", "Desk\nBcc: all", "/roles/coordinator/0/name", "pattern"),
    ("/roles/coordinator/0/name", "", "/roles/coordinator/0/name", "too_short"),
    ("/roles/reviewer/2/email", "FIRST@concord.example", "/roles/reviewer/2/email", "duplicate"),
    ("/roles/Reviewer", [], "/roles/Reviewer", "pattern"),
    ("/roles/coordinator", [], "/workflow/3/ask/role", "nobody_to_ask"),
    ("/roles", [], "/roles", "wrong_type"),
    ("/form/1/fields", [], "/form/1/fields", "too_short"),
    ("/form/1/fields/-", "name", "/form/1/fields/7", "wrong_type"),
    ("/form/1/fields/1/type", "numbr", "/form/1/fields/1/type", "not_one_of"),
    ("/form/1/fields/1/type", ABSENT, "/form/1/fields/1/type", "missing"),
    ("/form/1/fields/1/type", ["number"], "/form/1/fields/1/type", "not_one_of"),
    ("/form/1/fields/1/id", "nights nights", "/form/1/fields/1/id", "pattern"),
    ("/form/1/fields/1/id", "dob", "/form/1/fields/1/id", "duplicate"),
    ("/form/1/fields/1/id", "steps", "/form/1/fields/1/id", "reserved"),
    ("/form/1/fields/1/id", "meal_other", "/form/1/fields/1/id", "reserved"),
    ("/form/1/fields/1/id", "email_again", "/form/1/fields/1/id", "reserved"),
    ("/form/1/fields/1/id", "a" * 41, "/form/1/fields/1/id", "pattern"),
    ("/form/1/fields/1/label", ABSENT, "/form/1/fields/1/label", "missing"),
    ("/form/1/fields/1/max", -1, "/form/1/fields/1/max", "below"),
    ("/form/1/fields/1/max", "10", "/form/1/fields/1/max", "wrong_type"),
    ("/form/1/fields/1/max", float("inf"), "/form/1/fields/1/max", "too_large"),
    ("/form/1/fields/1/max", 10**400, "/form/1/fields/1/max", "too_large"),
    ("/form/1/fields/1/integer", "yes", "/form/1/fields/1/integer", "wrong_type"),
    ("/form/1/fields/1/integer", 1, "/form/1/fields/1/integer", "wrong_type"),
    ("/form/1/fields/0/rows/min", 5, "/form/1/fields/0/rows/max", "below"),
    ("/form/1/fields/0/rows/max", 201, "/form/1/fields/0/rows/max", "too_large"),
    ("/form/1/fields/0/fields/1/id", "name", "/form/1/fields/0/fields/1/id", "duplicate"),
    ("/form/1/fields/0/fields/0/type", "group", "/form/1/fields/0/fields/0/type", "not_one_of"),
    ("/form/1/fields/2/options", [], "/form/1/fields/2/options", "too_short"),
    ("/form/1/fields/2/options/1/id", "fish", "/form/1/fields/2/options/1/id", "duplicate"),
    ("/form/1/fields/2/options/1/id", "other", "/form/1/fields/2/options/1/id", "reserved"),
    ("/form/1/fields/2/options/1/id", "a b", "/form/1/fields/2/options/1/id", "pattern"),
    ("/form/1/fields/3/max_words", 1, "/form/1/fields/3/max_words", "below"),
    ("/form/1/fields/3/pattern", "[a", "/form/1/fields/3/pattern", "regular_expression"),
    ("/form/1/fields/3/pattern", "a)|(b", "/form/1/fields/3/pattern", "regular_expression"),
    ("/form/1/fields/3/pattern", "(?i)a", "/form/1/fields/3/pattern", "regular_expression"),
    ("/form/1/fields/3/pattern", "(?x) a # b", "/form/1/fields/3/pattern", "regular_expression"),
    ("/form/1/fields/3/pattern", "a{99999999999}", "/form/1/fields/3/pattern", "regular_expression"),
    ("/form/1/fields/3/pattern", "(" * 2000 + ")" * 2000, "/form/1/fields/3/pattern", "regular_expression"),
    ("/form/1/fields/3/pattern", "[[a]", "/form/1/fields/3/pattern", "regular_expression"),
    ("/form/0/fields/3/min_age", "16y", "/form/0/fields/3/max_age", "below"),
    ("/form/0/fields/3/min_age", "12", "/form/0/fields/3/min_age", "pattern"),
    ("/form/0/fields/3/age_on", "0012-01-01", "/form/0/fields/3/age_on", "date"),
    ("/form/0/fields/3/age_on", "today-2020y", "/form/0/fields/3/age_on", "pattern"),
    ("/form/0/fields/3/min", "2026-02-30", "/form/0/fields/3/min", "date"),
    ("/form/0/fields/3/weekdays", ["monday"], "/form/0/fields/3/weekdays/0", "not_one_of"),
    ("/form/2/fields/0/visible_to/-", "mayor", "/form/2/fields/0/visible_to/1", "no_such_party"),
    ("/form/2/fields/0/visible_to/0", "full_name", "/form/2/fields/0/visible_to/0", "no_such_party"),
    ("/form/2/fields/0/visible_to/0", ["x"], "/form/2/fields/0/visible_to/0", "wrong_type"),
    ("/form/2/fields/0/visible_to", "applicant", "/form/2/fields/0/visible_to", "wrong_type"),
    (
        "/form/1/fields/0/fields/0/visible_to",
        ["x"],
        "/form/1/fields/0/fields/0/visible_to/0",
        "no_such_party",
    ),
    ("/form/2/fields/0/sensitive", "yes", "/form/2/fields/0/sensitive", "wrong_type"),
    ("/form/2/fields/1/max", 5, "/form/2/fields/1", "wrong_keys"),
    ("/form/2/fields/1/scale", ABSENT, "/form/2/fields/1", "wrong_keys"),
    ("/form/2/fields/1/scale/1/id", 1, "/form/2/fields/1/scale/1/id", "duplicate"),
    ("/form/2/fields/1/scale/1/id", "2", "/form/2/fields/1/scale/1/id", "wrong_type"),
    ("/form/2/fields/1/scale/1", ABSENT, "/form/2/fields/1/scale", "too_short"),
    ("/form/2/fields/2/max", 21, "/form/2/fields/2/max", "too_large"),
    ("/form/2/fields/2/max", 4.5, "/form/2/fields/2/max", "wrong_type"),
    ("/form/2/fields/6/statement", ABSENT, "/form/2/fields/6/statement", "missing"),
    ("/form/0/fields/2/required", ABSENT, "/form/0/fields/2/required", "must_be_required"),
    ("/workflow", [], "/workflow", "missing"),
    ("/workflow/0/step", "Confirm", "/workflow/0/step", "pattern"),
    ("/workflow/1/step", "decline", "/workflow/1/step", "reserved"),
    ("/workflow/1/step", "offer", "/workflow/4/step", "duplicate"),
    ("/workflow/1/step", [], "/workflow/1/step", "wrong_type"),
    ("/workflow/1/ask", "teacher", "/workflow/1/ask", "not_one_of"),
    ("/workflow/1/ask", {}, "/workflow/1/ask", "wrong_keys"),
    ("/workflow/1/ask/role", "coordinator", "/workflow/1/ask", "wrong_keys"),
    ("/workflow/1/ask/named", "teacher", "/workflow/1/ask/named", "no_such_field"),
    ("/workflow/1/ask/named", "teacher_name", "/workflow/1/ask/named", "field_type"),
    ("/workflow/1/ask/name", "dob", "/workflow/1/ask/name", "field_type"),
    ("/workflow/2/ask/role", "judge", "/workflow/2/ask/role", "nobody_to_ask"),
    ("/workflow/1/answers", "agree", "/workflow/1/answers", "not_one_of"),
    ("/workflow/1/answers", "confirm", "/workflow/1/answers", "confirm_first"),
    ("/workflow/4/answers", "confirm", "/workflow/4/answers", "confirm_first"),
    ("/workflow/2/answers", {}, "/workflow/2/answers", "too_short"),
    ("/workflow/2/answers/good/then", "decid", "/workflow/2/answers/good/then", "no_such_step"),
    ("/workflow/2/answers/good/then", "waitlist", "/workflow/2/answers/good/then", "no_waitlist"),
    ("/workflow/2/answers/good/label", ABSENT, "/workflow/2/answers/good/label", "missing"),
    ("/workflow/2/answers/Good", {"label": "x"}, "/workflow/2/answers/Good", "pattern"),
    ("/workflow/2/answers/good/then", "offer", "/workflow/3/step", "unreachable"),
    ("/workflow/2/needs", "both", "/workflow/2/needs", "not_one_of"),
    ("/workflow/2/needs", 0, "/workflow/2/needs", "too_small"),
    ("/workflow/2/needs", 2.0, "/workflow/2/needs", "wrong_type"),
    ("/workflow/1/due", ABSENT, "/workflow/1/due", "missing"),
    ("/workflow/1/on_timeout", ABSENT, "/workflow/1/on_timeout", "missing"),
    ("/workflow/1/due", "0d", "/workflow/1/due", "too_small"),
    ("/workflow/1/due", "21 days", "/workflow/1/due", "pattern"),
    ("/workflow/1/due", "21d\n", "/workflow/1/due", "pattern"),
    ("/workflow/1/due", "٢١d", "/workflow/1/due", "pattern"),
    ("/workflow/1/on_timeout", "offer", "/workflow/1/on_timeout", "not_one_of"),
    ("/workflow/3/on_timeout", "next", "/workflow/3/due", "missing"),
    ("/workflow/4/due", 7, "/workflow/4/due", "wrong_type"),
    ("/workflow/-", "decide", "/workflow/5", "wrong_type"),
]


@pytest.mark.parametrize(("place", "value", "pointer", "code"), BROKEN)
def test_broken_definition_has_its_fault_named_at_its_place(
    place: str, value: Any, pointer: str, code: str
) -> None:
    """One change, one fault and no other; where the code is empty the change is none."""
    assert told(changed(PROGRAM, (place, value))) == ([(pointer, code)] if code else [])


@pytest.mark.parametrize(
    ("place", "value", "pointer", "code"),
    [
        ("/name", {"en": "Springs"}, "/name/ja", "missing_language"),
        ("/timezone", "Springs", "/timezone", "timezone"),
        ("/partners/0/timezone", "Springs", "/partners/0/timezone", "timezone"),
        ("/partners/1/id", "kranj", "/partners/1/id", "duplicate"),
        ("/partners/1/since", "94", "/partners/1/since", "pattern"),
        ("/partners/1/since", "1994-13", "/partners/1/since", "pattern"),
        ("/partners/1/since", 94, "/partners/1/since", "too_small"),
        ("/partners/1/since", 1994.5, "/partners/1/since", "wrong_type"),
        ("/partners/1/since", ABSENT, "/partners/1/since", "missing"),
        ("/partners/1/country", "Kyrgyzstan", "/partners/1/country", "pattern"),
        ("/partners/1/dormant", "yes", "/partners/1/dormant", "wrong_type"),
        ("/look/accent", "blue", "/look/accent", "pattern"),
        ("/look/accent", "#1b5e8c\n", "/look/accent", "pattern"),
        ("/staff/0/role", "boss", "/staff/0/role", "not_one_of"),
        ("/staff/0/email", "staff@concord", "/staff/0/email", "email"),
        ("/staff/-", {"name": "D", "email": "Staff@concord.example"}, "/staff/1/email", "duplicate"),
        ("/sender/email", "desk@dépôt.example", "/sender/email", "email"),
        ("/sender", "desk@concord.example", "/sender", "wrong_type"),
        ("/motto", "x", "/motto", "unknown_key"),
    ],
)
def test_broken_community_has_its_fault_named_at_its_place(
    place: str, value: Any, pointer: str, code: str
) -> None:
    """As for programs."""
    assert told(changed(COMMUNITY, (place, value)), "community") == [(pointer, code)]


@pytest.mark.parametrize(
    ("change", "faults"),
    [
        (("/roles/coordinator", "x"), ["/roles/coordinator", "/workflow/3/ask/role"]),
        (("/workflow/2/step", "Review"), ["/workflow/2/step", "/workflow/3/answers/again/then"]),
        (("/applicant/email", "nickname"), ["/applicant/email", "/form/0/fields/1/required"]),
        (
            ("/form", []),
            ["/form", *(f"/applicant/{key}" for key in ("name", "email", "called"))]
            + [f"/workflow/1/ask/{key}" for key in ("named", "name")],
        ),
    ],
)
def test_what_follows_from_a_fault_is_named_where_it_is(change: tuple[str, Any], faults: list[str]) -> None:
    """Who names a field that isn't there is at fault as well; what is at one place is named once."""
    assert [pointer for pointer, _ in told(changed(PROGRAM, change))] == faults


def test_eleven_planted_faults_are_all_named_at_their_places() -> None:
    """One answer names everything, of shape and of sense, in fields, steps, roles and dates."""
    planted = changed(
        PROGRAM,
        ("/area", "sports"),
        ("/title", {"en": "A visit"}),
        ("/closes", "2026-10-01"),
        ("/timezone", "America/Springs"),
        ("/colour", "blue"),
        ("/form/0/fields/2/required", False),
        ("/form/1/fields/1/type", "numbr"),
        ("/form/1/fields/0/fields/0/label", ABSENT),
        ("/form/1/fields/3/pattern", "[a"),
        ("/workflow/2/answers/good/then", "ofer"),
        ("/workflow/1/due", ABSENT),
    )

    assert sorted(told(planted)) == sorted(
        [
            ("/area", "not_one_of"),
            ("/title/ja", "missing_language"),
            ("/closes", "before"),
            ("/timezone", "timezone"),
            ("/colour", "unknown_key"),
            ("/form/0/fields/2/required", "must_be_required"),
            ("/form/1/fields/1/type", "not_one_of"),
            ("/form/1/fields/0/fields/0/label", "missing"),
            ("/form/1/fields/3/pattern", "regular_expression"),
            ("/workflow/2/answers/good/then", "no_such_step"),
            ("/workflow/1/due", "missing"),
        ]
    )


@pytest.mark.parametrize("document", [None, 5, "x", [], [PROGRAM], True])
@pytest.mark.parametrize("kind", ["program", "community"])
def test_document_that_is_no_object_has_one_fault(document: Any, kind: str) -> None:
    """At its root."""
    assert told(document, kind) == [("", "wrong_type")]


def test_document_without_anything_misses_everything() -> None:
    """Each required member at the place where it should be."""
    required = {"id", "community", "area", "kind", "title", "summary", "timezone", "languages", "form"}

    assert {pointer for pointer, code in told({}) if code == "missing"} == {f"/{name}" for name in required}


def test_document_above_300_kb_is_too_long() -> None:
    """As JSON in UTF-8."""
    summary = "界" * (100 * 1024)

    assert told(changed(PROGRAM, ("/summary", summary))) == [("", "too_long")]


def test_document_that_nests_deeply_is_named_and_not_walked() -> None:
    """However deep."""
    deep: Any = []
    for _ in range(5000):
        deep = [deep]

    assert [code for _, code in told({"id": deep})] == ["json"]


@pytest.mark.parametrize("path", CATALOGUE, ids=lambda path: path.stem)
def test_catalogue_is_without_fault(path: Path) -> None:
    """Communities and programs alike, and without a warning, whatever the date."""
    kind = "community" if path.parent.name == "communities" else "program"
    document = documents.from_yaml(path.read_bytes())

    for day in (TODAY, date(2028, 2, 29), date(2026, 12, 31)):
        assert programs.faults(document, day, kind=kind) == []
    assert document["id"] == path.stem
    assert kind == "community" or sense.warnings(document) == []


def test_catalogue_is_found() -> None:
    """So that the test above looks at something."""
    assert {path.stem for path in CATALOGUE} >= {"colorado-springs", "delegation-visit", "cultural-festival"}


def test_endless_workflow_is_named() -> None:
    """Steps from which no answer and no deadline leads to an end."""
    document = changed(
        PROGRAM,
        ("/workflow/3/answers", {"again": {"label": "Again", "then": "review"}}),
        ("/workflow/2/answers/poor/then", "next"),
        ("/workflow/4", ABSENT),
    )

    assert told(document) == [("/workflow/2/step", "endless"), ("/workflow/3/step", "endless")]


@pytest.mark.parametrize(
    ("change", "warnings"),
    [
        (("/workflow/2/needs", 4), [("/workflow/2/needs", "more_than_holders")]),
        (("/workflow/2/needs", 3), []),
        (("/workflow/2/needs", "all"), []),
        (("/workflow/2/answers/poor/needs", 9), [("/workflow/2/answers/poor/needs", "more_than_holders")]),
    ],
)
def test_more_wanted_than_there_are_is_a_warning(change: tuple[str, Any], warnings: list[Any]) -> None:
    """It can be published: tomorrow there may be more of them."""
    document = changed(PROGRAM, change)

    assert told(document) == []
    assert [(fault.pointer, fault.code) for fault in sense.warnings(document)] == warnings


def test_settle_makes_dates_absolute() -> None:
    """Of the program's own dates; those of fields go on moving with today."""
    document = changed(
        PROGRAM, ("/opens", "today"), ("/closes", "today+60d"), ("/form/0/fields/3/min", "today-20y")
    )

    assert programs.settle(document, TODAY) == changed(
        document, ("/opens", "2026-11-23"), ("/closes", "2027-01-22")
    )


@pytest.mark.parametrize(
    ("now", "status"),
    [
        # Denver is at UTC-6 on 1 November 2026 until two in the morning, and at -7 in January.
        (datetime(2026, 11, 1, 5, 59, 59, tzinfo=UTC), "upcoming"),
        (datetime(2026, 11, 1, 6, 0, tzinfo=UTC), "open"),
        (datetime(2027, 2, 1, 6, 58, 59, tzinfo=UTC), "open"),
        (datetime(2027, 2, 1, 6, 59, tzinfo=UTC), "closed"),
    ],
)
def test_status_is_by_the_programs_own_clock(now: datetime, status: str) -> None:
    """From the first instant of the day it opens, up to the minute it closes."""
    assert programs.status(program(), now) == status


def test_a_closing_date_alone_means_the_end_of_that_day() -> None:
    """The day counts whole."""
    one = program(("/closes", "2027-01-31"))

    assert programs.status(one, datetime(2027, 2, 1, 6, 59, 59, tzinfo=UTC)) == "open"
    assert programs.status(one, datetime(2027, 2, 1, 7, 0, tzinfo=UTC)) == "closed"


def test_window_is_when_it_opens_and_closes() -> None:
    """In UTC; open at both ends where nothing is said."""
    assert programs.window(program()) == (
        datetime(2026, 11, 1, 6, 0, tzinfo=UTC),
        datetime(2027, 2, 1, 6, 59, tzinfo=UTC),
    )
    assert programs.window(program(("/opens", ABSENT), ("/closes", ABSENT))) == (None, None)


def test_day_is_the_programs() -> None:
    """Late in the evening in Denver it is tomorrow in UTC."""
    assert programs.day(program(), datetime(2026, 11, 24, 6, 59, tzinfo=UTC)) == date(2026, 11, 23)


def test_public_shows_nobody() -> None:
    """Neither addresses of role holders nor of staff, nor how long data is kept."""
    shown = programs.public(PROGRAM, 3)

    assert "@concord.example" not in json.dumps(shown)
    assert shown["version"] == 3
    assert shown["roles"] == {"coordinator": [], "reviewer": []}
    assert "retention" not in shown
    assert "staff" not in programs.public_community(COMMUNITY)


def test_card_is_what_lists_show() -> None:
    """Of the document as it is stored."""
    shown = {"id", "title", "summary", "community", "partners", "area", "kind"}
    shown |= {"opens", "closes", "timezone", "languages"}

    assert programs.card(PROGRAM) == {name: PROGRAM[name] for name in shown}


def test_examples_are_models() -> None:
    """What the tests below build on."""
    assert (program().id, community().id) == ("visit", "springs")


def test_visible_to_names_the_applicant_roles_and_steps() -> None:
    """In rows as well; nobody at all is possible, and left to staff."""
    for parties in ([], ["applicant"], ["coordinator", "reviewer"], ["decide"]):
        for place in ("/form/2/fields/0", "/form/1/fields/0/fields/1", "/form/1/fields/0"):
            assert told(changed(PROGRAM, (f"{place}/visible_to", parties))) == []
