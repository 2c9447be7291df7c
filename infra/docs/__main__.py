"""`python -m infra.docs` writes docs/reference; with `--check` it only says what is out of date."""

from __future__ import annotations

import argparse
import sys
from collections.abc import Callable, Mapping, Sequence
from pathlib import Path

from infra.docs import definition, errors, events, routes, settings

REFERENCE = Path(__file__).parents[2] / "docs" / "reference"

PAGES: Mapping[str, Callable[[], str]] = {
    "definition.md": definition.written,
    "errors.md": errors.written,
    "events.md": events.written,
    "routes.md": routes.written,
    "settings.md": settings.written,
}


def outdated(folder: Path = REFERENCE) -> list[str]:
    """The pages that say something else than the code, by name."""
    return [name for name, written in PAGES.items() if _present(folder / name) != written()]


def write(folder: Path = REFERENCE) -> None:
    """Writes every page."""
    folder.mkdir(parents=True, exist_ok=True)
    for name, written in PAGES.items():
        (folder / name).write_text(written(), encoding="utf-8")


def _present(path: Path) -> str:
    return path.read_text(encoding="utf-8") if path.exists() else ""


def main(arguments: Sequence[str] | None = None) -> int:
    """The command line; 1 where a page is out of date and was only to be checked."""
    parser = argparse.ArgumentParser(prog="infra.docs", description="Writes docs/reference out of the code.")
    parser.add_argument(
        "--check", action="store_true", help="write nothing; fail where something would change"
    )
    options = parser.parse_args(arguments)
    old = outdated()
    if not options.check:
        write()
    for name in old:
        print(f"docs/reference/{name} {'is out of date' if options.check else 'written'}")
    if old and options.check:
        print("python -m infra.docs writes it anew.", file=sys.stderr)
    return 1 if old and options.check else 0


if __name__ == "__main__":
    sys.exit(main())
