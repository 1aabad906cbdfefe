# SPDX-License-Identifier: Apache-2.0
"""The ledger itself, read in one pass: faces in order, and the published records beside them.

Promises: nothing comes from the database; a record is taken out of its sealed body, checked against
the face that names it, before the face is given on; memory holds the records and never the faces.
Only reads. ADR 0014.
"""

from __future__ import annotations

import json
from hashlib import sha256
from typing import TYPE_CHECKING, Any

from holdfast.ledger.tiles import TILE_WIDTH
from holdfast.oversight.errors import OversightDamageError
from holdfast.publication.records import read_record, record_bytes

if TYPE_CHECKING:
    from collections.abc import Callable, Iterator, Mapping, Sequence

    from holdfast.ledger import Log

    Face = dict[str, Any]
    Records = dict[int, dict[str, Any]]

_PUBLISHES = b'"published":"'
# In a canonical face: the key, 64 hex digits, a quotation mark and a comma.
_SEALED = b'"sealed":"'
_SEALED_LENGTH = len(_SEALED) + 64 + 2
_MOST_ALIKE = 1 << 17


def faces_with_records(
    log: Log, records: Records, *, counted_from: int = 0, stop: int | None = None
) -> Iterator[tuple[int, Face]]:
    """Yield (entry, face) in order, and put each published record into `records` before its face.

    Of the entries before `counted_from` only those that publish something are given. A face is given
    without its commitment, so that faces that are alike are one mapping: do not change it.
    """
    last = log.size if stop is None else min(stop, log.size)
    alike: dict[bytes, Face] = {}
    for number, start, faces in _tiles(log, last):
        publishing = [at for at, face in enumerate(faces) if _PUBLISHES in face]
        if publishing:
            _take_records(log, number, publishing, records)
        whole = start + len(faces) > counted_from
        for at in range(len(faces)) if whole else publishing:
            if start + at >= counted_from or _PUBLISHES in faces[at]:
                yield start + at, _read_face(faces[at], alike)


def faces_about(
    log: Log,
    technologies: Sequence[str],
    *,
    start: int = 0,
    on_record: Callable[[int, str, Mapping[str, Any]], None] | None = None,
) -> Iterator[tuple[int, Face]]:
    """Yield (entry, face) of the entries from `start` of some technologies and their functions.

    `on_record` is told the entry, the day and the record of everything that the log publishes,
    before its face.
    """
    sought = [
        f'"technology":{json.dumps(name, ensure_ascii=False)[:-1]}'.encode()
        for name in technologies
    ]
    for number, begins, faces in _tiles(log, log.size):
        if on_record is not None:
            publishing = [at for at, face in enumerate(faces) if _PUBLISHES in face]
            records: Records = {}
            if publishing:
                _take_records(log, number, publishing, records)
            for at in publishing:
                on_record(begins + at, json.loads(faces[at])["day"], records[begins + at])
        if begins + len(faces) <= start:
            continue
        for at, face in enumerate(faces):
            if begins + at >= start and any(name in face for name in sought):
                told = json.loads(face)
                if is_of(told["technology"], technologies):
                    yield begins + at, told


def is_of(name: str, technologies: Sequence[str]) -> bool:
    """Tell whether `name` is one of the technologies or a function of one."""
    return any(name == one or name.startswith(f"{one}/") for one in technologies)


def published_records(log: Log, size: int) -> Iterator[tuple[int, bytes]]:
    """Yield (entry, canonical record) of every published record among the first `size` entries."""
    for number, start, faces in _tiles(log, size):
        records: Records = {}
        publishing = [at for at, face in enumerate(faces) if _PUBLISHES in face]
        if publishing:
            _take_records(log, number, publishing, records)
        for at in publishing:
            yield start + at, record_bytes(records[start + at])


def sealed(log: Log, index: int) -> dict[str, Any]:
    """Give the sealed body of an entry; {} when it was lawfully destroyed."""
    body = log.body(index)
    return {} if body is None else dict(json.loads(body))


def sealed_in_tile(log: Log, indexes: Sequence[int]) -> dict[int, dict[str, Any]]:
    """Give the sealed bodies of some entries of one tile, opened together."""
    if not indexes:
        return {}
    wanted = set(indexes)
    entries = enumerate(log.entries(min(wanted), max(wanted) + 1), start=min(wanted))
    return {
        index: {} if body is None else dict(json.loads(body))
        for index, (_, body) in entries
        if index in wanted
    }


def _read_face(face: bytes, alike: dict[bytes, Face]) -> Face:
    """Read a face but for `sealed`; most of a quarter's faces differ in nothing else."""
    at = face.find(_SEALED)
    rest = face[:at] + face[at + _SEALED_LENGTH :]
    found = alike.get(rest)
    if found is None:
        found = json.loads(rest)
        if len(alike) < _MOST_ALIKE:
            alike[rest] = found
    return found


def _tiles(log: Log, last: int) -> Iterator[tuple[int, int, list[bytes]]]:
    for number in range(-(-last // TILE_WIDTH)):
        start = number * TILE_WIDTH
        yield number, start, log.tree.entries(number, min(TILE_WIDTH, last - start))


def _take_records(log: Log, number: int, publishing: Sequence[int], records: Records) -> None:
    start = number * TILE_WIDTH
    wanted = set(publishing)
    for at, (face, body) in enumerate(
        log.entries(start, min(log.size, start + max(publishing) + 1))
    ):
        if at in wanted:
            records[start + at] = _record_of(start + at, face, body)


def _record_of(index: int, face: bytes, body: bytes | None) -> dict[str, Any]:
    told = json.loads(body)["published"] if body is not None else None
    data = record_bytes(told) if told is not None else b""
    if sha256(data).hexdigest() != json.loads(face)["published"]:
        raise OversightDamageError(
            f"The published record of entry {index} is missing from its sealed body, or is not the "
            "one that its face names. Nothing was computed and no evidence is touched. Run "
            "'holdfast check', and restore the ledger's bodies from a copy."
        )
    return read_record(data)
