"""DynamoDB Local: fetched, started on this machine alone, and stopped.

Needs Java 17, and Maven or an unpacked copy that DYNAMODB_LOCAL_DIR names. What is missing is said in one
sentence. It never throttles, nor throws TransactionConflict: tests/faults injects those.
"""

from __future__ import annotations

import os
import shutil
import socket
import subprocess
import time
import urllib.error
import urllib.request
import zipfile
from collections.abc import Iterator
from contextlib import contextmanager
from pathlib import Path

import pytest
from moto import mock_aws

VERSION = "3.1.0"
FETCHED = Path(".build") / f"dynamodb-local-{VERSION}"
LAUNCHER = Path(__file__).with_name("Loopback.java")
QUICK = ("-XX:TieredStopAtLevel=1", "-XX:+UseSerialGC")
"""It runs for minutes: that Java compiles what it runs once, and collects in one thread, costs least."""

_POM = f"""\
<project xmlns="http://maven.apache.org/POM/4.0.0">
  <modelVersion>4.0.0</modelVersion>
  <groupId>concord</groupId>
  <artifactId>engine</artifactId>
  <version>1</version>
  <packaging>pom</packaging>
  <dependencies>
    <dependency>
      <groupId>software.amazon.dynamodb</groupId>
      <artifactId>DynamoDBLocal</artifactId>
      <version>{VERSION}</version>
    </dependency>
  </dependencies>
</project>
"""


class NotHere(Exception):
    """What DynamoDB Local needs is missing; the message says what, in one sentence."""


def ready() -> tuple[str, Path]:
    """Java, and where DynamoDB Local's jars are; fetched where nobody has unpacked them. Raises NotHere."""
    java = _program(
        "java", "DynamoDB Local needs Java 17: install a JRE, or run the tests without -m engine."
    )
    return java, _folder()


@contextmanager
def running() -> Iterator[str]:
    """The URL of an empty DynamoDB Local, which ends with the block."""
    java, folder = ready()
    port = _free_port()
    command = [
        java,
        *QUICK,
        f"-Djava.library.path={os.pathsep.join(map(str, (folder, folder / 'DynamoDBLocal_lib')))}",
        "-cp",
        os.pathsep.join(map(str, (folder / "*", folder / "DynamoDBLocal_lib" / "*"))),
        _main(java, folder),
        "-inMemory",
        # A process's first credentials stay in its session; else each of them would have tables of its own.
        "-sharedDb",
        "-disableTelemetry",
        "-port",
        str(port),
    ]
    with subprocess.Popen(command, stdout=subprocess.PIPE, stderr=subprocess.STDOUT) as server:
        try:
            _await(server, port)
            yield f"http://127.0.0.1:{port}"
        finally:
            server.terminate()
            server.communicate(timeout=30)


@contextmanager
def beside_moto(url: str, patch: pytest.MonkeyPatch) -> Iterator[None]:
    """Tables are DynamoDB Local's within; everything else is moto's, in process.

    moto compares every request with the patterns of all services, unless it is told of those that pass.
    """
    patch.setenv("AWS_ENDPOINT_URL_DYNAMODB", url)
    with mock_aws(config={"core": {"passthrough": {"urls": [url]}}}):
        yield


def _program(name: str, otherwise: str) -> str:
    found = shutil.which(name)
    if found is None:
        raise NotHere(otherwise)
    return found


def _folder() -> Path:
    unpacked = os.environ.get("DYNAMODB_LOCAL_DIR")
    if unpacked:
        folder = Path(unpacked)
        if not any(folder.glob("DynamoDBLocal*.jar")):
            raise NotHere(f"DYNAMODB_LOCAL_DIR names {folder}, which has no DynamoDBLocal.jar in it.")
        return folder.resolve()
    folder = FETCHED.resolve()
    if not (folder / "complete").exists():
        _fetch(folder)
    return folder


def _main(java: str, folder: Path) -> str:
    """What to run: our launcher, or, where Java comes without its compiler, the main class of the jar."""
    modules = subprocess.run([java, "--list-modules"], capture_output=True, text=True, check=False).stdout
    if "jdk.compiler" in modules:
        return str(LAUNCHER)
    with zipfile.ZipFile(next(folder.glob("DynamoDBLocal*.jar"))) as jar:
        manifest = jar.read("META-INF/MANIFEST.MF").decode()
    return next(line.split()[1] for line in manifest.splitlines() if line.startswith("Main-Class:"))


def _fetch(folder: Path) -> None:
    maven = _program(
        "mvn",
        "DynamoDB Local is fetched by Maven: install it, or let DYNAMODB_LOCAL_DIR name an unpacked copy.",
    )
    folder.mkdir(parents=True, exist_ok=True)
    (folder / "pom.xml").write_text(_POM)
    print(f"Fetching DynamoDB Local {VERSION}, once.", flush=True)
    done = subprocess.run(
        [maven, "-q", "-B", "-f", "pom.xml", "dependency:copy-dependencies", "-DoutputDirectory=."],
        cwd=folder,
        capture_output=True,
        text=True,
        check=False,
    )
    if done.returncode:
        raise NotHere(f"Maven could not fetch DynamoDB Local: {done.stdout.strip().splitlines()[0]}")
    (folder / "complete").touch()


def _free_port() -> int:
    with socket.socket() as probe:
        probe.bind(("127.0.0.1", 0))
        port: int = probe.getsockname()[1]
    return port


def _await(server: subprocess.Popen[bytes], port: int) -> None:
    """Returns once it answers, be it that the request is no good."""
    for _ in range(600):
        if server.poll() is not None:
            output = server.stdout.read().decode(errors="replace").strip() if server.stdout else ""
            raise NotHere(f"DynamoDB Local did not start: {(output.splitlines() or ['it said nothing'])[-1]}")
        try:
            urllib.request.urlopen(f"http://127.0.0.1:{port}/", timeout=5)
        except urllib.error.HTTPError as answer:
            answer.close()
            return
        except OSError:
            time.sleep(0.1)
    raise NotHere("DynamoDB Local did not answer within a minute.")
