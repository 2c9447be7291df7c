"""Files of forms that are saved: they wait as long as the form does, and go with it."""

from __future__ import annotations

import json
from dataclasses import replace
from datetime import timedelta
from typing import Any

import pytest

from chalicelib.consumers import drafts as looks
from chalicelib.consumers import repair
from chalicelib.domain import programs
from chalicelib.domain.draft import Draft, Late
from chalicelib.services import drafts, records, submit, uploads
from chalicelib.services.drafts import Saving
from chalicelib.services.submit import Form
from tests.domain.examples import ANSWERS, changed
from tests.services.office import VISIT, Office
from tests.services.samples import PDF

PAPERS: dict[str, Any] = {
    "page": {"en": "Papers", "ja": "書類"},
    "fields": [{"id": "letter", "type": "file", "label": {"en": "Letter", "ja": "手紙"}, "count": 3}],
}
PART = "5" * 32


@pytest.fixture
def office() -> Office:
    """A deployment whose program asks for up to three letters."""
    found = Office()
    found.publish(changed(VISIT, ("/form", [*VISIT["form"], PAPERS])))
    return found


def upload(office: Office) -> str:
    """A letter that was sent; its id."""
    program = programs.program(records.newest(office.world, "program", "visit").text)
    sent = uploads.Sent("visit", "letter.pdf", PDF)
    return uploads.take(office.world, sent, uploads.fields(program, "letter")).id


def save(office: Office, *letters: str, before: Draft | None = None) -> Draft:
    """Saves the form with these letters."""
    newest = records.newest(office.world, "program", "visit")
    program = programs.program(newest.text)
    form = {"letter": [*letters, ""]}
    saving = Saving(program, newest.version, PART, "en", "mary@city.example", form)
    return drafts.save(office.world, saving, before=before)


def settle(office: Office) -> None:
    """Handles what is queued for repair."""
    queues: Any = office.stores.queues
    bodies = list(queues.sent["repair"])
    queues.sent["repair"].clear()
    records_ = [{"messageId": str(number), "body": body} for number, body in enumerate(bodies)]
    assert repair.handle({"Records": records_}, office.world) == {"batchItemFailures": []}


def there(office: Office, *letters: str) -> list[str]:
    """Those of which there are a row and an object."""
    files: Any = office.stores.files
    return [each for each in letters if each in files.uploads and f"files/{each}" in files.objects]


def test_file_of_a_saved_form_waits_as_long_as_the_form(office: Office) -> None:
    """Without it, it would be gone after a day; and it is claimed when the form is sent."""
    letter = upload(office)
    draft = save(office, letter)
    office.wait(days=29)

    sent = submit.submit(office.world, Form("visit", {**ANSWERS, "letter": [letter]}, language="en"))

    assert office.stores.files.rows(letter)[letter].claimed == sent.case.submission.id
    assert draft.expires == draft.saved + timedelta(days=30)


def test_files_of_who_was_let_in_late_wait_as_long_as_more_time_may_be_given(office: Office) -> None:
    """The form may have 30 days by then, and a look at it may not lengthen the life of a file."""
    letter, now = upload(office), office.now
    first = save(office)
    late = replace(first, late=Late(now, now + timedelta(days=3), "token:desk", "Ill"))

    assert save(office, letter, before=late).expires == now + timedelta(days=3)

    files: Any = office.stores.files
    assert files.uploads[letter].expires == now + timedelta(days=30)


def test_file_that_is_taken_out_goes_when_the_form_is_saved_again(office: Office) -> None:
    """The others stay."""
    gone, kept = upload(office), upload(office)
    first = save(office, gone, kept)
    save(office, kept, before=first)
    settle(office)

    assert there(office, gone, kept) == [kept]


def test_files_go_with_the_form_that_is_deleted(office: Office) -> None:
    """By its owner, by a queued look; nobody can claim them any more."""
    letter = upload(office)
    draft = save(office, letter)
    program = programs.program(records.newest(office.world, "program", "visit").text)
    drafts.delete(office.world, program, draft.id)
    settle(office)

    assert there(office, letter) == []
    assert drafts.find(office.world, draft.id) is None


def test_files_go_with_the_form_that_is_kept_no_longer(office: Office) -> None:
    """Thirty days after it was saved."""
    letter = upload(office)
    draft = save(office, letter)
    office.wait(days=30)
    looks.look(office.world, draft.id)

    assert there(office, letter) == []


def test_sending_leaves_the_files_that_are_claimed_and_no_others(office: Office) -> None:
    """What stood in the saved form and was not sent is dropped."""
    sent, unsent = upload(office), upload(office)
    draft = save(office, sent, unsent)
    done = submit.submit(
        office.world, Form("visit", {**ANSWERS, "letter": [sent]}, language="en", key=drafts.key(PART))
    )
    program = programs.program(records.newest(office.world, "program", "visit").text)
    drafts.finish(office.world, program, done.case.submission.id)
    settle(office)

    assert done.case.submission.id == draft.id
    assert there(office, sent, unsent) == [sent]


def test_dropping_leaves_what_was_claimed_meanwhile(office: Office) -> None:
    """A queued body may come late, or twice."""
    letter = upload(office)
    submit.submit(office.world, Form("visit", {**ANSWERS, "letter": [letter]}, language="en"))
    body = {"messageId": "1", "body": json.dumps({"uploads": [letter, "0" * 20]})}

    assert repair.handle({"Records": [body, body]}, office.world) == {"batchItemFailures": []}
    assert there(office, letter) == [letter]
