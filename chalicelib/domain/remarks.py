"""What people type beside an answer: a name, a note, why staff answers for somebody. Checked like answers."""

from __future__ import annotations

from chalicelib.domain import words
from chalicelib.domain.errors import Fault, Invalid

LONGEST = {"signed_by": 200, "note": 5_000, "on_behalf": 1_000, "reason": 1_000}
"""Characters."""

_KINDS = {"signed_by": "signed", "note": "notes", "on_behalf": "overrides"}


def kept(*, signed_by: str, note: str, on_behalf: str) -> dict[str, str]:
    """The words as they are kept, by the kind under which a case has them, without empty ones.

    Raises Invalid, with pointers into the request of the API (`/note`).
    """
    cleaned = {
        name: words.clean(typed)
        for name, typed in (("signed_by", signed_by), ("note", note), ("on_behalf", on_behalf))
    }
    faults = [fault for name, text in cleaned.items() if (fault := _fault(name, text)) is not None]
    if faults:
        raise Invalid(faults)
    return {_KINDS[name]: text for name, text in cleaned.items() if text}


def reason(typed: str, *, needed: bool) -> str:
    """Why staff, or somebody who was asked, does something, as it is kept.

    Raises Invalid, with a pointer into the request (`/reason`); where it is `needed`, also for none.
    """
    text = words.clean(typed)
    fault = Fault("/reason", "required") if needed and not text else _fault("reason", text)
    if fault is not None:
        raise Invalid([fault])
    return text


def said(typed: str, *, needed: bool = True) -> tuple[dict[str, str], list[Fault]]:
    """The reason as the private part keeps it, and what is wrong with it."""
    try:
        text = reason(typed, needed=needed)
    except Invalid as error:
        return {}, list(error.faults)
    return ({"reason": text} if text else {}), []


def _fault(name: str, text: str) -> Fault | None:
    found = words.forbidden(text, lines=name != "signed_by")
    if found is not None:
        return Fault(f"/{name}", "forbidden_character", {"character": words.code(found)})
    limit, actual = LONGEST[name], len(text)
    if actual > limit:
        return Fault(f"/{name}", "too_long", {"limit": limit, "actual": actual, "unit": "characters"})
    return None
