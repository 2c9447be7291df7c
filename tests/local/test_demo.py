from __future__ import annotations

from collections.abc import Iterator
from datetime import UTC, datetime

import pytest

from infra.local.demo import Demo
from infra.local.visitor import call
from tests.local.festival import STAFF, seen, submit


@pytest.fixture(scope="module")
def running() -> Iterator[Demo]:
    """The demo in this process, empty."""
    with Demo() as demo:
        yield demo


@pytest.fixture
def demo(running: Demo) -> Demo:
    """The same, begun again."""
    running.reset()
    return running


def test_catalogue_is_open_and_staff_have_their_token(demo: Demo) -> None:
    """Every program takes submissions today; the token is the administrator's."""
    programs = call(f"{demo.base_url}/v1/programs").json()["programs"]
    listed = call(f"{demo.base_url}/v1/submissions", headers=STAFF)

    assert {program["status"] for program in programs} == {"open"}
    assert {"cultural-festival", "delegation-visit"} <= {program["id"] for program in programs}
    assert (listed.status, listed.json()["submissions"]) == (200, [])


def test_mail_comes_without_a_drain(demo: Demo) -> None:
    """The pump wakes when something was written; who waits sees the mail within a moment."""
    submit(demo.base_url)

    until = datetime.now(UTC).timestamp() + 10
    while not demo.messages() and datetime.now(UTC).timestamp() < until:
        pass

    assert [message["To"][0]["Address"] for message in demo.messages()] == ["family@people.example"]


def test_deadline_fires_when_the_clock_has_passed_it(demo: Demo) -> None:
    """Moving the clock alone does nothing; draining then does what became due."""
    submission = submit(demo.base_url)["id"]
    demo.drain()
    demo.advance("6d")
    demo.drain()
    before = seen(demo.base_url, submission)["state"]

    demo.advance("2d")
    demo.drain()

    assert (before, seen(demo.base_url, submission)["state"]) == ("unconfirmed", "expired")


def test_reset_begins_again(demo: Demo) -> None:
    """Nothing of before is left: no submission, no message, no moved clock."""
    submission = submit(demo.base_url)["id"]
    demo.drain()
    demo.advance("30d")

    demo.reset()

    assert call(f"{demo.base_url}/v1/submissions/{submission}", headers=STAFF).status == 404
    assert demo.messages() == []
    assert abs((demo.advance("0s") - datetime.now(UTC)).total_seconds()) < 60


def test_second_demo_in_a_process_is_refused(running: Demo) -> None:
    """Environment and moto are the process's: another one would spoil the first, and says so."""
    with pytest.raises(RuntimeError, match="one demo at a time"), Demo():
        pass

    assert call(f"{running.base_url}/health").status == 200
