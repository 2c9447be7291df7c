"""One table of cases for each type of field, held against pages, JSON and JSON Schema alike."""

from __future__ import annotations

from pathlib import Path
from typing import Any

import jsonschema
import pytest

from chalicelib.domain import documents
from chalicelib.domain.fields import checking, reading, rows
from chalicelib.web import prefilled
from tests.domain.fields.asking import CONTEXT, field

FOLDER = Path(__file__).parent / "cases"
FORMATS = jsonschema.Draft202012Validator.FORMAT_CHECKER
KEYS = {"json", "other", "page", "reads", "kept", "kept_other", "faults", "schema"}
"""Of a case.

json, other: the answer, and the words for `other` beside it
page: the controls by what their names have behind the field's
reads: what the page reads them as, where JSON is sent in another spelling; nothing for no answer
kept, kept_other: what is kept; left out: nothing
faults: each as its pointer and its code
schema: whether JSON Schema takes it, where that is not told by the faults
"""


def named(folder: Path) -> list[Any]:
    """Every case with the type and the field that it is of."""
    found = []
    for path in sorted(folder.glob("*.yaml")):
        for place, part in enumerate(documents.from_yaml(path.read_text(encoding="utf-8"))):
            for number, case in enumerate(part["cases"]):
                found.append(pytest.param(path.stem, part["field"], case, id=f"{path.stem}-{place}-{number}"))
    return found


CASES = named(FOLDER)


def answers(case: dict[str, Any]) -> dict[str, Any]:
    """The case as JSON sends it."""
    return {name: case[key] for name, key in (("f", "json"), ("f_other", "other")) if key in case}


def page(case: dict[str, Any]) -> dict[str, list[str]]:
    """The case as a page sends it."""
    return {f"f{name}": value if isinstance(value, list) else [value] for name, value in case["page"].items()}


def told(one: Any, given: dict[str, Any]) -> tuple[dict[str, Any], list[str]]:
    """What is kept, or the faults."""
    kept, faults = checking.check([one], given, "", CONTEXT)
    return {} if faults else kept, [f"{fault.pointer} {fault.code}" for fault in faults]


def expected(case: dict[str, Any]) -> tuple[dict[str, Any], list[str]]:
    """What the table says of it."""
    kept = {name: case[key] for name, key in (("f", "kept"), ("f_other", "kept_other")) if key in case}
    return kept, case.get("faults", [])


def test_every_type_has_its_cases() -> None:
    """A new type of field brings a table."""
    types = {str(kind.__struct_config__.tag) for kind in rows.MODULES}

    assert {path.stem for path in FOLDER.iterdir()} == types


@pytest.mark.parametrize(("type_", "said", "case"), CASES)
def test_case_says_what_a_case_may_say(type_: str, said: dict[str, Any], case: dict[str, Any]) -> None:
    """And is sent in one way at least."""
    assert case.keys() <= KEYS
    assert case.keys() & {"json", "page"}


@pytest.mark.parametrize(("type_", "said", "case"), [each for each in CASES if "json" in each.values[2]])
def test_answer_in_json_is_kept_or_refused(type_: str, said: dict[str, Any], case: dict[str, Any]) -> None:
    """As the table says."""
    assert told(field(type_, **said), answers(case)) == expected(case)


@pytest.mark.parametrize(("type_", "said", "case"), [each for each in CASES if "page" in each.values[2]])
def test_answer_on_a_page_is_kept_or_refused_alike(
    type_: str, said: dict[str, Any], case: dict[str, Any]
) -> None:
    """A page reads to what JSON sends, and so to the same outcome."""
    one = field(type_, **said)

    read = reading.read([one], page(case))

    assert told(one, read) == expected(case)
    if "reads" in case:
        assert read.get("f") == case["reads"]
    elif case.get("json") not in (None, [], {}, ""):
        assert read == answers(case)


@pytest.mark.parametrize(("type_", "said", "case"), [each for each in CASES if "json" in each.values[2]])
def test_schema_takes_what_is_kept_and_refuses_the_rest(
    type_: str, said: dict[str, Any], case: dict[str, Any]
) -> None:
    """But for the rules that are beyond it, which the table marks."""
    schema = rows.schema([field(type_, **said)], CONTEXT)
    jsonschema.Draft202012Validator.check_schema(schema)
    validator = jsonschema.Draft202012Validator(schema, format_checker=FORMATS)

    assert validator.is_valid(answers(case)) == case.get("schema", not case.get("faults"))
    kept, _ = expected(case)
    assert validator.is_valid(kept) or case.get("faults") or said.get("required")


@pytest.mark.parametrize(("type_", "said", "case"), [each for each in CASES if "kept" in each.values[2]])
def test_what_is_kept_comes_back_from_its_page(
    type_: str, said: dict[str, Any], case: dict[str, Any]
) -> None:
    """Shown in its controls and sent unchanged, it is the same; and so it is when JSON sends it again."""
    one, (kept, _) = field(type_, **said), expected(case)

    assert told(one, reading.read([one], prefilled.of([one], kept).typed)) == (kept, [])
    assert told(one, kept) == (kept, [])
