"""One person may send a form after the closing date: by a link, once, until then, and the reason stays."""

from __future__ import annotations

from dataclasses import replace
from datetime import UTC, datetime, timedelta
from typing import Any

import pytest

from chalicelib.consumers import notify, repair
from chalicelib.domain.draft import Draft
from chalicelib.domain.errors import Invalid, KeyReused, NotAllowed, NotOpen
from chalicelib.services import cancelling, drafts, extending, late, submit
from chalicelib.services.drafts import Saving
from chalicelib.services.extending import Extension
from chalicelib.services.late import Invitation
from chalicelib.storage.ports import Holder
from tests.consumers.house import House
from tests.domain.seats import FAIR

DESK = Holder("desk", "desk@concord.example", "colorado-springs", "member")
WHY = "Her letter came back to us"
ANN = {"full_name": "Ann", "email": "ann@people.example"}


@pytest.fixture
def house() -> House:
    """A deployment with a fair that has closed."""
    house = House()
    house.publish({**FAIR, "closes": "2026-11-30", "languages": ["en", "ja"]})
    house.now = datetime(2026, 12, 5, 17, tzinfo=UTC)
    return house


def invite(house: House, **changed: Any) -> Draft:
    """Staff let Ann in."""
    wanted = Invitation(email="ann@people.example", until="7d", reason=WHY, name="Ann")
    return late.invite(house.world, DESK, "fair", replace(wanted, **changed))


def send(house: House, draft: Draft, **answers: str) -> str:
    """The form is sent from the page behind the link; the submission's id."""
    form = submit.Form("fair", {**ANN, **answers}, language=draft.language, key=drafts.key(draft.part))
    return submit.submit(house.world, form).case.submission.id


def test_who_is_let_in_is_written_to_and_can_send_the_form_once(house: House) -> None:
    """It becomes the submission that the draft is called after; the draft is gone."""
    draft = invite(house)
    house.drain()
    (mail,) = house.sent
    assert mail["To"] == "ann@people.example"
    assert "you can still send the form" in mail["Subject"]
    text = mail.get_body(("plain",)).get_content()  # type: ignore[union-attr]  # there is one
    assert "Please send the form by Saturday, December 12, 2026" in text
    assert "/drafts/1.draft." in text
    assert not [words for words in (WHY, "Ann") if words in text]
    assert draft.form == {"full_name": ("Ann",), "email": ("ann@people.example",)}

    submission = send(house, draft)
    house.drain()
    house.wait(days=1)

    assert submission == draft.id
    assert house.stores.drafts.get(draft.id) is None
    with pytest.raises(KeyReused):
        send(house, draft, full_name="Somebody else")


def test_reason_stays_with_the_submission_and_in_no_event(house: House) -> None:
    """The event says who let it be sent."""
    submission = send(house, invite(house))

    case = house.loaded(submission).case
    assert '"late":"token:desk"' in case.commits[0].events
    assert WHY not in case.commits[0].events
    assert case.reasons == {1: WHY}


def test_nobody_else_can_send_it_nor_anybody_after_that_time(house: House) -> None:
    """Nor by a draft of one's own."""
    draft = invite(house)

    with pytest.raises(NotOpen, match="closed"):
        house.submit("fair", ANN)
    with pytest.raises(NotOpen, match="closed"):
        submit.submit(house.world, submit.Form("fair", ANN, key="page:mine"))
    house.now += timedelta(days=7)
    with pytest.raises(NotOpen, match="closed"):
        send(house, draft)
    house.wait(minutes=15)
    assert house.stores.drafts.get(draft.id) is None


def test_form_that_is_saved_again_keeps_the_permission_and_its_end(house: House) -> None:
    """It is not kept for longer than it may be sent."""
    draft = invite(house)
    house.drain()
    house.now += timedelta(days=2)
    program = house.loaded(send(house, invite(house, email="ben@people.example"))).live
    saving = Saving(program, 1, draft.part, "en", "ann@people.example", {"full_name": ["Ann B."]})

    saved = drafts.save(house.world, saving, before=draft)
    house.drain()

    assert (saved.id, saved.late, saved.expires) == (draft.id, draft.late, draft.expires)
    assert "your saved form" in [mail["Subject"] for mail in house.sent if "ann@" in mail["To"]][-1]
    assert send(house, saved) == draft.id


def test_invitation_that_is_asked_for_again_is_the_same(house: House) -> None:
    """By its key: one message, one form; another body under it is refused."""
    first = invite(house, key="once")
    house.drain()
    house.wait(hours=1)
    again = invite(house, key="once")
    house.drain()

    assert again == replace(first, told=again.told)
    assert len(house.sent) == 1
    with pytest.raises(KeyReused):
        invite(house, key="once", email="ben@people.example")


@pytest.mark.parametrize(
    ("changed", "faults"),
    [
        ({"email": "ann", "reason": ""}, ["/reason required", "/email email"]),
        ({"name": "A\nB", "language": "sl"}, ["/name forbidden_character", "/language not_one_of"]),
        ({"name": "A" * 201}, ["/name too_long"]),
        ({"until": "soon"}, ["/until moment"]),
        ({"until": "2026-12-01"}, ["/until in_the_past"]),
        ({"until": "40d"}, ["/until too_late"]),
    ],
)
def test_invitation_that_makes_no_sense_is_refused(
    house: House, changed: dict[str, Any], faults: list[str]
) -> None:
    """With everything that is wrong; nothing is kept."""
    with pytest.raises(Invalid) as refused:
        invite(house, **changed)

    assert [f"{fault.pointer} {fault.code}" for fault in refused.value.faults] == faults
    assert house.stores.drafts.count("fair") == 0


def test_nobody_is_let_in_before_the_program_opens_nor_once_it_is_cancelled(house: House) -> None:
    """A link that was sent before is of no use then; and while the program is open, later than it closes."""
    house.publish({**FAIR, "id": "open", "closes": "2027-01-31"})
    house.publish({**FAIR, "id": "soon", "opens": "2027-01-01", "closes": "2027-01-31"})
    wanted = Invitation(email="ann@people.example", until="7d", reason=WHY)
    with pytest.raises(Invalid, match="/until not_later"):
        late.invite(house.world, DESK, "open", wanted)
    with pytest.raises(NotOpen, match="upcoming"):
        late.invite(house.world, DESK, "soon", wanted)
    with pytest.raises(NotAllowed):
        late.invite(house.world, replace(DESK, community="elsewhere"), "open", wanted)
    draft = invite(house)

    cancelling.cancel(house.world, DESK, "fair", reason="Rain")

    with pytest.raises(NotOpen, match="cancelled"):
        send(house, draft)
    with pytest.raises(NotOpen, match="cancelled"):
        invite(house)


def extend(house: House, closes: str) -> None:
    """Staff have the fair close later."""
    extending.extend(house.world, DESK, "fair", Extension(closes=closes, steps={}, reason=WHY))
    house.drain()


def test_who_was_let_in_has_as_long_as_everybody_once_it_is_extended(house: House) -> None:
    """The link works as long as the form can be sent, by anybody; and is over then."""
    draft = invite(house)
    house.drain()
    extend(house, "2026-12-20")
    for _ in range(14):
        house.wait(days=1)

    kept = drafts.find(house.world, draft.id)
    assert kept is not None
    assert kept.expires == datetime(2026, 12, 21, 7, tzinfo=UTC)
    assert (kept.late, kept.form) == (replace(draft.late, until=kept.expires), draft.form)  # type: ignore[type-var]  # it has one
    assert send(house, draft) == draft.id

    other = invite(house, email="ben@people.example", until="3d")
    house.drain()
    for _ in range(3):
        house.wait(days=1)
    assert house.stores.drafts.get(other.id) is None


def test_extension_at_the_last_moment_saves_the_draft(house: House) -> None:
    """Nobody has looked at it since."""
    draft = invite(house, until="1d")
    house.drain()
    house.now += timedelta(hours=23)
    extend(house, "2026-12-20")
    house.wait(hours=2)

    kept = drafts.find(house.world, draft.id)
    assert kept is not None
    assert kept.expires == datetime(2026, 12, 21, 7, tzinfo=UTC)


@pytest.mark.parametrize("extended", [True, False])
def test_message_that_is_sent_late_goes_by_the_time_that_all_have(house: House, extended: bool) -> None:
    """It is sent though the days that were given are over, once everybody has longer; else it is not."""
    draft = invite(house, until="1d")
    repair.handle(house.take("repair"), house.world)
    queued = house.take("mail")
    if extended:
        wanted = Extension(closes="2026-12-20", steps={}, reason=WHY)
        extending.extend(house.world, DESK, "fair", wanted)
    house.now += timedelta(hours=25)

    notify.handle(queued, house.world, house.send)

    expected = ("sent", "") if extended else ("suppressed", "not_needed")
    assert house.states(draft.id) == [("draft", "applicant", *expected)]


def test_who_was_let_in_is_reminded_of_the_date_that_all_have(house: House) -> None:
    """With the date: there was none in it."""
    invite(house, until="2d")
    house.drain()
    extend(house, "2026-12-20")
    for _ in range(13):
        house.wait(days=1)

    (text,) = [
        mail.get_body(("plain",)).get_content()  # type: ignore[union-attr]  # there is one
        for mail in house.sent
        if "your form is not sent yet" in mail["Subject"]
    ]
    assert "It can be sent until Sunday, December 20, 2026, 11:59 PM" in text
    assert "deleted on Sunday, December 20, 2026, 11:59 PM" in " ".join(text.split())


def test_invitation_to_what_was_cancelled_meanwhile_is_not_sent(house: House) -> None:
    """It would invite to a form that nobody takes."""
    draft = invite(house)
    cancelling.cancel(house.world, DESK, "fair", reason="Rain")
    house.drain()

    assert house.sent == []
    assert house.states(draft.id) == [("draft", "applicant", "suppressed", "not_needed")]
