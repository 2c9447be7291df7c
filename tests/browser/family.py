"""A program whose form depends on itself in every way that a page has to follow, and answers to it."""

from __future__ import annotations

from typing import Any

TEXT = {"type": "text", "required": True}
CHILDREN = {
    "id": "children",
    "type": "group",
    "label": "Children",
    "show_if": {"==": [{"var": "brings"}, True]},
    "rows": {"max": 4},
    "fields": [
        {"id": "name", "label": "Name of the child", **TEXT},
        {"id": "dob", "type": "date", "label": "Born on"},
        {
            "id": "school",
            "type": "text",
            "label": "School",
            "show_if": {">=": [{"age": [{"var": "dob"}, "2027-06-01"]}, 6]},
            "required": {"==": [{"var": "form.country"}, "US"]},
        },
        {
            "id": "diet",
            "type": "choice",
            "label": "Diet",
            "options": [{"id": "all", "label": "Everything"}, {"id": "none", "label": "No meat"}],
            "other": True,
        },
        {
            "id": "sure",
            "type": "text",
            "label": "What the school knows of the diet",
            "show_if": {"and": [{"==": [{"var": "diet"}, "other"]}, {"!!": {"var": "school"}}]},
        },
    ],
}
SEATS = {
    "id": "seats",
    "type": "group",
    "label": "Seats",
    "rows_from": "children",
    "fields": [
        {"id": "seat", "type": "text", "label": "Seat"},
        {
            "id": "belt",
            "type": "yes_no",
            "label": "Does the child need a booster?",
            "show_if": {
                "and": [{"var": "from.dob"}, {"<": [{"age": [{"var": "from.dob"}, "2027-06-01"]}, 8]}]
            },
        },
    ],
}
FORM: list[dict[str, Any]] = [
    {
        "page": "You",
        "fields": [
            {"id": "full_name", "label": "Name", **TEXT},
            {"id": "email", "type": "email", "label": "E-mail", "required": True},
            {"id": "country", "type": "country", "label": "Country"},
            {"id": "brings", "type": "yes_no", "label": "Do you bring children?", "required": True},
            CHILDREN,
            SEATS,
            {
                "id": "eldest",
                "type": "choice",
                "label": "Who is the eldest?",
                "options_from": {"rows": "children", "label": "name"},
            },
            {
                "id": "heads",
                "type": "computed",
                "label": "How many of you come",
                "value": {"+": [1, {"var": "children.length"}]},
            },
        ],
    },
    {
        "page": "Money",
        "show_if": {">": [{"var": "heads"}, 1]},
        "fields": [
            {"id": "pays", "type": "money", "label": "What you pay", "currency": "USD"},
            {
                "id": "total",
                "type": "computed",
                "label": "For all of you",
                "value": {"if": [{"var": "pays"}, {"*": [{"var": "pays"}, {"var": "heads"}]}, None]},
            },
            {"id": "why", "type": "long_text", "label": "Why", "max_words": 3},
        ],
    },
]
PROGRAM = {
    "id": "pen-pals",
    "community": "colorado-springs",
    "area": "youth",
    "kind": "registration",
    "title": "Family journey",
    "summary": "Parents and children travel together.",
    "timezone": "America/Denver",
    "languages": ["en"],
    "form": FORM,
    "rules": [
        {
            "check": {"or": [{"!": {"var": "pays"}}, {">": [{"var": "pays"}, 10]}]},
            "message": "It costs more than 10 dollars.",
            "field": "pays",
        }
    ],
}

TYPED = [
    ("full_name", "Ann"),
    ("email", "ann@people.example"),
    ("country", "US"),
    ("brings", "yes"),
    ("children.0.name", "Bea"),
    ("children.0.dob", "2015-02-01"),
    ("children.0.school", "First School"),
    ("children.0.diet", "other"),
    ("children.0.diet_other", "No nuts"),
    ("children.0.sure", "The school cooks"),
    ("seats.0.seat", "1A"),
    ("children.1.name", "Cid"),
    ("children.1.dob", "2015-02-01"),
    ("children.1.school", "Dropped in the end"),
    ("children.1.dob", "2024-02-01"),
    ("children.1.diet", "none"),
    ("seats.1.seat", "1B"),
    ("seats.1.belt", "yes"),
    ("eldest", "0"),
    ("pays", "1,250.50"),
    ("why", "To see it"),
]
"""What somebody types, in this order; one thing is typed that does not count in the end."""

KEPT = {
    "full_name": "Ann",
    "email": "ann@people.example",
    "country": "US",
    "brings": True,
    "children": [
        {
            "name": "Bea",
            "dob": "2015-02-01",
            "school": "First School",
            "diet": "other",
            "diet_other": "No nuts",
            "sure": "The school cooks",
        },
        {"name": "Cid", "dob": "2024-02-01", "diet": "none"},
    ],
    "seats": [{"seat": "1A"}, {"seat": "1B", "belt": True}],
    "eldest": "0",
    "heads": 3,
    "pays": "1250.50",
    "total": 3751.5,
    "why": "To see it",
}
