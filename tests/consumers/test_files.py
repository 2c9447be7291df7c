"""Files after the commit: kept alive by the relay, mended by repair, gone with the erasure."""

from __future__ import annotations

from dataclasses import replace
from datetime import timedelta
from typing import Any

import pytest

from chalicelib.consumers import relay, repair
from chalicelib.services import desk, publish, records, submit, uploads
from chalicelib.services.uploads import Sent
from chalicelib.storage.ports import Holder
from tests.consumers.house import House
from tests.services.samples import PDF
from tests.web.filed import NAMED, PROGRAM

STAFF = Holder("desk", "staff@concord.example", "colorado-springs", "administrator")


@pytest.fixture
def house() -> House:
    """The house with the program that asks for files."""
    built = House()
    publish.publish(built.world, PROGRAM, by="test")
    return built


def upload(house: House, body: bytes = PDF, name: str = "life.pdf") -> str:
    """The id of a curriculum vitae."""
    into = uploads.fields(program(house), "cv")
    return uploads.take(house.world, Sent("gallery", name, body), into).id


def program(house: House) -> Any:
    """The program."""
    from chalicelib.domain import programs

    return programs.program(records.newest(house.world, "program", "gallery").text)


def kept(house: House) -> dict[str, bool]:
    """Which objects there are, and whether they are somebody's."""
    files: Any = house.stores.files
    return {key: owned for key, (_, _, owned) in files.objects.items()}


def sent(house: House, cv: str) -> str:
    """A submission with it."""
    form = submit.Form("gallery", {**NAMED, "cv": cv}, language="en")
    return submit.submit(house.world, form).case.submission.id


def test_relay_keeps_what_a_commit_claims(house: House) -> None:
    """And nothing else: what nobody claimed goes its way."""
    mine, free = upload(house), upload(house)
    sent(house, mine)
    assert kept(house) == {f"files/{mine}": False, f"files/{free}": False}

    relay.handle(house.take_commits(), house.world)

    assert kept(house) == {f"files/{mine}": True, f"files/{free}": False}


def test_words_that_look_like_an_upload_keep_nothing(house: House) -> None:
    """Somebody else's id in a text is not a claim."""
    mine, free = upload(house), upload(house)
    form = submit.Form("gallery", {**NAMED, "full_name": free, "cv": mine}, language="en")
    submit.submit(house.world, form)

    relay.handle(house.take_commits(), house.world)

    assert kept(house)[f"files/{free}"] is False


def test_repair_keeps_what_the_relay_could_not(house: House) -> None:
    """As it does everything else that should have happened by now."""
    mine = upload(house)
    submission = sent(house, mine)

    repair.mend(house.world, submission)

    assert kept(house) == {f"files/{mine}": True}


def test_erasing_takes_every_file_that_there_ever_was(house: House) -> None:
    """That of an answer that was changed since too; those of others stay."""
    first, second, others = (upload(house) for _ in range(3))
    submission = sent(house, first)
    sent(house, others)
    desk.amend(house.world, STAFF, submission, {"cv": second}, "told by telephone")
    house.drain()
    assert set(house.stores.files.rows(first, second, others)) == {first, second, others}

    desk.erase(house.world, STAFF, submission, "asked")
    house.drain()
    repair.mend(house.world, submission)

    assert set(house.stores.files.rows(first, second, others)) == {others}
    assert kept(house) == {f"files/{others}": True}


def test_erasing_what_has_no_file_asks_the_store_nothing(house: House) -> None:
    """No row is read, and none removed."""
    asked: list[str] = []
    files: Any = house.stores.files
    files.rows, files.remove = asked.append, asked.append
    submission = house.visit()
    house.drain()

    desk.erase(house.world, STAFF, submission, "asked")
    house.drain()

    assert asked == []
    assert not records.case_of(house.world, submission).leftover


def test_what_a_saved_form_names_lives_as_long_and_goes_with_it(house: House) -> None:
    """But for what was sent in the meantime, and for what was gone before."""
    saved, used, old = (upload(house) for _ in range(3))
    house.stores.files.note(replace(house.stores.files.rows(old)[old], expires=house.now))
    uploads.prolong(house.world, [saved, used, old, "nothing"], house.now + timedelta(days=30))
    house.now += timedelta(days=20)
    submission = sent(house, used)
    assert kept(house) == {f"files/{saved}": True, f"files/{used}": True, f"files/{old}": False}

    uploads.drop(house.world, [saved, used, "nothing"])

    assert kept(house) == {f"files/{used}": True, f"files/{old}": False}
    assert house.stores.files.rows(used)[used].claimed == submission
