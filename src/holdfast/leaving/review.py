# SPDX-License-Identifier: Apache-2.0
"""The review of one file: what leaves with it besides what is pictured and heard.

It promises to look at the whole file, to name what it does not know, and to search the bytes for
further copies of what identifies. It never writes and never uses the network. A file of a format it
does not know is refused by name, never called clean.
"""

from __future__ import annotations

import hashlib
import mmap
import stat
from dataclasses import dataclass
from typing import TYPE_CHECKING, Final

from holdfast.leaving.boxes import review_boxes
from holdfast.leaving.errors import LeavingError, NotReviewedError
from holdfast.leaving.gathering import Gathering, shortened
from holdfast.leaving.id3 import review_id3
from holdfast.leaving.jpeg import review_jpeg
from holdfast.leaving.matroska import review_matroska
from holdfast.leaving.pictures import note_picture, opened, small
from holdfast.leaving.png import review_png
from holdfast.leaving.review_values import Review
from holdfast.leaving.riff import review_riff
from holdfast.leaving.searching import MOST_VALUES, needles, search, too_short, values_of
from holdfast.leaving.side_files import review_reading
from holdfast.leaving.streams import review_streams
from holdfast.leaving.tiff import review_tiff
from holdfast.readers.faults import MALFORMED
from holdfast.readers.read import read

if TYPE_CHECKING:
    from collections.abc import Callable, Mapping
    from pathlib import Path

    from PIL import Image

_HEAD: Final = 4096
_PIECE: Final = 1 << 20
_STILLS: Final = {b"heic": "HEIC", b"heix": "HEIC", b"mif1": "HEIC", b"msf1": "HEIC", b"avif": "AVIF",
                  b"avis": "AVIF", b"heim": "HEIC", b"heis": "HEIC"}  # fmt: skip
_TOP_BOXES: Final = frozenset(
    {b"ftyp", b"moov", b"mdat", b"free", b"skip", b"wide", b"uuid", b"pnot"}
)
_SOUNDS: Final = frozenset({"m4a", "mp3", "wav", "flac", "aac", "ogg"})
_SIDE_FORMATS: Final = frozenset({"subtitle", "flight-record", "track-log"})


@dataclass(frozen=True, slots=True)
class Form:
    """What a file is by its first bytes: the kind of thing, and the format."""

    kind: str
    format: str


def form_of(head: bytes, extension: str) -> Form | None:
    """Say by its first bytes what a file is; None for what is not reviewed as picture or media."""
    sound = "audio" if extension in _SOUNDS else "video"
    found: Form | None = None
    if head.startswith(b"\xff\xd8\xff"):
        found = Form("photograph", "JPEG")
    elif head.startswith(b"\x89PNG\r\n\x1a\n"):
        found = Form("photograph", "PNG")
    elif head[:4] in (b"II*\x00", b"MM\x00*"):
        found = Form("photograph", "TIFF")
    elif head[4:8] in _TOP_BOXES:
        still = _STILLS.get(head[8:12]) if head[4:8] == b"ftyp" else None
        found = Form("photograph", still) if still else Form(sound, "MP4")
    elif head.startswith(b"\x1a\x45\xdf\xa3"):
        found = Form(sound, "Matroska")
    elif head[:4] == b"RIFF":
        kinds = {b"AVI ": Form("video", "AVI"), b"WAVE": Form("audio", "WAV"),
                 b"WEBP": Form("photograph", "WebP")}  # fmt: skip
        found = kinds.get(head[8:12])
    elif head.startswith(b"ID3") or (
        extension == "mp3" and head[:1] == b"\xff" and head[1:2] >= b"\xe0"
    ):
        found = Form("audio", "MP3")
    elif head.startswith((b"fLaC", b"OggS")):
        found = Form("audio", "FLAC" if head[:1] == b"f" else "Ogg")
    elif len(head) > 188 and head[0] == 0x47 and head[188] == 0x47:  # noqa: PLR2004 - MPEG-TS packets
        found = Form("video", "MPEG-TS")
    return found


def review(path: Path, *, name: str | None = None) -> Review:
    """Review the file at `path`; `name` is what it is called, if that differs.

    Raises NotReviewedError for an empty file and for a format that is not known, LeavingError when
    the disk does not hand it over.
    """
    called = name or path.name
    extension = called.rpartition(".")[2].lower() if "." in called else ""
    sha256, size, head = _digest(path)
    if size == 0:
        raise NotReviewedError(
            f"{called!r} is empty (0 bytes): there is nothing to review, and nothing is said of it. "
            "It was not changed. Look where it came from."
        )
    form = form_of(head, extension)
    found = Gathering()
    if form is None:
        form = _side_file(path, called, found)
    else:
        _look(path, form, found)
    values = values_of(found.entries)
    copies = search(path, needles(values), found.entries)
    if len(values) == MOST_VALUES:
        found.warn(f"Only {MOST_VALUES} identifying values were searched for; there may be more.")
    for named in too_short(values):
        found.warn(f"{named} is too short or too plain to search the file for.")
    return Review(
        kind=form.kind,
        format=found.format or form.format,
        sha256=sha256,
        size=size,
        entries=tuple(found.entries),
        copies=tuple(copies),
        searched=tuple(shortened(f"{named}: {value}") for value, named in values.items()),
        warnings=tuple(found.warnings),
        not_listed=dict(found.not_listed),
    )


def _digest(path: Path) -> tuple[str, int, bytes]:
    try:
        if not stat.S_ISREG(path.stat().st_mode):
            raise LeavingError(
                f"{str(path)!r} is not a plain file but a folder, a pipe or a device. Nothing was "
                "read and nothing was changed. Name a file."
            )
        digest, size, head = hashlib.sha256(), 0, b""
        with path.open("rb", buffering=0) as file:
            while piece := file.read(_PIECE):
                head = head or piece[:_HEAD]
                digest.update(piece)
                size += len(piece)
    except OSError as error:
        raise LeavingError(
            f"{str(path)!r} could not be read: {error.strerror or error}. Nothing was changed. "
            "Check that it is there, that it is a file and that you may read it."
        ) from error
    return digest.hexdigest(), size, head


def _side_file(path: Path, called: str, found: Gathering) -> Form:
    reading = read(path, name=called)
    if reading.kind not in _SIDE_FORMATS:
        looks = "plain text" if reading.format == "text" else "of no format that is reviewed"
        raise NotReviewedError(
            f"{called!r} was not reviewed: its content is {looks}, whatever its name says. Nothing "
            "is said of what leaves with it, and it was not changed. Pictures (JPEG, PNG, WebP, "
            "TIFF, DNG, HEIC, AVIF), video, sound, subtitles and flight records are reviewed; "
            "look at anything else with a tool for its format before it leaves."
        )
    review_reading(reading, found)
    return Form(reading.kind, reading.format)


def _look(path: Path, form: Form, found: Gathering) -> None:
    with path.open("rb") as file, mmap.mmap(file.fileno(), 0, access=mmap.ACCESS_READ) as data:
        try:
            _walk(path, data, form, found)
            _look_inside(path, form, found)
        except MALFORMED as fault:
            found.warn(
                f"The {form.format} is damaged beyond what is understood here "
                f"({type(fault).__name__}): what follows the damage was not reviewed."
            )


def _walk(path: Path, data: mmap.mmap, form: Form, found: Gathering) -> None:
    if form.format == "TIFF":
        review_tiff(data, "TIFF", found, at=0, is_whole_file=True)
        if any(entry.name == "DNGVersion" for entry in found.entries):
            found.format = "DNG"
    elif form.format == "MP4":
        walk = review_boxes(data, found)
        found.format = "MOV" if walk.brand == b"qt  " else "MP4"
        if walk.has_index:
            review_streams(path, found, media=walk.media, codes=walk.codes)
        else:
            found.warn("No index (moov): the recording was not closed, its tracks are unknown.")
    else:
        look = _WALKERS.get(form.format)
        if look is not None:
            look(data, found)
        if form.kind != "photograph" and form.format != "MP3":
            review_streams(path, found, tags=look is None)


def _jpeg(data: mmap.mmap, found: Gathering) -> None:
    review_jpeg(data, "", found)


def _heif(data: mmap.mmap, found: Gathering) -> None:
    review_boxes(data, found)


_WALKERS: Final[Mapping[str, Callable[[mmap.mmap, Gathering], None]]] = {
    "JPEG": _jpeg,
    "PNG": review_png,
    "HEIC": _heif,
    "AVIF": _heif,
    "WebP": review_riff,
    "AVI": review_riff,
    "WAV": review_riff,
    "Matroska": review_matroska,
    "MP3": review_id3,
}


def _look_inside(path: Path, form: Form, found: Gathering) -> None:
    """Look into the blocks that are formats of their own, and into those inside them."""
    main: Image.Image | None = None
    if found.inside and form.kind == "photograph":
        picture = opened(path)
        if picture is not None:
            with picture:
                main = small(picture)
    while found.inside:
        block = found.inside.pop(0)
        found.depth = block.depth
        if block.form == "tiff":
            review_tiff(block.data, block.where, found, at=block.at)
        elif note_picture(block, main, found):
            review_jpeg(block.data, block.where, found, at=block.at)
