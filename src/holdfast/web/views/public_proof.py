# SPDX-License-Identifier: Apache-2.0
"""The public site: checkpoints, the log's own files, the records, and checking them yourself.

The log is served as C2SP tlog-tiles has it, so that other people's clients read it: full tiles for
good, the checkpoint never from a cache.
"""

from __future__ import annotations

from typing import TYPE_CHECKING, Final

from django.http import Http404, HttpResponse
from django.views.decorators.csrf import csrf_exempt

from holdfast.ledger import canonical_json
from holdfast.ledger.tiles import (
    ENTRIES,
    TILE_HEIGHT,
    TILE_WIDTH,
    encode_bundle,
    parse_tile_path,
)
from holdfast.oversight.services.reports import ground_in_words
from holdfast.publication import PUBLIC, overdue_reports
from holdfast.publication.verifier import assemble
from holdfast.web.published import bundle
from holdfast.web.published.answers import A_DAY, ASK_AGAIN, FOR_GOOD, Question, in_words, public
from holdfast.web.published.checkpoints import (
    LONGEST_CHECKPOINT,
    compare,
    month_of,
    newest,
    newest_witnessed,
)
from holdfast.web.published.reports import report_lines

if TYPE_CHECKING:
    from django.http.response import HttpResponseBase

_TEXT: Final = "text/plain; charset=utf-8"
_BYTES: Final = "application/octet-stream"


@csrf_exempt  # it changes nothing, and so no cookie is set for it
@public("GET", "HEAD", "POST")
def checkpoints(asked: Question) -> HttpResponse:
    """Show the checkpoints by day; with POST, say how one that somebody kept stands to them."""
    month = month_of(asked.published, asked.home, asked.request.GET.get("month", ""))
    if month is None and asked.request.GET.get("month"):
        return in_words("not_there", status=404)
    text, compared = "", None
    if asked.request.method == "POST":
        given = asked.request.POST.get("checkpoint", "")
        text = given[:LONGEST_CHECKPOINT]
        compared = compare(asked.published, text)
    return asked.page(
        "checkpoints.html",
        section="check",
        month=month,
        newest=newest(asked.published, asked.home),
        witnessed=newest_witnessed(asked.published, asked.home),
        vkey=asked.published.log.verifier.vkey,
        origin=asked.published.log.origin,
        text=text,
        compared=compared,
        status=422 if compared and compared.verdict in {"empty", "unreadable"} else 200,
    )


@public()
def check(asked: Question) -> HttpResponse:
    """Tell how to check everything: in this browser, or with one command."""
    made = [one for one in report_lines(asked.published, asked.today) if one.index >= 0]
    return asked.page(
        "check.html",
        section="check",
        newest=newest(asked.published, asked.home),
        vkey=asked.published.log.verifier.vkey,
        reports=made,
    )


@public()
def verifier(asked: Question) -> HttpResponse:
    """Send verify.py, the check in one file of the standard library."""
    return asked.file(assemble.verify_py(), "text/x-python; charset=utf-8", A_DAY, name="verify.py")


@public()
def check_js(asked: Question) -> HttpResponse:
    """Send check.js, the check in a browser that every bundle carries too."""
    return asked.file(assemble.check_js(), "text/javascript; charset=utf-8", A_DAY)


@public()
def bundle_json(asked: Question) -> HttpResponse:
    """Say what is public here, as a bundle's own bundle.json does, but for the digests of files."""
    register = asked.published.register
    told = {
        "v": 1,
        "agency": asked.home.config.agency,
        "origin": asked.published.log.origin,
        "audience": PUBLIC,
        "made_on": str(asked.today),
        "size": asked.published.size,
        "withheld": {
            "records": asked.published.withheld,
            "ground": ground_in_words(asked.home) if asked.published.withheld else "",
        },
        "reports": sorted({record["quarter"] for _, _, record in register.reports}),
        "overdue": overdue_reports(register, asked.today),
    }
    return asked.file(canonical_json(told), "application/json", ASK_AGAIN)


@public()
def bundle_zip(asked: Question) -> HttpResponseBase:
    """Send the bundle of this checkpoint; while it is being made, say so."""
    made = bundle.ready(asked.home, asked.published.size, asked.today)
    if made is None:
        waiting = asked.page("making.html", section="check", status=202)
        waiting["Retry-After"] = "10"
        return waiting
    return bundle.send(asked.request, made)


@public()
def log_checkpoint(asked: Question) -> HttpResponse:
    """Send the newest public checkpoint."""
    return asked.file(asked.published.head.data, _TEXT, ASK_AGAIN)


@public()
def log_vkey(asked: Question) -> HttpResponse:
    """Send the key that the checkpoints are signed with."""
    return asked.file(f"{asked.published.log.verifier.vkey}\n".encode(), _TEXT, A_DAY)


@public()
def log_tile(asked: Question, path: str) -> HttpResponse:
    """Send a tile, or an entry bundle, of the public size; nothing of what lies beyond it."""
    found = parse_tile_path(f"tile/{path}")
    if found is None:
        raise Http404
    level, index, width = found
    height = 0 if level == ENTRIES else int(level) * TILE_HEIGHT
    if index * TILE_WIDTH + width > asked.published.size >> height:
        raise Http404
    tree = asked.published.log.tree
    if level == ENTRIES:
        data = encode_bundle(tree.entries(index, width))
    else:
        data = b"".join(tree.tile(int(level), index, width))
    return asked.file(data, _BYTES, FOR_GOOD if width == TILE_WIDTH else A_DAY)


@public()
def record(asked: Question, index: int) -> HttpResponse:
    """Send the published record of an entry: the bytes whose SHA-256 stands on its face."""
    data = asked.published.record(index)
    if data is None:
        raise Http404
    return asked.file(data, "application/json", FOR_GOOD)
