from __future__ import annotations

from typing import Any

import pytest

from chalicelib.domain.fields import checking, reading
from tests.domain.fields.asking import CONTEXT, field, shown, told

OPTIONS = [{"id": "tea", "label": "Tea"}, {"id": "coffee", "label": {"en": "Coffee", "ja": "コーヒー"}}]


def both(answers: dict[str, Any]) -> Any:
    """What is kept of a choice with `other`, or what is wrong with it."""
    kept, faults = checking.check([field("choice", options=OPTIONS, other=True)], answers, "", CONTEXT)
    return [(fault.pointer, fault.code) for fault in faults] or kept


@pytest.mark.parametrize(("answer", "kept"), [("tea", "tea"), ("coffee", "coffee"), ("", None), (None, None)])
def test_choice_is_an_options_id(answer: Any, kept: Any) -> None:
    """Nothing chosen is no answer."""
    assert told(answer, "choice", options=OPTIONS) == kept


@pytest.mark.parametrize("answer", ["Tea", "tea ", "cocoa", "other", "t", "tea\n", "\ud800", "TEA"])
def test_choice_of_what_is_not_offered_is_refused(answer: str) -> None:
    """Ids are exact; labels are none."""
    assert told(answer, "choice", options=OPTIONS) == [("/f", "not_one_of")]


@pytest.mark.parametrize("answer", [0, True, ["tea"], {"id": "tea"}])
def test_choice_of_another_type_is_refused(answer: Any) -> None:
    """One id, as a string."""
    assert told(answer, "choice", options=OPTIONS) == [("/f", "wrong_type")]


@pytest.mark.parametrize(
    ("answers", "result"),
    [
        ({"f": "other", "f_other": "Maté"}, {"f": "other", "f_other": "Maté"}),
        ({"f": "other", "f_other": " Mate\u0301 "}, {"f": "other", "f_other": "Maté"}),
        ({"f": "other"}, [("/f_other", "required")]),
        ({"f": "other", "f_other": " \u200b"}, [("/f_other", "required")]),
        ({"f": "other", "f_other": None}, [("/f_other", "required")]),
        ({"f": "other", "f_other": 5}, [("/f_other", "wrong_type")]),
        ({"f": "other", "f_other": "a\nb"}, [("/f_other", "forbidden_character")]),
        ({"f": "other", "f_other": "\ud800"}, [("/f_other", "forbidden_character")]),
        ({"f": "other", "f_other": "x" * 200}, {"f": "other", "f_other": "x" * 200}),
        ({"f": "other", "f_other": "x" * 201}, [("/f_other", "too_long")]),
        ({"f": "tea", "f_other": "Maté"}, {"f": "tea"}),
        ({"f": "tea", "f_other": {"any": ["thing", "\ud800"]}}, {"f": "tea"}),
        ({"f_other": "Maté"}, {}),
        ({"f": "cocoa", "f_other": "Maté"}, [("/f", "not_one_of")]),
    ],
)
def test_choice_of_something_else_wants_its_words(answers: dict[str, Any], result: Any) -> None:
    """The words for `other` stand beside it, and are dropped where something else was chosen."""
    assert both(answers) == result


def test_choice_without_other_knows_no_words() -> None:
    """`f_other` is an unknown field there."""
    kept, faults = checking.check(
        [field("choice", options=OPTIONS)], {"f": "tea", "f_other": "x"}, "", CONTEXT
    )

    assert kept == {"f": "tea"}
    assert [(fault.pointer, fault.code) for fault in faults] == [("/f_other", "unknown_field")]


@pytest.mark.parametrize(
    ("page", "answers"),
    [
        ({"f": ["tea"]}, {"f": "tea"}),
        ({"f": [" tea "]}, {"f": "tea"}),
        ({"f": [""]}, {}),
        ({"f": ["other"], "f_other": [" Maté "]}, {"f": "other", "f_other": "Maté"}),
        ({"f": ["other"], "f_other": [""]}, {"f": "other"}),
        ({"f": ["tea"], "f_other": ["Maté"]}, {"f": "tea"}),
        ({"f_other": ["Maté"]}, {}),
    ],
)
def test_choice_from_a_page(page: dict[str, list[str]], answers: dict[str, Any]) -> None:
    """The box for other words is on every page; what is in it counts where `other` is chosen."""
    assert reading.read([field("choice", options=OPTIONS, other=True)], page) == answers


@pytest.mark.parametrize(
    ("answer", "words"), [("tea", "Tea"), ("coffee", "Coffee"), ("other", "other"), ("gone", "gone")]
)
def test_choice_is_shown_by_its_label(answer: str, words: str) -> None:
    """In the reader's language; what has no label is shown as it is."""
    assert shown(answer, "choice", options=OPTIONS, other=True) == words
