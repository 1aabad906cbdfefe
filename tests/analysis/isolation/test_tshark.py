# SPDX-License-Identifier: Apache-2.0
"""Packet for packet, byte for byte and name for name as tshark, but for reasons that are written."""

from __future__ import annotations

import shutil
import sys
from pathlib import Path

import pytest

sys.path.insert(0, str(Path(__file__).resolve().parents[3]))

from tools.isolation_against_tshark import REASONS, ask_ourselves, ask_tshark, differences

from captures import files
from captures.kinds import kinds

ROOT = Path(__file__).resolve().parents[3]
_SAMPLES = ROOT.parent / "shared" / "samples" / "drone" / "captures"
_MADE = kinds()
_REAL = sorted(_SAMPLES.glob("*.pcap*"))

pytestmark = pytest.mark.skipif(
    shutil.which("tshark") is None, reason="tshark is not on this machine: apt-get install tshark"
)


def _unexplained(path: Path) -> dict[str, str]:
    found = differences(ask_ourselves(path), ask_tshark(path))
    return {what: words for what, words in found.items() if (path.name, what) not in REASONS}


@pytest.mark.parametrize("name", _MADE)
def test_a_capture_of_each_kind_is_read_as_tshark_reads_it(tmp_path: Path, name: str) -> None:
    assert _unexplained(files.written(tmp_path, _MADE[name], name)) == {}


@pytest.mark.skipif(not _REAL, reason="the folder of real samples is not beside the project")
@pytest.mark.parametrize("path", _REAL, ids=[path.name for path in _REAL])
def test_a_real_capture_is_read_as_tshark_reads_it(path: Path) -> None:
    assert _unexplained(path) == {}


def test_the_comparison_would_see_a_difference(tmp_path: Path) -> None:
    ours = ask_ourselves(files.written(tmp_path, _MADE["ethernet.pcap"], "a.pcap"))
    theirs = ask_tshark(files.written(tmp_path, _MADE["fragments.pcap"], "b.pcap"))
    assert differences(ours, theirs).keys() >= {"packets", "addresses", "server_names", "hosts"}
