from __future__ import annotations

from typing import Any

from chalicelib.domain.fields import checking
from tests.domain.fields.asking import CONTEXT, Japanese, field, shown

OPTIONS = [{"id": "tea", "label": "Tea"}, {"id": "coffee", "label": {"en": "Coffee", "ja": "コーヒー"}}]


def test_choices_are_shown_by_their_labels() -> None:
    """One a line, in the reader's language; what has no label is shown as it is."""
    assert shown(["tea", "coffee"], "choices", options=OPTIONS) == "Tea\nCoffee"
    assert shown(["coffee", "gone"], "choices", options=OPTIONS, speech=Japanese()) == "コーヒー\ngone"


def test_choices_from_rows_are_their_numbers() -> None:
    """In the rows' order; not shown where there is no row."""
    people = field("group", id="people", fields=[{"id": "name", "type": "text", "label": "N"}])
    some = field("choices", id="some", options_from={"rows": "people", "label": "name"}, max_choices=2)

    def told(picked: list[str], count: int) -> Any:
        answers = {"people": [{"name": "A"}] * count, "some": picked}
        kept, faults = checking.check([some, people], answers, "", CONTEXT)
        return [(fault.pointer, fault.code) for fault in faults] or kept.get("some")

    assert told(["2", "0"], 3) == ["0", "2"]
    assert told(["3"], 3) == [("/some/0", "not_one_of")]
    assert told(["0", "1", "2"], 3) == [("/some", "too_many_choices")]
    assert told(["0"], 0) is None
