# SPDX-License-Identifier: Apache-2.0
"""Keeps tracks in one compact file: a NumPy `.npz` of plain arrays, described in docs/motion.md.

Promises: no pickled object is written or read; the same tracks give the same bytes; a file of
another version, or a damaged one, is refused by name and never half read. A search reads it `lean`:
without pixels and pictures, and with the numbers of each track as they were computed when it was
written. The picture of one track is read by itself, and checked.
"""

from __future__ import annotations

import json
import struct
import zipfile
import zlib
from itertools import accumulate, pairwise
from math import isnan
from typing import IO, TYPE_CHECKING, Any, Final

import numpy as np

from holdfast.analysis.errors import DamagedContentError
from holdfast.analysis.motion.colours import NAMES, TINTS
from holdfast.analysis.motion.masks import Masks
from holdfast.analysis.motion.track import VERSION, Event, Motion, Numbers, Track

if TYPE_CHECKING:
    from collections.abc import Iterator, Mapping, Sequence
    from pathlib import Path

    from numpy.typing import NDArray

FORMAT: Final = "holdfast motion"
_UNPACKED_MOST: Final = 4 << 30
_BROKEN: Final = (
    OSError, ValueError, KeyError, TypeError, EOFError, MemoryError, struct.error, zlib.error,
    zipfile.BadZipFile,
)  # fmt: skip
_MASK: Final = "mask"
_HEAVY: Final = ("mask_length", "picture")
_AS_THEY_ARE: Final = (
    "picture",
    "scene",
)  # JPEGs: not packed again, so that one is found by offset
_NAMES_AT: Final = struct.Struct("<26xHH")  # a zip's local header: lengths of name and extra field


def write_motion(to: Path | IO[bytes], motion: Motion) -> None:
    """Write everything that was found in one recording."""
    head = {
        "width": motion.width,
        "height": motion.height,
        "step": motion.step,
        "length_s": motion.length_s,
        "frames": motion.frames,
        "analysed": motion.analysed,
        "analysed_s": motion.analysed_s,
        "quiet_s": motion.quiet_s,
        "camera": motion.camera,
        "events": [[one.what, one.from_s, one.to_s] for one in motion.events],
        "left_out": dict(motion.left_out),
        "notes": list(motion.notes),
        "settings": dict(motion.settings),
    }
    write_tracks(to, head, motion.tracks, motion.scene)


def read_motion(source: Path | IO[bytes], *, lean: bool = False) -> Motion:
    """Read what `write_motion` wrote. Raises DamagedContentError.

    `lean`: what a search needs, as narrow as it is kept. Tracks then have no masks and no picture,
    and cannot be joined.
    """
    head, tracks, scene = _read(source, lean=lean)
    try:
        events = tuple(Event(str(a), float(b), float(c)) for a, b, c in head.pop("events"))
        notes = tuple(map(str, head.pop("notes")))
        return Motion(**head, events=events, notes=notes, tracks=tracks, scene=scene)
    except _BROKEN as error:
        raise _damaged(error) from error


def read_scene(source: Path) -> bytes:
    """Read the JPEG of the empty scene and nothing else. Raises DamagedContentError."""
    try:
        with zipfile.ZipFile(source) as archive:
            return _array(archive, "scene").tobytes()
    except _BROKEN as error:
        raise _damaged(error) from error


def read_picture(source: Path, number: int) -> bytes:
    """Read the JPEG of one track, and nothing of the others; b"" when it has none.

    Raises KeyError when there is no such track, DamagedContentError.
    """
    try:
        with source.open("rb") as file, zipfile.ZipFile(file) as archive:
            ids, lengths = _array(archive, "id"), _array(archive, "picture_length")
            found = np.flatnonzero(ids == number)
            if len(found):
                place = int(found[0])
                member = archive.getinfo("picture.npy")
                with archive.open(member) as header:
                    np.lib.format.read_magic(header)
                    np.lib.format.read_array_header_1_0(header)
                    inside = header.tell()
                file.seek(member.header_offset)
                name, extra = _NAMES_AT.unpack(file.read(_NAMES_AT.size))
                before = int(lengths[:place].sum())
                file.seek(member.header_offset + _NAMES_AT.size + name + extra + inside + before)
                picture = file.read(int(lengths[place]))
                if zlib.crc32(picture) != int(_array(archive, "picture_check")[place]):
                    raise DamagedContentError("the picture of a track is damaged")
                return picture
    except _BROKEN as error:
        raise _damaged(error) from error
    raise KeyError(number)


def write_tracks(
    to: Path | IO[bytes], head: Mapping[str, object], tracks: Sequence[Track], scene: bytes = b""
) -> None:
    """Write tracks with a head of plain values."""
    text = json.dumps(
        {"format": FORMAT, "version": VERSION, "head": head}, sort_keys=True, allow_nan=False
    )
    lengths = [len(mask) for track in tracks for mask in track.masks]
    arrays: dict[str, NDArray[Any]] = {
        "about": _bytes(text.encode()),
        "id": np.array([one.id for one in tracks], np.int32),
        "step": np.array([one.step for one in tracks], np.int32),
        "sightings": np.array([len(one.at_s) for one in tracks], np.int32),
        "at_s": _all([one.at_s for one in tracks], np.float64),
        "box": _all([one.small for one in tracks], np.int32).reshape(-1, 4).astype(np.int16),
        "how": _all([one.how for one in tracks], np.uint8),
        "mask_length": np.array(lengths, np.int32),
        "tints": _all([one.tints for one in tracks], np.int64).astype(np.uint32),
        "names": _all([one.names for one in tracks], np.int64).astype(np.uint32),
        "mets": np.array([len(one.met) for one in tracks], np.int32),
        "met": np.array([other for one in tracks for other in one.met], np.int32),
        "numbers": np.array([_row(one) for one in tracks], np.float64).reshape(-1, 4),
        "picture_length": np.array([len(one.picture) for one in tracks], np.int64),
        "picture_check": np.array([zlib.crc32(one.picture) for one in tracks], np.uint32),
        "picture": _bytes(b"".join(one.picture for one in tracks)),
        "scene": _bytes(scene),
        "picture_area": np.array([one.picture_area for one in tracks], np.int32),
        "marks": np.array(
            [[one.moved, one.cut_before, one.cut_after] for one in tracks], np.bool_
        ).reshape(-1, 3),
    }
    with zipfile.ZipFile(to, "w") as archive:
        for name, array in arrays.items():
            member = _member(name, plain=name in _AS_THEY_ARE)
            with archive.open(member, "w", force_zip64=True) as file:
                np.lib.format.write_array(file, array, version=(1, 0), allow_pickle=False)
        with archive.open(_member(_MASK, plain=False), "w", force_zip64=True) as file:
            # Track by track: all of them at once, unpacked, would be most of the memory.
            told = {"descr": "|u1", "fortran_order": False, "shape": (sum(lengths),)}
            np.lib.format.write_array_header_1_0(file, told)
            for track in tracks:
                for mask in track.masks:
                    file.write(mask)


def _member(name: str, *, plain: bool) -> zipfile.ZipInfo:
    # A time of 1980, which is what it has by itself, so that the same gives the same bytes.
    member = zipfile.ZipInfo(f"{name}.npy")
    member.compress_type = zipfile.ZIP_STORED if plain else zipfile.ZIP_DEFLATED
    return member


def read_tracks(
    source: Path | IO[bytes], *, lean: bool = False
) -> tuple[dict[str, Any], tuple[Track, ...]]:
    """Read what `write_tracks` wrote, `lean` as in `read_motion`. Raises DamagedContentError."""
    head, tracks, _scene = _read(source, lean=lean)
    return head, tracks


def _read(
    source: Path | IO[bytes], *, lean: bool
) -> tuple[dict[str, Any], tuple[Track, ...], bytes]:
    try:
        with zipfile.ZipFile(source) as archive:
            if sum(one.file_size for one in archive.infolist()) > _UNPACKED_MOST:
                raise DamagedContentError("the kept tracks unpack to more than 4 GiB")
            about = json.loads(_array(archive, "about").tobytes())
            if about["format"] != FORMAT or about["version"] != VERSION:
                raise DamagedContentError("the kept tracks are of another version of Holdfast")
            names = [one.removesuffix(".npy") for one in archive.namelist()]
            left = {_MASK, *(_HEAVY if lean else ())}
            held = {name: _array(archive, name) for name in names if name not in left}
            masks = None if lean else list(_masks(archive, held))
        return about["head"], _tracks(held, masks), held["scene"].tobytes()
    except _BROKEN as error:
        raise _damaged(error) from error


def _array(archive: zipfile.ZipFile, name: str) -> NDArray[Any]:
    with archive.open(f"{name}.npy") as file:
        array: NDArray[Any] = np.lib.format.read_array(file, allow_pickle=False)
        file.read()  # to the end, where its checksum is compared
        return array


def _masks(archive: zipfile.ZipFile, held: Mapping[str, NDArray[Any]]) -> Iterator[Masks]:
    """Give the masks of each track, of which only one is unpacked at a time."""
    lengths = held["mask_length"]
    if len(lengths) != len(held["at_s"]) or (lengths < 0).any():
        raise ValueError("the number of masks differs")
    with archive.open(f"{_MASK}.npy") as file:
        np.lib.format.read_magic(file)
        shape, _order, kind = np.lib.format.read_array_header_1_0(file)
        if shape != (int(lengths.sum(dtype=np.int64)),) or kind != np.uint8:
            raise ValueError("lengths do not add up")
        for start, stop in _edges(held["sightings"], len(lengths)):
            yield Masks.of(file.read(size) for size in lengths[start:stop].tolist())
        file.read()  # to the end, where its checksum is compared


def _tracks(held: Mapping[str, NDArray[Any]], masks: Sequence[Masks] | None) -> tuple[Track, ...]:
    lean = masks is None
    count, sightings = len(held["id"]), len(held["at_s"])
    at = _edges(held["sightings"], sightings)
    pictures = [b""] * count if lean else _cut(held["picture"], held["picture_length"])
    mets = _edges(held["mets"], len(held["met"]))
    met = held["met"].tolist()
    tints, names, boxes = held["tints"], held["names"].astype(np.int64), held["box"]
    if not lean:
        tints, boxes = tints.astype(np.int64), boxes.astype(np.int32)
    tints, names = tints.reshape(count, TINTS), names.reshape(count, len(NAMES))
    known = held["numbers"].tolist()
    if len(boxes) != sightings or len(held["how"]) != sightings:
        raise ValueError("the number of sightings differs")
    rows = zip(
        held["id"].tolist(), held["step"].tolist(), at, mets, pictures,
        held["picture_area"].tolist(), held["marks"].tolist(), known, strict=True,
    )  # fmt: skip
    return tuple(
        Track(
            number,
            step,
            held["at_s"][start:stop],
            boxes[start:stop],
            held["how"][start:stop],
            Masks() if masks is None else masks[n],
            tints[n],
            names[n],
            tuple(met[first:last]),
            picture,
            area,
            moved,
            before,
            after,
            _numbers(*row) if lean else None,
        )
        for n, (number, step, (start, stop), (first, last), picture, area, marks, row) in enumerate(
            rows
        )
        for moved, before, after in (marks,)
    )


def _row(track: Track) -> tuple[float, float, float, float]:
    numbers = track.numbers
    turned = float("nan") if numbers.direction_deg is None else numbers.direction_deg
    return numbers.size_px, turned, numbers.speed_px_s, numbers.dwell_s


def _numbers(size: float, turned: float, speed: float, dwell: float) -> Numbers:
    return Numbers(size, None if isnan(turned) else turned, speed, dwell)


def _all(parts: Sequence[NDArray[Any]], kind: type) -> NDArray[Any]:
    return np.concatenate(parts).astype(kind) if parts else np.zeros(0, kind)


def _bytes(data: bytes) -> NDArray[np.uint8]:
    return np.frombuffer(data, np.uint8)


def _edges(lengths: NDArray[Any], total: int) -> list[tuple[int, int]]:
    ends = list(accumulate(lengths.tolist(), initial=0))
    if ends[-1] != total or min(lengths.tolist(), default=0) < 0:
        raise ValueError("lengths do not add up")
    return list(pairwise(ends))


def _cut(data: NDArray[Any], lengths: NDArray[Any]) -> list[bytes]:
    whole = data.tobytes()
    return [whole[start:stop] for start, stop in _edges(lengths, len(whole))]


def _damaged(error: Exception) -> DamagedContentError:
    return DamagedContentError(f"the kept tracks cannot be read: {error}")
