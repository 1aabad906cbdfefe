# SPDX-License-Identifier: Apache-2.0
"""Byte ranges of one representation, as RFC 9110 sections 13 and 14 ask for them.

Promises: a header that is not a byte range is ignored, as the RFC wants; of several ranges the
first that can be given is given; an answer never claims bytes it does not hold. Bytes leave in
the pieces the source gives; the first piece is had before any header is sent, so that damage
there is an error page and not a broken answer. Nothing is cached: evidence does not stay on the
desk's computer.
"""

from __future__ import annotations

import re
from dataclasses import dataclass
from itertools import chain
from typing import TYPE_CHECKING, Final
from urllib.parse import quote

from django.http import HttpResponse, HttpResponseNotModified, StreamingHttpResponse

if TYPE_CHECKING:
    from collections.abc import Callable, Iterator

    from django.http import HttpRequest
    from django.http.response import HttpResponseBase

_SPEC: Final = re.compile(r"(\d*)-(\d*)", re.ASCII)
# An open end is answered with this much: a player that stalls must not hold a server thread.
OPEN_END_MOST: Final = 4 << 20
SANDBOX: Final = "sandbox; default-src 'none'"


@dataclass(frozen=True, slots=True)
class ByteRange:
    """Bytes start..stop of a representation, stop excluded."""

    start: int
    stop: int

    def __len__(self) -> int:
        return self.stop - self.start


class UnsatisfiableRangeError(Exception):
    """Every range asked for lies beyond the end; the answer is 416. Never leaves this module."""


@dataclass(frozen=True, slots=True)
class Representation:
    """What is to be sent: its digest (the entity tag), size, type, name, and how to read it.

    `read(start, stop)` yields the bytes in order; it raises before giving a byte that is not what
    the ledger says.
    """

    sha256: str
    size: int
    media_type: str
    name: str
    read: Callable[[int, int], Iterator[bytes]]
    attachment: bool = False


def parse_range(header: str | None, size: int) -> ByteRange | None:
    """Give the range to answer, or None for the whole. Raises UnsatisfiableRangeError."""
    if header is None:
        return None
    unit, equals, specs = header.partition("=")
    if not equals or unit.strip().lower() != "bytes":
        return None
    found: list[ByteRange | None] = []
    for spec in specs.split(","):
        if not spec.strip():
            continue
        match = _SPEC.fullmatch(spec.strip())
        if match is None or not any(match.groups()):
            return None
        first, last = match.groups()
        if first and last and int(last) < int(first):
            return None
        found.append(_resolve(first, last, size))
    if not found:
        return None
    for one in found:
        if one is not None:
            return one if size else None
    raise UnsatisfiableRangeError


def _resolve(first: str, last: str, size: int) -> ByteRange | None:
    """Resolve one specification against the size; None when it cannot be satisfied."""
    if not first:
        return ByteRange(max(0, size - int(last)), size) if int(last) else None
    start = int(first)
    if start >= size:
        return None
    if last:
        return ByteRange(start, min(int(last) + 1, size))
    return ByteRange(start, min(start + OPEN_END_MOST, size))


def answer(request: HttpRequest, what: Representation) -> HttpResponseBase:
    """Answer GET or HEAD with the whole or one range of the representation."""
    tag = f'"{what.sha256}"'
    if _matches(request.headers.get("If-None-Match"), tag):
        return _with_headers(HttpResponseNotModified(), what, tag)
    if_range = request.headers.get("If-Range")
    header = request.headers.get("Range") if if_range in {None, tag} else None
    try:
        part = parse_range(header, what.size) if request.method == "GET" else None
    except UnsatisfiableRangeError:
        refused = HttpResponse(status=416, content_type="text/plain")
        refused["Content-Range"] = f"bytes */{what.size}"
        return _with_headers(refused, what, tag)
    whole = part or ByteRange(0, what.size)
    body = iter(()) if request.method == "HEAD" else _begun(what.read(whole.start, whole.stop))
    response = StreamingHttpResponse(
        body, status=206 if part else 200, content_type=what.media_type
    )
    response["Content-Length"] = str(len(whole))
    if part:
        response["Content-Range"] = f"bytes {part.start}-{part.stop - 1}/{what.size}"
    return _with_headers(response, what, tag)


def _begun(pieces: Iterator[bytes]) -> Iterator[bytes]:
    """Take the first piece now, so that what is wrong with it is known before the answer begins."""
    first = next(pieces, b"")
    return chain((first,), pieces)


def _matches(header: str | None, tag: str) -> bool:
    if header is None:
        return False
    tags = {one.strip().removeprefix("W/") for one in header.split(",")}
    return "*" in tags or tag in tags


def _with_headers(response: HttpResponseBase, what: Representation, tag: str) -> HttpResponseBase:
    response["ETag"] = tag
    response["Accept-Ranges"] = "bytes"
    response["Cache-Control"] = "private, no-store"
    response["X-Content-Type-Options"] = "nosniff"
    response["Content-Security-Policy"] = SANDBOX
    kind = "attachment" if what.attachment else "inline"
    response["Content-Disposition"] = f"{kind}; filename*=UTF-8''{_name(what.name)}"
    return response


def _name(name: str) -> str:
    """Write a file name for a header: RFC 8187, whatever bytes the medium's name had."""
    return quote(name.encode("utf-8", "surrogateescape"), safe="")
