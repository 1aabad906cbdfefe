# SPDX-License-Identifier: Apache-2.0
"""What a passage through a recording noted: every packet of every stream, as plain numbers.

Some fifty bytes a packet, so that a day of recording fits in memory. Times are counted in the
stream's own units; seconds are made where they are told.
"""

from __future__ import annotations

from array import array
from dataclasses import dataclass, field
from typing import TYPE_CHECKING, Final

from holdfast.analysis.integrity.pictures import Pictures

if TYPE_CHECKING:
    from holdfast.analysis.integrity.sound import Sound

NO_TIME: Final = -(1 << 62)
_UNSEEN: Final = frozenset({"vp8", "vp9", "av1"})


@dataclass(slots=True)
class Passed:
    """One stream as it went by. Times are counted in `base`s; seconds are made at the end."""

    index: int
    kind: str
    codec: str
    shape: str
    base: float
    declared_s: float | None
    declared_packets: int | None
    nominal_rate: float | None
    length_bytes: int = 0
    not_decoded: str = ""
    pts: array[int] = field(default_factory=lambda: array("q"))
    dts: array[int] = field(default_factory=lambda: array("q"))
    lengths: array[int] = field(default_factory=lambda: array("q"))
    places: array[int] = field(default_factory=lambda: array("q"))
    sizes: array[int] = field(default_factory=lambda: array("q"))
    keys: bytearray = field(default_factory=bytearray)
    hidden: set[int] = field(default_factory=set)
    decoded: array[int] = field(default_factory=lambda: array("q"))
    count: int = 0
    refused: list[int] = field(default_factory=list)
    reasons: dict[str, int] = field(default_factory=dict)
    broken: list[int] = field(default_factory=list)
    corrupt: list[int] = field(default_factory=list)
    pictures: Pictures = field(default_factory=Pictures)
    sound: Sound | None = None
    empty: int = 0
    late: bool = False

    @property
    def is_shown(self) -> bool:
        """Whether each packet of the codec is a picture that is shown."""
        return self.codec not in _UNSEEN


@dataclass(slots=True)
class Passage:
    """The whole passage; `refusal` says why nothing could be opened, when nothing could."""

    streams: list[Passed] = field(default_factory=list)
    format: str = ""
    declared_s: float | None = None
    start_s: float = 0.0
    metadata: dict[str, str] = field(default_factory=dict)
    first_bytes: bytes = b""
    limits: list[str] = field(default_factory=list)
    refusal: str = ""
    broke_off: str = ""
