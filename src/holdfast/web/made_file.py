# SPDX-License-Identifier: Apache-2.0
"""Sends a file that was made of an original: the whole of it, or a range.

Promises: only what there is; whoever calls it opened the item first, so that the view is on the
ledger before the first byte. Never sends an original.
"""

from __future__ import annotations

from typing import TYPE_CHECKING, Final

from django.http import Http404

from holdfast.web.ranges import Representation, answer

if TYPE_CHECKING:
    from collections.abc import Iterator
    from pathlib import Path

    from django.http import HttpRequest
    from django.http.response import HttpResponseBase

    from holdfast.records.derivatives import Derivative

_PIECE: Final = 1 << 20


def send_made(
    request: HttpRequest,
    made: Derivative | None,
    name: str = "",
    *,
    kind: str = "",
    attachment: bool = True,
) -> HttpResponseBase:
    """Answer with the file, under that name; under one that says nothing when none is given.

    `kind` is its media type where that is not the processor's own. Raises Http404 when there is none.
    """
    if made is None or not made.is_there:
        raise Http404
    media_type = kind or made.media_type
    what = Representation(
        made.sha256,
        made.size,
        media_type,
        name or f"{made.sha256[:12]}.{media_type.rpartition('/')[2]}",
        lambda start, stop: pieces_of(made.path, start, stop),
        attachment=attachment,
    )
    return answer(request, what)


def pieces_of(path: Path, start: int, stop: int) -> Iterator[bytes]:
    """Give the bytes of a file from `start` to `stop`, piece by piece."""
    with path.open("rb") as file:
        file.seek(start)
        while start < stop:
            piece = file.read(min(_PIECE, stop - start))
            if not piece:
                return
            start += len(piece)
            yield piece
