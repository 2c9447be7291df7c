"""An example of each type of field, as a definition has it, and of an answer to it; all are tested."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass
from typing import Any


@dataclass(frozen=True, slots=True)
class Example:
    """A field in YAML, and an answer in JSON; None where there is none."""

    field: str
    answer: Any = None


EXAMPLES: Mapping[str, Example] = {
    "text": Example(
        """\
id: city
type: text
label: {en: City, ja: 都市}
required: true
max_length: 80""",
        "Fujiyoshida",
    ),
    "long_text": Example(
        """\
id: why
type: long_text
label: Why would you like to come?
hint: Two or three sentences are enough.
max_words: 300""",
        "I have read about the mountain.\nNow I would like to see it.",
    ),
    "email": Example("{id: teacher_email, type: email, label: Your teacher's address}", "tom@school.example"),
    "phone": Example("{id: phone, type: phone, label: Telephone}", "+17195550123"),
    "date": Example(
        """\
id: born
type: date
label: Date of birth
min_age: 12y
max_age: 15y6m
age_on: 2027-06-01""",
        "2013-04-30",
    ),
    "number": Example(
        "{id: nights, type: number, label: How many nights?, min: 1, max: 14, integer: true, unit: nights}", 5
    ),
    "money": Example(
        "{id: grant, type: money, label: What do you ask for?, max: 500, currency: USD}", "120.50"
    ),
    "choice": Example(
        """\
id: meal
type: choice
label: Meal
options:
  - {id: fish, label: Fish}
  - {id: rice, label: Rice}
other: true""",
        "fish",
    ),
    "choices": Example(
        """\
id: days
type: choices
label: On which days can you help?
options:
  - {id: sat, label: Saturday}
  - {id: sun, label: Sunday}
max_choices: 2""",
        ["sat", "sun"],
    ),
    "ranking": Example(
        """\
id: wishes
type: ranking
label: Which cities would you like best?
options:
  - {id: fujiyoshida, label: Fujiyoshida}
  - {id: kranj, label: Kranj}
rank: 2""",
        ["kranj", "fujiyoshida"],
    ),
    "rating": Example(
        """\
id: english
type: rating
label: How well do you speak English?
scale:
  - {id: 1, label: A little}
  - {id: 2, label: Well}
  - {id: 3, label: Like my first language}""",
        2,
    ),
    "yes_no": Example("{id: press, type: yes_no, label: May the press come along?}", True),
    "country": Example("{id: nationality, type: country, label: Nationality}", "JP"),
    "language": Example("{id: spoken, type: language, label: What do you speak at home?}", "ja"),
    "address": Example(
        "{id: home, type: address, label: Where do you live?}",
        {"line1": "1 Main Street", "city": "Colorado Springs", "region": "CO", "country": "US"},
    ),
    "file": Example(
        "{id: picture, type: file, label: A picture of you, accept: [image/jpeg], max_mb: 4}",
        "7k2m9q4tw8x3zr5v6ncp",
    ),
    "consent": Example(
        "{id: photos, type: consent, label: Photographs, statement: You may print photographs of me.}", True
    ),
    "signature": Example(
        "{id: signed, type: signature, label: Your full name, statement: All of this is true.}",
        "Mary Miller",
    ),
    "group": Example(
        """\
id: guardians
type: group
label: Parents or guardians
rows: {min: 1, max: 4}
fields:
  - {id: name, type: text, label: Name, required: true}
  - {id: email, type: email, label: Address, required: true}""",
        [{"name": "Gail Miller", "email": "gail@people.example"}],
    ),
    "computed": Example(
        """\
id: total
type: computed
label: People in all
value: {"+": [{var: adults}, {var: children}]}"""
    ),
    "note": Example("{id: thanks, type: note, label: Thank you for your interest.}"),
}
"""By type. Those that a form can't have yet are not told."""
