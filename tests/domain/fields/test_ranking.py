from __future__ import annotations

from tests.domain.fields.asking import shown

OPTIONS = [{"id": "tea", "label": "Tea"}, {"id": "coffee", "label": "Coffee"}]


def test_ranking_is_shown_with_its_places() -> None:
    """From the first one on."""
    assert shown(["coffee", "tea"], "ranking", options=OPTIONS) == "1. Coffee\n2. Tea"
    assert shown(["Water", "Peace"], "ranking", texts=2) == "1. Water\n2. Peace"
