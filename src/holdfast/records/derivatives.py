# SPDX-License-Identifier: Apache-2.0
"""Pictures, copies and reports of originals, made when they are first wanted and kept.

Promises: a derivative is found by what made it (the original's digest, processor, version, and the
companions it was made with), so that another is never taken for it; it is there whole or not at all; two people who want
the same one do not make it twice; how making it ended is kept beside it, so that what cannot be
made is not tried again. Losing them all loses nothing. `HOME/index/derivatives/ab/<sha256>.…`.
"""

from __future__ import annotations

import fcntl
import json
import os
from contextlib import contextmanager
from dataclasses import dataclass, field
from typing import TYPE_CHECKING, Any

from holdfast.analysis import PROCESSORS, Job, Source, State, run, run_all
from holdfast.records.stores import open_vault

if TYPE_CHECKING:
    from collections.abc import Callable, Iterable, Iterator, Mapping, Sequence
    from pathlib import Path

    from holdfast.analysis import Outcome
    from holdfast.analysis.job import Setting
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


@dataclass(frozen=True, slots=True)
class Wanted:
    """What is to be made: of which original, with what settings, and beside which companions.

    `companions` are the digest and name of other originals that the processor reads as well.
    """

    sha256: str
    name: str
    settings: Mapping[str, Setting] = field(default_factory=dict)
    companions: tuple[tuple[str, str], ...] = ()

    @property
    def beside(self) -> tuple[str, ...]:
        """The digests of the companions."""
        return tuple(sha256 for sha256, _ in self.companions)


def _path(home: Home, sha256: str, processor: str, beside: Sequence[str] = ()) -> Path:
    version = PROCESSORS[processor].version
    name = ".".join((sha256, f"{processor}-{version}", *(f"with-{one}" for one in beside)))
    return home.derivatives / sha256[:2] / name


def find(home: Home, sha256: str, processor: str, beside: Sequence[str] = ()) -> Derivative | None:
    """Give what was made before, or None when making it was never tried."""
    return _found(_path(home, sha256, processor, beside), processor)


def find_all(home: Home, sha256: str, processor: str) -> list[Derivative]:
    """Give everything a processor made of an original: without companions first, then with each."""
    plain = _path(home, sha256, processor)
    others = sorted(plain.parent.glob(f"{plain.name}.with-*.json"))
    paths = [plain, *(one.with_name(one.name.removesuffix(".json")) for one in others)]
    made = (_found(path, processor) for path in paths)
    return [one for one in made if one is not None]


def _found(path: Path, processor: str) -> Derivative | None:
    try:
        kept = json.loads(path.with_name(f"{path.name}.json").read_bytes())
    except (OSError, ValueError):
        return None
    found = Derivative(processor=processor, path=path, **kept)
    return found if found.outcome != State.DONE or found.is_there else None


def wanted(home: Home, one: Wanted, processor: str, permit: Permit) -> Derivative:
    """Give the derivative, making it now if it was never tried."""
    path = _path(home, one.sha256, processor, one.beside)
    found = _found(path, processor)
    if found is not None:
        return found
    with _making(path) as mine:
        if mine and (found := _found(path, processor)) is None:
            return _keep(home, run(_job(home, one, processor, permit)))
    return found or _found(path, processor) or _being_made(path, processor)


def make_all(
    home: Home,
    files: Iterable[Wanted],
    processor: str,
    permit: Permit,
    *,
    tell: Callable[[int, int], None] = lambda _done, _total: None,
) -> None:
    """Make what is missing for many originals."""
    rows = [row for row in files if find(home, row.sha256, processor, row.beside) is None]
    jobs = (_job(home, row, processor, permit) for row in rows)
    for done, (_, outcome) in enumerate(run_all(jobs), 1):
        _keep(home, outcome)
        tell(done, len(rows))


def is_being_made(home: Home, sha256: str, processor: str, beside: Sequence[str] = ()) -> bool:
    """Whether somebody is making it now."""
    with _making(_path(home, sha256, processor, beside), wait=False) as mine:
        return not mine


@contextmanager
def _making(path: Path, *, wait: bool = True) -> Iterator[bool]:
    """Hold the right to make it; the kernel gives it back however the holder ends."""
    path.parent.mkdir(parents=True, exist_ok=True)
    descriptor = os.open(path.with_name(f"{path.name}.lock"), os.O_RDWR | os.O_CREAT, 0o600)
    try:
        fcntl.flock(descriptor, fcntl.LOCK_EX | (0 if wait else fcntl.LOCK_NB))
        yield True
    except BlockingIOError:
        yield False
    finally:
        os.close(descriptor)


def _job(home: Home, one: Wanted, processor: str, permit: Permit) -> Job:
    path = _path(home, one.sha256, processor, one.beside)
    path.parent.mkdir(parents=True, exist_ok=True)
    _clear(path)
    vault = open_vault(home)
    source, *companions = (
        Source(sha256, vault.path(sha256), name)
        for sha256, name in ((one.sha256, one.name), *one.companions)
    )
    part = path.with_name(f"{path.name}.part")
    return Job(processor, permit, source, part, tuple(companions), one.settings)


def _clear(path: Path) -> None:
    """Remove what an earlier try left unfinished, and what a processor wrote for itself alone."""
    for left in path.parent.glob(f"{path.name}.part*"):
        left.unlink(missing_ok=True)


def _keep(home: Home, outcome: Outcome) -> Derivative:
    made_by = outcome.provenance
    path = _path(home, made_by.sources[0], made_by.processor, made_by.sources[1:])
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
    _clear(path)
    beside = path.with_name(f"{path.name}.json")
    part = path.with_name(f"{path.name}.json.part")
    part.write_text(json.dumps(kept), encoding="utf-8")
    part.replace(beside)
    return Derivative(processor=made_by.processor, path=path, **kept)


def _being_made(path: Path, processor: str) -> Derivative:
    reason = "it is being made"
    return Derivative(processor, "unread", reason, path, "", 0, "", {}, {})
