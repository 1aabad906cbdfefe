# SPDX-License-Identifier: Apache-2.0
"""What the streams of a recording carry besides picture and sound, packet by packet.

It promises to look at every packet once, with bounded memory: subtitle and data tracks (positions in
captions, `djmd`, `dbgi`, `gpmd`, time codes), messages beside the pictures, encoders' names in the
sound. It decodes nothing and says of a codec it does not know that it does not know.
"""

from __future__ import annotations

import hashlib
import re
from dataclasses import dataclass, field
from typing import TYPE_CHECKING, Final

from holdfast.leaving import protobuf
from holdfast.leaving.beside_pictures import (
    CARRIES_NONE,
    LOOKED_INTO,
    configuration_messages,
    messages,
)
from holdfast.leaving.gathering import shortened, text_of, texts_in
from holdfast.leaving.gives import Gives
from holdfast.leaving.nal import stream_of
from holdfast.leaving.sound_fill import filler, framing
from holdfast.readers.faults import MALFORMED

if TYPE_CHECKING:
    from collections.abc import Sequence
    from pathlib import Path

    from av.container import InputContainer

    from holdfast.leaving.gathering import Gathering

_CUES: Final = (
    (Gives.LAUNCH, re.compile(r"\bHOME ?\(", re.IGNORECASE)),
    (Gives.POSITION, re.compile(r"\bGPS ?\(|latitude|\[lat|[NS]: ?\d+\.\d+", re.IGNORECASE)),
    (Gives.TIME, re.compile(r"\d{4}[-./]\d\d?[-./]\d\d?")),
)
_DJI_FIELDS: Final = {"1-1-5": "serial number", "1-1-10": "device model", "1-1-1": "schema name"}
_KNOWN_TRACKS: Final = {
    "djmd": "DJI flight and camera data",
    "dbgi": "DJI debug data",
    "gpmd": "GoPro telemetry",
    "tmcd": "time code",
    "camm": "camera motion and position",
    "mett": "timed text metadata",
    "mebx": "timed metadata",
    "priv": "the maker's private data",
}
_POSITIONS: Final = {"camm", "djmd"}
_GOPRO_POSITION: Final = re.compile(rb"GPS[59]")
_MOST_HEAD: Final = 1 << 16
_TEXT_CODECS: Final = frozenset({"mov_text", "subrip", "text", "ass", "ssa", "webvtt", "eia_608"})


@dataclass(slots=True)
class _Tally:
    """Many packets or messages of one kind, counted, with the first of them kept."""

    count: int = 0
    size: int = 0
    first: bytes = b""
    at: int | None = None
    digest: hashlib._Hash = field(default_factory=hashlib.sha256)

    def take(self, data: bytes, at: int | None = None) -> None:
        """Count one."""
        if self.count == 0:
            self.first, self.at = data[:_MOST_HEAD], at
        self.count += 1
        self.size += len(data)
        self.digest.update(data)

    def words(self, noun: str) -> str:
        """Say how many, how much, and what can be read in the first."""
        said = f"{self.count:,} {noun}, {self.size:,} bytes in all"
        inside = texts_in(self.first)
        return said + ("; text in the first: " + " | ".join(inside) if inside else "")


def review_streams(
    path: Path,
    found: Gathering,
    *,
    media: int | None = None,
    codes: Sequence[str] = (),
    tags: bool = False,
) -> None:
    """Add what the streams carry.

    `media`: the bytes that tracks should account for; `codes`: the sample format of each track.
    """
    from holdfast.readers.opening import FAULTS, opened

    faults: tuple[type[Exception], ...] = (*FAULTS, *MALFORMED)
    try:
        with opened(path, {"ignore_editlist": "1"}) as container:
            if tags:
                _tags(container, found)
            read = _review(container, found, codes)
    except faults as fault:
        found.warn(
            f"The recording cannot be opened as it is ({type(fault).__name__}): what its streams "
            "carry was not looked into."
        )
        return
    if media is not None and media > read:
        words = f"{media - read:,} bytes of the media data belong to no packet of a track"
        found.add("media data", "bytes of no track", words, gives=Gives.UNKNOWN, size=media - read)


def _tags(container: InputContainer, found: Gathering) -> None:
    for name, value in container.metadata.items():
        found.add("file", name, value, default=Gives.WORDS)
    for stream in container.streams:
        for name, value in stream.metadata.items():
            found.add(f"stream {stream.index}", name, value, default=Gives.WORDS)


@dataclass(slots=True)
class _Track:
    """One stream under review."""

    where: str
    kind: str
    codec: str
    extradata: bytes
    tag: str
    tallies: dict[str, _Tally] = field(default_factory=dict)
    cues: dict[Gives, str] = field(default_factory=dict)
    first_cue: str = ""

    def take(self, name: str, data: bytes, at: int | None = None) -> None:
        """Count one packet or message under a name."""
        self.tallies.setdefault(name, _Tally()).take(data, at)


def _review(container: InputContainer, found: Gathering, codes: Sequence[str]) -> int:
    import av
    from av.stream import Disposition

    tracks = {}
    for stream in container.streams:
        context = stream.codec_context
        tag = codes[stream.index] if stream.index < len(codes) else ""
        if not tag and context is not None:
            tag = context.codec_tag
        tracks[stream.index] = _Track(
            where=f"stream {stream.index} ({stream.type})",
            kind=stream.type,
            codec=context.codec.canonical_name if context else "",
            extradata=bytes(context.extradata or b"") if context else b"",
            tag=str(tag).strip("\x00"),
        )
    read = 0
    try:
        for packet in container.demux():
            if packet.size:
                cover = packet.stream.disposition & Disposition.attached_pic
                read += 0 if cover else packet.size
                _packet(tracks[packet.stream.index], bytes(packet), packet.pos)
    except av.FFmpegError as fault:
        found.warn(f"The recording breaks off or is damaged ({type(fault).__name__}).")
    for track in tracks.values():
        _tell(track, found)
    return read


def _packet(track: _Track, data: bytes, at: int | None) -> None:
    if track.kind == "video":
        for message in messages(data, track.codec, stream_of(track.codec, track.extradata)):
            track.take(message.name, message.payload, at)
    elif track.kind == "audio":
        head = 0 if track.extradata else framing(data)
        if track.codec == "aac" and (content := filler(data[head:])):
            track.take("filler in the sound (encoder)", content, at)
    else:
        track.take("", data, at)
        if track.kind == "subtitle" or track.codec in _TEXT_CODECS:
            _cue(track, data)


def _cue(track: _Track, data: bytes) -> None:
    body = data
    if track.codec == "mov_text":
        body = data[2 : 2 + int.from_bytes(data[:2], "big")]
    text = body.decode("utf-8", "replace").strip()
    track.first_cue = track.first_cue or text
    for gives, pattern in _CUES:
        if gives not in track.cues and pattern.search(text):
            track.cues[gives] = text


def _tell(track: _Track, found: Gathering) -> None:
    for message in configuration_messages(track.extradata, track.codec):
        found.opaque(track.where, message.name, message.payload, gives=Gives.SOFTWARE,
                     known="an encoder writes it")  # fmt: skip
    if track.kind not in {"video", "audio"}:
        _tell_data(track, found)
        return
    for name, tally in track.tallies.items():
        text = texts_in(tally.first)
        encoder = any("x264" in one or "Lavc" in one or "x265" in one for one in text)
        is_sound = track.kind == "audio"
        found.add(
            track.where,
            name,
            tally.words("packets" if is_sound else "messages"),
            gives=_of_message(name) if not (encoder or is_sound) else Gives.SOFTWARE,
            known="it names an encoder" if encoder else "",
            offset=tally.at,
            size=tally.size,
            length=tally.size,
            sha256=tally.digest.hexdigest(),
        )
    if track.kind == "video" and track.codec not in LOOKED_INTO | CARRIES_NONE:
        found.warn(
            f"What {track.codec or 'an unknown codec'} carries beside its pictures is not known "
            "here and was not looked into."
        )


def _of_message(name: str) -> Gives:
    if name in {"picture timing", "time code"}:
        return Gives.TIME
    return (
        Gives.SETTINGS if name in {"buffering period", "pan and scan", "filler"} else Gives.UNKNOWN
    )


def _tell_data(track: _Track, found: Gathering) -> None:
    tally = track.tallies.get("", _Tally())
    known = _KNOWN_TRACKS.get(track.tag, "")
    name = f"{track.tag or track.codec or 'data'} track" + (f" ({known})" if known else "")
    cues = track.kind == "subtitle" or track.codec in _TEXT_CODECS
    noun = "cues" if cues else "samples"
    gives = Gives.WORDS if cues else Gives.UNKNOWN
    if track.tag in _POSITIONS or _GOPRO_POSITION.search(tally.first):
        gives = Gives.POSITION
    elif track.tag == "tmcd":
        gives = Gives.TIME
    words = f"{tally.count:,} cues, {tally.size:,} bytes in all" if cues else tally.words(noun)
    if track.first_cue:
        words += "; the first: " + shortened(track.first_cue)
    found.add(track.where, name, words, gives=gives, offset=tally.at, size=tally.size,
              length=tally.size, sha256=tally.digest.hexdigest())  # fmt: skip
    for told, text in track.cues.items():
        found.add(track.where, "cue", text, gives=told, known="the cue says so")
    if track.tag in {"djmd", "dbgi"}:
        _tell_protobuf(track, tally.first, found)
    elif not cues:
        for text in texts_in(tally.first):
            found.add(track.where, "text in the first sample", text, default=Gives.UNKNOWN)


def _tell_protobuf(track: _Track, message: bytes, found: Gathering) -> None:
    for path, text in protobuf.texts(message):
        named = _DJI_FIELDS.get(path, f"field {path}")
        if text_of(text.encode()):
            found.add(track.where, named, text, known="read without the maker's schema")
