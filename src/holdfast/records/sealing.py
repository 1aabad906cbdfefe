# SPDX-License-Identifier: Apache-2.0
"""From a draft to an entry in the outbox, and from the outbox under a signed checkpoint.

Promises (ADR 0007): an entry is in the outbox in the same transaction as the change it records;
`sequence` gives success only when the entry is under a checkpoint; a crash anywhere between is
healed by `heal`, which every writer runs first. The order, and what each step guards against:

1. lines file, durable           an entry never names lines that are not there
2. change + outbox, one commit   neither without the other
3. Log.append                    bundles, bodies, tiles, then the checkpoint, all durable
4. index written to the entry    lost in a crash: heal finds the leaf in the log again

`heal` also replays entries that the log has and the database does not (a database restored from
an older copy, or a commit lost with the power), so the database can only ever be behind.
Never asks who may: that is the services' part.
"""

from __future__ import annotations

import json
import secrets
from hashlib import sha256
from typing import TYPE_CHECKING, Any

from django.db import transaction
from django.db.models import Max

from holdfast.ledger.body import open_body, seal
from holdfast.ledger.canonical import canonical_json
from holdfast.ledger.errors import LedgerError
from holdfast.ledger.face import Face
from holdfast.ledger.lines import SHORTEST_LINE_SALT, make_line, write_lines
from holdfast.ledger.merkle import leaf_hash
from holdfast.records.acts import apply, parse_act
from holdfast.records.errors import LedgerDisagreesError, NotSealedError
from holdfast.records.models import Entry
from holdfast.records.stores import line_reader, lines_folder

if TYPE_CHECKING:
    from collections.abc import Mapping
    from datetime import datetime

    from holdfast.accounts.models import Person
    from holdfast.home import Home
    from holdfast.ledger.log import Log
    from holdfast.records.drafts import Draft

_SALT = 32


def put_in_outbox(home: Home, draft: Draft, *, actor: Person, now: datetime) -> Entry:
    """Seal the draft, change the projection by it, and put the entry in the outbox.

    The caller holds the ledger's lock and an open transaction.
    """
    lines_root, lines_count = "", 0
    if draft.rows is not None:
        tree = write_lines(
            lines_folder(home),
            [make_line(row, secrets.token_bytes(SHORTEST_LINE_SALT)) for row in draft.rows],
        )
        lines_root, lines_count = tree.root, tree.count
    content: dict[str, object] = {
        "v": 1,
        "act": draft.act,
        "at": now.isoformat(timespec="microseconds").replace("+00:00", "Z"),
        "actor": {
            "username": actor.username,
            "name": actor.name,
            "roles": list(actor.roles),
            "role": draft.role,
        },
        "subjects": [subject.to_json() for subject in draft.subjects],
        "details": dict(draft.details),
    }
    if lines_root:
        content["lines"] = {"root": lines_root, "count": lines_count}
    published = ""
    if draft.published is not None:
        content["published"] = dict(draft.published)
        published = sha256(canonical_json(content["published"])).hexdigest()
    body = seal(content, secrets.token_bytes(_SALT))
    face = Face(
        act=draft.act,
        day=now.date().isoformat(),
        role=draft.role,
        technology=draft.technology,
        purpose=draft.purpose,
        data_class=draft.data_class,
        approval=draft.approval,
        count=draft.count,
        unit=draft.unit,
        outcome=draft.outcome,
        published=published,
        sealed=body.commitment,
    ).to_bytes()
    entry = _insert(face, body.data, index=None)
    apply(parse_act(entry, body.data, line_reader(home)))
    return entry


def sequence(log: Log, *, now: datetime) -> str:
    """Put everything in the outbox under a signed checkpoint; give the checkpoint's text.

    Raises NotSealedError when the ledger could not be written: the changes stay in the outbox.
    """
    waiting = list(Entry.objects.filter(index__isnull=True).order_by("id"))
    if not waiting:
        return log.checkpoint().data.decode()
    try:
        checkpoint = log.append(
            [(bytes(entry.face), bytes(entry.body or b"")) for entry in waiting], now=now
        )
        first = checkpoint.size - len(waiting)
    except (OSError, LedgerError) as error:
        raise NotSealedError(
            f"The change is kept, but it could not be put under a checkpoint of the ledger "
            f"({error}). Evidence is unharmed. Free space or mend the disk; the next command "
            "finishes what is waiting."
        ) from error
    with transaction.atomic():
        for offset, entry in enumerate(waiting):
            Entry.objects.filter(pk=entry.pk).update(index=first + offset)
    return checkpoint.data.decode()


def heal(home: Home, log: Log, *, now: datetime) -> int:
    """Bring database and log together after a crash; give the number of entries mended.

    Raises LedgerDisagreesError when the database knows of entries that the log does not have.
    """
    known = _known_size()
    if known > log.size:
        raise LedgerDisagreesError(
            f"The database knows {known} entries and the ledger on disk holds {log.size}: they do "
            "not belong together. Nothing was changed. Restore ledger/ from its newest copy; if "
            "the ledger is right and the database is not, run 'holdfast rebuild'."
        )
    mended = 0
    for index in range(known, log.size):
        with transaction.atomic():
            _recognise(home, log, index)
        mended += 1
    if Entry.objects.filter(index__isnull=True).exists():
        mended += 1
        sequence(log, now=now)
    return mended


def replay(home: Home, log: Log, index: int) -> Entry:
    """Apply entry `index` of the log to the projection."""
    face, body = log.face(index), log.body(index)
    entry = _insert(face, body, index=index)
    if body is not None:
        open_body(body, Face.from_bytes(face).sealed)
        apply(parse_act(entry, body, line_reader(home)))
    return entry


def _recognise(home: Home, log: Log, index: int) -> None:
    """Match entry `index` with one in the outbox by its leaf, or replay it."""
    leaf = leaf_hash(log.face(index)).hex()
    waiting = Entry.objects.filter(index__isnull=True, leaf=leaf).order_by("id").first()
    if waiting is None:
        replay(home, log, index)
    else:
        Entry.objects.filter(pk=waiting.pk).update(index=index)


def _destroyed(public: Mapping[str, Any]) -> dict[str, Any]:
    """Stand in for a body that was destroyed: only the day is left."""
    return {"at": f"{public['day']}T00:00:00Z", "actor": {}}


def _support(private: Mapping[str, Any]) -> str:
    """Give the record that stood behind a use, as `case:2026-0417`; "" for what is no use."""
    under = private.get("details", {}).get("under") or [{}]
    support = under[0].get("support") or {}
    return f"{support['kind']}:{support['id']}"[:200] if support else ""


def _known_size() -> int:
    highest = Entry.objects.aggregate(highest=Max("index"))["highest"]
    return 0 if highest is None else highest + 1


def _insert(face: bytes, body: bytes | None, *, index: int | None) -> Entry:
    public: dict[str, Any] = json.loads(face)
    private: dict[str, Any] = json.loads(body) if body else _destroyed(public)
    lines = private.get("lines") or {}
    return Entry.objects.create(
        index=index,
        act=public["act"],
        day=public["day"],
        role=public["role"],
        technology=public["technology"],
        support=_support(private),
        approval=public["approval"],
        purpose=public["purpose"],
        data_class=public["data_class"],
        outcome=public["outcome"],
        count=public["count"],
        unit=public["unit"],
        at=private["at"],
        actor=private["actor"].get("username", ""),
        lines_root=lines.get("root", ""),
        lines_count=lines.get("count", 0),
        leaf=leaf_hash(face).hex(),
        face=face,
        body=body,
    )
