from __future__ import annotations

from dataclasses import replace

from chalicelib.storage.ports import Holder, Stores

HOLDER = Holder("demo", "staff@concord.example", "colorado-springs", "administrator")


def test_token_finds_its_holder(stores: Stores) -> None:
    """By the digest, and by no other."""
    stores.tokens.put("a" * 64, HOLDER)

    assert stores.tokens.find("a" * 64) == HOLDER
    assert stores.tokens.find("b" * 64) is None


def test_token_put_again_has_a_new_holder(stores: Stores) -> None:
    """A digest is one person's: the last one's."""
    stores.tokens.put("a" * 64, HOLDER)
    stores.tokens.put("a" * 64, replace(HOLDER, role="member"))

    assert stores.tokens.find("a" * 64) == replace(HOLDER, role="member")
