from __future__ import annotations

from typing import Any

import pytest

from chalicelib.domain import constraints

OPTIONS = [{"id": "a", "label": "A"}, {"id": "b", "label": "B"}]


@pytest.mark.parametrize(
    ("field", "faults"),
    [
        ({"type": "money", "currency": "USD", "min": 1, "max": "20.00"}, []),
        ({"type": "money", "currency": "USX"}, [("/currency", "currency")]),
        ({"type": "money", "currency": "usd"}, []),  # named by its spelling
        ({"type": "money", "currency": "USD", "min": "20.5", "max": "20.49"}, [("/max", "below")]),
        ({"type": "money", "currency": "USD", "min": 3, "max": "2"}, [("/max", "below")]),
        ({"type": "money", "currency": "USD", "min": "a", "max": "2"}, []),
        ({"type": "file", "accept": ["pdf", ".JPG", "image/*", "application/pdf"]}, []),
        (
            {"type": "file", "accept": ["pdf", "exe", "*/*"]},
            [("/accept/1", "not_one_of"), ("/accept/2", "not_one_of")],
        ),
        ({"type": "choice", "options": []}, [("/options", "too_short")]),
        ({"type": "choices", "options": OPTIONS, "exclusive": ["a"], "min_choices": 2}, []),
        ({"type": "choices", "options": OPTIONS, "exclusive": ["c"]}, [("/exclusive/0", "no_such_option")]),
        ({"type": "choices", "options": OPTIONS, "exclusive": ["other"], "other": True}, []),
        ({"type": "choices", "options": OPTIONS, "min_choices": 3}, [("/min_choices", "too_large")]),
        ({"type": "choices", "options": OPTIONS, "min_choices": 3, "other": True}, []),
        ({"type": "choices", "options": []}, [("/options", "too_short")]),
        ({"type": "ranking", "options": OPTIONS, "rank": 2}, []),
        ({"type": "ranking", "texts": 4}, []),
        ({"type": "ranking"}, [("", "wrong_keys")]),
        ({"type": "ranking", "options": OPTIONS, "texts": 2}, [("", "wrong_keys")]),
        ({"type": "ranking", "texts": 2, "rank": 1}, [("/rank", "not_beside")]),
        ({"type": "ranking", "options": OPTIONS, "rank": 3}, [("/rank", "too_large")]),
        ({"type": "text", "currency": "USX"}, []),
        ({}, []),
    ],
)
def test_constraints_of_a_field_fit_together(field: dict[str, Any], faults: list[Any]) -> None:
    """Each at its place."""
    assert [(fault.pointer, fault.code) for fault in constraints.faults(field, "")] == faults
