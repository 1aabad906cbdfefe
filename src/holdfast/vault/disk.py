# SPDX-License-Identifier: Apache-2.0
"""The system calls the vault is built on, each with what it guards against.

It promises that a write goes on after a short write, that large writes and all read-back go past
the page cache where the file system allows it (O_DIRECT), and that `sync_file_system` reports
errors. It never retries a failed sync and never hides an error: every OSError goes up.
Linux only, as the whole vault is.
"""

from __future__ import annotations

import contextlib
import ctypes
import errno
import fcntl
import mmap
import os
import platform
import re
from typing import TYPE_CHECKING, Final

if TYPE_CHECKING:
    from pathlib import Path
    from typing import Self

ALIGNMENT: Final = 4096
# Below this a write through the page cache costs less than waiting for the disk.
DIRECT_FROM: Final = 32 * 1024
# syncfs(2) reports write-back errors since Linux 5.8; before, it could not be trusted alone.
SYNCFS_REPORTS_SINCE: Final = (5, 8)

_libc = ctypes.CDLL(None, use_errno=True)


class Buffer:
    """Memory at an address that O_DIRECT accepts."""

    __slots__ = ("view",)

    def __init__(self, size: int) -> None:
        """Take whole pages."""
        self.view = memoryview(mmap.mmap(-1, size))


def set_direct(descriptor: int, *, direct: bool) -> bool:
    """Turn O_DIRECT on or off; say whether it is on. A file system may refuse it.

    Asked after opening, for an O_CREAT with O_DIRECT that is refused leaves a file behind. The
    descriptors of this module have no other flag that F_SETFL could clear.
    """
    try:
        fcntl.fcntl(descriptor, fcntl.F_SETFL, os.O_DIRECT if direct else 0)
    except OSError as error:
        if direct and error.errno == errno.EINVAL:
            return False
        raise
    return direct


class NewFile:
    """A file that did not exist before, open for writing by offset and for reading it back."""

    __slots__ = ("_direct", "_path", "descriptor")

    def __init__(self, path: str, *, expected_size: int) -> None:
        """Create it; refuse one that is there (O_EXCL), whatever it is."""
        self._path = path
        self._begin(path, os.O_CREAT | os.O_EXCL | os.O_NOFOLLOW, expected_size)

    def _begin(self, path: str, how: int, expected_size: int) -> None:
        self.descriptor = os.open(path, os.O_RDWR | os.O_CLOEXEC | how, 0o600)
        try:
            self._direct = expected_size >= DIRECT_FROM and set_direct(self.descriptor, direct=True)
        except OSError:
            os.close(self.descriptor)
            raise

    def __enter__(self) -> Self:
        return self

    def __exit__(self, *_: object) -> None:
        self.close()

    def close(self) -> None:
        """Let go of the descriptor."""
        os.close(self.descriptor)

    def link(self, target: str) -> None:
        """Give it this name too; FileExistsError when something has it. It may be closed."""
        os.link(self._path, target, follow_symlinks=False)

    def name(self, spare: str) -> str:  # noqa: ARG002 - for those that have none
        """Give a name that can be renamed: its own, or `spare` when it has none."""
        return self._path

    def discard(self) -> None:
        """Remove its own name; what cannot be removed is swept later."""
        with contextlib.suppress(OSError):
            os.unlink(self._path)  # noqa: PTH108 - once for each small file

    def write(self, data: memoryview, offset: int) -> None:
        """Write all of it, going on after a short write.

        While O_DIRECT is on, whole pages go past the cache. The rest of the last page, and
        whatever follows a short write that ended inside a page, go through it.
        """
        done = 0
        while done < len(data):
            rest = len(data) - done
            if self._direct:
                if rest >= ALIGNMENT and (offset + done) % ALIGNMENT == 0:
                    rest -= rest % ALIGNMENT
                else:
                    self._direct = set_direct(self.descriptor, direct=False)
            try:
                done += os.pwrite(self.descriptor, data[done : done + rest], offset + done)
            except OSError as error:
                if not (self._direct and error.errno == errno.EINVAL):
                    raise
                self._direct = set_direct(self.descriptor, direct=False)

    def make_read_only(self) -> None:
        """Give it mode 0444: an original is read, by nobody written."""
        os.fchmod(self.descriptor, 0o444)

    def sync(self) -> None:
        """Wait until the disk has it. A failure is final: the caller discards the file."""
        os.fsync(self.descriptor)


class UnnamedFile(NewFile):
    """A new file that has no name yet (O_TMPFILE): the kernel removes it unless it gets one."""

    __slots__ = ()

    def __init__(self, folder: str, *, expected_size: int) -> None:
        """Create it on the file system, and beside the files, of this folder."""
        self._begin(folder, os.O_TMPFILE, expected_size)

    def link(self, target: str) -> None:
        """Give it this name; FileExistsError when something has it. It must be open."""
        # With a folder's descriptor Python calls linkat(2), which alone can follow the link here.
        path = f"/proc/self/fd/{self.descriptor}"
        os.link(path, target, src_dir_fd=self.descriptor, follow_symlinks=True)

    def name(self, spare: str) -> str:
        """Give it the spare name."""
        self.link(spare)
        return spare

    def discard(self) -> None:
        """Do nothing: it has no name."""


def knows_unnamed(folder: str, spare: str) -> bool:
    """Say whether a file without a name can be made in this folder and be given one.

    Not every file system has them, and /proc may be missing. Whatever else is wrong, the ordinary
    way will meet it and tell.
    """
    try:
        with UnnamedFile(folder, expected_size=0) as file:
            file.link(spare)
        os.unlink(spare)  # noqa: PTH108 - a path as text, like all here
    except OSError:
        return False
    return True


class StoredFile:
    """A file of the vault, open for reading by offset, past the page cache when asked."""

    __slots__ = ("_direct", "descriptor", "size")

    def __init__(self, descriptor: int, *, past_cache: bool) -> None:
        """Take a descriptor, which is closed at the end of the context."""
        self.descriptor = descriptor
        self.size = os.fstat(descriptor).st_size
        self._direct = past_cache and set_direct(descriptor, direct=True)
        if past_cache and not self._direct:
            os.posix_fadvise(descriptor, 0, 0, os.POSIX_FADV_DONTNEED)

    @classmethod
    def open(cls, path: str | Path, *, past_cache: bool) -> Self:
        """Open it; a symbolic link is refused."""
        descriptor = os.open(path, os.O_RDONLY | os.O_NOFOLLOW | os.O_CLOEXEC)
        try:
            return cls(descriptor, past_cache=past_cache)
        except OSError:
            os.close(descriptor)
            raise

    def __enter__(self) -> Self:
        return self

    def __exit__(self, *_: object) -> None:
        os.close(self.descriptor)

    def read(self, into: memoryview, offset: int) -> int:
        """Fill the memory from this offset; say how many bytes there were before the end.

        A read past the cache that ends inside a page is the end of the file, or the rest of it
        is read through the cache.
        """
        done = 0
        while done < len(into):
            if self._direct and done % ALIGNMENT:
                if offset + done >= self.size:
                    break
                self._direct = set_direct(self.descriptor, direct=False)
            try:
                got = os.preadv(self.descriptor, [into[done:]], offset + done)
            except OSError as error:
                if not (self._direct and error.errno == errno.EINVAL):
                    raise
                self._direct = set_direct(self.descriptor, direct=False)
                os.posix_fadvise(self.descriptor, 0, 0, os.POSIX_FADV_DONTNEED)
                continue
            if not got:
                break
            done += got
        return done


def sync_folder(path: Path) -> None:
    """Wait until the names in this folder are on the disk."""
    descriptor = os.open(path, os.O_RDONLY | os.O_DIRECTORY | os.O_CLOEXEC)
    try:
        os.fsync(descriptor)
    finally:
        os.close(descriptor)


def sync_reports_errors() -> bool:
    """Say whether this kernel's syncfs(2) can be trusted to report a failed write."""
    found = re.match(r"(\d+)\.(\d+)", platform.release())
    return found is not None and (int(found[1]), int(found[2])) >= SYNCFS_REPORTS_SINCE


def sync_file_system(descriptor: int) -> None:
    """Wait until all that was written to the file system of this descriptor is on the disk.

    An error is reported once to each descriptor that was open when it happened: so the
    descriptor must have been opened before the writing began, and is asked by one lane only.
    """
    if _libc.syncfs(descriptor) != 0:
        number = ctypes.get_errno()
        raise OSError(number, os.strerror(number))
