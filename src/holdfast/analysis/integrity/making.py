# SPDX-License-Identifier: Apache-2.0
"""How a recording was made, as far as the file says so, and how that compares with another.

Encoder strings, handler names, the order of boxes, codec, rate, and the pattern of pictures that
stand alone. Promises: a sign is told as a sign, with what it does not mean; a difference from a
reference is told as a difference. Never says that a recording was edited: a file cannot show that.
"""

from __future__ import annotations

import re
from typing import TYPE_CHECKING, Final

import numpy as np

from holdfast.analysis.integrity.report import Sign
from holdfast.analysis.integrity.times import timing

if TYPE_CHECKING:
    from holdfast.analysis.integrity.containers import Structure
    from holdfast.analysis.integrity.passed import Passage, Passed

_SOFTWARE: Final = {
    "Lavf": "FFmpeg's library wrote the file",
    "Lavc": "FFmpeg's library encoded it",
    "x264": "the x264 software encoder made the pictures",
    "x265": "the x265 software encoder made the pictures",
    "HandBrake": "HandBrake converted it",
    "MEncoder": "MEncoder converted it",
    "Adobe": "an Adobe editor wrote it",
    "Premiere": "an Adobe editor wrote it",
    "Mainconcept": "a MainConcept library, used by editors, wrote it",
    "GPAC": "GPAC packed it again",
    "mkvmerge": "mkvmerge packed it again",
    "VirtualDub": "VirtualDub converted it",
    "DaVinci": "an editor (DaVinci Resolve) wrote it",
    "CapCut": "an editor (CapCut) wrote it",
    "Final Cut": "an editor (Final Cut) wrote it",
    "iMovie": "an editor (iMovie) wrote it",
    "Vegas": "an editor (Vegas) wrote it",
    "Shotcut": "an editor (Shotcut) wrote it",
    "Nero": "Nero converted it",
}
_ENCODER: Final = re.compile(rb"x26[45] (?:- core )?\(?[\w .+-]{1,30}|Lavc[\d.]{3,20}")
_RATE_APART: Final = 0.02


def written_by(structure: Structure, passage: Passage) -> tuple[str, ...]:
    """Give every text that names what wrote the file, in the order found, once each."""
    texts = list(structure.written_by)
    for key in ("encoder", "encoding_tool", "software", "make", "model", "major_brand"):
        texts += [value for name, value in passage.metadata.items() if name.lower() == key]
    texts += [match.decode("latin-1").strip() for match in _ENCODER.findall(passage.first_bytes)]
    for line in structure.shape:
        if line.startswith("track ") and len(line.split(" ", 3)) > 3:  # noqa: PLR2004 - kind, code, name
            texts.append(line.split(" ", 3)[3])
    printable = ("".join(c for c in text if c.isprintable()).strip()[:200] for text in texts)
    return tuple(dict.fromkeys(text for text in printable if text))


def signs(texts: tuple[str, ...]) -> tuple[Sign, ...]:
    """Tell which of the texts speak of software rather than of a camera."""
    made = []
    for word, means in _SOFTWARE.items():
        where = next((text for text in texts if word.lower() in text.lower()), None)
        if where is not None:
            made.append(
                Sign(
                    f"The file names software: {where}",
                    "Encoder strings and handler names in the file.",
                    f"By its own words, {means}: the file may be an export or a conversion, and not "
                    "what the camera wrote.",
                    "It does not prove that pictures were changed, and some cameras and recorders "
                    "use such libraries themselves. Compare with a recording of the same model.",
                )
            )
    return tuple(made)


def differences(
    structure: Structure, passage: Passage, other: Structure, reference: Passage
) -> tuple[str, ...]:
    """Tell in what a recording is built otherwise than the reference."""
    mine, theirs = profile(structure, passage), profile(other, reference)
    told = []
    for name in dict.fromkeys((*theirs, *mine)):
        here, there = mine.get(name, "nothing"), theirs.get(name, "nothing")
        if here != there and not _close(here, there):
            told.append(f"{name}: {here} here, {there} in the reference")
    return tuple(told)


def profile(structure: Structure, passage: Passage) -> dict[str, str]:
    """Describe how a recording is built, in words that two recordings of one camera share."""
    said = {"container": structure.container or passage.format}
    said["written by"] = ", ".join(written_by(structure, passage)) or "nothing"
    for number, line in enumerate(structure.shape):
        said[f"structure {number + 1}"] = line
    for number, one in enumerate(passage.streams):
        name = f"stream {number + 1}"
        said[f"{name} codec"] = f"{one.kind}, {one.codec}, {one.shape}"
        times = timing(one)
        if times is not None and one.kind == "pictures":
            said[f"{name} rate"] = f"{times.rate or 0:.3f} a second"
            said[f"{name} pictures that stand alone"] = _key_pattern(one)
            said[f"{name} order"] = (
                "pictures sent ahead of their time (B-pictures)" if _reordered(one) else "as shown"
            )
    return said


def _key_pattern(one: Passed) -> str:
    at = np.flatnonzero(np.frombuffer(bytes(one.keys), np.uint8))
    if at.size < 3:  # noqa: PLR2004 - two distances at least
        return "too few to say"
    apart = np.diff(at)
    usual = int(np.median(apart))
    return f"every {usual}" if (apart == usual).mean() > 0.9 else "at uneven distances"  # noqa: PLR2004 - nine in ten


def _reordered(one: Passed) -> bool:
    return bool((np.diff(np.array(one.pts, dtype=np.int64)) < 0).any())


def _close(here: str, there: str) -> bool:
    """Whether two rates are the same but for rounding."""
    if not (here.endswith(" a second") and there.endswith(" a second")):
        return False
    mine, theirs = float(here.split(maxsplit=1)[0]), float(there.split(maxsplit=1)[0])
    return abs(mine - theirs) <= _RATE_APART * max(mine, theirs)
