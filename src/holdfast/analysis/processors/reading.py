# SPDX-License-Identifier: Apache-2.0
"""Finds what a file says of itself, with `holdfast.readers`, apart from the rest of the machine.

The finding is the reading's JSON form (docs/formats/readers.md). The template that forks the
children imports this once, and with it what the readers import when they first need it: a child
then opens its file at once, where importing would take it ten times as long as reading.
"""

from __future__ import annotations

from typing import TYPE_CHECKING, Final

import av
from defusedxml import ElementTree
from PIL import JpegImagePlugin, TiffImagePlugin

from holdfast import readers
from holdfast.readers import dng, flight_record, jpeg, srt, track_csv, video

if TYPE_CHECKING:
    from collections.abc import Mapping, Sequence
    from pathlib import Path

    from holdfast.analysis.job import Setting, Source

# What the readers import when they first need it, imported here and so before the fork.
READY: Final = (av, ElementTree, JpegImagePlugin, TiffImagePlugin)
READY_READERS: Final = (dng, flight_record, jpeg, srt, track_csv, video)


def process(
    source: Source,
    _companions: Sequence[Source],
    _settings: Mapping[str, Setting],
    _output: Path | None,
) -> Mapping[str, object]:
    """Read the file; content that cannot be read is a warning inside the finding."""
    return readers.read(source.path, name=source.name).to_json()
