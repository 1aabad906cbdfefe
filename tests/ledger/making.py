# SPDX-License-Identifier: Apache-2.0
"""Logs and entries for tests, the same on every run."""

from __future__ import annotations

from datetime import UTC, datetime
from hashlib import sha256
from pathlib import Path
from typing import TYPE_CHECKING

from holdfast.ledger import Face, Log, Signer, seal

if TYPE_CHECKING:
    from holdfast.ledger.log import Entry

NOW = datetime(2026, 11, 23, 9, 15, 2, tzinfo=UTC)
SIGNER = Signer("holdfast.example/ledger", sha256(b"the log's key").digest())
STRANGER = Signer("holdfast.example/ledger", sha256(b"another's key").digest())

SAMPLES = Path(__file__).parents[3] / "shared" / "samples" / "ledger"


def entry(number: int, **details: object) -> Entry:
    """Return the entry of one view; equal numbers give equal entries."""
    content = {"v": 1, "act": "item.view", "details": {"number": number}, **details}
    body = seal(content, sha256(b"salt %d" % number).digest())
    face = Face(act="item.view", day="2026-11-23", role="investigator", sealed=body.commitment)
    return face.to_bytes(), body.data


def entries(start: int, stop: int) -> list[Entry]:
    """Return the entries of these numbers."""
    return [entry(number) for number in range(start, stop)]


def log_of(folder: Path, *sizes: int, signer: Signer = SIGNER) -> Log:
    """Return a log that was appended to until it had each of `sizes`."""
    log = Log.create(folder, signer, now=NOW)
    for size in sizes:
        log.append(entries(log.size, size), now=NOW)
    return log
