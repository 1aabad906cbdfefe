# SPDX-License-Identifier: Apache-2.0
from __future__ import annotations

import hashlib
from typing import TYPE_CHECKING

import pytest
from django.test import RequestFactory
from hypothesis import given
from hypothesis import strategies as st

from holdfast.web.ranges import OPEN_END_MOST, Representation, answer, parse_range

if TYPE_CHECKING:
    from collections.abc import Iterator

    from django.http.response import HttpResponseBase

DATA = bytes(range(256)) * 40
SHA256 = hashlib.sha256(DATA).hexdigest()
DAMAGED_FROM = 4096


class DamagedError(Exception):
    """What the vault raises, for this test."""


def representation(data: bytes = DATA, *, damaged: bool = False) -> Representation:
    def read(start: int, stop: int) -> Iterator[bytes]:
        for at in range(start, stop, 1000):
            if damaged and min(at + 1000, stop) > DAMAGED_FROM:
                raise DamagedError
            yield data[at : min(at + 1000, stop)]

    return Representation(SHA256, len(data), "video/mp4", "Ü\udcff\n.MP4", read)


def asked(what: Representation, method: str = "GET", **headers: str) -> HttpResponseBase:
    request = RequestFactory().generic(method, "/", headers=headers)
    return answer(request, what)


def body(response: HttpResponseBase) -> bytes:
    return b"".join(response) if response.streaming else response.content  # type: ignore[attr-defined]  # both kinds of response


@given(st.integers(0, len(DATA) + 50), st.integers(0, len(DATA) + 50))
def test_every_range_gives_exactly_its_bytes(first: int, last: int) -> None:
    response = asked(representation(), Range=f"bytes={first}-{last}")
    if last < first:
        assert (response.status_code, body(response)) == (200, DATA)
    elif first >= len(DATA):
        assert response.status_code == 416
        assert response["Content-Range"] == f"bytes */{len(DATA)}"
    else:
        assert response.status_code == 206
        sent = body(response)
        assert sent == DATA[first : last + 1]
        assert response["Content-Length"] == str(len(sent))
        assert response["Content-Range"] == f"bytes {first}-{first + len(sent) - 1}/{len(DATA)}"


@given(st.integers(1, len(DATA) * 2))
def test_a_suffix_gives_the_end(length: int) -> None:
    assert body(asked(representation(), Range=f"bytes=-{length}")) == DATA[-length:]


@given(st.integers(0, len(DATA) - 1))
def test_an_open_end_gives_the_rest_of_a_small_file(first: int) -> None:
    assert body(asked(representation(), Range=f"bytes={first}-")) == DATA[first:]


def test_an_open_end_of_a_large_file_is_given_in_parts() -> None:
    size = OPEN_END_MOST * 3
    part = parse_range("bytes=5-", size)
    assert part is not None
    assert (part.start, len(part)) == (5, OPEN_END_MOST)


@given(st.text(max_size=40))
def test_a_header_that_is_no_byte_range_never_breaks_the_answer(header: str) -> None:
    request = RequestFactory().get("/")
    request.META["HTTP_RANGE"] = header
    response = answer(request, representation())
    assert response.status_code in {200, 206, 416}


@pytest.mark.parametrize(
    "header", ["bytes", "bytes=", "bytes=x-1", "bytes=1-0", "pages=1-2", "bytes=--1", "bytes=-"]
)
def test_an_invalid_header_is_ignored(header: str) -> None:
    response = asked(representation(), Range=header)
    assert (response.status_code, body(response)) == (200, DATA)


def test_of_several_ranges_the_first_that_can_be_given_is_given() -> None:
    response = asked(representation(), Range="bytes=99999-, 10-19 ,0-4")
    assert (response.status_code, body(response)) == (206, DATA[10:20])


def test_the_last_zero_bytes_cannot_be_given() -> None:
    assert asked(representation(), Range="bytes=-0").status_code == 416


def test_an_empty_file_is_given_whole_or_not_at_all() -> None:
    empty = representation(b"")
    assert asked(empty).status_code == 200
    assert asked(empty, Range="bytes=-5").status_code == 200
    assert asked(empty, Range="bytes=0-").status_code == 416


def test_a_range_of_another_version_is_answered_with_the_whole() -> None:
    tag = f'"{SHA256}"'
    assert asked(representation(), Range="bytes=0-1", **{"If-Range": tag}).status_code == 206
    other = {"If-Range": '"other"'}
    assert asked(representation(), Range="bytes=0-1", **other).status_code == 200
    dated = {"If-Range": "Mon, 23 Nov 2026 09:00:00 GMT"}
    assert asked(representation(), Range="bytes=0-1", **dated).status_code == 200


def test_head_tells_the_size_and_sends_nothing() -> None:
    response = asked(representation(), "HEAD", Range="bytes=0-9")
    assert (response.status_code, body(response)) == (200, b"")
    assert response["Content-Length"] == str(len(DATA))
    assert response["Accept-Ranges"] == "bytes"


def test_what_the_browser_has_is_not_sent_again() -> None:
    response = asked(representation(), **{"If-None-Match": f'"x", "{SHA256}"'})
    assert response.status_code == 304


def test_nothing_is_kept_by_the_browser_and_nothing_can_run() -> None:
    response = asked(representation())
    assert response["Cache-Control"] == "private, no-store"
    assert response["X-Content-Type-Options"] == "nosniff"
    assert response["Content-Security-Policy"].startswith("sandbox")
    assert response["Content-Disposition"] == "inline; filename*=UTF-8''%C3%9C%FF%0A.MP4"


@given(st.integers(0, len(DATA) - 1), st.integers(1, len(DATA)))
def test_a_damaged_byte_never_leaves(first: int, length: int) -> None:
    what = representation(damaged=True)
    stop = min(first + length, len(DATA))
    sent = b""
    try:
        response = asked(what, Range=f"bytes={first}-{stop - 1}")
        for piece in response:
            sent += piece
    except DamagedError:
        assert stop > DAMAGED_FROM
    else:
        assert stop <= DAMAGED_FROM
    assert first + len(sent) <= max(DAMAGED_FROM, first)


def test_damage_in_the_first_block_is_known_before_the_answer_begins() -> None:
    with pytest.raises(DamagedError):
        asked(representation(damaged=True), Range="bytes=5000-6000")
