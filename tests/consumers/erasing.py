"""A submission in which every typed word is planted, taken to any stage, and the search for those words.

Plays on memory (`House`) and on the demo alike: whatever has a `world`, a `drain` and a `wait`.
"""

from __future__ import annotations

import base64
import itertools
import json
import re
import unicodedata
from collections.abc import Iterable, Mapping
from typing import Any, Protocol
from urllib.parse import quote, quote_plus

from chalicelib.domain.desk import Replacement
from chalicelib.domain.links import Link
from chalicelib.services import answer, correct, desk, lost, own, publish, records, submit
from chalicelib.services.answer import Given
from chalicelib.services.world import World
from chalicelib.storage.ports import Holder
from tests.domain.examples import COMMUNITY, EXCHANGE

STAFF = Holder("desk", "staff@concord.example", "springs", "administrator")
KEY = "a-key-of-the-caller"
PLANTED = {
    "name": "Öderwälder",
    "called": "Quibblesworth",
    "email": "plumtartlet",
    "host": "velvetmarmot",
    "corrected": "gingersnapper",
    "dob": "2013-07-19",
    "essay": "zephyrlanterns",
    "diet": "celeriacfree",
    "teacher": "Umbrellaphant",
    "teacher_email": "chalkduster",
    "guardian": "Wombatington",
    "guardian_email": "snowglobular",
    "guardian_phone": "7195550147",
    "signed_by_guardian": "Pennyfarthingale",
    "note": "marzipanpiglet",
    "replaced": "Thunderplum",
    "replaced_email": "inkwellington",
    "why_replaced": "wrongspelling",
    "reference": "bumblebeehaviour",
    "recusal": "auntieofhers",
    "review_note": "candyflossify",
    "partner_note": "takenokogohan",
    "on_behalf": "telephonically",
    "why_announced": "earlybirdness",
    "signed_by_applicant": "Hollyhockney",
    "why_withdrawn": "brokenankles",
    "why_reopened": "secondthoughts",
    "why_extended": "grandmothersick",
    "amended": "peppercornfield",
    "why_amended": "misheardnames",
    "improved": "dandelionclock",
    "why_erased": "askedbyletter",
}
"""What is typed, by where."""

DOB = PLANTED["dob"]
ANSWERS: dict[str, Any] = {
    "full_name": f"Mary {PLANTED['name']}",
    "nickname": PLANTED["called"],
    "email": f"{PLANTED['email']}@{PLANTED['host']}.example",
    "dob": DOB,
    "essay": f"I like {PLANTED['essay']}.",
    "diet": PLANTED["diet"],
    "teacher_name": PLANTED["teacher"],
    "teacher_email": f"{PLANTED['teacher_email']}@school.example",
    "guardians": [
        {"name": f"Gail {PLANTED['guardian']}", "email": f"{PLANTED['guardian_email']}@people.example"},
        {"name": "Bob", "email": "bob@people.example"},
    ],
}


class Deployment(Protocol):
    """Concord, somewhere."""

    @property
    def world(self) -> World:
        """What services are handed."""
        ...

    def drain(self) -> None:
        """Until nothing is left to do at this moment."""
        ...

    def wait(self, **length: float) -> None:
        """Lets time pass, and what follows."""
        ...


class Planted:
    """The submission; each method is one step on its way, and `typed` says what was planted on it so far."""

    def __init__(self, deployment: Deployment) -> None:
        self.deployment = deployment
        self.submission = ""
        self.typed: set[str] = set()
        publish.publish(deployment.world, COMMUNITY, by="test", kind="community")
        publish.publish(deployment.world, EXCHANGE, by="test")

    @property
    def world(self) -> World:
        """What services are handed."""
        return self.deployment.world

    def form(self, **changed: Any) -> submit.Form:
        """The form as it is sent."""
        return submit.Form("exchange", {**ANSWERS, **changed}, language="en", key=KEY)

    def send(self) -> None:
        """The form is sent."""
        self.submission = submit.submit(self.world, self.form()).case.submission.id
        self.typed |= {"name", "called", "email", "host", "dob", "essay", "diet", "teacher", "teacher_email"}
        self.typed |= {"guardian", "guardian_email"}

    def correct(self) -> None:
        """The address is corrected within its half hour."""
        correct.correct_address(self.world, self.submission, f"{PLANTED['corrected']}@people.example")
        self.typed |= {"corrected"}

    def confirm(self) -> None:
        """The applicant confirms."""
        self._answer("confirm.applicant.1", "yes", signed_by=PLANTED["signed_by_applicant"])
        self.typed |= {"signed_by_applicant"}

    def consent(self) -> None:
        """The first guardian agrees."""
        form = {"phone": PLANTED["guardian_phone"]}
        self._answer(
            "consent.guardians.0.1",
            "agree",
            signed_by=PLANTED["signed_by_guardian"],
            note=PLANTED["note"],
            form=form,
        )
        self.typed |= {"guardian_phone", "signed_by_guardian", "note"}

    def refuse(self) -> None:
        """The first guardian does not agree."""
        self._answer("consent.guardians.0.1", "refuse", note=PLANTED["note"], signed_by="G")
        self.typed |= {"note"}

    def disown(self) -> None:
        """The second guardian is not meant."""
        answer.disown(self.world, self._open("consent.guardians.1.1"))

    def replace(self) -> None:
        """Staff give the second guardian another name and address."""
        new = Replacement(f"{PLANTED['replaced_email']}@people.example", PLANTED["replaced"])
        reason = PLANTED["why_replaced"]
        desk.replace(self.world, STAFF, self.submission, "consent.guardians.1.1", new=new, reason=reason)
        self.typed |= {"replaced", "replaced_email", "why_replaced"}

    def extend(self) -> None:
        """Staff give the teacher more time."""
        desk.extend(
            self.world,
            STAFF,
            self.submission,
            "reference.teacher_email.1",
            due="40d",
            reason=PLANTED["why_extended"],
        )
        self.typed |= {"why_extended"}

    def fresh(self) -> None:
        """Somebody asks for lost links, and the applicant for a code, and types a wrong one."""
        lost.send_links(self.world, f"{PLANTED['guardian_email']}@people.example")
        loaded = own.send_code(self.world, self._load())
        own.try_code(self.world, loaded, "000000")

    def amend(self) -> None:
        """The applicant and staff change answers."""
        loaded = self._load()
        changed = {**loaded.case.answers, "essay": PLANTED["amended"]}
        own.amend(self.world, loaded, changed, signed_by="M")
        desk.amend(self.world, STAFF, self.submission, {"nickname": "Molly"}, PLANTED["why_amended"])
        self.typed |= {"amended", "why_amended"}

    def refer(self) -> None:
        """The teacher and the other guardian answer: the review begins."""
        words = {"recommends": True, "words": PLANTED["reference"]}
        self._answer("consent.guardians.1.1", "agree", signed_by="B")
        self._answer("reference.teacher_email.1", "submit", form=words, signed_by="T")
        self.typed |= {"reference"}

    def review(self) -> None:
        """One reviewer answers, one can't."""
        self._answer(
            "review.reviewer.0.1", "submit", form={"score": 4}, note=PLANTED["review_note"], signed_by="R"
        )
        answer.recuse(self.world, self._open("review.reviewer.1.1"), PLANTED["recusal"])
        self.typed |= {"review_note", "recusal"}

    def keep_back(self) -> None:
        """Another reviewer, and the partner city, whose answer is kept back."""
        self._answer("review.reviewer.2.1", "submit", form={"score": 5}, signed_by="R")
        self._answer(
            "partner_city.partner.0.1", "approve", note=PLANTED["partner_note"], signed_by="The mayor"
        )
        self.typed |= {"partner_note"}

    def decide(self, given: str = "offer") -> None:
        """Staff announce, and answer for the coordinator; that is announced too."""
        reason = PLANTED["why_announced"]
        desk.announce(self.world, STAFF, self.submission, "partner_city", reason)
        answer.by_staff(
            self.world,
            STAFF,
            self.submission,
            "decide.coordinator.0.1",
            Given(given),
            on_behalf=PLANTED["on_behalf"],
        )
        desk.announce(self.world, STAFF, self.submission, "decide", reason)
        self.typed |= {"why_announced", "on_behalf"}

    def improve(self) -> None:
        """The applicant is asked for changes, and sends them."""
        self.decide("improve")
        self._answer("improve.applicant.1", "improved", form={"essay": PLANTED["improved"]}, signed_by="M")
        self.typed |= {"improved"}

    def accept(self) -> None:
        """The applicant is mailed a code, and accepts with it."""
        ask = "offer.applicant.1"
        self._answer(ask, "accept", signed_by=PLANTED["signed_by_applicant"])
        code = self.world.code(self.submission, ask, 1)
        self._answer(ask, "accept", signed_by=PLANTED["signed_by_applicant"], code=code)

    def withdraw(self) -> None:
        """Staff withdraw it."""
        desk.withdraw(self.world, STAFF, self.submission, PLANTED["why_withdrawn"])
        self.typed |= {"why_withdrawn"}

    def expire(self) -> None:
        """Nobody confirms."""
        self.deployment.drain()
        self.deployment.wait(days=4)

    def reopen(self) -> None:
        """Staff open the review once more."""
        desk.reopen(self.world, STAFF, self.submission, "review", PLANTED["why_reopened"])
        self.typed |= {"why_reopened"}

    def to(self, stage: str) -> Planted:
        """Goes all the steps to a stage, drained after each."""
        for step in STAGES[stage]:
            getattr(self, step)()
            self.deployment.drain()
        return self

    def erase(self) -> None:
        """Staff erase it."""
        desk.erase(self.world, STAFF, self.submission, PLANTED["why_erased"])

    def _load(self) -> records.Loaded:
        return records.load(self.world, self.submission)

    def _open(self, ask: str) -> answer.Opened:
        generation = self._load().case.submission.asks[ask].generation
        return answer.open_link(self.world, Link("ask", self.submission, ask, generation))

    def _answer(self, ask: str, given: str, **said: Any) -> None:
        answer.by_link(self.world, self._open(ask), Given(given, **said))


_REVIEWED = ("send", "confirm", "consent", "refer", "review")
_OFFERED = (*_REVIEWED, "keep_back", "decide")
STAGES: dict[str, tuple[str, ...]] = {
    "unconfirmed": ("send",),
    "corrected": ("send", "correct"),
    "expired": ("send", "expire"),
    "consents open": ("send", "confirm"),
    "partly answered": ("send", "confirm", "fresh", "consent", "disown", "replace", "extend", "amend"),
    "declined": ("send", "confirm", "refuse"),
    "review": _REVIEWED,
    "kept back": (*_REVIEWED, "keep_back"),
    "improved": (*_REVIEWED, "keep_back", "improve"),
    "offered": _OFFERED,
    "accepted": (*_OFFERED, "accept"),
    "withdrawn": (*_OFFERED, "withdraw"),
    "reopened": (*_OFFERED, "accept", "reopen"),
}
"""Where an erasure may find it, and the steps that lead there."""


def found(texts: Iterable[str], planted: Mapping[str, str] = PLANTED) -> set[str]:
    """Where those planted words come from that are in the texts, in whatever spelling or encoding."""
    whole = _plain("\n".join(texts))
    return {place for place, word in planted.items() if any(spelt in whole for spelt in spellings(word))}


def _plain(text: str) -> str:
    """The text as it is and with JSON's escapes undone, composed and in small letters."""
    undone = re.sub(r"\\u([0-9a-fA-F]{4})", lambda escape: chr(int(escape[1], 16)), text)
    return unicodedata.normalize("NFC", f"{text}\n{undone}").casefold()


def spellings(word: str) -> set[str]:
    """A word as it may hide: composed and not, quoted, in base64 at any offset, in hex, backwards."""
    forms = {unicodedata.normalize(form, each) for form in ("NFC", "NFD") for each in (word, word.casefold())}
    hidden = {*forms, *(form[::-1] for form in forms)}
    for form in forms:
        data = form.encode()
        hidden |= {quote(form), quote_plus(form), data.hex(), json.dumps(form)[1:-1]}
        for before, code in itertools.product(range(3), (base64.b64encode, base64.urlsafe_b64encode)):
            # Without the first and last characters, which depend on what stands beside it.
            coded = code(b"\0" * before + data).decode().rstrip("=")
            hidden.add(coded[-(-before * 8 // 6) + (before > 0) : -1])
    return {unicodedata.normalize("NFC", each).casefold() for each in hidden}
