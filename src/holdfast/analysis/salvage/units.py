# SPDX-License-Identifier: Apache-2.0
"""Recognises coded pictures by their bytes alone: the units of H.264 and HEVC, each with its length.

ITU-T H.264 7.3 and H.265 7.3, in the form with lengths before units (ISO/IEC 14496-15). Promises: a
unit is recognised only when its length fits, its header is possible, and, for a part of a picture,
its first fields name a parameter set that the reference has. Never decodes.
"""

from __future__ import annotations

from dataclasses import dataclass
from typing import Final, NamedTuple

_MOST_UNIT: Final = 24 << 20
_AVC_SLICES: Final = frozenset({1, 5})
_AVC_KEY: Final = 5
_MOST_SLICE_KIND: Final = 9
_MOST_BLOCKS: Final = 139_264
_AVC_OTHERS: Final = frozenset({6, 7, 8, 9, 10, 11, 12})
_AVC_NEW: Final = frozenset({6, 7, 8, 9})
_HEVC_NEW: Final = frozenset({32, 33, 34, 35, 39})
_HEVC_OTHERS: Final = frozenset({32, 33, 34, 35, 36, 37, 38, 39, 40})
_HEVC_KEYS: Final = range(16, 22)
_HEVC_SLICES: Final = frozenset(range(10)) | frozenset(_HEVC_KEYS)


class Unit(NamedTuple):
    """One unit: where it ends, whether it is part of a picture, begins one, or stands alone."""

    end: int
    is_picture: bool
    begins: bool
    is_key: bool


@dataclass(frozen=True, slots=True)
class UnitForm:
    """How units look in recordings of one camera: codec, bytes of a length, parameter sets known."""

    codec: str
    width: int
    sets: frozenset[int]

    def at(self, data: memoryview, place: int, end: int) -> Unit | None:
        """Recognise the unit that begins at a place, or say that none does."""
        start = place + self.width
        if start + 2 > end:
            return None
        length = int.from_bytes(data[place:start])
        if not 2 <= length <= _MOST_UNIT or start + length > end:  # noqa: PLR2004 - a header and more
            return None
        head = bytes(data[start : start + min(length, 24)])
        seen = self._avc(head) if self.codec == "h264" else self._hevc(head)
        return None if seen is None else Unit(start + length, *seen)

    def _avc(self, head: bytes) -> tuple[bool, bool, bool] | None:
        kind, importance = head[0] & 0x1F, (head[0] >> 5) & 3
        if head[0] & 0x80:
            return None
        if kind in _AVC_SLICES:
            return self._avc_slice(head, is_key=kind == _AVC_KEY, importance=importance)
        if kind not in _AVC_OTHERS or (importance == 0) != (kind not in (7, 8)):
            return None
        return False, kind in _AVC_NEW, False

    def _avc_slice(
        self, head: bytes, *, is_key: bool, importance: int
    ) -> tuple[bool, bool, bool] | None:
        bits = _Bits(_unescaped(head[1:]))
        first, slice_kind, parameter = bits.number(), bits.number(), bits.number()
        possible = slice_kind <= _MOST_SLICE_KIND and first <= _MOST_BLOCKS
        if is_key and not (importance and slice_kind % 5 in (2, 4)):  # only I and SI stand alone
            possible = False
        return (True, first == 0, is_key) if possible and parameter in self.sets else None

    def _hevc(self, head: bytes) -> tuple[bool, bool, bool] | None:
        kind, layer, temporal = (
            (head[0] >> 1) & 0x3F,
            (head[0] & 1) << 5 | head[1] >> 3,
            head[1] & 7,
        )
        if head[0] & 0x80 or layer or not temporal:
            return None
        if kind in _HEVC_SLICES:
            bits = _Bits(_unescaped(head[2:]))
            first = bits.bit()
            if kind in range(16, 24):
                bits.bit()
            if bits.number() not in self.sets:
                return None
            return True, bool(first), kind in _HEVC_KEYS
        if kind not in _HEVC_OTHERS:
            return None
        return False, kind in _HEVC_NEW, False


def form_of(codec: str, extra: bytes) -> UnitForm | None:
    """Read the form from a reference's decoder configuration; None when it has none."""
    if codec == "h264" and len(extra) > 6 and extra[0] == 1:  # noqa: PLR2004 - 14496-15, 5.3.3.1
        return UnitForm(codec, (extra[4] & 3) + 1, _avc_sets(extra))
    if codec == "hevc" and len(extra) > 22 and extra[0] == 1:  # noqa: PLR2004 - 14496-15, 8.3.3.1
        return UnitForm(codec, (extra[21] & 3) + 1, _hevc_sets(extra))
    return None


def _avc_sets(extra: bytes) -> frozenset[int]:
    at = 6
    for _ in range(extra[5] & 0x1F):
        at += 2 + int.from_bytes(extra[at : at + 2])
    found = set()
    for _ in range(extra[at] if at < len(extra) else 0):
        length = int.from_bytes(extra[at + 1 : at + 3])
        found.add(_Bits(_unescaped(extra[at + 4 : at + 3 + length])).number())
        at += 2 + length
    return frozenset(found)


def _hevc_sets(extra: bytes) -> frozenset[int]:
    at, found = 23, set()
    for _ in range(extra[22]):
        kind, count = extra[at] & 0x3F, int.from_bytes(extra[at + 1 : at + 3])
        at += 3
        for _ in range(count):
            length = int.from_bytes(extra[at : at + 2])
            if kind == 34:  # noqa: PLR2004 - picture parameter set, 7.4.2.2
                found.add(_Bits(_unescaped(extra[at + 4 : at + 2 + length])).number())
            at += 2 + length
    return frozenset(found)


def _unescaped(data: bytes) -> bytes:
    return data.replace(b"\0\0\3", b"\0\0")


class _Bits:
    """Reads bits and Exp-Golomb numbers; past the end it reads zeros and gives impossible numbers."""

    def __init__(self, data: bytes) -> None:
        self._value = int.from_bytes(data)
        self._left = 8 * len(data)

    def bit(self) -> int:
        self._left -= 1
        return (self._value >> self._left) & 1 if self._left >= 0 else 0

    def number(self) -> int:
        """Read ue(v), 9.1."""
        zeros = 0
        while not self.bit():
            zeros += 1
            if zeros > 31 or self._left < 0:  # noqa: PLR2004 - the longest there is
                return 1 << 32
        value = 1
        for _ in range(zeros):
            value = value << 1 | self.bit()
        return value - 1
