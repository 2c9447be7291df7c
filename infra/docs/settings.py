"""The reference of settings: the environment variables of a function, and the parameters of a deployment."""

from __future__ import annotations

from collections.abc import Iterator, Mapping
from typing import Any

import yaml

from chalicelib.domain.docstrings import Undescribed, described, sentence
from chalicelib.storage.settings import Settings
from infra.docs.markdown import page, table
from infra.local import template

INTRODUCTION = """Every function has the same environment. `infra/resources.yaml` sets it, the demo sets
its own, and nothing has to be set by hand. Region, credentials and endpoints are botocore's variables
(`AWS_REGION`, `AWS_ENDPOINT_URL`, `AWS_ENDPOINT_URL_DYNAMODB` and so on), which Concord leaves to it.
Settings are read once for each process, at first use and never at import: `GET /health` answers without
any."""

PARAMETERS = """What differs between deployments, given to `make deploy` as `SETTINGS="Name=value …"`.
One that is left out keeps the value of the last deployment. [operators.md](../operators.md) tells how to
choose them."""

PREFIX = "CONCORD_"


class _Loader(yaml.SafeLoader):
    """YAML in which CloudFormation's tags mean nothing."""


_Loader.add_multi_constructor("!", lambda _loader, _suffix, _node: None)


def written() -> str:
    """The page."""
    return page(
        "Settings",
        "## Environment of a function",
        INTRODUCTION,
        table(["variable", "from", "meaning"], list(_variables())),
        "## Parameters of a deployment",
        PARAMETERS,
        table(["parameter", "may be", "left out at first", "meaning"], list(_parameters())),
    )


def parameters() -> Mapping[str, Mapping[str, Any]]:
    """The parameters of `infra/resources.yaml`."""
    content = yaml.load(template.RESOURCES.read_text(encoding="utf-8"), Loader=_Loader)  # noqa: S506 - a SafeLoader
    found: Mapping[str, Mapping[str, Any]] = content["Parameters"]
    return found


def _variables() -> Iterator[list[str]]:
    about = described(Settings).attributes
    given = template.read().variables
    for name in Settings.__dataclass_fields__:
        if name not in about:
            raise Undescribed(f"Settings.{name}")
        variable = f"{PREFIX}{name.upper()}"
        yield [f"`{variable}`", f"`{template.target(given[variable])}`", sentence(about[name])]


def _parameters() -> Iterator[list[str]]:
    for name, parameter in parameters().items():
        allowed = " or ".join(f"`{each}`" for each in parameter.get("AllowedValues", ()))
        spelled = f"`{parameter['AllowedPattern']}`" if "AllowedPattern" in parameter else "any text"
        default = parameter.get("Default")
        left_out = "required" if default is None else f"`{default}`" if default else "empty"
        yield [f"`{name}`", allowed or spelled, left_out, parameter["Description"]]
