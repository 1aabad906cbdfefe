# SPDX-License-Identifier: Apache-2.0
"""Open a capture: the first bytes decide what it is, and its packets come in batches.

    with open_capture(path) as capture:
        for batch in capture: ...
    capture.facts

Promises: one pass, flat memory, nothing written. A capture that breaks off gives what came before,
and `facts.fault` says where; a file that is no capture is a NotACaptureError.
"""

from __future__ import annotations

import stat
from typing import TYPE_CHECKING

from holdfast.readers.capture.errors import BrokenCaptureError, NotACaptureError
from holdfast.readers.capture.octets import Octets
from holdfast.readers.capture.pcap import looks_like_pcap, read_pcap
from holdfast.readers.capture.pcapng import looks_like_pcapng, read_pcapng
from holdfast.readers.capture.values import Batch, CaptureFacts
from holdfast.readers.errors import ReaderError

if TYPE_CHECKING:
    from collections.abc import Iterator
    from io import FileIO
    from pathlib import Path
    from types import TracebackType
    from typing import Self

_MAGIC = 4
_OTHERS = {
    b"\x28\xb5\x2f\xfd": "compressed with zstd; unpack it first",
    b"\xfd7zX": "compressed with xz; unpack it first",
    b"BZh": "compressed with bzip2; unpack it first",
    b"\x04\x22\x4d\x18": "compressed with lz4; unpack it first",
    b"PK\x03\x04": "a zip file; unpack it first",
    b"snoop\x00\x00\x00": "a snoop file; change it into pcapng with editcap first",
    b"XCP\x00": "a file of Network Associates' Sniffer; change it into pcapng with editcap first",
    b"GMBU": "a file of Microsoft Network Monitor; change it into pcapng with editcap first",
}


class Capture:
    """An open capture. Iterate it once; afterwards `facts` is complete."""

    def __init__(self, file: FileIO, facts: CaptureFacts) -> None:
        self.facts = facts
        self._file = file
        self._octets = Octets(file, facts)

    def __enter__(self) -> Self:
        return self

    def __exit__(
        self,
        kind: type[BaseException] | None,
        error: BaseException | None,
        trace: TracebackType | None,
    ) -> None:
        self._file.close()

    def __iter__(self) -> Iterator[Batch]:
        try:
            yield from self._batches()
        except BrokenCaptureError as error:
            self.facts.fault = str(error)
        except OSError as error:
            self.facts.fault = f"the disk did not hand it over: {error.strerror or error}"
            return
        self._octets.finish()

    def _batches(self) -> Iterator[Batch]:
        head = b""
        while len(head) < _MAGIC and (more := self._octets.more()):
            head += more
        if looks_like_pcap(head):
            return read_pcap(self._octets, head, self.facts)
        if looks_like_pcapng(head):
            return read_pcapng(self._octets, head, self.facts)
        raise NotACaptureError(_no_capture(self.facts.name, head))


def open_capture(path: Path) -> Capture:
    """Open the file; raises ReaderError when the disk does not hand it over.

    NotACaptureError is raised when the first batch is asked for.
    """
    try:
        status = path.stat()
        if not stat.S_ISREG(status.st_mode):
            raise NotACaptureError(
                f"{str(path)!r} is not a plain file but a folder, a pipe or a device. Nothing was "
                "read and nothing was changed. Name a packet capture."
            )
        file = path.open("rb", buffering=0)
        try:
            return Capture(file, CaptureFacts(path.name, status.st_size))
        except OSError:
            file.close()
            raise
    except OSError as error:
        raise ReaderError(
            f"{str(path)!r} could not be read: {error.strerror or error}. Nothing was changed. "
            "Check that it is there, that it is a file and that you may read it."
        ) from error


def _no_capture(name: str, head: bytes) -> str:
    what = "not a packet capture: its first bytes are those of no format that Holdfast knows"
    if not head:
        what = "empty (0 bytes)"
    for magic, words in _OTHERS.items():
        if head.startswith(magic):
            what = words
    return (
        f"{name!r} is {what}. The file is as it was. Hand in a capture in the format pcap or "
        "pcapng, as tcpdump and Wireshark write them."
    )
