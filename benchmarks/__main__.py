"""`make bench`: prints the figures that README and docs claim, all of one run on one machine.

`make bench ARGS=--write` puts them into README as well, between its two marks.
"""

from __future__ import annotations

import argparse
import io
import platform
from contextlib import redirect_stdout
from pathlib import Path

from benchmarks import cold, forms, journeys, report, seats

README = Path(__file__).resolve().parent.parent / "README.md"
BEGIN, END = "<!-- figures: begin -->", "<!-- figures: end -->"


def main() -> None:
    """Prints everything; with --write also into README."""
    asked = argparse.ArgumentParser(prog="make bench", description=__doc__)
    asked.add_argument("--write", action="store_true", help="puts the figures into README")
    write = asked.parse_args().write
    printed = io.StringIO()
    with redirect_stdout(printed):
        report.note(f"Python {platform.python_version()} on {platform.machine()}.")
        journeys.main()
        seats.main()
        cold.main()
        forms.main()
    print(printed.getvalue())
    if write:
        text = README.read_text(encoding="utf-8")
        before, _, rest = text.partition(BEGIN)
        _, _, after = rest.partition(END)
        README.write_text(f"{before}{BEGIN}\n{printed.getvalue()}\n{END}{after}", encoding="utf-8")


if __name__ == "__main__":
    main()
