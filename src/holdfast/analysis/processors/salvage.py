# SPDX-License-Identifier: Apache-2.0
"""Makes a playable copy of what is left of a harmed recording, with `holdfast.analysis.salvage`.

A companion, when there is one, is the reference: a sound recording of the same camera. The finding
is the whole result (what was recovered, what was not, by which method, what is assumed), the ending
of the copy's name, and the verdict on the copy, which was examined again.
"""

from __future__ import annotations

from typing import TYPE_CHECKING, Final

import av
import numpy as np

from holdfast.analysis.errors import (
    AnalysisError,
    DamagedContentError,
    NothingToDoError,
    UnsupportedError,
)
from holdfast.analysis.integrity import Limits, examine
from holdfast.analysis.salvage import (
    NothingToSalvageError,
    UnsuitableOutputError,
    salvage_into,
)

if TYPE_CHECKING:
    from collections.abc import Mapping, Sequence
    from pathlib import Path

    from holdfast.analysis.job import Setting, Source
    from holdfast.analysis.salvage import SalvageResult

# What a salvage needs, imported here and so before the fork.
READY: Final = (av, np)
_ENDINGS: Final = {"MP4": ".mp4", "MOV": ".mov", "Matroska": ".mkv"}


def process(
    source: Source,
    companions: Sequence[Source],
    _settings: Mapping[str, Setting],
    output: Path | None,
) -> Mapping[str, object]:
    """Write the copy and tell what is in it and what is not."""
    if output is None:
        raise NothingToDoError("no place was given for the copy")
    reference = companions[0] if companions else None
    try:
        result = _made(source, reference, output)
    except NothingToSalvageError as nothing:
        raise DamagedContentError(str(nothing)) from nothing
    except AnalysisError as refused:
        raise UnsupportedError(str(refused)) from refused
    again = examine(output, name=f"copy{_ENDINGS[result.container]}", limits=Limits(threads=2))
    return {
        "result": result.to_json(),
        "ending": _ENDINGS[result.container],
        "reference": None if reference is None else reference.name,
        "copy_verdict": str(again.verdict),
    }


def _made(source: Source, reference: Source | None, output: Path) -> SalvageResult:
    """Write the container that the recording had, where it can hold what was found; else Matroska."""
    first = "MOV" if source.name.lower().endswith(".mov") else "MP4"
    spare = output.with_name(f"{output.name}.spare")
    learnt_from = None if reference is None else reference.path
    try:
        return salvage_into(
            source.path, to=output, spare=spare, container=first, reference=learnt_from
        )
    except UnsuitableOutputError:
        return salvage_into(
            source.path, to=output, spare=spare, container="Matroska", reference=learnt_from
        )
