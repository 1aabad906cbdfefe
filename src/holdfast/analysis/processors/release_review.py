# SPDX-License-Identifier: Apache-2.0
"""Finds what leaves with a file besides what is pictured and heard, with `holdfast.leaving`.

The finding counts by class; the file written is the whole review as JSON (docs/formats/leaving.md).
"""

from __future__ import annotations

import json
from typing import TYPE_CHECKING, Final

import av
from defusedxml import ElementTree
from PIL import ExifTags, JpegImagePlugin, TiffImagePlugin

from holdfast.analysis.errors import NothingToDoError, UnsupportedError
from holdfast.leaving import NotReviewedError, cannot_remove, review

if TYPE_CHECKING:
    from collections.abc import Mapping, Sequence
    from pathlib import Path

    from holdfast.analysis.job import Setting, Source

# What the review imports when it first needs it, imported here and so before the fork.
READY: Final = (av, ElementTree, ExifTags, JpegImagePlugin, TiffImagePlugin)


def process(
    source: Source,
    _companions: Sequence[Source],
    _settings: Mapping[str, Setting],
    output: Path | None,
) -> Mapping[str, object]:
    """Review the file and write the review."""
    if output is None:
        raise NothingToDoError("no place was given for the review")
    try:
        found = review(source.path, name=source.name)
    except NotReviewedError as refused:
        raise UnsupportedError(str(refused)) from refused
    told = {**found.to_json(), "cannot_remove": list(cannot_remove(found.kind))}
    output.write_text(json.dumps(told), encoding="utf-8")
    return {"kind": found.kind, "format": found.format, "gives_away": found.gives_away}
