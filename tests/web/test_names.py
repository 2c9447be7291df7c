"""Names and text of people everywhere: taken, kept in NFC, and shown again."""

from __future__ import annotations

from typing import Any

import pytest

from tests.web.examples import definition, told
from tests.web.site import Site

NAMES = [
    ("O", "O"),
    ("U Nu", "U Nu"),
    ("O'Brien", "O'Brien"),
    ("O’Brien-Ó Súilleabháin", "O’Brien-Ó Súilleabháin"),
    ("D'", "D'"),
    ("X Æ A-12", "X Æ A-12"),
    ("Nguye\u0302\u0303n", "Nguyễn"),
    ("Jose\u0301", "José"),
    ("山田 太郎", "山田 太郎"),
    ("葛\U000e0100飾", "葛\U000e0100飾"),
    ("𠮷野家", "𠮷野家"),
    ("김", "김"),
    ("\u1100\u1161\u11a8", "각"),
    ("Айгүл кызы", "Айгүл кызы"),
    ("محمد بن عبد الله", "محمد بن عبد الله"),
    ("می\u200cرضا", "می\u200cرضا"),
    ("עברית", "עברית"),
    ("श्री\u200dमती", "श्री\u200dमती"),
    ("สมชาย", "สมชาย"),
    ("ნინო", "ნინო"),
    ("ʻAulani Kaʻahumanu", "ʻAulani Kaʻahumanu"),
    ("!Xóõ ǂKxʼao", "!Xóõ ǂKxʼao"),
    ("🙂", "🙂"),
    ("👩🏽‍🚀 Ann", "👩🏽‍🚀 Ann"),
    ("a\u0328\u0301\u0302", "ą\u0301\u0302"),
    ("Null", "Null"),
    ("none", "none"),
    ("<script>", "<script>"),
    ("W" * 120, "W" * 120),
]


@pytest.mark.parametrize(("typed", "kept"), NAMES)
def test_name_is_taken_by_page_and_by_api_and_shown_again(site: Site, typed: str, kept: str) -> None:
    """One letter, any script, apostrophes, joiners, marks, no case changed and nothing left out."""
    desk = {
        "roles": {"desk": [{"name": "Desk", "email": "desk@concord.example"}]},
        "workflow": [{"step": "decide", "ask": {"role": "desk"}, "answers": "decide"}],
    }
    assert site.api("PUT", "/v1/programs/tea-time", definition(**desk)).status == 201
    answers = {"full_name": typed, "email": "ann@people.example"}

    assert site.get("/programs/tea-time").fill(answers).status == 200
    sent = site.api("POST", "/v1/programs/tea-time/submissions", {"answers": answers}, token="")
    assert sent.status == 201

    journal: Any = site.stores.journal
    for submission in dict.fromkeys(submission for submission, _ in journal.appended):
        found = told(site.api("GET", f"/v1/submissions/{submission}"))
        assert found["answers"]["full_name"] == kept
        asked = site.get(site.link("ask", submission, "decide.desk.0.1"))
        assert kept in [cell.get_text() for cell in asked.soup.select(".answers dd")]
