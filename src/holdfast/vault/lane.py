# SPDX-License-Identifier: Apache-2.0
"""One lane of an intake: it takes sources one after the other and makes objects of them.

It follows the sequence in `holdfast.vault.durable`: large sources alone, sources of one block in
batches. It promises that `give` is called for a source only when its object is durable, or when
the source turned out unreadable. A fault of the disk makes it read the source again, once.
"""

from __future__ import annotations

import os
from dataclasses import dataclass
from typing import TYPE_CHECKING, Final

from holdfast.vault.blocks import BLOCK_SIZE
from holdfast.vault.copying import Copier, Tally
from holdfast.vault.disk import NewFile, sync_file_system, sync_reports_errors
from holdfast.vault.durable import (
    Content,
    NotReadBackError,
    failing_disk,
    link_into_place,
    make_folder,
    named_error,
    put_blocks_file,
    set_aside,
    sync_names,
)
from holdfast.vault.incoming import LaneFolder
from holdfast.vault.layout import object_folder, object_path
from holdfast.vault.readback import DiskReader
from holdfast.vault.source import OpenSource, SourceFailedError, open_source
from holdfast.vault.values import StoredObject

if TYPE_CHECKING:
    from collections.abc import Callable
    from pathlib import Path
    from threading import Event
    from typing import Self

    from holdfast.vault.values import Outcome, Source

BATCH_FILES: Final = 256
BATCH_BYTES: Final = 64 << 20
ATTEMPTS: Final = 2


@dataclass(frozen=True, slots=True)
class _Small:
    """A source of one block on its way: its file in the lane's folder, unless it needs none."""

    source: Source
    content: Content
    path: str | None
    answer: StoredObject | None = None


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
        self._text = str(root)
        self._give = give
        self._folder = LaneFolder.claim(root)
        self._reader = DiskReader() if read_back else None
        self._copier = Copier(stop)
        self._in_batches = sync_reports_errors()
        self._written: list[_Small] = []
        self._written_bytes = 0
        self._named: list[_Small] = []
        self._linked_alone = ""

    def __enter__(self) -> Self:
        return self

    def __exit__(self, *_: object) -> None:
        self._copier.close()
        if self._reader is not None:
            self._reader.close()
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
        if len(self._written) >= BATCH_FILES or self._written_bytes >= BATCH_BYTES:
            self.flush()

    def finish(self) -> None:
        """Make everything taken so far durable and answer for it."""
        self.flush()
        self.flush()

    def flush(self) -> None:
        """Sync once: what had its name is answered for, what was written gets its name."""
        if not (self._written or self._named):
            return
        named, self._named = self._named, []
        written, self._written, self._written_bytes = self._written, [], 0
        try:
            sync_file_system(self._folder.descriptor)
        except OSError as error:
            for small in named + written:
                self._again(small, error)
            return
        for small in named:
            self._acknowledge(small)
        for small in written:
            try:
                self._named.append(self._name(small))
            except (OSError, NotReadBackError) as error:
                self._again(small, error)

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
        self._write_small(source, head)
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
        path = self._folder.next_path()
        try:
            with NewFile(path, expected_size=len(head)) as file:
                leaves = self._copier.copy(opened, head, file, self.tally)
                opened.settle(self.tally.size)
                content = Content(self.tally.digest(), self.tally.size, leaves)
                file.make_read_only()
                file.sync()
            self._read_back(path, content)
            if len(leaves) > 1:
                put_blocks_file(self._root, self._folder, content, self._reader)
            answer = self._link(path, content)
            if answer.new:
                self._linked_alone = content.sha256
            sync_names(object_path(self._root, content.sha256))
        finally:
            self._folder.discard(path)
        return answer

    def _write_small(self, source: Source, data: memoryview) -> None:
        """Take an object of one block through steps 1 to 4, unless a sound one is there."""
        digest = self.tally.digest()
        leaves = (bytes.fromhex(digest),) if data else ()
        content = Content(digest, len(data), leaves)
        if not make_folder(object_folder(self._text, digest)) and self._is_there_and_sound(content):
            self._named.append(_Small(source, content, None, self._answer(content, new=False)))
            return
        path = self._folder.next_path()
        with NewFile(path, expected_size=len(data)) as file:
            file.write(data, 0)
            file.make_read_only()
        self._written.append(_Small(source, content, path))
        self._written_bytes += len(data)

    def _name(self, small: _Small) -> _Small:
        """Take an object of one block, which is synced, through steps 6 and 8."""
        if small.path is None:
            return small
        self._read_back(small.path, small.content)
        answer = self._link(small.path, small.content)
        return _Small(small.source, small.content, small.path, answer)

    def _acknowledge(self, small: _Small) -> None:
        """Take a durable object through steps 10 and 11."""
        if small.path is not None:
            self._folder.discard(small.path)
        if small.answer is not None:
            self._give(small.source, small.answer)

    def _again(self, small: _Small, error: OSError | NotReadBackError) -> None:
        """Discard what the batch made of a source and take it the way alone."""
        if small.path is not None:
            self._folder.discard(small.path)
        linked = small.answer is not None and small.answer.new
        self._linked_alone = small.content.sha256 if linked else ""
        self._give(small.source, self.store_alone(small.source, after=error))

    def _read_back(self, path: str, content: Content) -> None:
        if self._reader is not None and not self._reader.holds(path, content.size, content.leaves):
            raise NotReadBackError("it did not give back what it was given")

    def _is_there_and_sound(self, content: Content) -> bool:
        """Say whether the object is there; its size, or its bytes read back, tell if it is sound."""
        target = self._target(content)
        try:
            size = os.lstat(target).st_size
        except FileNotFoundError:
            return False
        return size == content.size and (
            self._reader is None or self._reader.holds(target, content.size, content.leaves)
        )

    def _target(self, content: Content) -> str:
        return f"{object_folder(self._text, content.sha256)}/{content.sha256}"

    def _link(self, path: str, content: Content) -> StoredObject:
        """Step 8; an object that is there stays, unless it is damaged."""
        if link_into_place(path, self._target(content)):
            return self._answer(content, new=True)
        if self._is_there_and_sound(content):
            return self._answer(content, new=content.sha256 == self._linked_alone)
        set_aside(self._root, path, content.sha256)
        return self._answer(content, new=True, replaced=True)

    def _answer(self, content: Content, *, new: bool, replaced: bool = False) -> StoredObject:
        return StoredObject(
            content.sha256,
            content.size,
            content.blocks_root,
            new,
            read_back=self._reader is not None,
            replaced=replaced,
        )
