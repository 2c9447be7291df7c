"""Links and file names in the documents lead somewhere, and nothing in them belongs to one machine."""

from __future__ import annotations

import re

import pytest

from tests.docs.documents import ROOT, Document, everything

_PATH = re.compile(r"^[\w.-]+(?:/[\w.-]+)*/?$")
_TOPS = frozenset(path.name for path in ROOT.iterdir()) | {"README.md"}
_SUFFIXES = (".md", ".py", ".yaml", ".yml", ".toml", ".txt", ".in", ".po", ".html", ".cfg", ".sh", ".json")
_MADE = (".build", ".venv", ".cache", ".hypothesis")
_FOREIGN = re.compile(
    r"/(?:home|root|Users|work|tmp|var|opt|srv)/"
    r"|[A-Za-z]:\\"
    r"|(?:[\w-]+\.)*(?:artifactory|jfrog|nexus|codeartifact|devpi)[\w.-]*\.\w+"
    r"|https?://(?:[\w-]+\.)*(?:pypi|pythonhosted|npmjs|maven)\.[\w/.-]+",
    re.IGNORECASE,
)
DOCUMENTS = pytest.mark.parametrize("document", everything(), ids=lambda document: document.name)


@DOCUMENTS
def test_links_within_the_repository_resolve(document: Document) -> None:
    """Every link to a file finds it, and every link to a heading finds that."""
    broken = []
    for link in document.links:
        if re.match(r"\w+:", link):
            continue
        path, _, anchor = link.partition("#")
        target = (document.path.parent / path).resolve() if path else document.path
        if not target.exists() or (anchor and anchor not in Document(target).anchors):
            broken.append(link)

    assert broken == []


@DOCUMENTS
def test_files_that_are_named_exist(document: Document) -> None:
    """A path of the repository between backticks is one."""
    named = {code.rstrip("/") for code in document.code if _PATH.match(code)}
    paths = {
        each
        for each in named
        if each.partition("/")[0] in _TOPS and ("/" in each or each.endswith(_SUFFIXES))
        if not each.startswith(_MADE)
    }

    assert {each for each in paths if not (ROOT / each).exists()} == set()


@DOCUMENTS
def test_nothing_belongs_to_one_machine(document: Document) -> None:
    """No path of somebody's computer, and no host of a package registry."""
    assert _FOREIGN.findall(document.text) == []


@DOCUMENTS
def test_one_title_and_no_unfinished_words(document: Document) -> None:
    """A document has one first heading, and nothing in it is still to be written."""
    titles = re.findall(r"^# .+$", document.prose, re.MULTILINE)

    assert len(titles) == 1
    assert re.findall(r"\b(?:TODO|TBD|FIXME|XXX|lorem ipsum)\b", document.text, re.IGNORECASE) == []
