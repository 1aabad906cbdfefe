# SPDX-License-Identifier: Apache-2.0
"""A home: the one folder that holds everything, and the locks that keep one writer at a time.

Promises: every path inside a home is named here and nowhere else; a refused lock says who holds
it, since when and with what command. Never reads or writes evidence itself. Only `vault/`,
`ledger/`, `keys/` and `holdfast.toml` are precious (design, section 4).
"""

from __future__ import annotations

import errno
import fcntl
import json
import os
import time
from contextlib import contextmanager
from dataclasses import dataclass
from functools import cache
from typing import TYPE_CHECKING

from holdfast.agency import Agency, read_agency
from holdfast.config import Config, read_config
from holdfast.errors import HoldfastError, NeedsAttentionError, WrongUsageError

if TYPE_CHECKING:
    from collections.abc import Iterator
    from datetime import datetime
    from pathlib import Path

CONFIG_NAME = "holdfast.toml"
_POLL_SECONDS = 0.02


class NoHomeError(WrongUsageError):
    """The folder that was named is not a home; nothing was touched."""


class HomeExistsError(WrongUsageError):
    """A home was to be made where one, or something else, already is; nothing was touched."""


class HomeBusyError(HoldfastError):
    """Another process is writing to the home; evidence is unharmed and nothing was changed."""


class HomeNotWritableError(NeedsAttentionError):
    """The home is on a full or read-only disk, or belongs to somebody else."""


@dataclass(frozen=True, slots=True)
class Home:
    """The paths of one home, with its configuration."""

    root: Path
    config: Config

    @classmethod
    def open(cls, root: Path) -> Home:
        """Open the home at `root`. Raises NoHomeError, or ConfigError when it reads wrongly."""
        root = root.absolute()
        if not (root / CONFIG_NAME).is_file():
            raise NoHomeError(
                f"{root} is not a home (it has no {CONFIG_NAME}). Nothing was touched. "
                "Name another folder, or make a home with 'holdfast init'."
            )
        return cls(root=root, config=read_config(root / CONFIG_NAME))

    @property
    def lists(self) -> Agency:
        """The agency's lists: its own in `agency/`, else those that came with Holdfast.

        Read once a process, so that a change takes effect when the process is started again.
        """
        return _lists(self.root / "agency")

    @property
    def keys(self) -> Path:
        """Private keys (0700)."""
        return self.root / "keys"

    @property
    def log_key(self) -> Path:
        """The signing key of the ledger."""
        return self.keys / "log.key"

    @property
    def web_secret(self) -> Path:
        """The secret of the pages."""
        return self.keys / "web.secret"

    @property
    def vault(self) -> Path:
        """Originals."""
        return self.root / "vault"

    @property
    def ledger(self) -> Path:
        """The ledger: `log/`, `bodies/`, `lines/`, `checkpoints/`."""
        return self.root / "ledger"

    @property
    def database(self) -> Path:
        """The SQLite database, when no other is configured. Derived."""
        return self.root / "records.sqlite3"

    @property
    def index(self) -> Path:
        """Everything computed: findings, derivatives. Derived."""
        return self.root / "index"

    @property
    def findings(self) -> Path:
        """What processors found, one JSON file an original and processor."""
        return self.index / "findings"

    @property
    def derivatives(self) -> Path:
        """Thumbnails and playable copies."""
        return self.index / "derivatives"

    @property
    def work(self) -> Path:
        """Journals of take-ins under way, uploads."""
        return self.root / "work"

    @property
    def intakes(self) -> Path:
        """One folder for each take-in that has not ended."""
        return self.work / "intakes"

    @property
    def uploads(self) -> Path:
        """Files handed in through a browser, until they are taken in."""
        return self.work / "uploads"

    @property
    def ledger_lock(self) -> Path:
        """Held while the database and the ledger change together."""
        return self.root / "ledger.lock"

    @property
    def intake_lock(self) -> Path:
        """Held while a medium is being taken in."""
        return self.root / "intake.lock"


@cache
def _lists(folder: Path) -> Agency:
    return read_agency(folder)


@contextmanager
def locked(path: Path, *, command: str, now: datetime, wait_seconds: float = 0.0) -> Iterator[None]:
    """Hold the lock file at `path` for the length of the block.

    A holder writes its process id, command and time into the file, so that whoever is refused
    can be told. The kernel releases the lock when the holder ends, however it ends. Raises
    HomeBusyError after `wait_seconds`, HomeNotWritableError when the file cannot be made.
    """
    try:
        descriptor = os.open(path, os.O_RDWR | os.O_CREAT | os.O_CLOEXEC, 0o600)
    except OSError as error:
        raise HomeNotWritableError(
            f"The home cannot be written to ({os.strerror(error.errno or 0)}: {path}). "
            "What is kept is unharmed and nothing was changed. Free space, mount the disk for "
            "writing, or run as the user that owns the home."
        ) from error
    try:
        _acquire(descriptor, path, wait_seconds)
        _sign(descriptor, path, {"pid": os.getpid(), "command": command, "since": now.isoformat()})
        try:
            yield
        finally:
            os.ftruncate(descriptor, 0)
    finally:
        os.close(descriptor)


def _acquire(descriptor: int, path: Path, wait_seconds: float) -> None:
    deadline = time.monotonic() + wait_seconds
    while True:
        try:
            fcntl.flock(descriptor, fcntl.LOCK_EX | fcntl.LOCK_NB)
        except BlockingIOError:
            if time.monotonic() >= deadline:
                raise HomeBusyError(
                    f"{_holder(descriptor)} is writing to this home ({path.name}). Evidence is "
                    "unharmed and nothing was changed. Wait until it has ended, then try again."
                ) from None
            time.sleep(_POLL_SECONDS)
        else:
            return


def _sign(descriptor: int, path: Path, holder: dict[str, object]) -> None:
    """Write the holder down. A full disk is named here, before anything else is begun."""
    try:
        os.ftruncate(descriptor, 0)
        os.pwrite(descriptor, json.dumps(holder).encode(), 0)
    except OSError as error:
        if error.errno not in {errno.ENOSPC, errno.EROFS, errno.EDQUOT, errno.EIO}:
            raise
        raise HomeNotWritableError(
            f"The home cannot be written to ({os.strerror(error.errno)}: {path}). What is kept "
            "is unharmed and nothing was changed. Free space on the disk, then try again."
        ) from error


def _holder(descriptor: int) -> str:
    try:
        holder = json.loads(os.pread(descriptor, 4096, 0))
        return f"{holder['command']} (process {holder['pid']}, since {holder['since'][:19]} UTC)"
    except (ValueError, KeyError, TypeError, OSError):
        return "Another process"
