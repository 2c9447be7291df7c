from __future__ import annotations

from typing import Any

import pytest

from chalicelib.domain.fields.email import normalised
from tests.domain.fields.asking import read, shown, told


@pytest.mark.parametrize(
    ("answer", "kept"),
    [
        ("jane@school.example", "jane@school.example"),
        (" jane@school.example\r\n", "jane@school.example"),
        ("Jane.Doe+tag@School.EXAMPLE", "Jane.Doe+tag@school.example"),
        ("a@b.co", "a@b.co"),
        ("o'connor@city.example", "o'connor@city.example"),
        ("x_y-z@sub.domain.example.org", "x_y-z@sub.domain.example.org"),
        ("info@münchen.de", "info@xn--mnchen-3ya.de"),
        ("info@xn--mnchen-3ya.de", "info@xn--mnchen-3ya.de"),
        ("info@FUJIYOSHIDA.例え", "info@fujiyoshida.xn--r8jz45g"),
        ("info@faß.de", "info@xn--fa-hia.de"),
        ("a@" + "b" * 63 + ".example", "a@" + "b" * 63 + ".example"),
        ("a" * 64 + "@school.example", "a" * 64 + "@school.example"),
        ("", None),
        (None, None),
    ],
)
def test_email_is_kept_with_its_host_in_ascii_and_small_letters(answer: Any, kept: Any) -> None:
    """The local part is the host's own business and stays as it is; IDNA is for the host."""
    assert told(answer, "email") == kept


@pytest.mark.parametrize(
    "answer",
    [
        "jane",
        "jane@",
        "@school.example",
        "jane@school",
        "jane@@school.example",
        "jane@school..example",
        "jane.@school.example",
        ".jane@school.example",
        "ja..ne@school.example",
        "jane@-school.example",
        "jane@school-.example",
        "jane@school.example.",
        '"jane doe"@school.example',
        '"jane"@school.example',
        "jane(work)@school.example",
        "Jane <jane@school.example>",
        "<jane@school.example>",
        "jane@school.example,john@school.example",
        "jane@school.example;john@school.example",
        "friends:jane@school.example;",
        "jane@[192.0.2.1]",
        "jane@192.0.2.1",
        "jane doe@school.example",
        "jane@school.example\nBcc: all@school.example",
        "jane@school.example\x00",
        "jane\u202e@school.example",
        "jane@school\u2028.example",
        "\ud800@school.example",
        "jane@\ud800.example",
        "jané@school.example",
        "山田@school.example",
        "jane＠school.example",
        "jane\\@school.example",
        "a" * 65 + "@school.example",
        "a@" + "b" * 64 + ".example",
        "a@" + ".".join(["b" * 60] * 5) + ".example",
        "a@xn--a.example",
        "jane%\n@school.example",
    ],
)
def test_email_that_could_reach_somebody_else_or_nobody_is_refused(answer: str) -> None:
    """No quotes, comments, lists, groups, literals, line ends; nothing longer than 254 characters."""
    assert told(answer, "email") == [("/f", "email")]


@pytest.mark.parametrize("answer", [1, True, {}, [], ["a@b.example", "c@d.example"]])
def test_email_of_another_type_is_refused(answer: Any) -> None:
    """One address, as a string."""
    assert told(answer, "email") == [("/f", "wrong_type")]


def test_email_is_254_characters_at_most() -> None:
    """RFC 5321's limit, after IDNA as well as before."""
    host = ".".join(["b" * 60] * 3) + ".example"
    longest = "a" * (254 - len(host) - 1) + "@" + host

    assert len(longest) == 254
    assert told(longest, "email") == longest
    assert told("a" + longest, "email") == [("/f", "email")]
    assert told("a@" + ".".join(["é" * 55] * 4) + ".example", "email") == [("/f", "email")]


@pytest.mark.parametrize(
    ("again", "result"),
    [
        ("jane@school.example", "jane@school.example"),
        (" JANE@school.example ", "jane@school.example"),
        ("jane@school.exampel", [("/f_again", "addresses_differ")]),
        ("", [("/f_again", "addresses_differ")]),
    ],
)
def test_email_asked_for_twice_has_to_be_the_same(again: str, result: Any) -> None:
    """The second box of the page is where the fault is; capitals make no difference."""
    page = {"f": ["jane@school.example"], "f_again": [again]}

    assert told(read(page, "email", confirm=True), "email", confirm=True) == result


def test_email_asked_for_twice_on_the_page_is_one_in_json() -> None:
    """Only people mistype."""
    assert told("jane@school.example", "email", confirm=True) == "jane@school.example"


@pytest.mark.parametrize(
    "address", ["jane@school.example", "a@b.co", "x_y-z+1@a-b.example", "J@9.example", "a@b9.example"]
)
def test_email_is_read_the_same_with_and_without_the_library(address: str) -> None:
    """The quick way for everyday addresses takes nothing that the library would not."""
    from email_validator import validate_email

    found = validate_email(address, check_deliverability=False, test_environment=True)

    assert normalised(address) == f"{found.local_part}@{found.ascii_domain}"


def test_email_is_shown_as_it_is() -> None:
    """The address itself."""
    assert shown("a@b.co", "email") == "a@b.co"
