"""AWS clients that cost a cold start little: one botocore session and one loader of models for all of them.

botocore's own way to a first client reads 1.2 MB of the older endpoint table, and opens every folder of
some 400 services to learn which ones there are: twice. Neither is needed, because each service's rule set,
which botocore asks before it sends, knows the endpoints of all regions and partitions. Region, credentials
and `AWS_ENDPOINT_URL[_SERVICE]` come from botocore as ever.

Shared by storage and mail, which must not know of each other; knows nothing of either.
"""

from __future__ import annotations

import logging
import os
import threading
from functools import cache
from typing import Any

import botocore.session
from botocore.config import Config
from botocore.loaders import Loader

_NO_OLD_ENDPOINTS: dict[str, Any] = {"version": 3, "partitions": []}
_creating = threading.Lock()


class _LeanLoader(Loader):  # type: ignore[misc]  # botocore has no types
    """Reads botocore's models, and nothing that a client does not need."""

    def list_available_services(self, type_name: str) -> list[str]:  # noqa: ARG002 - as botocore calls it
        """The services that have a folder: one listing, in place of a look into each."""
        return sorted(os.listdir(self.BUILTIN_DATA_PATH))  # noqa: PTH208 - pathlib takes thrice as long

    def load_data_with_path(self, name: str) -> tuple[Any, str]:
        """The older endpoint table is empty; everything else is what botocore ships."""
        if name == "endpoints":
            return _NO_OLD_ENDPOINTS, self.BUILTIN_DATA_PATH
        found: tuple[Any, str] = super().load_data_with_path(name)
        return found


@cache
def session() -> botocore.session.Session:
    """The process's session. What passes through it is logged nowhere, whatever level the root logger has."""
    for talkative in ("botocore", "pynamodb", "urllib3"):
        # At DEBUG they log whole requests, and so what people typed.
        logging.getLogger(talkative).setLevel(logging.WARNING)
    lean = botocore.session.Session()
    lean.register_component("data_loader", _LeanLoader())
    return lean


def client(service: str, *, attempts: int = 3, connect: float = 1.0, read: float = 5.0) -> Any:
    """A new client of a service, which threads may share.

    `attempts` counts the first one too; `connect` and `read` are the time-outs of one attempt, in seconds.
    Parameters are not checked before they are sent: the service does it again.
    """
    config = Config(
        connect_timeout=connect,
        read_timeout=read,
        retries={"mode": "standard", "total_max_attempts": attempts},
        # What S3 presigns would else be signed in a way that most regions refuse.
        signature_version="s3v4" if service == "s3" else None,
        s3={"us_east_1_regional_endpoint": "regional"} if service == "s3" else None,
        parameter_validation=False,
    )
    with _creating:  # threads may share a client, but not its creation
        return session().create_client(service, config=config)
