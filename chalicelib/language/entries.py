"""What the rows of a group are called, and what was answered in them, as people read it.

A row is called by the first thing that was answered in it and tells it from others, as a work by its title;
where nobody may see that, by its number.
"""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from typing import Any

import msgspec

from chalicelib.domain.about import About
from chalicelib.domain.fields import checking, options
from chalicelib.domain.fields.choice import Choice
from chalicelib.domain.fields.choices import Choices
from chalicelib.domain.fields.computed import Computed
from chalicelib.domain.fields.consent import Consent
from chalicelib.domain.fields.email import Email
from chalicelib.domain.fields.field import Field
from chalicelib.domain.fields.file import File
from chalicelib.domain.fields.group import Group
from chalicelib.domain.fields.note import Note
from chalicelib.domain.fields.rows import MODULES
from chalicelib.domain.fields.signature import Signature
from chalicelib.domain.fields.text import LongText, Text
from chalicelib.language.reader import Reader

_NAMELESS = (File, Consent, Signature, Computed, Note)
_NAMING = (Text, LongText, Email)

LONGEST = 60
"""Characters of what a row is called."""


def numbered(group: Group, number: int, speech: Reader) -> str:
    """What a row is called by its number alone, counted from 1."""
    return speech.gettext("{label}: entry {n}").format(
        label=speech.text(group.label), n=speech.number(number + 1)
    )


def called(about: About, speech: Reader) -> tuple[str, ...]:
    """What each row is called, with its number, since two may have the same name.

    >>> called(About(works, [{"title": "Harbor"}, {"title": "Harbor"}]), speech)
    ('1. Harbor', '2. Harbor')
    """
    found = []
    for number, row in enumerate(about.rows):
        name = _name(about.group.fields, row, speech)
        if name:
            n = speech.number(number + 1)
            found.append(speech.gettext("{n}. {title}").format(n=n, title=name))
        else:
            found.append(numbered(about.group, number, speech))
    return tuple(found)


def names(about: About) -> tuple[str, ...]:
    """By which name each row is known again: the whole text in the first field for words that it has.

    Empty where there is none. What is chosen or counted, such as a kind or a height, is no name.
    """
    member = next((each for each in about.group.fields if isinstance(each, _NAMING)), None)
    return tuple(" ".join(str(row.get(member.id) or "").split()) if member else "" for row in about.rows)


def _name(members: Sequence[Field], row: Mapping[str, Any], speech: Reader) -> str:
    for each in members:
        if each.id in row and not isinstance(each, _NAMELESS):
            name = " ".join(words(each, row, speech).split())
            return name if len(name) <= LONGEST else f"{name[: LONGEST - 1]}…"
    return ""


def words(field: Field, answers: Mapping[str, Any], speech: Reader) -> str:
    """The answer to a field that is no group, as people read it."""
    answer, own = answers[field.id], answers.get(f"{field.id}_other")
    # The definition's own type of field shows the answer; a pinned version never changes under it.
    shown: str = MODULES[type(field)].shown(field, answer, speech)
    if own is None or not options.chosen(answer):
        return shown
    return "\n".join([*shown.split("\n")[:-1], str(own)])  # `other` stands last


def offered(fields: Sequence[Field], beside: Mapping[str, About], speech: Reader) -> tuple[Field, ...]:
    """The fields, those that choose among rows of `beside` with these as their options."""
    return tuple(_offered(each, beside, speech) for each in fields)


def _offered(each: Field, beside: Mapping[str, About], speech: Reader) -> Field:
    match each:
        case Group():
            return msgspec.structs.replace(each, fields=offered(each.fields, beside, speech))
        case Choice() | Choices() if each.options_from is not None and each.options_from.rows in beside:
            about, label = beside[each.options_from.rows], each.options_from.label
            member = [one for one in about.group.fields if one.id == label]
            names = [_name(member, row, speech) for row in about.rows]
            labels = [name or speech.number(place) for place, name in enumerate(names, 1)]
            return checking.with_options(each, len(labels), labels)
        case _:
            return each
