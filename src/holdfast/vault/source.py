# SPDX-License-Identifier: Apache-2.0
"""Reading what is handed in: once, from the first byte to the last, and noticing what is wrong.

It promises that a source which is not a plain file, cannot be read to its end, or changes while
it is read is told as such, with a reason for a person. It never follows a symbolic link, never
opens a device, never waits on a pipe, and leaves the time of last access alone where it may.
"""

from __future__ import annotations

import contextlib
import errno
import os
import stat
from typing import TYPE_CHECKING, Protocol

from holdfast.vault.values import FileSource

if TYPE_CHECKING:
    from typing import BinaryIO

    from holdfast.vault.values import Source

_FLAGS = os.O_RDONLY | os.O_NOFOLLOW | os.O_NONBLOCK | os.O_CLOEXEC


class SourceFailedError(Exception):
    """The source could not be read whole; the text is the reason, in words."""


class OpenSource(Protocol):
    """A source being read."""

    def fill(self, into: memoryview) -> int:
        """Read until the memory is full or the source ends; say how many bytes.

        Fewer than asked for means the end. A failed read raises SourceFailedError only when not
        one byte came before it: so all bytes read before an error are counted.
        """

    def settle(self, size: int) -> None:
        """Say SourceFailedError when the source changed while these bytes were read."""

    def close(self) -> None:
        """Let it go."""


def _reason(error: OSError) -> str:
    match error.errno:
        case errno.ENOENT | errno.ENOTDIR:
            return "it is no longer there"
        case errno.EACCES | errno.EPERM:
            return "this user may not read it"
        case errno.ELOOP:
            return "it is a symbolic link, and links are not followed"
        case errno.EIO | errno.ENODEV | errno.ENXIO | errno.ESTALE | errno.ENOTCONN:
            return f"the medium gave a read error ({os.strerror(error.errno)})"
        case _:
            return f"it could not be read ({error.strerror or error})"


def _refuse_unless_plain(found: os.stat_result) -> None:
    if stat.S_ISLNK(found.st_mode):
        raise SourceFailedError("it is a symbolic link, and links are not followed")
    if not stat.S_ISREG(found.st_mode):
        raise SourceFailedError("it is not a plain file (a folder, device, pipe or socket)")


def _face(found: os.stat_result) -> tuple[int, ...]:
    """Give what stays the same as long as a file and its content do."""
    return (found.st_dev, found.st_ino, found.st_size, found.st_mtime_ns, found.st_ctime_ns)


class _OpenFile:
    """A plain file being read.

    Where it must end was told before it was opened, so no read is spent on finding out: one that
    goes on after that has changed, and `settle` says so.
    """

    __slots__ = ("_before", "_descriptor", "_late", "_left")

    def __init__(self, source: FileSource) -> None:
        try:
            found = source.path.stat(follow_symlinks=False)
            _refuse_unless_plain(found)
            try:
                self._descriptor = os.open(source.path, _FLAGS | os.O_NOATIME)
            except PermissionError:
                self._descriptor = os.open(source.path, _FLAGS)
        except OSError as error:
            raise SourceFailedError(_reason(error)) from error
        self._before = _face(found)
        self._left = found.st_size
        self._late: SourceFailedError | None = None

    def fill(self, into: memoryview) -> int:
        if self._late is not None:
            raise self._late
        done = 0
        while done < len(into):
            if done and not self._left:
                break
            try:
                got = os.readv(self._descriptor, [into[done:]])
            except OSError as error:
                failed = SourceFailedError(_reason(error))
                if not done:
                    raise failed from error
                self._late = failed
                break
            if not got:
                break
            done += got
            self._left -= got
        return done

    def settle(self, size: int) -> None:
        if self._late is not None:
            raise self._late
        try:
            after = os.fstat(self._descriptor)
        except OSError as error:
            raise SourceFailedError(_reason(error)) from error
        if _face(after) != self._before or after.st_size != size:
            raise SourceFailedError("it changed while it was being read")

    def close(self) -> None:
        os.close(self._descriptor)


class _OpenStream:
    """A stream being read; it alone knows whether it is whole."""

    __slots__ = ("_late", "_stream")

    def __init__(self, stream: BinaryIO) -> None:
        self._stream = stream
        self._late: SourceFailedError | None = None

    def fill(self, into: memoryview) -> int:
        if self._late is not None:
            raise self._late
        done = 0
        while done < len(into):
            try:
                data = self._stream.read(len(into) - done)
            except OSError as error:
                failed = SourceFailedError(_reason(error))
                if not done:
                    raise failed from error
                self._late = failed
                break
            if not data:
                break
            into[done : done + len(data)] = data
            done += len(data)
        return done

    def settle(self, size: int) -> None:  # noqa: ARG002 - the size of a stream is not known before
        if self._late is not None:
            raise self._late

    def close(self) -> None:
        with contextlib.suppress(OSError):  # all its bytes were read; this is not the vault's disk
            self._stream.close()


def open_source(source: Source) -> OpenSource:
    """Open a source for its one reading."""
    if isinstance(source, FileSource):
        return _OpenFile(source)
    try:
        return _OpenStream(source.open())
    except OSError as error:
        raise SourceFailedError(_reason(error)) from error
