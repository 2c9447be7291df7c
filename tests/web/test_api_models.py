from __future__ import annotations

import json

import pytest

from chalicelib.domain import definition_schema
from chalicelib.domain.definitions import Community, Program
from chalicelib.language.patterns import MEANINGS
from tests.web.site import Site


@pytest.mark.parametrize(("name", "model"), [("program", Program), ("community", Community)])
def test_schema_is_public_and_asked_for_again_by_its_tag(site: Site, name: str, model: type) -> None:
    """Editors ask often: 304 where they have it; no copy of it is anybody's own."""
    answer = site.send("GET", f"/v1/{name}.schema.json")

    assert answer.status == 200
    assert answer.headers["Content-Type"] == "application/schema+json"
    assert answer.headers["Cache-Control"] == "public, max-age=300"
    assert json.loads(answer.body) == definition_schema.document(model, MEANINGS)
    again = site.send("GET", f"/v1/{name}.schema.json", if_none_match=answer.headers["ETag"])
    assert (again.status, again.body) == (304, "")
