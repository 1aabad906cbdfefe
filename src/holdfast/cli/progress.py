# SPDX-License-Identifier: Apache-2.0
"""Honest progress: on standard error, in a terminal only, and never a guess.

Rich is imported only when there is a terminal to show progress in, so that a script pays nothing
for it. A total that is not known is not made up: then only what is done is shown.
"""

from __future__ import annotations

import sys
from contextlib import contextmanager
from dataclasses import dataclass
from typing import TYPE_CHECKING, Protocol

if TYPE_CHECKING:
    from collections.abc import Callable, Iterator

    from rich.progress import Progress, TaskID


class Work(Protocol):
    """What a long service tells of itself: files and bytes done, of how many."""

    @property
    def stage(self) -> str:
        """What is being done."""

    @property
    def files_done(self) -> int:
        """How many files are done."""

    @property
    def files_total(self) -> int:
        """Of how many; 0 when that is not known yet."""

    @property
    def bytes_done(self) -> int:
        """How many bytes are done."""

    @property
    def bytes_total(self) -> int:
        """Of how many; 0 when the stage is counted in files."""


@dataclass(frozen=True, slots=True)
class Told:
    """A service's own counts, as `stages` shows them."""

    stage: str
    files_done: int
    files_total: int = 0
    bytes_done: int = 0
    bytes_total: int = 0


@contextmanager
def progress(what: str, total: int | None) -> Iterator[Callable[[int], None]]:
    """Show one count while the block runs; the function given takes how much is done by now."""
    if not sys.stderr.isatty():
        yield lambda _done: None
        return
    with _shown(in_bytes=False) as shown:
        task = shown.add_task(what, total=total)
        yield lambda done: shown.update(task, completed=done)


@contextmanager
def stages() -> Iterator[Callable[[Work], None]]:
    """Show one line a stage while the block runs; the function given takes what is told."""
    if not sys.stderr.isatty():
        yield lambda _work: None
        return
    with _shown(in_bytes=True) as shown:
        tasks: dict[str, TaskID] = {}

        def tell(work: Work) -> None:
            if work.stage not in tasks:
                tasks[work.stage] = shown.add_task(work.stage, total=None)
            known = f" of {work.files_total:,}" if work.files_total else ""
            shown.update(
                tasks[work.stage],
                completed=work.bytes_done if work.bytes_total else work.files_done,
                total=work.bytes_total or work.files_total or None,
                description=f"{work.stage} {work.files_done:,}{known}",
            )

        yield tell


def _shown(*, in_bytes: bool) -> Progress:
    from rich.console import Console
    from rich.progress import (
        BarColumn,
        MofNCompleteColumn,
        Progress,
        TaskProgressColumn,
        TextColumn,
        TimeRemainingColumn,
    )

    amount = TaskProgressColumn() if in_bytes else MofNCompleteColumn()
    return Progress(
        TextColumn("{task.description}"),
        BarColumn(),
        amount,
        TimeRemainingColumn(),
        console=Console(stderr=True),
        transient=True,
    )
