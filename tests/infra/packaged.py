"""How tests read a package: its zip, its template, and what SAM makes of that."""

from __future__ import annotations

import json
import re
from dataclasses import dataclass
from pathlib import Path
from typing import Any

ROOT = Path(__file__).parents[2]
FUNCTIONS = {"APIHandler", "Project", "Relay", "Notify", "Repair", "Seat", "Sweep"}


@dataclass(frozen=True, slots=True)
class Package:
    """What `python -m infra.package` left behind, the zip unpacked."""

    archive: Path
    unpacked: Path
    template: dict[str, Any]
    translated: dict[str, Any]

    def of_type(self, kind: str) -> dict[str, dict[str, Any]]:
        """The properties of every resource of a type, by logical id, once translated."""
        return {
            name: resource["Properties"]
            for name, resource in self.translated["Resources"].items()
            if resource["Type"] == kind
        }


def as_list(value: Any) -> list[Any]:
    """A policy's action, resource or statement, which may stand alone."""
    return value if isinstance(value, list) else [value]


def target(resource: Any) -> str:
    """The logical id that a Ref, GetAtt or Sub names, and what of it: `Desk/index/timers`."""
    match resource:
        case {"Ref": str(name)} | {"Fn::GetAtt": [str(name), "Arn"]}:
            return name
        case {"Fn::GetAtt": [str(name), str(attribute)]}:
            return f"{name}.{attribute}"
        case {"Fn::Sub": str(text)}:
            return re.sub(r"^\$\{(\w+)\.Arn\}", r"\1", text).removeprefix(
                "arn:${AWS::Partition}:ses:${AWS::Region}:${AWS::AccountId}:"
            )
    return json.dumps(resource)
