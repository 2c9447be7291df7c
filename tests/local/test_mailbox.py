from __future__ import annotations

from datetime import UTC, datetime
from email.message import EmailMessage
from email.policy import SMTP

import pytest

from infra.local.mailbox import Mailbox, stamped

AT = datetime(2026, 12, 1, 9, 30, tzinfo=UTC)


def message(subject: str = "Grüße, 富士吉田市") -> bytes:
    """A message as Concord sends them: text and HTML, and a calendar file."""
    mail = EmailMessage(policy=SMTP)
    mail["From"] = "Visitor desk <desk@concord.example>"
    mail["To"] = '"Office, of the Mayor" <office@fujiyoshida.example>'
    mail["Subject"] = subject
    mail["Message-ID"] = "<ours@concord.example>"
    mail["Date"] = "Thu, 01 Jan 1970 00:00:00 +0000"
    mail["X-Concord-Message"] = "abc.1.0"
    mail.set_content("Hello\nhttp://127.0.0.1:8000/asks/1.x\n")
    mail.add_alternative("<p>Hello</p>\n", subtype="html")
    mail.add_attachment(b"BEGIN:VCALENDAR", maintype="text", subtype="calendar", filename="visit.ics")
    return bytes(mail)


def test_message_is_shown_in_mailpits_shape() -> None:
    """List and single message have the members that programs read."""
    mailbox = Mailbox("us-west-2")
    mailbox.accept("1", message(), AT)
    (mail,) = mailbox.newest(10)

    whole = mail.full()

    summary = {
        "ID": mail.id,
        "From": {"Name": "Visitor desk", "Address": "desk@concord.example"},
        "To": [{"Name": "Office, of the Mayor", "Address": "office@fujiyoshida.example"}],
        "Subject": "Grüße, 富士吉田市",
        "Created": "2026-12-01T09:30:00.000Z",
    }
    assert mail.summary == summary
    headers = whole.pop("Headers")
    assert whole == {
        **summary,
        "Text": "Hello\nhttp://127.0.0.1:8000/asks/1.x\n",
        "HTML": "<p>Hello</p>\n",
        "Attachments": [
            {
                "PartID": "1",
                "FileName": "visit.ics",
                "ContentType": "text/calendar",
                "ContentID": "",
                "Size": 15,
            }
        ],
    }
    assert headers["X-Concord-Message"] == ["abc.1.0"]
    assert headers["Subject"] == ["Grüße, 富士吉田市"]


def test_ses_puts_its_own_id_and_date_in() -> None:
    """What Concord wrote into these two headers reaches nobody, and nothing else is changed."""
    mailbox, sent = Mailbox("us-west-2"), message()
    mailbox.accept("0101-1", sent, AT)
    (mail,) = mailbox.newest(10)

    headers = mail.full()["Headers"]

    assert headers["Message-ID"] == ["<0101-1@us-west-2.amazonses.com>"]
    assert headers["Date"] == ["Tue, 01 Dec 2026 09:30:00 +0000"]
    assert mail.raw.partition(b"\r\n\r\n")[2] == sent.partition(b"\r\n\r\n")[2]


@pytest.mark.parametrize(
    ("raw", "expected"),
    [
        (
            b"DATE: then\r\nmessage-id:\r\n <a@b>\r\nSubject: Date\r\n\r\nDate: y",
            b"Message-ID: <1@ses>\r\nDate: Tue, 01 Dec 2026 09:30:00 +0000\r\nSubject: Date\r\n\r\nDate: y",
        ),
        (
            b"Subject: x\n\nHello",
            b"Message-ID: <1@ses>\nDate: Tue, 01 Dec 2026 09:30:00 +0000\nSubject: x\n\nHello",
        ),
    ],
)
def test_headers_are_replaced_whatever_their_spelling(raw: bytes, expected: bytes) -> None:
    """Folded ones and those in other letters too, but never what only looks like one."""
    assert stamped(raw, "<1@ses>", AT) == expected


def test_folded_subject_is_one_line() -> None:
    """A long subject that begins on its second line is shown as mail programs show it."""
    subject = "A subject that is so long that it begins on its second line: please confirm your address"
    mailbox = Mailbox("us-west-2")
    mailbox.accept("1", b"Subject:\r\n " + subject.encode() + b"\r\n\r\nHello", AT)
    (mail,) = mailbox.newest(1)

    assert mail.summary["Subject"] == subject
    assert mail.full()["Headers"]["Subject"] == [subject]


def test_newest_is_first_and_a_copy_is_one_more() -> None:
    """Each message stands there as often as it was accepted, the latest before the others."""
    mailbox = Mailbox("us-west-2")
    for number, subject in enumerate(["first", "second", "second"]):
        mailbox.accept(str(number), message(subject), AT)

    assert mailbox.total() == 3
    assert [mail.summary["Subject"] for mail in mailbox.newest(10)] == ["second", "second", "first"]
    assert [mail.summary["Subject"] for mail in mailbox.newest(1, start=2)] == ["first"]
    assert mailbox.get("latest") == mailbox.newest(1)[0]


def test_one_acceptance_is_one_message() -> None:
    """What was learnt twice of the same acceptance counts once, also after the mailbox was emptied."""
    mailbox = Mailbox("us-west-2")
    mailbox.overlook("earlier")
    for _ in range(2):
        mailbox.accept("1", message(), AT)
        mailbox.accept("earlier", message(), AT)
    assert mailbox.total() == 1

    mailbox.clear()
    mailbox.accept("1", message(), AT)

    assert mailbox.total() == 0
    assert mailbox.get("latest") is None
