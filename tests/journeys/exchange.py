"""The people of the youth exchange, and what each of them does with the newest message."""

from __future__ import annotations

import re
from collections.abc import Callable, Mapping
from datetime import UTC, datetime
from typing import Any

from infra.local import forms
from tests.journeys.browser import Page
from tests.journeys.story import Story

PROGRAM = "youth-exchange-fujiyoshida"
PUPIL, MOTHER, FATHER = "pupil@people.example", "mother@people.example", "father@people.example"
TEACHER = "teacher@school.example"
REVIEWERS = tuple(f"reviewer{number}@concord.example" for number in (1, 2, 3))
PARTNER, DESK = "exchange@fujiyoshida.example", "exchange@concord.example"
_CODE = re.compile(r"^\s*(\d{6})\s*$", re.MULTILINE)


class Exchange:
    """One application, from outside: pages, mails and the staff's API."""

    def __init__(self, story: Story) -> None:
        self.story = story

    def apply(self, **changed: Any) -> Page:
        """Sends the form."""
        page = self.story.fill_in(PROGRAM, forms.exchange(datetime.now(UTC).date(), **changed))
        assert page.status == 200, page.errors
        return page

    def confirmed(self, **changed: Any) -> Exchange:
        """The pupil has confirmed the address: guardians and teacher are asked."""
        self.apply(**changed)
        self.story.confirm(self.link(PUPIL))
        return self

    def consented(self, **changed: Any) -> Exchange:
        """Guardians and teacher have answered: the committee is asked."""
        self.confirmed(**changed)
        self.consent(MOTHER)
        if "guardians" not in changed:
            self.consent(FATHER)
        self.recommend()
        return self

    def reviewed(self) -> Exchange:
        """Two of the committee have answered: Fujiyoshida is asked."""
        self.consented()
        for reviewer in REVIEWERS[:2]:
            self.review(reviewer)
        return self

    def welcomed(self) -> Exchange:
        """Fujiyoshida would welcome the pupil: Colorado Springs decides."""
        self.reviewed()
        self.sign(PARTNER, "approve")
        return self

    def offered(self) -> Exchange:
        """A place is offered."""
        self.welcomed()
        self.sign(DESK, "offer")
        return self

    def accepted(self) -> Exchange:
        """The pupil goes to Fujiyoshida."""
        self.offered()
        assert self.accept().status == 200
        return self

    def link(self, address: str) -> str:
        """The newest link of an ask that the address was sent."""
        found = [mail for mail in self.story.mails(address) if any("/asks/" in link for link in mail.links)]
        assert found, f"{address} was asked nothing"
        return found[-1].link("asks")

    def fill(self, address: str, answers: Mapping[str, Any], button: str, **control: Any) -> Page:
        """Fills in the page of the newest ask and answers."""
        return self.story.open(self.link(address)).form.fill({**answers, **control}).press(button)

    def consent(self, address: str) -> Page:
        """A guardian agrees."""
        return self.fill(address, forms.CONSENT, "agree", signed_by="A parent of the West Side")

    def recommend(self, address: str = TEACHER) -> Page:
        """The teacher answers."""
        return self.fill(address, forms.REFERENCE, "submit", sure=True)

    def review(self, address: str) -> Page:
        """Somebody of the committee answers."""
        return self.fill(address, forms.REVIEW, "submit", sure=True)

    def sign(self, address: str, answer: str) -> Page:
        """Somebody answers with nothing but a name."""
        return self.fill(address, {}, answer, signed_by="Somebody who may")

    def accept(self) -> Page:
        """The pupil accepts: the answer, and then the code that was mailed for it."""
        link = self.link(PUPIL)
        page = self.story.open(link).form.fill({"signed_by": "The pupil"}).press("accept")
        assert "code" in page.form.names, page.text
        return page.form.fill({"code": self.code(PUPIL)}).press("accept")

    def code(self, address: str) -> str:
        """The newest code that the address was sent."""
        found = _CODE.findall(self.story.newest(address).text)
        assert len(found) == 1, "a message with a code has it alone on its line"
        return str(found[0])

    def own(self, what: str) -> Page:
        """Asks for something by the status page, with the code that is mailed for it."""
        page = self.story.open(self.story.newest(PUPIL).link("status"))
        button = next(b for form in page.forms for b in form.buttons if b.value == what)
        form = next(form for form in page.forms if button in form.buttons)
        page = form.press(button)
        assert page.status == 200, page.errors
        return page.form.fill({"code": self.code(PUPIL), "signed_by": "The pupil"}).press()

    @property
    def submission(self) -> dict[str, Any]:
        """As staff see it."""
        return self.story.submission(PROGRAM)

    @property
    def state(self) -> str:
        """The submission's state."""
        return str(self.submission["state"])

    def told(self, party: str) -> list[str]:
        """The messages to a party, by template."""
        return [each["template"] for each in self.submission["messages"] if each["to"] == party]

    def command(self, path: str, **body: Any) -> dict[str, Any]:
        """A command of staff by the API, with its reason."""
        answer = self.story.api(
            "POST", f"/v1/submissions/{self.submission['id']}{path}", json={"reason": "As asked", **body}
        )
        assert answer.status_code == 200, answer.text
        found: dict[str, Any] = answer.json()
        return found

    def wait(self, length: str) -> Exchange:
        """Lets time pass, and what is due be done."""
        self.story.demo.advance(length)
        self.story.demo.drain()
        return self


STAGES: Mapping[str, Callable[[Exchange], object]] = {
    "unconfirmed": Exchange.apply,
    "consents": Exchange.confirmed,
    "review": Exchange.consented,
    "partner city": Exchange.reviewed,
    "decision": Exchange.welcomed,
    "offer": Exchange.offered,
    "accepted": Exchange.accepted,
}
"""How each stage is come to."""
