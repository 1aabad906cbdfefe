# SPDX-License-Identifier: Apache-2.0
"""The words in which a report is told, on the command line, on its page and on paper alike."""

from __future__ import annotations

from typing import TYPE_CHECKING, Final

from holdfast.analysis.integrity.report import Verdict

if TYPE_CHECKING:
    from collections.abc import Mapping

SAID: Final[Mapping[Verdict, str]] = {
    Verdict.SOUND: "SOUND. Nothing was found that is damaged, incomplete or unusual.",
    Verdict.UNUSUAL: "UNUSUAL, and normal: nothing was found that is damaged or incomplete.",
    Verdict.INCOMPLETE: "INCOMPLETE. Something of this recording is missing.",
    Verdict.DAMAGED: "DAMAGED. Something in this recording is harmed.",
    Verdict.UNREADABLE: "UNREADABLE. No picture and no sound can be had from this file as it is.",
}
NOT_SAID: Final = (
    "This tells whether the file is whole, not whether what it shows is true. A change of single "
    "bits may be invisible here; the SHA-256 shows it."
)


def where(from_s: float | None, to_s: float | None) -> str:
    """Say a stretch of time as 00:01:02.500 to 00:01:04.000, or nothing when it is not known."""
    if from_s is None:
        return ""
    return f"{clock(from_s)}{'' if to_s is None else f' to {clock(to_s)}'}"


def clock(seconds: float) -> str:
    """Return seconds of a recording as hours, minutes and seconds."""
    sign, milli = ("-" if seconds < 0 else ""), round(abs(seconds) * 1000)
    minutes, rest = divmod(milli, 60_000)
    hours, minutes = divmod(minutes, 60)
    return f"{sign}{hours:02d}:{minutes:02d}:{rest // 1000:02d}.{rest % 1000:03d}"
