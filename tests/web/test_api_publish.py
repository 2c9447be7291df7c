from __future__ import annotations

from typing import Any

import pytest
import yaml

from chalicelib.storage.ports import Key
from infra.local.catalogue import catalogue
from tests.web.examples import definition, told
from tests.web.site import Site

STEP = {"step": "look", "ask": "applicant", "answers": "accept", "due": "3d", "on_timeout": "expire"}
VISIT = "/v1/programs/delegation-visit"


def test_new_program_is_201_the_same_again_200_and_a_change_a_new_version(site: Site) -> None:
    """Publishing what is there already makes no version."""
    created = site.api("PUT", "/v1/programs/tea-time", definition())
    again = site.api("PUT", "/v1/programs/tea-time", definition())
    changed = site.api("PUT", "/v1/programs/tea-time", definition(title="Letters"))

    assert (created.status, created.headers["Location"]) == (201, "/v1/programs/tea-time")
    assert [(each.status, told(each)["version"]) for each in (created, again, changed)] == [
        (201, 1),
        (200, 1),
        (200, 2),
    ]
    assert told(site.send("GET", "/v1/programs/tea-time"))["title"] == "Letters"


def test_yaml_is_read_as_the_same_definition(site: Site) -> None:
    """The core schema: `no` is a string, and a date is text."""
    body = yaml.safe_dump(definition(title="no")).encode()

    answer = site.send(
        "PUT",
        "/v1/programs/tea-time",
        body.replace(b"'no'", b"no"),
        content_type="application/yaml",
        authorization="Bearer administrator",
    )

    assert (answer.status, told(answer)["title"]) == (201, "no")


def test_faulty_definition_is_422_with_every_fault_and_stores_nothing(site: Site) -> None:
    """Each points at its place in the definition."""
    document = definition(area="sports", timezone="Mars/Olympus", colour="red", id="other")
    document["form"][0]["fields"][1]["type"] = "emial"

    answer = site.api("PUT", "/v1/programs/tea-time", document)

    assert answer.status == 422
    assert {(error["pointer"], error["code"]) for error in told(answer)["errors"]} == {
        ("/area", "not_one_of"),
        ("/colour", "unknown_key"),
        ("/form/0/fields/1/type", "not_one_of"),
        ("/id", "other_than_path"),
        ("/timezone", "timezone"),
    }
    assert all(error["detail"] for error in told(answer)["errors"])
    assert site.send("GET", "/v1/programs/tea-time").status == 404


@pytest.mark.parametrize(
    "body", [b"id: a\nid: b\n", b"a: &x 1\nb: *x\n", b"a: !!str 1\n", b"a: [", b"\xff\xfe", b"- 1"]
)
def test_yaml_that_is_refused_is_422_for_publishing_and_named_by_the_check(site: Site, body: bytes) -> None:
    """Duplicate keys, anchors and tags are faults of the definition, as everything else is."""
    headers = {"content_type": "application/yaml", "authorization": "Bearer administrator"}

    put = site.send("PUT", VISIT, body, **headers)
    check = site.send("POST", "/v1/programs/check", body, **headers)

    assert (put.status, check.status) == (422, 200)
    assert [error["code"] for error in told(put)["errors"]] == [
        error["code"] for error in told(check)["errors"]
    ]


def test_faults_of_yaml_name_line_and_column_beside_the_pointer(site: Site) -> None:
    """Published or checked, errors and warnings: at the value, the unknown key, or what lacks something."""
    document = {**definition(area="sports", colour="blue"), "workflow": [{"together": [STEP]}]}
    del document["title"]
    body = yaml.safe_dump(document, sort_keys=False).encode()
    lines = body.decode().splitlines()
    headers = {"content_type": "application/yaml", "authorization": "Bearer administrator"}

    put = told(site.send("PUT", "/v1/programs/tea-time", body, **headers))
    check = told(site.send("POST", "/v1/programs/check", body, **headers))

    assert put["errors"] == check["errors"]
    places = {each["pointer"]: (each["line"], each["column"]) for each in put["errors"] + check["warnings"]}
    assert places == {
        "/area": (1 + lines.index("area: sports"), 7),
        "/colour": (1 + lines.index("colour: blue"), 1),
        "/title": (1, 1),
        "/workflow/0/together": (lines.index("- together:") + 2, 3),
    }


def test_faults_of_json_have_no_line(site: Site) -> None:
    """The pointer says it all."""
    answer = told(site.api("POST", "/v1/programs/check", definition(area="sports")))

    assert [sorted(each) for each in answer["errors"]] == [["code", "detail", "pointer"]]


@pytest.mark.parametrize(
    ("token", "status"), [("", 401), ("nobody", 401), ("member", 403), ("stranger", 403)]
)
def test_only_the_community_s_administrators_publish(site: Site, token: str, status: int) -> None:
    """Without a token 401, with one that may not 403; nothing is stored."""
    answer = site.api("PUT", "/v1/programs/tea-time", definition(), token=token)

    assert answer.status == status
    assert ("WWW-Authenticate" in answer.headers) is (status == 401)
    assert not site.stores.definitions.get(Key("program", "tea-time"))


def test_nobody_takes_over_another_community_s_program(site: Site) -> None:
    """Not even with a definition that says it is one's own."""
    answer = site.api(
        "PUT", VISIT, definition(id="delegation-visit", community="elsewhere"), token="stranger"
    )

    assert answer.status == 403
    assert told(site.send("GET", VISIT))["version"] == 1


def test_check_tells_errors_warnings_and_the_story_and_stores_nothing(site: Site) -> None:
    """A sound definition has no errors, and its story names who is asked and when."""
    (document,) = [each for _, each in catalogue() if each["id"] == "delegation-visit"]

    answer = site.api("POST", "/v1/programs/check", document | {"id": "another"}, token="member")

    assert answer.status == 200
    assert told(answer) == {
        "errors": [],
        "warnings": [],
        "story": [
            "Step “confirm”: the applicant is asked to confirm the address.",
            "“Yes, this is my address”: the step “decide” follows.",
            "Without an answer within 3 days, the submission expires, and the applicant is told.",
            "Step “decide”: whoever holds the role “coordinator” is asked (Protocol desk).",
            "“Approve”: the submission is accepted, and the applicant is told.",
            "“Decline”: the submission is declined, and the applicant is told.",
            "There is no deadline for this step.",
            "The shortest way to “Accepted”: confirm → decide (“Approve”).",
            "The shortest way to “Declined”: confirm → decide (“Decline”).",
            "The shortest way to “Not answered in time”: confirm (no answer in time).",
        ],
    }
    assert site.send("GET", "/v1/programs/another").status == 404


def test_check_warns_of_what_may_be_meant(site: Site) -> None:
    """More answers than there are holders is no error, and the story counts them."""
    document = definition(
        kind="application",
        roles={"reviewer": [{"name": "Ann", "email": "ann@concord.example"}]},
        workflow=[
            {
                "step": "review",
                "ask": {"role": "reviewer"},
                "answers": {
                    "good": {"label": "Good", "then": "accept"},
                    "bad": {"label": "Bad", "then": "decline"},
                },
                "needs": 2,
                "due": "2w",
                "on_timeout": "next",
            }
        ],
    )

    answer = told(site.api("POST", "/v1/programs/check", document))

    assert answer["errors"] == []
    assert [(each["pointer"], each["code"]) for each in answer["warnings"]] == [
        ("/workflow/0/needs", "more_than_holders")
    ]
    assert "“Good” counts when 2 people have given it." in answer["story"]
    assert (
        "Without an answer within 2 weeks, the submission is accepted, and the applicant is told."
        in answer["story"]
    )


def test_partners_that_are_no_names_are_named_as_such(site: Site) -> None:
    """An object in the place of a name is a fault like others, and so is a city that is no partner."""
    answer = site.api("PUT", "/v1/programs/tea-time", definition(partners=[{}, [], 1, "nowhere"]))

    assert answer.status == 422
    assert [(error["pointer"], error["code"]) for error in told(answer)["errors"]] == [
        ("/partners/0", "wrong_type"),
        ("/partners/1", "wrong_type"),
        ("/partners/2", "wrong_type"),
        ("/partners/3", "no_such_partner"),
    ]


@pytest.mark.parametrize("document", [[], "text", 1, None, {}, {"id": "check"}])
def test_check_of_what_is_no_definition_names_faults(site: Site, document: Any) -> None:
    """Whatever JSON is sent, the answer is a list of faults."""
    answer = site.api("POST", "/v1/programs/check", [] if document is None else document)

    assert answer.status == 200
    assert told(answer)["errors"]
    assert told(answer)["story"] == []


def test_check_needs_a_token(site: Site) -> None:
    """It is for staff."""
    assert site.api("POST", "/v1/programs/check", definition(), token="").status == 401


def test_communities_are_shown_with_their_partner_cities_and_without_staff(site: Site) -> None:
    """Anybody may look."""
    answer = site.send("GET", "/v1/communities")

    (community,) = told(answer)["communities"]
    assert community["id"] == "colorado-springs"
    assert "fujiyoshida" in [partner["id"] for partner in community["partners"]]
    assert "staff" not in answer.body


def test_administrators_publish_their_own_community_and_no_other(site: Site) -> None:
    """A change is a new version; what is wrong is named; another one's is 403."""
    (document,) = [each for _, each in catalogue() if each["id"] == "colorado-springs"]
    path = "/v1/communities/colorado-springs"

    same = site.api("PUT", path, document)
    changed = site.api("PUT", path, {**document, "organisation": "Sister Cities"})
    faulty = site.api("PUT", path, {**document, "country": "usa"})

    assert [(each.status, told(each)["version"]) for each in (same, changed)] == [(200, 1), (200, 2)]
    assert "staff" not in told(changed)
    assert (faulty.status, told(faulty)["errors"][0]["pointer"]) == (422, "/country")
    assert site.api("PUT", path, document, token="stranger").status == 403
    assert site.api("PUT", "/v1/communities/elsewhere", document).status == 403
    assert site.api("PUT", path, document, token="").status == 401
