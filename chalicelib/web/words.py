"""Sentences for what only the web refuses; `language.refusals` has those for what Concord itself does."""

from __future__ import annotations

from collections.abc import Mapping

from chalicelib.domain.errors import ConcordError
from chalicelib.language import refusals
from chalicelib.language.reader import Reader
from chalicelib.language.words import N_
from chalicelib.web.refusals import BadParameter, NotThisType, Refused, TooLarge, WrongMethod

REFUSED: Mapping[str, str] = {
    "bad_request": N_("This request can't be understood."),
    "bad_parameter": N_("“{name}” has a value that has no meaning here."),
    "not_json": N_("The body of the request is not JSON in UTF-8, or names a member twice."),
    "unsupported_type": N_("The body of the request has to be one of these: {taken}."),
    "too_large": N_("This is too large: at most {limit} bytes can be sent."),
    "from_elsewhere": N_(
        "This form was sent from another site. Open the page itself, and send it from there."
    ),
    "method_not_allowed": N_("Only these can be done here: {allowed}."),
    "unknown": N_("There is nothing here under this address."),
}
"""By the refusal's code."""

STATUSES: Mapping[int, str] = {
    400: REFUSED["bad_request"],
    404: REFUSED["unknown"],
    415: N_("The body of the request is of a type that is not taken here."),
    500: N_("Something went wrong on our side. It has been noted. Please try again later."),
}
"""Where there is nothing to say but the status."""


def detail(status: int, error: Exception | None, reader: Reader) -> str:
    """What was refused and what to do, in the reader's language."""
    match error:
        case ConcordError():
            return refusals.explain(error, reader)
        case Refused():
            return reader.gettext(REFUSED[error.code]).format_map(_values(error, reader))
        case _:
            return reader.gettext(STATUSES.get(status, STATUSES[500]))


def _values(error: Refused, reader: Reader) -> dict[str, str]:
    match error:
        case BadParameter():
            return {"name": error.name}
        case NotThisType():
            return {"taken": reader.listed(list(error.taken), "or")}
        case TooLarge():
            return {"limit": reader.number(error.limit)}
        case WrongMethod():
            return {"allowed": reader.listed(list(error.allowed))}
        case _:
            return {}
