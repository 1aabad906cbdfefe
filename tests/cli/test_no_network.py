# SPDX-License-Identifier: Apache-2.0
"""Nothing leaves the machine: a whole case is worked without a network, and under a watch.

`unshare --net` gives the work a network with no way out, so that it fails if it needs one. strace
then lists every address that any process of it tried to reach, so that an attempt whose failure
would have gone unnoticed is seen as well.
"""

from __future__ import annotations

import re
import shutil
import subprocess
import sys
from pathlib import Path

import pytest

from cli.conftest import environment, holdfast

_WORK = Path(__file__).with_name("work_a_case.py")
_ADDRESS = re.compile(
    r'(?:sin_addr=inet_addr\("|sin6_addr=inet_pton\(AF_INET6, "|"(?=[0-9a-f:]+"))([^"]+)"'
)
_FAMILY = re.compile(r"sa_family=AF_INET6?\b")
_THIS_MACHINE = re.compile(r"127\.|::1$|::ffff:127\.|0\.0\.0\.0$|::$")


def _alone() -> list[str]:
    """Give the beginning of a command line whose network has no way out."""
    unshare = shutil.which("unshare")
    if unshare is None:
        pytest.skip("unshare (util-linux) is not on this machine")
    for more in ([], ["--map-root-user"]):
        command = [unshare, *more, "--net"]
        if subprocess.run([*command, "true"], capture_output=True, check=False).returncode == 0:
            return command
    pytest.skip("this machine does not permit a network namespace of our own")


def test_a_whole_case_needs_no_network(tmp_path: Path, card: Path) -> None:
    done = subprocess.run(
        [*_alone(), sys.executable, _WORK, tmp_path, card],
        capture_output=True,
        text=True,
        env=environment(),
        check=False,
        timeout=300,
    )
    assert done.returncode == 0, done.stdout + done.stderr
    assert done.stdout.split()[-1] == "proven"


def test_no_call_leaves_the_machine(tmp_path: Path, card: Path) -> None:
    strace = shutil.which("strace")
    if strace is None:
        pytest.skip("strace is not on this machine: apt-get install strace")
    calls = tmp_path / "calls.txt"
    watch = [strace, "-f", "-qq", "-e", "trace=connect,sendto,sendmsg,sendmmsg", "-o", str(calls)]
    done = subprocess.run(
        [*watch, sys.executable, _WORK, tmp_path, card],
        capture_output=True,
        text=True,
        env=environment(),
        check=False,
        timeout=300,
    )
    if "PTRACE" in done.stderr or "ptrace" in done.stderr:
        pytest.skip("this machine does not permit strace")
    assert done.returncode == 0, done.stdout + done.stderr
    lines = [
        line for line in calls.read_text("utf-8", "replace").splitlines() if _FAMILY.search(line)
    ]
    assert lines, "the pages were served, so something was connected to"
    away = [
        line
        for line in lines
        for address in _ADDRESS.findall(line)
        if not _THIS_MACHINE.match(address)
    ]
    assert away == []


def test_the_watch_would_see_an_address_of_elsewhere() -> None:
    line = (
        'connect(3, {sa_family=AF_INET, sin_port=htons(443), sin_addr=inet_addr("192.0.2.1")}, 16)'
    )
    assert _FAMILY.search(line)
    assert not _THIS_MACHINE.match(_ADDRESS.findall(line)[0])
    assert holdfast("--version").code == 0
