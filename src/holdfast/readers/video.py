# SPDX-License-Identifier: Apache-2.0
"""MP4, MOV and other recordings: streams, times, user data, and cues inside them.

It promises that a file without an index or cut off is described as far as it goes, that telemetry
cues inside are read by the same table as subtitle files, and that tracks whose content is the
maker's own (`djmd`, `dbgi`, `priv`) are named and left alone. It never decodes a picture.
"""

from __future__ import annotations

import re
from dataclasses import dataclass, field, replace
from typing import TYPE_CHECKING

from holdfast.readers.boxes import Boxes, walk_boxes
from holdfast.readers.faults import MALFORMED
from holdfast.readers.products import camera_product
from holdfast.readers.reading import (
    ClaimedTime,
    Content,
    Device,
    Fact,
    SerialNumber,
    TrackPoint,
)
from holdfast.readers.srt import decode, read_cues

if TYPE_CHECKING:
    from av.container import InputContainer

    from holdfast.readers.source import Source

_ISO_6709 = re.compile(r"([+-]\d{1,2}(?:\.\d+)?)([+-]\d{1,3}(?:\.\d+)?)([+-]\d+(?:\.\d+)?)?/?")
_MAKERS_TRACKS = {
    "djmd": "DJI metadata in the maker's protobuf, present, not decoded",
    "dbgi": "DJI debug data, present, not decoded",
    "priv": "the maker's private data, present, unknown",
}
_TEXT_NAMES = {
    "©xsp": "speed X",
    "©ysp": "speed Y",
    "©zsp": "speed Z",
    "©fpt": "aircraft pitch",
    "©fyw": "aircraft yaw",
    "©frl": "aircraft roll",
    "©gpt": "camera pitch",
    "©gyw": "camera yaw",
    "©grl": "camera roll",
    "©mdl": "model",
    "©uid": "identifier",
    "©xyz": "place of the recording as written",
    "©enc": "encoder",
}
_MICROSECONDS = 1_000_000
_CUE_LIMIT = 1_000_000


@dataclass(slots=True)
class _Streams:
    """What PyAV said of the streams."""

    duration_s: float | None = None
    width: int | None = None
    height: int | None = None
    created: str = ""
    facts: list[Fact] = field(default_factory=list)
    warnings: list[str] = field(default_factory=list)
    cues: str = ""
    has_video: bool = False


def read_video(source: Source) -> Content:
    """Read a recording; a damaged one is described as far as it goes."""
    boxes = None
    if not source.head.startswith((b"\x1a\x45\xdf\xa3", b"RIFF", b"ID3", b"fLaC")):
        with source.path.open("rb") as file:
            boxes = walk_boxes(file, source.size)
        if not boxes.top or boxes.top[0] not in {"ftyp", "moov", "mdat", "free", "wide", "skip"}:
            boxes = None
    kind = _kind(source)
    format_ = "MP4" if boxes else "video"
    if boxes and boxes.brand.startswith("qt"):
        format_ = "MOV"
    if boxes and not boxes.has_index:
        return Content(
            kind,
            format_,
            warnings=(
                (
                    "no index: the recording was not closed (its moov box is missing or cut off), so "
                    "players cannot open it; the pictures in it may be recoverable."
                ),
            ),
            facts=_box_facts(boxes),
        )
    streams = _read_streams(source)
    if boxes and boxes.missing_bytes:
        streams.warnings.append(
            f"The recording is cut off: {boxes.missing_bytes} bytes are missing at its end."
        )
    content = Content(
        kind if streams.has_video or kind != "video" else "audio",
        format_,
        device=_device(boxes),
        times=_times(streams),
        track=_place(boxes, streams),
        facts=(*streams.facts, *(_box_facts(boxes) if boxes else ())),
        warnings=tuple(streams.warnings),
        duration_s=streams.duration_s,
        width=streams.width,
        height=streams.height,
    )
    return _with_cues(content, streams.cues) if streams.cues else content


def _kind(source: Source) -> str:
    if source.extension in {"lrf", "lrv"}:
        return "proxy"
    return "audio" if source.extension in {"m4a", "mp3", "wav", "aac", "flac"} else "video"


def _read_streams(source: Source) -> _Streams:
    from holdfast.readers.opening import FAULTS, opened

    streams = _Streams()
    faults: tuple[type[Exception], ...] = (*FAULTS, *MALFORMED)
    try:
        with opened(source.path) as container:
            _gather(container, streams)
    except faults as fault:
        streams.warnings.append(
            f"The recording cannot be opened as it is ({type(fault).__name__}); it is damaged or "
            "of a kind that is not read here."
        )
    return streams


def _gather(container: InputContainer, streams: _Streams) -> None:
    import av

    if container.duration:
        streams.duration_s = container.duration / _MICROSECONDS
    streams.created = container.metadata.get("creation_time", "")
    for stream in container.streams:
        where = f"stream {stream.index}"
        if stream.codec_context is None:
            streams.has_video = streams.has_video or stream.type == "video"
            streams.facts.append(Fact(f"{stream.type} stream", "in no codec known here", where))
            continue
        codec = stream.codec_context.name
        if isinstance(stream, av.VideoStream):
            streams.has_video = True
            streams.width = streams.width or stream.width
            streams.height = streams.height or stream.height
            rate = stream.average_rate
            shown = f", {float(rate):.3f} frames a second" if rate else ""
            words = f"{codec}, {stream.width} by {stream.height}{shown}"
            streams.facts.append(Fact("picture stream", words, where))
        elif isinstance(stream, av.AudioStream):
            words = f"{codec}, {stream.rate} Hz, {stream.channels} channels"
            streams.facts.append(Fact("sound stream", words, where))
        elif stream.type == "subtitle":
            streams.facts.append(Fact("subtitle stream", codec, where))
    if container.streams.subtitles:
        streams.cues = _cue_text(container)


def _cue_text(container: InputContainer) -> str:
    """Write the cues of the first subtitle stream as subtitle text; other streams are skipped."""
    from av.stream import Discard

    stream = container.streams.subtitles[0]
    for other in container.streams:
        if other.index != stream.index:
            other.discard = Discard.all
    parts = []
    for number, packet in enumerate(container.demux(stream), start=1):
        data = bytes(packet)
        if packet.pts is None or packet.time_base is None or not data or number > _CUE_LIMIT:
            continue
        length = int.from_bytes(data[:2], "big")
        if length == 0:
            continue
        body = data[2 : 2 + length] if length <= len(data) - 2 else data
        text, _ = decode(body)
        start = float(packet.pts * packet.time_base)
        end = start + float((packet.duration or 0) * packet.time_base)
        parts.append(f"{number}\n{_clock(start)} --> {_clock(end)}\n{text.strip()}\n\n")
    return "".join(parts)


def _clock(second: float) -> str:
    milli = max(0, round(second * 1000))
    hours, rest = divmod(milli, 3_600_000)
    minutes, rest = divmod(rest, 60_000)
    return f"{hours % 1000:02}:{minutes:02}:{rest // 1000:02},{rest % 1000:03}"


def _with_cues(content: Content, cues: str) -> Content:
    inside = read_cues(cues, where="subtitle track", kind=content.kind, format_=content.format)
    if inside.dialect is None:
        return replace(content, warnings=(*content.warnings, *inside.warnings))
    return replace(
        content,
        dialect=inside.dialect,
        times=(*content.times, *inside.times),
        track=inside.track or content.track,
        cues_read=inside.cues_read,
        cues_skipped=inside.cues_skipped,
        facts=(*inside.facts, *content.facts),
        warnings=(*content.warnings, *inside.warnings),
    )


def _times(streams: _Streams) -> tuple[ClaimedTime, ...]:
    if not streams.created:
        return ()
    at = re.sub(r"\.0+Z$", "Z", streams.created)
    what = "recording made (container; the format asks for UTC, some cameras write local time)"
    return (ClaimedTime(what, at, "UTC"),)


def _box_facts(boxes: Boxes) -> tuple[Fact, ...]:
    facts = [
        Fact(_TEXT_NAMES.get(name, f"user data {name}"), text, f"user data {name}")
        for name, text in boxes.texts
    ]
    for number, track in enumerate(boxes.tracks, start=1):
        named = _MAKERS_TRACKS.get(track.sample_format)
        if named:
            facts.append(Fact(f"{track.sample_format} track", named, f"track {number}"))
    if boxes.is_fragmented:
        facts.append(Fact("layout", "fragmented (moof boxes)", "container"))
    return tuple(facts)


def _text(boxes: Boxes | None, name: str) -> str:
    if boxes is None:
        return ""
    return next((text for found, text in boxes.texts if found == name), "")


def _device(boxes: Boxes | None) -> Device | None:
    model = _text(boxes, "©mdl") or None
    identifier = _text(boxes, "©uid")
    make = _text(boxes, "©mak") or ("DJI" if camera_product(model) or _is_dji(boxes) else None)
    serials = (SerialNumber("identifier in the user data", identifier),) if identifier else ()
    device = Device(make, model, camera_product(model), serials, None)
    return device if device.says_anything else None


def _is_dji(boxes: Boxes | None) -> bool:
    return boxes is not None and any(
        track.sample_format in {"djmd", "dbgi"} or track.name.startswith("DJI")
        for track in boxes.tracks
    )


def _place(boxes: Boxes | None, streams: _Streams) -> tuple[TrackPoint, ...]:
    match = _ISO_6709.match(_text(boxes, "©xyz"))
    if match is None:
        return ()
    latitude, longitude = float(match[1]), float(match[2])
    if abs(latitude) > 90.0 or abs(longitude) > 180.0:  # noqa: PLR2004 - degrees
        streams.warnings.append("The place in the user data is impossible and is left out.")
        return ()
    if latitude == 0.0 and longitude == 0.0:
        streams.warnings.append("The place in the user data is 0, 0: no fix.")
        return ()
    streams.facts.append(
        Fact(
            "position",
            f"{latitude:.6f}, {longitude:.6f}",
            "GPS from the user data of the recording, one for the whole file",
        )
    )
    return (TrackPoint(None, latitude, longitude, None, None, 0.0),)
