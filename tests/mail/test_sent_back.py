"""What the applicant's message says when the form was sent back."""

from __future__ import annotations

from chalicelib.mail.compose import compose
from tests.mail.occasions import content, sent_back, text

DEFAULT = "If you would like to know what is meant, please reply to this message."
DEPENDS = "What depends on it can be changed as well."


def test_sent_back_says_why_and_which_answers() -> None:
    """In the words of who decided: one line, from which no mail program makes a link, and never as HTML."""
    note = "Write <b>more</b>:\nsee www.evil.example"
    occasion = sent_back(note, "purpose", "nickname").occasion("asked", "applicant")

    said, page = text(occasion), content(compose(occasion), "html")

    assert "This is what should be changed:" in said
    assert "Write <b>more</b>: see www․evil․example" in said
    assert "Write &lt;b&gt;more&lt;/b&gt;: see www․evil․example" in page
    assert f"It is about “What you are called” and “Why Japan?”. {DEPENDS}" in " ".join(said.split())
    assert DEFAULT not in said


def test_sent_back_without_words_says_whom_to_ask() -> None:
    """And names no answers where none were named."""
    said = text(sent_back().occasion("asked", "applicant"))

    assert DEFAULT in said
    assert "It is about" not in said
    assert "This is what should be changed" not in said


def test_sent_back_about_sensitive_things_names_none() -> None:
    """The page behind the link does."""
    said = text(sent_back("", "allergies", "purpose").occasion("asked", "applicant"))

    assert "It is about “Why Japan?”." in said
    assert "Allergies" not in said


def test_sent_back_to_an_address_that_never_answered_has_no_words() -> None:
    """Nobody's words are sent to who may be a stranger."""
    said = text(sent_back("Secret words", "purpose", known=False).occasion("asked", "applicant"))

    assert "Secret words" not in said
    assert DEFAULT in said


def test_sent_back_with_many_words_says_the_first_of_them() -> None:
    """All of them stand on the page."""
    said = text(sent_back("word " * 900).occasion("asked", "applicant"))

    assert 150 < said.count("word") < 250
    assert "…" in said


def test_who_decides_again_is_asked_as_before() -> None:
    """Nothing of the comment is in anybody else's message."""
    story = sent_back("Secret words", "purpose")
    story.answer("improve.applicant.1", "sent", form={"purpose": "A mountain."})

    said = text(story.occasion("asked", "coordinator.0"))

    assert "Secret words" not in said
    assert "your answer is needed" in said
