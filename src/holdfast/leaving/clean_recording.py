# SPDX-License-Identifier: Apache-2.0
"""A cleaned copy of a recording: picture and sound packets in a new container, nothing else.

It promises that nothing is coded again: each packet is copied, but for messages beside the pictures
(SEI user data and the like) and encoders' names in filler, which no player shows. The proof: the
digests of every picture unit and sound packet, and the first decoded pictures, are the same in both.
Subtitle and data tracks, covers, chapters, times, names and attachments do not come over.
"""

from __future__ import annotations

import hashlib
from dataclasses import dataclass, field
from typing import IO, TYPE_CHECKING, Final

from holdfast.leaving.beside_pictures import (
    CARRIES_NONE,
    LOOKED_INTO,
    neutral_configuration,
    stripped,
)
from holdfast.leaving.cleaned import Made, MayStay
from holdfast.leaving.errors import DamagedFileError, NotCleanedError
from holdfast.leaving.nal import Stream, is_whole, pictures_only, stream_of
from holdfast.leaving.riff import riff_chunks
from holdfast.leaving.sound_fill import framing, without_filler
from holdfast.readers.faults import MALFORMED

if TYPE_CHECKING:
    from pathlib import Path

    from av import Packet
    from av.container import InputContainer, OutputContainer
    from av.stream import Stream as ContainerStream

# What may be written for each format, the first that takes the streams.
_CONTAINERS: Final = {
    "MP4": ("mp4", "mov"),
    "MOV": ("mp4", "mov"),
    "MPEG-TS": ("mp4", "matroska"),
    "Matroska": ("matroska",),
    "AVI": ("avi", "matroska"),
    "WAV": ("wav",),
    "MP3": ("mp3",),
    "FLAC": ("flac",),
    "Ogg": ("ogg",),
}
_OPTIONS: Final = {
    "mp4": {"empty_hdlr_name": "1"},
    "mov": {"empty_hdlr_name": "1"},
    "mp3": {"id3v2_version": "0", "write_id3v1": "0", "write_xing": "0"},
}
_SAID: Final = {"mp4": "MP4", "mov": "MOV", "matroska": "Matroska", "avi": "AVI", "wav": "WAV",
                "mp3": "MP3", "flac": "FLAC", "ogg": "Ogg"}  # fmt: skip
_EVERY_COPY: Final = "the new container has it; it is the same in every copy"
MAY_STAY: Final = (
    MayStay("ftyp", "brands", r"(?:isom|qt  |M4A |mp42).*", _EVERY_COPY),
    MayStay("info", "(?:muxing|writing) application", "Lavf", _EVERY_COPY),
    MayStay(
        "track.*",
        "handler name|handler maker|vendor",
        r"(?:Video|Sound|Data)Handler|FFMP|DataHandler",
        _EVERY_COPY,
    ),
    MayStay("tags, tag, simple tag", "tag name", "DURATION", "it says how long a track is"),
    MayStay(
        "tags, tag, simple tag",
        "tag value",
        r"\d\d:\d\d:\d\d\.\d{9}",
        "it says how long a track is",
    ),
    MayStay(
        r"stream \d+ \(video\)",
        "user data.*",
        r"[\d,]+ (?:bytes|messages).*: (?:Lavc|XviD|DivX|FFmpe?g)[\w.]*",
        "decoders need the encoder's name to decode as it meant",
    ),
    MayStay("LIST INFO", "software", r"Lavf\d*", _EVERY_COPY),
    MayStay("stream.*", "language", "und|eng", _EVERY_COPY),
    MayStay("file|stream.*", "encoder", "Lavf|", _EVERY_COPY),
)
_SAMPLE: Final = 24
_AVI_HEAD: Final = 1 << 16


@dataclass(slots=True)
class _Track:
    """One stream that comes over, with the digest of what must not change."""

    kind: str
    codec: str
    extradata: bytes
    units: Stream | None
    digest: hashlib._Hash = field(default_factory=hashlib.sha256)
    packets: int = 0
    damaged: int = 0

    def take(self, data: bytes) -> None:
        """Add a packet to the digest, without what cleaning may take out."""
        self.packets += 1
        if self.units is not None:
            self.damaged += not is_whole(data, self.units)
            for unit in pictures_only(data, self.units):
                self.digest.update(unit)
        elif self.kind == "video":
            self.digest.update(stripped(data, self.codec, None))
        else:
            head = framing(data) if self.codec == "aac" and not self.extradata else 0
            self.digest.update(self.cleaned(data)[head:])

    def cleaned(self, data: bytes) -> bytes:
        """Give the packet as it goes into the copy."""
        if self.kind == "video":
            return stripped(data, self.codec, self.units)
        if self.codec != "aac":
            return data
        head = framing(data) if not self.extradata else 0
        return data[:head] + without_filler(data[head:])


def clean_recording(path: Path, file: IO[bytes], form: str) -> Made:
    """Write a cleaned copy of a recording to `file`. Raises DamagedFileError, NotCleanedError."""
    import av

    faults: tuple[type[Exception], ...] = (av.FFmpegError, AttributeError, *MALFORMED)
    failed = ""
    for container in _CONTAINERS.get(form, ()):
        file.seek(0)
        file.truncate()
        try:
            tracks, notes = _copied(path, file, container)
            return _proven(path, file, tracks, container, notes)
        except faults as fault:
            failed = type(fault).__name__
    raise NotCleanedError(
        f"The recording could not be put into a new container without coding it again ({failed}). "
        "The original is unharmed, and no copy is left. It may be damaged; look at it first, or "
        "have a playable copy made and clean that."
    )


def _open(source: Path | IO[bytes]) -> InputContainer:
    from holdfast.readers.opening import opened

    return opened(source)


def _wanted(container: InputContainer) -> list[ContainerStream]:
    """Give the picture and sound streams; a cover is a picture stream too, and does not come over."""
    from av.stream import Disposition

    return [
        stream
        for stream in (*container.streams.video, *container.streams.audio)
        if not stream.disposition & Disposition.attached_pic and stream.codec_context is not None
    ]


def _track_of(stream: ContainerStream) -> _Track:
    context = stream.codec_context
    codec = context.codec.canonical_name
    extradata = bytes(context.extradata or b"")
    return _Track(stream.type, codec, extradata, stream_of(codec, extradata))


def _copied(path: Path, file: IO[bytes], container: str) -> tuple[list[_Track], list[str]]:
    import av

    options = {"fflags": "+bitexact", **_OPTIONS.get(container, {})}
    with _open(path) as source:
        wanted = _wanted(source)
        if not wanted:
            raise ValueError("it holds neither picture nor sound")
        tracks = {stream.index: _track_of(stream) for stream in wanted}
        with av.open(file, "w", format=container, options=options) as made:
            targets = {stream.index: _target(made, stream) for stream in wanted}
            left_out = len(source.streams) - len(wanted)
            for packet in source.demux(wanted):
                if packet.size == 0:
                    continue
                _copy(packet, tracks[packet.stream.index], targets[packet.stream.index], made)
    if container == "avi":
        _blank_reserved(file)
    notes = [f"{left_out} stream(s) beside picture and sound were left out."] if left_out else []
    notes += [
        f"What {track.codec} carries beside its pictures is not known here; it came over as it is."
        for track in tracks.values()
        if track.kind == "video" and track.codec not in LOOKED_INTO | CARRIES_NONE
    ]
    damaged = sum(track.damaged for track in tracks.values())
    if damaged:
        notes.append(
            f"{damaged:,} packets of the original are damaged; what cannot be read in them is left "
            "out of the copy."
        )
    return list(tracks.values()), notes


def _blank_reserved(file: IO[bytes]) -> None:
    """Write zeros into the room that the container keeps for an index it did not need."""
    file.seek(0)
    head = file.read(_AVI_HEAD)
    waiting = [(12, len(head))]
    while waiting:
        for name, start, stop in riff_chunks(head, *waiting.pop()):
            if name == b"LIST" and head[start : start + 4] != b"movi":
                waiting.append((start + 4, stop))
            elif name == b"JUNK":
                file.seek(start)
                file.write(bytes(stop - start))


def _target(made: OutputContainer, stream: ContainerStream) -> ContainerStream:
    target = made.add_stream_from_template(stream, opaque=True)
    target.time_base = stream.time_base
    target.metadata.clear()
    extradata = bytes(stream.codec_context.extradata or b"")
    neutral = neutral_configuration(extradata, stream.codec_context.codec.canonical_name)
    if neutral != extradata:
        target.codec_context.extradata = neutral
    return target


def _copy(
    packet: Packet[ContainerStream], track: _Track, target: ContainerStream, made: OutputContainer
) -> None:
    import av

    data = bytes(packet)
    cleaned = track.cleaned(data)
    if not cleaned:
        return
    track.take(data)
    if cleaned != data:
        copy = av.Packet(cleaned)
        copy.pts, copy.dts, copy.duration = packet.pts, packet.dts, packet.duration
        copy.time_base, copy.is_keyframe = packet.time_base, packet.is_keyframe
        packet = copy
    packet.stream = target
    made.mux(packet)


def _proven(
    path: Path, file: IO[bytes], tracks: list[_Track], container: str, notes: list[str]
) -> Made:
    file.flush()
    file.seek(0)
    with _open(file) as copy:
        wanted = _wanted(copy)
        after = {stream.index: _track_of(stream) for stream in wanted}
        for packet in copy.demux(wanted):
            if packet.size:
                after[packet.stream.index].take(bytes(packet))
    same = [one.digest.hexdigest() for one in tracks] == [
        one.digest.hexdigest() for one in after.values()
    ]
    with _open(path) as first:
        shown = _first_pictures(first)
    file.seek(0)
    with _open(file) as second:
        shown_after = _first_pictures(second)
    if any(track.kind == "video" for track in tracks) and not shown:
        raise DamagedFileError(
            "No picture of the recording decodes, so no copy of it could be proven the same. The "
            "original is unharmed, and no copy is left."
        )
    equal = same and shown == shown_after
    packets = sum(track.packets for track in tracks)
    proof = (
        f"{packets:,} packets of picture and sound have the same digest in both files, and the "
        f"first {len(shown)} decoded pictures are the same."
        if equal
        else "Packets or decoded pictures of the two files are NOT the same."
    )
    how = "Picture and sound were copied as they are coded, into a new container without the rest."
    return Made(_SAID[container], how, equal, proof, MAY_STAY, tuple(notes))


def _first_pictures(container: InputContainer) -> list[str]:
    import av

    streams = [one for one in _wanted(container) if one.type == "video"]
    if not streams:
        return []
    found: list[str] = []
    try:
        for frame in container.decode(streams[0]):
            if isinstance(frame, av.VideoFrame):
                planes = hashlib.sha256()
                for plane in frame.planes:
                    planes.update(bytes(plane))
                found.append(f"{frame.width} {frame.height} {planes.hexdigest()}")
            if len(found) >= _SAMPLE:
                break
    except av.FFmpegError:
        return found
    return found
