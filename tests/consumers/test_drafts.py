"""Drafts as time goes by: their messages are planned, sent once, and what is over is deleted."""

from __future__ import annotations

import json
from collections.abc import Iterator
from datetime import timedelta
from typing import Any

import pytest

from chalicelib.consumers import drafts, notify, repair, rows, sweep
from chalicelib.domain import programs
from chalicelib.domain.definitions import Program
from chalicelib.domain.draft import Draft
from chalicelib.mail import ses
from chalicelib.services import cancelling, extending, records
from chalicelib.services import drafts as services
from chalicelib.services.drafts import Saving
from chalicelib.services.extending import Extension
from chalicelib.storage.ports import Holder
from infra.local import forms
from tests.consumers.house import House, nothing, on_moto, queue_event, queued
from tests.faults.transport import counted

VISIT = "delegation-visit"
PLANTED = "Zebrafink"
PART = "5" * 32
DESK = Holder("desk", "desk@concord.example", "colorado-springs", "administrator")


@pytest.fixture
def house() -> House:
    """A deployment on memory."""
    return House()


def save(
    house: House,
    part: str = PART,
    *,
    before: Draft | None = None,
    email: str = "mayor@city.example",
    language: str = "en",
    **typed: str,
) -> Draft:
    """Saves the form of the visit with something typed into it."""
    published = records.newest(house.world, "program", VISIT)
    form = {name: [value] for name, value in {"full_name": PLANTED, **typed}.items()}
    saving = Saving(programs.program(published.text), published.version, part, language, email, form)
    return services.save(house.world, saving, before=before)


def newest(house: House) -> Program:
    """The program of the visit."""
    return programs.program(records.newest(house.world, "program", VISIT).text)


def closing(house: House, at: str) -> None:
    """Publishes the visit with another closing date."""
    from chalicelib.services import publish

    newest = records.newest(house.world, "program", VISIT)
    document = {**json.loads(newest.text), "closes": at}
    publish.publish(house.world, document, by="test")
    house.drain()


def test_saving_writes_to_the_address_and_to_nobody_else(house: House) -> None:
    """One message with the link, of commit 0, which is a row like all others."""
    draft = save(house)
    house.drain()

    (message,) = house.sent
    assert (str(message["To"]), str(message["X-Concord-Message"])) == (
        "mayor@city.example",
        f"{draft.id}.0.{int(house.now.timestamp())}",
    )
    assert house.states(draft.id) == [("draft", "applicant", "sent", "")]
    assert "/drafts/1.draft." in message.get_body(("plain",)).get_content()  # type: ignore[union-attr]
    kept = services.find(house.world, draft.id)
    assert kept is not None
    assert (kept.told, kept.reminded) == (True, False)


def test_saving_again_writes_again_where_something_changed(house: House) -> None:
    """The same draft, in the same conversation; without a change there is one message a day."""
    first = save(house)
    house.drain()
    house.wait(minutes=5)
    same = save(house, before=first)
    house.drain()
    assert (same.id, same.saved - first.saved, len(house.sent)) == (first.id, timedelta(minutes=5), 1)

    house.wait(minutes=5)
    changed = save(house, before=same, email="second@city.example")
    house.drain()
    house.wait(days=2)
    save(house, before=changed, email="second@city.example")
    house.drain()

    assert [str(each["To"]) for each in house.sent] == [
        "mayor@city.example",
        "second@city.example",
        "second@city.example",
    ]
    assert len({str(each["References"]) for each in house.sent}) == 1
    assert len({str(each["X-Concord-Message"]) for each in house.sent}) == 3


def test_look_comes_twice_and_sends_once(house: House) -> None:
    """Whatever a queue delivers again."""
    draft = save(house)
    for _ in range(3):
        assert repair.handle(queued(draft=draft.id), house.world) == nothing()
    house.drain()

    assert len(house.sent) == 1


def test_saving_whose_queue_is_down_is_found_by_the_sweep(house: House) -> None:
    """A quarter of an hour later: the draft itself says when to look."""
    draft = save(house)
    house.take("repair")  # lost

    house.wait(minutes=14)
    assert house.sent == []
    house.wait(minutes=1)

    assert house.states(draft.id) == [("draft", "applicant", "sent", "")]


def test_message_that_a_newer_saving_overtook_is_not_sent(house: House) -> None:
    """Its link would be the same; whom it was for may be another address by now."""
    first = save(house, email="wrong@city.example")
    repair.handle(house.take("repair"), house.world)
    house.now += timedelta(seconds=9)
    save(house, before=first)
    house.drain()

    assert [str(each["To"]) for each in house.sent] == ["mayor@city.example"]
    assert [(state, reason) for _, _, state, reason in house.states(first.id)] == [
        ("suppressed", "not_needed"),
        ("sent", ""),
    ]


def test_reminder_comes_once_three_days_before_closing(house: House) -> None:
    """By the sweep; not before, and never again, whatever is saved afterwards."""
    closing(house, "2026-12-20T12:00")
    draft = save(house)
    house.drain()
    for _ in range(60):
        house.wait(hours=12)
        if len(house.sent) > 1:
            break

    assert house.now.isoformat()[:13] == "2026-12-17T23"
    assert [str(each["Subject"]).partition(":")[2] for each in house.sent][-1].startswith(
        " your form is not sent yet"
    )
    again = save(house, before=services.find(house.world, draft.id), purpose="More")
    house.drain()
    for _ in range(8):
        house.wait(hours=12)

    assert [template for template, *_ in house.states(again.id)] == ["draft_closing", "draft", "draft"]
    assert len(house.sent) == 3


def test_reminder_respects_the_closing_date_of_the_newest_version(house: House) -> None:
    """Moved to later: later. Moved to sooner: within a day."""
    closing(house, "2026-12-20T12:00")
    draft = save(house)
    closing(house, "2027-03-01")
    for _ in range(27):
        house.wait(days=1)
    assert [template for template, *_ in house.states(draft.id)] == ["draft"]

    closing(house, "2026-12-23T12:00")
    house.wait(days=1)

    assert [template for template, *_ in house.states(draft.id)] == ["draft_closing", "draft"]


def test_reminder_is_not_sent_when_the_program_closed_meanwhile(house: House) -> None:
    """Nor for a draft that is saved when it closes within three days."""
    closing(house, "2026-12-20T12:00")
    draft = save(house)
    house.drain()
    house.now += timedelta(days=24)
    sweep.handle({}, house.world)
    repair.handle(house.take("repair"), house.world)
    closing(house, "2026-12-17T12:00")
    house.drain()
    assert house.states(draft.id)[0] == ("draft_closing", "applicant", "suppressed", "not_needed")

    closing(house, "2026-12-20T12:00")
    late = save(house, part="6" * 32)
    for _ in range(6):
        house.wait(hours=12)
    assert [template for template, *_ in house.states(late.id)] == ["draft"]


def extend(house: House, closes: str) -> None:
    """Staff have the visit close later."""
    extending.extend(house.world, DESK, VISIT, Extension(closes=closes, steps={}, reason="Snow"))
    house.drain()


def test_reminder_of_an_extended_program_is_for_its_new_date(house: House) -> None:
    """Three days before that, once; the draft itself is kept as long as before."""
    closing(house, "2026-12-10T12:00")
    draft = save(house)
    house.drain()
    extend(house, "2026-12-18T12:00")
    for _ in range(48):
        house.wait(hours=12)
        if len(house.sent) > 1:
            break

    text = house.sent[-1].get_body(("plain",)).get_content()  # type: ignore[union-attr]  # there is one
    assert house.now.isoformat()[:10] == "2026-12-15"
    assert "It can be sent until Friday, December 18, 2026, 12:00 PM" in text
    assert "what was saved is deleted on Wednesday, December 23, 2026" in " ".join(text.split())
    assert [template for template, *_ in house.states(draft.id)] == ["draft_closing", "draft"]


def test_nobody_is_reminded_of_what_is_cancelled(house: House) -> None:
    """Neither when it would have closed, nor by a reminder that waits in the queue just then."""
    closing(house, "2026-12-10T12:00")
    first = save(house)
    house.drain()
    house.now += timedelta(days=14)
    sweep.handle({}, house.world)
    repair.handle(house.take("repair"), house.world)
    later = save(house, part="6" * 32)
    cancelling.cancel(house.world, DESK, VISIT, reason="Fire")
    house.drain()
    for _ in range(29):
        house.wait(days=1)

    assert house.states(first.id) == [
        ("draft_closing", "applicant", "suppressed", "not_needed"),
        ("draft", "applicant", "sent", ""),
    ]
    assert [template for template, *_ in house.states(later.id)] == ["draft"]


def test_message_with_the_link_says_that_it_was_cancelled_meanwhile(house: House) -> None:
    """Who saves in that moment has been promised a link, behind which is what was typed."""
    closing(house, "2026-12-10T12:00")
    save(house)
    cancelling.cancel(house.world, DESK, VISIT, reason="Fire")
    house.drain()

    (message,) = house.sent
    text = message.get_body(("plain",)).get_content()  # type: ignore[union-attr]  # there is one
    assert "has been cancelled in the meantime, so the form can't be sent any more." in " ".join(text.split())
    assert "can be sent until" not in text
    assert "/drafts/1.draft." in text


def test_draft_is_deleted_thirty_days_after_it_was_saved_last(house: House) -> None:
    """By the sweep, whatever DynamoDB's TTL does; until then it is there."""
    draft = save(house)
    house.wait(days=20)
    save(house, before=services.find(house.world, draft.id))
    house.drain()
    for _ in range(29):
        house.wait(days=1)
    house.wait(hours=23, minutes=59)
    assert services.find(house.world, draft.id) is not None

    house.wait(minutes=1)

    assert house.stores.drafts.get(draft.id) is None
    assert house.stores.drafts.count(VISIT) == 0


def test_expired_draft_is_none_before_anybody_deleted_it(house: House) -> None:
    """What is over is not shown because a table is late."""
    draft = save(house)
    house.now += timedelta(days=30)

    assert services.find(house.world, draft.id) is None
    assert house.stores.drafts.get(draft.id) is not None


def test_look_deletes_a_draft_that_was_sent_and_writes_nothing(house: House) -> None:
    """Whoever sends the page from before it was saved leaves the draft behind; no later than a day."""
    from chalicelib.services import submit

    draft = save(house)
    answers = forms.visit(house.now.date())
    done = submit.submit(house.world, submit.Form(VISIT, answers, language="en", key=services.key(PART)))
    assert done.case.submission.id == draft.id
    house.drain()

    assert house.stores.drafts.get(draft.id) is None
    assert "draft" not in [template for template, *_ in house.states(draft.id)]


def test_message_of_a_draft_that_was_sent_meanwhile_is_suppressed(house: House) -> None:
    """Planned, and then nobody needs the link any more."""
    from chalicelib.services import submit

    draft = save(house)
    repair.handle(house.take("repair"), house.world)
    answers = forms.visit(house.now.date())
    submit.submit(house.world, submit.Form(VISIT, answers, language="en", key=services.key(PART)))
    house.drain()

    assert house.states(draft.id)[0] == ("draft", "applicant", "suppressed", "not_needed")


def test_deleted_draft_is_not_written_about(house: House) -> None:
    """Neither is anything left of it but the row of its message, which has nothing personal."""
    draft = save(house)
    repair.handle(house.take("repair"), house.world)
    services.delete(house.world, newest(house), draft.id)
    house.drain()

    assert house.sent == []
    assert house.states(draft.id) == [("draft", "applicant", "suppressed", "not_needed")]
    assert repair.handle(queued(draft=draft.id), house.world) == nothing()


def test_saving_is_limited_as_first_messages_are(house: House) -> None:
    """Ten an hour to one address, drafts and submissions together; what was saved is kept all the same."""
    house.limits = True
    saved = []
    for number in range(12):
        saved.append(save(house, part=f"{number:032x}"))
        house.drain()

    assert len(house.sent) == 10
    assert house.states(saved[-1].id) == [("draft", "applicant", "suppressed", "limit")]
    assert services.find(house.world, saved[-1].id) is not None


def test_message_without_an_answer_is_sent_a_second_time_and_never_a_third(house: House) -> None:
    """A draft's message is accounted for as all others are."""
    house.results = [ses.Unknown("x"), ses.Unknown("x")]
    draft = save(house)
    house.drain()
    for _ in range(6):
        house.wait(minutes=30)

    assert len(house.sent) == 2
    assert house.states(draft.id) == [("draft", "applicant", "unknown", rows.NO_ANSWER_TWICE)]


def test_nothing_that_was_typed_is_in_queues_logs_or_mail(
    house: House, caplog: pytest.LogCaptureFixture
) -> None:
    """Ids only; the address is in the message's own header and nowhere else."""
    caplog.set_level("DEBUG")
    closing(house, "2026-12-20T12:00")
    draft = save(house, purpose=f"{PLANTED} & co", email="zebrafink@city.example")
    for _ in range(27):
        house.wait(days=1)
    services.delete(house.world, newest(house), draft.id)

    logged = " ".join(f"{each.getMessage()} {each.__dict__.get('concord')}" for each in caplog.records)
    assert {json.dumps(json.loads(body)) for body in house.bodies} >= {json.dumps({"draft": draft.id})}
    assert PLANTED.lower() not in (" ".join(house.bodies) + logged).lower()
    assert [str(each["To"]) for each in house.sent] == ["zebrafink@city.example"] * 2
    for message in house.sent:
        del message["To"]
        assert PLANTED.lower() not in _whole(message).lower()


def _whole(message: Any) -> str:
    parts = [message.get_body((kind,)).get_content() for kind in ("plain", "html")]
    return " ".join([*parts, *map(str, message.values())])


def test_erasing_a_submission_deletes_the_draft_it_came_from(house: House) -> None:
    """Should it still be there: nothing that was typed is left."""
    from chalicelib.services import own, submit

    draft = save(house)
    answers = forms.visit(house.now.date())
    submit.submit(house.world, submit.Form(VISIT, answers, language="en", key=services.key(PART)))
    house.take("repair")  # nobody looked at the draft
    assert house.stores.drafts.get(draft.id) is not None
    own.erase(house.world, house.loaded(draft.id))
    house.drain()

    assert house.stores.drafts.get(draft.id) is None
    assert house.loaded(draft.id).case.submission.state == "erased"


@pytest.fixture
def deployment(monkeypatch: pytest.MonkeyPatch) -> Iterator[House]:
    """A deployment on moto."""
    with on_moto(monkeypatch) as house:
        yield house


def test_saving_and_its_message_take_these_calls(deployment: House) -> None:
    """One read, one write and one queued id; a look; and a message, with one read more than others."""
    house = deployment
    program = programs.program(records.newest(house.world, "program", VISIT).text)
    saving = Saving(program, 1, PART, "en", "mayor@city.example", {"full_name": ["Ann"]})
    with counted() as saved:
        draft = services.save(house.world, saving)
    with counted() as looked:
        drafts.look(house.world, draft.id)
    message = json.dumps({"message": f"{draft.id}.0.{draft.number}"})
    with counted() as sent:
        assert notify.handle(queue_event([message]), house.world) == nothing()
    with counted() as counting:
        assert house.stores.drafts.count(VISIT) == 1

    assert [each.operation for each in saved] == ["GetItem", "PutItem", "SendMessageBatch"]
    assert [each.operation for each in looked] == [
        "Query",
        "GetItem",
        "GetItem",
        "PutItem",
        "SendMessageBatch",
        "UpdateItem",
    ]
    assert [each.operation for each in sent] == [
        "UpdateItem",
        "Query",
        "Query",
        "BatchGetItem",
        "SendEmail",
        "UpdateItem",
    ]
    assert [each.operation for each in counting] == ["Query"]
    assert [row.state for row in house.rows(draft.id)] == ["sent"]
