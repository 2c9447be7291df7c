"""`make pictures`: a picture of every scene and message, and the document that shows them in order.

Dates, references and links differ from one time to the next, so pictures are made when somebody wants new
ones, and never compared.
"""

from __future__ import annotations

import io
import logging
import shutil
import sys
from collections.abc import Iterator, Sequence
from dataclasses import dataclass, field
from pathlib import Path

from PIL import Image
from playwright.sync_api import Browser, FloatRect, Page

from infra.local.demo import Demo
from tests.browser import chromium, walk
from tests.browser.examine import DESK, PHONE, resized
from tests.browser.played.scene import Journey
from tests.browser.scenes import JOURNEYS
from tests.browser.stage import Letters, Performance, Shown
from tests.forms import definitions

FOLDER = Path(__file__).parents[2] / "docs" / "pictures"
LANGUAGES = {"en": "English", "ja": "日本語"}
COLOURS = 16
"""So many that are commonest, as they are, and as many again for what is between them."""

TALLEST = {DESK: 1100, PHONE: 1400}
"""Longer pages are cut off there, in CSS pixels: what follows is more of the same form."""

_HEAD = """\
# What people see

Every page and message of Concord's journeys, in the order in which people come to them, on a desk and on a
phone; of long pages the beginning. A message that is like one above, but for its program or its reader, is
shown on a phone. `make pictures` makes them anew; `make test-browser` looks at the same pages by machine.
"""


@dataclass
class Plate:
    """The pictures of one scene or message, by language and width."""

    name: str
    seen: str
    files: dict[tuple[str, int], str] = field(default_factory=dict)


def main() -> int:
    """Makes all pictures anew."""
    logging.getLogger("concord").setLevel(logging.WARNING)
    chapters = []
    letters: Letters = {}
    told: set[tuple[str, str]] = set()
    try:
        with Demo() as demo, chromium.started() as browser:
            chapters.append(_forms(demo, browser))
            for journey in JOURNEYS:
                shutil.rmtree(FOLDER / journey.name, ignore_errors=True)
                (FOLDER / journey.name).mkdir(parents=True)
                plates: dict[int, Plate] = {}
                for language in LANGUAGES:
                    performance = Performance(demo, browser, journey, language, letters)
                    for _ in journey.scenes:
                        for shown in performance.next():
                            _add(plates, told, journey, shown)
                    performance.close()
                chapters.append(_chapter(journey, plates))
    except chromium.NoChromium as missing:
        print(missing)
        return 1
    (FOLDER / "README.md").write_text("\n".join([_HEAD, *chapters]), encoding="utf-8")
    return 0


def _forms(demo: Demo, browser: Browser) -> str:
    """The forms of real organisations, filled in page by page: their chapter."""
    from tests.browser.filler import ByMouse

    names = [name for name in definitions.NAMES if name.startswith("o")]
    walk.publish(demo, names)
    shutil.rmtree(FOLDER / "forms", ignore_errors=True)
    (FOLDER / "forms").mkdir(parents=True)
    lines = ["## Forms of real organisations", ""]
    for name in names:
        plates: dict[int, Plate] = {}
        for width in (DESK, PHONE):
            with walk.walked(demo, browser, name, ByMouse(), width=width) as pages:
                for number, page in enumerate(pages, 1):
                    plate = plates.setdefault(number, Plate(f"page {number}", page.title()))
                    file = f"forms/{name}-{number:02}-{width}.png"
                    plate.files["en", width] = file
                    _take(page, width, file)
        lines += [f"### {definitions.document(name)['title']}", ""]
        for plate in plates.values():
            lines += [plate.seen, "", _row([f"{width} px" for _, width in plate.files]), _row(["---"] * 2)]
            lines += [
                _row([f"![{plate.seen}, {width} px]({file})" for (_, width), file in plate.files.items()]),
                "",
            ]
    return "\n".join(lines)


def _take(page: Page, width: int, file: str) -> None:
    """A picture of the page as it is, of a long one the beginning."""
    height = min(TALLEST[width], page.evaluate("document.documentElement.scrollHeight"))
    clip: FloatRect = {"x": 0, "y": 0, "width": width, "height": height}
    (FOLDER / file).write_bytes(small(page.screenshot(full_page=True, clip=clip, animations="disabled")))


def _add(plates: dict[int, Plate], told: set[tuple[str, str]], journey: Journey, shown: Shown) -> None:
    """Takes the pictures of what is shown; of a message like an earlier one, only on a phone."""
    plate = plates.setdefault(shown.number, Plate(shown.name, shown.seen))
    again = shown.mail is not None and (shown.name, shown.language) in told
    told.add((shown.name, shown.language))
    for width in (PHONE,) if again else (DESK, PHONE):
        file = f"{journey.name}/{shown.number:02}-{shown.name}-{width}-{shown.language}.png"
        if (shown.language, width) not in plate.files:
            plate.files[shown.language, width] = file
            _take(resized(shown.tab.page, width), width, file)


def small(png: bytes) -> bytes:
    """The picture with few colours, which pages of words don't miss."""
    to = io.BytesIO()
    with Image.open(io.BytesIO(png)) as opened:
        picture = opened.convert("RGB")
    counted = sorted(picture.getcolors(picture.width * picture.height) or [], reverse=True)
    commonest = [part for _, colour in counted[:COLOURS] for part in colour]
    between = picture.quantize(COLOURS, Image.Quantize.MAXCOVERAGE).getpalette() or []
    palette = Image.new("P", (1, 1))
    palette.putpalette(commonest + between)
    picture.quantize(palette=palette, dither=Image.Dither.NONE).save(to, "PNG", optimize=True)
    return to.getvalue()


def _chapter(journey: Journey, plates: dict[int, Plate]) -> str:
    return "\n".join([f"## {journey.title}", "", *_lines(plates)])


def _lines(plates: dict[int, Plate]) -> Iterator[str]:
    for number, plate in sorted(plates.items()):
        columns = [(language, width) for language in LANGUAGES for width in (DESK, PHONE)]
        shown = [key for key in columns if key in plate.files]
        pictures = [
            f"![{plate.name}, {width} px]({plate.files[language, width]})" for language, width in shown
        ]
        yield f"### {number}. {plate.name.replace('-', ' ').capitalize()}"
        yield ""
        yield plate.seen
        yield ""
        yield _row([f"{LANGUAGES[language]}, {width} px" for language, width in shown])
        yield _row(["---" for _ in shown])
        yield _row(pictures)
        yield ""


def _row(cells: Sequence[str]) -> str:
    return f"| {' | '.join(cells)} |"


if __name__ == "__main__":
    sys.exit(main())
