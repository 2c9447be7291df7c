from __future__ import annotations

from typing import Any

import pytest

from chalicelib.domain.errors import Fault
from chalicelib.domain.fields import checking
from tests.domain.fields.asking import CONTEXT, field

TEXT = field("text")


@pytest.mark.parametrize(
    ("name", "pointer"),
    [
        ("zzz", "/answers/zzz"),
        ("", "/answers/"),
        ("a/b", "/answers/a~1b"),
        ("~0", "/answers/~00"),
        ("f_other", "/answers/f_other"),
        ("F", "/answers/F"),
        ("f ", "/answers/f "),
        ("\ud800", "/answers/?"),
        ("__proto__", "/answers/__proto__"),
    ],
)
@pytest.mark.parametrize("answer", [None, "x", {"y": 1}])
def test_unknown_fields_are_errors(name: str, pointer: str, answer: Any) -> None:
    """Each is pointed to as RFC 6901 has it, and can be written as UTF-8."""
    kept, faults = checking.check([TEXT], {"f": "a", name: answer}, "/answers", CONTEXT)

    assert kept == {"f": "a"}
    assert faults == [Fault(pointer, "unknown_field")]
    assert faults[0].pointer.encode()


def test_answers_are_kept_in_the_forms_order() -> None:
    """Whatever order they came in, so that the same answers are the same text."""
    fields = [field("text", id=name) for name in ("a", "b", "c")]

    kept, faults = checking.check(fields, {"c": "3", "a": "1", "b": "2"}, "", CONTEXT)

    assert (list(kept), faults) == (["a", "b", "c"], [])


def test_faults_are_in_the_forms_order_and_all_named() -> None:
    """Nothing stops at the first."""
    fields = [field("text", id="a", required=True), field("number", id="b"), field("date", id="c")]

    _, faults = checking.check(fields, {"x": 1, "c": "soon", "b": "many"}, "/answers", CONTEXT)

    assert [(fault.pointer, fault.code) for fault in faults] == [
        ("/answers/a", "required"),
        ("/answers/b", "wrong_type"),
        ("/answers/c", "date"),
        ("/answers/x", "unknown_field"),
    ]
