# SPDX-License-Identifier: Apache-2.0
"""What a sound recording of the same camera teaches: parameter sets, rates, and how it interleaves."""

from __future__ import annotations

from collections import Counter
from dataclasses import dataclass
from typing import TYPE_CHECKING, Final

import numpy as np

from holdfast.analysis.salvage.errors import ReferenceDoesNotFitError
from holdfast.analysis.salvage.sounds import SoundForm, sound_form
from holdfast.analysis.salvage.units import UnitForm, form_of
from holdfast.readers.opening import FAULTS, opened

if TYPE_CHECKING:
    from pathlib import Path

    from av.container import InputContainer

_MOST_PACKETS: Final = 20_000
_LEAST_SHARE: Final = 0.002
_VIDEO_CODECS: Final = "H.264 or HEVC with lengths before units, as in MP4 and MOV"


@dataclass(slots=True)
class Reference:
    """The lessons of a reference. `step_s` is the usual time between two of its pictures."""

    container: InputContainer
    units: UnitForm
    sound: SoundForm | None
    sound_codec: str | None
    step_s: float
    steady: bool
    reorders: bool


def learn(path: Path) -> Reference:
    """Read a reference; the caller closes its container. Raises ReferenceDoesNotFitError."""
    try:
        container = opened(path)
    except FAULTS as fault:
        raise ReferenceDoesNotFitError(
            f"The reference {path.name} does not open ({type(fault).__name__}). The damaged file was "
            "only read. Give a recording of the same camera that plays."
        ) from fault
    try:
        return _learn(container, path.name)
    except BaseException:
        container.close()
        raise


def _learn(container: InputContainer, name: str) -> Reference:
    pictures = next(iter(container.streams.video), None)
    heard = next(iter(container.streams.audio), None)
    context = None if pictures is None else pictures.codec_context
    form = None if context is None else form_of(context.name, bytes(context.extradata or b""))
    if pictures is None or form is None or not form.sets:
        raise ReferenceDoesNotFitError(
            f"The reference {name} holds no pictures in {_VIDEO_CODECS}. The damaged file was only "
            "read. Give a recording of the same camera, with the same settings."
        )
    times: list[int] = []
    firsts: Counter[int] = Counter()
    chosen = [pictures] if heard is None else [pictures, heard]
    for packet in container.demux(*chosen):
        if not packet.size or packet.pts is None:
            continue
        if packet.stream.index == pictures.index:
            times.append(packet.pts)
        else:
            firsts[memoryview(packet)[0]] += 1
        if len(times) + firsts.total() >= _MOST_PACKETS:
            break
    if len(times) < 2:  # noqa: PLR2004 - one interval at least
        raise ReferenceDoesNotFitError(
            f"The reference {name} holds fewer than two pictures, so that it has no rate. The damaged "
            "file was only read. Give a longer recording of the same camera."
        )
    ordered = np.sort(np.array(times, dtype=np.int64)) * float(pictures.time_base or 0)
    steps = np.diff(ordered)
    usual = float(np.median(steps))
    known = frozenset(
        byte for byte, many in firsts.items() if many >= _LEAST_SHARE * firsts.total()
    )
    return Reference(
        container=container,
        units=form,
        sound=None if heard is None else sound_form(heard, known),
        sound_codec=None if heard is None else heard.codec_context.name,
        step_s=usual,
        steady=bool((np.abs(steps - usual) <= usual / 2).mean() >= 0.9),  # noqa: PLR2004 - nine in ten
        reorders=bool((np.diff(np.array(times)) < 0).any()),
    )
