"""Two kinds of seats, and everything that can happen to them, a hundred times over, while AWS fails."""

from __future__ import annotations

from contextlib import suppress
from dataclasses import dataclass, field, replace
from datetime import timedelta
from functools import partial
from random import Random
from types import SimpleNamespace
from typing import Any

import pytest

from chalicelib.consumers import relay, seat
from chalicelib.domain import desk, owner
from chalicelib.domain.errors import AskClosed, Ended, Unavailable
from chalicelib.services import fire, records
from tests.consumers.house import House
from tests.domain.examples import changed
from tests.domain.seats import TOURS
from tests.simulator import seats
from tests.simulator.weather import Died, Weather

ACTS = 100


@dataclass
class Chaos:
    """A house with two tours, and whoever is around. It looks like a run to the laws of seats."""

    chance: Random
    house: House
    weather: Weather
    submissions: list[str] = field(default_factory=list)
    waited: dict[tuple[str, str], str] = field(default_factory=dict)
    seats: dict[str, int] = field(default_factory=lambda: {"lake": 1, "hill": 1})

    @property
    def town(self) -> Any:
        """As the laws look at it."""
        return SimpleNamespace(true=self.house.stores, weather=SimpleNamespace(often=0.0), waiting=[])

    def loaded(self, submission: str) -> Any:
        """The submission as it is."""
        return self.house.loaded(submission)

    def act(self) -> None:
        """Somebody does something, which may be too late."""
        self.house.now += timedelta(minutes=self.chance.randint(0, 600))
        acts = [
            self.comes,
            self.comes,
            self.withdraws,
            self.is_moved,
            self.is_moved,
            self.answers,
            self.waits,
        ]
        with suppress(Ended, AskClosed):
            self.chance.choice([*acts, self.grows, self.is_erased, self.is_reopened])()

    def comes(self) -> None:
        """One more, who confirms at once."""
        form = {"full_name": "Jo", "email": f"jo{len(self.submissions)}@people.example"}
        tour = self.chance.choice(["lake", "hill"])
        submission = self.house.submit("fair", {**form, "tour": tour})
        self.submissions.append(submission)
        self.house.answer(submission, "confirm.applicant.1", "yes")

    def _one(self) -> str:
        if not self.submissions:
            self.comes()
        return self.chance.choice(self.submissions)

    def _does(self, decide: Any) -> None:
        records.change(self.house.world, self._one(), decide)

    def withdraws(self) -> None:
        """One doesn't want it any more."""
        self._does(partial(desk.withdraw, by="applicant"))

    def is_moved(self) -> None:
        """Staff change the tour."""
        change = {"tour": self.chance.choice(["lake", "hill"])}
        self._does(lambda rules, case: desk.amend(rules, case, change, by="token:desk", reason="Asked for"))

    def is_erased(self) -> None:
        """One has everything erased."""
        self._does(partial(owner.erase, by="applicant"))

    def is_reopened(self) -> None:
        """Staff begin once more with the confirmation, whatever became of it."""
        self._does(
            lambda rules, case: desk.reopen(rules, case, "confirm", by="token:desk", reason="A mistake")
        )

    def answers(self) -> None:
        """Whoever is asked answers."""
        submission = self._one()
        for ask in self.house.loaded(submission).case.submission.open_asks():
            given = "yes" if ask.step == "confirm" else self.chance.choice(["accept", "decline"])
            self.house.answer(submission, ask.id, given)

    def waits(self) -> None:
        """A week passes."""
        self.house.now += timedelta(days=7, seconds=1)
        for submission in self.submissions:
            fire.fire(self.house.world, submission)

    def grows(self) -> None:
        """One more seat."""
        self.seats[self.chance.choice(["lake", "hill"])] += 1
        if sum(self.seats.values()) < 9:
            self.house.publish(changed(TOURS, ("/capacity/of", dict(self.seats))))

    def settle(self) -> None:
        """The functions work, and fail, until nothing is left."""
        queues: Any = self.house.stores.queues
        relay.handle(self.house.take_commits(), self.house.world)
        while queues.sent["seat"]:
            event = self.house.take("seat")
            self.chance.shuffle(event["Records"])
            self.weather.deadly = True
            try:
                world = replace(self.house.world, stores=self.weather.over(self.house.stores))
                failed = {each["itemIdentifier"] for each in seat.handle(event, world)["batchItemFailures"]}
            except (Died, Unavailable):
                failed = {each["messageId"] for each in event["Records"]}
            self.weather.deadly = False
            queues.sent["seat"] += [each["body"] for each in event["Records"] if each["messageId"] in failed]
            if not queues.sent["seat"]:
                relay.handle(self.house.take_commits(), self.house.world)


@pytest.mark.parametrize("often", [0.0, 0.05, 0.3])
@pytest.mark.parametrize("seed", range(4))
def test_seats_hold_whatever_happens(seed: int, often: float) -> None:
    """After each act, once everything is settled: every law of seats."""
    chance, house = Random(f"{seed} {often}"), House()
    house.publish(TOURS)
    chaos = Chaos(chance, house, Weather(chance, often))

    for number in range(ACTS):
        chaos.act()
        chaos.settle()
        if chaos.submissions:
            run: Any = chaos
            assert list(seats.of_a_moment(run)) == [], f"after act {number} of seed {seed}"
