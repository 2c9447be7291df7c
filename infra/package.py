"""Makes what is deployed: `python -m infra.package --stage prod --out .build/prod`.

In `out`: deployment.zip, which Lambda runs, and template.json, which CloudFormation makes it run by;
translated.json is the template as SAM will have translated it, to read and to test.
"""

from __future__ import annotations

import argparse
import json
import sys
import tempfile
from collections.abc import Sequence
from pathlib import Path

from infra import archive, lint, source


def make(stage: str, out: Path, *, root: Path = source.ROOT) -> list[str]:
    """Packages a stage into `out`, printing what is done; answers what is wrong with it."""
    _say(f"packaging {stage} in {out}")
    out.mkdir(parents=True, exist_ok=True)
    with tempfile.TemporaryDirectory() as copied:
        source.copy(root, Path(copied))
        template = source.package(Path(copied), stage, source.RESOURCES, out.resolve())
    _write(out / "template.json", template)

    archived = archive.rewrite(out / "deployment.zip")
    version = f"{sys.version_info.major}.{sys.version_info.minor}"
    _say(f"deployment.zip: {archived.after / 1e6:.1f} MB, from {archived.before / 1e6:.1f} MB")
    _say(f"  {archived.dropped} files dropped, {archived.compiled} modules compiled for Python {version}")

    translated, faults = lint.check(template)
    _write(out / "translated.json", translated)
    resources = (len(template["Resources"]), len(translated["Resources"]))
    _say(f"template.json: {resources[0]} resources, {resources[1]} once translated")
    _say(f"  {len(faults)} findings of cfn-lint, before and after translation")

    if archived.after > archive.LARGEST:
        faults.append(f"deployment.zip has {archived.after} bytes, more than {archive.LARGEST}")
    return faults


def _write(path: Path, template: object) -> None:
    path.write_text(json.dumps(template, indent=2, sort_keys=True) + "\n")


def _say(line: str) -> None:
    print(line, flush=True)


def main(arguments: Sequence[str] | None = None) -> int:
    """The command line; 1 where the package must not be deployed."""
    parser = argparse.ArgumentParser(prog="infra.package", description="Packages Concord for AWS.")
    parser.add_argument("--stage", required=True, help="a stage of .chalice/config.json")
    parser.add_argument("--out", required=True, type=Path, help="the folder to put it in")
    options = parser.parse_args(arguments)
    try:
        faults = make(options.stage, options.out)
    except (source.PackagingFailed, archive.ByteCodeFailed, lint.NotTranslatable) as failure:
        print(failure, file=sys.stderr)
        return 1
    for fault in faults:
        print(fault, file=sys.stderr)
    return 1 if faults else 0


if __name__ == "__main__":
    sys.exit(main())
