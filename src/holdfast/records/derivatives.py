# SPDX-License-Identifier: Apache-2.0
"""Pictures and playable copies of originals, made when they are first wanted and kept.

Promises: a derivative is found by what made it (the original's digest, processor, version), so
that another version is never taken for it; it is there whole or not at all; two people who want
the same one do not make it twice; how making it ended is kept beside it, so that what cannot be
made is not tried again. Losing them all loses nothing. `HOME/index/derivatives/ab/<sha256>.…`.
"""

from __future__ import annotations

import fcntl
import json
import os
from contextlib import contextmanager
from dataclasses import dataclass
from typing import TYPE_CHECKING, Any

from holdfast.analysis import PROCESSORS, Job, Source, State, run, run_all
from holdfast.records.stores import open_vault

if TYPE_CHECKING:
    from collections.abc import Callable, Iterable, Iterator, Mapping
    from pathlib import Path

    from holdfast.analysis import Outcome
    from holdfast.gate import Permit
    from holdfast.home import Home


@dataclass(frozen=True, slots=True)
class Derivative:
    """How making one ended, and the file when there is one."""

    processor: str
    outcome: str
    reason: str
    path: Path
    sha256: str
    size: int
    media_type: str
    finding: Mapping[str, Any]
    provenance: Mapping[str, Any]

    @property
    def is_there(self) -> bool:
        """Whether there is a file to show."""
        return self.outcome == State.DONE and self.path.is_file()


def _path(home: Home, sha256: str, processor: str) -> Path:
    version = PROCESSORS[processor].version
    return home.derivatives / sha256[:2] / f"{sha256}.{processor}-{version}"


def find(home: Home, sha256: str, processor: str) -> Derivative | None:
    """Give what was made before, or None when making it was never tried."""
    path = _path(home, sha256, processor)
    try:
        kept = json.loads(path.with_name(f"{path.name}.json").read_bytes())
    except (OSError, ValueError):
        return None
    found = Derivative(processor=processor, path=path, **kept)
    return found if found.outcome != State.DONE or found.is_there else None


def wanted(home: Home, sha256: str, name: str, processor: str, permit: Permit) -> Derivative:
    """Give the derivative, making it now if it was never tried."""
    found = find(home, sha256, processor)
    if found is not None:
        return found
    with _making(home, sha256, processor) as mine:
        if mine and (found := find(home, sha256, processor)) is None:
            return _keep(home, run(_job(home, sha256, name, processor, permit)))
    return found or find(home, sha256, processor) or _being_made(home, sha256, processor)


def make_all(
    home: Home,
    files: Iterable[tuple[str, str]],
    processor: str,
    permit: Permit,
    *,
    tell: Callable[[int, int], None] = lambda _done, _total: None,
) -> None:
    """Make what is missing for many originals (digest and name of each)."""
    rows = [row for row in files if find(home, row[0], processor) is None]
    jobs = (_job(home, sha256, name, processor, permit) for sha256, name in rows)
    for done, (_, outcome) in enumerate(run_all(jobs), 1):
        _keep(home, outcome)
        tell(done, len(rows))


def is_being_made(home: Home, sha256: str, processor: str) -> bool:
    """Whether somebody is making it now."""
    with _making(home, sha256, processor, wait=False) as mine:
        return not mine


@contextmanager
def _making(home: Home, sha256: str, processor: str, *, wait: bool = True) -> Iterator[bool]:
    """Hold the right to make it; the kernel gives it back however the holder ends."""
    path = _path(home, sha256, processor)
    path.parent.mkdir(parents=True, exist_ok=True)
    descriptor = os.open(path.with_name(f"{path.name}.lock"), os.O_RDWR | os.O_CREAT, 0o600)
    try:
        fcntl.flock(descriptor, fcntl.LOCK_EX | (0 if wait else fcntl.LOCK_NB))
        yield True
    except BlockingIOError:
        yield False
    finally:
        os.close(descriptor)


def _job(home: Home, sha256: str, name: str, processor: str, permit: Permit) -> Job:
    path = _path(home, sha256, processor)
    path.parent.mkdir(parents=True, exist_ok=True)
    part = path.with_name(f"{path.name}.part")
    part.unlink(missing_ok=True)
    return Job(processor, permit, Source(sha256, open_vault(home).path(sha256), name), part)


def _keep(home: Home, outcome: Outcome) -> Derivative:
    made_by = outcome.provenance
    path = _path(home, made_by.sources[0], made_by.processor)
    kept: dict[str, Any] = {
        "outcome": str(outcome.state),
        "reason": outcome.reason,
        "sha256": outcome.output_sha256 or "",
        "size": outcome.output_size or 0,
        "media_type": outcome.media_type or "",
        "finding": dict(outcome.finding or {}),
        "provenance": made_by.to_json(),
    }
    if outcome.output is not None:
        outcome.output.replace(path)
    beside = path.with_name(f"{path.name}.json")
    part = path.with_name(f"{path.name}.json.part")
    part.write_text(json.dumps(kept), encoding="utf-8")
    part.replace(beside)
    return Derivative(processor=made_by.processor, path=path, **kept)


def _being_made(home: Home, sha256: str, processor: str) -> Derivative:
    path = _path(home, sha256, processor)
    reason = "it is being made"
    return Derivative(processor, "unread", reason, path, "", 0, "", {}, {})
