"""The first write of a fresh process: Concord's whole submission beside bare boto3's put, in one run.

CPU of the child process from start to the answer, as the kernel counts it, byte-code present and absent; both
leave without Python's tidying up, which Lambda never does. The AWS that both talk to answers at once.
"""

from __future__ import annotations

import json
import os
import shutil
import statistics
import subprocess
import sys
import sysconfig
import tempfile
from collections.abc import Iterator, Mapping
from contextlib import contextmanager
from pathlib import Path

from benchmarks import report

ROOT = Path(__file__).resolve().parent.parent
GOAL = 1.1

BOTO3 = """
import json, os, sys, boto3
item = json.loads(sys.argv[1])
free = "attribute_not_exists(pk)"
boto3.client("dynamodb").put_item(TableName="journal", Item=item, ConditionExpression=free)
os._exit(0)
"""

CONCORD = """
import json, os, sys
import app
answer = app.app(json.loads(sys.argv[1]), None)
os._exit(0 if answer["statusCode"] == 201 else 1)
"""


def main(rounds: int = 15) -> None:
    """Prints the table."""
    from benchmarks import requests

    event = json.dumps(requests.submission(key="0123456789abcdef"))
    without_key = json.dumps(requests.submission(key=None))
    item = json.dumps(requests.commit_item())
    programs = {
        "bare boto3, one put_item": (BOTO3, item),
        "Concord, POST of a submission": (CONCORD, without_key),
        "Concord, the same with Idempotency-Key": (CONCORD, event),
    }
    spent: dict[tuple[str, bool], list[float]] = {}
    with stub(requests.answers()) as endpoint, _without_byte_code() as bare:
        for number in range(rounds + 1):
            for name, (code, argument) in programs.items():
                for compiled in (True, False):
                    if not compiled and number > max(3, rounds // 3):
                        continue
                    milliseconds = _run(code, argument, endpoint, None if compiled else bare)
                    if number:
                        spent.setdefault((name, compiled), []).append(milliseconds)
    base = {compiled: min(spent["bare boto3, one put_item", compiled]) for compiled in (True, False)}
    report.title("First write of a fresh process (CPU, start of Python included)")
    report.table(
        ["", "byte-code: min ms", "median", "x boto3", "none: min ms", "x boto3"],
        [
            [
                name,
                f"{min(spent[name, True]):.0f}",
                f"{statistics.median(spent[name, True]):.0f}",
                f"{min(spent[name, True]) / base[True]:.2f}",
                f"{min(spent[name, False]):.0f}",
                f"{min(spent[name, False]) / base[False]:.2f}",
            ]
            for name in programs
        ],
    )
    report.note(
        f"Goal: at most {GOAL} times bare boto3's. With a key the secret is read too, by a second client."
    )


def _run(code: str, argument: str, endpoint: str, bare: Path | None) -> float:
    environment = _environment(endpoint) | {"PYTHONPATH": f"{bare}:{bare / 'concord'}" if bare else str(ROOT)}
    flags = ["-B", "-S"] if bare else []
    child = subprocess.Popen(
        [sys.executable, *flags, "-c", code, argument],
        env=environment,
        cwd=tempfile.gettempdir(),
        stderr=subprocess.PIPE,
    )
    errors = child.stderr.read() if child.stderr else b""
    _, status, used = os.wait4(child.pid, 0)
    child.returncode = status
    if status:
        raise RuntimeError(errors.decode()[-2000:])
    return 1000 * (used.ru_utime + used.ru_stime)


def _environment(endpoint: str) -> Mapping[str, str]:
    return {
        "PATH": os.defpath,
        "AWS_ACCESS_KEY_ID": "benchmark",
        "AWS_SECRET_ACCESS_KEY": "benchmark",
        "AWS_DEFAULT_REGION": "us-west-2",
        "AWS_EC2_METADATA_DISABLED": "true",
        "AWS_ENDPOINT_URL": endpoint,
        "CONCORD_JOURNAL": "journal",
        "CONCORD_DESK": "desk",
        "CONCORD_MAIL_QUEUE": f"{endpoint}/1/mail",
        "CONCORD_REPAIR_QUEUE": f"{endpoint}/1/repair",
        "CONCORD_SEAT_QUEUE": f"{endpoint}/1/seat.fifo",
        "CONCORD_KEYS": "keys",
        "CONCORD_UPLOADS": "uploads",
        "CONCORD_BASE_URL": "https://concord.example",
        "CONCORD_LIMITS": "off",
        "CONCORD_MAIL_SETTINGS": "",
    }


@contextmanager
def stub(answers: Mapping[str, object]) -> Iterator[str]:
    """The address of an AWS that gives these answers at once."""
    with tempfile.NamedTemporaryFile("w", suffix=".json") as file:
        json.dump(answers, file)
        file.flush()
        server = subprocess.Popen(
            [sys.executable, "-m", "benchmarks.stub", file.name],
            stdin=subprocess.PIPE,
            stdout=subprocess.PIPE,
            text=True,
            cwd=ROOT,
        )
        try:
            yield f"http://127.0.0.1:{int((server.stdout or sys.stdin).readline())}"
        finally:
            server.communicate()


@contextmanager
def _without_byte_code() -> Iterator[Path]:
    """Packages and program copied without byte-code, as a zip made of unpacked wheels has them."""
    site = Path(sysconfig.get_path("purelib"))
    left_out = shutil.ignore_patterns("__pycache__", "*.pyc")
    wanted = [
        line.split("==")[0]
        for line in (ROOT / "requirements.txt").read_text(encoding="utf-8").splitlines()
        if "==" in line
    ]
    modules = {
        "pyyaml": "yaml",
        "python-dateutil": "dateutil",
        "email-validator": "email_validator",
        "dnspython": "dns",
    }
    with tempfile.TemporaryDirectory() as folder:
        bare = Path(folder)
        # A package of which other Pythons want another version stands there twice.
        for name in dict.fromkeys([*wanted, "chalice", "boto3", "s3transfer"]):
            module = modules.get(name, name.replace("-", "_"))
            if (site / module).is_dir():
                shutil.copytree(site / module, bare / module, ignore=left_out)
            elif (site / f"{module}.py").exists():
                shutil.copy(site / f"{module}.py", bare)
        (bare / "concord").mkdir()
        shutil.copytree(ROOT / "chalicelib", bare / "concord" / "chalicelib", ignore=left_out)
        shutil.copy(ROOT / "app.py", bare / "concord")
        yield bare


if __name__ == "__main__":
    main()
