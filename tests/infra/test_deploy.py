from __future__ import annotations

from pathlib import Path

import pytest

from infra import deploy


def test_commands_upload_then_change_the_stage_own_stack() -> None:
    """The code goes to the bucket under the stack's name; the stack is the stage's and gets the settings."""
    upload, change = deploy.commands("prod", Path("made"), "bucket", ["BaseUrl=https://concord.example"])

    assert upload == [
        *("aws", "cloudformation", "package"),
        *("--template-file", "made/template.json"),
        *("--output-template-file", "made/uploaded.json", "--use-json"),
        *("--s3-bucket", "bucket", "--s3-prefix", "concord-prod"),
    ]
    assert change == [
        *("aws", "cloudformation", "deploy"),
        *("--template-file", "made/uploaded.json", "--stack-name", "concord-prod"),
        *("--s3-bucket", "bucket", "--s3-prefix", "concord-prod"),
        *("--capabilities", "CAPABILITY_IAM", "CAPABILITY_AUTO_EXPAND"),
        "--no-fail-on-empty-changeset",
        *("--parameter-overrides", "BaseUrl=https://concord.example"),
    ]


def test_main_without_a_bucket_says_so(capsys: pytest.CaptureFixture[str]) -> None:
    """One sentence, and nothing is called."""
    code = deploy.main(["--stage", "prod", "--package", "made"])

    assert (code, capsys.readouterr().err) == (
        2,
        "Name a bucket for the code: make deploy STAGE=… BUCKET=…\n",
    )


def test_main_without_the_command_line_interface_says_so(
    capsys: pytest.CaptureFixture[str], monkeypatch: pytest.MonkeyPatch, tmp_path: Path
) -> None:
    """One sentence, and nothing is called."""
    monkeypatch.setenv("PATH", str(tmp_path))

    code = deploy.main(["--stage", "prod", "--package", "made", "--bucket", "bucket"])

    assert (code, capsys.readouterr().err) == (
        2,
        "Deploying needs the AWS command line interface (`aws`), which was not found.\n",
    )
