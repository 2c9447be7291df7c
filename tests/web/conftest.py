"""A site for each test."""

from __future__ import annotations

import pytest

from tests.web.site import Site


@pytest.fixture
def site() -> Site:
    """A new deployment with the catalogue published."""
    return Site()
