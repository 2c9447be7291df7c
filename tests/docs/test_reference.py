"""The reference says what the code says, in whole and in every part."""

from __future__ import annotations

import re
from pathlib import Path
from typing import get_args

import pytest

from chalicelib.domain import answers, documents, events, logic, programs
from chalicelib.domain.docstrings import Undescribed, described
from chalicelib.domain.fields import rows
from chalicelib.domain.fields.field import Field
from chalicelib.language import faults
from chalicelib.web.routes import ROUTES
from infra.docs import __main__ as command
from infra.docs import definition, errors, settings
from infra.docs.examples import EXAMPLES
from infra.docs.markdown import table
from infra.local import template
from tests.docs.documents import document
from tests.domain.examples import ANSWERS, PROGRAM, TODAY, changed


def test_pages_are_what_the_code_makes_of_them() -> None:
    """Who changes the code runs `python -m infra.docs`."""
    assert command.outdated() == []


def test_check_fails_where_a_page_is_out_of_date(tmp_path: Path) -> None:
    """A folder that was never written is out of date in every page; once written, in none."""
    before = command.outdated(tmp_path)
    command.write(tmp_path)

    assert (before, command.outdated(tmp_path)) == (list(command.PAGES), [])


def test_every_route_is_listed() -> None:
    """Each path with each of its methods, and none that is not there."""
    page = document("reference/routes.md")
    listed = [(row[0], row[1]) for row in page.tables("API")[0]]
    for heading in re.findall(r"^### (.+)$", page.text, re.MULTILINE):
        listed += [(row[0], heading) for row in page.tables(heading)[0]]

    assert sorted(listed) == sorted(
        (f"`{method}`", f"`{path}`") for path, route in ROUTES.items() for method in route.methods
    )


def test_every_event_is_listed() -> None:
    """Each type has its chapter."""
    assert {str(kind.__struct_config__.tag) for kind in get_args(events.AnyEvent)} <= document(
        "reference/events.md"
    ).anchors


def test_every_error_is_listed() -> None:
    """Each code of a problem, and each of a fault, with its sentence and where it is met."""
    codes, found = (document("reference/errors.md").tables(heading)[0] for heading in ("Codes", "Faults"))

    assert {row[0] for row in codes} == {f"`{kind.code}`" for kind in errors.kinds()}
    assert {row[0] for row in found} == {f"`{code}`" for code in faults.codes()}
    assert [row for row in [*codes, *found] if not all(row)] == []


def test_codes_of_api_gateway_are_listed() -> None:
    """What API Gateway answers by itself has no code that the page does not tell."""
    codes = re.findall(r'"code": "(\w+)"', template.RESOURCES.read_text(encoding="utf-8"))

    assert codes
    assert set(codes) <= document("reference/errors.md").code


def test_every_setting_and_parameter_is_listed() -> None:
    """Each variable of a function and each parameter of a deployment."""
    page = document("reference/settings.md")

    assert {f"CONCORD_{name.upper()}" for name in settings.Settings.__dataclass_fields__} <= page.code
    assert set(settings.parameters()) <= page.code


def test_every_field_type_has_its_chapter() -> None:
    """Each type that a form may have."""
    assert {str(kind.__struct_config__.tag) for kind in rows.MODULES} <= document(
        "reference/definition.md"
    ).anchors


@pytest.mark.parametrize("kind", rows.MODULES, ids=lambda kind: str(kind.__struct_config__.tag))
def test_example_of_a_type_is_one(kind: type[Field]) -> None:
    """It can stand in a form, and its answer is kept as it is."""
    tag = str(kind.__struct_config__.tag)
    example = EXAMPLES[tag]
    field = documents.from_yaml(example.field)
    name = f"an_{field['id']}"
    counted = [{"id": each, "type": "number", "label": each} for each in ("adults", "children")]
    definition = changed(PROGRAM, *(("/form/2/fields/-", each) for each in [*counted, {**field, "id": name}]))

    assert field["type"] == tag
    assert programs.faults(definition, TODAY) == []
    if example.answer is not None:
        program = programs.program(documents.to_json(definition))
        kept, faults = answers.check(program, {**ANSWERS, name: example.answer}, TODAY, country="US")
        assert (kept[name], faults) == (example.answer, [])


def test_every_operation_is_listed() -> None:
    """With what it gives."""
    page = definition.written()

    assert [name for name in logic.OPERATIONS if f"| `{name}` |" not in page] == []


def test_attributes_of_a_docstring_are_read_with_their_second_lines() -> None:
    """What stands further to the right belongs to the attribute above."""

    class Example:
        """A thing,
        in two lines.

        Attributes:
            one: the first
            two: the second, which
                takes a line more
        """

    found = described(Example)

    assert (found.paragraphs, found.attributes) == (
        ("A thing, in two lines.",),
        {"one": "the first", "two": "the second, which takes a line more"},
    )


def test_what_has_no_docstring_is_refused() -> None:
    """Nothing is listed without its description."""
    with pytest.raises(Undescribed):
        described(lambda: None)


def test_bars_in_tables_are_escaped() -> None:
    """A bar in a cell is no border."""
    assert table(["a"], [["b | c"]]) == "| a |\n| --- |\n| b \\| c |"
