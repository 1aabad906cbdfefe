# SPDX-License-Identifier: Apache-2.0
"""The ledger: its faces, one entry, its proof, and the newest checkpoint.

Faces are for everybody who may come in. A sealed body is shown only where the query gives it.
"""

from __future__ import annotations

import json
from typing import TYPE_CHECKING

from django.http import Http404, HttpResponse
from django.shortcuts import render

from holdfast.ledger import ACTS, OUTCOMES, Log, canonical_json
from holdfast.records.queries import ledger_entry, ledger_page
from holdfast.web.home import this_home, viewer
from holdfast.web.seal import read_seal

if TYPE_CHECKING:
    from django.http import HttpRequest


def ledger(request: HttpRequest) -> HttpResponse:
    """List the faces, newest first, under the newest checkpoint."""
    asks = viewer(request, "ledger")
    act, outcome = request.GET.get("act", ""), request.GET.get("outcome", "")
    after = request.GET.get("after") or None
    context = {
        "page": ledger_page(asks, act=act, outcome=outcome, after=after),
        "asked": {"act": act, "outcome": outcome},
        "acts": ACTS,
        "outcomes": sorted(OUTCOMES),
        "seal": read_seal(this_home()),
    }
    return render(request, "ledger/ledger.html", context)


def entry(request: HttpRequest, index: int) -> HttpResponse:
    """Show one entry: its face, its body where the viewer may read it, and its proof."""
    asks, log = viewer(request, "ledger"), _log_with(index)
    context = {
        "entry": ledger_entry(asks, this_home(), index),
        "seal": read_seal(this_home()),
        "proof_length": len(log.inclusion(index).hashes),
    }
    return render(request, "ledger/entry.html", context)


def proof(request: HttpRequest, index: int) -> HttpResponse:
    """Send the proof of one entry (C2SP tlog-proof)."""
    viewer(request, "ledger")
    return _file(_log_with(index).inclusion(index).render(), f"entry-{index}.tlog-proof")


def face(request: HttpRequest, index: int) -> HttpResponse:
    """Send the face of one entry, byte for byte as it is the leaf of the tree."""
    viewer(request, "ledger")
    return _file(_log_with(index).face(index), f"entry-{index}.face.json")


def body(request: HttpRequest, index: int) -> HttpResponse:
    """Send the sealed body's exact bytes to those who may read it."""
    found = ledger_entry(viewer(request, "ledger"), this_home(), index).body_json
    if found is None:
        raise Http404
    return _file(canonical_json(json.loads(found)), f"entry-{index}.body.json")


def checkpoint(request: HttpRequest) -> HttpResponse:
    """Send the newest checkpoint with its signatures."""
    viewer(request, "ledger")
    head = Log.open(this_home().ledger).head
    return _file(head.data, f"checkpoint-{head.size}")


def _log_with(index: int) -> Log:
    """Open the log for reading, if the entry is under its newest checkpoint."""
    log = Log.open(this_home().ledger)
    if index >= log.size:
        raise Http404
    return log


def _file(data: bytes, name: str) -> HttpResponse:
    kept = {"Content-Disposition": f'attachment; filename="{name}"'}
    return HttpResponse(data, content_type="text/plain; charset=utf-8", headers=kept)
