# SPDX-License-Identifier: Apache-2.0
"""Makes a playable derivative of a recording that is cut off, holed, or has no index.

    result = salvage(path, to=new, reference=sound_recording_of_the_same_camera)

A recording that opens is copied packet by packet; one without an index is rebuilt by the form of
its pictures and sound. Promises: the damaged file is only read; the output is a new file, written
under a passing name and given its own only when it is whole; nothing is encoded again; timing that
is not in the damaged file is said to be assumed.
"""

from __future__ import annotations

import hashlib
import os
import shutil
from dataclasses import replace
from typing import TYPE_CHECKING, Final

from holdfast import __version__
from holdfast.analysis.integrity.containers import walk
from holdfast.analysis.integrity.harm import harmed_units
from holdfast.analysis.integrity.limits import Limits, not_timed, not_told
from holdfast.analysis.integrity.passage import pass_through
from holdfast.analysis.salvage.errors import (
    NothingToSalvageError,
    ReferenceNeededError,
    UnsuitableOutputError,
)
from holdfast.analysis.salvage.rebuild import rebuild
from holdfast.analysis.salvage.remux import remux
from holdfast.analysis.salvage.result import Loss, SalvageResult

if TYPE_CHECKING:
    from collections.abc import Callable, Iterator, Sequence
    from pathlib import Path

    from holdfast.analysis.integrity.containers import Structure
    from holdfast.analysis.salvage.rebuild import Rebuilt

_ENDINGS: Final = {".mp4": "MP4", ".mov": "MOV", ".mkv": "Matroska"}
_FORMS: Final = {"MP4": "mp4", "MOV": "mov", "Matroska": "matroska"}


def _not_told(_done: int) -> None:
    """Stand in for somebody who wants to hear of progress."""


def salvage(
    path: Path,
    *,
    to: Path,
    reference: Path | None = None,
    tell: Callable[[int], None] = _not_told,
) -> SalvageResult:
    """Salvage one file into a new one. Raises an AnalysisError that says why when it cannot be."""
    container = _ENDINGS.get(to.suffix.lower())
    if container is None:
        raise UnsuitableOutputError(
            f"The output {to.name} does not end in .mp4, .mov or .mkv. The damaged file is as it was. "
            "Give it such a name."
        )
    if not to.absolute().parent.is_dir():
        raise UnsuitableOutputError(
            f"There is no folder {to.parent} to write into. The damaged file is as it was. Make the "
            "folder, or give another."
        )
    if to.exists():
        raise UnsuitableOutputError(
            f"There is a file named {to.name} already. Nothing was written over. Give another name."
        )
    passing = to.with_name(f".{to.stem}.{os.getpid()}.part{to.suffix}")
    spare = passing.with_name(f"{passing.stem}.first{passing.suffix}")
    try:
        result = salvage_into(
            path, to=passing, spare=spare, container=container, reference=reference, tell=tell
        )
        os.link(passing, to)
    finally:
        passing.unlink(missing_ok=True)
        spare.unlink(missing_ok=True)
    return result


def salvage_into(
    path: Path,
    *,
    to: Path,
    spare: Path,
    container: str,
    reference: Path | None = None,
    tell: Callable[[int], None] = _not_told,
) -> SalvageResult:
    """Salvage into a file that is the caller's, without renaming or removing anything.

    For a process that may do neither. `container` is MP4, MOV or Matroska, whatever the file is
    called; `spare` is a second new file, left empty when it was needed. What stands in `to` after an
    error is no salvage.
    """
    form = _FORMS[container]
    size = path.stat().st_size
    with path.open("rb") as file:
        structure = walk(file, size)
    without_index = any(each.kind == "no_index" for each in structure.findings)
    if without_index or not size:
        made = _rebuilt(path, _needed(reference, size), to, spare, form, tell)
    else:
        made = remux(path, to, structure.declared_s, tell, form=form)
        made = replace(made, lost=(*made.lost, *_of_the_container(structure, made.lost)))
    return SalvageResult(
        method=made.method,
        source_sha256=_digest(path),
        output_sha256=_digest(to),
        reference_sha256=None if reference is None or not without_index else _digest(reference),
        container=container,
        streams=made.streams,
        recovered=made.recovered,
        lost=made.lost,
        assumptions=made.assumptions,
        bytes_total=size,
        bytes_used=made.used,
        bytes_unused=size - made.used,
        apart_s=made.apart_s,
        tool=f"holdfast {__version__} salvage",
    )


def _of_the_container(structure: Structure, told: Sequence[Loss]) -> Iterator[Loss]:
    """Tell what the walk found missing or broken, when no loss that was told by time accounts for it."""
    for finding in structure.findings:
        if finding.verdict.needs_attention and not (told and finding.kind == "cut_off"):
            what = f"{finding.what} Which pictures or sound are missing for it is not known."
            yield Loss("container", finding.from_s, finding.to_s, what)


def _rebuilt(  # noqa: PLR0917 - what is read, what teaches it, and where it goes
    path: Path, reference: Path, to: Path, spare: Path, form: str, tell: Callable[[int], None]
) -> Rebuilt:
    """Rebuild, then leave out what was recognised by its form and does not decode all the same."""
    made = rebuild(path, reference, to, tell, form)
    passage = pass_through(to, Limits(), not_timed, not_told)
    if not any(harmed_units(one) for one in passage.streams):
        return made
    shutil.copyfile(to, spare)
    copied = remux(spare, to, None, tell, passage, form)
    spare.write_bytes(b"")
    return replace(
        made,
        method=f"{made.method}; pieces that do not decode were left out",
        recovered=copied.recovered,
        lost=(*made.lost, *copied.lost),
        used=copied.used,
        apart_s=copied.apart_s,
    )


def _needed(reference: Path | None, size: int) -> Path:
    if not size:
        raise NothingToSalvageError(
            "The file has no bytes, so there is nothing to recover. Look for another copy of it."
        )
    if reference is None:
        raise ReferenceNeededError(
            "The file has no index, so neither the kind of its pictures nor their timing is known. It "
            "is as it was. Give a sound recording of the same camera, with the same settings, as "
            "--reference."
        )
    return reference


def _digest(path: Path) -> str:
    with path.open("rb") as file:
        return hashlib.file_digest(file, "sha256").hexdigest()
