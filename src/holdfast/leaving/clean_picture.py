# SPDX-License-Identifier: Apache-2.0
"""A cleaned copy of a photograph, and the proof that it shows the same.

JPEG, PNG and WebP are built again without coding the picture again; the decoded pixels are compared.
A DNG gives its largest preview, as it is; the raw picture stays behind. TIFF and AVIF are decoded and
coded again as a JPEG, and that is said. HEIC is not decoded here and is refused.
"""

from __future__ import annotations

import hashlib
import io
import mmap
import warnings as python_warnings
from contextlib import contextmanager
from typing import IO, TYPE_CHECKING, Final

from holdfast.leaving import clean_jpeg, clean_png
from holdfast.leaving.cleaned import Made
from holdfast.leaving.errors import DamagedFileError, NotCleanedError
from holdfast.leaving.gathering import Gathering
from holdfast.leaving.icc import is_srgb, neutral_icc
from holdfast.leaving.jpeg_tail import without_tails
from holdfast.leaving.pictures import MOST_PIXELS, undecodable
from holdfast.leaving.tiff import review_tiff
from holdfast.readers.faults import MALFORMED

if TYPE_CHECKING:
    from collections.abc import Iterator
    from pathlib import Path

    from PIL import Image

_ORIENTATION: Final = 0x0112
_QUALITY: Final = 95
_AS_IT_IS: Final = (
    "The coded picture was copied as it is, into a file built again without the rest."
)
_MOST_FRAMES: Final = 1000


def clean_picture(path: Path, file: IO[bytes], form: str) -> Made:
    """Write a cleaned copy of a photograph to `file`. Raises DamagedFileError, NotCleanedError."""
    if form in {"JPEG", "PNG", "WebP"}:
        with (
            path.open("rb") as source,
            mmap.mmap(source.fileno(), 0, access=mmap.ACCESS_READ) as data,
        ):
            return _lossless(data, path, file, form)
    if form == "DNG":
        return _preview_of_raw(path, file)
    if form in {"TIFF", "AVIF"}:
        return _coded_again(path, file, form)
    raise NotCleanedError(
        f"A {form} picture is not decoded here, so no cleaned copy can be made of it. The original "
        "is unharmed, and no copy is left. Have it turned into a JPEG or PNG first, and clean that."
    )


def _lossless(data: mmap.mmap | bytes, source: Path | bytes, file: IO[bytes], form: str) -> Made:
    before, orientation, profile = _looked_at(source)
    notes = []
    if form == "JPEG":
        built = clean_jpeg.rebuilt_jpeg(data, orientation=orientation, profile=profile)
        trimmed = without_tails(built, lambda part: _shows(part, before))
        if len(trimmed) < len(built):
            notes.append(
                f"{len(built) - len(trimmed):,} bytes at the end of coded data change no "
                "pixel and were left out."
            )
        file.write(trimmed)
        may_stay = clean_jpeg.MAY_STAY
    elif form == "PNG":
        for piece in clean_png.rebuilt_png(data, orientation=orientation, profile=profile):
            file.write(piece)
        may_stay = clean_png.MAY_STAY
    else:
        file.write(clean_png.rebuilt_webp(data, orientation=orientation, profile=profile))
        may_stay = clean_png.MAY_STAY
    file.flush()
    file.seek(0)
    after, turned, _ = _looked_at(file)
    equal = after == before and turned == orientation
    if profile and is_srgb(profile):
        notes.append("Its colour profile was sRGB, which is taken for granted without one.")
    elif profile and neutral_icc(profile) is None:
        notes.append("Its colour profile was damaged and is left out: colours may look different.")
    proof = (
        f"Both files were decoded: {len(before)} picture(s), every pixel is the same (SHA-256 "
        f"{before[0].rpartition(' ')[2][:16]}…)."
        if equal
        else "Both files were decoded, and they do NOT show the same."
    )
    return Made(form, _AS_IT_IS, equal, proof, may_stay, tuple(notes))


def _looked_at(source: Path | bytes | IO[bytes]) -> tuple[list[str], int, bytes]:
    """Decode a picture: a digest of each of its frames, its orientation, its colour profile."""
    with _quietly(), _open(source) as image:
        orientation = _orientation(image)
        profile = image.info.get("icc_profile") or b""
        frames = []
        try:
            for number in range(min(getattr(image, "n_frames", 1), _MOST_FRAMES)):
                image.seek(number)
                image.load()
                digest = hashlib.sha256(image.tobytes()).hexdigest()
                frames.append(f"{image.mode} {image.width} by {image.height} {digest}")
                if image.format == "MPO":  # the pictures beside the first are left out on purpose
                    break
        except undecodable() as fault:
            raise _does_not_decode(fault) from fault
    return frames, orientation, profile if isinstance(profile, bytes) else b""


def _shows(data: bytes, before: list[str]) -> bool:
    try:
        return _looked_at(data)[0] == before
    except DamagedFileError:
        return False


@contextmanager
def _quietly() -> Iterator[None]:
    """Keep what a library mutters about a picture off standard error; its errors still come."""
    with python_warnings.catch_warnings():
        python_warnings.simplefilter("ignore")
        yield


def _open(source: Path | bytes | IO[bytes]) -> Image.Image:
    from PIL import Image

    with _quietly():
        try:
            image = Image.open(io.BytesIO(source) if isinstance(source, bytes) else source)
        except undecodable() as fault:
            raise _does_not_decode(fault) from fault
    if image.width * image.height > MOST_PIXELS:
        image.close()
        raise DamagedFileError(
            f"The picture claims {image.width:,} by {image.height:,} pixels, more than is decoded "
            "here; it may be made to exhaust a machine. It is unharmed, and no copy is left."
        )
    return image


def _does_not_decode(fault: Exception) -> DamagedFileError:
    return DamagedFileError(
        f"The picture does not decode to its end ({type(fault).__name__}), so no copy of it could "
        "be proven the same. The original is unharmed, and no copy is left."
    )


def _orientation(image: Image.Image) -> int:
    with _quietly():
        try:
            value = image.getexif().get(_ORIENTATION, 1)
        except MALFORMED:
            return 1
    return value if isinstance(value, int) and 1 <= value <= 8 else 1  # noqa: PLR2004 - the eight ways


def _preview_of_raw(path: Path, file: IO[bytes]) -> Made:
    """Take the largest preview that decodes, and clean it as the JPEG it is."""
    found = Gathering()
    with path.open("rb") as source, mmap.mmap(source.fileno(), 0, access=mmap.ACCESS_READ) as data:
        review_tiff(data, "TIFF", found, at=0, is_whole_file=True)
    previews = sorted((one.data for one in found.inside), key=len, reverse=True)
    for preview in previews:
        try:
            made = _lossless(preview, preview, file, "JPEG")
        except (DamagedFileError, NotCleanedError):
            file.seek(0)
            file.truncate()
            continue
        note = (
            "The copy is the largest preview inside the raw file; the raw picture is not in it. "
            "How it was turned is not known from the preview alone."
        )
        return Made(made.format, "The preview's coded picture was copied as it is.",
                    made.pictures_equal, made.proof, made.may_stay, (*made.notes, note))  # fmt: skip
    raise NotCleanedError(
        "The raw picture holds no preview that decodes, and a raw picture is not developed here. "
        "The original is unharmed, and no copy is left. Develop it with a program of your own, and "
        "clean what comes out."
    )


def _coded_again(path: Path, file: IO[bytes], form: str) -> Made:
    from PIL import ImageOps

    coded = io.BytesIO()
    with _quietly(), _open(path) as image:
        try:
            pages = getattr(image, "n_frames", 1)
            profile = image.info.get("icc_profile") or b""
            image.load()
            upright = ImageOps.exif_transpose(image).convert("RGB")
            upright.info.clear()
            upright.save(coded, "JPEG", quality=_QUALITY, subsampling=0)
        except undecodable() as fault:
            raise _does_not_decode(fault) from fault
    neutral = None if not profile or is_srgb(profile) else neutral_icc(profile)
    file.write(clean_jpeg.rebuilt_jpeg(coded.getvalue(), orientation=1, profile=neutral or b""))
    file.flush()
    notes = [f"The first of {pages} pictures was taken."] if pages > 1 else []
    how = (
        f"The {form} picture was decoded and coded again as a JPEG of quality {_QUALITY}, turned "
        "upright: it is a derivative, and its pixels are not exactly those of the original."
    )
    return Made("JPEG", how, None, "Not claimed: the picture was coded again.",
                clean_jpeg.MAY_STAY, tuple(notes))  # fmt: skip
