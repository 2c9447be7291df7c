"""A new sister city is proposed: the other city, a committee, Council and two mayors are asked."""

from __future__ import annotations

from datetime import timedelta
from typing import TYPE_CHECKING

from infra.local import forms
from tests.browser.offstage import answered, staff_speak
from tests.browser.played.headings import AGREE, ANSWER, CHANGE, HOW, SENT, STATUS, THANKS, only
from tests.browser.played.scene import Journey, Scene, pages

if TYPE_CHECKING:
    from tests.browser.person import Person

PROGRAM = "sister-city-agreement"
CHAIR, COUNTERPART, OTHER_MAYOR = "chair@people.example", "international@town.example", "mayor@town.example"
COMMITTEE = tuple(f"committee{number}@concord.example" for number in (1, 2, 3))
DESK, CLERK = "partnerships@concord.example", "clerk@concord.example"
MAYOR, REGISTRAR = "mayor@concord.example", "registrar@concord.example"
PROPOSAL = {"en": "Proposal for a new sister city", "ja": "新たな姉妹都市提携の提案"}
JUDGEMENT = {
    "will_of_both": 4,
    "support": 3,
    "breadth": 3,
    "contact": 4,
    "lasting": 2,
    "recommendation": "Council should receive it when the budget for the second year is clearer.",
}
SURE = {"signed_by": "The partnership desk"}


def _program(person: Person) -> None:
    staff_speak(person, PROGRAM)
    person.open(f"/programs/{PROGRAM}")


def _second_page(person: Person) -> None:
    person.open(f"/programs/{PROGRAM}")
    person.turn(forms.agreement(person.today))


def _counterpart(person: Person) -> None:
    person.story.confirm(person.link(CHAIR, "asks"))
    person.follow(COUNTERPART, "asks")


def _committee(person: Person) -> None:
    answered(person, COUNTERPART, {}, "agree", signed_by="International desk")
    person.follow(COMMITTEE[0], "asks")


def _judged(person: Person) -> None:
    for member in COMMITTEE[:2]:
        answered(person, member, JUDGEMENT, "submit", sure=True)


def _decide(person: Person) -> None:
    _judged(person)
    person.follow(DESK, "asks")


def _sent_back(person: Person) -> None:
    words = "How will the second year be paid for?\nPlease say who does what, too."
    person.fill({"note": words, "fields": "plan"})
    person.send({"fields": "ongoing_support", **SURE}, "improve")


def _improved(person: Person) -> None:
    person.send({"ongoing_support": "Both clubs put 3,000 a year into their budgets.", **SURE}, "improved")


def _council(person: Person) -> None:
    _judged(person)
    answered(person, DESK, {}, "recommend", **SURE)
    person.follow(CLERK, "asks")


def _yesterday(person: Person) -> str:
    return (person.today - timedelta(days=1)).isoformat()  # which has begun in every time zone


def _miscounted(person: Person) -> None:
    person.send({"resolution_number": "No. 45", "resolution_date": _yesterday(person), **SURE}, "passed")


def _mayor(person: Person) -> None:
    person.send({"resolution_number": "45-27", **SURE}, "passed")
    person.follow(MAYOR, "asks")


def _signed(person: Person) -> None:
    person.send({"signature_home": "The Mayor of Colorado Springs", "signed_by": "The mayor"}, "sign")


def _registrar(person: Person) -> None:
    answered(
        person,
        OTHER_MAYOR,
        {"city_as_signed": "Mizuumi, Yamanashi, Japan", "signature_away": "The Mayor of Mizuumi"},
        "sign",
        signed_by="The mayor",
    )
    person.follow(REGISTRAR, "asks")


def _registered(person: Person) -> None:
    day = {"registered_on": _yesterday(person), "registration_reference": "SCI-1024"}
    person.send({**day, "signed_by": "Registration desk"}, "done")
    person.follow(CHAIR, "status")


AGREEMENT = Journey(
    "agreement",
    "A new sister city is proposed, and two mayors sign",
    (
        Scene(
            "program",
            _program,
            PROPOSAL,
            "A proposal without a closing date.",
        ),
        Scene(
            "how-it-works",
            lambda person: person.open(f"/programs/{PROGRAM}/how-it-works"),
            HOW,
            "With a step that goes back, and two that run side by side.",
        ),
        Scene("page-2", _second_page, PROPOSAL, "The second page of the proposal."),
        *pages(lambda person: forms.agreement(person.today), PROPOSAL, range(3, 6)),
        Scene("sent", lambda person: person.press(), SENT, "After sending."),
        Scene("counterpart", _counterpart, only("ja", AGREE), "The other city is asked in its language."),
        Scene("committee", _committee, ANSWER, "The committee judges the proposal by five criteria."),
        Scene("decide", _decide, ANSWER, "The desk recommends it, asks for changes, or declines."),
        Scene(
            "changes-wanted",
            _sent_back,
            THANKS,
            "The receipt of an answer that sends the form back, with a comment and two fields.",
        ),
        Scene(
            "improve",
            lambda person: person.follow(CHAIR, "asks"),
            CHANGE,
            "The proposer reads the comment, and finds the two answers that are to be changed.",
        ),
        Scene("improved", _improved, THANKS, "The committee is asked anew."),
        Scene(
            "differences",
            lambda person: person.follow(COMMITTEE[0], "asks"),
            ANSWER,
            "What was changed, as it was and as it is, above all other answers.",
        ),
        Scene("council", _council, ANSWER, "The City Clerk answers when Council has voted."),
        Scene(
            "council-mistakes",
            _miscounted,
            ANSWER,
            "A number that is none of a resolution.",
            status=422,
        ),
        Scene("mayor", _mayor, ANSWER, "The words of the agreement, and a place for the signature."),
        Scene("signed", _signed, THANKS, "The receipt of a signature."),
        Scene(
            "other-mayor",
            lambda person: person.follow(OTHER_MAYOR, "asks"),
            only("ja", ANSWER),
            "The other mayor signs in the own language.",
        ),
        Scene("registrar", _registrar, ANSWER, "Both have signed: the partnership is to be listed."),
        Scene("status", _registered, STATUS, "Where it stands in the end."),
    ),
)
