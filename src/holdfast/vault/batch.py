# SPDX-License-Identifier: Apache-2.0
"""The batch of a lane: sources of one block on their way to the disk, many to one sync.

It follows the second sequence in `holdfast.vault.durable`. It promises that `give` is called for a
source only when its object is durable, that whatever the disk did wrong sends a source the way
alone (`again`), and that a batch holds at most `FILES` descriptors open.
"""

from __future__ import annotations

from collections import deque
from dataclasses import dataclass
from typing import TYPE_CHECKING, Final

from holdfast.vault.disk import NewFile, UnnamedFile, knows_unnamed, sync_file_system
from holdfast.vault.durable import Content, NotReadBackError

if TYPE_CHECKING:
    from collections.abc import Callable
    from typing import TypeAlias

    from holdfast.vault.incoming import LaneFolder
    from holdfast.vault.objects import Objects
    from holdfast.vault.values import Outcome, Source, StoredObject

    Give: TypeAlias = Callable[[Source, Outcome], None]
    Again: TypeAlias = Callable[[Source, OSError | NotReadBackError, str], None]

# Four lanes keep this many files open each; a process may usually have 1,024.
FILES: Final = 128
BYTES: Final = 64 << 20


@dataclass(frozen=True, slots=True)
class _Written:
    """A source whose bytes are in a file that has no object's name yet."""

    source: Source
    content: Content
    file: NewFile


@dataclass(frozen=True, slots=True)
class _Named:
    """A source whose object is there, but whose name may not be durable yet."""

    source: Source
    answer: StoredObject


class Batch:
    """What was written since the last sync, and what was named since then."""

    def __init__(self, folder: LaneFolder, objects: Objects, give: Give, again: Again) -> None:
        """Begin with nothing. `again` is told the digest its source was given a name for, or ""."""
        self._folder = folder
        self._objects = objects
        self._give = give
        self._again = again
        self._written: deque[_Written] = deque()
        self._bytes = 0
        self._named: list[_Named] = []
        self._unnamed: bool | None = None

    def close(self) -> None:
        """Let go of what was not finished."""
        while self._written:
            self._take_written()

    def add(self, source: Source, content: Content, data: memoryview) -> None:
        """Take an object of one block through steps 1 to 4, unless a sound one is there."""
        if not self._objects.make_folder(content) and self._objects.is_sound(content):
            self._named.append(_Named(source, self._objects.answer(content, new=False)))
            return
        file = self._new_file(content)
        try:
            file.write(data, 0)
            file.make_read_only()
        except OSError:
            file.close()
            file.discard()
            raise
        self._written.append(_Written(source, content, file))
        self._bytes += len(data)

    def is_full(self) -> bool:
        """Say whether it is time to flush."""
        return len(self._written) >= FILES or self._bytes >= BYTES

    def flush(self) -> None:
        """Sync once: what had its name is answered for, what was written gets its name."""
        if not (self._written or self._named):
            return
        named, self._named = self._named, []
        count, self._bytes = len(self._written), 0
        try:
            sync_file_system(self._folder.descriptor)
        except OSError as error:
            for before in named:
                linked = before.answer.sha256 if before.answer.new else ""
                self._again(before.source, error, linked)
            for _ in range(count):
                self._again(self._take_written().source, error, "")
            return
        for before in named:
            self._give(before.source, before.answer)
        for _ in range(count):
            self._name()

    def _name(self) -> None:
        """Take an object of one block, which is synced, through steps 6, 8 and 10."""
        one = self._written[0]
        try:
            self._objects.read_back_open(one.file, one.content)
            answer = self._objects.link(one.file, one.content, linked_before=False)
        except (OSError, NotReadBackError) as error:
            self._again(self._take_written().source, error, "")
        else:
            self._named.append(_Named(self._take_written().source, answer))

    def _take_written(self) -> _Written:
        """Take the first that was written off the list, and let go of its file."""
        one = self._written.popleft()
        one.file.close()
        one.file.discard()
        return one

    def _new_file(self, content: Content) -> NewFile:
        """Step 1: beside its place and without a name where the file system knows such files."""
        folder = self._objects.folder(content)
        if self._unnamed is None:
            self._unnamed = knows_unnamed(folder, self._folder.next_path())
        if self._unnamed:
            return UnnamedFile(folder, expected_size=content.size)
        return NewFile(self._folder.next_path(), expected_size=content.size)
