from __future__ import annotations

import json
from typing import Any

import pytest

from chalicelib.web.bodies import MOST, MOST_OF_DEFINITION
from tests.web.site import Site

SUBMIT = "/v1/programs/delegation-visit/submissions"
FORM = "application/x-www-form-urlencoded"


def code(answer: Any) -> tuple[int, str]:
    """Status and code of a problem."""
    return answer.status, json.loads(answer.body)["code"]


@pytest.mark.parametrize(
    "body",
    [
        b"",
        b"{",
        b"\xff\xfe{\x00}\x00",
        b'{"answers": {}, "answers": {}}',
        b'{"answers": NaN}',
        b"[" * 100_000,
        b'{"a":' * 500 + b"1" + b"}" * 500,
    ],
)
def test_body_that_is_no_json_is_400(site: Site, body: bytes) -> None:
    """Broken, in another encoding, ambiguous, or nested without an end."""
    assert code(site.send("POST", SUBMIT, body, content_type="application/json")) == (400, "not_json")


@pytest.mark.parametrize("kind", ["text/plain", FORM, "multipart/form-data; boundary=x", "application/xml"])
def test_body_of_another_type_is_415(site: Site, kind: str) -> None:
    """Types that a page elsewhere could send without asking are not taken for JSON."""
    answer = site.send("POST", SUBMIT, b'{"answers": {}}', content_type=kind)

    assert code(answer) == (415, "unsupported_type")
    assert answer.headers["Accept"] == "application/json"


@pytest.mark.parametrize("kind", ["application/json", "Application/JSON; charset=UTF-8", ""])
def test_json_is_taken_with_parameters_and_without_a_type(site: Site, kind: str) -> None:
    """What is wrong is then in the answers."""
    assert code(site.send("POST", SUBMIT, b'{"answers": {}}', content_type=kind)) == (422, "invalid")


def test_body_over_256_kilobytes_is_413_and_one_of_just_that_is_read(site: Site) -> None:
    """For JSON the bytes count as they came."""
    fits = json.dumps({"answers": {}, "language": "x" * (MOST - 31)}).encode()
    assert len(fits) == MOST

    assert code(site.send("POST", SUBMIT, fits)) == (422, "invalid")
    assert code(site.send("POST", SUBMIT, fits + b" ")) == (413, "too_large")


def test_form_over_256_kilobytes_is_413_as_a_page(site: Site) -> None:
    """Of a form the values count, not their escapes."""
    path = "/programs/delegation-visit"
    fits = site.post(path, [("purpose", "語" * 80_000)])
    over = site.post(path, [("purpose", "x" * MOST)])
    many = site.post(path, [(f"f{number}", "") for number in range(20_001)])

    assert (fits.status, over.status, many.status) == (422, 413, 413)
    assert over.heading == "This is too large"


def test_form_sent_as_json_is_415(site: Site) -> None:
    """Pages take forms alone; nothing at all is an empty form."""
    path = "/programs/delegation-visit"
    page = site.post(path, [("full_name", "Jane")], content_type="application/json")

    assert (page.status, page.heading) == (415, "This can't be read")
    assert site.post(path, [], content_type="application/json").status == 422


def test_definition_may_be_a_megabyte_and_no_more(site: Site) -> None:
    """YAML may need more room than what is stored of it."""
    body = b"#" * MOST_OF_DEFINITION
    put = "/v1/programs/delegation-visit"

    fits = site.send("PUT", put, body, content_type="application/yaml", authorization="Bearer administrator")
    over = site.send(
        "PUT", put, body + b"#", content_type="application/yaml", authorization="Bearer administrator"
    )

    assert (fits.status, over.status) == (422, 413)


def test_halves_of_characters_and_endless_numbers_are_named_not_stumbled_over(site: Site) -> None:
    """What JSON can spell and no table can keep is refused at its place."""
    body = (
        b'{"answers": {"full_name": "\\ud800", "vehicles": 1e999, "\\udfff": 1, "adults": '
        + b"9" * 4000
        + b"}}"
    )

    answer = site.send("POST", SUBMIT, body)

    pointers = {error["pointer"] for error in json.loads(answer.body)["errors"]}
    assert answer.status == 422
    assert {"/answers/full_name", "/answers/vehicles", "/answers/?", "/answers/adults"} <= pointers
    answer.body.encode()
