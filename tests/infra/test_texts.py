from gettext import GNUTranslations
from io import BytesIO
from pathlib import Path

import pytest

from infra import source, texts

CATALOGUES = sorted(texts.LOCALES.glob("*/LC_MESSAGES/concord.po"))

OLDER = r"""msgid ""
msgstr ""
"Content-Type: text/plain; charset=utf-8\n"

msgid "Please answer this."
msgstr "HIER"

msgid "A sentence that is gone."
msgstr "FORT"
"""


@pytest.mark.parametrize("path", CATALOGUES, ids=lambda path: path.parent.parent.name)
def test_updating_what_is_up_to_date_changes_nothing(path: Path) -> None:
    """The file is as `make texts` writes it: its order, its header, where each sentence stands."""
    assert path.read_text(encoding="utf-8") == texts.updated(path)


def test_updating_keeps_translations_and_guesses_none(tmp_path: Path) -> None:
    """What was translated stays, what is new waits, what is gone goes; nothing tells a day or a name."""
    path = tmp_path / "de" / "LC_MESSAGES" / "concord.po"
    path.parent.mkdir(parents=True)
    path.write_text(OLDER, encoding="utf-8")

    updated = texts.updated(path)
    path.write_text(updated, encoding="utf-8")
    found = {each.id: each for each in texts.catalogue(path) if each.id}

    translated = [key for key, each in found.items() if any(each.string)]
    assert translated == ["Please answer this."]
    assert found["Please answer this."].string == "HIER"
    assert "FORT" not in updated
    assert "fuzzy" not in updated
    assert updated.startswith('msgid ""\nmsgstr ""\n"Language: de\\n"\n')
    assert '"Plural-Forms: nplurals=2; plural=(n != 1);\\n"' in updated
    assert "Date" not in updated.partition("#: ")[0]


@pytest.mark.parametrize("path", CATALOGUES, ids=lambda path: path.parent.parent.name)
def test_compiled_catalogue_says_what_the_file_says(path: Path) -> None:
    """Every sentence is read, with the plural forms; neither a day nor a name is told."""
    compiled = GNUTranslations(BytesIO(texts.compiled(path)))
    messages = [each for each in texts.catalogue(path) if each.id]

    for each in messages:
        if isinstance(each.id, str):
            assert compiled.gettext(each.id) == each.string
        else:
            said = {compiled.ngettext(*each.id, n) for n in range(200)}
            assert said == set(each.string)
    assert set(compiled.info()) == {"content-type", "plural-forms"}


def test_package_holds_the_translations_compiled(tmp_path: Path) -> None:
    """Functions get what gettext reads, and not what translators write."""
    source.copy(source.ROOT, tmp_path)
    found = sorted((tmp_path / "chalicelib" / "locales").rglob("*.*"))

    assert [path.suffix for path in found] == [".mo"] * len(CATALOGUES)
    assert [path.read_bytes() for path in found] == [texts.compiled(path) for path in CATALOGUES]
