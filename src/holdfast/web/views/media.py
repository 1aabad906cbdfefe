# SPDX-License-Identifier: Apache-2.0
"""The bytes of recordings: originals in verified ranges, and what was made of them to look at.

Promises: no byte of content leaves before a purpose was stated and, for everything larger than a
thumbnail, before the view is on the ledger; a byte of an original leaves only after its block was
verified against the ledger's root; of one that is damaged it says in words what is lost. An original is sent so that nothing in it can run.
"""

from __future__ import annotations

from typing import TYPE_CHECKING

from django.core.exceptions import PermissionDenied
from django.http import Http404
from django.shortcuts import render
from django.utils import timezone
from django.views.decorators.http import require_safe

from holdfast.accounts.permissions import may
from holdfast.oversight import uses
from holdfast.records import derivatives
from holdfast.records.queries.item import content_file, item
from holdfast.records.services.damage import record_damage
from holdfast.records.stores import open_vault
from holdfast.vault import DamagedObjectError
from holdfast.web.asking import Ask, evidence
from holdfast.web.copies import stream_settings
from holdfast.web.damage import in_words, looked_for
from holdfast.web.look import may_see_pictures
from holdfast.web.pictured import main_file
from holdfast.web.ranges import Representation, answer

if TYPE_CHECKING:
    from collections.abc import Iterator
    from pathlib import Path

    from django.http import HttpResponse
    from django.http.response import HttpResponseBase

_PIECE = 1 << 20
_PICTURES = ("thumbnail", "poster", "viewable")
_SHOWN = {".jpg": "image/jpeg", ".jpeg": "image/jpeg", ".mp4": "video/mp4", ".mov": "video/mp4"}


@require_safe
@evidence("cases")
def original(ask: Ask, number: int, sha256: str) -> HttpResponseBase:
    """Send an original, or a range of it, each block verified first."""
    view = uses.open_item(home=ask.home, actor=ask.person, item=number, session=ask.session)
    file = content_file(view, sha256)
    vault = open_vault(ask.home)

    def read(start: int, stop: int) -> Iterator[bytes]:
        return vault.read_range(sha256, start, stop, size=file.size, blocks_root=file.blocks_root)

    suffix = f".{file.name.rpartition('.')[2].lower()}"
    kind = _SHOWN.get(suffix, "application/octet-stream")
    what = Representation(sha256, file.size, kind, file.name, read, attachment=True)
    try:
        return answer(ask.request, what)
    except DamagedObjectError as damaged:
        where = in_words(vault, sha256, damaged.blocks) or damaged.note
        record_damage(
            home=ask.home,
            actor=ask.person,
            item=number,
            sha256=sha256,
            blocks=damaged.blocks,
            where=where,
        )
        words = f"Damaged: {where}. Nothing damaged was sent. The rest of it still proves."
        context = {"number": number, "name": file.name, "words": words}
        return render(ask.request, "errors/damaged.html", context, status=503)


@require_safe
@evidence("cases")
def damage(ask: Ask, number: int) -> HttpResponse:
    """Read an item's originals again and say in words what of them is lost."""
    detail = item(ask.person, ask.home, number)
    if may(ask.person, "item.view") is None:
        raise PermissionDenied("None of your roles opens content.")
    vault = open_vault(ask.home)
    files = [(one, *looked_for(vault, one)) for one in detail.files]
    context = {"detail": detail, "files": files, "all_sound": all(one[1] for one in files)}
    return render(ask.request, "items/damage.html", context)


@require_safe
@evidence("cases")
def picture(ask: Ask, number: int, kind: str) -> HttpResponseBase:
    """Send a thumbnail once a purpose is stated; a larger picture once the view is recorded."""
    found = main_file(item(ask.person, ask.home, number).files)
    if found is None or kind not in _PICTURES:
        raise Http404
    if kind == "thumbnail" and not may_see_pictures(
        ask.person, number, ask.session, timezone.now()
    ):
        raise Http404
    opened = uses.glance_at_item if kind == "thumbnail" else uses.open_item
    view = opened(home=ask.home, actor=ask.person, item=number, session=ask.session)
    made = uses.picture_of(home=ask.home, actor=ask.person, view=view, processor=kind)
    if made is None:
        raise Http404
    return _send(ask, made)


@require_safe
@evidence("cases")
def playable(ask: Ask, number: int) -> HttpResponseBase:
    """Send the playable copy, or a range of it."""
    found = main_file(item(ask.person, ask.home, number).files)
    settings = stream_settings(ask.request.GET.get("stream", ""))
    made = derivatives.find(ask.home, found.sha256, "playable", (), settings) if found else None
    if made is None:
        raise Http404
    uses.open_item(home=ask.home, actor=ask.person, item=number, session=ask.session)
    return _send(ask, made)


def _send(ask: Ask, made: derivatives.Derivative) -> HttpResponseBase:
    if not made.is_there:
        raise Http404
    name = f"{made.sha256[:12]}.{made.media_type.rpartition('/')[2]}"
    what = Representation(
        made.sha256, made.size, made.media_type, name, lambda a, b: pieces_of(made.path, a, b)
    )
    return answer(ask.request, what)


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
