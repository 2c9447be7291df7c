"""Entries to an exhibit, of which a curator takes some works and not others."""

from __future__ import annotations

import msgspec

from chalicelib.domain.definitions import FormPage, Outcome, Party, Person, Step, in_turn
from chalicelib.domain.fields.choices import Choices
from chalicelib.domain.fields.group import Group
from chalicelib.domain.fields.number import Number
from chalicelib.domain.fields.options import FromRows
from chalicelib.domain.fields.text import LongText, Text
from tests.mail.story import PROGRAM, Story

WORKS = Group(
    id="works",
    label={"en": "Works", "ja": "作品"},
    fields=(Text(id="title", label={"en": "Title", "ja": "題名"}),),
)

JUDGED = Group(
    id="judged",
    label="Marks",
    rows_from="works",
    fields=(Number(id="mark", label="Mark"), Text(id="why", label="PLANTED-REASON")),
)

TAKEN = Choices(
    id="taken",
    label={"en": "Taken for the exhibit", "ja": "展示する"},
    required=True,
    options_from=FromRows(rows="works", label="title"),
)

TOLD = Group(
    id="told",
    label={"en": "About each", "ja": "講評"},
    rows_from="works",
    fields=(
        LongText(id="words", label={"en": "In the curator's words", "ja": "講評"}),
        Text(id="ours", label="For us", visible_to=("curator",)),
        Text(id="health", label="Dust", sensitive=True),
    ),
)

EXHIBIT = msgspec.structs.replace(
    PROGRAM,
    id="art-exhibit",
    title={"en": "Art exhibit", "ja": "美術展"},
    roles={
        "juror": (Person(name="Juror", email="jury@city.example"),),
        "curator": (Person(name="Curator", email="curator@city.example"),),
    },
    form=(FormPage(page="You", fields=(*PROGRAM.form[0].fields, WORKS)),),
    workflow=in_turn(
        PROGRAM.workflow[0].steps[0],
        Step(step="jury", ask=Party(role="juror"), form=(JUDGED,), hidden_from=("applicant",)),
        Step(
            step="select",
            ask=Party(role="curator"),
            form=(TAKEN, TOLD),
            announce="2027-01-10",
            answers={
                "take": Outcome(label={"en": "Take works", "ja": "展示する"}),
                "none": Outcome(label={"en": "Take none", "ja": "見送る"}, then="decline"),
            },
        ),
        Step(step="loan", ask="applicant", answers="accept", due="7d", remind=("2d",), on_timeout="decline"),
    ),
)

ENTRIES = [{"title": "Harbor at www.evil.example"}, {"title": "Brücke <b>2</b>"}]


def entered(language: str = "en") -> Story:
    """An entry of two works that the jury has judged."""
    story = Story(pinned=EXHIBIT).submit(language=language, works=ENTRIES)
    story.answer("confirm.applicant.1", "yes")
    marks = [{"mark": 5, "why": "PLANTED-ANSWER"}, {"mark": 1}]
    return story.answer("jury.juror.0.1", "submit", form={"judged": marks})


def decided(language: str = "en", answer: str = "take") -> Story:
    """The same, of which the first work is taken; not told yet."""
    told = [
        {"words": "By the door,\nwhere everybody sees it.", "ours": "PLANTED-ANSWER"},
        {"words": "Not in this room.", "health": "PLANTED-ANSWER"},
    ]
    form = {"taken": ["0"], "told": told} if answer == "take" else {"told": told}
    return entered(language).answer("select.curator.0.1", answer, form=form)


def announced(language: str = "en", answer: str = "take") -> Story:
    """The same on the day on which it is told."""
    return decided(language, answer).wait(60)
