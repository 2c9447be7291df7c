"""Laws of a form that goes by the rows of another form: it is as if these rows stood in the same form."""

from __future__ import annotations

from typing import Any

from hypothesis import given
from hypothesis import strategies as st

from chalicelib.domain.fields import checking, reading
from chalicelib.domain.fields.plan import Form
from tests.domain.fields.asking import CONTEXT, field
from tests.web.site import flat

WORKS = field(
    "group",
    id="works",
    fields=[
        {"type": "text", "id": "title", "label": "Title", "required": True},
        {"type": "number", "id": "height", "label": "Height"},
    ],
)

STEP = [
    field(
        "group",
        id="judged",
        rows_from="works",
        fields=[
            {"type": "number", "id": "mark", "label": "Mark", "required": True, "max": 5},
            {
                "type": "yes_no",
                "id": "stand",
                "label": "Stand",
                "show_if": {">": [{"var": "from.height"}, 60]},
                "required": {"==": [{"var": "form.strict"}, True]},
            },
            {
                "type": "computed",
                "id": "tall",
                "label": "Taller than marked",
                "value": {"-": [{"var": "from.height"}, {"var": "mark"}]},
            },
        ],
    ),
    field("choices", id="taken", options_from={"rows": "works", "label": "title"}, required=True),
    field("yes_no", id="strict"),
    field("computed", id="count", value={"var": "judged.length"}),
]

works = st.lists(
    st.fixed_dictionaries(
        {"title": st.sampled_from(["Harbor", "Bridge"])}, optional={"height": st.integers(0, 120)}
    ),
    max_size=3,
)
answers = st.fixed_dictionaries(
    {},
    optional={
        "judged": st.lists(
            st.fixed_dictionaries(
                {}, optional={"mark": st.integers(0, 7), "stand": st.booleans(), "odd": st.just(1)}
            )
            | st.none(),
            max_size=4,
        ),
        "taken": st.lists(st.sampled_from(["0", "1", "2", "3"]), max_size=3),
        "strict": st.booleans(),
    },
)


@given(works, answers)
def test_rows_of_another_form_count_as_if_they_stood_in_this_one(
    rows: list[dict[str, Any]], given_: dict[str, Any]
) -> None:
    """What is kept, what is wrong and what is shown: all the same, but for the rows themselves."""
    apart = checking.settle(Form(STEP), given_, "/form", CONTEXT, {"works": rows})
    whole = checking.settle(Form([WORKS, *STEP]), {"works": rows, **given_}, "/form", CONTEXT)

    assert apart.kept == {name: value for name, value in whole.kept.items() if name != "works"}
    assert apart.faults == [fault for fault in whole.faults if not fault.pointer.startswith("/form/works")]
    assert apart.shown == {place for place in whole.shown if place.field != "works"}


@given(works, answers)
def test_kept_answers_are_kept_again(rows: list[dict[str, Any]], given_: dict[str, Any]) -> None:
    """And never have more rows than there are."""
    beside = {"works": rows}
    settled = checking.settle(Form(STEP), given_, "/form", CONTEXT, beside)
    if settled.faults:
        return

    again = checking.settle(Form(STEP), settled.kept, "/form", CONTEXT, beside)

    assert (again.kept, again.faults) == (settled.kept, [])
    assert len(settled.kept.get("judged", ())) == len(rows)


@given(works, answers)
def test_page_reads_the_row_that_each_control_stands_in(
    rows: list[dict[str, Any]], given_: dict[str, Any]
) -> None:
    """Also where nothing was sent of the rows before it."""
    page: dict[str, list[str]] = {}
    for name, value in flat({name: each for name, each in given_.items() if name != "judged"}):
        page.setdefault(name, []).append(value)
    sent = [row or {} for row in given_.get("judged", ())][: len(rows)]
    for number, row in enumerate(sent):
        page |= {f"judged.{number}.{name}": [value] for name, value in flat(row) if name != "odd"}

    read = reading.read(STEP, page, {"works": len(rows)})

    wanted = [{name: each for name, each in row.items() if name != "odd"} for row in sent]
    assert read.get("judged", []) == [*wanted, *({} for _ in range(len(rows) - len(sent)))]


def test_group_of_its_own_comes_first() -> None:
    """A step's form that has a group by that name means its own."""
    own = {"works": [{"title": "Mine"}], "judged": [{"mark": 3}], "taken": ["0"]}

    kept, faults = checking.check([WORKS, *STEP], own, "", CONTEXT, {"works": [{"title": "Theirs"}] * 2})

    assert (kept["judged"], faults) == ([{"mark": 3, "tall": -3}], [])
