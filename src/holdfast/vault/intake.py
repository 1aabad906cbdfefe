# SPDX-License-Identifier: Apache-2.0
"""Many sources at once: several lanes, one stream of answers.

It promises bounded memory, that `sources` and `on_bytes` are only ever used in the caller's
thread, that every source given out is durable, and that an error, Ctrl-C or a caller who stops
asking leaves nothing half-visible: answers that are already durable are still given out before an
error is raised, and everything else is discarded.
"""

from __future__ import annotations

from queue import Empty, SimpleQueue
from threading import Event, Thread
from typing import TYPE_CHECKING, Final

from holdfast.vault.batch import FILES
from holdfast.vault.copying import StoppedError
from holdfast.vault.durable import failing_disk, named_error
from holdfast.vault.lane import Lane

if TYPE_CHECKING:
    from collections.abc import Callable, Iterable, Iterator
    from pathlib import Path

    from holdfast.vault.values import Outcome, Source

# A lane that has waited this long for a source makes what it has durable.
_IDLE_SECONDS: Final = 0.5
_ANSWER_SECONDS: Final = 0.1


class _Ended:
    """A lane is done, with the error that ended it, if any."""

    __slots__ = ("error",)

    def __init__(self, error: BaseException | None) -> None:
        self.error = error


class Intake:
    """One run of `store_all`."""

    def __init__(
        self, root: Path, *, read_back: bool, workers: int, on_bytes: Callable[[int], None] | None
    ) -> None:
        """Prepare; the lanes start with `run`."""
        self._root = root
        self._read_back = read_back
        self._on_bytes = on_bytes
        self._stop = Event()
        self._tasks: SimpleQueue[Source | None] = SimpleQueue()
        self._answers: SimpleQueue[tuple[Source, Outcome] | _Ended] = SimpleQueue()
        self._lanes: list[Lane] = []
        self._threads = [
            Thread(target=self._work, name=f"vault-lane-{number}") for number in range(workers)
        ]
        self._open_lanes = workers
        self._waiting = 0
        self._reported = 0
        self._error: BaseException | None = None

    def run(self, sources: Iterable[Source]) -> Iterator[tuple[Source, Outcome]]:
        """Feed the lanes and give out what they answer."""
        # Two batches may wait in each lane for their sync: more than that must be on the way.
        most = (3 * FILES) * len(self._threads)
        for thread in self._threads:
            thread.start()
        try:
            for source in sources:
                self._tasks.put(source)
                self._waiting += 1
                yield from self._collect(block=False)
                while self._waiting >= most and self._error is None:
                    yield from self._collect(block=True)
                if self._error is not None:
                    break
            for _ in self._threads:
                self._tasks.put(None)
            while self._open_lanes:
                yield from self._collect(block=True)
        finally:
            self._stop.set()
            for _ in self._threads:
                self._tasks.put(None)
            for thread in self._threads:
                thread.join()
        if self._error is not None:
            raise self._error

    def _collect(self, *, block: bool) -> Iterator[tuple[Source, Outcome]]:
        """Give out the answers that are there; when asked, wait a little for the first."""
        while True:
            try:
                answer = self._answers.get(block, _ANSWER_SECONDS)
            except Empty:
                break
            block = False
            if isinstance(answer, _Ended):
                self._open_lanes -= 1
                if answer.error is not None and not isinstance(answer.error, StoppedError):
                    self._error = self._error or answer.error
                    self._stop.set()
            else:
                self._waiting -= 1
                yield answer
        self._report()

    def _report(self) -> None:
        if self._on_bytes is None:
            return
        total = sum(lane.tally.total for lane in self._lanes)
        if total != self._reported:
            self._on_bytes(total - self._reported)
        self._reported = total

    def _work(self) -> None:
        """Run one lane in its thread; whatever ends it goes to the caller's thread."""
        try:
            self._work_lane()
        except OSError as error:
            self._answers.put(_Ended(named_error(error) or failing_disk(str(error))))
        except BaseException as error:  # noqa: BLE001 - the edge of a thread: raised by `run`
            self._answers.put(_Ended(error))
        else:
            self._answers.put(_Ended(None))

    def _work_lane(self) -> None:
        with Lane(
            self._root,
            read_back=self._read_back,
            stop=self._stop,
            give=lambda source, outcome: self._answers.put((source, outcome)),
        ) as lane:
            self._lanes.append(lane)
            while not self._stop.is_set():
                try:
                    source = self._tasks.get(timeout=_IDLE_SECONDS)
                except Empty:
                    lane.finish()
                    continue
                if source is None:
                    break
                lane.take(source)
            if not self._stop.is_set():
                lane.finish()
