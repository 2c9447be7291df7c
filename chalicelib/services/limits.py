"""How often strangers may cause mail: first messages to one address, lost links asked for from one network.

Counts by an HMAC of the canonical address, under a key of its own: the counts tell nobody's address.
"""

from __future__ import annotations

import hashlib
import hmac
from datetime import datetime, timedelta

from chalicelib.services.world import World

AN_HOUR = 10
A_DAY = 30

UPLOADS_AN_HOUR = 120
"""How many files may be sent from one network address: a class fills in its forms from one school."""

LINKS_AN_HOUR = 10
"""How often lost links may be asked for from one network address."""


def may_write(world: World, email: str, now: datetime) -> bool:
    """Whether an address that has never answered may be sent one more message; counts it.

    Always, where the deployment's limits are off.
    """
    if not world.limits:
        return True
    key = f"first-messages#{_spelt(world, canonical(email))}"
    counters = world.stores.counters
    in_hour = counters.add(key, f"{now:%Y-%m-%dT%H}", expires=now + timedelta(hours=2))
    in_day = counters.add(key, f"{now:%Y-%m-%d}", expires=now + timedelta(days=2))
    return in_hour <= AN_HOUR and in_day <= A_DAY


def may_ask_for_links(world: World, source: str, now: datetime) -> bool:
    """Whether lost links may be looked for once more on behalf of a network address; counts it.

    Always, where the deployment's limits are off.
    """
    return _seldom(world, "links", source, now, LINKS_AN_HOUR)


def may_upload(world: World, source: str, now: datetime) -> bool:
    """Whether one more file may be sent from a network address; counts it.

    Always, where the deployment's limits are off.
    """
    return _seldom(world, "uploads", source, now, UPLOADS_AN_HOUR)


def _seldom(world: World, what: str, source: str, now: datetime, most: int) -> bool:
    if not world.limits:
        return True
    key = f"{what}#{_spelt(world, network(source))}"
    return world.stores.counters.add(key, f"{now:%Y-%m-%dT%H}", expires=now + timedelta(hours=2)) <= most


def _spelt(world: World, address: str) -> str:
    return hmac.new(world.keys().addresses, address.encode(), hashlib.sha256).hexdigest()


def network(source: str) -> str:
    """Who calls from that network address: of version 6 its network, since one household has all of it.

    >>> network("2001:db8:1:2:3:4:5:6"), network("192.0.2.1")
    ('2001:db8:1:2::/64', '192.0.2.1')
    """
    import ipaddress

    try:
        address = ipaddress.ip_address(source)
    except ValueError:
        return source
    if isinstance(address, ipaddress.IPv4Address):
        return str(address)
    if address.ipv4_mapped is not None:
        return str(address.ipv4_mapped)
    return str(ipaddress.ip_network((int(address), 64), strict=False))


def canonical(email: str) -> str:
    """The address in small letters and without its `+tag`: the same mailbox has one spelling.

    >>> canonical("Jane+Festival@School.example")
    'jane@school.example'
    """
    local, _, host = email.rpartition("@")
    return f"{local.partition('+')[0]}@{host}".lower()
