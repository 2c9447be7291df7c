from __future__ import annotations

import json
from typing import Any

from chalicelib.language.reader import reader
from chalicelib.services import records
from chalicelib.web import export
from tests.web.examples import (
    COORDINATOR,
    GUARDIAN,
    GUARDIANS,
    STATEMENT,
    applied,
    confirmed,
    consented,
    offered,
    reviewed,
)
from tests.web.site import Site

ENGLISH = reader("en", "America/Denver")


def exported(site: Site, submission: str) -> dict[str, Any]:
    """What the file holds."""
    loaded = records.load(site.world, submission)
    document: dict[str, Any] = json.loads(export.text(site.world, loaded, ENGLISH))
    return document


def test_file_says_what_it_is_of(site: Site) -> None:
    """The program with its version, the language, when and where it stands."""
    submission = applied(site)

    found = exported(site, submission)

    assert found["program"] == {"id": "exchange", "version": 1, "title": "Exchange"}
    assert (found["language"], found["state"], found["submitted"]) == (
        "en",
        "unconfirmed",
        "2026-11-23T23:08:00.000000Z",
    )
    assert list(found) == [
        "program",
        "organisation",
        "reference",
        "language",
        "submitted",
        "exported",
        "state",
        "state_text",
        "answers",
        "consents",
        "asked",
        "filled_in",
        "changes",
        "files",
        "events",
        "messages",
    ]


def test_file_has_all_that_the_applicant_typed_with_its_questions(site: Site) -> None:
    """Sensitive answers too, raw and in words; rows as rows."""
    answers = {each["id"]: each for each in exported(site, applied(site))["answers"]}

    assert answers["health"] == {
        "id": "health",
        "label": "Health",
        "value": "planted illness",
        "text": "planted illness",
    }
    assert answers["guardians"]["value"] == GUARDIANS
    assert [[each["text"] for each in row] for row in answers["guardians"]["rows"]] == [
        list(row.values()) for row in GUARDIANS
    ]
    assert answers["rules"]["text"] == "Yes"


def test_consents_have_the_very_words_in_the_language_in_which_they_were_shown(site: Site) -> None:
    """The applicant's in the form's language, a guardian's in that of the page; whoever looks later."""
    submission = confirmed(site)
    path = site.link("ask", submission, GUARDIAN)
    site.get(f"{path}?lang=ja").press("agree", signed_by="x", travels="yes")
    site.answer(site.link("ask", submission, "consent.guardians.1.1"), "agree", signed_by="y", travels="yes")
    teacher = site.link("ask", submission, "reference.teacher_email.1")
    site.answer(teacher, "submit", sure="yes", recommends="no")

    found = exported(site, submission)

    assert found["consents"] == [
        {
            "field": "rules",
            "kind": "consent",
            "label": "Rules",
            "statement": "I keep the rules.",
            "language": "en",
            "value": True,
        }
    ]
    assert [each["consents"][0]["statement"] for each in found["filled_in"] if each["consents"]] == [
        STATEMENT["ja"],
        STATEMENT["en"],
    ]


def test_nothing_of_what_is_hidden_from_the_applicant_is_in_it(site: Site) -> None:
    """Neither the teacher's words nor the reviewers' scores and names typed."""
    submission = offered(site)
    for number in range(2):
        signed = site.case(submission).forms[f"review.reviewer.{number}.1"]
        assert signed == {"score": 4}
    loaded = records.load(site.world, submission)

    text = export.text(site.world, loaded, ENGLISH)

    for hidden in ("hidden example", "recommends", "score"):
        assert hidden not in text
    assert [each["ask"] for each in exported(site, submission)["filled_in"]] == [
        "confirm.applicant.1",
        "consent.guardians.0.1",
        "consent.guardians.1.1",
        "decide.coordinator.0.1",
    ]


def test_addresses_that_the_applicant_gave_are_in_it_and_those_of_roles_are_not(site: Site) -> None:
    """Who was asked goes by a word; an address that staff corrected is not the applicant's own."""
    submission = consented(site)

    found = exported(site, submission)

    assert [each.get("email") for each in found["asked"]] == [
        None,
        "mother@people.example",
        "father@people.example",
        "teacher@school.example",
        None,
        None,
        None,
    ]
    assert "r0@concord.example" not in json.dumps(found)


def test_what_is_kept_back_is_not_told_by_the_file_either(site: Site) -> None:
    """Before the announcement nobody has answered, as far as it says."""
    submission = reviewed(site)
    site.answer(site.link("ask", submission, COORDINATOR), "refuse", signed_by="The desk")

    found = exported(site, submission)

    (asked,) = [each for each in found["asked"] if each["step"] == "decide"]
    assert (asked["state"], asked["answered"]) == ("open", None)
    assert "decide" not in json.dumps(found["filled_in"])
    assert "An answer came from the coordinator" not in json.dumps(found["events"])


def test_messages_are_all_there(site: Site) -> None:
    """By template, party, state and time; never an address."""
    found = exported(site, confirmed(site))

    assert [(each["template"], each["to"], each["state"]) for each in found["messages"]] == [
        ("confirm", "applicant", "planned"),
        ("confirmed", "applicant", "planned"),
        ("asked", "guardians.0", "planned"),
        ("asked", "guardians.1", "planned"),
        ("asked", "teacher_email", "planned"),
    ]
