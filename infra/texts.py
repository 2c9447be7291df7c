"""`python -m infra.texts` brings the catalogues of translations up to date with the source.

Sentences that are new wait to be translated, those that are gone are taken out, and no translation is guessed
from another. The files hold nothing that differs from one machine or day to the next. Babel is a tool of
development and goes to no function.
"""

from __future__ import annotations

import io
from collections.abc import Sequence
from functools import lru_cache
from pathlib import Path

from babel.messages.catalog import Catalog
from babel.messages.extract import DEFAULT_KEYWORDS, extract_from_dir
from babel.messages.frontend import parse_mapping_cfg
from babel.messages.mofile import write_mo
from babel.messages.pofile import read_po, write_po

from chalicelib.language.catalogue import LOCALES

ROOT = Path(__file__).parents[1]
KEYWORDS = {**DEFAULT_KEYWORDS, "say": None, "many": (1, 2)}
"""What sentences are handed to: gettext's own names, and `say` and `many`, as functions that say much do."""

_HEADER = r"""msgid ""
msgstr ""
"Language: {language}\n"
"MIME-Version: 1.0\n"
"Content-Type: text/plain; charset=utf-8\n"
"Content-Transfer-Encoding: 8bit\n"
"Plural-Forms: {plural}\n"

"""


class _Bare(Catalog):
    """A catalogue that tells no dates, and nobody's name."""

    @property
    def mime_headers(self) -> list[tuple[str, str]]:
        """What gettext has to know."""
        return [("Content-Type", "text/plain; charset=utf-8"), ("Plural-Forms", self.plural_forms)]


@lru_cache(maxsize=1)
def extracted() -> Catalog:
    """Every sentence of the source that people may read, by `babel.cfg`, with the files where it stands."""
    with (ROOT / "babel.cfg").open(encoding="utf-8") as file:
        methods, options = parse_mapping_cfg(file)  # type: ignore[no-untyped-call]  # Babel leaves it out
    found = Catalog()
    for path, _, message, _, _ in extract_from_dir(str(ROOT), methods, options, keywords=KEYWORDS):
        found.add(message, locations=[(Path(path).as_posix(), 0)])
    return found


def catalogue(path: Path) -> Catalog:
    """The catalogue in a file, `<language>/LC_MESSAGES/concord.po`."""
    with path.open("rb") as file:
        return read_po(file, locale=path.parent.parent.name)


def updated(path: Path) -> str:
    """What the file says once it is up to date: sentences in the order of the alphabet."""
    kept = catalogue(path)
    kept.update(extracted(), no_fuzzy_matching=True)
    written = io.BytesIO()
    write_po(
        written, kept, width=0, omit_header=True, sort_output=True, ignore_obsolete=True, include_lineno=False
    )
    header = _HEADER.format(language=path.parent.parent.name, plural=kept.plural_forms)
    return header + written.getvalue().decode().lstrip("\n")


def compiled(path: Path) -> bytes:
    """The same as gettext reads it, for `concord.mo` beside it: the same bytes whenever it is made."""
    read = catalogue(path)
    bare = _Bare(locale=read.locale)
    for message in read:
        if message.id:
            bare[message.id] = message
    written = io.BytesIO()
    write_mo(written, bare)
    return written.getvalue()


def _said(translation: str | Sequence[str] | None) -> bool:
    """Whether there is a translation, in each of its forms."""
    return translation is not None and bool(translation) and all(translation)


def main() -> None:
    """Writes every catalogue that there is."""
    for path in sorted(LOCALES.glob("*/LC_MESSAGES/concord.po")):
        path.write_text(updated(path), encoding="utf-8")
        left = [each for each in catalogue(path) if each.id and not _said(each.string)]
        print(f"{path.relative_to(ROOT)}: {len(left)} to be translated")


if __name__ == "__main__":
    main()
