"""Every message has its chapter in docs/messages.md, with its subjects as the templates have them."""

from __future__ import annotations

import re

import pytest

from chalicelib.domain.messages import TEMPLATES
from tests.docs.documents import ROOT, document

PAGE = document("messages.md")
PARTS = ("**When**:", "**To**:", "**Subject**:", "**It says**", "**It never says**")


def test_every_message_has_its_chapter_and_no_other_has() -> None:
    """In the order of the code."""
    assert tuple(re.findall(r"^## `(\w+)`$", PAGE.text, re.MULTILINE)) == TEMPLATES


@pytest.mark.parametrize("template", TEMPLATES)
def test_chapter_says_when_to_whom_and_what(template: str) -> None:
    """None of the parts is missing, and they stand in this order."""
    chapter = PAGE.section(f"`{template}`")
    places = [chapter.find(part) for part in PARTS]

    assert places == sorted(places)
    assert places[0] >= 0


@pytest.mark.parametrize("template", TEMPLATES)
def test_subjects_are_those_of_the_templates(template: str) -> None:
    """All that a message may have, and no others."""
    chapter = PAGE.section(f"`{template}`")
    told = set(re.findall(r"“([^”]+\[ABCD-EFGH\])”", chapter))
    source = (ROOT / "chalicelib" / "mail" / template / "subject.txt").read_text(encoding="utf-8")
    written = {
        text.replace("{{ program }}", "Guest choir").replace("{{ reference }}", "ABCD-EFGH")
        for text in re.findall(r"{% trans %}(.*?){% endtrans %}", source)
    }

    assert told == written
