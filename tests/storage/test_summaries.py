from __future__ import annotations

from collections import Counter
from dataclasses import replace
from datetime import UTC, datetime, timedelta
from functools import partial
from itertools import count

import pytest
from hypothesis import HealthCheck, given, settings
from hypothesis import strategies as st

from chalicelib.storage.ports import Page, Stores, Summary

AT = datetime(2027, 3, 1, 9, 30, tzinfo=UTC)
ROW = Summary(
    submission="0123456789abcdefghjk",
    seq=1,
    reference="0123-4567",
    program="delegation-visit",
    community="colorado-springs",
    version=3,
    kind="application",
    name="Hanako Yamada",
    state="unconfirmed",
    steps=("confirm", "decide"),
    submitted=AT,
    updated=AT,
    fires=AT + timedelta(days=3),
    terms=("0123-4567", "hanako", "hanako@example.org", "yamada"),
)

_examples = count(1)


def row(number: int, **changes: object) -> Summary:
    """A summary of its own, later for larger numbers."""
    fresh = replace(ROW, submission=f"{number:020d}", submitted=AT + timedelta(minutes=number))
    return replace(fresh, **changes)  # type: ignore[arg-type]


def everything(stores: Stores, limit: int, **wanted: str | None) -> list[Summary]:
    """All rows, page by page; each page but the last is full."""
    rows: list[Summary] = []
    cursor = None
    while True:
        page = stores.summaries.page(cursor=cursor, limit=limit, **wanted)  # type: ignore[arg-type]
        rows += page.rows
        if page.next is None:
            return rows
        assert len(page.rows) == limit
        cursor = page.next


def test_page_of_nothing_is_empty(stores: Stores) -> None:
    """A community without submissions has one empty page, searched or not."""
    assert stores.summaries.page(community="colorado-springs") == Page((), None)
    assert stores.summaries.page(community="colorado-springs", q="a") == Page((), None)


def test_summary_is_listed_as_it_was_put(stores: Stores) -> None:
    """A summary comes back whole, by community, by program and by search."""
    assert stores.summaries.put(ROW)

    only = Page((ROW,), None)
    assert stores.summaries.page(community="colorado-springs") == only
    assert stores.summaries.page(community="colorado-springs", program="delegation-visit") == only
    assert stores.summaries.page(community="colorado-springs", state="unconfirmed", q="yam") == only


def test_summary_without_deadline_steps_or_terms_is_listed(stores: Stores) -> None:
    """What a summary may lack, it may lack."""
    bare = replace(ROW, steps=(), terms=(), fires=None, name="")

    assert stores.summaries.put(bare)

    assert stores.summaries.page(community="colorado-springs") == Page((bare,), None)


def test_page_is_of_that_community_program_and_state(stores: Stores) -> None:
    """Rows of another community, program or state are not shown, even of a program of the same name."""
    mine = row(1)
    others = [row(2, community="fujiyoshida"), row(3, program="peace-park"), row(4, state="declined")]
    for summary in (mine, *others):
        stores.summaries.put(summary)

    page = partial(
        stores.summaries.page,
        community="colorado-springs",
        program="delegation-visit",
        state="unconfirmed",
    )

    assert page() == Page((mine,), None)
    assert page(q="yamada") == Page((mine,), None)
    assert everything(stores, 9, community="colorado-springs") == [row(4, state="declined"), others[1], mine]


def test_summary_of_a_later_commit_replaces_the_row(stores: Stores) -> None:
    """A later sequence number wins, and there is still one row."""
    later = replace(ROW, seq=4, state="accepted", steps=(), fires=None, updated=AT + timedelta(hours=1))
    stores.summaries.put(ROW)

    assert stores.summaries.put(later)

    assert stores.summaries.page(community="colorado-springs") == Page((later,), None)


@pytest.mark.parametrize("seq", [1, 2])
def test_summary_of_the_same_or_an_earlier_commit_changes_nothing(stores: Stores, seq: int) -> None:
    """A record that is delivered twice or late does not count again."""
    there = replace(ROW, seq=2, state="in_progress")
    stores.summaries.put(there)

    assert not stores.summaries.put(replace(ROW, seq=seq, terms=("late",)))

    assert stores.summaries.page(community="colorado-springs") == Page((there,), None)
    assert stores.summaries.page(community="colorado-springs", q="late") == Page((), None)


@pytest.mark.parametrize("q", ["h", "hanako", "hanako@", "yamada", "0123-4567", "0123"])
def test_search_finds_by_the_beginning_of_any_term(stores: Stores, q: str) -> None:
    """The name's words, the address and the reference all find the submission, and find it once."""
    stores.summaries.put(ROW)

    assert stores.summaries.page(community="colorado-springs", q=q) == Page((ROW,), None)


@pytest.mark.parametrize("q", ["anako", "hanakoo", "hanako#", "yamada#0", "x" * 3000])
def test_search_finds_nothing_else(stores: Stores, q: str) -> None:
    """Neither the middle of a word finds anything, nor what only looks like a key."""
    stores.summaries.put(ROW)

    assert stores.summaries.page(community="colorado-springs", q=q) == Page((), None)


def test_search_of_an_empty_beginning_lists_all(stores: Stores) -> None:
    """Every word begins with nothing, so everything is found, also what has no words."""
    rows = [row(1, terms=()), row(2)]
    for summary in rows:
        stores.summaries.put(summary)

    assert stores.summaries.page(community="colorado-springs", q="") == Page((rows[1], rows[0]), None)


def test_search_forgets_terms_that_no_longer_hold(stores: Stores) -> None:
    """A corrected name is found by its new words only, and an erased one by none."""
    stores.summaries.put(ROW)

    stores.summaries.put(replace(ROW, seq=2, name="Hana Sato", terms=("hana", "sato")))

    found = {
        q: stores.summaries.page(community="colorado-springs", q=q).rows for q in ("yam", "hanako", "sato")
    }
    assert {q: len(rows) for q, rows in found.items()} == {"yam": 0, "hanako": 0, "sato": 1}
    stores.summaries.put(replace(ROW, seq=3, name="", terms=()))
    assert stores.summaries.page(community="colorado-springs", q="sato") == Page((), None)


def test_terms_longer_than_a_key_and_empty_ones_are_no_fault(stores: Stores) -> None:
    """Whatever somebody types as a name is kept, and found by as much of it as a key holds."""
    long = "ü" * 1000
    stores.summaries.put(replace(ROW, terms=(long, "", "a#b", "a#b")))

    for q in (long, long[:300], "ü", "a#b", "a#"):
        assert len(stores.summaries.page(community="colorado-springs", q=q).rows) == 1


def test_page_lists_the_newest_first_also_by_search(stores: Stores) -> None:
    """The order is that of submitting, the newest first, whatever the order of writing or of terms."""
    rows = [row(number, terms=(f"name-{9 - number}",)) for number in (3, 1, 4, 2)]
    for summary in rows:
        stores.summaries.put(summary)
    newest = sorted(rows, key=lambda summary: summary.submitted, reverse=True)

    assert everything(stores, 3, community="colorado-springs") == newest
    assert everything(stores, 3, community="colorado-springs", q="name") == newest


def test_page_of_exactly_the_limit_has_no_next(stores: Stores) -> None:
    """A cursor is only given where something follows."""
    rows = [row(number) for number in range(3)]
    for summary in rows:
        stores.summaries.put(summary)

    page = stores.summaries.page(community="colorado-springs", limit=3)

    assert page == Page((rows[2], rows[1], rows[0]), None)


def test_page_goes_on_behind_a_row_that_has_changed_meanwhile(stores: Stores) -> None:
    """A cursor is a place, not a row: what changes between two pages is neither repeated nor in the way."""
    rows = [row(number) for number in range(3)]
    for summary in rows:
        stores.summaries.put(summary)
    first = stores.summaries.page(community="colorado-springs", limit=1)
    stores.summaries.put(replace(rows[2], seq=2, state="declined"))

    second = stores.summaries.page(community="colorado-springs", limit=5, cursor=first.next)

    assert (first.rows, second) == ((rows[2],), Page((rows[1], rows[0]), None))


@pytest.mark.parametrize("q", [None, "hana"])
@pytest.mark.parametrize(
    "cursor",
    [
        "",
        "x",
        "null",
        "e30",
        "W10",
        "WzFd",
        "WyJ5ZXN0ZXJkYXkiXQ",
        "ä",
        "=" * 8,
        "WyIyMDI3LTAzLTAxVDA5OjMwOjAwLjAwMDAwMFojIl0",
    ],
)
def test_page_refuses_a_cursor_that_is_not_ours(stores: Stores, cursor: str, q: str | None) -> None:
    """Whatever else is sent as a cursor is refused by name, and never reaches AWS."""
    with pytest.raises(ValueError, match="not a cursor"):
        stores.summaries.page(community="colorado-springs", cursor=cursor, q=q)


SOME = st.lists(
    st.tuples(
        st.integers(0, 5),  # minutes: many at the same instant
        st.sampled_from(["peace-park", "delegation-visit"]),
        st.sampled_from(["accepted", "declined"]),
        st.sampled_from([("ann",), ("anna", "ann"), ("bob",), ("anna", "bob", "al"), ()]),
    ),
    max_size=12,
)


@settings(max_examples=25, deadline=None, suppress_health_check=[HealthCheck.function_scoped_fixture])
@given(
    some=SOME,
    limit=st.integers(1, 7),
    program=st.none() | st.just("peace-park"),
    state=st.none() | st.just("accepted"),
    q=st.none() | st.sampled_from(["a", "an", "ann", "anna", "b", "bob", "c"]),
)
def test_pages_together_have_every_row_once(
    stores: Stores,
    some: list[tuple[int, str, str, tuple[str, ...]]],
    limit: int,
    program: str | None,
    state: str | None,
    q: str | None,
) -> None:
    """However rows are cut into pages, filtered and searched, each that fits comes once, in order."""
    example = next(_examples)
    community = f"community-{example}"
    rows = [
        replace(
            ROW,
            submission=f"{example:010d}{number:010d}",
            submitted=AT + timedelta(minutes=minutes),
            community=community,
            program=community + of,
            state=is_in,
            terms=tuple(sorted(terms)),
        )
        for number, (minutes, of, is_in, terms) in enumerate(some)
    ]
    for summary in rows:
        assert stores.summaries.put(summary)
    program = program and community + program

    found = everything(stores, limit, community=community, program=program, state=state, q=q)

    fits = [
        summary
        for summary in rows
        if program in (None, summary.program)
        and state in (None, summary.state)
        and (q is None or any(term.startswith(q) for term in summary.terms))
    ]
    assert Counter(found) == Counter(fits)
    assert found == sorted(fits, key=lambda summary: (summary.submitted, summary.submission), reverse=True)


def test_forget_leaves_what_others_are_found_by(stores: Stores) -> None:
    """An erased submission's terms go, also those that no summary had; another's of the same words stay."""
    other = row(1)
    stores.summaries.put(ROW)
    stores.summaries.put(other)
    stores.summaries.put(replace(ROW, seq=2, name="", terms=()))

    for _ in range(2):
        stores.summaries.forget(ROW.community, ROW.submission, [*ROW.terms, "never", "", "x" * 3000])
    stores.summaries.forget(ROW.community, ROW.submission, [])

    assert stores.summaries.page(community=ROW.community, q="hanako") == Page((other,), None)
