from __future__ import annotations

import string
from datetime import UTC, datetime

import pytest
from hypothesis import given
from hypothesis import strategies as st

from chalicelib.storage import keys, search

INSTANTS = st.datetimes(datetime(2000, 1, 1), datetime(2200, 1, 1), timezones=st.just(UTC))  # noqa: DTZ001
IDS = st.text(string.digits + "abcdefghjkmnpqrstvwxyz", min_size=20, max_size=20)


@given(INSTANTS, IDS)
def test_cursor_leads_back_to_its_place(submitted: datetime, submission: str) -> None:
    """A cursor is opaque, fits into a URL, and loses nothing."""
    place = search.position(submitted, submission)

    cursor = search.cursor(place)

    assert set(cursor) <= set(string.ascii_letters + string.digits + "-_")
    assert search.place_of(cursor) == place
    assert search.submitted(place) == submitted


@given(st.lists(st.tuples(INSTANTS, IDS)))
def test_positions_sort_as_time_does(some: list[tuple[datetime, str]]) -> None:
    """Later submissions stand after earlier ones; the id decides between those of one instant."""
    assert sorted(search.position(*one) for one in some) == [search.position(*one) for one in sorted(some)]


@given(INSTANTS, IDS, st.data())
def test_cursor_with_a_character_changed_is_refused_or_a_place(
    submitted: datetime, submission: str, data: st.DataObject
) -> None:
    """A tampered cursor is refused, or is the one spelling of another place: never another error."""
    cursor = search.cursor(search.position(submitted, submission))
    at = data.draw(st.integers(0, len(cursor) - 1))
    changed = cursor[:at] + data.draw(st.sampled_from(string.ascii_letters + "-_=+/ ")) + cursor[at + 1 :]

    try:
        place = search.place_of(changed)
    except ValueError:
        return

    assert search.cursor(place) == changed


@given(st.text())
def test_cursor_of_any_text_is_refused(text: str) -> None:
    """Nothing that we did not make is taken for a cursor."""
    with pytest.raises(ValueError, match="not a cursor"):
        search.place_of(text)


@given(st.text(), IDS)
def test_entry_is_told_apart_from_its_id(term: str, submission: str) -> None:
    """Terms may contain what separates them from the id."""
    assert keys.entry_named(keys.entry(term, submission)) == (term, submission)


@given(st.lists(st.text(max_size=300)))
def test_trimmed_terms_fit_into_a_key_once_each(terms: list[str]) -> None:
    """Terms as kept are distinct, sorted, not empty, and short enough for a sort key of 1,024 bytes."""
    kept = search.trimmed(terms)

    assert list(kept) == sorted(set(kept))
    assert all(0 < len(keys.entry(term, "0" * 20).encode("utf-8", "replace")) <= 1024 for term in kept)
    assert search.trimmed(kept) == kept
