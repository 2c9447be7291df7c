"""The zip that Lambda runs, read and run as Lambda does."""

from __future__ import annotations

import subprocess
import sys
from importlib import util
from pathlib import Path

import pytest

from infra import archive
from tests.infra.packaged import ROOT, Package

pytestmark = pytest.mark.package

UNCHECKED_HASH = (1).to_bytes(4, "little")
"""PEP 552: the flags of byte-code that is loaded without a look at its source."""

CONSUMERS = ["project", "relay", "notify", "repair", "seat", "sweep"]


def run(package: Package, code: str) -> str:
    """What a program prints that has nothing but the zip's content and Python's own library."""
    ran = subprocess.run(
        [sys.executable, "-I", "-S", "-W", "error", "-c", f"import sys; sys.path.insert(0, '.'); {code}"],
        cwd=package.unpacked,
        env={"AWS_DEFAULT_REGION": "us-west-2"},
        capture_output=True,
        text=True,
        check=False,
    )
    assert ran.returncode == 0, ran.stderr
    return ran.stdout.strip()


def test_zip_is_under_25_megabytes(package: Package) -> None:
    """Half of what Lambda takes without a bucket, and quick to start."""
    assert package.archive.stat().st_size < archive.LARGEST


def test_zip_has_byte_code_for_every_module(package: Package) -> None:
    """Lambda can't write any, so what is missing is compiled again at every cold start."""
    modules = sorted(package.unpacked.rglob("*.py"))

    flags = {path: Path(util.cache_from_source(str(path))).read_bytes()[4:8] for path in modules}

    assert flags == dict.fromkeys(modules, UNCHECKED_HASH)


def test_zip_has_all_of_the_application(package: Package) -> None:
    """Every file of chalicelib: modules, templates, styles, the catalogue; translations compiled."""
    left_out = {".pyc", ".po", ".pot", ".mo"}

    def files(folder: Path) -> set[str]:
        return {
            path.relative_to(folder).as_posix()
            for path in folder.glob("chalicelib/**/*")
            if path.is_file() and path.suffix not in left_out
        }

    translations = {
        path.relative_to(ROOT).with_suffix(".mo").as_posix() for path in ROOT.glob("chalicelib/**/*.po")
    }
    compiled = {
        path.relative_to(package.unpacked).as_posix() for path in package.unpacked.glob("chalicelib/**/*.mo")
    }
    assert files(package.unpacked) == files(ROOT)
    assert compiled == translations


def test_zip_leaves_out_tests_tools_and_infra(package: Package) -> None:
    """What is not run is not deployed."""
    tops = {path.name for path in package.unpacked.iterdir()}

    assert tops & {"tests", "infra", "benchmarks", "docs", "moto", "boto3", "pytest", "babel"} == set()


def test_zip_runs_by_itself(package: Package) -> None:
    """app.py is imported from the zip alone, with all entry points that the template names."""
    names = run(
        package,
        f"import app; print(*[name for name in {CONSUMERS!r} if hasattr(app, name)])",
    )

    assert names.split() == CONSUMERS


def test_zip_has_every_consumer(package: Package) -> None:
    """They are imported by their names, when they are called."""
    found = run(
        package,
        "from importlib import import_module as load; "
        f"print(all(load('chalicelib.consumers.' + name).handle for name in {CONSUMERS!r}))",
    )

    assert found == "True"


def test_zip_describes_the_services_that_are_called(package: Package) -> None:
    """What was dropped of botocore is nothing that a client of ours needs."""
    made = run(
        package,
        "import botocore.session; s = botocore.session.Session(); "
        "print(*[s.create_client(n, aws_access_key_id='a', aws_secret_access_key='b').meta.endpoint_url "
        "for n in ('dynamodb', 's3', 'sqs', 'sesv2', 'secretsmanager')])",
    )

    assert made.split() == [
        "https://dynamodb.us-west-2.amazonaws.com",
        "https://s3.us-west-2.amazonaws.com",
        "https://sqs.us-west-2.amazonaws.com",
        "https://email.us-west-2.amazonaws.com",
        "https://secretsmanager.us-west-2.amazonaws.com",
    ]


def test_zip_can_draw_pictures_where_it_runs(package: Package) -> None:
    """Pillow is a wheel for Lambda's glibc with libraries of its own, not built against this machine's."""
    libraries = {path.name.partition("-")[0] for path in (package.unpacked / "pillow.libs").iterdir()}
    extensions = {path.name.partition(".")[0] for path in (package.unpacked / "PIL").glob("*.so")}

    assert {"libjpeg", "libwebp", "liblcms2", "libtiff", "libopenjp2", "libxcb"} <= libraries
    assert {"_imaging", "_webp", "_imagingcms"} <= extensions
    assert not {"libavif", "libfreetype"} & libraries
    drawn = run(
        package,
        "import io; from PIL import Image, ImageCms; from chalicelib.domain import media; "
        "from chalicelib.services import contents; found = []\n"
        "profile = ImageCms.ImageCmsProfile(ImageCms.createProfile('sRGB')).tobytes()\n"
        "for kind in ('JPEG', 'PNG', 'WEBP'):\n"
        "    made = io.BytesIO(); Image.new('RGB', (9, 9)).save(made, kind, icc_profile=profile)\n"
        "    found.append(contents.looked_into(made.getvalue(), tuple(media.EXTENSIONS)).type)\n"
        "print(*found)",
    )
    assert drawn.split() == ["image/jpeg", "image/png", "image/webp"]
