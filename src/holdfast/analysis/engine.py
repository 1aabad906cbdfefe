# SPDX-License-Identifier: Apache-2.0
"""Runs processors in child processes, so that one bad file never stops the rest.

Promises: every job ends in exactly one Outcome; a child that takes too much memory, time or disk,
that crashes or never ends, is killed and its file named failed with the reason; a child has no
network. Each piece of work has a process of its own, forked from a warm template that never opens
a file (docs/adr/0010-processors-in-child-processes.md), so nothing of one file is left when the
next is opened. Never promises that a processor's answer is right.
"""

from __future__ import annotations

from concurrent.futures import FIRST_COMPLETED, ThreadPoolExecutor, wait
from functools import partial
from itertools import islice
from threading import Event
from typing import TYPE_CHECKING

from holdfast.analysis.processors import processor_named
from holdfast.analysis.shelf import Shelf
from holdfast.analysis.template import Template

if TYPE_CHECKING:
    from collections.abc import Callable, Iterable, Iterator
    from concurrent.futures import Executor

    from holdfast.analysis.job import Job, Outcome


def run(job: Job) -> Outcome:
    """Run one job in a process of its own."""
    return run_batch((job,))[0]


def run_batch(jobs: tuple[Job, ...]) -> tuple[Outcome, ...]:
    """Run jobs one after another from one warm template; for the `submit` of any executor here."""
    with Shelf() as shelf:
        return _run_until(Event(), shelf, jobs)


def confinement() -> tuple[str, ...]:
    """Say what keeps a processor in on this machine, in words, for the system page."""
    with Template.start() as template:
        return template.isolation


def run_all(
    jobs: Iterable[Job], *, workers: int = 2, executor: Executor | None = None
) -> Iterator[tuple[Job, Outcome]]:
    """Run many jobs at once and give each with its outcome, in the order in which they end.

    Takes jobs as it goes, so a long list is never held. `executor` is any executor that stays in
    this process, because a permit does not leave it; without one, `workers` threads each hold a
    template, and leaving the loop early, or Ctrl-C, ends at once what runs and leaves no process
    behind.
    """
    if executor is not None:
        yield from _spread(jobs, executor, run_batch, workers)
        return
    stop = Event()
    with Shelf() as shelf, ThreadPoolExecutor(workers) as threads:
        try:
            yield from _spread(jobs, threads, partial(_run_until, stop, shelf), workers)
        finally:
            stop.set()


def _spread(
    jobs: Iterable[Job],
    executor: Executor,
    work: Callable[[tuple[Job, ...]], tuple[Outcome, ...]],
    width: int,
) -> Iterator[tuple[Job, Outcome]]:
    batches = _batched(jobs)
    running = {executor.submit(work, batch): batch for batch in islice(batches, width)}
    try:
        while running:
            ended, _ = wait(running, return_when=FIRST_COMPLETED)
            for future in ended:
                batch = running.pop(future)
                running |= {executor.submit(work, more): more for more in islice(batches, 1)}
                yield from zip(batch, future.result(), strict=True)
    finally:
        for future in running:
            future.cancel()


def _run_until(stop: Event, shelf: Shelf, jobs: tuple[Job, ...]) -> tuple[Outcome, ...]:
    outcomes: list[Outcome] = []
    while len(outcomes) < len(jobs):
        with shelf.lend() as template:
            for job in jobs[len(outcomes) :]:
                outcomes.append(template.run(job, stop.is_set))
                if template.ended:
                    break
    return tuple(outcomes)


def _batched(jobs: Iterable[Job]) -> Iterator[tuple[Job, ...]]:
    batch: list[Job] = []
    for job in jobs:
        batch.append(job)
        if len(batch) >= processor_named(job.processor).batch:
            yield tuple(batch)
            batch.clear()
    if batch:
        yield tuple(batch)
