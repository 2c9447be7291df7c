"""Random definitions that the check accepts, and answers to them, most of which are nearly right.

Fields are made one after another, and a condition looks at those made before: so none goes in a circle,
wherever the fields then stand.
"""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from datetime import timedelta
from typing import Any

from hypothesis import strategies as st

from tests.forms import random_answers
from tests.forms.definitions import TODAY

OPTIONS = [{"id": "a", "label": "A"}, {"id": "b", "label": "B"}, {"id": "c", "label": "C"}]
ROW_TYPES = (
    "text", "long_text", "email", "phone", "date", "number", "money", "yes_no", "choice", "choices",
    "ranking", "rating", "country", "language", "address", "consent", "signature", "computed", "note",
    "file",
)  # fmt: skip


@dataclass(frozen=True, slots=True)
class Seen:
    """What a condition may look at: where, what is there, and of a group its fields."""

    path: str
    written: Mapping[str, Any]


@st.composite
def definitions(draw: st.DrawFn) -> dict[str, Any]:
    """A definition whose fields are shuffled over two pages, the second one perhaps on a condition."""
    made: list[dict[str, Any]] = [
        {"id": "full_name", "type": "text", "label": "Name", "required": True, "max_length": 120},
        {"id": "email", "type": "email", "label": "E-mail", "required": True},
    ]
    for number in range(draw(st.integers(1, 7))):
        made.append(draw(_field(f"f{number}", [Seen(each["id"], each) for each in made])))
    late = draw(st.integers(2, len(made)))
    first, second = draw(st.permutations(made[:late])), draw(st.permutations(made[late:]))
    pages: list[dict[str, Any]] = [{"page": "First", "fields": first}]
    if second:
        pages.append({"page": "Second", "fields": second})
        if draw(st.booleans()):
            pages[1]["show_if"] = draw(_condition([Seen(each["id"], each) for each in made[:late]]))
    return {
        "id": "random-form",
        "community": "colorado-springs",
        "area": "youth",
        "kind": "registration",
        "title": "Random",
        "summary": "Random.",
        "timezone": "America/Denver",
        "languages": ["en"],
        "form": pages,
        "rules": draw(_rules(made)),
    }


@st.composite
def filled_in(draw: st.DrawFn, *, junk: bool = True) -> tuple[dict[str, Any], dict[str, Any]]:
    """A definition with answers to it; without `junk`, each answer has the type that it should have."""
    document = draw(definitions())
    return document, draw(random_answers.to_form(document, junk=junk))


@st.composite
def _rules(draw: st.DrawFn, made: Sequence[dict[str, Any]]) -> list[dict[str, Any]]:
    if draw(st.integers(0, 3)):
        return []
    field = draw(st.sampled_from([each["id"] for each in made if each["type"] != "note"]))
    check = draw(_condition([Seen(each["id"], each) for each in made]))
    return [{"check": check, "message": "It has to be so.", "field": field}]


@st.composite
def _field(draw: st.DrawFn, name: str, seen: Sequence[Seen]) -> dict[str, Any]:
    if draw(st.integers(0, 3)):
        return draw(_single(name, seen, seen))
    groups = [each for each in seen if each.written["type"] == "group"]
    source = draw(st.sampled_from(groups)) if groups and draw(st.booleans()) else None
    inner: list[dict[str, Any]] = []
    outside = [Seen(f"form.{each.path}", each.written) for each in seen]
    if source is not None:
        outside += [Seen(f"from.{each['id']}", each) for each in source.written["fields"]]
    for number in range(draw(st.integers(1, 3))):
        own = [Seen(each["id"], each) for each in inner]
        inner.append(draw(_single(f"m{number}", [*outside, *own], seen)))
    written = {"id": name, "type": "group", "label": name.upper(), "fields": inner}
    if source is not None:
        written["rows_from"] = source.path
    elif draw(st.booleans()):
        least = draw(st.integers(0, 2))
        written["rows"] = {"min": least, "max": draw(st.integers(max(least, 1), 4))}
    return {**written, **draw(_conditions(seen))}


@st.composite
def _single(draw: st.DrawFn, name: str, seen: Sequence[Seen], form: Sequence[Seen]) -> dict[str, Any]:
    """A field of any type but `group`; `form`: what is made of the form before it."""
    kind = draw(st.sampled_from(ROW_TYPES))
    own = draw(st.fixed_dictionaries({}, optional=_OWN.get(kind, {})))
    written = {"id": name, "type": kind, "label": name.upper(), **_FIXED.get(kind, {}), **own}
    groups = [each for each in form if each.written["type"] == "group"]
    if kind in ("choice", "choices"):
        if groups and draw(st.booleans()):
            group = draw(st.sampled_from(groups))
            label = draw(st.sampled_from([each["id"] for each in group.written["fields"]]))
            written["options_from"] = {"rows": group.path, "label": label}
            written = {key: value for key, value in written.items() if key != "exclusive"}
        else:
            written["options"] = OPTIONS
    elif kind == "computed":
        written["value"] = draw(_value(seen))
    return {**written, **draw(_conditions(seen))}


@st.composite
def _conditions(draw: st.DrawFn, seen: Sequence[Seen]) -> dict[str, Any]:
    said: dict[str, Any] = {}
    if draw(st.integers(0, 2)) == 0:
        said["show_if"] = draw(_condition(seen))
    required = draw(st.integers(0, 4))
    if required == 0:
        said["required"] = draw(_condition(seen))
    elif required < 3:
        said["required"] = True
    return said


_DAYS = st.integers(-900, 900).map(lambda days: (TODAY + timedelta(days)).isoformat())
_FIXED: Mapping[str, dict[str, Any]] = {
    "money": {"currency": "USD"},
    "consent": {"statement": "Yes."},
    "signature": {"statement": "Yes."},
    "rating": {"max": 5},
    "ranking": {"options": OPTIONS},
}
_WORDS = {
    "min_length": st.integers(0, 4),
    "max_length": st.integers(4, 30),
    "min_words": st.integers(0, 2),
    "max_words": st.integers(2, 6),
    "pattern": st.sampled_from(["[a-z ]+", "[^@]*", "so.*|[0-9]{2}"]),
}
_OWN: Mapping[str, dict[str, st.SearchStrategy[Any]]] = {
    "text": _WORDS,
    "long_text": _WORDS,
    "email": {"confirm": st.booleans()},
    "date": {
        "min": st.just("today-2y"),
        "max": st.sampled_from(["today+2y", "today"]),
        "min_age": st.just("0y"),
        "max_age": st.just("90y"),
        "weekdays": st.just(["mon", "tue", "wed", "fri"]),
    },
    "number": {
        "min": st.integers(-3, 2),
        "max": st.integers(2, 60),
        "integer": st.booleans(),
        "unit": st.just("km"),
    },
    "money": {"min": st.sampled_from([0, "1.50"]), "max": st.sampled_from([50, "99.99"])},
    "yes_no": {"must_be": st.booleans()},
    "choice": {"other": st.booleans()},
    "choices": {
        "other": st.booleans(),
        "exclusive": st.just(["c"]),
        "min_choices": st.integers(1, 2),
        "max_choices": st.integers(2, 3),
    },
    "ranking": {"rank": st.integers(1, 3)},
    "file": {"count": st.integers(1, 3), "accept": st.just(["pdf", "image/*"]), "max_pixels": st.just(800)},
}


def _condition(seen: Sequence[Seen]) -> st.SearchStrategy[dict[str, Any]]:
    """JSON Logic that looks at some of what there is, two operations deep at most."""
    usable = [each for each in seen if each.written["type"] != "note"]
    leaf = st.sampled_from(usable).flatmap(_look)
    return st.one_of(
        leaf,
        leaf.map(lambda one: {"!": one}),
        st.tuples(st.sampled_from(["and", "or"]), leaf, leaf).map(lambda all_: {all_[0]: list(all_[1:])}),
    )


def _look(one: Seen) -> st.SearchStrategy[dict[str, Any]]:
    """Conditions on one answer."""
    var = {"var": one.path}
    found: list[Any] = [var, {"!!": [var]}, {"!": {"missing": [one.path]}}, {"==": [var, None]}]
    match one.written["type"]:
        case "number" | "rating" | "money" | "computed":
            found += [{">": [var, 2]}, {"<=": [0, var, 5]}]
        case "yes_no":
            found += [{"==": [var, False]}]
        case "choice":
            found += [{"==": [var, "a"]}, {"in": [var, ["b", "0"]]}]
        case "choices" | "ranking":
            found += [{"in": ["a", var]}]
        case "text" | "long_text":
            found += [{">": [{"words": [var]}, 1]}]
        case "date":
            found += [{">=": [{"age": [var, TODAY.isoformat()]}, 1]}]
        case "group":
            found += [{">": [{"var": f"{one.path}.length"}, 1]}]
            for member in one.written["fields"]:
                if member["type"] != "note":
                    inner = {"var": member["id"]}
                    found += [{"some": [var, inner]}, {"all": [var, {"!": inner}]}]
                    found += [{"var": f"{one.path}.0.{member['id']}"}]
        case _:
            pass
    return st.sampled_from(found)


def _value(seen: Sequence[Seen]) -> st.SearchStrategy[Any]:
    """JSON Logic for what is worked out."""
    usable = [each for each in seen if each.written["type"] != "note"]
    one = st.sampled_from(usable)
    return st.one_of(
        one.map(lambda each: {"var": each.path}),
        st.tuples(one, one).map(lambda two: {"+": [{"var": [each.path, 0]} for each in two]}),
        st.tuples(one, one).map(lambda two: {"cat": [{"var": each.path} for each in two]}),
        _condition(seen).map(lambda condition: {"if": [condition, 1, "no"]}),
        one.map(lambda each: {"reduce": [{"var": each.path}, {"+": [{"var": "accumulator"}, 1]}, 0]}),
    )
