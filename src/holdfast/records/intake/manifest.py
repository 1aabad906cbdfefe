# SPDX-License-Identifier: Apache-2.0
"""From what was seen and stored to the lines of the manifest, with every disposition and item.

Promises: each file seen has exactly one line and one disposition; *stored* is said of a digest
that the records did not know, once; everything else that was read is a *duplicate* that says of
what. Every file that was read belongs to an item. Knows no database: what the records hold
already comes in as `Known`.
"""

from __future__ import annotations

import base64
from collections import defaultdict, deque
from dataclasses import dataclass, field
from typing import TYPE_CHECKING, Any

from holdfast.readers.card import CardLayout, group
from holdfast.records.intake.seen import Seen, is_utf8, shown_path
from holdfast.vault import StoredObject, Unreadable

if TYPE_CHECKING:
    from collections.abc import Iterator, Sequence

Result = StoredObject | Unreadable | None
_LONGEST_TITLE = 300


@dataclass(slots=True)
class Known:
    """What the records hold already: digests, and the item a main file made.

    `items` maps a digest to the item whose main file it is; for empty files, which are all alike,
    the key is the digest and the path. `files` holds (item, digest) pairs, `places` the next free
    place in an item.
    """

    originals: set[str] = field(default_factory=set)
    items: dict[str, int] = field(default_factory=dict)
    files: set[tuple[int, str]] = field(default_factory=set)
    places: dict[int, int] = field(default_factory=dict)
    next_item: int = 1


@dataclass(frozen=True, slots=True)
class Part:
    """A line's part in an item; `place` is None when the item has the file already."""

    item: int
    role: str
    place: int | None
    new_item: bool = False
    title: str = ""
    kind: str = ""


@dataclass(slots=True)
class Manifest:
    """All lines of one medium, in the order seen."""

    seen: Sequence[Seen]
    results: Sequence[Result]
    known: Known
    layout: CardLayout
    parts: dict[int, Part] = field(default_factory=dict)
    first: dict[str, int] = field(default_factory=dict)
    """Digest → the position that was stored, for digests new with this medium."""

    @property
    def counts(self) -> dict[str, int]:
        """How many files had each disposition, and the sum of the four."""
        counts = dict.fromkeys(("stored", "duplicate", "excluded", "unreadable"), 0)
        for position in range(len(self.seen)):
            counts[self.disposition(position)[0]] += 1
        return {"seen": sum(counts.values()), **counts}

    @property
    def items(self) -> tuple[int, ...]:
        """Every item that a file of the medium belongs to."""
        return tuple(dict.fromkeys(part.item for part in self.parts.values()))

    def disposition(self, position: int) -> tuple[str, str]:
        """Give the disposition of one file, and the reason when it was not stored."""
        seen, result = self.seen[position], self.results[position]
        if seen.excluded:
            return "excluded", seen.excluded
        if seen.unreadable or result is None:
            return "unreadable", seen.unreadable or "was not read"
        if isinstance(result, Unreadable):
            return "unreadable", _unread(result, seen.size)
        if self.first.get(result.sha256) == position:
            return "stored", ""
        earlier = self.first.get(result.sha256)
        if earlier is not None:
            return "duplicate", f"the same bytes as {shown_path(self.seen[earlier].path)}"
        return "duplicate", f"in the vault already, as item {self.parts[position].item}"

    def rows(self) -> Iterator[dict[str, Any]]:
        """Give one mapping for each file, ready to be a line."""
        for position, (seen, result) in enumerate(zip(self.seen, self.results, strict=True)):
            disposition, reason = self.disposition(position)
            stored = result if isinstance(result, StoredObject) else None
            part = self.parts.get(position)
            row: dict[str, Any] = {
                "position": position,
                "path": shown_path(seen.path),
                "size": stored.size if stored else seen.size,
                "file_system_time": seen.file_system_time,
                "sha256": stored.sha256 if stored else "",
                "blocks_root": stored.blocks_root if stored else "",
                "disposition": disposition,
                "reason": reason,
                "item": part.item if part else None,
                "role": part.role if part else "",
                "place": part.place if part else None,
            }
            if not is_utf8(seen.path):
                row["path_bytes"] = base64.b64encode(seen.path).decode()
            if seen.certainty:
                row["certainty"] = seen.certainty
            if part and part.new_item:
                row |= {"new_item": True, "title": part.title, "kind": part.kind}
            yield row


def draw_up(seen: Sequence[Seen], results: Sequence[Result], known: Known) -> Manifest:
    """Decide every disposition and every item."""
    readable = [
        position for position, result in enumerate(results) if isinstance(result, StoredObject)
    ]
    names = [one.name for one in seen if not (one.excluded or one.deleted or one.whole_image)]
    sizes = {one.name: one.size for one in seen}
    manifest = Manifest(seen, results, known, group(names, sizes=sizes))
    for position in readable:
        digest = _digest(results[position])
        if digest not in known.originals:
            manifest.first.setdefault(digest, position)
    whole = [position for position in readable if seen[position].whole_image]
    live = [p for p in readable if not seen[p].whole_image and not seen[p].deleted]
    for position in whole:
        _add(manifest, position, "card image", shown_path(seen[position].path))
    places: dict[str, deque[int]] = defaultdict(deque)
    for position in live:
        places[seen[position].name].append(position)
    for item in group(seen[position].name for position in live).items:
        main = places[item.main].popleft()
        number = _add(manifest, main, item.kind, _title(seen[main]))
        for sidecar in item.sidecars:
            _join(manifest, places[sidecar.path].popleft(), number, sidecar.role)
    for position in readable:
        if seen[position].deleted:
            kind = group([seen[position].name]).items[0].kind
            _add(manifest, position, kind, f"{_title(seen[position])} (deleted, recovered)")
    return manifest


def _add(manifest: Manifest, position: int, kind: str, title: str) -> int:
    """Make the item of a main file, or find the one that it made before."""
    known, digest = manifest.known, _digest(manifest.results[position])
    key = item_key(digest, manifest.seen[position])
    number = known.items.get(key)
    if number is not None:
        manifest.parts[position] = Part(number, "main", None)
        return number
    number = known.next_item
    known.next_item += 1
    known.items[key] = number
    known.files.add((number, digest))
    known.places[number] = 1
    manifest.parts[position] = Part(number, "main", 0, True, title[:_LONGEST_TITLE], kind)  # noqa: FBT003 # a new item
    return number


def _join(manifest: Manifest, position: int, item: int, role: str) -> None:
    known, digest = manifest.known, _digest(manifest.results[position])
    place = None
    if (item, digest) not in known.files:
        known.files.add((item, digest))
        place = known.places[item]
        known.places[item] = place + 1
    manifest.parts[position] = Part(item, role, place)


def item_key(digest: str, seen: Seen) -> str:
    """By what a main file's item is known: its bytes; for an empty file, its path too."""
    return digest if seen.size else f"{digest} {shown_path(seen.path)}"


def _digest(result: Result) -> str:
    if not isinstance(result, StoredObject):
        raise TypeError("only a stored file has a digest")
    return result.sha256


def _title(seen: Seen) -> str:
    return shown_path(seen.path.rpartition(b"/")[2])


def _unread(result: Unreadable, size: int) -> str:
    words = result.reason.rstrip(". ")
    if not result.bytes_read:
        return words
    return (
        f"{words}; {result.bytes_read} of {size} bytes could be read "
        f"(SHA-256 of those: {result.sha256_of_read})"
    )
