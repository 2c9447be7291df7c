"""The zip that Lambda runs: what Chalice put together, less what is never used, plus byte-code.

Lambda cannot write byte-code, and wheels bring none: without it, a fresh function compiles every module
that it imports. The same files in give the same bytes out, so that an unchanged package is not deployed
again.
"""

from __future__ import annotations

import os
import subprocess
import sys
import tempfile
import zipfile
from dataclasses import dataclass
from pathlib import Path

SERVICES = frozenset({"dynamodb", "s3", "sqs", "sesv2", "secretsmanager", "sts"})
"""What Concord calls; sts stands behind roles that a person assumes. botocore describes some 400 more."""

PLACES = frozenset({"carrierdata", "geodata", "tzdata", "carrier.py", "geocoder.py", "timezone.py"})
"""What phonenumbers knows of whose and where a number is: 43 MB that no plan of numbers needs."""

UNDRAWN = (
    "_avif",
    "_imagingft",
    "_imagingtk",
    "libavif",
    "libbrotli",
    "libfreetype",
    "libharfbuzz",
    "libpng16",
)
"""What Pillow has for letters, windows and AVIF: 11 MB that no picture of ours needs."""

LARGEST = 25_000_000
"""Bytes that the zip may have."""

TAG = sys.implementation.cache_tag
"""How this Python, and so Lambda's, names its byte-code, as cpython-311."""

_LICENCES = ("licen", "notice", "copying", "authors")
_SOURCES = frozenset({".pyi", ".pyx", ".pxd", ".c", ".h", ".po", ".pot", ".pyc"})
_EPOCH = (1980, 1, 1, 0, 0, 0)


class ByteCodeFailed(Exception):
    """A module could not be compiled; the message names it."""


@dataclass(frozen=True, slots=True)
class Archived:
    """What became of the zip, in bytes and in numbers of files."""

    before: int
    after: int
    dropped: int
    compiled: int


def rewrite(archive: Path) -> Archived:
    """Drops what is never used, compiles every module, and packs it all again in a fixed order."""
    before = archive.stat().st_size
    with tempfile.TemporaryDirectory() as unpacked, zipfile.ZipFile(archive) as made:
        names = sorted(name for name in made.namelist() if not name.endswith("/"))
        kept = [name for name in names if is_used(name)]
        made.extractall(unpacked, kept)
        compile_all(Path(unpacked))
        pack(Path(unpacked), archive)
    modules = sum(1 for name in kept if name.endswith(".py"))
    return Archived(before, archive.stat().st_size, len(names) - len(kept), modules)


def is_used(name: str) -> bool:
    """Whether a file of the zip is needed by Concord, or must go with it as its licence does.

    >>> is_used("botocore/data/sqs/2012-11-05/service-2.json.gz")
    True
    >>> is_used("botocore/data/ec2/2016-11-15/service-2.json.gz")
    False
    >>> is_used("jinja2-3.1.6.dist-info/RECORD")
    False
    """
    match Path(name).parts:
        case ("botocore", "data", service, *rest) if rest:
            return service in SERVICES and not rest[-1].startswith("examples-")
        case ("phonenumbers", part, *_) if part in PLACES:
            return False
        case ("PIL" | "pillow.libs", part) if part.startswith(UNDRAWN):
            return False
        case (top, *rest) if top.endswith(".dist-info"):
            return rest == ["METADATA"] or any(rest[-1].lower().startswith(word) for word in _LICENCES)
        case (top, *_) if top.endswith(".data"):
            return False
        case (_, *inner) if {"tests", "__pycache__"} & set(inner[:-1]):
            return False
    return Path(name).suffix not in _SOURCES


def compile_all(folder: Path) -> None:
    """Compiles every module for this Python, which is Lambda's too.

    Checked against neither time nor source when it is loaded. One process, one order, one hash seed, and
    Lambda's folder in place of this one, so that it comes out the same every time.
    """
    made = subprocess.run(
        [
            sys.executable,
            "-S",
            "-m",
            "compileall",
            "-q",
            "-f",
            *("--invalidation-mode", "unchecked-hash"),
            *("-s", str(folder), "-p", "/var/task"),
            str(folder),
        ],
        env={**os.environ, "PYTHONHASHSEED": "0"},
        capture_output=True,
        text=True,
        check=False,
    )
    if made.returncode:
        raise ByteCodeFailed((made.stdout + made.stderr).strip())


def pack(folder: Path, archive: Path) -> None:
    """Zips a folder: names in order, one date, readable by Lambda's user."""
    with zipfile.ZipFile(archive, "w", zipfile.ZIP_DEFLATED, compresslevel=9) as packed:
        for path in sorted(folder.rglob("*"), key=Path.as_posix):
            if path.is_dir():
                continue
            entry = zipfile.ZipInfo(path.relative_to(folder).as_posix(), _EPOCH)
            entry.compress_type = zipfile.ZIP_DEFLATED
            entry.external_attr = (0o100755 if path.suffix == ".so" else 0o100644) << 16
            packed.writestr(entry, path.read_bytes(), compresslevel=9)
