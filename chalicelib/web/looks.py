"""How pages look for a community: its name above them, and its accent where people can read it."""

from __future__ import annotations

import base64
import hashlib
from collections.abc import Callable
from dataclasses import dataclass

from chalicelib.domain.definitions import Community, Look
from chalicelib.domain.texts import Text
from chalicelib.mail.colours import ENOUGH, contrast

_DAY, _NIGHT = "#f4f6f8", "#232b31"
"""`--wash` of style.css, by day and by night: of all that the accent stands on, the hardest to read it on."""

_STEPS = 20


@dataclass(frozen=True, slots=True)
class Dress:
    """What all pages of a community have in common."""

    organisation: Text = "Concord"
    accent: str = Look().accent

    @property
    def style(self) -> str:
        """The accent by day and by night, as the rules of a style element."""
        return f":root{{--day:{_toward(self.accent, _DAY)};--night:{_toward(self.accent, _NIGHT)}}}"

    @property
    def digest(self) -> str:
        """What the Content-Security-Policy calls that element by."""
        digest = base64.b64encode(hashlib.sha256(self.style.encode()).digest()).decode()
        return f"sha256-{digest}"


def of(community: Community) -> Dress:
    """The community's own."""
    return Dress(organisation=community.organisation, accent=community.look.accent)


def _toward(accent: str, background: str) -> str:
    """The accent, moved as far from the background as people need to read it (WCAG 2.2 §1.4.3)."""
    move: Callable[[int, float], int] = _darker if background == _DAY else _lighter
    for step in range(_STEPS + 1):
        share = step / _STEPS
        moved = "".join(f"{move(int(accent[at : at + 2], 16), share):02x}" for at in (1, 3, 5))
        if contrast(f"#{moved}", background) >= ENOUGH:
            return f"#{moved}"
    return "#000000" if background == _DAY else "#ffffff"


def _darker(part: int, share: float) -> int:
    return round(part * (1 - share))


def _lighter(part: int, share: float) -> int:
    return round(part + (255 - part) * share)
