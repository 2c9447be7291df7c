from __future__ import annotations

from typing import Any

import pytest

from tests.domain.fields.asking import Japanese, read, shown, told

HOME = {"line1": "1 Main Street", "city": "Colorado Springs", "postal_code": "80903", "country": "US"}
WHOLE = {
    "line1": "下吉田6-1-1",
    "line2": "市役所",
    "city": "富士吉田市",
    "region": "山梨県",
    "postal_code": "403-8601",
    "country": "JP",
}


@pytest.mark.parametrize(
    ("answer", "kept"),
    [
        (HOME, HOME),
        (WHOLE, WHOLE),
        ({**HOME, "line2": "", "region": " "}, HOME),
        ({**HOME, "line1": " Rene\u0301 St "}, {**HOME, "line1": "René St"}),
        ({}, None),
        ({"line1": "", "country": "", "city": " \u200b"}, None),
        (None, None),
    ],
)
@pytest.mark.parametrize("required", [False, True])
def test_address_is_kept_without_empty_members(required: bool, answer: Any, kept: Any) -> None:
    """Nothing in any member is no answer, and asked for as a whole where there must be one."""
    wanted = [("/f", "required")] if required and kept is None else kept

    assert told(answer, "address", required=required) == wanted


def test_optional_address_may_be_a_part_of_one() -> None:
    """A city says something already."""
    assert told({"city": "Kranj"}, "address") == {"city": "Kranj"}


@pytest.mark.parametrize(
    ("answer", "faults"),
    [
        ({"line2": "x"}, [("/f/line1", "required"), ("/f/city", "required"), ("/f/country", "required")]),
        ({**HOME, "country": ""}, [("/f/country", "required")]),
        ({**HOME, "country": "us"}, [("/f/country", "country_code")]),
        ({**HOME, "country": "United States"}, [("/f/country", "country_code")]),
        ({**HOME, "line1": 1}, [("/f/line1", "wrong_type")]),
        ({**HOME, "region": ["CO"]}, [("/f/region", "wrong_type")]),
        ({**HOME, "line1": "a\nb"}, [("/f/line1", "forbidden_character")]),
        ({**HOME, "city": "x" * 201}, [("/f/city", "too_long")]),
        ({**HOME, "street": "x", "a/b": "x"}, [("/f/street", "unknown_field"), ("/f/a~1b", "unknown_field")]),
        (
            {"line2": "\u202e", "city": 5, "zip": "x"},
            [
                ("/f/line1", "required"),
                ("/f/line2", "forbidden_character"),
                ("/f/city", "wrong_type"),
                ("/f/country", "required"),
                ("/f/zip", "unknown_field"),
            ],
        ),
    ],
)
def test_every_fault_of_an_address_stands_at_its_member(answer: Any, faults: list[Any]) -> None:
    """All at once, in the order in which they are asked for."""
    assert told(answer, "address", required=True) == faults


@pytest.mark.parametrize("answer", ["1 Main Street", 5, True, [HOME]])
def test_address_of_another_type_is_refused(answer: Any) -> None:
    """An object."""
    assert told(answer, "address") == [("/f", "wrong_type")]


def test_address_from_a_page() -> None:
    """One control a member; what was left empty is left out."""
    controls = {
        "f.line1": [" 1 Main Street "],
        "f.line2": [" "],
        "f.city": ["Kranj"],
        "f.zip": ["x"],
        "f": ["x"],
    }

    assert read(controls, "address") == {"line1": "1 Main Street", "city": "Kranj"}
    assert read({"f.line1": [""]}, "address") is None


def test_address_in_a_row_has_its_row_before_it() -> None:
    """As `people.1.home.city`."""
    said = {"fields": [{"id": "home", "type": "address", "label": "Home", "required": True}]}

    assert read({"f.1.home.city": ["Kranj"], "f.0.home.line1": ["x"]}, "group", **said) == [
        {"home": {"line1": "x"}},
        {"home": {"city": "Kranj"}},
    ]
    assert told([{"home": {"city": "Kranj", "country": "SI"}}], "group", **said) == [
        ("/f/0/home/line1", "required")
    ]


def test_address_is_shown_in_the_order_of_its_country() -> None:
    """As far as the reader's language has it; the country's name is the reader's."""
    kranj = {"line1": "Slovenski trg 1", "city": "Kranj", "postal_code": "4000", "country": "SI"}

    assert shown({**HOME, "region": "CO"}, "address") == (
        "1 Main Street\nColorado Springs, CO 80903\nUnited States"
    )
    assert shown(kranj, "address") == "Slovenski trg 1\n4000 Kranj\nSlovenia"
    assert shown(WHOLE, "address") == "下吉田6-1-1\n市役所\n富士吉田市, 山梨県 403-8601\nJapan"
    assert shown(WHOLE, "address", speech=Japanese()) == (
        "403-8601\n山梨県\n富士吉田市\n下吉田6-1-1\n市役所\n日本"
    )
    assert shown({"city": "Kranj"}, "address") == "Kranj"
