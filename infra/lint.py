"""Holds the merged template against CloudFormation's rules, before and after SAM translates it.

cfn-lint does not look into the event sources of a SAM function, which are what resources.yaml adds most to: a
misspelt property or an unknown table there is found only in what SAM makes of it. Needs no AWS account.
"""

from __future__ import annotations

import copy
import json
import os
from collections.abc import Mapping
from typing import Any, cast

from infra.source import REGION

_REGIONS = ["us-east-1", "us-west-2", "eu-central-1", "ap-northeast-1"]


class NotTranslatable(Exception):
    """SAM's translator refused the template; the message is what it said."""


class _NoManagedPolicies:
    """What the translator asks for the ARNs of managed policies: no function of ours names one."""

    def load(self) -> Mapping[str, str]:
        """None."""
        return {}


def translate(template: Mapping[str, Any]) -> dict[str, Any]:
    """The plain CloudFormation that SAM makes of a template.

    Code is said to be in a bucket, as it is when CloudFormation sees the template. Raises NotTranslatable.
    """
    os.environ.setdefault("AWS_DEFAULT_REGION", REGION)
    from samtranslator.model.exceptions import InvalidDocumentException
    from samtranslator.translator.transform import transform

    uploaded = copy.deepcopy(dict(template))
    for resource in uploaded["Resources"].values():
        if resource["Type"] == "AWS::Serverless::Function":
            resource["Properties"]["CodeUri"] = "s3://bucket-name/key"
    try:
        return cast("dict[str, Any]", transform(uploaded, {}, _NoManagedPolicies()))
    except InvalidDocumentException as refusal:
        raise NotTranslatable("; ".join(str(cause.message) for cause in refusal.causes)) from refusal


def findings(template: Mapping[str, Any]) -> list[str]:
    """Everything that cfn-lint objects to, warnings included, as `<rule> <where>: <what>`."""
    from cfnlint.api import lint
    from cfnlint.config import ManualArgs

    matches = lint(json.dumps(template, indent=2), config=ManualArgs(regions=_REGIONS))
    return sorted(f"{match.rule.id} {match.path_string}: {match.message}" for match in matches)


def check(template: Mapping[str, Any]) -> tuple[dict[str, Any], list[str]]:
    """The translated template, and every finding before and after the translation."""
    before = findings(template)
    translated = translate(template)
    return translated, [f"before translation: {finding}" for finding in before] + [
        f"after translation: {finding}" for finding in findings(translated)
    ]
