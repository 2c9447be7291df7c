"""The stores of tests/storage, on moto."""

from __future__ import annotations

from tests.storage.conftest import deployed_stores

__all__ = ["deployed_stores"]
