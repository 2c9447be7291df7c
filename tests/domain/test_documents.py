from __future__ import annotations

import json
from contextlib import suppress
from typing import Any

import pytest
from hypothesis import given
from hypothesis import strategies as st

from chalicelib.domain import documents
from chalicelib.domain.errors import Fault, Invalid


def refused(text: str | bytes) -> tuple[str, Any, Any]:
    """Code, line and column of what is no YAML of ours."""
    with pytest.raises(Invalid) as caught:
        documents.from_yaml(text)
    (fault,) = caught.value.faults
    return fault.code, fault.values.get("line"), fault.values.get("column")


@pytest.mark.parametrize(
    ("text", "value"),
    [
        ("a: no", {"a": "no"}),
        ("a: yes", {"a": "yes"}),
        ("on: off", {"on": "off"}),
        ("a: True", {"a": "True"}),
        ("a: true", {"a": True}),
        ("a: false", {"a": False}),
        ("true: 1", {"true": 1}),
        ("null: 1", {"null": 1}),
        ("1: 2", {"1": 2}),
        ("a: null", {"a": None}),
        ("a: ~", {"a": None}),
        ("a:", {"a": None}),
        ("a: Null", {"a": "Null"}),
        ("a: 2026-11-01", {"a": "2026-11-01"}),
        ("a: 2027-01-31T23:59", {"a": "2027-01-31T23:59"}),
        ("a: 12:30", {"a": "12:30"}),
        ("a: 1:02:03", {"a": "1:02:03"}),
        ("a: 0123", {"a": "0123"}),
        ("a: 0o14", {"a": "0o14"}),
        ("a: 0x1F", {"a": "0x1F"}),
        ("a: 0b1", {"a": "0b1"}),
        ("a: 1_000", {"a": "1_000"}),
        ("a: +1", {"a": "+1"}),
        ("a: .5", {"a": ".5"}),
        ("a: 5.", {"a": "5."}),
        ("a: .inf", {"a": ".inf"}),
        ("a: .nan", {"a": ".nan"}),
        ("a: 12", {"a": 12}),
        ("a: -12", {"a": -12}),
        ("a: 0", {"a": 0}),
        ("a: -0", {"a": 0}),
        ("a: 1.5", {"a": 1.5}),
        ("a: 1e3", {"a": 1000.0}),
        ("a: 1.5e-3", {"a": 0.0015}),
        ("a: '12'", {"a": "12"}),
        ('a: "true"', {"a": "true"}),
        ("a: =", {"a": "="}),
        ("<<: {a: 1}", {"<<": {"a": 1}}),
        ("a: [x, {b: c}]", {"a": ["x", {"b": "c"}]}),
        ("a: |\n  one\n  two\n", {"a": "one\ntwo\n"}),
        ("a: >-\n  one\n  two\n", {"a": "one two"}),
        ("# nothing", None),
        ("", None),
        ("--- x", "x"),
        ("%YAML 1.2\n---\na: 1", {"a": 1}),
        ("a: 富士吉田市", {"a": "富士吉田市"}),
        ("\ufeffa: 1", {"a": 1}),
        (b"\xef\xbb\xbfa: 1", {"a": 1}),
        ('{"a": [1, "b", null, true]}', {"a": [1, "b", None, True]}),
    ],
)
def test_yaml_is_the_core_schemas_plain_data(text: str | bytes, value: Any) -> None:
    """Only true, false, null and decimal numbers are more than strings."""
    found = documents.from_yaml(text)

    assert found == value
    assert json.dumps(found) == json.dumps(value)


@pytest.mark.parametrize(
    ("text", "place"),
    [
        ("a: 1\nb: 2\na: 3", (3, 1)),
        ("a:\n  b: 1\n  b: 2", (3, 3)),
        ('a: 1\n"a": 2', (2, 1)),
        ("1: a\n'1': b", (2, 1)),
        ("a: &x 1", (1, 4)),
        ("a: 1\nb: *x", (2, 4)),
        ("a: &x [1]\nb: *x", (1, 4)),
        ("&x a: 1", (1, 1)),
        ("a: !!str 1", (1, 4)),
        ("a: !!python/object/apply:os.system [id]", (1, 4)),
        ("a: !local 1", (1, 4)),
        ("! a: 1", (1, 1)),
        ("!!map {a: 1}", (1, 1)),
        ("? [a]\n: b", (1, 3)),
        ("? {a: b}\n: c", (1, 3)),
        ("a: 1\n---\nb: 2", (2, 1)),
        ("a: [1, 2", (1, 9)),
        ("a: {b", (1, 6)),
        ("a: b: c", (1, 5)),
        ("\ta: 1", (1, 1)),
        ("a: 'x", (1, 6)),
        ("a\nb: 1", (2, 2)),
        ("a: @x", (1, 4)),
        ("- a\nb: 1", (2, 1)),
        ("%YAML 2.0\n---\na: 1", (1, 1)),
    ],
)
def test_yaml_that_is_refused_says_where(text: str, place: tuple[int, int]) -> None:
    """Duplicate keys, anchors, aliases, tags, keys that are no words, several documents, broken spelling."""
    assert refused(text) == ("yaml", *place)


@pytest.mark.parametrize(
    "text",
    [
        b"\xff\xfe\x00",
        "a: \x00",
        "a: \ud800",
        b"a: \xff",
        "a: " + "9" * 5000,
        "a: " + "[" * 5000,
        "{a: " * 3000,
        "- " * 3000,
        "? " * 2000,
        "!" * 100,
        "%TAG ! tag:x\n--- !y",
    ],
)
def test_yaml_of_any_kind_is_refused_and_nothing_else(text: str | bytes) -> None:
    """Neither bytes that are no text, nor depth, nor length is a failure of ours."""
    assert refused(text)[0] == "yaml"


@pytest.mark.parametrize(
    "text",
    [
        "[1, 2",
        "{'a': 1}",
        "NaN",
        "Infinity",
        "-Infinity",
        '{"a": NaN}',
        '{"a": 1, "a": 2}',
        '{"a": {"b": 1, "b": 1}}',
        "",
        "nul",
        b"\xff",
        "[" * 100_000,
        '{"a":' * 100_000,
        "9" * 5000,
        '"\x00"',
        "{} {}",
    ],
)
def test_json_that_is_none_is_refused(text: str | bytes) -> None:
    """Names twice, numbers that JSON doesn't know, and what is not JSON at all."""
    with pytest.raises(Invalid) as caught:
        documents.from_json(text)

    assert [(fault.pointer, fault.code) for fault in caught.value.faults] == [("", "json")]


@pytest.mark.parametrize(("open_", "close"), [("[", "]"), ('{"a":', "}")])
@pytest.mark.parametrize("depth", [documents.DEEPEST + 1, 300, 700])
def test_json_that_nests_deeply_is_refused(open_: str, close: str, depth: int) -> None:
    """Before anybody who walks it falls over."""
    with pytest.raises(Invalid) as caught:
        documents.from_json(open_ * depth + "1" + close * depth)

    assert [(fault.pointer, fault.code) for fault in caught.value.faults] == [("", "json")]
    documents.from_json(open_ * (documents.DEEPEST - 1) + "1" + close * (documents.DEEPEST - 1))


def test_yaml_that_nests_deeply_is_refused() -> None:
    """As JSON is."""
    with pytest.raises(Invalid):
        documents.from_yaml("[" * 60 + "]" * 60)


@pytest.mark.parametrize(
    ("value", "faults"),
    [
        ({"a": 1e400}, [Fault("/a", "too_large", {"limit": 1e15})]),
        ({"a": float("nan")}, [Fault("/a", "too_large", {"limit": 1e15})]),
        ({"a": [1, 10**400]}, [Fault("/a/1", "too_large", {"limit": 1e15})]),
        ({"a": -(10**16)}, [Fault("/a", "too_large", {"limit": 1e15})]),
        ({"a": "x\x00"}, [Fault("/a", "forbidden_character", {"character": "U+0000"})]),
        ({"a": {"b/c": "\ud800"}}, [Fault("/a/b~1c", "forbidden_character", {"character": "U+D800"})]),
        ({"\ud800": 1}, [Fault("/?", "forbidden_character", {"character": "U+D800"})]),
        ({"a": "\u202e"}, [Fault("/a", "forbidden_character", {"character": "U+202E"})]),
        ({"a": "x\n\ty", "b": True, "c": None, "d": [-1e15]}, []),
        ("x", []),
    ],
)
def test_unfit_is_what_no_definition_may_hold(value: Any, faults: list[Fault]) -> None:
    """At its place, spelt so that it can be written."""
    assert documents.unfit(value) == faults


@given(
    st.recursive(
        st.none()
        | st.booleans()
        | st.integers()
        | st.floats(allow_nan=False, allow_infinity=False)
        | st.text(),
        lambda inner: st.lists(inner, max_size=4) | st.dictionaries(st.text(), inner, max_size=4),
        max_leaves=20,
    )
)
def test_to_json_and_back(value: Any) -> None:
    """What is stored is what was read."""
    assert documents.from_json(documents.to_json(value)) == value


@given(st.text(st.characters() | st.sampled_from("{}[]:,-?&*!|>'\"%@`#\n\t \ud800"), max_size=60))
def test_any_text_is_a_document_or_refused(text: str) -> None:
    """Nothing but Invalid is raised, for YAML and JSON alike."""
    for read in (documents.from_yaml, documents.from_json):
        with suppress(Invalid):
            read(text)
