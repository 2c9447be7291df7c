from __future__ import annotations

import json
from typing import Any

import jsonschema
import pytest
from openapi_spec_validator import validate

from chalicelib.services import project, records
from chalicelib.web.openapi.document import described
from chalicelib.web.openapi.operations import OPERATIONS
from chalicelib.web.routes import ROUTES
from infra.local import forms
from infra.local.catalogue import catalogue
from tests.web.examples import definition
from tests.web.site import Site

DESCRIPTION = json.loads(json.dumps(described()))


def fits(name: str, document: Any) -> None:
    """Raises unless the document is as the description says."""
    schema = {"$ref": f"#/components/schemas/{name}", "components": DESCRIPTION["components"]}
    jsonschema.Draft202012Validator(schema).validate(document)


def test_description_is_openapi_3_1(site: Site) -> None:
    """By the specification's own schema; and it is what is served, without any configuration."""
    validate(DESCRIPTION)

    answer = site.send("GET", "/openapi.json")

    assert answer.headers["Content-Type"] == "application/json"
    assert json.loads(answer.body) == DESCRIPTION


def test_every_operation_is_described_and_every_described_one_is_there() -> None:
    """The route table and the description say the same."""
    served = {
        (method, path)
        for path, route in ROUTES.items()
        for method in route.methods
        if path.startswith(("/v1", "/health", "/openapi"))
    }

    assert set(OPERATIONS) == served


def test_parameters_of_a_path_are_those_in_its_braces() -> None:
    """Neither more nor fewer."""
    for path, methods in DESCRIPTION["paths"].items():
        for operation in methods.values():
            named = {each["name"] for each in operation["parameters"] if each["in"] == "path"}
            assert named == {part[1:-1] for part in path.split("/") if part.startswith("{")}


def test_operation_ids_are_unique() -> None:
    """Clients are made of them."""
    ids = [each["operationId"] for methods in DESCRIPTION["paths"].values() for each in methods.values()]

    assert len(set(ids)) == len(ids)


@pytest.mark.parametrize("kind", ["Program", "Community"])
def test_catalogue_fits_the_models_of_the_description(kind: str) -> None:
    """What we publish ourselves is what others are told to send."""
    for found, document in catalogue():
        if found == kind.lower():
            fits(kind, document)


def test_models_allow_no_null(site: Site) -> None:
    """Neither does the check: what is not wanted is left out."""
    with pytest.raises(jsonschema.ValidationError):
        fits("Program", definition() | {"opens": None})
    assert site.api("PUT", "/v1/programs/tea-time", definition() | {"opens": None}).status == 422


def test_answers_are_as_described(site: Site) -> None:
    """One of each, from the real thing."""
    sent = site.api(
        "POST", "/v1/programs/delegation-visit/submissions", {"answers": forms.visit(site.now.date())}
    )
    submission = json.loads(sent.body)["id"]
    project.project(site.world, records.load(site.world, submission))
    commanded = site.api("POST", f"/v1/submissions/{submission}/resend", {"reason": "telephoned"})
    fits("Submission", json.loads(commanded.body))
    answered = site.api(
        "POST",
        f"/v1/submissions/{submission}/asks/confirm.applicant.1",
        {"answer": "yes", "on_behalf": "telephoned"},
    )
    examples = {
        "Sent": sent,
        "Submission": answered,
        "Health": site.send("GET", "/health"),
        "Communities": site.send("GET", "/v1/communities"),
        "Programs": site.send("GET", "/v1/programs"),
        "PublicProgram": site.send("GET", "/v1/programs/delegation-visit"),
        "AnswersSchema": site.send("GET", "/v1/programs/delegation-visit/schema"),
        "Checked": site.api("POST", "/v1/programs/check", {}),
        "Submissions": site.api("GET", "/v1/submissions"),
        "Problem": site.api("PUT", "/v1/programs/tea-time", {}),
    }
    for name, answer in examples.items():
        fits(name, json.loads(answer.body))
        operations = [each for each in OPERATIONS.values() if name in each.answers.values()]
        assert all(answer.headers["Content-Type"] == each.answer_type for each in operations)
    assert json.loads(examples["Submissions"].body)["submissions"]
