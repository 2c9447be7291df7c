"""Wrote the journals of this folder: `python -m tests.journals.make FORMAT`.

Run it for a new format, into a folder of that format's own, and where there are new events: what stands here
already must fold for ever, as it was written.
"""

from __future__ import annotations

import json
import sys
from dataclasses import asdict, replace
from datetime import UTC, datetime, timedelta
from functools import partial
from pathlib import Path
from typing import Any

from chalicelib.domain import ask_new, codes, desk, documents, instants, owner, programs, workflow
from chalicelib.domain.commits import Commit
from chalicelib.domain.definitions import Program
from chalicelib.domain.desk import Replacement
from chalicelib.domain.folding import fold
from chalicelib.domain.submissions import Case
from infra.local import forms
from infra.local.catalogue import CATALOGUE
from tests.domain import seats, test_seats
from tests.domain import test_exchange as exchange
from tests.domain.playing import Play

HERE = Path(__file__).parent
START = datetime(2026, 11, 23, 17, 0, tzinfo=UTC)
TODAY = START.date()
DESK = "token:desk"


def document(name: str) -> dict[str, Any]:
    """The definition of a program of the catalogue, as of the day of these journals."""
    written = documents.from_yaml((CATALOGUE / "programs" / f"{name}.yaml").read_bytes())
    return programs.settle(written, TODAY)


def program(name: str) -> Program:
    """The program that it makes."""
    return programs.program(documents.to_json(document(name)))


def journals() -> dict[str, list[Commit]]:
    """One journal for each end that a submission can come to."""
    found = {}
    for name, answer in (("accepted", "approve"), ("declined", "decline")):
        visit = play("delegation-visit", forms.visit(TODAY)).answer("confirm.applicant.1", "yes")
        visit.later(days=2).answer("decide.coordinator.0.1", answer, signed_by="The protocol desk")
        found[f"visit-{name}"] = visit.commits
    found["visit-not-confirmed"] = play("delegation-visit", forms.visit(TODAY)).later(days=3).expire().commits
    corrected = play("delegation-visit", forms.visit(TODAY, email="mistyped@city.example"))
    corrected.later(minutes=10).correct("right@city.example").answer("confirm.applicant.2", "yes")
    corrected.answer("decide.coordinator.0.1", "approve", by="token:desk", on_behalf="By telephone.")
    found["visit-corrected"] = corrected.commits
    found["visit-asked-new"] = asked_new().commits
    family = play("cultural-festival", forms.family()).answer("confirm.applicant.1", "yes")
    found["festival-accepted"] = family.commits
    found |= {name: play.commits for name, play in exchanges().items()}
    found |= {name: play.commits for name, play in seated().items()}
    found["festival-without-private-parts"] = [replace(commit, private=None) for commit in family.commits]
    return found


def exchanges() -> dict[str, Play]:
    """The youth exchange of tests/domain, with every event that a journal knows."""
    accepted = exchange.accept(exchange.accept(exchange.offered()), "000001")
    locked = exchange.accept(exchange.offered())
    for _ in range(codes.TRIES):
        exchange.accept(locked, "999999")
    locked.do(lambda rules, case: owner.fresh_link(rules, case, exchange.OFFER))
    silent = exchange.confirmed().answer(exchange.GAIL, "agree").later(days=12).expire()
    silent.later(days=2).expire()
    silent.do(lambda rules, case: desk.reopen(rules, case, "consent", by=DESK, reason="Ill"))
    silent.do(lambda rules, case: owner.withdraw(rules, case, signed_by="Mary"))
    mended = exchange.confirmed()
    mended.do(lambda rules, case: workflow.disown(rules, case, exchange.TEACHER, by="teacher_email"))
    new = Replacement("nina@school.example", "Nina New")
    mended.do(
        lambda rules, case: desk.replace_named(rules, case, exchange.TEACHER, new, by=DESK, reason="Mistyped")
    )
    due = mended.now + timedelta(days=30)
    mended.do(lambda rules, case: desk.extend(rules, case, exchange.BOB, due=due, by=DESK, reason="Away"))
    mended.answer(exchange.GAIL, "agree", form={"phone": "0123"}, language="en").answer(exchange.BOB, "agree")
    mended.answer(exchange.TEACHER, "submit", form=exchange.RECOMMENDED, language="en")
    mended.do(
        lambda rules, case: workflow.recuse(rules, case, exchange.FIRST, by="reviewer.0", reason="A niece")
    )
    erased = exchange.decided("improve")
    erased.do(lambda rules, case: desk.reopen(rules, case, "review", by=DESK, reason="A mistake"))
    erased.do(lambda rules, case: owner.erase(rules, case, by="applicant"))
    returned = exchange.decided("improve", fields=["essay"], note="A little more, please.")
    returned.now = exchange.ANNOUNCED
    returned.expire().answer("improve.applicant.1", "improved", form={"essay": "A better one."})
    return {
        "exchange-accepted": accepted,
        "exchange-erased": erased,
        "exchange-link-locked": locked,
        "exchange-mended": mended,
        "exchange-reopened-and-withdrawn": silent,
        "exchange-sent-back": returned,
    }


def asked_new() -> Play:
    """A visit that is asked twice what only a newer version asks; one answer comes, and one doesn't."""
    visit = play("delegation-visit", forms.visit(TODAY)).answer("confirm.applicant.1", "yes")
    diet = {"id": "diet", "type": "text", "label": "What do you not eat?", "required": True}
    guide = {"id": "guide", "type": "yes_no", "label": "Do you need a guide?"}
    page = {"page": "New", "fields": [diet, guide]}
    newer = document("delegation-visit")
    newer["form"].append(page)
    visit.live = programs.program(documents.to_json(newer))
    due = visit.now + timedelta(days=14)
    for name in ("diet", "guide"):
        command = partial(ask_new.ask_new, wanted=[name], due=due, by=DESK, reason="A new question")
        visit.do(command)
    visit.answer("_new1.applicant.1", "submit", form={"diet": "Nuts"}, language="en")
    return visit.later(days=11).expire().later(days=3).expire()


def seated() -> dict[str, Play]:
    """Registrations with seats: one that waits, is offered a seat and takes it, and one that is moved."""
    waited = test_seats.registered().seat("wait").later(days=1).seat("grant")
    waited.answer(test_seats.OFFER, "accept")
    moved = Play(programs.program(documents.to_json(seats.TOURS))).submit({**seats.ANSWERS, "tour": "lake"})
    moved.answer("confirm.applicant.1", "yes").seat("grant")
    change = {"tour": "hill"}
    moved.do(lambda rules, case: desk.amend(rules, case, change, by=DESK, reason="By telephone")).seat(
        "grant"
    )
    moved.do(lambda rules, case: desk.withdraw(rules, case, by=DESK))
    return {"seat-waited-for": waited, "seat-moved-and-given-back": moved}


def play(name: str, answers: dict[str, Any]) -> Play:
    """A submission of a program of the catalogue."""
    return Play(program(name), now=START).submit(answers)


def stored(commit: Commit) -> dict[str, Any]:
    """A commit as the table holds it."""
    return {**asdict(commit), "at": instants.to_text(commit.at)}


def described(case: Case) -> dict[str, Any]:
    """What a journal folds to, as JSON."""
    return dict(json.loads(json.dumps(asdict(replace(case, commits=())), default=_spelt)))


def _spelt(value: object) -> str:
    if isinstance(value, datetime):
        return instants.to_text(value.astimezone(UTC))
    raise TypeError(type(value))


def main() -> None:
    """Writes a file for each journal that has none, with what it folds to. What is there never changes."""
    folder = HERE / sys.argv[1]
    folder.mkdir(exist_ok=True)
    for name, commits in journals().items():
        if (folder / f"{name}.json").exists():
            continue
        whole = {"commits": [stored(commit) for commit in commits], "folds_to": described(fold(commits))}
        text = json.dumps(whole, ensure_ascii=False, indent=1)
        (folder / f"{name}.json").write_text(f"{text}\n", encoding="utf-8")


if __name__ == "__main__":
    main()
