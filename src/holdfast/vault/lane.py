# SPDX-License-Identifier: Apache-2.0
"""One lane of an intake: it takes sources one after the other and makes objects of them.

It follows the sequence in `holdfast.vault.durable`: large sources alone, sources of one block in
batches. It promises that `give` is called for a source only when its object is durable, or when
the source turned out unreadable. A fault of the disk makes it read the source again, once.
"""

from __future__ import annotations

from typing import TYPE_CHECKING, Final

from holdfast.vault.batch import Batch
from holdfast.vault.blocks import BLOCK_SIZE
from holdfast.vault.copying import Copier, Tally
from holdfast.vault.disk import NewFile, sync_reports_errors
from holdfast.vault.durable import (
    Content,
    NotReadBackError,
    failing_disk,
    named_error,
    put_blocks_file,
    sync_names,
)
from holdfast.vault.incoming import LaneFolder
from holdfast.vault.layout import object_path
from holdfast.vault.objects import Objects
from holdfast.vault.readback import DiskReader
from holdfast.vault.source import OpenSource, SourceFailedError, open_source

if TYPE_CHECKING:
    from collections.abc import Callable
    from pathlib import Path
    from threading import Event
    from typing import Self

    from holdfast.vault.values import Outcome, Source, StoredObject

ATTEMPTS: Final = 2


class Lane:
    """Takes sources; use it as a context, and call `finish` when all went well."""

    def __init__(
        self,
        root: Path,
        *,
        read_back: bool,
        stop: Event,
        give: Callable[[Source, Outcome], None],
    ) -> None:
        """Claim a folder in `incoming/`; OSError when that cannot be done."""
        self.tally = Tally()
        self._root = root
        self._give = give
        self._folder = LaneFolder.claim(root)
        self._reader = DiskReader() if read_back else None
        self._objects = Objects(root, self._folder, self._reader)
        self._batch = Batch(self._folder, self._objects, give, self._again)
        self._copier = Copier(stop)
        self._in_batches = sync_reports_errors()
        self._linked_alone = ""

    def __enter__(self) -> Self:
        return self

    def __exit__(self, *_: object) -> None:
        self._copier.close()
        if self._reader is not None:
            self._reader.close()
        self._batch.close()
        self._folder.leave()

    def take(self, source: Source) -> None:
        """Read the source; its answer is given now or with a later batch."""
        outcome: Outcome | None = None
        try:
            outcome = self._first_attempt(source)
        except SourceFailedError as failed:
            outcome = self.tally.unreadable(str(failed))
        except (OSError, NotReadBackError) as error:
            outcome = self.store_alone(source, after=error)
        if outcome is not None:
            self._give(source, outcome)
        if self._batch.is_full():
            self._batch.flush()

    def finish(self) -> None:
        """Make everything taken so far durable and answer for it."""
        self._batch.flush()
        self._batch.flush()

    def store_alone(
        self, source: Source, *, after: OSError | NotReadBackError | None = None
    ) -> Outcome:
        """Store one source by the sequence for one, reading it again after a fault of the disk.

        `after` is the fault that ended an attempt before.
        """
        failures = [] if after is None else [after]
        while True:
            if failures:
                error = failures[-1]
                if isinstance(error, OSError) and (named := named_error(error)) is not None:
                    raise named from error
                if len(failures) >= ATTEMPTS:
                    raise failing_disk(str(error)) from error
            try:
                return self._attempt_alone(source)
            except SourceFailedError as failed:
                return self.tally.unreadable(str(failed))
            except (OSError, NotReadBackError) as error:
                failures.append(error)

    def _first_attempt(self, source: Source) -> Outcome | None:
        self._linked_alone = ""
        self.tally.begin()
        opened = open_source(source)
        try:
            head = self._copier.head(opened, self.tally)
            if len(head) > BLOCK_SIZE or not self._in_batches:
                return self._copy(opened, head)
            opened.settle(len(head))
        finally:
            opened.close()
        digest = self.tally.digest()
        leaves = (bytes.fromhex(digest),) if head else ()
        self._batch.add(source, Content(digest, len(head), leaves), head)
        return None

    def _attempt_alone(self, source: Source) -> StoredObject:
        self.tally.begin()
        opened = open_source(source)
        try:
            return self._copy(opened, self._copier.head(opened, self.tally))
        finally:
            opened.close()

    def _copy(self, opened: OpenSource, head: memoryview) -> StoredObject:
        """Take one object through steps 1 to 10."""
        file = NewFile(self._folder.next_path(), expected_size=len(head))
        try:
            with file:
                leaves = self._copier.copy(opened, head, file, self.tally)
                opened.settle(self.tally.size)
                content = Content(self.tally.digest(), self.tally.size, leaves)
                file.make_read_only()
                file.sync()
            self._objects.read_back(file.name(""), content)
            if len(leaves) > 1:
                put_blocks_file(self._root, self._folder, content, self._reader)
            before = content.sha256 == self._linked_alone
            answer = self._objects.link(file, content, linked_before=before)
            if answer.new:
                self._linked_alone = content.sha256
            sync_names(object_path(self._root, content.sha256))
        finally:
            file.discard()
        return answer

    def _again(self, source: Source, error: OSError | NotReadBackError, linked: str) -> None:
        """Take a source the way alone after its batch failed."""
        self._linked_alone = linked
        self._give(source, self.store_alone(source, after=error))
