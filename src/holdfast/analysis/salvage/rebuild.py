# SPDX-License-Identifier: Apache-2.0
"""Rebuilds a recording that has no index, with what a sound one of the same camera teaches.

Timing is an assumption and is always said: pictures come at the reference's rate, sound at its own.
Where the reference sends pictures ahead of their time, the order in which they are shown is taken
from the decoder. The difference between the length of pictures and sound is told, because it shows
whether the assumed rate fits. Never writes into the damaged file.
"""

from __future__ import annotations

import mmap
from dataclasses import dataclass
from fractions import Fraction
from typing import TYPE_CHECKING, Final

import av

from holdfast.analysis.integrity.containers.iso import boxes
from holdfast.analysis.salvage.errors import NothingToSalvageError, ReferenceDoesNotFitError
from holdfast.analysis.salvage.finding_data import Found, Walk
from holdfast.analysis.salvage.output import begun
from holdfast.analysis.salvage.reference import Reference, learn
from holdfast.analysis.salvage.result import Loss, Span

if TYPE_CHECKING:
    from collections.abc import Callable
    from pathlib import Path

    from av.container import OutputContainer
    from av.stream import Stream
    from av.video.codeccontext import VideoCodecContext

_BASE: Final = Fraction(1, 90_000)
_TRIED: Final = 12


@dataclass(frozen=True, slots=True)
class Rebuilt:
    """What was written, before the files are named and digested."""

    method: str
    streams: tuple[str, ...]
    recovered: tuple[Span, ...]
    lost: tuple[Loss, ...]
    assumptions: tuple[str, ...]
    used: int
    apart_s: float | None


def rebuild(
    path: Path, reference: Path, to: Path, tell: Callable[[int], None], form: str | None = None
) -> Rebuilt:
    """Find pictures and sound in a file without an index and write them to another.

    `form` is FFmpeg's word for the container, where the name of `to` does not say it.
    """
    taught = learn(reference)
    with taught.container, path.open("rb") as file:
        size = path.stat().st_size
        with mmap.mmap(file.fileno(), 0, access=mmap.ACCESS_READ) as mapped:
            data = memoryview(mapped)
            try:
                places, missing = _places(path, size)
                found = Found()
                walk = Walk(data, taught.units, taught.sound, tell)
                for at, end in places:
                    found = walk.through(at, end)
                if not found.pictures and not found.sounds:
                    raise NothingToSalvageError(
                        "No picture and no sound of the kind in the reference was recognised. The "
                        "damaged file is as it was. Try a reference of the same camera with the "
                        "same settings."
                    )
                _need_fit(data, found, taught)
                return _write(data, found, taught, to, missing, form)
            finally:
                data.release()


def _places(path: Path, size: int) -> tuple[list[tuple[int, int]], int]:
    """Where recorded data are, and how many bytes of them lie beyond the end of the file.

    That is every mdat box; or all of a file that has no such box.
    """
    with path.open("rb") as file:
        found = [box for box in boxes(file, 0, size) if box.name == b"mdat"]
    missing = sum(max(0, box.end - size) for box in found)
    places = [(box.inside, min(box.end, size)) for box in found if min(box.end, size) > box.inside]
    return places or [(0, size)], missing


def _need_fit(data: memoryview, found: Found, taught: Reference) -> None:
    """Decode the first pictures that stand alone; none decodes when the reference is of another kind."""
    context = taught.container.streams.video[0].codec_context
    keys = [piece for piece, key in zip(found.pictures, found.keys, strict=True) if key][:_TRIED]
    for at, end in keys:
        decoder = _decoder(context)
        decoder.options = {"err_detect": "explode"}
        try:
            if decoder.decode(av.Packet(bytes(data[at:end]))) or decoder.decode(None):
                return
        except av.FFmpegError:
            continue
    if found.pictures:
        raise ReferenceDoesNotFitError(
            "Pictures were found, and none decodes with what the reference says of them: it is of "
            "another camera or other settings. The damaged file is as it was. Try another reference."
        )


def _decoder(context: VideoCodecContext) -> VideoCodecContext:
    made = av.CodecContext.create(context.name, "r")
    if not isinstance(made, av.VideoCodecContext):
        raise ReferenceDoesNotFitError(
            f"The reference's {context.name} is no codec of pictures. The damaged file was only read."
        )
    made.extradata = context.extradata
    return made


def _write(  # noqa: PLR0917 - what was found, what was taught, and where it goes
    data: memoryview, found: Found, taught: Reference, to: Path, missing: int, form: str | None
) -> Rebuilt:
    step = round(taught.step_s / float(_BASE))
    shown = _order(data, found, taught) if taught.reorders else list(range(len(found.pictures)))
    ahead = max((number - at for number, at in enumerate(shown)), default=0)
    with begun(to, form) as out:
        _Writing(out, data, found, taught, step, [(at + ahead) * step for at in shown]).write()
    return _told(found, taught, step, len(data), missing)


class _Writing:
    """The output in the making: pictures and sounds by time, so that neither waits for the other."""

    def __init__(  # noqa: PLR0917 - what was found, what was taught, and where it goes
        self,
        out: OutputContainer,
        data: memoryview,
        found: Found,
        taught: Reference,
        step: int,
        times: list[int],
    ) -> None:
        self.out, self.data, self.found, self.taught = out, data, found, taught
        self.step, self.times = step, times
        self.pictures = out.add_stream_from_template(taught.container.streams.video[0])
        self.pictures.time_base = _BASE
        self.heard: Stream | None = None
        if taught.sound is not None and found.sounds:
            self.heard = out.add_stream_from_template(taught.container.streams.audio[0])
        out.start_encoding()
        self._sounds = self._samples = 0

    def write(self) -> None:
        """Write everything that was found."""
        for index, (at, end) in enumerate(self.found.pictures):
            self._sounds_until(index * self.taught.step_s)
            packet = av.Packet(bytes(self.data[at:end]))
            packet.stream, packet.time_base = self.pictures, _BASE
            packet.pts, packet.dts = self.times[index], index * self.step
            packet.duration = self.step
            packet.is_keyframe = self.found.keys[index]
            self.out.mux(packet)
        self._sounds_until(None)

    def _sounds_until(self, seconds: float | None) -> None:
        form = self.taught.sound
        if form is None or self.heard is None:
            return
        start = round(min(self.times) * float(_BASE) * form.rate) if self.times else 0
        while self._sounds < len(self.found.sounds):
            if seconds is not None and self._samples > seconds * form.rate:
                return
            at, end = self.found.sounds[self._sounds]
            packet = av.Packet(bytes(self.data[at:end]))
            packet.stream, packet.time_base = self.heard, Fraction(1, form.rate)
            packet.pts = packet.dts = start + self._samples
            packet.duration = sound_samples(self.taught, (at, end))
            packet.is_keyframe = True
            self.out.mux(packet)
            self._samples += packet.duration
            self._sounds += 1


def sound_samples(taught: Reference, piece: tuple[int, int]) -> int:
    """How many samples a piece of sound holds: a frame's worth, or what the bytes of PCM hold."""
    form = taught.sound
    if form is None:
        return 0
    return (piece[1] - piece[0]) // form.block if form.block else form.samples


def _order(data: memoryview, found: Found, taught: Reference) -> list[int]:
    """Ask the decoder in which order pictures are shown; give each picture its place."""
    context = taught.container.streams.video[0].codec_context
    decoder = _decoder(context)
    order: list[int] = []

    def take(packet: av.Packet[Stream] | None) -> None:
        try:
            frames = decoder.decode(packet)
        except av.FFmpegError:
            return
        order.extend(frame.pts for frame in frames if frame.pts is not None)

    for number, (at, end) in enumerate(found.pictures):
        packet = av.Packet(bytes(data[at:end]))
        packet.pts = packet.dts = number
        take(packet)
    take(None)
    place = {number: at for at, number in enumerate(order)}
    missing = [number for number in range(len(found.pictures)) if number not in place]
    if not missing:
        return [place[number] for number in range(len(found.pictures))]
    place.update({number: number for number in missing})  # one that does not decode keeps its place
    ranked = sorted(range(len(found.pictures)), key=lambda number: (place[number], number))
    return [at for _, at in sorted((number, at) for at, number in enumerate(ranked))]


def _told(found: Found, taught: Reference, step: int, size: int, missing: int) -> Rebuilt:
    step_s = step * float(_BASE)
    pictures_s = len(found.pictures) * step_s
    form = taught.sound
    samples = sum(sound_samples(taught, piece) for piece in found.sounds)
    sound_s = samples / form.rate if form is not None and form.rate else 0.0
    spans = [Span("pictures", 0.0, round(pictures_s, 6), len(found.pictures))]
    if found.sounds:
        spans.append(Span("sound", 0.0, round(sound_s, 6), len(found.sounds)))
    context = taught.container.streams.video[0].codec_context
    streams = [f"pictures, {context.name}, {context.width} x {context.height}"]
    if form is not None and found.sounds:
        streams.append(f"sound, {form.codec}, {form.rate} Hz")
    return Rebuilt(
        method="rebuilt from recorded data without an index, by the form of its pictures and sound",
        streams=tuple(streams),
        recovered=tuple(span for span in spans if span.pieces),
        lost=tuple(_losses(found, step_s, size, missing)),
        assumptions=tuple(_assumptions(taught)),
        used=found.used,
        apart_s=round(pictures_s - sound_s, 6) if found.sounds and found.pictures else None,
    )


def _losses(found: Found, step_s: float, size: int, missing: int) -> list[Loss]:
    told = [
        Loss(
            "bytes",
            round(pictures * step_s, 6),
            None,
            f"{end - at:,} bytes from byte {at} on are no picture and no sound that was recognised"
            + (
                ": the last piece, cut off."
                if end >= size
                else "; how much time they held is not known, and what follows is placed right after."
            ),
        )
        for at, end, pictures, _ in found.passed_over
    ]
    if missing:
        told.append(
            Loss(
                "bytes",
                round(len(found.pictures) * step_s, 6),
                None,
                f"The file ends {missing:,} bytes before its recorded data do; how much time they held "
                "is not known.",
            )
        )
    return told


def _assumptions(taught: Reference) -> list[str]:
    told = [
        f"Timing of pictures from the reference: {1 / taught.step_s:.3f} pictures a second"
        + ("." if taught.steady else ", although its rate varies: times may be wrong by seconds."),
        "Parameters of the decoder (parameter sets) from the reference.",
        "Pictures and sound begin together.",
    ]
    form = taught.sound
    if form is not None:
        told.append(f"Sampling rate and layout of the sound from the reference: {form.rate} Hz.")
        if form.block:
            told.append("What lies between two pictures and is not recognised is taken for sound.")
    elif taught.sound_codec is not None:
        told.append(f"Sound in {taught.sound_codec} has no form that is recognised here: left out.")
    if taught.reorders:
        told.append(
            "The order in which pictures are shown, from the decoder; the last few before a cut or a "
            "hole may be placed too early."
        )
    return told
