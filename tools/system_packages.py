# SPDX-License-Identifier: Apache-2.0
"""Make sure that the machine has the programs the tests drive: `python3 tools/system_packages.py`.

What is there already is used as it is. What is missing is installed with apt when that is allowed
(Debian, root), and otherwise named in one line. It never changes a package that is installed.
Runs with the machine's own Python, before there is a virtual environment, so it uses the standard
library only.
"""

from __future__ import annotations

import os
import shutil
import subprocess
import sys
from pathlib import Path

_POSTGRES = Path("/usr/lib/postgresql/15/bin/postgres")


def _has(program: str) -> bool:
    """Whether a program is on the path, or where an administrator's programs are."""
    places = os.pathsep.join((os.environ.get("PATH", ""), "/usr/sbin", "/sbin"))
    return shutil.which(program, path=places) is not None


def _has_venv() -> bool:
    asked = [sys.executable, "-c", "import ensurepip, venv"]
    return subprocess.run(asked, check=False, capture_output=True).returncode == 0


def _has_font() -> bool:
    return any(Path("/usr/share/fonts").rglob("DejaVuSans.ttf"))


def missing(wanted: str) -> list[str]:
    """Name the Debian packages that are not there: for 'demo' few, for 'test' all."""
    packages = {"python3-venv": _has_venv(), "nodejs": _has("node"), "npm": _has("npm")}
    if wanted == "test":
        packages |= {
            "chromium": _has("chromium"),
            "postgresql-15": _POSTGRES.exists(),
            "strace": _has("strace"),
            "btrfs-progs": _has("mkfs.btrfs"),
            "e2fsprogs": _has("mkfs.ext4"),
            "dosfstools": _has("mkfs.vfat"),
            "exfatprogs": _has("mkfs.exfat"),
            "fonts-dejavu-core": _has_font(),
            "tshark": _has("tshark"),
        }
    return [package for package, there in packages.items() if not there]


def main() -> int:
    """Install what is missing, or say what to install."""
    wanted = sys.argv[1] if len(sys.argv) > 1 else "test"
    packages = missing(wanted)
    if not packages:
        return 0
    command = ["apt-get", "install", "--yes", "--no-install-recommends", *packages]
    if os.geteuid() != 0 or not _has("apt-get"):
        sys.stderr.write(f"Please install first: sudo {' '.join(command)}\n")
        return 1
    sys.stdout.write(f"Installing with apt: {' '.join(packages)}\n")
    sys.stdout.flush()
    quiet = {**os.environ, "DEBIAN_FRONTEND": "noninteractive"}
    for step in (["apt-get", "update", "--quiet"], command):
        done = subprocess.run(step, check=False, env=quiet, stdin=subprocess.DEVNULL)
        if done.returncode != 0:
            sys.stderr.write(f"apt refused. Please install first: sudo {' '.join(command)}\n")
            return 1
    return 0


if __name__ == "__main__":
    sys.exit(main())
