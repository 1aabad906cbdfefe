# SPDX-License-Identifier: Apache-2.0
"""Long work begun on a page, done by a process of its own, and told of on a page.

The server starts `python -m <module of the kind> FOLDER`; FOLDER (in `HOME/work/pages/`) holds
what was asked (`ask.json`) and is where the state is written (`state.json`, replaced whole). The
process holds a lock on `running` while it lives, so that a page knows one that was killed from one
that works. Stopping and restarting the server does not stop it. Nothing here is evidence: losing
the folder loses the page of the work, and never what the work did.
"""

from __future__ import annotations

import fcntl
import json
import os
import secrets
import shutil
import signal
import subprocess
import sys
import time
from dataclasses import asdict, dataclass
from threading import Thread
from typing import TYPE_CHECKING, Any, Final

from holdfast.errors import HoldfastError

if TYPE_CHECKING:
    from collections.abc import Callable, Iterator, Mapping
    from pathlib import Path

    from holdfast.home import Home

_EVERY_S: Final = 0.3
_DAY_S: Final = 86_400
_DONE_DAYS: Final = 7
_STOPPED_DAYS: Final = 30
_END_S: Final = 5.0
MODULES: Final = {
    "take-in": "holdfast.web.taking_in",
    "pack": "holdfast.web.pack_making",
    "public-bundle": "holdfast.web.published.bundling",
    "network-test": "holdfast.web.testing",
    "integrity": "holdfast.web.examining",
    "motion": "holdfast.web.finding_movement",
}


@dataclass(frozen=True, slots=True)
class Work:
    """One piece of long work: what was asked by whom, and where it stands."""

    number: str
    kind: str
    folder: Path
    username: str
    asked: Mapping[str, Any]
    state: Mapping[str, Any]
    runs: bool

    @property
    def result(self) -> str:
        """What it made, by number; "" until it is made."""
        return str(self.state.get("result", ""))

    @property
    def problem(self) -> str:
        """Why it stopped, in words; "" while it runs or when it is done."""
        if self.result or self.runs:
            return ""
        return str(self.state.get("problem") or "It was stopped from outside. Nothing is lost.")


def begin(home: Home, kind: str, username: str, asked: Mapping[str, Any]) -> str:
    """Start the work; give the number of its page."""
    sweep(home, time.time())
    number = secrets.token_hex(8)
    folder = _pages(home) / number
    folder.mkdir(parents=True, mode=0o700)
    ask = {"kind": kind, "username": username, "asked": dict(asked)}
    (folder / "ask.json").write_text(json.dumps(ask), encoding="utf-8")
    start(home, kind, folder)
    return number


def start(home: Home, kind: str, folder: Path) -> None:
    """Start the process for a folder; one that runs already refuses the second."""
    environment = {
        name: value for name, value in os.environ.items() if not name.startswith("COV_")
    } | {"HOLDFAST_HOME": str(home.root), "DJANGO_SETTINGS_MODULE": "holdfast.web.settings"}
    running = os.open(folder / "running", os.O_RDWR | os.O_CREAT, 0o600)
    try:
        fcntl.flock(running, fcntl.LOCK_EX | fcntl.LOCK_NB)
    except BlockingIOError:
        os.close(running)
        return
    # The lock goes to the child with the descriptor, and ends with it.
    child = subprocess.Popen(
        [sys.executable, "-m", MODULES[kind], str(folder)],
        env=environment,
        stdin=subprocess.DEVNULL,
        stdout=subprocess.DEVNULL,
        pass_fds=(running,),
        start_new_session=True,
    )
    os.ftruncate(running, 0)
    os.write(running, str(child.pid).encode())
    os.close(running)
    # It outlives a restart of the server; while the server lives, it leaves no zombie.
    Thread(target=child.wait, daemon=True).start()


def stop(work: Work, words: str) -> bool:
    """End the work's process, and say in words why it stopped; False when it had ended by itself.

    Only for work that goes on where it was: the process is killed, not asked.
    """
    if not _runs(work.folder):
        return False
    # It holds the lock on this file, so the number in it is its own and nobody else's.
    os.kill(int((work.folder / "running").read_bytes()), signal.SIGKILL)
    until = time.monotonic() + _END_S
    while _runs(work.folder) and time.monotonic() < until:
        time.sleep(0.02)
    State(work.folder).write({**work.state, "problem": words})
    return True


def find(home: Home, kind: str, number: str) -> Work | None:
    """Give the work of that kind and number, or None."""
    folder = _pages(home) / number
    if not number.isalnum():
        return None
    try:
        ask = json.loads((folder / "ask.json").read_text(encoding="utf-8"))
    except (FileNotFoundError, ValueError):
        return None
    if ask.get("kind") != kind:
        return None
    # In this order: work that ends in between is seen as running, never as stopped.
    runs = _runs(folder)
    try:
        state = json.loads((folder / "state.json").read_text(encoding="utf-8"))
    except FileNotFoundError:
        state = {}
    return Work(number, kind, folder, ask["username"], ask["asked"], state, runs)


def under_way(home: Home, kind: str, username: str) -> Iterator[Work]:
    """Give the person's work of that kind that is not done, newest first."""
    folders = sorted(_pages(home).glob("*/ask.json"), key=lambda one: -one.stat().st_mtime)
    for ask in folders:
        found = find(home, kind, ask.parent.name)
        if found is not None and found.username == username and not found.result:
            yield found


def sweep(home: Home, now: float) -> None:
    """Remove the pages of work that was done a week ago, or stopped a month ago, and only those.

    What a stopped take-in copied stays with its own journal; the same medium goes on with it.
    """
    for folder in _pages(home).glob("*"):
        state = folder / "state.json"
        last = state if state.exists() else folder
        age = now - last.stat().st_mtime
        done = state.exists() and "result" in json.loads(state.read_text(encoding="utf-8"))
        if age > _DAY_S * (_DONE_DAYS if done else _STOPPED_DAYS) and not _runs(folder):
            shutil.rmtree(folder)


def _pages(home: Home) -> Path:
    return home.work / "pages"


def _runs(folder: Path) -> bool:
    try:
        with (folder / "running").open("rb") as running:
            fcntl.flock(running, fcntl.LOCK_EX | fcntl.LOCK_NB)
    except BlockingIOError:
        return True
    except FileNotFoundError:
        return False
    return False


class State:
    """The state on disk: written whole, a few times a second at most."""

    def __init__(self, folder: Path) -> None:
        self._folder = folder
        self._last = 0.0

    @property
    def number(self) -> str:
        """The number of the work."""
        return self._folder.name

    def tell(self, progress: Any) -> None:  # noqa: ANN401 # any dataclass of plain values
        """Write how far it is, unless that was written just now."""
        if time.monotonic() - self._last >= _EVERY_S:
            self._last = time.monotonic()
            self.write(asdict(progress))

    def write(self, state: Mapping[str, Any]) -> None:
        """Write the state."""
        part = self._folder / "state.part"
        part.write_text(json.dumps(state), encoding="utf-8", errors="surrogateescape")
        part.replace(self._folder / "state.json")


def run(folder: Path, work: Callable[[Home, str, Mapping[str, Any], State], None]) -> int:
    """Do the work asked for in the folder: the whole of a child process. Gives its exit code."""
    import django

    django.setup()
    from holdfast.web.home import this_home

    state = State(folder)
    ask = json.loads((folder / "ask.json").read_text(encoding="utf-8"))
    try:
        work(this_home(), ask["username"], ask["asked"], state)
    except HoldfastError as error:
        state.write({"problem": str(error)})
        return error.exit_code
    except Exception:
        words = "It stopped by a fault of the program, which is in the server's log."
        state.write({"problem": f"{words} Nothing that was kept before is harmed."})
        raise
    return 0
