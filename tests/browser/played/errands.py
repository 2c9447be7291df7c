"""What a student does about the own application from its status page: changes it, withdraws it, erases it."""

from __future__ import annotations

from typing import TYPE_CHECKING

from tests.browser.offstage import exchange, wrong
from tests.browser.played.headings import AMEND, NOT_FOUND, NOT_NEEDED, STATUS
from tests.browser.played.scene import Journey, Scene
from tests.journeys.exchange import MOTHER, PUPIL

if TYPE_CHECKING:
    from tests.browser.person import Person

AMENDED = {"en": "Your answers are changed", "ja": "お申し込み内容を変更しました"}
WITHDRAW = {"en": "Withdraw your form?", "ja": "お申し込みを取り下げてよろしいですか"}
DOWNLOAD = {"en": "Download your data", "ja": "データのダウンロード"}
ERASE = {"en": "Erase everything?", "ja": "すべて消去してよろしいですか"}
ERASED = {"en": "Everything is erased", "ja": "すべて消去しました"}
SIGNED = {"signed_by": "The pupil"}
CHANGED = "I play the drums, I run, and since this spring I look after three cats."


def _status(person: Person) -> None:
    exchange(person).confirmed()
    person.follow(PUPIL, "status")


def _code(person: Person) -> str:
    return exchange(person).code(PUPIL)


def _errand(person: Person, what: str) -> None:
    person.story.demo.advance("11m")  # so many codes at once would be too many
    person.follow(PUPIL, "status")
    person.press(what)


def _wrong_code(person: Person) -> None:
    person.send({"code": wrong(_code(person)), **SIGNED})


def _right_code(person: Person) -> None:
    person.send({"code": _code(person), **SIGNED})


def _mistaken(person: Person) -> None:
    person.send({"interests": "", "signed_by": ""})


def _gone(person: Person) -> None:
    person.open(person.status)


ERRANDS = Journey(
    "errands",
    "The student changes the application, withdraws it, and erases it",
    (
        Scene(
            "status",
            _status,
            STATUS,
            "Four errands; for each, a code is mailed first.",
        ),
        Scene(
            "amend-code",
            lambda person: person.press("amend"),
            AMEND,
            "Before the answers are shown: the code from the message, and a name.",
        ),
        Scene("wrong-code", _wrong_code, AMEND, "A wrong code; a new one can be sent.", status=422),
        Scene("amend", _right_code, AMEND, "The form, with the answers as they were given."),
        Scene("amend-mistakes", _mistaken, AMEND, "A change with mistakes.", status=422),
        Scene(
            "amended",
            lambda person: person.send({"interests": CHANGED, **SIGNED}),
            AMENDED,
            "What was changed.",
        ),
        Scene(
            "download-code",
            lambda person: _errand(person, "download"),
            DOWNLOAD,
            "Everything in one file, for the code.",
        ),
        Scene(
            "withdraw-code",
            lambda person: _errand(person, "withdraw"),
            WITHDRAW,
            "What it means to withdraw.",
        ),
        Scene("withdrawn", _right_code, STATUS, "It is withdrawn; whoever was asked is told."),
        Scene(
            "not-needed",
            lambda person: person.open(exchange(person).link(MOTHER)),
            NOT_NEEDED,
            "The page of a question that was withdrawn with it.",
            status=410,
        ),
        Scene(
            "erase-code",
            lambda person: _errand(person, "erase"),
            ERASE,
            "What it means to erase everything.",
        ),
        Scene("erased", _right_code, ERASED, "The goodbye."),
        Scene("gone", _gone, NOT_FOUND, "The link of the status page leads nowhere any more.", status=404),
    ),
)
