"""Files: rows and objects, on memory and on moto; and what only a bucket does."""

from __future__ import annotations

from dataclasses import replace
from datetime import UTC, datetime, timedelta
from typing import Any
from urllib.parse import parse_qs, urlsplit

import pytest

from chalicelib.domain.commits import Commit, seal
from chalicelib.domain.errors import Conflict
from chalicelib.storage import ports
from chalicelib.storage.ports import NotClaimed, Stores, Upload
from tests.faults.transport import counted

NOW = datetime(2026, 11, 23, 23, 8, tzinfo=UTC)
ONE = Upload(
    id="7k2m9q4tw8x3zr5v6ncp",
    program="visit",
    field="passport",
    name="Pass – Mary.pdf",
    type="application/pdf",
    size=9,
    expires=NOW + timedelta(days=1),
)
OTHER = replace(ONE, id="aaaaaaaaaaaaaaaaaaaa", pixels=40)


def commit(submission: str, at: datetime = NOW, command: str = "c") -> Commit:
    """Commit 1 of a submission."""
    bare = Commit(submission, 1, at, command, "[]", None, "")
    return seal(bare, "")


@pytest.fixture
def noted(stores: Stores) -> Stores:
    """Stores with two uploads."""
    for each in (ONE, OTHER):
        stores.files.note(each)
    return stores


def test_rows_come_back_as_they_were_noted(noted: Stores) -> None:
    """Those that exist, by their ids, however many are asked for."""
    rows = noted.files.rows

    assert rows() == {}
    assert rows(ONE.id) == {ONE.id: ONE}
    assert rows(ONE.id, OTHER.id, "b" * 20) == {ONE.id: ONE, OTHER.id: OTHER}
    assert rows("b" * 20) == {}


def test_commit_claims_its_uploads_at_once(noted: Stores) -> None:
    """They are the submission's, and never forgotten; the same commit again is the same."""
    first = commit("s1")

    noted.journal.append(first, [ONE.id, OTHER.id])
    noted.journal.append(first, [ONE.id, OTHER.id])

    assert {row.claimed for row in noted.files.rows(ONE.id, OTHER.id).values()} == {"s1"}
    assert noted.journal.read("s1") == (first,)


@pytest.mark.parametrize(
    "uploads",
    [
        pytest.param([ONE.id, "b" * 20], id="one that is not there"),
        pytest.param([OTHER.id, ONE.id], id="one that another submission has"),
    ],
)
def test_commit_that_may_not_claim_writes_nothing(noted: Stores, uploads: list[str]) -> None:
    """Neither the commit nor the claim of what was free."""
    noted.journal.append(commit("s1"), [ONE.id])

    with pytest.raises(NotClaimed):
        noted.journal.append(commit("s2"), uploads)

    assert noted.journal.read("s2") == ()
    assert noted.files.rows(OTHER.id)[OTHER.id].claimed == ""


def test_claim_of_what_was_not_looked_at_or_is_a_day_old_is_refused(stores: Stores) -> None:
    """Also before DynamoDB has got round to removing the row."""
    stores.files.note(replace(ONE, ready=False))
    stores.files.note(OTHER)

    for upload, at in ((ONE.id, NOW), (OTHER.id, OTHER.expires)):
        with pytest.raises(NotClaimed):
            stores.journal.append(commit("s1", at), [upload])


def test_commit_whose_number_is_taken_is_a_conflict(noted: Stores) -> None:
    """Whatever it claims; and it claims nothing."""
    noted.journal.append(commit("s1"))

    with pytest.raises(Conflict):
        noted.journal.append(commit("s1", command="another"), [ONE.id])

    assert noted.files.rows(ONE.id)[ONE.id].claimed == ""


def test_own_upload_may_be_named_again(noted: Stores) -> None:
    """By a later commit of the same submission."""
    noted.journal.append(commit("s1"), [ONE.id])

    noted.journal.append(replace(commit("s1", command="2"), seq=2), [ONE.id, OTHER.id])

    assert {row.claimed for row in noted.files.rows(ONE.id, OTHER.id).values()} == {"s1"}


def test_upload_that_is_nobodys_can_be_prolonged(noted: Stores) -> None:
    """Not one that is claimed, gone, or unknown."""
    noted.journal.append(commit("s1"), [OTHER.id])
    later = NOW + timedelta(days=30)

    assert noted.files.prolong(ONE, now=NOW, expires=later)
    assert not noted.files.prolong(OTHER, now=NOW, expires=later)
    assert not noted.files.prolong(replace(ONE, id="b" * 20), now=NOW, expires=later)
    assert not noted.files.prolong(ONE, now=later, expires=later)
    assert noted.files.rows(ONE.id)[ONE.id] == replace(ONE, expires=later)


def test_what_is_removed_leaves_neither_row_nor_object(noted: Stores) -> None:
    """And may be removed again."""
    noted.files.store(ONE.id, b"%PDF-1.4", ONE.type)

    noted.files.remove([ONE.id])
    noted.files.remove([ONE.id])

    assert noted.files.rows(ONE.id, OTHER.id) == {OTHER.id: OTHER}


def test_what_was_posted_is_read_and_discarded(stores: Stores) -> None:
    """Nothing, where nothing was posted."""
    assert stores.files.arrived(ONE.id) is None

    stores.files.discard(ONE.id)


@pytest.fixture
def bucket(deployed_stores: ports.Stores) -> Any:
    """The bucket's client and name."""
    files: Any = deployed_stores.files
    return files, files._s3, files._bucket


def test_object_is_nobodys_until_it_is_kept(bucket: Any) -> None:
    """By the tag that the bucket's lifecycle goes by."""
    files, s3, name = bucket
    files.store(ONE.id, b"%PDF-1.4", ONE.type)
    key = f"files/{ONE.id}"
    first = s3.get_object_tagging(Bucket=name, Key=key)["TagSet"]

    files.keep(ONE.id)
    files.keep(OTHER.id)  # which isn't there

    assert first == [{"Key": "owner", "Value": "nobody"}]
    assert s3.get_object_tagging(Bucket=name, Key=key)["TagSet"] == [{"Key": "owner", "Value": "submission"}]
    assert s3.get_object(Bucket=name, Key=key)["ContentType"] == ONE.type


def test_object_of_a_saved_form_is_made_anew_each_time(bucket: Any) -> None:
    """From its making the bucket's lifecycle counts; its type and its bytes stay."""
    files, s3, name = bucket
    later = NOW + timedelta(days=30)
    for each in (ONE, OTHER):
        files.note(each)
    files.store(ONE.id, b"%PDF-1.4", ONE.type)
    key = f"files/{ONE.id}"

    assert files.prolong(ONE, now=NOW, expires=later)
    assert files.prolong(OTHER, now=NOW, expires=later)  # whose object isn't there

    assert s3.get_object_tagging(Bucket=name, Key=key)["TagSet"] == [{"Key": "owner", "Value": "draft"}]
    held = s3.get_object(Bucket=name, Key=key)
    assert (held["ContentType"], held["Body"].read()) == (ONE.type, b"%PDF-1.4")


def test_address_hands_out_a_file_of_its_name_and_makes_no_call(bucket: Any) -> None:
    """Never shown in the browser, and never kept there."""
    files, _, _ = bucket
    with counted() as calls:
        address = urlsplit(files.address(ONE, seconds=300))

    asked = {name: value for name, (value,) in parse_qs(address.query).items()}
    assert calls == []
    assert address.path.endswith(f"files/{ONE.id}")
    assert asked["response-content-disposition"] == (
        "attachment; filename*=UTF-8''Pass%20%E2%80%93%20Mary.pdf"
    )
    assert (asked["response-content-type"], asked["X-Amz-Expires"]) == (ONE.type, "300")
    assert asked["X-Amz-Algorithm"] == "AWS4-HMAC-SHA256"


def test_what_a_ticket_posts_arrives(bucket: Any) -> None:
    """At the place that the ticket names, which is not where files are handed out from."""
    files, s3, name = bucket
    with counted() as calls:
        ticket = files.ticket(ONE.id, ONE.type, most=1000, seconds=600)
    s3.put_object(Bucket=name, Key=ticket.fields["key"], Body=b"%PDF-1.4")

    assert calls == []
    assert ticket.fields["key"] == f"incoming/{ONE.id}"
    assert {"policy", "x-amz-signature", "Content-Type"} <= ticket.fields.keys()
    assert files.arrived(ONE.id) == b"%PDF-1.4"
    files.discard(ONE.id)
    assert files.arrived(ONE.id) is None
