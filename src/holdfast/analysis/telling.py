# SPDX-License-Identifier: Apache-2.0
"""How far making a copy is, told beside the file that is being written.

Promises: a few bytes, once a second at most, in a file of its own; reading it gives the last whole
telling or None, and never an error. It is for a page to show, and no part of any result.
"""

from __future__ import annotations

import json
from dataclasses import dataclass
from time import monotonic
from typing import TYPE_CHECKING, Any, Final

if TYPE_CHECKING:
    from collections.abc import Mapping
    from pathlib import Path

_EVERY_S: Final = 1.0
_ENDING: Final = ".told"
_LEAST_SHARE: Final = 0.01


@dataclass(frozen=True, slots=True)
class Told:
    """How much is made (0 to 1, None when the whole is not known), and what of what was asked."""

    share: float | None
    elapsed_s: float
    asked: Mapping[str, Any]

    @property
    def left_s(self) -> float | None:
        """About how long it will still take; None while that cannot be said."""
        if self.share is None or self.share < _LEAST_SHARE:
            return None
        return self.elapsed_s * (1 - self.share) / self.share


class Telling:
    """Tells how far the making of `output` is."""

    def __init__(self, output: Path, asked: Mapping[str, Any], whole_s: float) -> None:
        self._path = output.with_name(f"{output.name}{_ENDING}")
        self._asked = dict(asked)
        self._whole_s = whole_s
        self._begun = self._last = monotonic()
        self._write(0.0)

    def tell(self, done_s: float) -> None:
        """Tell that so many seconds of the recording are done, unless that was told just now."""
        if monotonic() - self._last >= _EVERY_S:
            self._write(done_s)

    def _write(self, done_s: float) -> None:
        self._last = monotonic()
        share = min(1.0, max(0.0, done_s / self._whole_s)) if self._whole_s > 0 else None
        said = {"share": share, "elapsed_s": round(self._last - self._begun, 1)}
        self._path.write_text(json.dumps({**said, "asked": self._asked}), encoding="utf-8")


def told_beside(output: Path) -> Told | None:
    """Give what was told last of the making of `output`; None when nothing can be read."""
    try:
        said = json.loads(output.with_name(f"{output.name}{_ENDING}").read_bytes())
        share = said["share"]
        return Told(
            None if share is None else float(share), float(said["elapsed_s"]), dict(said["asked"])
        )
    except (OSError, ValueError, KeyError, TypeError):
        return None
