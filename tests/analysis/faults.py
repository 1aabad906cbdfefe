# SPDX-License-Identifier: Apache-2.0
"""The sixteen faults and the sound recordings beside them, made from nothing, with the truth known.

The kinds are those of a published table of what ffmpeg and MediaInfo find. Used by the tests, on
short clips, and by `tools/integrity_table.py`, on longer ones.
"""

from __future__ import annotations

import random
import struct
from dataclasses import dataclass
from fractions import Fraction
from typing import TYPE_CHECKING

from analysis.recordings import Plan, make

if TYPE_CHECKING:
    from collections.abc import Callable
    from pathlib import Path


@dataclass(frozen=True, slots=True)
class Case:
    """One recording to be examined: what was done to it, and the kinds of finding that tell so."""

    name: str
    words: str
    make: Callable[[Path, Plan], Path]
    kinds: frozenset[str]
    worst: frozenset[str]


_FRAGMENTED = {"movflags": "frag_keyframe+empty_moov+default_base_moof"}
_FIRST = {"movflags": "faststart"}


def cut(path: Path, share: float) -> Path:
    """Cut a file off."""
    data = path.read_bytes()
    path.write_bytes(data[: int(len(data) * share)])
    return path


def zeroed(path: Path, length: int) -> Path:
    """Zero a stretch in the middle."""
    data = bytearray(path.read_bytes())
    at = len(data) // 2 - length // 2
    data[at : at + length] = bytes(length)
    path.write_bytes(data)
    return path


def flipped(path: Path, many: int) -> Path:
    """Flip single bits in the recorded data."""
    data = bytearray(path.read_bytes())
    chance = random.Random(many)  # noqa: S311 - a fault has to be the same each time
    start = data.find(b"mdat") + 4 + 2000
    stop = start + int.from_bytes(data[start - 2008 : start - 2004]) - 4000
    for _ in range(many):
        data[chance.randrange(start, stop)] ^= 1 << chance.randrange(8)
    path.write_bytes(data)
    return path


def wrong_size(path: Path) -> Path:
    """Change one byte of the index's table of sizes."""
    data = bytearray(path.read_bytes())
    at = data.find(b"stsz")
    (count,) = struct.unpack(">I", data[at + 12 : at + 16])
    entry = at + 16 + 4 * (count // 2) + 2
    data[entry] ^= 0x04
    path.write_bytes(data)
    return path


def with_tail(path: Path, length: int = 5000) -> Path:
    """Add bytes that belong to nothing."""
    chance = random.Random(5)  # noqa: S311 - a fault has to be the same each time
    with path.open("ab") as file:
        file.write(chance.randbytes(length))
    return path


def without_packets(path: Path, many: int = 30) -> Path:
    """Take packets out of the middle of a transport stream."""
    data = path.read_bytes()
    at = len(data) // 2 // 188 * 188
    path.write_bytes(data[:at] + data[at + 188 * many :])
    return path


def _dropping(plan: Plan, many: int) -> Callable[[int, float], float | None]:
    total = round(plan.seconds * plan.rate)
    gone = set(random.Random(3).sample(range(10, total - 10), many))  # noqa: S311 - the same each time
    return lambda number, at: None if number in gone else at


def _gap(plan: Plan) -> Callable[[int, float], float | None]:
    return lambda _number, at: at if at < plan.seconds / 2 else at + 5.0


def _frozen(plan: Plan) -> Callable[[int], int]:
    start = round(plan.seconds * plan.rate / 4)
    stop = start + round(min(10.0, plan.seconds / 2) * plan.rate)
    return lambda number: start if start <= number < stop else number


def _varying(plan: Plan) -> Callable[[int, float], float | None]:
    chance = random.Random(9)  # noqa: S311 - a recording has to be the same each time
    total = round(plan.seconds * plan.rate)
    shown = {number for number in range(total) if chance.random() > 0.35}
    return lambda number, at: at if number in shown or number == total - 1 else None


def _jitter(number: int, at: float) -> float:
    return at + random.Random(number).uniform(0, 0.02)  # noqa: S311 - the same each time


def _of(
    ending: str, after: Callable[[Path], Path] | None = None, **changed: object
) -> Callable[[Path, Plan], Path]:
    """Give a function that makes a recording, changed from the plan, and then harms it."""

    def build(path: Path, plan: Plan) -> Path:
        planned = {
            name: value(plan) if name in _BY_PLAN and callable(value) else value
            for name, value in changed.items()
        }
        made = make(path.with_suffix(ending), plan, **planned)
        return after(made) if after else made

    return build


_BY_PLAN = frozenset({"moment", "drawn", "sound_until_s"})


def _case(
    name: str, words: str, build: Callable[[Path, Plan], Path], kinds: str, worst: str
) -> Case:
    return Case(name, words, build, frozenset(kinds.split()), frozenset(worst.split()))


FAULTS = (
    _case("no_moov", "no index (cut at 60 %)", _of(".mp4", lambda p: cut(p, 0.6)), "no_index", "unreadable"),
    _case("cut_faststart", "cut at 60 %, index first", _of(".mp4", lambda p: cut(p, 0.6), options=_FIRST), "cut_off", "incomplete"),
    _case("cut_fragmented", "cut at 60 %, fragmented", _of(".mp4", lambda p: cut(p, 0.6), options=_FRAGMENTED), "cut_off", "incomplete"),
    _case("cut_mkv", "cut at 60 %, Matroska", _of(".mkv", lambda p: cut(p, 0.6)), "cut_off", "incomplete"),
    _case("cut_ts", "cut at 60 %, transport stream", _of(".ts", lambda p: cut(p, 0.6)), "cut_off", "incomplete"),
    _case("zeroed", "64 KiB zeroed", _of(".mp4", lambda p: zeroed(p, min(65536, p.stat().st_size // 8))), "decode_errors", "damaged"),
    _case("flips", "40 bits flipped", _of(".mp4", lambda p: flipped(p, 40)), "decode_errors", "damaged"),
    _case("flip", "1 bit flipped", _of(".mp4", lambda p: flipped(p, 1)), "decode_errors", "damaged sound"),
    _case("wrong_size", "one byte of the index (stsz)", _of(".mp4", wrong_size), "index_wrong decode_errors", "damaged"),
    _case("tail", "bytes after the end", _of(".mp4", with_tail), "unknown_bytes", "damaged"),
    _case("ts_lost", "30 packets lost, transport stream", _of(".ts", without_packets), "packets_lost", "damaged"),
    _case("silent", "silent from end to end", _of(".mp4", loudness=lambda _at: 0.0), "silent", "unusual"),
    _case("no_sound", "no sound track", _of(".mp4", sound=None), "no_sound", "unusual"),
    _case("gap", "5 s gap in the pictures", _of(".mp4", moment=_gap), "gap", "incomplete"),
    _case("dropped", "32 pictures dropped", _of(".mp4", moment=lambda plan: _dropping(plan, 32 if plan.seconds > 30 else 12)), "dropped", "incomplete"),
    _case("frozen", "10 s frozen", _of(".mp4", drawn=_frozen), "frozen", "incomplete"),
)  # fmt: skip
"""The sixteen of the table. A single flipped bit may go unseen: finding it is a digest's business."""

SOUND = (
    _case("moov_end", "index last", _of(".mp4"), "", "sound"),
    _case("faststart", "index first", _of(".mp4", options=_FIRST), "", "sound"),
    _case("fragmented", "fragmented", _of(".mp4", options=_FRAGMENTED), "", "sound"),
    _case("mkv", "Matroska", _of(".mkv"), "", "sound"),
    _case("ts", "transport stream", _of(".ts"), "", "sound"),
    _case("mov", "QuickTime, PCM sound", _of(".mov", sound="pcm_s16le"), "", "sound"),
    _case("avi", "AVI, MPEG-4 pictures", _of(".avi", codec="mpeg4", sound="pcm_s16le", encoder={}), "", "sound"),
    _case("mjpeg", "AVI, JPEG pictures", _of(".avi", codec="mjpeg", sound="pcm_s16le", encoder={}), "", "sound"),
    _case("jitter", "jitter of ±10 ms", _of(".mp4", moment=lambda _plan: _jitter), "", "sound"),
    _case("variable", "variable frame rate", _of(".mp4", moment=_varying), "variable_rate", "unusual"),
    _case("pre_event", "silent at first (pre-event buffer)", _of(".mp4", loudness=lambda at: 0.1 if at > 8 else 0.0), "pre_event", "unusual"),
    _case("late_sound", "sound begins late (pre-event buffer)", _of(".mp4", sound_from_s=8.0), "pre_event", "unusual"),
    _case("time_lapse", "one picture a second", _of(".mp4", rate=Fraction(1), sound=None), "no_sound", "unusual"),
    _case("two_videos", "two picture tracks", _of(".mp4", extra=1), "", "sound"),
    _case("interlaced", "interlaced", _of(".mp4", encoder={"preset": "ultrafast", "x264-params": "tff=1"}), "", "sound"),
    _case("b_pictures", "pictures out of order in the file", _of(".mp4", encoder={"preset": "veryfast", "bf": "3"}), "", "sound"),
)  # fmt: skip
"""Sound recordings: none may be called damaged or incomplete."""
