# SPDX-License-Identifier: Apache-2.0
"""The durable write sequence: how bytes become an object, and what each step guards against.

One object, alone (a large file, a blocks file, a file whose batch failed):

 1. open `incoming/<lane>/<n>` with O_CREAT|O_EXCL|O_NOFOLLOW: never write into what is there
 2. pwrite(2), looping on short writes; O_DIRECT for whole pages: the disk gets what was hashed
 3. ask the source whether it changed while it was read: half-old, half-new is not an original
 4. fchmod 0444, before the sync and so covered by it
 5. fsync the file. A failure is final: the kernel may have marked the pages clean, and a second
    fsync would succeed without them. Discard the file, read the source again, once
 6. read it back past the page cache and compare every block: a disk that lied is found here
 7. an object longer than a block: its blocks file takes steps 1, 2, 4 to 6, 8 and 9 first, so that no
    object is visible without one
 8. link(2) into `objects/ab/cd/`: it refuses a name that is there, where rename would overwrite
 9. fsync `ab/cd`, `ab` and `objects`, always all three: a folder made by a run that was killed
    may itself not be on the disk yet
10. unlink the name in `incoming/`
11. only now is the source acknowledged, and the caller may write the ledger entry

Many objects of one block (a batch of a lane), for each:

 a. mkdir(2) of its folder `ab/cd`, which also tells whether the object can be there already
 b. open with O_TMPFILE in that folder: a file without a name, which nobody can see and which the
    file system frees by itself, at the latest when it is mounted again. Where there are no such
    files, or no /proc to name them by: step 1
 c. steps 2 to 4. It stays open, for it has no name to find it by
 d. one syncfs(2) for the batch in place of step 5; it makes the folders durable too. It does not
    say which file failed, so a failure makes the whole batch go the way alone
 e. step 6 by the same descriptor; step 8 as linkat(2) of the descriptor, which refuses a name that
    is there just the same. It is closed, and a name in `incoming/` removed: before the new name is
    durable, but a cut that loses both loses nothing that was acknowledged
 f. the syncfs of the *next* batch in place of step 9; then 11

Killed or cut off at any step: before 8 nothing is visible; from 8 on the object is whole, for its
bytes were synced before its name was made. What is left in `incoming/` is swept at the next start.

Known gaps. An object whose name is there but whose source was not acknowledged is reported as
already there when it is handed in again. A disk that answers from its own cache can deceive step
6. Decided in docs/adr/0002-durable-write-sequence.md and 0022; tested at every call in tests/fault.
"""

from __future__ import annotations

import errno
import os
from dataclasses import dataclass
from functools import partial
from itertools import count
from pathlib import Path
from typing import TYPE_CHECKING

from holdfast.vault.blocks import encode_leaves, hash_blocks, tree_root
from holdfast.vault.disk import NewFile, sync_folder
from holdfast.vault.errors import (
    VaultError,
    VaultFullError,
    VaultNotWritableError,
    VaultWriteError,
)
from holdfast.vault.layout import DAMAGED, blocks_path, object_path

if TYPE_CHECKING:
    from collections.abc import Callable

    from holdfast.vault.incoming import LaneFolder
    from holdfast.vault.readback import DiskReader


class NotReadBackError(Exception):
    """The disk did not give back what it was given: a lying write."""


@dataclass(frozen=True, slots=True)
class Content:
    """What one reading of a source yields besides its bytes."""

    sha256: str
    size: int
    leaves: tuple[bytes, ...]

    @property
    def blocks_root(self) -> str:
        """The root of the block tree, in hex."""
        return tree_root(self.leaves).hex()


def named_error(error: OSError) -> VaultError | None:
    """Give the error a name when trying again cannot help; None for a fault of the disk."""
    if error.errno in {errno.ENOSPC, errno.EDQUOT}:
        return VaultFullError(
            f"The disk under the vault is full ({error.strerror}). What was being written has been "
            "discarded, and what is in the vault is unharmed. Make room, then hand in again: it "
            "goes on where it stopped."
        )
    if error.errno in {errno.EROFS, errno.EACCES, errno.EPERM}:
        return VaultNotWritableError(
            f"The vault cannot be written to ({error.strerror}). Nothing was stored, and what is "
            "in the vault is unharmed. Check how the disk is mounted and who owns the folder, "
            "then hand in again."
        )
    return None


def failing_disk(cause: str) -> VaultWriteError:
    """Say that the disk failed, and what to do."""
    return VaultWriteError(
        f"The disk under the vault failed twice ({cause}). What was being written has been "
        "discarded; look at the disk before anything else is written to it, run `holdfast check`, "
        "then hand in again."
    )


def link_into_place(link: Callable[[str], None], target: str) -> bool:
    """Have a file give itself this name; False, and nothing changed, when it is there already."""
    try:
        link(target)
    except FileExistsError:
        return False
    except FileNotFoundError:
        Path(target).parent.mkdir(parents=True, exist_ok=True)
        return link_into_place(link, target)
    return True


def make_folder(path: str) -> bool:
    """Make the folder an object will be in, and those above it; False when it was there.

    One call tells both whether the object can be there and, later, leaves the link nothing to do
    but link; and the sync of the bytes makes the folder durable too.
    """
    try:
        os.mkdir(path)  # noqa: PTH102 - once for each small file
    except FileExistsError:
        return False
    except FileNotFoundError:
        Path(path).mkdir(parents=True, exist_ok=True)
    return True


def sync_names(target: Path) -> None:
    """Make the name of an object or a blocks file durable: its folder and the two above it."""
    for folder in (target.parent, target.parent.parent, target.parent.parent.parent):
        sync_folder(folder)


def write_file(lane: LaneFolder, data: bytes) -> NewFile:
    """Write a file durably in the lane's folder (steps 1, 2, 4, 5), and close it."""
    with NewFile(lane.next_path(), expected_size=0) as file:
        file.write(memoryview(data), 0)
        file.make_read_only()
        file.sync()
    return file


def put_blocks_file(
    root: Path, lane: LaneFolder, content: Content, reader: DiskReader | None
) -> None:
    """Make sure the right blocks file is durably there, read back when there is a reader.

    It is derived from the object, so a damaged one is replaced.
    """
    target = blocks_path(root, content.sha256)
    data = encode_leaves(content.leaves)
    try:
        right = target.read_bytes() == data
    except OSError:
        right = False
    if not right:
        file = write_file(lane, data)
        path = file.name(lane.next_path())
        if reader is not None and not reader.holds(path, len(data), hash_blocks(data)):
            raise NotReadBackError("it did not give back the block hashes it was given")
        if not link_into_place(file.link, str(target)):
            Path(path).replace(target)
        file.discard()
    sync_names(target)


def set_aside(root: Path, path: str, sha256: str) -> None:
    """Put the sound file in the place of a damaged object, which is kept in `damaged/`.

    The damaged object gets its second name durably before the sound one takes its place, and
    rename(2) is atomic: at no moment is there no object.
    """
    target = object_path(root, sha256)
    link = partial(os.link, target, follow_symlinks=False)
    for number in count():
        if link_into_place(link, str(root / DAMAGED / f"{sha256}.{number}")):
            break
    sync_folder(root / DAMAGED)
    Path(path).replace(target)
