"""What the messages about a saved form say, in both languages, and what they never do."""

from __future__ import annotations

import re
from datetime import UTC, datetime, timedelta
from email.message import EmailMessage

import msgspec
import pytest

from chalicelib.domain.definitions import Cancelled, Program
from chalicelib.domain.draft import Draft, Late
from chalicelib.mail.draft_facts import Kept
from chalicelib.mail.drafts import compose
from chalicelib.mail.headers import BadAddress
from tests.mail.occasions import content
from tests.mail.story import COMMUNITY, ID, PROGRAM, START
from tests.mail.test_safe import HEADERS, PLANTED

LINK = "https://concord.example/drafts/1.draft.x"
CLOSING = msgspec.structs.replace(PROGRAM, closes="2026-12-10")
TEMPLATES = ("draft", "draft_closing")


def message(
    template: str,
    *,
    program: Program = CLOSING,
    language: str = "en",
    email: str = "hanako@city.example",
    late: Late | None = None,
) -> EmailMessage:
    """A message about a draft in which words are planted."""
    draft = Draft(
        id=ID,
        program=program.id,
        community=program.community,
        version=1,
        part="0" * 32,
        language=language,
        email=email,
        form={"full_name": (PLANTED,), "purpose": (PLANTED,)},
        page=0,
        saved=START,
        written=START - timedelta(minutes=1) if late is not None else START,
        late=late,
    )
    return compose(
        Kept(
            id=f"{ID}.0.{draft.number}",
            template=template,
            draft=draft,
            program=program,
            community=COMMUNITY,
            base_url="https://concord.example",
            link=LINK,
            now=START + timedelta(minutes=1),
        )
    )


def test_draft_has_its_link_and_says_how_long_it_works() -> None:
    """That nothing is sent yet, until when the link works and the form can be sent; and if it was not you."""
    made = message("draft")
    said = content(made, "plain")

    assert str(made["Subject"]) == "Delegation visit: your saved form [ABCD-3F9H]"
    assert said.startswith("Hello,\n")
    assert "It has not been sent yet." in said
    assert re.findall(r"https?://\S+", said) == [LINK]
    assert "until Wednesday, December 23, 2026, 4:08 PM (Mountain Standard Time)" in said
    assert (
        "The form can be sent until Thursday, December 10, 2026, 11:59 PM (Mountain Standard Time)." in said
    )
    assert "If it was not you" in said
    assert "because a form was saved with this address" in said


def test_draft_of_a_program_without_an_end_says_nothing_of_one() -> None:
    """There is no date to give."""
    said = content(message("draft", program=PROGRAM), "plain")

    assert "can be sent until" not in said
    assert "The link works" in said


def test_closing_says_until_when_the_form_can_be_sent_and_that_it_is_the_only_reminder() -> None:
    """With the same link."""
    made = message("draft_closing")
    said = content(made, "plain")

    assert str(made["Subject"]) == "Delegation visit: your form is not sent yet [ABCD-3F9H]"
    assert "was saved with this e-mail address on Monday, November 23, 2026" in said
    assert "It can be sent until Thursday, December 10, 2026, 11:59 PM (Mountain Standard Time)." in said
    assert "This is the only reminder." in said
    assert re.findall(r"https?://\S+", said) == [LINK]


def test_reminder_of_who_was_let_in_says_until_when_they_may_send_it() -> None:
    """Also where that is after the program closes for everybody else; by its last minute, as ever."""
    late = Late(START, datetime(2026, 12, 14, 7, tzinfo=UTC), "token:1", "Ill")
    said = content(message("draft_closing", late=late), "plain")

    assert "It can be sent until Sunday, December 13, 2026, 11:59 PM (Mountain Standard Time)." in said
    assert "what was saved is deleted on Sunday, December 13, 2026, 11:59 PM" in said


@pytest.mark.parametrize("kind", ["plain", "html"])
def test_link_to_what_was_cancelled_says_so(kind: str) -> None:
    """And no date until which it could be sent."""
    cancelled = Cancelled(at="2026-11-24T00:00:00Z", by="token:1", job="j" * 20, reason="Rain")
    said = content(message("draft", program=msgspec.structs.replace(CLOSING, cancelled=cancelled)), kind)

    assert "“Delegation visit” has been cancelled in the meantime" in said
    assert "can be sent until" not in said
    assert "has been cancelled" not in content(message("draft"), kind)


@pytest.mark.parametrize("template", TEMPLATES)
@pytest.mark.parametrize("language", ["en", "ja"])
def test_message_has_the_headers_of_all_and_nothing_that_was_typed(template: str, language: str) -> None:
    """The address may be a stranger's; it is one person's, in the language of the form."""
    made = message(template, language=language)
    whole = content(made, "plain") + content(made, "html") + "".join(map(str, made.values()))

    assert sorted(made.keys()) == HEADERS
    assert (str(made["To"]), str(made["Content-Language"])) == ("hanako@city.example", language)
    assert str(made["X-Concord-Message"]) == f"{ID}.0.{int(START.timestamp())}"
    assert str(made["References"]) == "<abcd-3f9h@concord.example>"
    assert "pills" not in whole.lower()
    assert ("公式訪問" in whole) == (language == "ja")
    assert set(re.findall(r'href="([^"]+)"', content(made, "html"))) == {LINK, "mailto:desk@concord.example"}


@pytest.mark.parametrize("template", TEMPLATES)
def test_message_is_seven_bits_in_short_lines(template: str) -> None:
    """It passes every relay as it is."""
    raw = message(template, language="ja").as_bytes()

    assert raw.isascii()
    assert b"\n" not in raw.replace(b"\r\n", b"")
    assert max(map(len, raw.split(b"\r\n"))) <= 78


def test_language_that_the_program_has_no_more_is_its_first() -> None:
    """A version may speak fewer languages than the one that was filled in."""
    english = msgspec.structs.replace(CLOSING, languages=("en",))

    assert str(message("draft", program=english, language="ja")["Content-Language"]) == "en"


def test_address_that_can_t_be_written_to_is_refused() -> None:
    """Before anything is sent."""
    with pytest.raises(BadAddress):
        message("draft", email="a@b.example, c@d.example")
