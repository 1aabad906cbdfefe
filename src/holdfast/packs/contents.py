# SPDX-License-Identifier: Apache-2.0
"""What goes into a pack, as frozen values that the records layer fills from its queries.

Everything here is plain data: no query, no clock, no environment. Times of events are aware UTC;
the times that a recording claims are kept as the text it claimed, with its zone beside it.

A pack is made in two steps, because the ledger entry that says "this pack was made" commits to
the pack's files: `PackContents` is known before that entry, `PackProofs` only after it.
Follows docs/formats/pack.md and ADR 0006.
"""

from __future__ import annotations

from dataclasses import dataclass
from typing import TYPE_CHECKING

if TYPE_CHECKING:
    from collections.abc import Mapping
    from datetime import datetime
    from pathlib import Path


@dataclass(frozen=True, slots=True)
class RecordedTime:
    """One of the four times of an item.

    `at` is ISO 8601, with an offset where one is known; `zone` is an IANA name, "UTC" or
    "unknown"; `note` says in words where it comes from, or who corrected it and why.
    """

    at: str
    zone: str
    note: str


@dataclass(frozen=True, slots=True)
class ItemTimes:
    """The four times, never merged: None where there is none."""

    claimed: RecordedTime | None = None
    corrected: RecordedTime | None = None
    file_system: RecordedTime | None = None
    taken_in: RecordedTime | None = None


@dataclass(frozen=True, slots=True)
class PackFact:
    """One fact about an item, with the source that says so ("GPS from the subtitle track")."""

    name: str
    value: str
    source: str


@dataclass(frozen=True, slots=True)
class PackLine:
    """A line of a bulk act with its proof: line -> root of the lines -> entry.

    `line` is the canonical JSON as it was hashed, without its newline; `root` is lower-case hex;
    `hashes` go from the leaf's sibling to the root's child (RFC 6962).
    """

    entry: int
    line: bytes
    index: int
    count: int
    root: str
    hashes: tuple[bytes, ...]


@dataclass(frozen=True, slots=True)
class PackOriginal:
    """One original of an item.

    `name` is its name on the medium (it may hold surrogates for bytes that are not UTF-8),
    `medium_path` its path there, `source` the object in the vault to copy from, `role` main or
    sidecar (or what else the records say), `line` ties it to its acquisition.take_in entry and
    its JSON holds "sha256" and "size".
    """

    name: str
    medium_path: str
    source: Path
    sha256: str
    size: int
    role: str
    line: PackLine


@dataclass(frozen=True, slots=True)
class PackPlayable:
    """A small copy to look at; `provenance` is the sentence that says how it was made.

    `suffix` is ".jpg" or ".mp4"; `kind` is "image" or "video"; `words` describes the picture for
    someone who cannot see it.
    """

    source: Path
    sha256: str
    size: int
    suffix: str
    kind: str
    provenance: str
    words: str


@dataclass(frozen=True, slots=True)
class PackEvent:
    """One custody event, in plain words, with the entry that proves it.

    `actor` is the person as shown, and holds the name in the sealed body ("J. Smith (drone
    operator)"); `at` is that of the body, to the microsecond, in UTC; `words` go on from there ("took
    in the card ... into acquisition A-2026-0001"). `body` is None when the sealed body was
    destroyed or is not disclosed: the event is then proven by its face alone, and the pack says
    so. `line` is this item's line when the act was a bulk act.
    """

    entry: int
    at: datetime
    act: str
    actor: str
    words: str
    face: bytes
    body: bytes | None
    line: PackLine | None = None


@dataclass(frozen=True, slots=True)
class PackItem:
    """One item with its originals and its chain of custody, oldest event first."""

    number: int
    exhibit: str
    title: str
    kind: str
    times: ItemTimes
    facts: tuple[PackFact, ...]
    originals: tuple[PackOriginal, ...]
    playable: PackPlayable | None
    custody: tuple[PackEvent, ...]


@dataclass(frozen=True, slots=True)
class PackContents:
    """A whole pack before its own ledger entry exists.

    `zone` is the IANA zone in which the readable record shows the times of events; `vkey` is the
    log's verifier key line; `policy` a tlog-policy text ("" for: this log, no witness required).
    Every item's custody must hold the acquisition.take_in entry of each of its originals.
    """

    agency: str
    case_reference: str
    case_title: str
    purpose: str
    made_at: datetime
    made_by: str
    zone: str
    software: str
    items: tuple[PackItem, ...]
    vkey: str
    policy: str = ""


@dataclass(frozen=True, slots=True)
class EntryProof:
    """An entry as the pack carries it: face, sealed body and its tlog-proof text."""

    face: bytes
    body: bytes
    proof: str


@dataclass(frozen=True, slots=True)
class PackProofs:
    """What is known once the pack.make entry is under a checkpoint.

    `entries` holds the tlog-proof text of every custody entry by its index. Every proof,
    including that of `pack`, is against the one `checkpoint` and carries that same text.
    """

    checkpoint: str
    pack: EntryProof
    entries: Mapping[int, str]
