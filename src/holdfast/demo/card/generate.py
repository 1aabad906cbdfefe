# SPDX-License-Identifier: Apache-2.0
"""Fills a folder with the files of one DJI card, whole or with chosen faults.

It promises the same bytes for the same arguments, times of files taken from the invented flight,
and never the machine's clock. The folder must be empty or not there; nothing is overwritten.
"""

from __future__ import annotations

import os
import random
import shutil
from dataclasses import dataclass, field, replace
from datetime import UTC, datetime, timedelta
from typing import TYPE_CHECKING

from holdfast.demo.card.drawing import draw_ground, draw_view
from holdfast.demo.card.flight import PLACES, Flight, invent_flight
from holdfast.demo.card.models import MODELS, Model
from holdfast.demo.card.photograph import Shot, write_dng, write_jpeg
from holdfast.demo.card.subtitles import cue_texts, write_subtitles
from holdfast.demo.card.video import add_user_data, write_video

if TYPE_CHECKING:
    from collections.abc import Collection
    from pathlib import Path

    from PIL import Image

FAULTS: frozenset[str] = frozenset(
    {
        "missing-number",
        "truncated-video",
        "truncated-subtitle",
        "text-photograph",
        "empty-subtitle",
        "unknown-file",
        "newline-name",
        "edited-photograph",
    }
)
"""What can be wrong with a card: each name says what the card then holds."""

_PHOTO_SIZE = (1600, 1200)
_RAW_SIZE = (640, 480)
_PROXY_SIZE = (480, 270)
_THUMBNAIL_SIZE = (160, 120)
_FIRST_NUMBER = 28
_NZ_SUMMER = timedelta(hours=13)
_SECONDS_BETWEEN = 40


@dataclass(frozen=True, slots=True)
class GeneratedCard:
    """What was written: the folder, its files (relative, `/` between parts), the missing numbers.

    `missing` holds gaps as the reader writes them; `flight` is where the aircraft truly was.
    """

    folder: Path
    files: tuple[str, ...]
    missing: tuple[str, ...]
    flight: Flight
    model: Model
    serial: str


@dataclass(slots=True)
class _Card:
    """The card while it is written."""

    folder: Path
    model: Model
    flight: Flight
    serial: str
    randomness: random.Random
    number: int = _FIRST_NUMBER
    second: float = 0.0
    missing: list[str] = field(default_factory=list)

    @property
    def stem(self) -> str:
        """The name of the file being written, without sensor letter and extension."""
        if self.model.sensors:
            at = self.flight.moment(self.second).at
            return f"DJI_{at:%Y%m%d%H%M%S}_{self.number:04}"
        return f"DJI_{self.number:04}"

    def path(self, extension: str, suffix: str = "") -> Path:
        """Give the place of a media file."""
        name = f"{self.stem}_{suffix}" if suffix else self.stem
        return self.folder / "DCIM" / "100MEDIA" / f"{name}.{extension}"

    def advance(self) -> None:
        """Go on to the next number and a later moment."""
        self.number += 1
        self.second += _SECONDS_BETWEEN


def generate_card(
    folder: Path,
    *,
    seed: int,
    model: str = "mavic-pro",
    start: datetime = datetime(2026, 1, 17, 10, 4, 12),  # noqa: DTZ001 - an aircraft's clock has no zone
    place: int | None = None,
    photographs: int = 3,
    videos: int = 2,
    video_seconds: float = 4.0,
    video_size: tuple[int, int] = (1280, 720),
    frames_per_second: int = 30,
    faults: Collection[str] = (),
) -> GeneratedCard:
    """Write a card; `model` is a key of `MODELS`, `place` an index of the places, or chosen by seed.

    Raises `ValueError` for a fault, model or place that is not known, `FileExistsError` when the
    folder holds something already.
    """
    if unknown := set(faults) - FAULTS:
        raise ValueError(f"no such fault: {', '.join(sorted(unknown))}")
    if folder.exists() and any(folder.iterdir()):
        raise FileExistsError(f"{folder} is not empty")
    randomness = random.Random(seed)  # noqa: S311 - a drawing, not a secret
    chosen = PLACES[randomness.randrange(len(PLACES)) if place is None else place]
    card = _Card(
        folder=folder,
        model=MODELS[model],
        flight=invent_flight(randomness, chosen, start),
        serial=f"08R{randomness.choice('DEFG')}E{randomness.randrange(10**8):08}",
        randomness=randomness,
    )
    (folder / "DCIM" / "100MEDIA").mkdir(parents=True)
    ground = draw_ground(random.Random(seed + 1))  # noqa: S311 - a drawing, not a secret
    for position in range(photographs):
        _add_photograph(card, ground, "edited-photograph" in faults and position == 1)
        if position == 0 and "missing-number" in faults:
            _skip_a_number(card)
    for _ in range(videos):
        _add_video(card, ground, video_seconds, video_size, frames_per_second)
    _add_index(card)
    _add_faults(card, faults)
    return GeneratedCard(
        folder=folder,
        files=_dated_files(card),
        missing=tuple(card.missing),
        flight=card.flight,
        model=card.model,
        serial=card.serial,
    )


def _skip_a_number(card: _Card) -> None:
    before = card.flight.moment(card.second - _SECONDS_BETWEEN).at
    earlier = f"DJI_{before:%Y%m%d%H%M%S}_" if card.model.sensors else "DJI_"
    card.missing.append(f"{earlier}{card.number - 1:04} → ")
    card.advance()
    card.missing[-1] += card.stem


def _add_photograph(card: _Card, ground: Image.Image, edited: bool) -> None:  # noqa: FBT001 - private, and named where it is called
    moment = card.flight.moment(card.second)
    view = draw_view(ground, _PHOTO_SIZE, second=card.second, label=card.flight.place.name)
    for suffix in card.model.sensors or ("",):
        path = card.path("JPG", suffix)
        shot = Shot(
            card.model,
            moment,
            f"DCIM\\100MEDIA\\{path.name}",
            card.serial,
            "Microsoft Windows Photo Viewer 10.0.19041.1" if edited else None,
        )
        picture = view.convert("L").convert("RGB") if suffix == "T" else view
        write_jpeg(path, picture, shot)
        if card.model.raw_twin:
            raw = path.with_suffix(".DNG")
            write_dng(
                raw,
                picture.resize(_RAW_SIZE),
                replace(shot, card_path=f"DCIM\\100MEDIA\\{raw.name}"),
            )
    card.advance()


def _add_video(
    card: _Card,
    ground: Image.Image,
    seconds: float,
    size: tuple[int, int],
    frames_per_second: int,
) -> None:
    model = card.model
    leg = Flight(
        place=card.flight.place,
        start=card.flight.moment(card.second).at,
        radius_m=card.flight.radius_m,
        period_s=card.flight.period_s,
        phase=card.flight.phase + card.number,
        height_m=card.flight.height_m,
    )
    cues = (
        cue_texts(leg, dialect=model.dialect, seconds=seconds, hertz=model.cue_hertz)
        if model.dialect and model.subtitle_in_video
        else []
    )
    seed = card.randomness.randrange(1 << 30)
    for suffix in model.sensors or ("",):
        path = card.path("MP4", suffix)
        write_video(
            path,
            random.Random(seed),  # noqa: S311 - a drawing, not a secret
            seconds=seconds,
            size=size,
            frames_per_second=frames_per_second,
            created=(leg.start - _NZ_SUMMER).replace(tzinfo=UTC),
            label=f"{leg.place.name} {suffix}".strip(),
            cues=cues,
        )
        add_user_data(path, leg.moment(0), model_code=model.code, serial=card.serial)
        if model.dialect and not model.subtitle_in_video:
            text = write_subtitles(
                leg, dialect=model.dialect, seconds=seconds, hertz=model.cue_hertz
            )
            path.with_suffix(".SRT").write_bytes(text.encode())
        if model.proxy:
            write_video(
                path.with_suffix(".LRF"),
                random.Random(seed),  # noqa: S311 - a drawing, not a secret
                seconds=seconds,
                size=_PROXY_SIZE,
                frames_per_second=frames_per_second,
                created=(leg.start - _NZ_SUMMER).replace(tzinfo=UTC),
                label=leg.place.name,
            )
    preview = draw_view(ground, _THUMBNAIL_SIZE, second=card.second, label="")
    thumbnails = card.folder / "MISC" / "THM" / "100"
    thumbnails.mkdir(parents=True, exist_ok=True)
    for suffix in model.sensors or ("",):
        preview.save(thumbnails / f"{card.path('MP4', suffix).stem}.THM", "JPEG", quality=70)
    card.second += seconds
    card.advance()


def _add_index(card: _Card) -> None:
    index = card.folder / "MISC" / "IDX"
    index.mkdir(parents=True, exist_ok=True)
    (index / "DJI_INDEX.IDX").write_bytes(card.randomness.randbytes(512))


def _add_faults(card: _Card, faults: Collection[str]) -> None:
    media = card.folder / "DCIM" / "100MEDIA"
    originals = sorted(media.glob("*.MP4"))
    if "truncated-video" in faults and originals:
        data = originals[0].read_bytes()
        card.path("MP4").write_bytes(data[: data.rfind(b"moov") - 4][: len(data) * 2 // 3])
        card.advance()
    if "truncated-subtitle" in faults:
        text = write_subtitles(card.flight, dialect="A", seconds=6, hertz=1)
        card.path("SRT").write_bytes(text.encode()[: text.rfind("GPS(") + 9])
        card.advance()
    if "empty-subtitle" in faults:
        card.path("SRT").write_bytes(b"")
        card.advance()
    if "text-photograph" in faults:
        card.path("JPG").write_text("This is a note that was saved under a photograph's name.\n")
        card.advance()
    if "unknown-file" in faults:
        (card.folder / "MISC" / "camera.bin").write_bytes(card.randomness.randbytes(3000))
    if "newline-name" in faults:
        source = next(iter(sorted(media.glob("*.JPG"))), None)
        if source is not None:
            shutil.copyfile(source, card.folder / "scene\nof the crash.JPG")


def _dated_files(card: _Card) -> tuple[str, ...]:
    """Give every file a time within the flight and name them in order."""
    files = sorted(path for path in card.folder.rglob("*") if path.is_file())
    start = (card.flight.start - _NZ_SUMMER).replace(tzinfo=UTC).timestamp()
    for position, path in enumerate(files):
        moment = start + position * _SECONDS_BETWEEN
        os.utime(path, (moment, moment))
    return tuple(path.relative_to(card.folder).as_posix() for path in files)
