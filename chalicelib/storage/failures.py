"""What AWS's refusals mean: one translation from botocore's and PynamoDB's exceptions into ours.

Throttling, 5xx, and connections that fail or time out are `Unavailable`; a condition that does not hold is
`ConditionFailed`, which each store turns into what its protocol promises. A table that isn't there, a right
that is missing or a malformed request are faults of ours or of the deployment, and stay what they are.
"""

from __future__ import annotations

import random
import time
from collections.abc import Callable, Sequence
from typing import Any, TypeVar

from botocore.exceptions import BotoCoreError, ClientError, ConnectionError, HTTPClientError  # noqa: A004
from pynamodb.exceptions import PynamoDBException

from chalicelib.domain.errors import Unavailable

T = TypeVar("T")

PAUSES = (0.05, 0.1, 0.2, 0.4)
"""How long at most, in seconds, to wait before another attempt at what met somebody else's transaction."""

_PASSING = frozenset(
    {
        "InternalFailure",
        "InternalServerError",
        "InternalServiceError",
        "LimitExceededException",
        "ProvisionedThroughputExceeded",
        "ProvisionedThroughputExceededException",
        "RequestLimitExceeded",
        "RequestThrottled",
        "RequestTimeout",
        "RequestTimeoutException",
        "ServiceUnavailable",
        "SlowDown",
        "Throttling",
        "ThrottlingError",
        "ThrottlingException",
        "TooManyRequestsException",
        "TransactionConflict",
        "TransactionConflictException",
        "TransactionInProgressException",
    }
)
_CANCELED = "TransactionCanceledException"


class ConditionFailed(Exception):
    """The condition of a write does not hold.

    `repeated`: botocore had sent the request before, and had no answer; so it may be our own write that
    the condition met. Where it is False, this request was sent once.
    """

    def __init__(self, *, repeated: bool) -> None:
        super().__init__("repeated" if repeated else "")
        self.repeated = repeated


def guarded(call: Callable[[], T], pauses: Sequence[float] = PAUSES) -> T:
    """What the call answers; its refusals translated.

    A request that met another one's transaction is sent again after a random pause: botocore does not.
    """
    for pause in pauses:
        try:
            return call()
        except (PynamoDBException, BotoCoreError, ClientError) as error:
            if not _met_a_transaction(_origin(error)):
                raise _translated(error) from error
        pause_for(pause)
    try:
        return call()
    except (PynamoDBException, BotoCoreError, ClientError) as error:
        raise _translated(error) from error


def pause_for(at_most: float) -> None:
    """Waits for a random part of that many seconds, so that those who met do not meet again."""
    time.sleep(random.uniform(0, at_most))  # noqa: S311 - spreads load, guards nothing


def _translated(error: Exception) -> Exception:
    """Ours for theirs, or the very same where it isn't for anybody to repeat or to explain."""
    origin = _origin(error)
    match origin:
        case ClientError():
            codes = _codes(origin.response)
            if codes & {"ConditionalCheckFailed", "ConditionalCheckFailedException"}:
                return ConditionFailed(repeated=_metadata(origin).get("RetryAttempts", 0) > 0)
            status = _metadata(origin).get("HTTPStatusCode", 0)
            if (codes and codes <= _PASSING) or status >= 500 or status == 429:
                return Unavailable()
        case HTTPClientError() | ConnectionError():
            return Unavailable()
        case PynamoDBException() if origin.cause is None and "max_retry_attempts" in origin.msg:
            return Unavailable()  # what PynamoDB says of a batch that DynamoDB would not take whole
    return error


def _origin(error: BaseException) -> BaseException:
    """What botocore raised, out of the wrappers that PynamoDB puts around it."""
    if isinstance(error, PynamoDBException) and error.cause is not None:
        return _origin(error.cause)
    cause = error.__cause__ if isinstance(error, ClientError) else None
    return cause if isinstance(cause, ClientError) else error


def _codes(response: dict[str, Any]) -> set[str]:
    """The code of a refusal; of a cancelled transaction, those of its items."""
    code = response.get("Error", {}).get("Code", "")
    reasons = response.get("CancellationReasons", []) if code == _CANCELED else []
    return {reason["Code"] for reason in reasons if reason["Code"] != "None"} or {code}


def _metadata(error: ClientError) -> dict[str, Any]:
    metadata: dict[str, Any] = error.response.get("ResponseMetadata", {})
    return metadata


def _met_a_transaction(origin: BaseException) -> bool:
    return isinstance(origin, ClientError) and bool(
        _codes(origin.response) & {"TransactionConflict", "TransactionConflictException"}
    )
