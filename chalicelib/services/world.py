"""Everything a service is handed: storage, keys, settings, time and randomness."""

from __future__ import annotations

import os
from collections.abc import Callable
from dataclasses import dataclass
from datetime import datetime
from functools import lru_cache

from chalicelib.domain.links import Link, code, make
from chalicelib.services import clock as clocks
from chalicelib.services.keys import Keys, keys
from chalicelib.storage.ports import Stores


@dataclass(frozen=True, slots=True)
class World:
    """What services work with. `base_url` has no slash at its end."""

    stores: Stores
    base_url: str
    limits: bool = False
    mail_settings: str = ""
    clock: Callable[[], datetime] = clocks.now
    random: Callable[[int], bytes] = os.urandom

    def keys(self) -> Keys:
        """The deployment's keys, as they are now."""
        return keys(self.stores.keyring.read())

    def url(self, link: Link) -> str:
        """The address of a link, made from the configured base and nothing else."""
        path = {"ask": "asks", "status": "status", "sent": "sent", "draft": "drafts"}[link.kind]
        return f"{self.base_url}/{path}/{make(self.keys().links, link)}"

    def stop(self, link: Link) -> str:
        """Where who was asked by that link can say that it was not meant for them: under the same token."""
        return f"{self.base_url}/stop/{make(self.keys().links, link)}"

    def code(self, submission: str, purpose: str, number: int) -> str:
        """The six digits of a code that was mailed."""
        return code(self.keys().codes, submission, purpose, number)


@lru_cache(maxsize=1)
def current() -> World:
    """The world of this process, made from its environment at first use."""
    from chalicelib.storage import connect, settings

    read = settings.from_environment()
    return World(
        stores=connect.stores(read),
        base_url=read.base_url,
        limits=read.limits,
        mail_settings=read.mail_settings,
    )


def forget() -> None:
    """The next `current` reads the environment again: for a process that serves several in turn."""
    current.cache_clear()
