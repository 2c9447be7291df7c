"""Each translation is whole: every sentence of the source, with the same placeholders, and none left over."""

from __future__ import annotations

import re
from pathlib import Path

import pytest
from babel.messages.catalog import Message

from infra import texts

CATALOGUES = sorted(texts.LOCALES.glob("*/LC_MESSAGES/concord.po"))
_PLACEHOLDER = re.compile(r"\{[a-z_]*\}|%\([a-z_]+\)s")


def extracted() -> dict[str, str | tuple[str, ...]]:
    """Every sentence in the source that people may read, by its key in a catalogue."""
    return {_key(each): each.id for each in texts.extracted() if each.id}


def test_extraction_finds_sentences_of_every_kind() -> None:
    """Python, plural forms, texts and HTML: what is marked for translation is found."""
    found = extracted()

    assert "Please answer this." in found
    assert found["Use at most {limit} character; there are {actual} now."] == (
        "Use at most {limit} character; there are {actual} now.",
        "Use at most {limit} characters; there are {actual} now.",
    )
    assert "Hello %(name)s," in found
    assert "Confirm my address" in found
    assert "%(program)s: please confirm your address [%(reference)s]" in found


@pytest.mark.parametrize("path", CATALOGUES, ids=lambda path: path.parent.parent.name)
def test_every_sentence_is_translated(path: Path) -> None:
    """No sentence is missing, empty or uncertain, and none is left over from an earlier source."""
    found = {_key(each): each for each in texts.catalogue(path) if each.id}

    assert sorted(set(extracted()) ^ set(found)) == []
    assert [key for key, each in found.items() if each.fuzzy or not all(_forms(each))] == []


@pytest.mark.parametrize("path", CATALOGUES, ids=lambda path: path.parent.parent.name)
def test_placeholders_are_the_same(path: Path) -> None:
    """A translation says the same numbers, names and dates, whatever their order."""
    differing = [
        (each.id, form)
        for each in texts.catalogue(path)
        if each.id
        for form in _forms(each)
        if form and set(_PLACEHOLDER.findall(form)) != set(_PLACEHOLDER.findall(_longest(each)))
    ]

    assert differing == []


def _key(message: Message) -> str:
    return message.id if isinstance(message.id, str) else str(message.id[0])


def _forms(message: Message) -> tuple[str, ...]:
    return (message.string,) if isinstance(message.string, str) else tuple(message.string)


def _longest(message: Message) -> str:
    return message.id if isinstance(message.id, str) else str(message.id[-1])
