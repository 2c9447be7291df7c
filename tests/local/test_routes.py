from __future__ import annotations

import pytest

from infra.local.routes import Match, Routes

ROUTES = Routes(
    ["/", "/programs/{id}", "/v1/programs/check", "/v1/programs/{id}", "/v1/programs/{id}/schema"]
)


@pytest.mark.parametrize(
    ("path", "expected"),
    [
        ("/", Match("/", {})),
        ("/programs/pen-pals", Match("/programs/{id}", {"id": "pen-pals"})),
        ("/programs/pen-pals/", Match("/programs/{id}", {"id": "pen-pals"})),
        ("/programs/caf%C3%A9%20a+b", Match("/programs/{id}", {"id": "café a+b"})),
        ("/programs/a%2Fb", Match("/programs/{id}", {"id": "a/b"})),
        ("/programs/%FF", Match("/programs/{id}", {"id": "\N{REPLACEMENT CHARACTER}"})),
        ("/v1/programs/check", Match("/v1/programs/check", {})),
        ("/v1/programs/checks", Match("/v1/programs/{id}", {"id": "checks"})),
        ("/v1/programs/a/schema", Match("/v1/programs/{id}/schema", {"id": "a"})),
        ("/programs", None),
        ("/programs//", None),
        ("/programs/a/b", None),
        ("//", None),
        ("*", None),
    ],
)
def test_path_belongs_to_the_route_that_api_gateway_would_choose(path: str, expected: Match | None) -> None:
    """Words come before parameters, escapes are decoded after the path is cut, nothing else matches."""
    assert ROUTES.match(path) == expected
