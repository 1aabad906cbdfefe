# SPDX-License-Identifier: Apache-2.0
"""A PostgreSQL of the tests' own: Debian's package, a new cluster, a unix socket, no network.

It is started when HOLDFAST_TEST_DATABASE=postgresql, and stopped and removed when the tests end.
"""

from __future__ import annotations

import atexit
import os
import shutil
import subprocess
import tempfile
from dataclasses import dataclass
from functools import cache
from pathlib import Path
from typing import Any

BIN = Path("/usr/lib/postgresql/15/bin")
USER = "postgres"
MISSING = f"PostgreSQL 15 is not on this machine ({BIN}): apt-get install postgresql-15"


def wanted() -> bool:
    return os.environ.get("HOLDFAST_TEST_DATABASE") == "postgresql"


@dataclass(frozen=True, slots=True)
class Server:
    """A running server; `socket` is the folder of its socket."""

    socket: Path

    def settings(self, name: str) -> dict[str, Any]:
        return {
            "ENGINE": "django.db.backends.postgresql",
            "NAME": name,
            "USER": USER,
            "PASSWORD": "",
            "HOST": str(self.socket),
            "PORT": "",
            "OPTIONS": {},
        }

    def url(self, name: str) -> str:
        return f"postgresql://{USER}@{str(self.socket).replace('/', '%2F')}/{name}"

    def run(self, command: str, *arguments: str) -> None:
        _as_owner([str(BIN / command), "-h", str(self.socket), "-U", USER, *arguments])


@cache
def server() -> Server:
    """Start it, once; it is stopped when the process ends."""
    if not BIN.is_dir():
        raise FileNotFoundError(MISSING)
    folder = Path(tempfile.mkdtemp(prefix="holdfast-pg-"))
    if os.geteuid() == 0:
        shutil.chown(folder, USER, USER)
    data = folder / "data"
    _as_owner(
        [str(BIN / "initdb"), "-D", str(data), "-U", USER, "--auth=trust", "-E", "UTF8", "-N"]
    )
    options = f"-c listen_addresses='' -c unix_socket_directories='{folder}' -c fsync=off"
    control = [str(BIN / "pg_ctl"), "-D", str(data), "-w"]
    _as_owner([*control, "-l", str(folder / "log"), "-o", options, "start"])
    atexit.register(_stop, control, folder)
    return Server(folder)


def _stop(control: list[str], folder: Path) -> None:
    _as_owner([*control, "-m", "immediate", "stop"])
    shutil.rmtree(folder, ignore_errors=True)


def _as_owner(command: list[str]) -> None:
    """Run as the user postgres when the tests run as root, which PostgreSQL refuses."""
    if os.geteuid() == 0:
        command = ["runuser", "-u", USER, "--", *command]
    subprocess.run(command, check=True, stdout=subprocess.DEVNULL, cwd="/")
