"""`make bench`: prints the figures that README and docs claim, all of one run on one machine."""

from __future__ import annotations

import platform

from benchmarks import cold, journeys, report


def main() -> None:
    """Prints everything."""
    report.note(f"Python {platform.python_version()}, {platform.machine()}")
    journeys.main()
    cold.main()


if __name__ == "__main__":
    main()
