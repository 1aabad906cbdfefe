# SPDX-License-Identifier: Apache-2.0
"""A witness on its own machine, and what a home says once it has cosigned."""

from __future__ import annotations

import re
import signal
import socket
import subprocess
import sys
from typing import TYPE_CHECKING

import pytest

from cli.conftest import environment, holdfast

if TYPE_CHECKING:
    from collections.abc import Iterator
    from pathlib import Path


@pytest.fixture
def witness(tmp_path: Path, home: Path) -> Iterator[subprocess.Popen[str]]:
    """Run a witness that follows the log of the home, and name it in the home's settings."""
    folder, name = tmp_path / "witness", "w1.example"
    made = holdfast("witness", "init", "--name", name, "--home", folder)
    assert made.code == 0, made.err
    followed = holdfast(
        "witness", "follow", (home / "ledger/log/vkey").read_text("utf-8").strip(), "--home", folder
    )
    assert followed.code == 0, followed.err
    with socket.create_server(("127.0.0.1", 0)) as free:
        port = free.getsockname()[1]
    with subprocess.Popen(
        [sys.executable, "-m", "holdfast", "witness", "run", "--name", name, "--home", folder,
         "--port", str(port)],
        stdout=subprocess.PIPE, text=True, env={**environment(), "PYTHONUNBUFFERED": "1"},
    ) as process:  # fmt: skip
        assert process.stdout is not None
        said = ""
        while "listening" not in said:
            said = process.stdout.readline()
            assert said, "the witness ended"
        vkey = (folder / "vkeys").read_text("utf-8").splitlines()[0]
        address = re.search(r"http://\S+?(?=/?\s*$)", said)
        assert address is not None
        settings = home / "holdfast.toml"
        told = f'\n[[ledger.witness]]\nname = "{name}"\nvkey = "{vkey}"\nurl = "{address[0]}"\n'
        settings.write_text(settings.read_text("utf-8") + told, encoding="utf-8")
        yield process
        process.kill()


def test_a_witness_that_is_told_to_end_says_so_and_ends_well(
    witness: subprocess.Popen[str],
) -> None:
    witness.send_signal(signal.SIGTERM)
    said, _ = witness.communicate(timeout=30)
    assert "Stopped." in said
    assert witness.returncode == 0


@pytest.mark.usefixtures("witness")
def test_the_head_names_the_newest_checkpoint_that_was_cosigned(home: Path) -> None:
    before = holdfast("ledger", "head", "--home", home, "--json").json
    assert before["newest_cosigned"] is None
    cosigned = holdfast("ledger", "cosign", "--home", home)
    assert cosigned.code == 0, cosigned.out + cosigned.err
    after = holdfast("ledger", "head", "--home", home, "--json").json
    assert after["size"] > before["size"]
    assert after["newest_cosigned"]["size"] == before["size"]
    assert after["newest_cosigned"]["cosigned_by"] == ["w1.example"]
    said = holdfast("ledger", "head", "--home", home).out
    assert f"Checkpoint {after['size']}; cosigned by w1.example at {before['size']}" in said


def test_a_pack_carries_the_cosignature_of_a_witness_and_is_made_without_one(
    witness: subprocess.Popen[str], home: Path, tmp_path: Path
) -> None:
    (tmp_path / "card").mkdir()
    (tmp_path / "card" / "DJI_0001.SRT").write_bytes(b"1\n")
    case = ("--home", home, "--case", "2026-1", "--purpose")
    taken = holdfast("intake", tmp_path / "card", *case, "crime-scene", "--json")
    assert taken.code == 0, taken.out
    for name, cosignatures in (("cosigned", 1), ("alone", 0)):
        pack = tmp_path / name
        made = holdfast("pack", *case, "disclosure", "--to", pack, "--json")
        assert made.code == 0, made.out
        said = holdfast("verify", pack, "--json").json
        assert (said["proven"], said["checked"]["cosignatures"]) == (True, cosignatures)
        witness.terminate()
        witness.wait(timeout=30)
