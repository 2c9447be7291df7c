"""Random programs whose forms are full of conditions, and what a page with such a form may send.

What depends on what is drawn first, so that there is no circle. Answers are mostly such as people give.
"""

from __future__ import annotations

from random import Random
from typing import Any

from tests.web.examples import definition

OPTIONS = [{"id": "red", "label": "Red"}, {"id": "blue", "label": "Blue"}, {"id": "none", "label": "None"}]

KINDS: dict[str, dict[str, Any]] = {
    "text": {},
    "long_text": {},
    "email": {},
    "date": {},
    "number": {},
    "money": {},
    "yes_no": {},
    "consent": {"statement": "I agree."},
    "choice": {"options": OPTIONS, "other": True},
    "choices": {"options": OPTIONS, "exclusive": ["none"]},
    "rating": {"max": 5},
    "ranking": {"options": OPTIONS, "rank": 2},
    "address": {},
}

TYPED: dict[str, list[str]] = {
    "text": ["", " ", "red", " Blue\u3000", "1", "e\u0301", "\U0001f600"],
    "long_text": ["", "one two", "one\r\n two ", "x\x85y"],
    "email": ["", "Ann@People.Example", "bob@people.example"],
    "date": ["", "2010-02-28", "2027-06-20", "2027-02-30"],
    "number": ["", "0", "3", "-2", "2,5", "1.5", "12", "1e2", "+4", "three", "1,2,3", ".5"],
    "money": [
        "",
        "12",
        "12.5",
        "$1,250.50",
        "1.250,50",
        "1,250",
        "1.250",
        "0",
        "-3",
        "−3",
        "USD 7",
        "free",
        "1 000",
        "1'000.5",
        "0,125",
        "1,250.500",
        "€ 5",
        "¥1,200",
        "007",
        "-0",
        ".5",
        "1.2.3",
        "12.50 KWD",
    ],
    "yes_no": ["", "yes", "no"],
    "consent": ["", "yes"],
    "choice": ["", "red", "blue", "none", "other"],
    "rating": ["", "1", "5", "3"],
}


def program(random: Random) -> dict[str, Any]:
    """A definition with two pages, rows, rows that go by these, choices among them, and rules."""
    plain = [_field(random, f"f{number}") for number in range(random.randrange(3, 7))]
    group = {
        "id": "people",
        "type": "group",
        "label": "People",
        "rows": {"max": 4},
        "fields": [_field(random, f"m{number}") for number in range(3)],
    }
    tied = {
        "id": "travels",
        "type": "group",
        "label": "Travels",
        "rows_from": "people",
        "fields": [_field(random, f"n{number}") for number in range(2)],
    }
    leader = {
        "id": "leader",
        "type": random.choice(["choice", "choices"]),
        "label": "Who leads",
        "options_from": {"rows": "people", "label": "m0"},
    }
    total = {"id": "total", "type": "computed", "label": "Total", "value": None}
    fields = [*plain, group, tied, leader, total]
    order = sorted(fields, key=lambda each: (random.random(), each["id"]))
    order.sort(key=lambda each: {"travels": 1, "leader": 1}.get(each["id"], 0))
    known: list[tuple[str, dict[str, Any]]] = []
    for each in order:
        _condition(random, each, known)
        if each["type"] == "computed":
            each["value"] = _worked(random, known)
        known += _members(random, each, known) if each["type"] == "group" else [(each["id"], each)]
    shuffled = sorted(fields, key=lambda _: random.random())
    pages: list[dict[str, Any]] = [
        {"page": "One", "fields": shuffled[:4]},
        {"page": "Two", "fields": shuffled[4:]},
    ]
    rules = [{"check": _holds(random, known), "message": "No.", "field": "leader"}]
    applicant = definition()["form"][0]["fields"]
    return definition(form=[{"page": "You", "fields": applicant}, *pages], rules=rules)


def page(random: Random, document: dict[str, Any]) -> dict[str, list[str]]:
    """What its page sends: every control that there is, blank ones too."""
    form: dict[str, list[str]] = {}
    count = random.randrange(1, 4)
    for each in (field for part in document["form"] for field in part["fields"]):
        if each["type"] != "group":
            _typed(random, form, each, each["id"], count)
            continue
        for number in range(count):
            blank = each["id"] == "people" and random.random() < 0.3
            for member in each["fields"]:
                _typed(random, form, member, f"{each['id']}.{number}.{member['id']}", count, blank=blank)
    return form


def _field(random: Random, name: str) -> dict[str, Any]:
    kind = random.choice([*KINDS])
    field = {"id": name, "type": kind, "label": name, **KINDS[kind]}
    return {**field, "currency": random.choice(["USD", "EUR", "JPY", "KWD"])} if kind == "money" else field


def _condition(random: Random, field: dict[str, Any], known: list[tuple[str, dict[str, Any]]]) -> None:
    if random.random() < 0.5:
        field["show_if"] = _holds(random, known)
    if random.random() < 0.3 and field["type"] != "computed":
        field["required"] = _holds(random, known)


def _members(
    random: Random, group: dict[str, Any], known: list[tuple[str, dict[str, Any]]]
) -> list[tuple[str, dict[str, Any]]]:
    """Gives the fields of rows conditions of their own; what is known of the group then."""
    within = [(f"form.{name}", each) for name, each in known if not name.startswith("*")]
    if group["id"] == "travels":
        within += [(f"from.{name.removeprefix('*')}", each) for name, each in known if name.startswith("*")]
    for member in group["fields"]:
        _condition(random, member, within)
        within.append((member["id"], member))
    prefix = "*" if group["id"] == "people" else ""
    return [(f"{prefix}{each['id']}", each) for each in group["fields"]] if prefix else []


def _holds(random: Random, known: list[tuple[str, dict[str, Any]]]) -> Any:
    """Something that is true or false over what is known."""
    if not known or random.random() < 0.05:
        return {"!!": [random.choice([0, 1])]}
    if random.random() < 0.3:
        parts = [_holds(random, known) for _ in range(2)]
        return random.choice([{"and": parts}, {"or": parts}, {"!": [parts[0]]}])
    name, field = random.choice(known)
    if name.startswith("*"):
        inner = _compared(random, name[1:], field)
        people = (
            {"var": "people"}
            if all(not each.startswith("form.") for each, _ in known)
            else {"var": "form.people"}
        )
        return {random.choice(["some", "all", "none"]): [people, inner]}
    return _compared(random, name, field)


def _compared(random: Random, name: str, field: dict[str, Any]) -> Any:
    value = {"var": name}
    match field["type"]:
        case "number" | "money" | "rating":
            return {random.choice(["<", ">", ">=", "=="]): [value, random.choice([0, 1, 3, 12, 1250.5])]}
        case "choices" | "ranking":
            return {"in": [random.choice(["red", "blue", "0", "1"]), value]}
        case "date":
            return {">": [{"days": [value, "2027-06-21"]}, 3]}
        case "long_text":
            return {">": [{"words": [value]}, 1]}
        case "address":
            return {"==": [{"var": f"{name}.country"}, "US"]}
        case "email":
            return {"in": ["@people.example", value]}
        case _:
            return {"==": [value, random.choice(["red", "blue", "other", "Blue", "1", True, False, None])]}


def _worked(random: Random, known: list[tuple[str, dict[str, Any]]]) -> Any:
    plain = [{"var": name} for name, _ in known if not name.startswith("*")]
    if len(plain) < 2:
        return {"var": "people.length"} if any(name.startswith("*") for name, _ in known) else "none yet"
    return random.choice([{"+": plain[:2]}, {"cat": plain[:2]}, {"if": [plain[0], plain[1], True]}])


def _typed(
    random: Random,
    form: dict[str, list[str]],
    field: dict[str, Any],
    name: str,
    count: int,
    *,
    blank: bool = False,
) -> None:
    rows = ["", *map(str, range(count))]
    match field["type"]:
        case "choices":
            offered = rows[1:] if "options_from" in field else ["red", "blue", "none"]
            form[name] = [] if blank else [each for each in offered if random.random() < 0.4]
        case "ranking":
            form[name] = ["", ""] if blank else [random.choice(["", "red", "blue"]) for _ in range(2)]
        case "address":
            for part in ("line1", "city", "country"):
                chosen = random.choice(["", {"country": "US"}.get(part, " Main ")])
                form[f"{name}.{part}"] = ["" if blank else chosen]
        case "computed":
            pass
        case kind:
            offered = rows if "options_from" in field else TYPED[kind]
            chosen = "" if blank else random.choice(offered)
            form[name] = [chosen] if chosen or kind not in ("yes_no", "consent") else []
            if field.get("other"):
                form[f"{name}_other"] = ["" if blank else random.choice(["", "mine"])]
