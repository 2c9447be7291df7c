"""The reference of events: every type with its members, as journals keep them and the API tells them."""

from __future__ import annotations

from collections.abc import Iterator
from typing import get_args

import msgspec
from msgspec import inspect as shapes

from chalicelib.domain import events
from chalicelib.domain.docstrings import described
from infra.docs.markdown import page, table

INTRODUCTION = """What happened to a submission, in the past tense. `GET /v1/submissions/{id}` tells them
with `seq` (the number of the commit that they stand in), `type`, `at` and `by`. The events of one commit
happened at once, in their order. They hold ids and decisions only: no name, no address, nothing that
somebody typed.

Journals are kept for ever, so this list only grows: members may be added, none is renamed, given another
type, or removed. Whoever reads events passes over types and members that it doesn't know."""


def written() -> str:
    """The page."""
    return page("Events", INTRODUCTION, "## Who did it", *_who(), *_each())


def types() -> list[type[events.Event]]:
    """Every type of event, in the order of the code."""
    return list(get_args(events.AnyEvent))


def _who() -> Iterator[str]:
    yield table(
        ["`by`", "who"],
        [
            ["a party's word, such as `applicant` or `coordinator.0`", "who was asked, by the link"],
            ["`token:<id>`", "staff, by the API"],
            ["`visitor`", "who sent a form"],
            ["`concord`", "time, or what follows from something else"],
        ],
    )


def _each() -> Iterator[str]:
    for kind in types():
        yield f"## `{kind.__struct_config__.tag}`"
        yield described(kind).text
        shape = shapes.type_info(kind)
        if isinstance(shape, shapes.StructType):
            members = [each for each in shape.fields if each.name != "by"]
            if members:
                yield table(["member", "type"], [[f"`{each.encode_name}`", _type(each)] for each in members])


def _type(member: shapes.Field) -> str:
    words = {
        shapes.StrType: "string",
        shapes.IntType: "whole number",
        shapes.BoolType: "boolean",
        shapes.VarTupleType: "list of strings",
    }
    kinds = member.type.types if isinstance(member.type, shapes.UnionType) else (member.type,)
    told = " or ".join(words[type(each)] for each in kinds if not isinstance(each, shapes.NoneType))
    if member.default is msgspec.NODEFAULT:
        return told
    default = "nothing" if member.default is None else f"`{str(member.default).lower()}`"
    return f"{told}; absent: {default}"
