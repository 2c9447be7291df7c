from __future__ import annotations

import json

import pytest

from chalicelib import aws
from chalicelib.domain.errors import Unavailable
from chalicelib.storage.keyring import Keyring
from chalicelib.storage.ports import Stores
from tests.faults.transport import counted, faults, on


class Clock:
    """A clock that stands until it is moved."""

    seconds = 0.0

    def __call__(self) -> float:
        """Now."""
        return self.seconds


@pytest.fixture
def clock() -> Clock:
    """At zero."""
    return Clock()


@pytest.fixture
def keyring(deployed_stores: Stores, clock: Clock) -> Keyring:
    """Of a secret with one word in it."""
    aws.client("secretsmanager").create_secret(Name="of-this-test", SecretString='{"word": 1}')
    return Keyring("of-this-test", clock)


def rotate(word: int) -> None:
    """Gives the secret another word."""
    aws.client("secretsmanager").put_secret_value(
        SecretId="of-this-test", SecretString=json.dumps({"word": word})
    )


def test_keyring_reads_the_deployments_secrets(stores: Stores) -> None:
    """A new deployment has a seed, and the same one each time."""
    secrets = stores.keyring.read()

    assert secrets.keys() == {"seed"}
    assert stores.keyring.read() == secrets


def test_keyring_asks_once_in_five_minutes(keyring: Keyring, clock: Clock) -> None:
    """A process asks when it starts, and notices a rotation within five minutes."""
    with counted() as sent:
        assert keyring.read() == {"word": 1}
        rotate(2)
        clock.seconds = 299
        assert keyring.read() == {"word": 1}
        clock.seconds = 300
        assert keyring.read() == {"word": 2}

    assert [request.operation for request in sent if "Get" in request.operation] == ["GetSecretValue"] * 2


def test_keyring_keeps_what_it_has_while_there_is_no_answer(keyring: Keyring, clock: Clock) -> None:
    """Links go on working while Secrets Manager does not; afterwards a rotation is noticed."""
    keyring.read()
    rotate(2)
    clock.seconds = 300

    with faults(on("GetSecretValue", "refused")):
        assert keyring.read() == {"word": 1}
    clock.seconds = 600

    assert keyring.read() == {"word": 2}


def test_keyring_that_never_had_an_answer_is_unavailable(keyring: Keyring) -> None:
    """Without any key there is nothing to go on with; the next call asks again."""
    with faults(on("GetSecretValue", "throttled")), pytest.raises(Unavailable):
        keyring.read()

    assert keyring.read() == {"word": 1}
