"""How many first messages one address is sent, so that nobody is flooded by other people's forms.

Counts by an HMAC of the canonical address, under a key of its own: the counts tell nobody's address.
"""

from __future__ import annotations

import hashlib
import hmac
from datetime import datetime, timedelta

from chalicelib.services.world import World

AN_HOUR = 10
A_DAY = 30


def may_write(world: World, email: str, now: datetime) -> bool:
    """Whether an address that has never answered may be sent one more message; counts it.

    Always, where the deployment's limits are off.
    """
    if not world.limits:
        return True
    spelt = hmac.new(world.keys().addresses, canonical(email).encode(), hashlib.sha256).hexdigest()
    key = f"first-messages#{spelt}"
    counters = world.stores.counters
    in_hour = counters.add(key, f"{now:%Y-%m-%dT%H}", expires=now + timedelta(hours=2))
    in_day = counters.add(key, f"{now:%Y-%m-%d}", expires=now + timedelta(days=2))
    return in_hour <= AN_HOUR and in_day <= A_DAY


def canonical(email: str) -> str:
    """The address in small letters and without its `+tag`: the same mailbox has one spelling.

    >>> canonical("Jane+Festival@School.example")
    'jane@school.example'
    """
    local, _, host = email.rpartition("@")
    return f"{local.partition('+')[0]}@{host}".lower()
