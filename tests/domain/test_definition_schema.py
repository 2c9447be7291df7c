from __future__ import annotations

import re
from collections.abc import Iterator
from typing import Any

import jsonschema
import pytest
from hypothesis import given
from hypothesis import strategies as st
from jsonschema.validators import extend

from chalicelib.domain import definition_schema, documents, logic, logic_check, logic_words, walker
from chalicelib.domain.definitions import Community, Program
from chalicelib.domain.fields import rows
from chalicelib.language.patterns import MEANINGS
from tests.domain import test_checks, test_programs
from tests.domain.examples import ABSENT, COMMUNITY, EXCHANGE, PROGRAM, changed
from tests.domain.test_programs_laws import mutations

SCHEMA = definition_schema.document(Program, MEANINGS)
OF_COMMUNITY = definition_schema.document(Community, MEANINGS)
SHAPELESS = {"missing_language"}
"""What the walker knows of languages, and no schema."""


def _pattern(
    _validator: Any, pattern: str, instance: object, _schema: object
) -> Iterator[jsonschema.ValidationError]:
    """As ECMAScript has it, where `$` is the end and nothing else."""
    if isinstance(instance, str) and not re.search(pattern.replace("$", r"\Z"), instance):
        yield jsonschema.ValidationError(f"{instance!r} is not spelled as {pattern!r}")


Validator = extend(jsonschema.Draft202012Validator, {"pattern": _pattern})


def valid(document: object, schema: dict[str, Any] = SCHEMA) -> bool:
    """Whether the schema has nothing against it."""
    return bool(Validator(schema).is_valid(document))


def shapely(document: Any, model: type = Program) -> bool:
    """Whether the walker has nothing against its shape."""
    languages = document.get("languages", []) if isinstance(document, dict) else []
    spoken = languages if isinstance(languages, list) else []
    found = walker.faults(model, document, languages=[each for each in spoken if isinstance(each, str)])
    return all(fault.code in SHAPELESS for fault in found)


LOOSE = {**SCHEMA, "$defs": {**SCHEMA["$defs"], "Logic": True, "Operation": {"type": "object"}}}
"""The same without what JSON Logic says, which the walker leaves alone."""


@pytest.mark.parametrize("schema", [SCHEMA, OF_COMMUNITY])
def test_schema_is_one_of_2020_12(schema: dict[str, Any]) -> None:
    """By its metaschema; and every pointer in it leads somewhere."""
    jsonschema.Draft202012Validator.check_schema(schema)

    assert {each.removeprefix("#/$defs/") for each in pointers(schema)} <= set(schema["$defs"])
    assert schema["$schema"] == "https://json-schema.org/draft/2020-12/schema"


@pytest.mark.parametrize("schema", [SCHEMA, OF_COMMUNITY])
def test_patterns_are_ones_of_ecmascript(schema: dict[str, Any]) -> None:
    """Escapes are those that editors know with the flag `u`."""
    escapes = {each for pattern in patterns(schema) for each in re.findall(r"\\(.)", pattern)}

    assert escapes <= set("sSdwxu^$\\.*+?()[]{}|/")


def patterns(schema: object) -> Iterator[str]:
    """Every regular expression."""
    match schema:
        case dict():
            for key, each in schema.items():
                yield from [each] if key == "pattern" and isinstance(each, str) else patterns(each)
        case list():
            for each in schema:
                yield from patterns(each)
        case _:
            return


def pointers(schema: object) -> Iterator[str]:
    """Every `$ref`."""
    match schema:
        case {"$ref": str(pointer), **others}:
            yield pointer
            yield from pointers(others)
        case dict():
            for each in schema.values():
                yield from pointers(each)
        case list():
            for each in schema:
                yield from pointers(each)
        case _:
            return


@pytest.mark.parametrize("path", test_programs.CATALOGUE, ids=lambda path: path.stem)
def test_catalogue_is_valid(path: Any) -> None:
    """What we publish ourselves, as JSON after our reading of YAML."""
    schema = OF_COMMUNITY if path.parent.name == "communities" else SCHEMA

    Validator(schema).validate(documents.from_yaml(path.read_bytes()))


@pytest.mark.parametrize(
    ("document", "place", "value"),
    [
        *((PROGRAM, place, value) for place, value, _, _ in test_programs.BROKEN),
        *((EXCHANGE, place, value) for place, value, _, _ in test_checks.BROKEN),
    ],
)
def test_broken_definition_is_invalid_where_its_shape_is_broken(
    document: dict[str, Any], place: str, value: Any
) -> None:
    """Every row of the tables of faults: the schema sees what the walker sees, and JSON Logic besides."""
    broken = changed(document, (place, value))

    whole = isinstance(value, float) and value.is_integer()
    assert valid(broken, LOOSE) == (shapely(broken) or whole)
    if place.endswith("/when"):
        assert valid(broken) == (logic_check.faults(value, "") == [])


@given(mutations(PROGRAM) | mutations(EXCHANGE))
def test_schema_and_walker_agree_on_every_shape(document: Any) -> None:
    """Whatever is done to a definition; whole numbers with a point are whole to JSON Schema alone."""
    whole = _whole(document)

    assert valid(whole, LOOSE) == shapely(whole)


@given(mutations(COMMUNITY))
def test_schema_and_walker_agree_on_communities(document: Any) -> None:
    """As for programs."""
    whole = _whole(document)

    assert valid(whole, OF_COMMUNITY) == shapely(whole, Community)


def _whole(value: Any) -> Any:
    """The document with `2` for `2.0`."""
    match value:
        case float() if value.is_integer():
            return int(value)
        case dict():
            return {key: _whole(each) for key, each in value.items()}
        case list():
            return [_whole(each) for each in value]
        case _:
            return value


NAMES = st.sampled_from([*sorted(logic.OPERATIONS), "equals", ""])
EXPRESSIONS = st.recursive(
    st.none() | st.booleans() | st.integers() | st.text(max_size=3),
    lambda inner: st.lists(inner, max_size=3) | st.dictionaries(NAMES, inner, max_size=2),
    max_leaves=8,
)


@given(EXPRESSIONS)
def test_schema_and_check_agree_on_json_logic(expression: Any) -> None:
    """An operation that there is, alone in its object, wherever it stands."""
    document = changed(PROGRAM, ("/form/0/show_if", expression))

    assert valid(document) == (logic_check.faults(expression, "") == [])


def test_every_operation_has_its_meaning() -> None:
    """Editors complete all of them, and say what each does."""
    assert set(logic_words.MEANINGS) == logic.OPERATIONS
    assert set(SCHEMA["$defs"]["Operation"]["properties"]) == logic.OPERATIONS


def test_every_type_of_field_is_told_by_its_type() -> None:
    """So that editors complete the keys of that type and of no other."""
    types = {option["$ref"].removeprefix("#/$defs/") for option in _fields()["anyOf"]}

    assert types == {kind.__name__ for kind in rows.MODULES} | {"Group"}
    for name in types:
        described = SCHEMA["$defs"][name]
        assert described["properties"]["type"]["const"] == described["title"]
        assert described["required"][:3] == ["type", "id", "label"]
        assert described["additionalProperties"] is False


def _fields() -> dict[str, Any]:
    found: dict[str, Any] = SCHEMA["$defs"]["FormPage"]["properties"]["fields"]["items"]
    return found


def test_every_key_says_what_it_means() -> None:
    """As the reference does; and no link of the reference is left in it."""
    described = [SCHEMA, OF_COMMUNITY, *SCHEMA["$defs"].values(), *OF_COMMUNITY["$defs"].values()]
    said = [each["description"] for kind in described for each in kind.get("properties", {}).values()]

    assert all(len(each) > 8 and "](" not in each for each in said)
    assert SCHEMA["properties"]["retention"]["description"] == (
        "How long personal data may be kept after the last event, or after `ends` if that is later. "
        "Use a length of time like 14d, 2w, 6m or 18y6m."
    )
    assert SCHEMA["properties"]["retention"]["default"] == "2y"


@pytest.mark.parametrize(
    ("place", "value"),
    [
        ("/title", {"en": "A visit", "ja": "訪問", "fr": ""}),
        ("/workflow/2", {"together": [PROGRAM["workflow"][2]]}),
        ("/workflow", ABSENT),
        ("/form/0/show_if", {"==": [{"var": "email"}, 1]}),
        ("/form/0/fields/0/required", {"var": "email"}),
        ("/rules", [{"check": {"var": "email"}, "message": "No.", "field": "email"}]),
    ],
)
def test_what_may_be_written_otherwise_is_valid(place: str, value: Any) -> None:
    """Texts in more languages, steps side by side, conditions."""
    assert valid(changed(PROGRAM, (place, value)))
