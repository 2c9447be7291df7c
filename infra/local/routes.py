"""Finds the route of a path, as API Gateway REST does. Knows paths only, neither methods nor bodies."""

from __future__ import annotations

from collections.abc import Iterable, Mapping
from dataclasses import dataclass
from urllib.parse import unquote


@dataclass(frozen=True, slots=True)
class Match:
    """The route that a path belongs to, and the values of its parameters."""

    route: str
    parameters: Mapping[str, str]


class Routes:
    """The paths of an application, such as `/programs/{id}`."""

    def __init__(self, paths: Iterable[str]) -> None:
        # A fixed word is preferred to a parameter, the earlier in the path the more.
        self._routes = sorted(
            ((_segments(path), path) for path in paths),
            key=lambda route: [segment.startswith("{") for segment in route[0]],
        )

    def match(self, path: str) -> Match | None:
        """The route of a raw path; percent-escapes are decoded after the path was cut at its slashes.

        >>> Routes(["/programs/{id}"]).match("/programs/pen%2Dpals/")
        Match(route='/programs/{id}', parameters={'id': 'pen-pals'})
        """
        asked = [unquote(segment) for segment in _segments(path)]
        for segments, route in self._routes:
            if len(segments) == len(asked) and all(
                has == wants or (wants.startswith("{") and has)
                for has, wants in zip(asked, segments, strict=True)
            ):
                return Match(
                    route,
                    {
                        wants[1:-1]: has
                        for has, wants in zip(asked, segments, strict=True)
                        if wants.startswith("{")
                    },
                )
        return None


def _segments(path: str) -> list[str]:
    """What stands between the slashes; one slash at the end is overlooked."""
    return path.removesuffix("/").split("/")
