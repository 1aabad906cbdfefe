# SPDX-License-Identifier: Apache-2.0
"""pack.json: what a pack holds, for programs; and the line proofs as files.

Written by hand-made dictionaries so that the format in docs/formats/pack.md can be read off this
module. Keys are sorted and the bytes are the same for the same contents.
"""

from __future__ import annotations

import base64
import json
from typing import TYPE_CHECKING

from holdfast.packs.layout import entry_folder
from holdfast.packs.names import shown_name

if TYPE_CHECKING:
    from datetime import datetime

    from holdfast.packs.contents import ItemTimes, PackContents, PackLine, RecordedTime
    from holdfast.packs.layout import Layout, PlacedItem


def describe(contents: PackContents, layout: Layout) -> bytes:
    """Return pack.json."""
    return _json(
        {
            "v": 1,
            "agency": contents.agency,
            "case": {"reference": contents.case_reference, "title": contents.case_title},
            "purpose": contents.purpose,
            "made_at": utc_text(contents.made_at),
            "made_by": contents.made_by,
            "software": contents.software,
            "zone": contents.zone,
            "vkey": contents.vkey.strip(),
            "items": [_item(placed) for placed in layout.items],
            "events": [
                {
                    "entry": event.entry,
                    "at": utc_text(event.at),
                    "act": event.act,
                    "actor": event.actor,
                    "body": event.body is not None,
                    "proof": entry_folder(event.entry),
                }
                for event in layout.entries
            ],
        }
    )


def line_json(line: PackLine) -> bytes:
    """Return the file that proves one line of a bulk act."""
    return _json(
        {
            "entry": line.entry,
            "line": line.line.decode(),
            "index": line.index,
            "count": line.count,
            "root": line.root,
            "hashes": [base64.b64encode(one).decode() for one in line.hashes],
        }
    )


def utc_text(at: datetime) -> str:
    """Return an aware UTC time as sealed bodies write it: 2026-11-23T09:15:02.123456Z."""
    return at.strftime("%Y-%m-%dT%H:%M:%S.%fZ")


def _item(placed: PlacedItem) -> dict[str, object]:
    item = placed.item
    playable = placed.playable
    return {
        "number": item.number,
        "exhibit": item.exhibit,
        "title": item.title,
        "kind": item.kind,
        "times": _times(item.times),
        "facts": [
            {"name": fact.name, "value": fact.value, "source": fact.source} for fact in item.facts
        ],
        "originals": [
            {
                "path": one.path,
                "name": shown_name(one.original.name),
                "medium_path": shown_name(one.original.medium_path),
                "role": one.original.role,
                "sha256": one.original.sha256,
                "size": one.original.size,
                "entry": one.original.line.entry,
                "line": one.line_path,
            }
            for one in placed.originals
        ],
        "playable": None
        if playable is None
        else {
            "path": placed.playable_path,
            "kind": playable.kind,
            "sha256": playable.sha256,
            "size": playable.size,
            "provenance": playable.provenance,
        },
        "custody": [
            {"entry": one.event.entry, "words": one.event.words, "line": one.line_path}
            for one in placed.custody
        ],
    }


def _times(times: ItemTimes) -> dict[str, object]:
    return {
        "claimed": _time(times.claimed),
        "corrected": _time(times.corrected),
        "file_system": _time(times.file_system),
        "taken_in": _time(times.taken_in),
    }


def _time(time: RecordedTime | None) -> dict[str, str] | None:
    return None if time is None else {"at": time.at, "zone": time.zone, "note": time.note}


def _json(value: dict[str, object]) -> bytes:
    return json.dumps(value, ensure_ascii=False, indent=1, sort_keys=True).encode() + b"\n"
