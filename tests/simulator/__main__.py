"""Plays runs and tells what broke a law: `python -m tests.simulator --program X --seed N --trace`."""

from __future__ import annotations

import argparse
import sys
import time

from tests.simulator import programs
from tests.simulator.run import play


def main() -> int:
    """Plays what the command line says; 1 where a law was broken."""
    parser = argparse.ArgumentParser(prog="python -m tests.simulator", description=__doc__)
    parser.add_argument("--program", choices=[*programs.names(), programs.RANDOM], required=True)
    parser.add_argument("--seed", type=int, default=1)
    parser.add_argument("--runs", type=int, default=1, help="so many seeds, from this one on")
    parser.add_argument("--trace", action="store_true", help="tells the story while it happens")
    chosen = parser.parse_args()
    started, broken = time.monotonic(), 0
    for seed in range(chosen.seed, chosen.seed + chosen.runs):
        run = play(chosen.program, seed, print if chosen.trace else None)
        broken += bool(run.wrong)
        for wrong in run.wrong:
            print(f"{chosen.program} {seed}: {wrong}")
    took = time.monotonic() - started
    print(f"{chosen.runs} runs, {broken} of them wrong, {chosen.runs / took:.0f} a second")
    return 1 if broken else 0


if __name__ == "__main__":
    sys.exit(main())
