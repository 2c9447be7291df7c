"""Tables on standard output, in Markdown, so that README can show what was printed."""

from __future__ import annotations

from collections.abc import Sequence


def title(words: str) -> None:
    """A heading."""
    print(f"\n### {words}\n", flush=True)


def table(head: Sequence[str], rows: Sequence[Sequence[str]]) -> None:
    """A table; the first column to the left, figures to the right."""
    widths = [max(len(row[column]) for row in [head, *rows]) for column in range(len(head))]
    rule = [("-" * width if column == 0 else "-" * (width - 1) + ":") for column, width in enumerate(widths)]
    for row in [head, rule, *rows]:
        cells = [
            cell.ljust(width) if n == 0 else cell.rjust(width)
            for n, (cell, width) in enumerate(zip(row, widths, strict=True))
        ]
        print("| " + " | ".join(cells) + " |")


def note(words: str) -> None:
    """A sentence below a table."""
    print(f"\n{words}", flush=True)
