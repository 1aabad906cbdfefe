# SPDX-License-Identifier: Apache-2.0
"""Our own walk of the container: what holds the recording together, before anything is decoded.

Each file knows one container by its specification. A walk reads headers and never holds more than
a bounded part of the file; what it finds wrong becomes findings, never an exception.
"""

from __future__ import annotations

from typing import TYPE_CHECKING, BinaryIO

from holdfast.analysis.integrity.containers.iso import is_iso, walk_iso
from holdfast.analysis.integrity.containers.matroska import is_matroska, walk_matroska
from holdfast.analysis.integrity.containers.riff import is_riff, walk_riff
from holdfast.analysis.integrity.containers.structure import Structure
from holdfast.analysis.integrity.containers.transport import is_transport, walk_transport

if TYPE_CHECKING:
    from collections.abc import Callable

__all__ = ["Structure", "walk"]

_HEAD = 4096


def walk(file: BinaryIO, size: int, tell: Callable[[int], None] = lambda _done: None) -> Structure:
    """Walk the container of a file of `size` bytes; one that is not known here is said to be so."""
    head = file.read(_HEAD)
    if is_iso(head):
        return walk_iso(file, size)
    if is_matroska(head):
        return walk_matroska(file, size)
    if is_riff(head):
        return walk_riff(file, size)
    if is_transport(head):
        return walk_transport(file, size, tell)
    return Structure("", "its container is not walked here")
