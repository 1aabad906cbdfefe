# SPDX-License-Identifier: Apache-2.0
"""Keeps tracks in one compact file: a NumPy `.npz` of plain arrays, described in docs/motion.md.

Promises: no pickled object is written or read; the same tracks give the same bytes; a file of
another version, or a damaged one, is refused by name and never half read.
"""

from __future__ import annotations

import json
import zipfile
from itertools import accumulate, pairwise
from typing import IO, TYPE_CHECKING, Any, Final

import numpy as np

from holdfast.analysis.errors import DamagedContentError
from holdfast.analysis.motion.colours import NAMES, TINTS
from holdfast.analysis.motion.track import VERSION, Event, Motion, Track

if TYPE_CHECKING:
    from collections.abc import Mapping, Sequence
    from pathlib import Path

    from numpy.typing import NDArray

FORMAT: Final = "holdfast motion"
_UNPACKED_MOST: Final = 4 << 30
_BROKEN: Final = (OSError, ValueError, KeyError, TypeError, EOFError, zipfile.BadZipFile)


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
    write_tracks(to, head, motion.tracks)


def read_motion(source: Path | IO[bytes]) -> Motion:
    """Read what `write_motion` wrote. Raises DamagedContentError."""
    head, tracks = read_tracks(source)
    try:
        events = tuple(Event(str(a), float(b), float(c)) for a, b, c in head.pop("events"))
        notes = tuple(map(str, head.pop("notes")))
        return Motion(**head, events=events, notes=notes, tracks=tracks)
    except _BROKEN as error:
        raise _damaged(error) from error


def write_tracks(to: Path | IO[bytes], head: Mapping[str, object], tracks: Sequence[Track]) -> None:
    """Write tracks with a head of plain values."""
    text = json.dumps(
        {"format": FORMAT, "version": VERSION, "head": head}, sort_keys=True, allow_nan=False
    )
    masks = [mask for track in tracks for mask in track.masks]
    arrays: dict[str, NDArray[Any]] = {
        "about": _bytes(text.encode()),
        "id": np.array([one.id for one in tracks], np.int32),
        "step": np.array([one.step for one in tracks], np.int32),
        "sightings": np.array([len(one.at_s) for one in tracks], np.int32),
        "at_s": _all([one.at_s for one in tracks], np.float64),
        "box": _all([one.small for one in tracks], np.int32).reshape(-1, 4).astype(np.int16),
        "how": _all([one.how for one in tracks], np.uint8),
        "mask_length": np.array([len(mask) for mask in masks], np.int32),
        "mask": _bytes(b"".join(masks)),
        "tints": _all([one.tints for one in tracks], np.int64).astype(np.uint32),
        "names": _all([one.names for one in tracks], np.int64).astype(np.uint32),
        "mets": np.array([len(one.met) for one in tracks], np.int32),
        "met": np.array([other for one in tracks for other in one.met], np.int32),
        "picture_length": np.array([len(one.picture) for one in tracks], np.int32),
        "picture": _bytes(b"".join(one.picture for one in tracks)),
        "picture_area": np.array([one.picture_area for one in tracks], np.int32),
        "marks": np.array(
            [[one.moved, one.cut_before, one.cut_after] for one in tracks], np.bool_
        ).reshape(-1, 3),
    }
    np.savez_compressed(to, allow_pickle=False, **arrays)


def read_tracks(source: Path | IO[bytes]) -> tuple[dict[str, Any], tuple[Track, ...]]:
    """Read what `write_tracks` wrote. Raises DamagedContentError."""
    try:
        with zipfile.ZipFile(source) as archive:
            if sum(one.file_size for one in archive.infolist()) > _UNPACKED_MOST:
                raise DamagedContentError("the kept tracks unpack to more than 4 GiB")
        with np.load(source, allow_pickle=False) as file:
            held = {name: file[name] for name in file.files}
        about = json.loads(held["about"].tobytes())
        if about["format"] != FORMAT or about["version"] != VERSION:
            raise DamagedContentError("the kept tracks are of another version of Holdfast")
        return about["head"], _tracks(held)
    except _BROKEN as error:
        raise _damaged(error) from error


def _tracks(held: Mapping[str, NDArray[Any]]) -> tuple[Track, ...]:
    count = len(held["id"])
    at = _edges(held["sightings"], len(held["at_s"]))
    masks = _cut(held["mask"], held["mask_length"])
    pictures = _cut(held["picture"], held["picture_length"])
    mets = _edges(held["mets"], len(held["met"]))
    tints = held["tints"].astype(np.int64).reshape(count, TINTS)
    names = held["names"].astype(np.int64).reshape(count, len(NAMES))
    if len(masks) != len(held["at_s"]) or len(held["box"]) != len(held["at_s"]):
        raise ValueError("the number of sightings differs")
    return tuple(
        Track(
            int(held["id"][n]),
            int(held["step"][n]),
            held["at_s"][start:stop],
            held["box"][start:stop].astype(np.int32),
            held["how"][start:stop],
            tuple(masks[start:stop]),
            tints[n],
            names[n],
            tuple(held["met"][mets[n][0] : mets[n][1]].tolist()),
            pictures[n],
            int(held["picture_area"][n]),
            *(bool(mark) for mark in held["marks"][n]),
        )
        for n, (start, stop) in enumerate(at)
    )


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
