"""What can't be done to a message: by names, by addresses, by what somebody typed."""

from __future__ import annotations

import re
from dataclasses import replace
from email import policy
from email.headerregistry import Address
from email.parser import BytesParser
from typing import Any
from unicodedata import category

import msgspec
import pytest
from hypothesis import assume, example, given
from hypothesis.strategies import emails, text

from chalicelib.domain.definitions import Person
from chalicelib.domain.fields.email import normalised
from chalicelib.domain.messages import TEMPLATES
from chalicelib.mail import colours, templates
from chalicelib.mail.compose import compose
from chalicelib.mail.headers import BadAddress, address, one_line
from chalicelib.mail.occasion import NoAddress, Occasion
from tests.mail.occasions import TEACHER, all_occasions, confirmed, content, exchange
from tests.mail.story import COMMUNITY, EXCHANGE, PROGRAM, STAFF, Story

PLANTED = "Cheap pills at www.pills.example"
NASTY = [
    "Bcc: everybody@victim.example",
    "A\r\nBcc: everybody@victim.example",
    "A\nB\rC\x00D\u0085E\u2028F\u2029G",
    "x" * 10_000,
    "محمد عبد الله",
    "\u202ereversed\u202c",
    "<script>alert(1)</script>",
    "{{ 7 * 7 }}{% raw %}",
    "%(program)s 100% %s",
    "{program} {0}",
    '"quoted", <other@victim.example>; second@victim.example',
    "https://evil.example/path www.evil.example evil.example me@evil.example",
    "👩‍👩‍👧 Ünïcödé 山田花子",
    "=?utf-8?q?=0d=0aBcc=3A_everybody=40victim.example?=",
]


@pytest.mark.parametrize("name", NASTY)
def test_no_name_changes_a_message(name: str) -> None:
    """Whatever a name holds, the message has its headers, one recipient, its two parts, and no other link."""
    story = Story().submit(full_name=name).answer("confirm.applicant.1", "yes")
    for occasion in (story.occasion("confirmed"), story.occasion("asked")):
        message = BytesParser(policy=policy.default).parsebytes(compose(occasion).as_bytes())
        plain, html = content(message, "plain"), content(message, "html")

        assert sorted(set(message.keys())) == HEADERS
        assert [each.addr_spec for each in message["To"].addresses] == [occasion.recipient().email]
        assert message["Bcc"] is message["Cc"] is None
        assert "<script>" not in html
        assert "49" not in plain
        assert "evil.example" not in plain + html + str(message["Subject"])
        assert "victim.example" not in plain + html
        assert all(link.startswith("https://concord.example/") for link in re.findall(r"https?://\S+", plain))
        assert "\u202e" not in plain + html
        assert len(plain) < 3_000


HEADERS = [
    "Auto-Submitted",
    "Content-Language",
    "Content-Type",
    "Date",
    "From",
    "MIME-Version",
    "Message-ID",
    "References",
    "Reply-To",
    "Subject",
    "To",
    "X-Concord-Message",
]


def test_headers_are_those_of_the_contract() -> None:
    """From, Reply-To, threading and trace, as integrators rely on them."""
    message = compose(confirmed().occasion("asked"))

    assert sorted(message.keys()) == HEADERS
    sender = "Colorado Springs Sister Cities International <desk@concord.example>"
    assert {name: str(message[name]) for name in HEADERS if name not in ("Content-Type", "Subject")} == {
        "Auto-Submitted": "auto-generated",
        "Content-Language": "en",
        "Date": "Mon, 23 Nov 2026 23:08:00 +0000",
        "From": sender,
        "MIME-Version": "1.0",
        "Message-ID": "<abcd3f9hjk0mnpqrstvw.2.1@concord.example>",
        "References": "<abcd-3f9h@concord.example>",
        "Reply-To": sender,
        "To": "Protocol desk <visits@concord.example>",
        "X-Concord-Message": "abcd3f9hjk0mnpqrstvw.2.1",
    }


def to_strangers() -> list[Occasion]:
    """Everything that an address is sent which has never answered, with words planted in every answer."""
    typed = {
        "full_name": PLANTED,
        "purpose": PLANTED,
        "teacher_name": PLANTED,
        "teacher_email": "teacher@school.example",
    }
    family = {
        "full_name": PLANTED,
        "nickname": PLANTED,
        "purpose": PLANTED,
        "guardians": [{"name": PLANTED, "email": "parent@family.example"}],
    }
    elsewhere = {"guardians": [{"name": PLANTED, "email": "cheap@pills.example"}]}
    story = confirmed(**typed)
    on_behalf = confirmed(**typed).answer("vouch.teacher_email.1", "agree", by="token:t1")
    last = exchange(**family).links(to="applicant")
    return [
        Story().submit(**typed).occasion("confirm"),
        Story().submit(**typed).wait(4).occasion("expired"),
        story.occasion("asked"),
        on_behalf.occasion("answered"),
        _asked(family).occasion("asked", "guardians.0"),
        _asked(family).wait(7).occasion("reminded", "guardians.0"),
        _asked(family).extend("consent.guardians.0.1", days=30).occasion("extended"),
        _asked(family).withdraw().occasion("not_needed", "guardians.0"),
        exchange(**family).wait(2).occasion("reminded"),
        exchange(**family).extend("confirm.applicant.1", days=9).occasion("extended"),
        exchange(**family).amend(purpose="Pills").occasion("amended"),
        exchange(**family).wait(4).reopen("confirm").occasion("reopened"),
        exchange(**family).withdraw().occasion("withdrawn"),
        exchange(**family).withdraw(by=STAFF).occasion("withdrawn"),
        exchange(**family).erase().occasion("erased"),
        exchange(**family).status_code().occasion("code"),
        last.occasion("links", alive=(last.alive("hanako@city.example"),)),
        _unconfirmed(family | elsewhere).disown("consent.guardians.0.1").occasion("disowned"),
    ]


def _asked(family: dict[str, Any]) -> Story:
    return exchange(**family).answer("confirm.applicant.1", "yes")


def _unconfirmed(family: dict[str, Any]) -> Story:
    """A program that asks others before anybody has confirmed an address."""
    bare = msgspec.structs.replace(EXCHANGE, workflow=EXCHANGE.workflow[1:])
    return Story(pinned=bare).submit(**family)


@pytest.mark.parametrize(
    "occasion", to_strangers(), ids=lambda each: f"{each.message.template}-{each.id[-3:]}"
)
def test_address_that_never_answered_gets_nothing_typed(occasion: Occasion) -> None:
    """Nobody can have words of their own sent to strangers, in any part or header."""
    message = compose(occasion)
    whole = (
        content(message, "plain") + content(message, "html") + str(message["Subject"]) + str(message["To"])
    )

    assert "pills" not in whole.lower()
    assert str(message["To"]) == occasion.recipient().email


@pytest.mark.parametrize(
    "occasion", all_occasions(), ids=lambda each: f"{each.message.template}-{each.id[-3:]}"
)
def test_message_is_seven_bits_in_short_lines(occasion: Occasion) -> None:
    """It passes every relay as it is: ASCII, CRLF, no line beyond 78 characters."""
    raw = compose(occasion).as_bytes()

    assert raw.isascii()
    assert b"\n" not in raw.replace(b"\r\n", b"")
    assert max(map(len, raw.split(b"\r\n"))) <= 78


@pytest.mark.parametrize(
    "occasion", all_occasions(), ids=lambda each: f"{each.message.template}-{each.id[-3:]}"
)
def test_html_loads_nothing(occasion: Occasion) -> None:
    """No picture, style, script or font from anywhere: links are all there is."""
    html = content(compose(occasion), "html")

    assert not re.findall(r"<(?:img|link|script|iframe|style|object|form)\b|url\(|@import|\bsrc=", html)
    assert set(re.findall(r'href="([a-z]+):', html)) <= {"https", "mailto"}


def test_every_template_has_its_three_files() -> None:
    """A message without a part would fail when it is sent."""
    found = {name: sorted(path.name for path in (templates.FOLDER / name).iterdir()) for name in TEMPLATES}

    assert found == {name: ["body.html", "body.txt", "subject.txt"] for name in TEMPLATES}


def test_long_title_leaves_room_for_the_reference() -> None:
    """The subject ends with the reference, however long the program's title is."""
    long = msgspec.structs.replace(PROGRAM, title="Friendship " * 40)
    subject = str(compose(Story(pinned=long).submit().occasion("confirm"))["Subject"])

    assert subject.startswith("Friendship Friendship")
    assert subject.endswith("… : please confirm your address [ABCD-3F9H]".replace("… ", "…"))
    assert len(subject) <= 200


def test_title_and_labels_are_no_formats() -> None:
    """Braces and percent signs in a definition are what they are, and markup is none."""
    odd = msgspec.structs.replace(PROGRAM, title="100% {fun} %(kind)s <b>{{ 1 }}</b>")
    message = compose(Story(pinned=odd).submit().occasion("confirm"))

    assert "100% {fun} %(kind)s <b>{{ 1 }}</b>" in content(message, "plain")
    assert "100% {fun} %(kind)s &lt;b&gt;{{ 1 }}&lt;/b&gt;" in content(message, "html")


def test_name_in_another_script_keeps_its_direction() -> None:
    """A name is set apart from the sentence around it, in both parts."""
    message = compose(confirmed(full_name="محمد").occasion("confirmed"))

    assert "Hello \u2068محمد\u2069," in content(message, "plain")
    assert "Hello <bdi>محمد</bdi>," in content(message, "html")


@pytest.mark.parametrize(
    "email",
    [
        "a@b.example,c@d.example",
        "a@b.example\r\nBcc: c@d.example",
        "<a@b.example>",
        '"a b"@c.example',
        "undisclosed:;",
        "no address",
        "",
    ],
)
def test_bad_address_is_never_written_to(email: str) -> None:
    """What is no single address is refused before anything is made of it; and it is not told."""
    with pytest.raises(BadAddress) as refused:
        address(email)

    assert str(refused.value) == ""


def test_role_with_a_bad_address_is_refused() -> None:
    """A definition's addresses are looked at as closely as typed ones."""
    roles = {"coordinator": (Person(name="Desk", email="a..b@concord.example"),)}
    story = Story(pinned=msgspec.structs.replace(PROGRAM, roles=roles)).submit()
    story.answer("confirm.applicant.1", "yes")

    with pytest.raises(BadAddress):
        compose(story.occasion("asked"))


@given(emails())
@example("o'neil+tag@a.example")
@example("#!{}~@a-b.c.example")
@example("jane@bücher.example")
def test_address_is_what_the_library_reads_in_it(email: str) -> None:
    """It is not parsed for that: what was checked can be read in one way only."""
    spelt = normalised(email)
    assume(spelt is not None)

    found = address(email, "Jane")

    assert (found.username, found.domain) == (
        Address(addr_spec=spelt).username,
        Address(addr_spec=spelt).domain,
    )
    assert str(found) == f"Jane <{spelt}>"


@given(text())
def test_line_has_nothing_that_breaks_it(words: str) -> None:
    """Whatever the letters, what ends a line or shows nothing is a space, and the others stay as they are."""
    unbroken = "".join(
        each if each in "\u200c\u200d" or category(each)[0] not in "CZ" else " " for each in words
    )

    assert one_line(words)[:199] == " ".join(unbroken.split())[:199]


def test_address_of_another_alphabet_is_written_in_ascii() -> None:
    """The host is IDNA; the local part stays as it is."""
    assert str(address("info@münchen.example", "Stadt München").addr_spec) == "info@xn--mnchen-3ya.example"


def test_nobody_to_write_to_is_told() -> None:
    """After an erasure there is no address, and no message is made."""
    story = confirmed(**TEACHER)
    occasion = story.occasion("asked")
    story.commits = [replace(commit, private=None) for commit in story.commits]

    with pytest.raises(NoAddress):
        compose(story.occasion(occasion.message.template, occasion.message.to))


@pytest.mark.parametrize(
    "text", ["a\r\nb", "a\x00b", "a\u0085b", "a\u2028b", "a\u2029b", " a \t b ", "a\u202eb"]
)
def test_header_is_one_line(text: str) -> None:
    """Nothing in a header ends its line."""
    assert one_line(text) == "a b"


def test_any_accent_can_be_read() -> None:
    """Whatever colour a community has, the button's words and the links have a contrast of 4.5 to 1."""
    accents = [
        f"#{red:02x}{green:02x}{blue:02x}"
        for red in range(0, 256, 15)
        for green in range(0, 256, 15)
        for blue in range(0, 256, 51)
    ]

    assert [each for each in accents if colours.contrast(each, colours.ink(each)) < 4.5] == []
    assert [each for each in accents if colours.contrast(colours.readable(each), "#ffffff") < 4.5] == []
    assert colours.contrast("#000000", "#ffffff") == 21


def test_accent_is_the_communitys() -> None:
    """The button is in the community's colour."""
    community = msgspec.structs.replace(
        COMMUNITY, look=msgspec.structs.replace(COMMUNITY.look, accent="#ffcc00")
    )
    html = content(compose(Story(community=community).submit().occasion("confirm")), "html")

    assert "background:#ffcc00;color:#000000" in html
