from __future__ import annotations

import json

import pytest

from chalicelib.web.parameters import cursor_after
from chalicelib.web.refusals import BadParameter
from infra.local.catalogue import catalogue
from tests.web.examples import definition, told
from tests.web.site import Site

VISIT = "/v1/programs/delegation-visit"
SHIPPED = {document["id"]: document["area"] for kind, document in catalogue() if kind == "program"}
"""The catalogue's programs, and the area of each."""


def of_area(area: str) -> list[str]:
    """The programs that stand under an area, in their order."""
    return sorted(name for name, its_own in SHIPPED.items() if its_own == area)


def test_list_has_every_program_as_the_contract_says(site: Site) -> None:
    """Just these members, in the catalogue's order by id."""
    answer = told(site.send("GET", "/v1/programs"))

    assert answer["next"] is None
    assert [row["id"] for row in answer["programs"]] == sorted(SHIPPED)
    row = next(row for row in answer["programs"] if row["id"] == "delegation-visit")
    title, summary = row.pop("title"), row.pop("summary")
    assert title["en"] == "Delegation visit to Colorado Springs"
    assert summary.keys() == {"en", "ja"}
    assert row == {
        "id": "delegation-visit",
        "community": "colorado-springs",
        "partners": [
            "fujiyoshida",
            "kaohsiung",
            "bishkek",
            "nuevo-casas-grandes",
            "canterbury-bankstown",
            "ancient-olympia",
            "kranj",
        ],
        "area": "economy",
        "kind": "application",
        "status": "open",
        "opens": "2026-11-23",
        "closes": "2027-11-23",
        "seats": {"capacity": None, "taken": 0, "waitlisted": 0},
    }


@pytest.mark.parametrize(
    ("query", "found"),
    [
        ("?area=culture", of_area("culture")),
        ("?area=youth", of_area("youth")),
        ("?community=elsewhere", []),
        ("?community=colorado-springs&area=economy", of_area("economy")),
        (f"?cursor={cursor_after('teacher-exchange')}", ["youth-conference", "youth-exchange-fujiyoshida"]),
    ],
)
def test_list_is_filtered_and_cut(site: Site, query: str, found: list[str]) -> None:
    """By community, by area, and after a cursor."""
    answer = told(site.send("GET", f"/v1/programs{query}"))

    assert [row["id"] for row in answer["programs"]] == found


def test_list_is_cut_after_a_hundred_and_goes_on_where_it_stopped(site: Site) -> None:
    """No program is left out, none comes twice."""
    for number in range(101):
        document = definition(id=f"program-{number:03}")
        assert site.api("PUT", f"/v1/programs/{document['id']}", document).status == 201

    first = told(site.send("GET", "/v1/programs"))
    rest = told(site.send("GET", f"/v1/programs?cursor={first['next']}"))

    ids = [row["id"] for page in (first, rest) for row in page["programs"]]
    assert (len(first["programs"]), len(ids), rest["next"]) == (100, 101 + len(SHIPPED), None)
    assert ids == sorted(set(ids))


@pytest.mark.parametrize("query", ["?area=sports", "?cursor=x", "?cursor=%C3%A9", "?community=" + "x" * 300])
def test_parameter_without_a_meaning_is_400_and_not_repeated(site: Site, query: str) -> None:
    """The refusal names the parameter."""
    answer = site.send("GET", f"/v1/programs{query}")

    assert (answer.status, told(answer)["code"]) == (400, BadParameter.code)
    assert query[1:].partition("=")[0] in told(answer)["detail"]


def test_definition_is_shown_without_people_and_retention(site: Site) -> None:
    """Everything else stands there as it was published, with the version."""
    answer = told(site.send("GET", VISIT))

    assert answer["version"] == 1
    assert answer["roles"] == {"coordinator": []}
    assert "retention" not in answer
    assert "visits@concord.example" not in json.dumps(answer)
    assert [page["page"]["en"] for page in answer["form"]][:2] == ["Who is asking", "The visit"]


def test_schema_of_answers_is_json_schema_2020_12(site: Site) -> None:
    """It accepts what the program accepts, in shape."""
    answer = site.send("GET", f"{VISIT}/schema")

    assert answer.headers["Content-Type"] == "application/schema+json"
    assert told(answer)["$schema"] == "https://json-schema.org/draft/2020-12/schema"
    assert "full_name" in told(answer)["required"]


@pytest.mark.parametrize("path", ["no-such", "No-Such", "x" * 100, "%E5%AF%8C"])
def test_unknown_program_is_404(site: Site, path: str) -> None:
    """Also where the id could never be one."""
    for end in ("", "/schema"):
        assert site.send("GET", f"/v1/programs/{path}{end}").status == 404
    assert site.api("POST", f"/v1/programs/{path}/submissions", {"answers": {}}).status == 404
