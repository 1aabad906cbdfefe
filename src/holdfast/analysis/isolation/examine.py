# SPDX-License-Identifier: Apache-2.0
"""Examine captures: read each once, and give the isolation report.

Promises: one pass over each file with flat memory; a file that is no capture is reported and the
others are examined all the same; the same bytes handed in twice are counted once. Never: a look-up,
a guess at a phase, a verdict better than what was read.
"""

from __future__ import annotations

import hashlib
from dataclasses import dataclass
from typing import TYPE_CHECKING

from holdfast.agency import read_hosts
from holdfast.analysis.isolation.addresses import parse_device
from holdfast.analysis.isolation.compose import Asked, Composer
from holdfast.analysis.isolation.coverage import Examined
from holdfast.analysis.isolation.errors import NoSuchDeviceFormError
from holdfast.analysis.isolation.moments import nanoseconds
from holdfast.analysis.isolation.owners import Owners
from holdfast.analysis.isolation.phases import in_order
from holdfast.analysis.isolation.watch import Watch
from holdfast.readers.capture import CaptureFacts, NotACaptureError, open_capture
from holdfast.readers.errors import ReaderError

if TYPE_CHECKING:
    from collections.abc import Callable, Sequence
    from pathlib import Path

    from holdfast.agency import HostOwner, Listed
    from holdfast.analysis.isolation.phases import Flight, Phase
    from holdfast.analysis.isolation.report import IsolationReport

_CHUNK = 1 << 20


@dataclass(frozen=True, slots=True)
class Done:
    """How far the reading has come; the totals are those of the files as they are on the disk."""

    stage: str
    files_done: int
    files_total: int
    bytes_done: int
    bytes_total: int
    packets: int


def _nobody(_done: Done) -> None:
    """Show no progress."""


def _go_on() -> bool:
    """Never stop."""
    return False


def examine(  # noqa: PLR0917 - everything but the captures has a default; callers name what they give
    paths: Sequence[Path],
    device: str | None = None,
    phases: Sequence[Phase] = (),
    hosts: Listed[HostOwner] | None = None,
    flights: Sequence[Flight] = (),
    progress: Callable[[Done], None] = _nobody,
    stop: Callable[[], bool] = _go_on,
) -> IsolationReport:
    """Give the report on `device` (a hardware or IP address; None: every host on the local side).

    `hosts` is the list of owners, ours when None. `progress` is told after every stretch of a file,
    and `stop` is asked then: when it says true, the report is made from what was read, and says so.
    Raises NotACaptureError when none of the files is a capture, ReaderError when the disk hands over
    none of them, and NoSuchDeviceFormError or PhaseError for what was asked in a wrong form.
    """
    wanted = _device(device)
    ordered = in_order(phases)
    owners = Owners(read_hosts(None) if hosts is None else hosts)
    windows = [(nanoseconds(each.first), nanoseconds(each.last)) for each in ordered]
    watch = Watch(windows, wanted)
    examined = _Reading(paths, watch, progress, stop).read()
    watch.packets.finish()
    return Composer(
        watch.packets, Asked(wanted, ordered, tuple(flights)), owners, examined
    ).compose()


def _device(text: str | None) -> bytes | None:
    if text is None:
        return None
    found = parse_device(text)
    if found is None:
        raise NoSuchDeviceFormError(
            f"{text[:60]!r} is neither a hardware address (60:60:1f:aa:bb:cc) nor an IP address. "
            "Nothing was examined. Write the device's address, or leave it out to see every host."
        )
    return found


class _Reading:
    """Reads the files one after the other."""

    def __init__(
        self,
        paths: Sequence[Path],
        watch: Watch,
        progress: Callable[[Done], None],
        stop: Callable[[], bool],
    ) -> None:
        self._paths = paths
        self._watch = watch
        self._progress = progress
        self._stop = stop
        self._sizes = [_size(path) for path in paths]
        self._packets = 0
        self._before = 0

    def read(self) -> list[Examined]:
        """Read them all; raises the first refusal when every file was refused."""
        examined: list[Examined] = []
        refusals: list[ReaderError] = []
        stopped = False
        twice = _same_bytes(self._paths, self._sizes)
        for number, path in enumerate(self._paths):
            facts = CaptureFacts(path.name, self._sizes[number])
            one = Examined(facts)
            if stopped:
                one.stopped = True
            elif number in twice:
                facts.notes.append(f"The same bytes as {twice[number]!r}, which are counted once.")
            else:
                try:
                    one = self._one(path, number)
                except ReaderError as error:
                    refusals.append(error)
                    facts.fault = _reason(error)
                stopped = one.stopped
            examined.append(one)
            self._before += self._sizes[number]
        if refusals and len(refusals) == len(self._paths) - len(twice):
            raise refusals[0]
        return examined

    def _one(self, path: Path, number: int) -> Examined:
        with open_capture(path) as capture:
            one = Examined(capture.facts)
            for batch in capture:
                self._watch.take(batch)
                times = [record[0] for record in batch.records]
                first, last = min(times), max(times)
                one.first = first if one.first is None else min(one.first, first)
                one.last = last if one.last is None else max(one.last, last)
                self._packets += len(times)
                self._progress(
                    Done(
                        "Reading captures",
                        number,
                        len(self._paths),
                        self._before + capture.facts.bytes_read,
                        sum(self._sizes),
                        self._packets,
                    )
                )
                if self._stop():
                    one.stopped = True
                    break
        self._watch.end_of_capture()
        return one


def _size(path: Path) -> int:
    try:
        return path.stat().st_size
    except OSError:
        return 0


def _reason(error: ReaderError) -> str:
    if isinstance(error, NotACaptureError):
        return "it is no packet capture that Holdfast can read"
    return "the disk did not hand it over"


def _same_bytes(paths: Sequence[Path], sizes: Sequence[int]) -> dict[int, str]:
    """Give the files that are a file before them once more; only those of one size are compared."""
    found: dict[int, str] = {}
    seen: dict[tuple[int, str], str] = {}
    for number, path in enumerate(paths):
        if sizes.count(sizes[number]) < 2 or not sizes[number]:  # noqa: PLR2004 - alone in its size
            continue
        try:
            with path.open("rb") as file:
                key = (sizes[number], hashlib.file_digest(file, "sha256").hexdigest())
        except OSError:
            continue
        if key in seen:
            found[number] = seen[key]
        seen.setdefault(key, path.name)
    return found
