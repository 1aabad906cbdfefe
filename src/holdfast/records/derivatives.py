# SPDX-License-Identifier: Apache-2.0
"""Pictures, copies and reports of originals, made when they are first wanted and kept.

Promises: a derivative is found by what made it (the original's digest, processor, version, the
settings that a person chose, and the companions it was made with), so that another is never taken for it; it is there whole or not at all; two people who want
the same one do not make it twice; how making it ended is kept beside it, so that what cannot be
made is not tried again. Losing them all loses nothing. `HOME/index/derivatives/ab/<sha256>.…`.
"""

from __future__ import annotations

import fcntl
import hashlib
import json
import os
import shutil
from contextlib import ExitStack, contextmanager
from dataclasses import dataclass, field
from types import MappingProxyType
from typing import TYPE_CHECKING, Any, Final

from holdfast.analysis import PROCESSORS, Job, Source, State, run, run_all
from holdfast.analysis.telling import Told, told_beside
from holdfast.records.stores import open_vault

if TYPE_CHECKING:
    from collections.abc import Callable, Iterable, Iterator, Mapping, Sequence
    from pathlib import Path

    from holdfast.analysis import Outcome
    from holdfast.analysis.job import Setting
    from holdfast.gate import Permit
    from holdfast.home import Home

NONE: Final[Mapping[str, Setting]] = MappingProxyType({})


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
class Companion:
    """What a processor reads as well: another original, or at `path` a derivative of the same one."""

    sha256: str
    name: str
    path: Path | None = None


@dataclass(frozen=True, slots=True)
class Wanted:
    """What is to be made: of which original, with what settings, and beside which companions."""

    sha256: str
    name: str
    settings: Mapping[str, Setting] = field(default_factory=dict)
    companions: tuple[Companion, ...] = ()

    @property
    def beside(self) -> tuple[str, ...]:
        """The digests of the companions."""
        return tuple(one.sha256 for one in self.companions)


def _path(
    home: Home,
    sha256: str,
    processor: str,
    beside: Sequence[str] = (),
    settings: Mapping[str, Setting] = NONE,
) -> Path:
    tool = PROCESSORS[processor]
    chosen = _chosen(processor, settings) if tool.keyed else ()
    parts = (f"{processor}-{tool.version}", *chosen, *(f"with-{one}" for one in beside))
    return home.derivatives / sha256[:2] / ".".join((sha256, *parts))


def _chosen(processor: str, settings: Mapping[str, Setting]) -> tuple[str, ...]:
    """Give the part of the name that stands for the settings that a person chose."""
    return (f"set-{chosen_key(processor, settings)}",)


def chosen_key(processor: str, settings: Mapping[str, Setting]) -> str:
    """Give sixteen hexadecimal digits that stand for the settings that a person chose."""
    tool = PROCESSORS[processor]
    values = {**tool.defaults, **settings}
    said = json.dumps({name: values[name] for name in tool.keyed}, sort_keys=True)
    return hashlib.sha256(said.encode()).hexdigest()[:16]


def find(
    home: Home,
    sha256: str,
    processor: str,
    beside: Sequence[str] = (),
    settings: Mapping[str, Setting] = NONE,
) -> Derivative | None:
    """Give what was made before, or None when making it was never tried."""
    return _found(_path(home, sha256, processor, beside, settings), processor)


def kept_folder(home: Home, sha256: str, processor: str) -> Path:
    """Give where a processor that resumes keeps what is finished, while it is not done."""
    path = _path(home, sha256, processor)
    return path.with_name(f"{path.name}.kept")


def told(
    home: Home,
    sha256: str,
    processor: str,
    beside: Sequence[str] = (),
    settings: Mapping[str, Setting] = NONE,
) -> Told | None:
    """Give how far making it is, for a page; None when that is not known."""
    return told_beside(_part(_path(home, sha256, processor, beside, settings)))


def being_made(home: Home, sha256: str, processor: str) -> list[Told]:
    """Give what of an original is being made by a processor that tells how far it is."""
    folder = home.derivatives / sha256[:2]
    name = f"{sha256}.{processor}-{PROCESSORS[processor].version}"
    parts = sorted((*folder.glob(f"{name}.part"), *folder.glob(f"{name}.*.part")))
    return [one for part in parts if _is_held(part) and (one := told_beside(part)) is not None]


def find_all(home: Home, sha256: str, processor: str) -> list[Derivative]:
    """Give everything a processor made of an original: without companions first, then with each."""
    name = f"{sha256}.{processor}-{PROCESSORS[processor].version}"
    folder = home.derivatives / sha256[:2]
    kept = sorted((*folder.glob(f"{name}.json"), *folder.glob(f"{name}.*-*.json")))
    paths = (one.with_name(one.name.removesuffix(".json")) for one in kept)
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
    path = _path(home, one.sha256, processor, one.beside, one.settings)
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
    """Make what is missing for many originals.

    Long pieces of work are each made by one alone: what somebody else is making is left to them.
    """
    rows = [row for row in files if is_missing(home, row, processor)]
    locks: dict[Path, ExitStack] = {}
    try:
        jobs = run_all(_jobs(home, rows, processor, permit, locks))
        for done, (job, outcome) in enumerate(jobs, 1):
            _keep(home, outcome)
            if job.output in locks:
                locks.pop(job.output).close()
            tell(done, len(rows))
    finally:
        for lock in locks.values():
            lock.close()


def _jobs(
    home: Home,
    rows: Iterable[Wanted],
    processor: str,
    permit: Permit,
    locks: dict[Path, ExitStack],
) -> Iterator[Job]:
    """Give the jobs; of long ones take the right to make each first, and leave out what is taken."""
    alone = PROCESSORS[processor].batch == 1
    for row in rows:
        with ExitStack() as lock:
            path = _path(home, row.sha256, processor, row.beside, row.settings)
            if alone and not lock.enter_context(_making(path, wait=False)):
                continue
            if not is_missing(home, row, processor):
                continue
            job = _job(home, row, processor, permit)
            if job.output is not None:
                locks[job.output] = lock.pop_all()
        yield job


def forget(home: Home, sha256: str, processor: str) -> None:
    """Remove a derivative that cannot be read, so that it is made again when it is wanted."""
    path = _path(home, sha256, processor)
    path.with_name(f"{path.name}.json").unlink(missing_ok=True)
    path.unlink(missing_ok=True)


def is_missing(home: Home, one: Wanted, processor: str) -> bool:
    """Whether making it was never tried."""
    return find(home, one.sha256, processor, one.beside, one.settings) is None


def is_being_made(
    home: Home,
    sha256: str,
    processor: str,
    beside: Sequence[str] = (),
    settings: Mapping[str, Setting] = NONE,
) -> bool:
    """Whether somebody is making it now."""
    with _making(_path(home, sha256, processor, beside, settings), wait=False) as mine:
        return not mine


def _part(path: Path) -> Path:
    return path.with_name(f"{path.name}.part")


def _is_held(part: Path) -> bool:
    """Whether somebody is making it: what a process that was killed left is not being made."""
    with _making(part.with_name(part.name.removesuffix(".part")), wait=False) as mine:
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
    path = _path(home, one.sha256, processor, one.beside, one.settings)
    path.parent.mkdir(parents=True, exist_ok=True)
    _clear(path)
    if PROCESSORS[processor].resumes:
        path.with_name(f"{path.name}.kept").mkdir(exist_ok=True)
    vault = open_vault(home)
    source, *companions = (
        Source(each.sha256, each.path or vault.path(each.sha256), each.name)
        for each in (Companion(one.sha256, one.name), *one.companions)
    )
    part = _part(path)
    return Job(processor, permit, source, part, tuple(companions), one.settings)


def _clear(path: Path) -> None:
    """Remove what an earlier try left unfinished, and what a processor wrote for itself alone."""
    for left in path.parent.glob(f"{path.name}.part*"):
        left.unlink(missing_ok=True)


def _keep(home: Home, outcome: Outcome) -> Derivative:
    made_by = outcome.provenance
    path = _path(home, made_by.sources[0], made_by.processor, made_by.sources[1:], made_by.settings)
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
    shutil.rmtree(path.with_name(f"{path.name}.kept"), ignore_errors=True)
    beside = path.with_name(f"{path.name}.json")
    part = path.with_name(f"{path.name}.json.part")
    part.write_text(json.dumps(kept), encoding="utf-8")
    part.replace(beside)
    return Derivative(processor=made_by.processor, path=path, **kept)


def _being_made(path: Path, processor: str) -> Derivative:
    reason = "it is being made"
    return Derivative(processor, "unread", reason, path, "", 0, "", {}, {})
