# SPDX-License-Identifier: Apache-2.0
"""The bundle as one zip, on the shelf `HOME/work/public`, made once a checkpoint and day.

Promises: nobody waits longer than a few seconds: a process of its own makes it, and who asks
meanwhile is told so; two who ask at once start one process; bundles of earlier checkpoints are
cleared away. Losing the shelf loses nothing.
"""

from __future__ import annotations

import json
import shutil
import time
from typing import TYPE_CHECKING, Final

from django.http import StreamingHttpResponse
from django.utils.cache import get_conditional_response, patch_cache_control

from holdfast.web import behind

if TYPE_CHECKING:
    from collections.abc import Iterator
    from datetime import date
    from pathlib import Path

    from django.http import HttpRequest
    from django.http.response import HttpResponseBase

    from holdfast.home import Home

KIND: Final = "public-bundle"
ZIP: Final = "bundle.zip"
_PIECE: Final = 1 << 16
_WAIT_S: Final = 3.0
_LOOK_EVERY_S: Final = 0.1


def shelf(home: Home) -> Path:
    """Give the folder of the shelf."""
    return home.work / "public"


def ready(home: Home, size: int, today: date, *, wait_s: float = _WAIT_S) -> Path | None:
    """Give the zip of a checkpoint as of a day, made now if it is quick; None while it is made."""
    folder = shelf(home) / f"{size}-{today}"
    made = folder / ZIP
    if made.exists():
        return made
    _clear(home, folder)
    folder.mkdir(parents=True, exist_ok=True, mode=0o700)
    ask = {"kind": KIND, "username": "", "asked": {"size": size, "today": str(today)}}
    (folder / "ask.json").write_text(json.dumps(ask), encoding="utf-8")
    behind.start(home, KIND, folder)
    until = time.monotonic() + wait_s
    while time.monotonic() < until and not made.exists():
        time.sleep(_LOOK_EVERY_S)
    return made if made.exists() else None


def _clear(home: Home, but: Path) -> None:
    """Take away the zips of earlier checkpoints; one that is being sent stays open for its reader."""
    for folder in shelf(home).glob("*-*"):
        if folder != but and (folder / ZIP).exists():
            shutil.rmtree(folder, ignore_errors=True)


def send(request: HttpRequest, made: Path) -> HttpResponseBase:
    """Send the zip; its name on the shelf says what is in it, and is its tag."""
    tag = f'"{made.parent.name}"'
    answer = StreamingHttpResponse(_pieces(made), content_type="application/zip")
    answer["Content-Length"] = str(made.stat().st_size)
    answer["Content-Disposition"] = f'attachment; filename="bundle-{made.parent.name}.zip"'
    answer["ETag"] = tag
    patch_cache_control(answer, public=True, no_cache=True)
    found = get_conditional_response(request, etag=tag)
    return answer if found is None else found


def _pieces(made: Path) -> Iterator[bytes]:
    with made.open("rb") as archive:
        while piece := archive.read(_PIECE):
            yield piece
