"""Reads `infra/resources.yaml`, so that the demo is made of what is deployed.

Answers what the template says; makes nothing.
"""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass, field
from pathlib import Path
from typing import Any

import yaml

RESOURCES = Path(__file__).parents[1] / "resources.yaml"


_Loader: Any = type("_Loader", (getattr(yaml, "CSafeLoader", yaml.SafeLoader),), {})
"""YAML with CloudFormation's short forms (`!Ref x`, `!GetAtt a.b`) read as the long ones."""


def _intrinsic(loader: Any, suffix: str, node: yaml.Node) -> dict[str, Any]:
    value: Any
    if isinstance(node, yaml.ScalarNode):
        value = loader.construct_scalar(node)
    elif isinstance(node, yaml.SequenceNode):
        value = loader.construct_sequence(node, deep=True)
    else:
        value = loader.construct_mapping(node, deep=True)
    if suffix == "GetAtt" and isinstance(value, str):
        value = value.split(".", 1)
    return {suffix if suffix in ("Ref", "Condition") else f"Fn::{suffix}": value}


_Loader.add_multi_constructor("!", _intrinsic)


def target(value: object) -> str:
    """The logical id that a Ref, a GetAtt or a Sub of nothing else points at; empty for everything else.

    >>> target({"Fn::GetAtt": ["Journal", "StreamArn"]})
    'Journal'
    """
    match value:
        case {"Ref": str(name)} | {"Fn::GetAtt": [str(name), *_]}:
            return name
        case {"Fn::Sub": str(text)} if text.startswith("${") and text.endswith("}"):
            return text[2:-1].partition(".")[0]
    return ""


@dataclass(frozen=True, slots=True)
class Template:
    """The resources of a template, by logical id, and the environment that all functions have."""

    resources: Mapping[str, Mapping[str, Any]]
    variables: Mapping[str, Any] = field(default_factory=dict)

    def of_type(self, kind: str) -> dict[str, Mapping[str, Any]]:
        """The properties of every resource of a type, by logical id.

        >>> Template({"A": {"Type": "AWS::SQS::Queue"}}).of_type("AWS::SQS::Queue")
        {'A': {}}
        """
        return {
            name: resource.get("Properties") or {}
            for name, resource in self.resources.items()
            if resource.get("Type") == kind
        }

    def properties(self, name: str) -> Mapping[str, Any]:
        """What is said of one resource; nothing where the template does not know it."""
        return self.resources.get(name, {}).get("Properties") or {}

    def event(self, function: str) -> Mapping[str, Any]:
        """The properties of a function's only event source, as far as the template sets them."""
        events = self.properties(function).get("Events") or {}
        return next((event.get("Properties") or {} for event in events.values()), {})


def read(path: Path = RESOURCES) -> Template:
    """The template in that file."""
    with path.open(encoding="utf-8") as file:
        document = yaml.load(file, Loader=_Loader)  # noqa: S506 - a SafeLoader with CloudFormation's tags
    functions = (document.get("Globals") or {}).get("Function") or {}
    return Template(document["Resources"], (functions.get("Environment") or {}).get("Variables") or {})
