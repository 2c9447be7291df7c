"""What pages have that belong to no one community: the languages of all, and the look where there is one."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from typing import Any

from chalicelib.web.looks import Dress
from chalicelib.web.visitors import spoken


def languages(communities: Sequence[Mapping[str, Any]]) -> tuple[str, ...]:
    """What the communities speak; Concord's own languages where there is none yet."""
    spoken_here = dict.fromkeys(language for each in communities for language in each["languages"])
    return tuple(spoken_here) or spoken()


def dress(communities: Sequence[Mapping[str, Any]]) -> Dress:
    """The one community's look; a plain one where several share the page."""
    if len(communities) != 1:
        return Dress()
    (community,) = communities
    accent = community.get("look", {}).get("accent", Dress().accent)
    return Dress(organisation=community["organisation"], accent=accent)
