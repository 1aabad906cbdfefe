# SPDX-License-Identifier: Apache-2.0
"""One passage through a recording: every packet is noted, and decoded as strictly as it can be.

Decoders hide damage: they fill a hole with what was there before and answer no error. Here they
are told to give up at the first thing that is wrong (`err_detect explode`, with every check that a
codec has), so that a packet gives its picture whole or not at all, and what gave none is harmed.
The decoder that conceals is never asked. Frames are decoded in as many threads as there are cores,
so that the passage costs little more than decoding.

Promises: a file is read once, whatever is wrong with it; memory grows by some fifty bytes a packet;
a stream that is too large, or of an unknown codec, is not decoded, and that is said.
"""

from __future__ import annotations

from typing import TYPE_CHECKING, Final

import av

from holdfast.analysis.integrity.limits import Limits, Progress
from holdfast.analysis.integrity.passed import NO_TIME, Passage, Passed
from holdfast.analysis.integrity.sound import Sound
from holdfast.readers.opening import FAULTS, opened

if TYPE_CHECKING:
    from collections.abc import Iterator
    from pathlib import Path

    from av.container import InputContainer
    from av.stream import Stream

    from holdfast.analysis.integrity.limits import Elapsed, Tell

_STRICT: Final = "crccheck+bitstream+buffer+explode"
_TELL_EACH: Final = 200
_MICRO: Final = 1_000_000
_DRAIN_MOST: Final = 256


def pass_through(
    path: Path, limits: Limits, elapsed: Elapsed, tell: Tell, *, decode: bool = True
) -> Passage:
    """Go through a recording from its first packet to its last."""
    passage = Passage()
    try:
        container = opened(path)
    except FAULTS as fault:
        passage.refusal = _reason(fault)
        return passage
    try:
        with container:
            _through(container, passage, limits, elapsed, tell, decode=decode)
    except FAULTS as fault:
        passage.broke_off = _reason(fault)
    for one in passage.streams:
        one.pictures.end()
        if one.sound is not None:
            one.sound.end()
    return passage


def _through(
    container: InputContainer,
    passage: Passage,
    limits: Limits,
    elapsed: Elapsed,
    tell: Tell,
    *,
    decode: bool,
) -> None:
    passage.format = container.format.name
    passage.declared_s = container.duration / _MICRO if container.duration else None
    passage.start_s = (container.start_time or 0) / _MICRO
    passage.metadata = dict(container.metadata)
    wanted = _prepare(container, passage, limits)
    if not wanted:
        passage.refusal = passage.refusal or "it holds no stream of pictures or sound"
        return
    by_index = {one.index: one for one in passage.streams}
    begun, decoding = elapsed(), decode
    for number, packet in enumerate(_packets(container, wanted, passage)):
        if number >= limits.most_packets:
            passage.limits.append(f"packets after the first {limits.most_packets:,}")
            return
        one = by_index[packet.stream.index]
        if not packet.size and packet.dts is not None:
            one.empty += 1  # a picture that repeats the one before, as AVI writes it
            continue
        if packet.size:
            _note(packet, one, passage)
        if number % _TELL_EACH == 0 and packet.pts is not None:
            now = packet.pts * one.base
            tell(Progress(max(0.0, now - passage.start_s), passage.declared_s or 0.0))
            if decoding and _is_over(limits, elapsed() - begun):
                passage.limits.append(
                    f"pictures and sound after {now:.0f} s were not decoded: the limit of "
                    f"{limits.decode_seconds:.0f} s was met. Packets were looked at to the end"
                )
                decoding = False
        if not decoding:
            one.late = True
        elif not one.not_decoded:
            _decode(packet, one)


def _is_over(limits: Limits, spent: float) -> bool:
    return limits.decode_seconds is not None and spent > limits.decode_seconds


def _packets(
    container: InputContainer, wanted: list[Stream], passage: Passage
) -> Iterator[av.Packet[Stream]]:
    """Give packets until the file ends, or no more can be read."""
    try:
        yield from container.demux(*wanted)
    except av.FFmpegError as fault:
        passage.broke_off = _reason(fault)


def _prepare(container: InputContainer, passage: Passage, limits: Limits) -> list[Stream]:
    wanted: list[Stream] = []
    for stream in container.streams:
        if not isinstance(stream, (av.VideoStream, av.AudioStream)):
            continue
        if "attached_pic" in str(stream.disposition).lower():
            continue
        if len(wanted) >= limits.most_streams:
            passage.limits.append(f"streams after the first {limits.most_streams}")
            break
        one = _passed(stream, passage)
        _open(stream, one, passage, limits)
        passage.streams.append(one)
        wanted.append(stream)
    return wanted


def _passed(stream: av.VideoStream | av.AudioStream, passage: Passage) -> Passed:
    base = float(stream.time_base or 0) or 1.0 / _MICRO
    context = stream.codec_context
    is_video = isinstance(stream, av.VideoStream)
    one = Passed(
        index=stream.index,
        kind="pictures" if is_video else "sound",
        codec=context.name if context is not None else "unknown",
        shape="",
        base=base,
        declared_s=stream.duration * base if stream.duration else None,
        declared_packets=stream.frames or None,
        nominal_rate=None,
    )
    if context is None:
        one.not_decoded = "its codec is not known here"
    elif isinstance(stream, av.VideoStream):
        one.shape = f"{stream.width} x {stream.height}"
        one.nominal_rate = float(stream.average_rate or 0) or None
        if passage.format.startswith(("mov,", "matroska")):
            one.length_bytes = _length_bytes(one.codec, context.extradata or b"")
        passage.first_bytes += bytes(context.extradata or b"")[:4096]
    elif isinstance(stream, av.AudioStream):
        one.shape = f"{stream.rate} Hz, {stream.channels} channel" + "s" * (stream.channels != 1)
        one.sound = Sound(one.codec)
    return one


def _open(
    stream: av.VideoStream | av.AudioStream, one: Passed, passage: Passage, limits: Limits
) -> None:
    context = stream.codec_context
    if context is None:
        return
    context.options = {"err_detect": _STRICT}
    if isinstance(stream, av.VideoStream):
        if stream.width * stream.height > limits.most_pixels:
            one.not_decoded = f"its pictures of {one.shape} are larger than the limit"
            passage.limits.append(f"stream {one.index} was not decoded: {one.not_decoded}")
            return
        context.options = {"err_detect": _STRICT, "max_pixels": str(limits.most_pixels)}
        stream.thread_type = "FRAME"
        if limits.threads:
            context.thread_count = limits.threads


def _length_bytes(codec: str, extra: bytes) -> int:
    """How many bytes hold the length of each unit; 0 when units are not counted by length."""
    if codec == "h264" and len(extra) > 6 and extra[0] == 1:  # noqa: PLR2004 - 14496-15, 5.3.3.1
        return (extra[4] & 3) + 1
    if codec == "hevc" and len(extra) > 22 and extra[0] == 1:  # noqa: PLR2004 - 14496-15, 8.3.3.1
        return (extra[21] & 3) + 1
    return 0


def _note(packet: av.Packet[Stream], one: Passed, passage: Passage) -> None:
    pts = NO_TIME if packet.pts is None else packet.pts
    dts = NO_TIME if packet.dts is None else packet.dts
    at = dts if pts == NO_TIME else pts
    one.pts.append(pts)
    one.dts.append(dts)
    one.lengths.append(packet.duration or 0)
    one.places.append(-1 if packet.pos is None else packet.pos)
    one.sizes.append(packet.size)
    one.keys.append(packet.is_keyframe)
    if packet.is_discard:
        one.hidden.add(at)
    if packet.is_corrupt:
        one.corrupt.append(at)
    if one.length_bytes and not _units_fit(memoryview(packet), one.length_bytes):
        one.broken.append(at)
    if one.kind == "pictures" and len(one.pts) == 1:
        passage.first_bytes += bytes(packet)[:8192]


def _units_fit(data: memoryview, width: int) -> bool:
    """Whether the lengths written in a packet add up to it."""
    at, end = 0, len(data)
    while at + width < end:
        length = int.from_bytes(data[at : at + width])
        if not length:
            return False
        at += width + length
    return at == end


def _decode(packet: av.Packet[Stream], one: Passed) -> None:
    at = packet.dts if packet.pts is None else packet.pts
    tries = 1 if packet.size else _DRAIN_MOST
    for _ in range(tries):
        try:
            frames = packet.decode()
        except EOFError:
            return
        except FAULTS as fault:
            reason = _reason(fault)
            one.reasons[reason] = one.reasons.get(reason, 0) + 1
            if at is not None:
                one.refused.append(at)
            elif one.pts:
                one.refused.append(one.pts[-1])
            continue
        for frame in frames:
            _take(frame, one)
        return


def _take(frame: object, one: Passed) -> None:
    one.count += 1
    if isinstance(frame, av.VideoFrame):
        if frame.pts is None:
            return
        one.decoded.append(frame.pts)
        if frame.is_corrupt:
            one.corrupt.append(frame.pts)
        one.pictures.see(frame, frame.pts * one.base)
    elif isinstance(frame, av.AudioFrame) and one.sound is not None and frame.pts is not None:
        one.sound.hear(frame, frame.pts * float(frame.time_base or one.base))


def _reason(fault: Exception) -> str:
    text = getattr(fault, "strerror", None) or str(fault) or type(fault).__name__
    return " ".join(str(text).split())
