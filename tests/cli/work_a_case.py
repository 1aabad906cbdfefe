# SPDX-License-Identifier: Apache-2.0
"""Work a whole case from the command line: init, intake, serve, pack, verify. Prints `proven`.

A program of its own, so that a test can run it where there is no network, or under a watch.
"""

from __future__ import annotations

import fcntl
import json
import socket
import struct
import subprocess
import sys
import urllib.request
from pathlib import Path

_SIOCGIFFLAGS = 0x8913
_SIOCSIFFLAGS = 0x8914
_UP = 1


def _bring_loopback_up() -> None:
    """Bring up this machine's own interface, which is down in a new network namespace."""
    with socket.socket(socket.AF_INET, socket.SOCK_DGRAM) as probe:
        answer = fcntl.ioctl(probe, _SIOCGIFFLAGS, struct.pack("16sH14s", b"lo", 0, b""))
        _, flags, _ = struct.unpack("16sH14s", answer)
        if not flags & _UP:
            fcntl.ioctl(probe, _SIOCSIFFLAGS, struct.pack("16sH14s", b"lo", flags | _UP, b""))


def _holdfast(*arguments: object) -> None:
    subprocess.run([sys.executable, "-m", "holdfast", *map(str, arguments)], check=True)


def _look_at_a_page(home: Path) -> None:
    command = [
        sys.executable,
        "-m",
        "holdfast",
        "serve",
        "--home",
        str(home),
        "--port",
        "0",
        "--json",
    ]
    with subprocess.Popen(command, stdout=subprocess.PIPE, text=True) as server:
        assert server.stdout is not None
        said = ""
        while "}" not in said:
            line = server.stdout.readline()
            assert line, "the server ended"
            said += line
        try:
            with urllib.request.urlopen(json.loads(said)["address"]) as page:  # noqa: S310 # our own
                assert b"Holdfast" in page.read()
        finally:
            server.terminate()
            server.wait()
        assert server.returncode == 0


def main() -> int:
    """Work the case in the folder named first, with the card named second."""
    folder, card = Path(sys.argv[1]), Path(sys.argv[2])
    home, pack = folder / "home", folder / "pack"
    _bring_loopback_up()
    _holdfast("init", "--home", home, "--agency", "Te Tai Police")
    _holdfast("intake", card, "--home", home, "--case", "2026-1", "--purpose", "crime-scene")
    _look_at_a_page(home)
    _holdfast("pack", "--home", home, "--case", "2026-1", "--purpose", "disclosure", "--to", pack)
    _holdfast("verify", pack)
    _holdfast("check", "--home", home)
    sys.stdout.write("proven\n")
    return 0


if __name__ == "__main__":
    sys.exit(main())
