# SPDX-License-Identifier: Apache-2.0
"""`holdfast audit`: an outsider with a folder, and nothing else of ours."""

from __future__ import annotations

import json
import subprocess
import sys
from typing import TYPE_CHECKING

import pytest

from cli.conftest import environment
from ledger.making import SIGNER, STRANGER
from publication.making import told

if TYPE_CHECKING:
    from pathlib import Path


def holdfast(*asked: object) -> subprocess.CompletedProcess[str]:
    return subprocess.run(
        [sys.executable, "-m", "holdfast", *map(str, asked)],
        capture_output=True, text=True, env=environment(), check=False,
    )  # fmt: skip


@pytest.fixture(scope="module")
def made(tmp_path_factory: pytest.TempPathFactory) -> Path:
    folder = tmp_path_factory.mktemp("made")
    story, reports = told(folder / "ledger")
    story.publish(folder / "bundle", "2027-02-15", reports)
    sizes = list(story.kept.checkpoint_sizes())
    (folder / "older").write_bytes(story.kept.checkpoint(sizes[1]).data)
    (folder / "vkey").write_text(SIGNER.verifier.vkey + "\n")
    return folder


def test_a_bundle_is_proven_with_exit_code_0(made: Path) -> None:
    done = holdfast("audit", made / "bundle")
    assert done.returncode == 0
    assert done.stdout.startswith("PROVEN: ")
    done = holdfast(
        "audit", made / "bundle", "--key", made / "vkey", "--against", made / "older", "--json"
    )
    told_ = json.loads(done.stdout)
    assert (told_["proven"], told_["problems"]) == (True, [])
    assert (told_["recomputed"], told_["withheld"]) == (226, 16)


def test_what_fails_is_named_with_exit_code_1(made: Path) -> None:
    done = holdfast("audit", made / "bundle", "--key", STRANGER.verifier.vkey)
    assert done.returncode == 1
    assert "log/vkey is not the key that you gave" in done.stdout
    done = holdfast("audit", made, "--json")
    assert done.returncode == 1
    assert json.loads(done.stdout)["problems"] == ["log/vkey is missing"]


def test_a_wrong_path_is_wrong_usage(made: Path) -> None:
    assert holdfast("audit", made / "nowhere").returncode == 2
    assert holdfast("audit", made / "bundle", "--against", made / "nowhere").returncode == 2
