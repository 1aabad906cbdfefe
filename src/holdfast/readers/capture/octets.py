# SPDX-License-Identifier: Apache-2.0
"""The bytes of a capture file: one pass, digested as they are read, unpacked when they are gzip.

Promises: at most a few MiB are held whatever the size of the file; the SHA-256 is that of the file
as it was handed in, also when reading the packets stopped early.
"""

from __future__ import annotations

import hashlib
import zlib
from typing import TYPE_CHECKING

from holdfast.readers.capture.errors import BrokenCaptureError

if TYPE_CHECKING:
    from io import FileIO

    from holdfast.readers.capture.values import CaptureFacts

CHUNK = 1 << 16
_GZIP = b"\x1f\x8b"


class Octets:
    """Gives the next bytes of a capture; `facts` learns how far it came."""

    def __init__(self, file: FileIO, facts: CaptureFacts) -> None:
        self._file = file
        self._facts = facts
        self._digest = hashlib.sha256()
        self._packed = b""
        self._unpacker: zlib._Decompress | None = None
        first = self._raw()
        if first.startswith(_GZIP):
            self._unpacker = zlib.decompressobj(wbits=31)
            facts.notes.append(
                "The file is compressed with gzip; it was unpacked while it was read."
            )
        self._packed = first

    def more(self) -> bytes:
        """Give the next bytes, b"" at the end; raises BrokenCaptureError when unpacking fails."""
        if self._unpacker is None:
            chunk, self._packed = self._packed or self._raw(), b""
            return chunk
        while True:
            if self._unpacker.eof:
                # gzip files may be joined end to end.
                self._packed = self._unpacker.unused_data or self._raw()
                if not self._packed.startswith(_GZIP):
                    return b""
                self._unpacker = zlib.decompressobj(wbits=31)
            packed = self._packed or self._raw()
            try:
                plain = self._unpacker.decompress(packed, CHUNK)
            except zlib.error as error:
                raise BrokenCaptureError("what was compressed with gzip is damaged") from error
            self._packed = self._unpacker.unconsumed_tail
            if plain:
                return plain
            if not packed:
                raise BrokenCaptureError("what was compressed with gzip breaks off")

    def finish(self) -> None:
        """Read what was left unread, so that the digest is that of the whole file."""
        while self._raw():
            pass
        self._facts.sha256 = self._digest.hexdigest()

    def _raw(self) -> bytes:
        chunk = self._file.read(CHUNK)
        self._digest.update(chunk)
        self._facts.bytes_read += len(chunk)
        return chunk
