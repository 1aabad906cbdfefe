# SPDX-License-Identifier: Apache-2.0
"""Writes an MP4 as a DJI camera does: H.264, user data, and cues in a track when the model has one.

The picture is drawn and moves. One encoder thread, so that the same seed gives the same bytes.
"""

from __future__ import annotations

import struct
from fractions import Fraction
from typing import TYPE_CHECKING

import av

from holdfast.demo.card.drawing import draw_ground, draw_view

if TYPE_CHECKING:
    import random
    from collections.abc import Mapping, Sequence
    from datetime import datetime
    from pathlib import Path

    from av.subtitles.stream import SubtitleStream
    from av.video.stream import VideoStream
    from PIL import Image

    from holdfast.demo.card.flight import Moment

_CUE_CLOCK = 1000
_PLAIN_STYLE = (
    b"[Script Info]\nScriptType: v4.00+\n\n[V4+ Styles]\n"
    b"Format: Name, Fontname, Fontsize, PrimaryColour, SecondaryColour, OutlineColour, "
    b"BackColour, Bold, Italic, Underline, StrikeOut, ScaleX, ScaleY, Spacing, Angle, "
    b"BorderStyle, Outline, Shadow, Alignment, MarginL, MarginR, MarginV, Encoding\n"
    b"Style: Default,Arial,16,&Hffffff,&Hffffff,&H0,&H0,0,0,0,0,100,100,0,0,1,1,0,2,10,10,10,0\n"
    b"\n[Events]\nFormat: Layer, Start, End, Style, Name, MarginL, MarginR, MarginV, Effect, Text\n"
)
"""The header that the caption encoder asks for; players show the cues as plain text."""


def write_video(
    path: Path,
    randomness: random.Random,
    *,
    seconds: float,
    size: tuple[int, int],
    frames_per_second: int,
    created: datetime,
    label: str,
    cues: Sequence[tuple[float, str]] = (),
) -> None:
    """Encode a moving drawing; `created` is in UTC, as the format asks."""
    ground = draw_ground(randomness)
    with av.open(path, "w", format="mp4") as container:
        container.metadata["creation_time"] = created.strftime("%Y-%m-%dT%H:%M:%S.000000Z")
        stream = container.add_stream(
            "libx264",
            rate=frames_per_second,
            options={"preset": "veryfast", "crf": "27", "threads": "1"},
        )
        stream.width, stream.height = size
        stream.pix_fmt = "yuv420p"
        stream.gop_size = frames_per_second
        stream.metadata["handler_name"] = "DJI.AVC"
        captions = container.add_stream("mov_text") if cues else None
        if captions is not None:
            captions.codec_context.subtitle_header = _PLAIN_STYLE
            captions.time_base = Fraction(1, _CUE_CLOCK)
            captions.metadata["handler_name"] = "DJI.Subtitle"
        _encode(container, stream, ground, seconds=seconds, size=size, label=label)
        if captions is not None:
            _caption(container, captions, cues, seconds)


def _caption(
    container: av.container.OutputContainer,
    captions: SubtitleStream,
    cues: Sequence[tuple[float, str]],
    seconds: float,
) -> None:
    for index, (start, text) in enumerate(cues):
        end = cues[index + 1][0] if index + 1 < len(cues) else seconds
        data = text.encode()
        packet = av.Packet(struct.pack(">H", len(data)) + data)
        packet.stream = captions
        packet.time_base = Fraction(1, _CUE_CLOCK)
        packet.pts = packet.dts = round(start * _CUE_CLOCK)
        packet.duration = max(1, round((end - start) * _CUE_CLOCK))
        container.mux(packet)


def _encode(
    container: av.container.OutputContainer,
    stream: VideoStream,
    ground: Image.Image,
    *,
    seconds: float,
    size: tuple[int, int],
    label: str,
) -> None:
    rate = Fraction(stream.average_rate or stream.base_rate or 30)
    for number in range(max(1, round(seconds * rate))):
        second = float(number / rate)
        view = draw_view(ground, size, second=second, label=f"{label}  {second:5.1f} s")
        frame = av.VideoFrame.from_image(view)  # type: ignore[no-untyped-call]  # PyAV leaves it untyped
        frame.pts = number
        frame.time_base = 1 / rate
        container.mux(stream.encode(frame))
    container.mux(stream.encode(None))


def add_user_data(path: Path, moment: Moment, *, model_code: str, serial: str) -> None:
    """Add the user data box that DJI cameras write: place, model, attitude, a serial number."""
    position = f"{moment.latitude:+.4f}{moment.longitude:+.4f}{moment.altitude_m:+.3f}/"
    texts = {
        b"\xa9xyz": position,
        b"\xa9mdl": model_code,
        b"\xa9uid": serial,
        b"\xa9xsp": "+0.00",
        b"\xa9ysp": "+0.00",
        b"\xa9zsp": "+0.00",
        b"\xa9fpt": "+1.80",
        b"\xa9fyw": f"{moment.heading:+.2f}",
        b"\xa9frl": "+0.40",
        b"\xa9gpt": f"{moment.gimbal_pitch:+.2f}",
        b"\xa9gyw": f"{moment.heading:+.2f}",
        b"\xa9grl": "+0.00",
    }
    add_boxes(path, texts)


def add_boxes(path: Path, texts: Mapping[bytes, str]) -> None:
    """Add a user data box with these texts to an MP4 whose index comes last."""
    inner = b"".join(
        _box(name, struct.pack(">HH", len(text.encode()), 0) + text.encode())
        for name, text in texts.items()
    )
    data = path.read_bytes()
    place = _last_box(data, b"moov")
    size = struct.unpack_from(">I", data, place)[0]
    moov = data[place : place + size] + _box(b"udta", inner)
    path.write_bytes(data[:place] + struct.pack(">I", len(moov)) + moov[4:] + data[place + size :])


def _box(name: bytes, payload: bytes) -> bytes:
    return struct.pack(">I4s", 8 + len(payload), name) + payload


def _last_box(data: bytes, wanted: bytes) -> int:
    place = 0
    while place + 8 <= len(data):
        size, name = struct.unpack_from(">I4s", data, place)
        if name == wanted:
            return place
        place += size if size >= 8 else len(data)  # noqa: PLR2004 - a box header is 8 bytes
    raise ValueError("the encoder wrote no index")
