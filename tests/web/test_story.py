from __future__ import annotations

from typing import Any

import pytest

from chalicelib.language.reader import reader
from chalicelib.web import promises
from chalicelib.web.story import told
from tests.domain.examples import EXCHANGE, program

NOON = "Monday, February 15, 2027, 12:00 PM (Mountain Standard Time)"
ENGLISH = reader("en", "America/Denver")


def test_story_of_the_exchange_tells_each_path() -> None:
    """From the first step to each end: side by side, reminders, forms, codes, dates, ways back."""
    assert told(program(document=EXCHANGE), ENGLISH) == STORY


@pytest.mark.parametrize(
    ("changes", "sentence"),
    [
        (
            [("/workflow/5/answers/refuse/then", "withdraw")],
            "“Refuse”: the submission is withdrawn, and the applicant is told.",
        ),
        (
            [("/workflow/5/answers/offer/then", "accept")],
            "“Offer a place”: the submission is accepted, the applicant is told, and step “improve” follows.",
        ),
        (
            [("/workflow/5/answers/offer/then", "reference")],
            "“Offer a place”: the step “consent and reference” follows.",
        ),
        (
            [("/form/0/fields/9/rows", {"max": 4})],
            "Where nobody is named, the step is skipped.",
        ),
        (
            [("/workflow/1/together/0/on_timeout", "next")],
            "Without an answer within 14 days, it goes on once what runs beside it is settled too.",
        ),
        (
            [("/workflow/3/due", "2027-02-15T12:00")],
            f"Without an answer by {NOON}, the step “partner_city” follows.",
        ),
    ],
)
def test_story_has_a_sentence_for_whatever_follows(changes: list[tuple[str, Any]], sentence: str) -> None:
    """Each kind of outcome, deadline and skipping."""
    one = program(*changes, ("/workflow/6/answers/improved/then", "next"), document=EXCHANGE)

    assert sentence in told(one, ENGLISH)


def test_story_speaks_of_no_form_where_there_are_words_alone() -> None:
    """A note is read, and not filled in."""
    words = {"id": "think", "type": "note", "label": "Please think."}
    one = program(("/workflow/1/together/0/form", [words]), document=EXCHANGE)

    expected = list(STORY)
    del expected[expected.index("A form is filled in with the answer.")]  # the guardians', the first one
    assert told(one, ENGLISH) == expected


def test_promises_tell_visitors_what_happens_to_their_form() -> None:
    """One sentence for each place, in short: no names, nothing that is hidden."""
    assert promises.story(program(("/workflow/7/due", "2027-04-30"), document=EXCHANGE), ENGLISH) == [
        CONFIRM,
        TOGETHER,
        "Then a decision is made by the coordinator. This is done only where it applies to you.",
        "Then an answer is needed from a reviewer.",
        "Then a decision is made by the partner city.",
        "Then an answer is needed from the coordinator.",
        "You may be asked to change your form, and then have 7 days for it.",
        "You are asked once more, and can answer until Friday, April 30, 2027.",
        "You are told of the decision by e-mail, on Monday, March 15, 2027 at the soonest.",
    ]


@pytest.mark.parametrize(
    ("language", "sentence"),
    [
        (
            "en",
            "Several are asked at the same time. An answer is needed from a reviewer. A decision is made by",
        ),
        ("ja", "複数の方に、同時に回答をお願いします。審査担当者に回答をお願いします。"),
    ],
)
def test_promises_of_roles_side_by_side_say_no_then(language: str, sentence: str) -> None:
    """Neither is asked after the other; each language joins its sentences as it does."""
    together = {
        "together": [
            {"step": "review", "ask": {"role": "reviewer"}, "form": [SCORE]},
            {"step": "partner_city", "ask": {"role": "partner"}, "answers": "decide"},
        ]
    }
    one = program(("/workflow", [together]), document=EXCHANGE)

    assert promises.story(one, reader(language, "America/Denver"))[0].startswith(sentence)


def test_promises_say_who_reads_the_form_and_who_does_not() -> None:
    """Roles as far as their pages show it; people named in the form learn what is asked, and of whom."""
    assert promises.data(program(document=EXCHANGE), "The desk", ENGLISH) == [
        "The desk receives what you write.",
        "It is read by the coordinator.",
        "It is read in part by a reviewer and the partner city: some answers are hidden from them.",
        (
            "Whom you name under “Guardians” and “Teacher” reads none of your answers, and learns what you "
            "are called and what is asked."
        ),
        "It is erased 2 years after the last step, or 2 years after the program ends, whichever is later.",
    ]


SCORE = {"id": "score", "type": "number", "label": "Score", "min": 1, "max": 5}
CONFIRM = (
    "You get an e-mail with a link, to confirm within 3 days that the address is yours. "
    "Only then does your form count."
)
TOGETHER = (
    "Several are asked at the same time. "
    "Everybody whom you name under “Guardians” is asked by e-mail, and has 14 days to answer. "
    "Whom you name under “Teacher” is asked by e-mail, and has 21 days to answer."
)
LONGEST = "confirm → consent and reference → bursary → review → partner_city → decide → offer"
STORY = [
    "Step “confirm”: the applicant is asked to confirm the address.",
    "“Yes, this is my address”: the step “consent and reference” follows.",
    "Without an answer within 3 days, the submission expires, and the applicant is told.",
    "The steps “consent and reference” run side by side.",
    "Step “consent”: everybody named under “Guardians” is asked.",
    "A form is filled in with the answer.",
    "“I agree”: once what runs beside it is settled too, the step “bursary” follows.",
    "“I agree” counts when all have given it.",
    "As soon as that has become impossible, the submission is declined.",
    "“I do not agree”: the submission is declined, and the applicant is told.",
    "Without an answer within 14 days, the submission expires, and the applicant is told.",
    "Who has not answered is reminded 7 days and 2 days before that.",
    "Step “reference”: the person named under “Teacher” is asked, if there is one.",
    "A form is filled in with the answer.",
    "What is answered is not shown to: applicant.",
    "“Send my answer”: once what runs beside it is settled too, the step “bursary” follows.",
    "Without an answer within 21 days, the submission is declined, and the applicant is told.",
    "Who has not answered is reminded 7 days and 2 days before that.",
    "Step “bursary”: whoever holds the role “coordinator” is asked (Exchange desk).",
    "It has a condition: where that does not hold, the step is skipped.",
    "“Approve”: the step “review” follows.",
    "“Decline”: the submission is declined, and the applicant is told.",
    "There is no deadline for this step.",
    "Step “review”: whoever holds the role “reviewer” is asked (First seat, Second seat, and Third seat).",
    "A form is filled in with the answer.",
    "What is answered is not shown to: applicant.",
    "Whoever is asked does not see: Name, Called, and Address.",
    "“Send my answer”: the step “partner_city” follows.",
    "“Send my answer” counts when 2 people have given it.",
    "Without an answer by Monday, February 15, 2027, the step “partner_city” follows.",
    "Who has not answered is reminded 3 days before that.",
    "Step “partner_city”: whoever holds the role “partner” is asked (City hall).",
    "“Approve”: the step “decide” follows.",
    "“Decline”: the submission is declined, and the applicant is told.",
    "What comes of it is told, and acted upon, on Monday, March 1, 2027 at the soonest.",
    "There is no deadline for this step.",
    "Step “decide”: whoever holds the role “coordinator” is asked (Exchange desk).",
    "“Offer a place”: the step “offer” follows.",
    "“Ask the reviewers again”: the step “review” follows.",
    "“Ask for changes”: the step “improve” follows.",
    "“Refuse”: the submission is declined, and the applicant is told.",
    "What comes of it is told, and acted upon, on Monday, March 15, 2027 at the soonest.",
    "There is no deadline for this step.",
    "Step “improve”: the applicant is asked.",
    "The answers of the form can be changed then.",
    "“Send the changes”: the step “review” follows.",
    "Without an answer within 7 days, the submission is declined, and the applicant is told.",
    "Step “offer”: the applicant is asked.",
    "The answer counts with a code, which is mailed when it is given.",
    "“Yes, I accept”: the submission is accepted, and the applicant is told.",
    "“No, thank you”: the submission is declined, and the applicant is told.",
    "Without an answer within 7 days, the submission expires, and the applicant is told.",
    "Who has not answered is reminded 2 days before that.",
    f"The shortest way to “Accepted”: {LONGEST} (“Yes, I accept”).",
    "The shortest way to “Declined”: confirm → consent and reference (“I do not agree”).",
    "The shortest way to “Not answered in time”: confirm (no answer in time).",
]
