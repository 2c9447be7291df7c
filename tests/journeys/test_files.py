"""Files in the demo: sent, posted into the store as browsers do, handed out, and erased without a trace."""

from __future__ import annotations

import json
import os
from collections.abc import Iterator

import boto3
import pytest
import requests

from chalicelib.services import publish, staff, world
from chalicelib.storage.ports import Holder
from infra.local.demo import Demo
from tests.journeys.test_erasure import tables
from tests.services.samples import PDF, picture
from tests.web.filed import NAMED, PROGRAM

STAFF = Holder("files", "staff@concord.example", "colorado-springs", "administrator")
AUTHORIZED = {"Authorization": "Bearer files"}
WORD = "quincepreserve"
SECRET = PDF.replace(b"%%EOF", b"%" + WORD.encode() + b"\n%%EOF")


@pytest.fixture(scope="module")
def demo() -> Iterator[Demo]:
    """The demo with the program that asks for files."""
    with Demo(empty=True) as running:
        publish.publish(world.current(), PROGRAM, by="test")
        world.current().stores.tokens.put(staff.digest("files"), STAFF)
        yield running


def stored() -> dict[str, bytes]:
    """Every object in the bucket."""
    s3, bucket = boto3.client("s3"), os.environ["CONCORD_UPLOADS"]
    keys = [each["Key"] for each in s3.list_objects_v2(Bucket=bucket).get("Contents", ())]
    return {key: s3.get_object(Bucket=bucket, Key=key)["Body"].read() for key in keys}


def tag(id_: str) -> str:
    """Whose an object is."""
    s3, bucket = boto3.client("s3"), os.environ["CONCORD_UPLOADS"]
    (only,) = s3.get_object_tagging(Bucket=bucket, Key=f"files/{id_}")["TagSet"]
    return str(only["Value"])


def post(demo: Demo, path: str, **said: object) -> requests.Response:
    """A call of the API."""
    return requests.post(demo.base_url + path, timeout=30, **said)  # type: ignore[arg-type]


def test_files_go_their_whole_way(demo: Demo) -> None:
    """Through the API and into the store directly, to staff, and to nowhere."""
    target = "/v1/uploads?program=gallery&field=cv"
    headers = {"Content-Type": "application/pdf", "X-Filename": f"{WORD}.pdf"}
    cv = post(demo, target, data=SECRET, headers=headers).json()["id"]
    said = {"program": "gallery", "field": "works", "name": f"{WORD}.png", "type": "image/png", "size": 9000}
    ticket = post(demo, "/v1/uploads/presign", json=said).json()
    image = picture("PNG")

    posted = requests.post(
        ticket["url"], data=ticket["fields"], files={"file": ("x.png", image, "image/png")}, timeout=30
    )
    completed = post(demo, f"/v1/uploads/{ticket['id']}/complete")
    sent = post(
        demo,
        "/v1/programs/gallery/submissions",
        json={"answers": {**NAMED, "cv": cv, "works": [ticket["id"]]}},
    )

    assert (posted.status_code, completed.status_code, sent.status_code) == (204, 200, 201), sent.text
    assert set(stored()) == {f"files/{cv}", f"files/{ticket['id']}"}
    demo.drain()
    assert {tag(cv), tag(ticket["id"])} == {"submission"}

    looked = requests.get(f"{demo.base_url}/v1/uploads/{cv}", headers=AUTHORIZED, timeout=30)
    assert (looked.history[0].status_code, looked.content) == (303, SECRET)
    assert looked.headers["Content-Disposition"] == f"attachment; filename*=UTF-8''{WORD}.pdf"
    assert any(WORD in item for item in tables())

    submission = sent.json()["id"]
    erased = requests.post(
        f"{demo.base_url}/v1/submissions/{submission}/erase", headers=AUTHORIZED, json={}, timeout=30
    )
    demo.drain()

    assert erased.status_code == 200
    assert stored() == {}
    assert not any(WORD in item for item in tables())
    gone = requests.get(
        f"{demo.base_url}/v1/uploads/{cv}", headers=AUTHORIZED, timeout=30, allow_redirects=False
    )
    assert gone.status_code == 404


def test_page_with_files_passes_the_gateway(demo: Demo) -> None:
    """As bytes, not as text."""
    page = requests.get(f"{demo.base_url}/programs/gallery", timeout=30).text
    nonce = page.split('name="_nonce" value="')[1].partition('"')[0]
    image = picture("JPEG")

    answer = requests.post(
        f"{demo.base_url}/programs/gallery",
        data={**NAMED, "_nonce": nonce},
        files=[("cv", ("a.pdf", PDF, "application/pdf")), ("works", ("a.jpg", image, "image/jpeg"))],
        timeout=30,
    )

    assert "Your application was sent" in answer.text
    demo.drain()
    (listed,) = [
        row
        for row in requests.get(
            f"{demo.base_url}/v1/submissions?program=gallery", headers=AUTHORIZED, timeout=30
        ).json()["submissions"]
        if row["state"] != "erased"
    ]
    shown = requests.get(
        f"{demo.base_url}/v1/submissions/{listed['id']}", headers=AUTHORIZED, timeout=30
    ).json()
    assert json.dumps(shown["answers"]["works"])
    assert len(stored()) == 2
