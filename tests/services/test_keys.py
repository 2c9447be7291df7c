from __future__ import annotations

import hashlib
import hmac
from typing import Any

import pytest

from chalicelib.domain.links import Link
from chalicelib.services.keys import Keys, keys
from tests import memory
from tests.services.office import BASE, Office

NEW, OLD = "11" * 32, "22" * 32
WRITTEN = {"ids": "aa" * 32, "links": [NEW, OLD], "addresses": "bb" * 32}


def codes(ids: bytes) -> bytes:
    """The key of the codes that goes with that of the ids."""
    return hmac.new(ids, b"codes", hashlib.sha256).digest()


def guards(ids: bytes) -> bytes:
    """The key of the guards that goes with that of the ids."""
    return hmac.new(ids, b"guards", hashlib.sha256).digest()


def rows(ids: bytes) -> bytes:
    """The key of the words of rows that goes with that of the ids."""
    return hmac.new(ids, b"rows", hashlib.sha256).digest()


def derived(name: str, seed: str = "a seed") -> bytes:
    """The key that a seed stands for."""
    return hmac.new(seed.encode(), name.encode(), hashlib.sha256).digest()


def test_keys_of_a_seed_are_all_derived() -> None:
    """A new deployment has nothing else; no two keys are the same."""
    assert keys({"seed": "a seed"}) == Keys(
        derived("ids"),
        (derived("links"),),
        derived("addresses"),
        codes(derived("ids")),
        guards(derived("ids")),
        rows(derived("ids")),
    )
    assert len({derived("ids"), derived("links"), derived("addresses")}) == 3


def test_keys_written_out_are_those() -> None:
    """Each as it stands there, newest link key first; no seed is wanted."""
    assert keys(WRITTEN) == Keys(
        b"\xaa" * 32,
        (b"\x11" * 32, b"\x22" * 32),
        b"\xbb" * 32,
        codes(b"\xaa" * 32),
        guards(b"\xaa" * 32),
        rows(b"\xaa" * 32),
    )


def test_keys_written_out_come_before_the_seed() -> None:
    """What is written is not derived."""
    assert keys({"seed": "a seed", **WRITTEN}) == keys(WRITTEN)


def test_keys_with_the_word_seed_keep_the_derived_one() -> None:
    """A rotation adds a key before it, and the links that are out stay good."""
    assert keys({"seed": "a seed", "links": [NEW, "seed"]}) == Keys(
        derived("ids"),
        (b"\x11" * 32, derived("links")),
        derived("addresses"),
        codes(derived("ids")),
        guards(derived("ids")),
        rows(derived("ids")),
    )


def test_keys_after_a_rotation_without_the_word_seed_have_the_new_alone() -> None:
    """Links that the seed's key signed are dead then; ids are what they were."""
    assert keys({"seed": "a seed", "links": [NEW]}) == Keys(
        derived("ids"),
        (b"\x11" * 32,),
        derived("addresses"),
        codes(derived("ids")),
        guards(derived("ids")),
        rows(derived("ids")),
    )


@pytest.mark.parametrize(
    ("secret", "name"),
    [
        ({}, "ids"),
        ({"seed": ""}, "ids"),
        ({**WRITTEN, "links": ["seed"]}, "links"),
        ({"ids": NEW, "addresses": NEW}, "links"),
        ({"ids": NEW, "links": [NEW]}, "addresses"),
    ],
)
def test_keys_missing_from_a_secret_are_named(secret: dict[str, Any], name: str) -> None:
    """Nothing is derived from nothing."""
    with pytest.raises(ValueError, match=f"^the secret has neither a seed nor {name}$"):
        keys(secret)


def test_keys_that_are_no_hex_are_refused() -> None:
    """A mistyped key is no key."""
    with pytest.raises(ValueError, match="non-hexadecimal"):
        keys({"seed": "a seed", "ids": "no hex"})


@pytest.mark.parametrize(("kind", "path"), [("ask", "asks"), ("status", "status"), ("sent", "sent")])
def test_url_of_a_link_begins_with_the_base(kind: Any, path: str) -> None:
    """Links lead to the configured address and nowhere else."""
    url = Office().world.url(Link(kind, "0" * 20, "-"))

    assert url.rpartition("/")[0] == f"{BASE}/{path}"


def test_submission_of_a_key_is_the_same_after_the_links_keys_rotate() -> None:
    """Ids hang on a key that is never rotated, so a repetition stays one."""
    office = Office(stores=memory.stores({"seed": "a seed"}))
    first = office.send(key="one")
    secrets: Any = office.stores.keyring
    secrets.secrets = {"seed": "a seed", "links": [NEW, "seed"]}

    assert office.send(key="one").case == first.case
