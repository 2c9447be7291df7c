"""A handful of submissions for a demo that is not empty, made over HTTP as people make them.

Pages are filled in, links are taken from the mailbox, and what is waited for is the mail: nothing here knows
what is behind the pages.
"""

from __future__ import annotations

import re
from collections.abc import Mapping
from datetime import UTC, datetime
from typing import Any, Protocol

from infra.local import forms
from infra.local.visitor import Form, Reply, call

_ASK = re.compile(r"https?://\S+/asks/[A-Za-z0-9_-]+(?:\.[A-Za-z0-9_-]+)*")
DESK = "visits@concord.example"


class Running(Protocol):
    """The demo as its visitors know it."""

    address: str
    base_url: str

    def drain(self) -> None:
        """Waits until there is nothing left to do."""
        ...

    def messages(self) -> list[dict[str, Any]]:
        """Every message, the oldest first."""
        ...


def play(demo: Running) -> None:
    """Two families, one of them confirmed; three delegations: approved, to be decided, new; a pupil
    for whom one parent and the teacher have answered.
    """
    today = datetime.now(UTC).date()
    _send(demo, "cultural-festival", forms.family(full_name="A family of Old Colorado City", adults=3))
    _send(demo, "cultural-festival", forms.family(email="neighbours@people.example", children_0_5=2))
    _send(demo, "delegation-visit", forms.visit(today), language="ja")
    _send(demo, "delegation-visit", forms.visit(today, **_KRANJ))
    _send(demo, "delegation-visit", forms.visit(today, **_BISHKEK))
    pupil = forms.exchange(today)
    _send(demo, "youth-exchange-fujiyoshida", pupil)
    demo.drain()
    for applicant in (
        "family@people.example",
        "international@fujiyoshida.example",
        _KRANJ["email"],
        pupil["email"],
    ):
        _answer(demo, applicant, {"sure": ["yes"]}, "yes")
    demo.drain()
    _answer(demo, DESK, {"signed_by": ["The protocol desk"]}, "approve", about=_KRANJ["city"])
    _answer(demo, pupil["guardians"][0]["email"], _filled(forms.CONSENT, signed_by="A parent"), "agree")
    _answer(demo, pupil["teacher_email"], _filled(forms.REFERENCE, sure="yes"), "submit")
    demo.drain()


_KRANJ: Mapping[str, Any] = {
    "organisation": "City Municipality of Kranj",
    "email": "protocol@kranj.example",
    "city": "Kranj",
    "country": "Slovenia",
    "topic": "study",
    "purpose": "We would like to see how trails and open spaces are cared for, and to talk about sports.",
    "ties_details": "Sister cities since 2022.",
    "interpreter": "not_needed",
    "interpreter_language": None,
}
_BISHKEK: Mapping[str, Any] = {
    "organisation": "Chamber of commerce of Bishkek",
    "email": "chamber@bishkek.example",
    "city": "Bishkek",
    "country": "Kyrgyzstan",
    "topic": "business",
    "purpose": "Three of our members would like to meet companies of outdoor equipment.",
    "ties_details": "Sister cities since 1994.",
    "interpreter": "brought",
    "interpreter_language": "Russian",
}


def _send(demo: Running, program: str, answers: Mapping[str, Any], language: str = "en") -> None:
    """Fills in a program's form, page after page, and sends it."""
    url = f"{demo.address}/programs/{program}"
    wanted = {name: [words] for name, words in forms.spelt(answers)}
    groups = {name: len(rows) for name, rows in answers.items() if isinstance(rows, list)}
    page = _expect(call(url, headers={"Accept-Language": language}), 200)
    while page.status == 200:
        for group, rows in groups.items():
            while ("add", group) in _form(page).buttons and not _has_row(page, f"{group}.{rows - 1}."):
                page = _press(page, wanted, ("add", group), language)
        page = _press(page, wanted, None, language)
    _expect(page, 303)


def _has_row(page: Reply, row: str) -> bool:
    return any(name.startswith(row) for name, _, _ in _form(page).controls)


def _filled(answers: Mapping[str, Any], **control: str) -> dict[str, list[str]]:
    """What is filled in with an answer, and the control that goes with it."""
    return {name: [words] for name, words in (*forms.spelt(answers), *control.items())}


def _answer(
    demo: Running,
    address: str,
    given: Mapping[str, list[str]],
    answer: str,
    *,
    about: str = "",
) -> None:
    """Opens the newest link that an address was sent, of a page about something, and answers there."""
    for message in reversed(demo.messages()):
        found = _ASK.search(message["Text"])
        if not found or message["To"][0]["Address"] != address:
            continue
        page = call(found[0].replace(demo.base_url, demo.address, 1))
        if page.status == 200 and about in page.text:
            _expect(_press(page, given, ("answer", answer)), 200, 303)
            return
    raise LookupError(f"no link for {address}")


def _press(
    page: Reply,
    answers: Mapping[str, list[str]],
    which: tuple[str, str] | None,
    language: str = "en",
) -> Reply:
    """The answer when the page's form is filled in and that button is pressed, by default the first one."""
    form = _form(page)
    button = next(button for button in form.buttons if which in (None, button))
    headers = {"Accept-Language": language}
    return call(form.action, "POST", form=form.filled(answers, button), headers=headers)


def _form(page: Reply) -> Form:
    return next(form for form in page.forms() if form.method == "post")


def _expect(reply: Reply, *statuses: int) -> Reply:
    if reply.status not in statuses:
        raise RuntimeError(f"the demo's own example got {reply.status} at {reply.url.partition('/asks/')[0]}")
    return reply
