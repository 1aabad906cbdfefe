# SPDX-License-Identifier: Apache-2.0
"""The bytes of a card image, and where its file systems begin.

It opens the file for reading only. Partition tables are read through The Sleuth Kit; an image
without one holds its file system at byte 0.
"""

from __future__ import annotations

import os
from typing import TYPE_CHECKING, Any

if TYPE_CHECKING:
    from pathlib import Path

_ALLOCATED = 1


class ImageBytes:
    """One image file, open for reading; positions are bytes from its start."""

    def __init__(self, path: Path) -> None:
        import pytsk3

        self._tsk = pytsk3
        self._fd = os.open(path, os.O_RDONLY | os.O_CLOEXEC)
        self.size = os.lseek(self._fd, 0, os.SEEK_END)
        try:
            self._image: Any = pytsk3.Img_Info(os.fsdecode(path))
        except (OSError, UnicodeError) as error:
            os.close(self._fd)
            raise OSError(f"it cannot be opened as an image ({type(error).__name__})") from error

    def read_at(self, position: int, length: int) -> bytes:
        """Read bytes at a position; fewer at the end of the image."""
        return os.pread(self._fd, length, position)

    def partition_offsets(self) -> list[int]:
        """Say where file systems may begin: byte 0, then each partition's first byte."""
        offsets = [0]
        try:
            table = self._tsk.Volume_Info(self._image)
        except OSError:
            return offsets
        sector = int(table.info.block_size)
        offsets += [int(part.start) * sector for part in table if int(part.flags) == _ALLOCATED]
        return offsets

    def open_file_system(self, offset: int) -> Any | None:  # noqa: ANN401 - pytsk3 has no types
        """Open the file system that begins at `offset`; None when there is none."""
        try:
            return self._tsk.FS_Info(self._image, offset=offset)
        except OSError:
            return None

    def close(self) -> None:
        """Close the file; opening it again is a new image."""
        if self._fd >= 0:
            os.close(self._fd)
            self._fd = -1
            self._image.close()
