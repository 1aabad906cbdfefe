# SPDX-License-Identifier: Apache-2.0
"""Recognises sound by its bytes alone: AAC frames, which carry no length, and PCM.

An AAC frame is as long as its decoder needs to reach the end element (ISO/IEC 14496-3, 4.5.2.1): a
shorter piece ends in an error, so the length is found by halving. Now and then what follows a frame
makes the decoder refuse a piece that is long enough; then every length is tried, from the shortest.
PCM has no form of its own: what lies between two pictures is taken for it, if it is no longer than a
few seconds of sound, and that is an assumption. Other codecs are not recognised, and that is said.
"""

from __future__ import annotations

from dataclasses import dataclass, field
from typing import TYPE_CHECKING, Final

import av

if TYPE_CHECKING:
    from av.audio.codeccontext import AudioCodecContext
    from av.audio.stream import AudioStream

_BYTES_A_CHANNEL: Final = 768
_LEAST: Final = 4
_RAW_SECONDS: Final = 4
_EIGHT_BITS: Final = frozenset({"pcm_mulaw", "pcm_alaw"})
_STRICT: Final = "crccheck+bitstream+buffer+explode"


@dataclass(slots=True)
class SoundForm:
    """How sound looks in recordings of one camera. `samples` are those of one packet."""

    codec: str
    rate: int
    channels: int
    samples: int
    block: int
    first_bytes: frozenset[int]
    _decoder: AudioCodecContext | None = field(default=None, repr=False)

    @property
    def has_form(self) -> bool:
        """Whether a packet can be recognised by its own bytes."""
        return self._decoder is not None

    @property
    def most_raw(self) -> int:
        """How many bytes between two pictures may be PCM; 0 when the sound is not PCM."""
        return self.block * self.rate * _RAW_SECONDS

    def end_of(self, data: memoryview, place: int, end: int) -> int | None:
        """Say where the packet that begins at a place ends; None when none begins there."""
        if not self.has_form:
            return None
        if place >= end or data[place] not in self.first_bytes:
            return None
        most = min(_BYTES_A_CHANNEL * max(1, self.channels), end - place)
        if not self._decodes(data[place : place + most]):
            return None
        low, high = _LEAST, most
        while low < high:
            middle = (low + high) // 2
            if self._decodes(data[place : place + middle]):
                high = middle
            else:
                low = middle + 1
        return place + low

    def shortest_end_of(self, data: memoryview, place: int, end: int) -> int | None:
        """Say the same by trying every length, for when nothing that is known follows the first answer."""
        if not self.has_form or place >= end or data[place] not in self.first_bytes:
            return None
        most = min(_BYTES_A_CHANNEL * max(1, self.channels), end - place)
        tried = range(_LEAST, most + 1)
        return next((place + n for n in tried if self._decodes(data[place : place + n])), None)

    def _decodes(self, piece: memoryview) -> bool:
        """Whether a piece begins with a whole frame; what follows it in the piece does not matter."""
        decoder = self._decoder
        if decoder is None:
            return False
        try:
            return bool(decoder.decode(av.Packet(bytes(piece))))
        except av.FFmpegError:
            return False
        finally:
            decoder.flush_buffers()


def sound_form(stream: AudioStream, firsts: frozenset[int]) -> SoundForm | None:
    """Read the form from a stream of the reference; None when such sound cannot be recognised."""
    context = stream.codec_context
    rate = context.rate or stream.rate or 0
    if context.name.startswith("pcm_") and rate:
        block = max(1, stream.channels * context.format.bits // 8)
        if context.name in _EIGHT_BITS:
            block = stream.channels
        return SoundForm(context.name, rate, stream.channels, 0, block, frozenset())
    if context.name != "aac" or not rate:
        return None
    made = av.CodecContext.create("aac", "r")
    made.extradata = context.extradata
    made.options = {"err_detect": _STRICT}
    return SoundForm("aac", rate, stream.channels, context.frame_size or 1024, 0, firsts, made)
