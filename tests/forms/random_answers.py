"""Random answers to a definition: most are nearly right, some are of another shape altogether."""

from __future__ import annotations

from collections.abc import Mapping
from datetime import timedelta
from typing import Any

from hypothesis import strategies as st

from tests.forms.cases import upload
from tests.forms.definitions import TODAY

JUNK = st.sampled_from(
    [None, "", "junk", 5, -1.5, True, False, [], {}, [1], ["a", "a"], [{}], [{"m0": 1}], {"a": 1}]
)

_WORDS = st.sampled_from(
    ["so", "so so", "so so so", "12", "AB", "x", "so it is, for more than thirty letters", "é"]
)
_LISTS = st.lists(st.sampled_from(["a", "b", "c"]), min_size=1, max_size=3, unique=True)
_UPLOADS = "@uploads"
_ADDRESS = {"line1": "1 Main Street", "city": "Colorado Springs", "country": "US", "postal_code": "80903"}

VALUES: Mapping[str, st.SearchStrategy[Any]] = {
    "text": _WORDS,
    "long_text": _WORDS | st.just("so\nit is"),
    "email": st.sampled_from(["a@people.example", "b.c@school.example"]),
    "phone": st.sampled_from(["+17195550123", "719-555-0123"]),
    "date": st.integers(-800, 800).map(lambda days: (TODAY + timedelta(days)).isoformat()),
    "number": st.integers(-4, 62) | st.sampled_from([0.5, 2.25]),
    "money": st.sampled_from(["1.50", "0", "12", "99.99", "100.00"]),
    "yes_no": st.booleans(),
    "choices": _LISTS,
    "ranking": st.permutations(["a", "b", "c"]) | _LISTS,
    "rating": st.integers(1, 5),
    "country": st.sampled_from(["US", "JP"]),
    "language": st.sampled_from(["en", "zh-Hant"]),
    "address": st.just(_ADDRESS) | st.just({**_ADDRESS, "postal_code": ""}),
    "consent": st.just(True),
    "signature": st.just("Ann"),
    "computed": st.just(1),
    "choice": st.sampled_from(["a", "b", "c"]),
}


@st.composite
def to_form(draw: st.DrawFn, document: Mapping[str, Any], *, junk: bool) -> dict[str, Any]:
    """Answers to every field of a definition, less a few."""
    fields = [each for page in document["form"] for each in page["fields"]]
    counts: dict[str, int] = {}
    answers: dict[str, Any] = {}
    for each in sorted(fields, key=lambda each: each["id"]):  # as they were made: sources of rows come first
        if each["type"] == "group":
            answers |= draw(_rows(each, counts, junk=junk))
        else:
            answers |= draw(_to_field(each, counts, junk=junk))
    if junk and not draw(st.integers(0, 9)):
        answers["unknown"] = "so"
    return answers


@st.composite
def _rows(draw: st.DrawFn, group: Mapping[str, Any], counts: dict[str, int], *, junk: bool) -> dict[str, Any]:
    bounds = group.get("rows", {})
    count = draw(st.integers(bounds.get("min", 0), min(bounds.get("max", 3), 3)))
    count = counts.get(group.get("rows_from", ""), count)
    if junk and not draw(st.integers(0, 9)):
        count = draw(st.integers(0, 5))
    counts[group["id"]] = count
    rows = []
    for _ in range(count):
        row: dict[str, Any] = {}
        for member in group["fields"]:
            row |= draw(_to_field(member, counts, junk=junk))
        rows.append(row)
    if junk and not draw(st.integers(0, 19)):
        return {group["id"]: draw(JUNK)}
    return {group["id"]: rows} if rows or draw(st.booleans()) else {}


@st.composite
def _to_field(
    draw: st.DrawFn, each: Mapping[str, Any], counts: dict[str, int], *, junk: bool
) -> dict[str, Any]:
    name, kind = each["id"], each["type"]
    if kind == "note":
        return {}
    likely = 14 if each.get("required") is True else 3
    chance = draw(st.integers(0, likely))
    if chance == 0:
        return {}
    if junk and chance == likely and not draw(st.integers(0, 4)):
        return {name: draw(JUNK)}
    if kind == "file":
        return {name: draw(_files(each, counts))}
    answer = draw(VALUES[kind])
    if "options_from" in each:
        offered = [str(number) for number in range(max(counts.get(each["options_from"]["rows"], 0), 1))]
        one = st.sampled_from(offered)
        answer = draw(one if kind == "choice" else st.lists(one, min_size=1, max_size=2, unique=True))
    if kind == "ranking":
        answer = answer[: each.get("rank", 3)]
    if each.get("other") and draw(st.booleans()):
        answer = "other" if kind == "choice" else [*answer[:1], "other"]
    words = {f"{name}_other": "Something"} if each.get("other") and draw(st.integers(0, 3)) else {}
    return {name: answer, **words}


@st.composite
def _files(draw: st.DrawFn, each: Mapping[str, Any], counts: dict[str, int]) -> str | list[str]:
    """Uploads that nothing else of the form names, as it is with those that people send."""
    several = each.get("count", 1) > 1
    count = draw(st.integers(1, 4)) if several else 1
    before = counts.get(_UPLOADS, 0)
    counts[_UPLOADS] = before + count
    ids = [upload(number) for number in range(before, before + count)]
    return ids if several else ids[0]
