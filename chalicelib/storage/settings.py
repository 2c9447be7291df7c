"""What a deployment says about itself, read from the environment once for each process.

Region, credentials and endpoints are botocore's business and not here.
"""

from __future__ import annotations

import os
from collections.abc import Mapping
from dataclasses import dataclass


@dataclass(frozen=True, slots=True)
class Settings:
    """What differs between deployments; each is `CONCORD_` and its name in capitals.

    Attributes:
        journal: the table of commits and definitions
        desk: the table of everything that is derived from it, and of message rows
        mail_queue: the URL of the queue of messages to send
        repair_queue: the URL of the queue of submissions to look at
        seat_queue: the URL of the queue of submissions and programs whose seats are to be looked at
        keys: the secret that all keys are derived from, in Secrets Manager
        uploads: the bucket of files that were sent
        base_url: what every link begins with, without a slash at its end
        limits: `on` or `off`: whether requests and first messages to an address are limited; left out: `on`
        mail_settings: the configuration set that SES sends by; empty: none
    """

    journal: str
    desk: str
    mail_queue: str
    repair_queue: str
    seat_queue: str
    keys: str
    uploads: str
    base_url: str
    limits: bool = True
    mail_settings: str = ""


class NotConfigured(Exception):
    """A variable that every function needs is not in the environment, or says nothing that we know."""


def from_environment(environment: Mapping[str, str] = os.environ) -> Settings:
    """The settings in `CONCORD_*`. Raises NotConfigured, which names what is missing.

    >>> from_environment({"CONCORD_JOURNAL": "journal"})
    Traceback (most recent call last):
    chalicelib.storage.settings.NotConfigured: CONCORD_DESK is not set
    """

    def required(name: str) -> str:
        value = environment.get(name, "")
        if not value:
            raise NotConfigured(f"{name} is not set")
        return value

    limits = environment.get("CONCORD_LIMITS", "on")
    if limits not in ("on", "off"):
        raise NotConfigured(f"CONCORD_LIMITS is {limits!r}, neither on nor off")
    return Settings(
        journal=required("CONCORD_JOURNAL"),
        desk=required("CONCORD_DESK"),
        mail_queue=required("CONCORD_MAIL_QUEUE"),
        repair_queue=required("CONCORD_REPAIR_QUEUE"),
        seat_queue=required("CONCORD_SEAT_QUEUE"),
        keys=required("CONCORD_KEYS"),
        uploads=required("CONCORD_UPLOADS"),
        base_url=required("CONCORD_BASE_URL").rstrip("/"),
        limits=limits == "on",
        mail_settings=environment.get("CONCORD_MAIL_SETTINGS", ""),
    )
