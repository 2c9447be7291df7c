from __future__ import annotations

import zipfile
from pathlib import Path

import pytest

from infra import archive

FILES = {
    "app.py": "VERSION = 1\n",
    "chalicelib/__init__.py": "",
    "chalicelib/locales/ja/LC_MESSAGES/concord.mo": "compiled",
    "botocore/data/endpoints.json": "{}",
    "botocore/data/sqs/2012-11-05/service-2.json.gz": "described",
    "botocore/data/ec2/2016-11-15/service-2.json.gz": "described",
    "six-1.17.0.dist-info/RECORD": "six.py,sha256=…",
}


def zipped(path: Path, names: list[str]) -> Path:
    """A zip of these of FILES, in that order."""
    with zipfile.ZipFile(path, "w") as made:
        for name in names:
            made.writestr(name, FILES[name])
    return path


@pytest.mark.parametrize(
    ("name", "used"),
    [
        ("app.py", True),
        ("chalicelib/web/templates/page.html", True),
        ("chalicelib/locales/ja/LC_MESSAGES/concord.mo", True),
        ("chalicelib/locales/ja/LC_MESSAGES/concord.po", False),
        ("chalicelib/__pycache__/app.cpython-311.pyc", False),
        ("botocore/data/endpoints.json", True),
        ("botocore/data/dynamodb/2012-08-10/endpoint-rule-set-1.json.gz", True),
        ("botocore/data/dynamodb/2012-08-10/examples-1.json.gz", False),
        ("botocore/data/ec2/2016-11-15/service-2.json.gz", False),
        ("phonenumbers/data/region_JP.py", True),
        ("phonenumbers/shortdata/region_JP.py", True),
        ("phonenumbers/geodata/data0.py", False),
        ("phonenumbers/geocoder.py", False),
        ("PIL/_imaging.cpython-311-x86_64-linux-gnu.so", True),
        ("PIL/_avif.cpython-311-x86_64-linux-gnu.so", False),
        ("pillow.libs/libjpeg-02b4d8cf.so.62.4.0", True),
        ("pillow.libs/libfreetype-bbbc9ca1.so.6.20.6", False),
        ("jinja2-3.1.6.dist-info/METADATA", True),
        ("jinja2-3.1.6.dist-info/licenses/LICENSE.txt", True),
        ("aws_x-2.15.0.dist-info/NOTICE", True),
        ("jinja2-3.1.6.dist-info/RECORD", False),
        ("jinja2-3.1.6.dist-info/entry_points.txt", False),
        ("jmespath-1.1.0.data/scripts/jp.py", False),
        ("some/tests/test_it.py", False),
        ("tests.py", True),
        ("markupsafe/_speedups.c", False),
        ("markupsafe/_speedups.cpython-311-x86_64-linux-gnu.so", True),
        ("markupsafe/_speedups.pyi", False),
    ],
)
def test_is_used_tells_what_runs_from_what_is_carried_along(name: str, used: bool) -> None:
    """What runs and what a licence asks for stays; what only tools read goes."""
    assert archive.is_used(name) is used


def test_rewrite_keeps_what_is_used_and_compiles_it(tmp_path: Path) -> None:
    """Every module comes with its byte-code, and the answer counts what was done."""
    made = zipped(tmp_path / "deployment.zip", list(FILES))

    archived = archive.rewrite(made)

    with zipfile.ZipFile(made) as rewritten:
        names = rewritten.namelist()
    assert names == [
        f"__pycache__/app.{archive.TAG}.pyc",
        "app.py",
        "botocore/data/endpoints.json",
        "botocore/data/sqs/2012-11-05/service-2.json.gz",
        "chalicelib/__init__.py",
        f"chalicelib/__pycache__/__init__.{archive.TAG}.pyc",
        "chalicelib/locales/ja/LC_MESSAGES/concord.mo",
    ]
    assert (archived.dropped, archived.compiled) == (2, 2)


def test_rewrite_same_files_same_bytes(tmp_path: Path) -> None:
    """The order and the dates of what Chalice put together make no difference to what is deployed."""
    first = zipped(tmp_path / "first.zip", list(FILES))
    second = zipped(tmp_path / "second.zip", list(reversed(FILES)))

    archive.rewrite(first)
    archive.rewrite(second)

    assert first.read_bytes() == second.read_bytes()


def test_rewrite_module_that_cannot_be_compiled_fails_by_name(tmp_path: Path) -> None:
    """A package with a broken module is never made."""
    made = tmp_path / "deployment.zip"
    with zipfile.ZipFile(made, "w") as broken:
        broken.writestr("chalicelib/broken.py", "def :\n")

    with pytest.raises(archive.ByteCodeFailed, match=r"chalicelib/broken\.py"):
        archive.rewrite(made)
