# SPDX-License-Identifier: Apache-2.0
"""HTTP/1 requests in the clear: host and path, and which kinds of content anybody could read.

Promises: no query, cookie, credential or body is given back, only that it was there; a path is
shortened and marked. The module reads bytes; it speaks to nobody.
"""

from __future__ import annotations

import re
from typing import NamedTuple

from holdfast.plain import shown

_METHODS = (
    "GET", "POST", "PUT", "HEAD", "DELETE", "OPTIONS", "PATCH", "CONNECT", "TRACE", "PROPFIND",
    "REPORT", "MKCOL", "NOTIFY", "SUBSCRIBE", "UNSUBSCRIBE", "M-SEARCH", "SEARCH",
)  # fmt: skip
_REQUEST = re.compile(
    rb"(" + "|".join(_METHODS).encode() + rb") ([^ \r\n]{1,8192}) HTTP/1\.[01]\r?\n"
)
_BEGINS = tuple(f"{method} ".encode() for method in _METHODS)
_HEAD_END = re.compile(rb"\r?\n\r?\n")
_LONGEST_PATH = 60
LARGEST_HEAD = 16_384
_AUTHORITY = re.compile(r"https?://([^/?#]+)", re.IGNORECASE)
_CARRIED = {
    "cookie": "cookies",
    "authorization": "credentials",
    "proxy-authorization": "credentials",
    "user-agent": "name of the program and device",
    "referer": "address of another page",
    "x-api-key": "credentials",
}


class Request(NamedTuple):
    """One request. `host` is without its port; `proxy`: it asks a proxy to go there."""

    method: str
    host: str
    path: str
    carried: tuple[str, ...]
    proxy: bool
    version: str = "HTTP"


def looks_like_http(data: bytes) -> bool:
    """Whether bytes begin a request, or could when more of them come."""
    return data.startswith(_BEGINS) or (
        len(data) < 12 and any(begin.startswith(data) for begin in _BEGINS)  # noqa: PLR2004 - the longest method
    )


def read_requests(data: bytes, *, ended: bool = False) -> tuple[list[Request], bytes]:
    """Give the requests whose heads are whole, and the bytes that more may follow (b"" if none).

    `ended`: nothing more will come, so a head that is cut short is read as far as it goes.
    """
    found: list[Request] = []
    while looks_like_http(data):
        line = _REQUEST.match(data)
        if line is None:
            enough = b"\n" in data or len(data) > LARGEST_HEAD
            return found, b"" if enough or ended else data
        end = _HEAD_END.search(data, line.end() - 2)
        if end is None and not ended and len(data) < LARGEST_HEAD:
            return found, data
        head = data[line.end() : end.start() if end else len(data)]
        length, request = _request(line, head)
        found.append(request)
        data = data[end.end() + length :] if end else b""
    return found, b""


def _request(line: re.Match[bytes], head: bytes) -> tuple[int, Request]:
    method = line[1].decode("ascii")
    target = line[2].decode("utf-8", "backslashreplace")
    headers = _headers(head)
    length = int(headers.get("content-length", "0")[:12]) if _is_number(headers) else 0
    carried = [words for name, words in _CARRIED.items() if name in headers]
    authority = _AUTHORITY.match(target)
    host = headers.get("host", "")
    if method == "CONNECT":
        host, path = target, ""
    elif authority:
        host, path = authority[1].rpartition("@")[2], target[authority.end() :]
    else:
        path = target
    if "?" in path or "#" in path:
        carried.append("query")
    if length or "transfer-encoding" in headers:
        carried.append("body")
    return length, Request(
        method,
        _without_port(host),
        _shortened(path),
        tuple(dict.fromkeys(carried)),
        proxy=method == "CONNECT" or authority is not None,
    )


def _is_number(headers: dict[str, str]) -> bool:
    value = headers.get("content-length", "")
    return value.isascii() and value.isdecimal()


def _headers(head: bytes) -> dict[str, str]:
    found: dict[str, str] = {}
    for line in head.decode("latin-1").splitlines():
        name, colon, value = line.partition(":")
        if colon:
            found.setdefault(name.strip().lower(), value.strip())
    return found


def _without_port(host: str) -> str:
    host = shown(host.strip().lower())[:255]
    if host.startswith("["):
        return host[1:].partition("]")[0]
    name, colon, port = host.rpartition(":")
    return name if colon and port.isdecimal() and ":" not in name else host


def _shortened(path: str) -> str:
    """Keep the beginning of a path; what was left out is marked."""
    plain = re.split(r"[?#]", path, maxsplit=1)[0]
    cut = plain[:_LONGEST_PATH] + ("…" if len(plain) > _LONGEST_PATH else "")
    return shown(cut) + ("?…" if "?" in path else "")
