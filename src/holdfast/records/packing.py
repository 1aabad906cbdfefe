# SPDX-License-Identifier: Apache-2.0
"""Fills a pack: what leaves the building of each item, with the proof of every part of it.

Promises: only items of the named case that the actor may open; each original is tied by its own
line to the acquisition that took it in; an entry that concerns another case goes as its face
alone, so that no other case's reference or reason leaves with it.
"""

from __future__ import annotations

import json
from dataclasses import dataclass, field
from typing import TYPE_CHECKING, Any

from holdfast import __version__
from holdfast.accounts.roles import role_name
from holdfast.packs.contents import (
    ItemTimes,
    PackContents,
    PackEvent,
    PackFact,
    PackItem,
    PackLine,
    PackOriginal,
    PackPlayable,
    RecordedTime,
)
from holdfast.records.derivatives import find
from holdfast.records.errors import RefusedError
from holdfast.records.models import CaseItem, Custody, ManifestLine
from holdfast.records.queries.item import item as item_detail
from holdfast.records.words import sentence

if TYPE_CHECKING:
    from collections.abc import Sequence
    from datetime import datetime

    from holdfast.accounts.models import Person
    from holdfast.home import Home
    from holdfast.ledger import LineTree, Log
    from holdfast.records.models import Case, Entry
    from holdfast.records.queries.values import FileLine, FourTimes, ItemDetail
    from holdfast.vault import Vault

_PLAYABLE = {"video": ("playable", ".mp4", "video"), "photograph": ("viewable", ".jpg", "image")}
# The one act whose body always goes along: without it no original can be proven.
_TIES_ORIGINALS = "acquisition.take_in"


@dataclass(slots=True)
class Filler:
    """Fills one pack; keeps each line tree that it opened."""

    home: Home
    actor: Person
    case: Case
    log: Log
    vault: Vault
    trees: dict[str, LineTree] = field(default_factory=dict)

    def fill(
        self, items: Sequence[int], *, purpose: str, made_at: datetime, derivatives: bool
    ) -> PackContents:
        """Give the whole contents."""
        exhibits = dict(
            CaseItem.objects.filter(case=self.case, item__in=items).values_list(
                "item_id", "exhibit_number"
            )
        )
        return PackContents(
            agency=self.home.config.agency,
            case_reference=self.case.reference,
            case_title=self.case.title,
            purpose=purpose,
            made_at=made_at,
            made_by=str(self.actor),
            zone=self.home.config.zone,
            software=f"Holdfast {__version__}",
            items=tuple(
                self._item(number, exhibits[number], derivatives=derivatives) for number in items
            ),
            vkey=self.log.verifier.vkey,
            policy=_policy(self.home, self.log),
        )

    def _item(self, number: int, exhibit: str, *, derivatives: bool) -> PackItem:
        detail = item_detail(self.actor, self.home, number)
        return PackItem(
            number=number,
            exhibit=exhibit,
            title=detail.item.title,
            kind=detail.item.kind,
            times=_times(detail.times),
            facts=tuple(PackFact(fact.name, fact.value, fact.source) for fact in detail.facts),
            originals=tuple(self._original(number, file) for file in detail.files),
            playable=self._playable(detail) if derivatives else None,
            custody=self._custody(number),
        )

    def _original(self, number: int, file: FileLine) -> PackOriginal:
        if file.condition != "sound":
            raise RefusedError(
                f"A file of item {number} ({file.path}) is {file.condition} in the vault, so it "
                "cannot be handed out as it was taken in. No pack was made. Restore it from a "
                "copy and check again, or leave the item out."
            )
        lines = ManifestLine.objects.filter(item=number, sha256=file.sha256)
        line = (
            lines.select_related("acquisition__entry").order_by("acquisition", "position").first()
        )
        if line is None:
            raise RefusedError(
                f"No acquisition accounts for {file.path} of item {number}. No pack was made. Run "
                "'holdfast rebuild', then try again."
            )
        return PackOriginal(
            name=file.name,
            medium_path=file.path,
            source=self.vault.path(file.sha256),
            sha256=file.sha256,
            size=file.size,
            role=file.role,
            line=self._line(line.acquisition.entry, line.position),
        )

    def _line(self, entry: Entry, position: int) -> PackLine:
        tree = self.trees.get(entry.lines_root)
        if tree is None:
            tree = self.trees[entry.lines_root] = self.log.read_lines(entry.lines_root)
        return PackLine(
            entry=_index(entry),
            line=tree.lines[position],
            index=position,
            count=tree.count,
            root=tree.root,
            hashes=tuple(tree.proof(position)),
        )

    def _custody(self, number: int) -> tuple[PackEvent, ...]:
        rows = Custody.objects.filter(item=number, entry__index__isnull=False)
        return tuple(
            self._event(row.entry, row.line)
            for row in rows.select_related("entry").order_by("entry__index")
        )

    def _event(self, entry: Entry, position: int | None) -> PackEvent:
        index = _index(entry)
        body = self.log.body(index)
        content: dict[str, Any] = json.loads(body) if body else {}
        line = self._line(entry, position) if position is not None else None
        elsewhere = entry.act != _TIES_ORIGINALS and self._concerns_another_case(content)
        actor = content.get("actor", {})
        details = content.get("details", {}) | (json.loads(line.line) if line else {})
        return PackEvent(
            entry=index,
            at=entry.at,
            act=entry.act,
            actor=f"{actor.get('name', '')} ({role_name(entry.role).lower()})",
            words="did something that concerns another case; its body is not part of this pack"
            if elsewhere
            else sentence(
                self.home.lists, entry.act, details, purpose=entry.purpose, outcome=entry.outcome
            ),
            face=self.log.face(index),
            body=None if elsewhere else body,
            line=None if elsewhere else line,
        )

    def _concerns_another_case(self, content: dict[str, Any]) -> bool:
        cases = [one["id"] for one in content.get("subjects", ()) if one["kind"] == "case"]
        return any(number != self.case.number for number in cases)

    def _playable(self, detail: ItemDetail) -> PackPlayable | None:
        processor, suffix, kind = _PLAYABLE.get(detail.item.kind, ("", "", ""))
        main = next((file for file in detail.files if file.role == "main"), None)
        if not processor or main is None:
            return None
        made = find(self.home, main.sha256, processor)
        if made is None or not made.is_there:
            return None
        settings = ", ".join(f"{k} {v}" for k, v in made.provenance["settings"].items())
        return PackPlayable(
            source=made.path,
            sha256=made.sha256,
            size=made.size,
            suffix=suffix,
            kind=kind,
            provenance=(
                f"Made from {main.name} by Holdfast's {processor} processor, version "
                f"{made.provenance['version']} ({settings}). It is not the original."
            ),
            words=f"{detail.item.kind} {detail.item.title}",
        )


def _times(times: FourTimes) -> ItemTimes:
    by = times.corrected_by
    return ItemTimes(
        claimed=RecordedTime(
            times.claimed.replace(tzinfo=None).isoformat()
            if times.claimed_zone == "unknown"
            else times.claimed.isoformat(),
            times.claimed_zone,
            times.claimed_source,
        )
        if times.claimed
        else None,
        corrected=RecordedTime(
            times.corrected.isoformat(),
            "UTC",
            f"corrected by {by.by.name}, because: {by.reason}" if by else "",
        )
        if times.corrected
        else None,
        file_system=RecordedTime(
            times.file_system, "UTC" if "+" in times.file_system else "unknown", "the medium"
        )
        if times.file_system
        else None,
        taken_in=RecordedTime(times.received.isoformat(), "UTC", "when it was taken in"),
    )


def _policy(home: Home, log: Log) -> str:
    """Give the policy that a verifier reads: this log, and the witnesses it is shown to."""
    lines = [f"log {log.verifier.vkey.strip()}"]
    for number, witness in enumerate(home.config.witnesses, start=1):
        lines.append(f"witness w{number} {witness.vkey}")
    lines.append("quorum none")
    return "\n".join(lines) + "\n"


def _index(entry: Entry) -> int:
    if entry.index is None:
        raise AssertionError("an entry of an item's custody is under a checkpoint")
    return entry.index
