"""Sends a package to CloudFormation: `python -m infra.deploy --stage prod --package … --bucket …`.

The AWS command line interface does it, with the account, region and credentials that it is set up with.
Settings are the parameters of resources.yaml; those left out keep the value of the last deployment.
"""

from __future__ import annotations

import argparse
import shutil
import subprocess
import sys
from collections.abc import Sequence
from pathlib import Path


def commands(stage: str, package: Path, bucket: str, settings: Sequence[str]) -> list[list[str]]:
    """What is called: the upload of the code, then the change of the stack `concord-<stage>`.

    The alarms' key, the roles and SAM's translation are what the capabilities are for.
    """
    stack = f"concord-{stage}"
    uploaded = str(package / "uploaded.json")
    place = ["--s3-bucket", bucket, "--s3-prefix", stack]
    upload = [
        *("aws", "cloudformation", "package"),
        *("--template-file", str(package / "template.json")),
        *("--output-template-file", uploaded, "--use-json"),
        *place,
    ]
    change = [
        *("aws", "cloudformation", "deploy"),
        *("--template-file", uploaded, "--stack-name", stack),
        *place,
        *("--capabilities", "CAPABILITY_IAM", "CAPABILITY_AUTO_EXPAND"),
        "--no-fail-on-empty-changeset",
    ]
    return [upload, change + (["--parameter-overrides", *settings] if settings else [])]


def main(arguments: Sequence[str] | None = None) -> int:
    """The command line; the exit code of the first command that fails."""
    parser = argparse.ArgumentParser(prog="infra.deploy", description="Sends a package to CloudFormation.")
    parser.add_argument("--stage", required=True, help="the stage that was packaged")
    parser.add_argument("--package", required=True, type=Path, help="the folder that infra.package made")
    parser.add_argument("--bucket", default="", help="an S3 bucket for the code, in the stack's region")
    parser.add_argument("settings", nargs="*", help="BaseUrl=https://…, SenderDomain=…, as in resources.yaml")
    options = parser.parse_args(arguments)
    if not options.bucket:
        print("Name a bucket for the code: make deploy STAGE=… BUCKET=…", file=sys.stderr)
        return 2
    if shutil.which("aws") is None:
        print("Deploying needs the AWS command line interface (`aws`), which was not found.", file=sys.stderr)
        return 2
    for command in commands(options.stage, options.package, options.bucket, options.settings):
        print(" ".join(command), flush=True)
        code = subprocess.run(command, check=False).returncode
        if code:
            return code
    return 0


if __name__ == "__main__":
    sys.exit(main())
