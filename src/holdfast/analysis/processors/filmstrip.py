# SPDX-License-Identifier: Apache-2.0
"""Makes a film strip: small pictures of a video at even times, in one JPEG, with their true times.

Settings: `pictures`, how many at most; `height`, their lines. Deterministic; equal bytes for equal
input on one machine.
"""

from __future__ import annotations

from typing import TYPE_CHECKING, Final

from holdfast.analysis.errors import NothingToDoError
from holdfast.analysis.watching.strip import film_strip

if TYPE_CHECKING:
    from collections.abc import Mapping, Sequence
    from pathlib import Path

    from holdfast.analysis.job import Setting, Source

_QUALITY: Final = 76


def process(
    source: Source,
    _companions: Sequence[Source],
    settings: Mapping[str, Setting],
    output: Path | None,
) -> Mapping[str, object]:
    """Write the sheet and tell where on it each picture is, and when it is shown."""
    if output is None:
        raise NothingToDoError("no place was given for the film strip")
    strip = film_strip(
        source.path,
        source.name,
        pictures=int(settings["pictures"] or 1),
        height=int(settings["height"] or 1),
    )
    strip.sheet.save(output, "JPEG", quality=_QUALITY, optimize=True)
    return {
        "wide": strip.wide,
        "high": strip.high,
        "columns": strip.columns,
        "at_s": [round(at, 6) for at in strip.at_s],
    }
