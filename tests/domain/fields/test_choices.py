from __future__ import annotations

from tests.domain.fields.asking import Japanese, shown

OPTIONS = [{"id": "tea", "label": "Tea"}, {"id": "coffee", "label": {"en": "Coffee", "ja": "コーヒー"}}]


def test_choices_are_shown_by_their_labels() -> None:
    """One a line, in the reader's language; what has no label is shown as it is."""
    assert shown(["tea", "coffee"], "choices", options=OPTIONS) == "Tea\nCoffee"
    assert shown(["coffee", "gone"], "choices", options=OPTIONS, speech=Japanese()) == "コーヒー\ngone"
