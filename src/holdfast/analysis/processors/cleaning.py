# SPDX-License-Identifier: Apache-2.0
"""Makes a copy of a photograph or a recording without what leaves with it, with `holdfast.leaving`.

The finding says what was removed, kept and why, what remains, and the proof that the pictures are
the same. A copy that is not clean is written all the same, and the finding says so.
"""

from __future__ import annotations

from typing import TYPE_CHECKING, Final

import av
from defusedxml import ElementTree
from PIL import ExifTags, JpegImagePlugin, PngImagePlugin, TiffImagePlugin

from holdfast.analysis.errors import DamagedContentError, NothingToDoError, UnsupportedError
from holdfast.leaving import DamagedFileError, NotCleanedError, NotReviewedError, clean

if TYPE_CHECKING:
    from collections.abc import Mapping, Sequence
    from pathlib import Path

    from holdfast.analysis.job import Setting, Source

# What cleaning imports when it first needs it, imported here and so before the fork.
READY: Final = (av, ElementTree, ExifTags, JpegImagePlugin, PngImagePlugin, TiffImagePlugin)


def process(
    source: Source,
    _companions: Sequence[Source],
    _settings: Mapping[str, Setting],
    output: Path | None,
) -> Mapping[str, object]:
    """Write the cleaned copy and tell what became of what."""
    if output is None:
        raise NothingToDoError("no place was given for the copy")
    try:
        made = clean(source.path, output, name=source.name)
    except DamagedFileError as damage:
        raise DamagedContentError(str(damage)) from damage
    except (NotCleanedError, NotReviewedError) as refused:
        raise UnsupportedError(str(refused)) from refused
    told = made.to_json()
    del told["path"]  # where it was written is nobody's business but the engine's
    return told
