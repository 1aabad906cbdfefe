# SPDX-License-Identifier: Apache-2.0
"""Objects as a lane sees them: whether one is there and sound, and how a new one gets its name.

It promises that a name which is there is never overwritten, but by a sound object in place of one
that was found damaged, which is kept; and that an answer says what was seen. It waits for no disk:
that its file is durable before it is named, and the name before it is answered, is the lane's task.
"""

from __future__ import annotations

import os
from typing import TYPE_CHECKING

from holdfast.vault.durable import NotReadBackError, link_into_place, make_folder, set_aside
from holdfast.vault.layout import object_folder
from holdfast.vault.values import StoredObject

if TYPE_CHECKING:
    from pathlib import Path

    from holdfast.vault.disk import NewFile
    from holdfast.vault.durable import Content
    from holdfast.vault.incoming import LaneFolder
    from holdfast.vault.readback import DiskReader


class Objects:
    """The objects of a vault, for one lane. Without a reader nothing is read back."""

    def __init__(self, root: Path, lane: LaneFolder, reader: DiskReader | None) -> None:
        """Look at nothing yet."""
        self._root = root
        self._text = str(root)
        self._lane = lane
        self._reader = reader

    def folder(self, content: Content) -> str:
        """Where the folder of this object is, as text."""
        return object_folder(self._text, content.sha256)

    def make_folder(self, content: Content) -> bool:
        """Make the folder this object will be in; False when it was there."""
        return make_folder(self.folder(content))

    def is_sound(self, content: Content) -> bool:
        """Say whether the object is there; its size, or its bytes read back, tell if it is sound."""
        target = self._target(content)
        try:
            size = os.lstat(target).st_size
        except FileNotFoundError:
            return False
        return size == content.size and (
            self._reader is None or self._reader.holds(target, content.size, content.leaves)
        )

    def read_back(self, path: str, content: Content) -> None:
        """Step 6 for a file that was closed; NotReadBackError when the disk lied."""
        if self._reader is not None and not self._reader.holds(path, content.size, content.leaves):
            raise NotReadBackError("it did not give back what it was given")

    def read_back_open(self, file: NewFile, content: Content) -> None:
        """Step 6 for a file of at most one block that is still open."""
        if self._reader is not None and not self._reader.gives_back(
            file.descriptor, content.size, content.leaves
        ):
            raise NotReadBackError("it did not give back what it was given")

    def link(self, file: NewFile, content: Content, *, linked_before: bool) -> StoredObject:
        """Step 8; an object that is there stays, unless it is damaged.

        `linked_before` says that an attempt before this one had given the name: then the object
        that is there is no older one.
        """
        if link_into_place(file.link, self._target(content)):
            return self.answer(content, new=True)
        if self.is_sound(content):
            return self.answer(content, new=linked_before)
        set_aside(self._root, file.name(self._lane.next_path()), content.sha256)
        return self.answer(content, new=True, replaced=True)

    def answer(self, content: Content, *, new: bool, replaced: bool = False) -> StoredObject:
        """Say what became of a source."""
        return StoredObject(
            content.sha256,
            content.size,
            content.blocks_root,
            new,
            read_back=self._reader is not None,
            replaced=replaced,
        )

    def _target(self, content: Content) -> str:
        return f"{self.folder(content)}/{content.sha256}"
