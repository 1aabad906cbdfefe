# SPDX-License-Identifier: Apache-2.0
"""Which places of this machine a medium may be taken in from.

Promises: only what lies under the places named in `holdfast.toml` (`web.media`), links resolved,
so that the pages cannot be used to read the rest of the machine.
"""

from __future__ import annotations

import os
from pathlib import Path
from typing import TYPE_CHECKING, Final

from holdfast.errors import WrongUsageError
from holdfast.web.templatetags.ui import iec

if TYPE_CHECKING:
    from collections.abc import Iterable, Iterator

_DEPTH: Final = 2


class NotAMediumPlaceError(WrongUsageError):
    """A path was named from which the pages may not take in; nothing was read."""


def mounted(places: Iterable[str]) -> list[tuple[str, str]]:
    """Give the path and the words of every volume mounted under the places."""
    return [(str(path), _words(path)) for place in places for path in _mounts(Path(place), _DEPTH)]


def _mounts(folder: Path, depth: int) -> Iterator[Path]:
    try:
        children = sorted(one for one in folder.iterdir() if one.is_dir())
    except OSError:
        return
    for child in children:
        if child.is_mount():
            yield child
        elif depth > 1:
            yield from _mounts(child, depth - 1)


def _words(path: Path) -> str:
    space = os.statvfs(path)
    held = (space.f_blocks - space.f_bfree) * space.f_frsize
    return f"{path.name} ({path}), {iec(held)} used of {iec(space.f_blocks * space.f_frsize)}"


def inside(path: Path, places: Iterable[str]) -> Path:
    """Give the path when it lies in one of the places. Raises NotAMediumPlaceError."""
    real = Path(os.path.realpath(path))
    named = list(places)
    if not any(real.is_relative_to(os.path.realpath(place)) for place in named):
        raise NotAMediumPlaceError(
            f"{path} is not in a place that media are taken in from ({', '.join(named)}). Nothing "
            "was read. Put the medium there, send it from this desk, or ask an administrator to "
            "add the place to web.media in holdfast.toml."
        )
    if not real.exists():
        raise NotAMediumPlaceError(f"There is nothing at {path}. Nothing was taken in.")
    return path.absolute()
