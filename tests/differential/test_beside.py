"""The script and the server agree on a step's form that goes by the rows of the program's form."""

from __future__ import annotations

import json
from collections.abc import Callable
from itertools import product
from typing import Any

import msgspec
import pytest
from bs4 import Tag

from chalicelib.domain.fields import AnyField, checking, reading
from chalicelib.domain.fields.plan import Form
from tests.differential.test_form import known
from tests.domain.fields.asking import CONTEXT
from tests.web.site import Site
from tests.web.test_row_decisions import ANSWERS, JUDGED, JURY, entered

pytestmark = pytest.mark.node


def test_script_settles_rows_of_another_form_as_the_server_does(
    settling: Callable[[list[Any]], list[dict[str, Any]]],
) -> None:
    """By the plan of the page itself: which fields are shown in which row, and what is made of them."""
    site = Site()
    block = site.get(site.link("ask", entered(site), JURY)).soup.find(id="conditions")
    assert isinstance(block, Tag)
    plan = json.loads(block.get_text())
    fields = [msgspec.convert(JUDGED, AnyField)]
    forms = [
        {
            "judged.0.score": [first],
            "judged.0.stand": stand,
            "judged.1.score": [second],
            "judged.1.stand": other,
        }
        for first, second, stand, other in product(("", "3"), ("", "5"), ([], ["no"]), ([], ["yes"]))
    ]

    outcomes = settling([[plan, form] for form in forms])

    for form, outcome in zip(forms, outcomes, strict=True):
        found = outcome["value"]
        answers = reading.read(fields, form, {"works": 2})
        beside = {"works": ANSWERS["works"]}
        settled = checking.settle(Form(fields), answers, "", CONTEXT, beside)
        assert [*found["live"]["judged"]] == ["0", "1"]
        assert known(found["scope"]["judged"]) == settled.scope["judged"]
        assert (found["shown"]["judged.0.stand"], found["shown"]["judged.1.stand"]) == (False, True)
