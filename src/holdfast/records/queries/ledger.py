# SPDX-License-Identifier: Apache-2.0
"""The ledger: faces for everybody who may come in, bodies for those they concern.

Promises: a face is public and never hidden; a body is shown to an auditor, to who acted, and to
who may see what it is about; the proof of any entry is given to anybody.
"""

from __future__ import annotations

import json
from typing import TYPE_CHECKING, Any

from holdfast.accounts.permissions import may_open
from holdfast.ledger.acts import ACTS
from holdfast.records.access import sees_everything_said, visible_cases, visible_items
from holdfast.records.errors import NotFoundError, NotPermittedError
from holdfast.records.models import Custody, Entry
from holdfast.records.queries.paging import page_of
from holdfast.records.queries.values import EntryDetail, FaceLine
from holdfast.records.stores import view_log
from holdfast.records.words import sentence

if TYPE_CHECKING:
    from collections.abc import Sequence

    from holdfast.accounts.models import Person
    from holdfast.home import Home
    from holdfast.records.queries.values import Page

_MOST_ITEMS = 200


def ledger_page(
    viewer: Person,
    *,
    act: str = "",
    outcome: str = "",
    after: str | None = None,
    limit: int = 50,
) -> Page[FaceLine]:
    """Give faces, newest first, of one act or of all, with one outcome or with any."""
    _need_ledger(viewer)
    rows = Entry.objects.filter(index__isnull=False).order_by("-index").defer("body")
    if act:
        rows = rows.filter(act=act)
    if outcome:
        rows = rows.filter(outcome=outcome)
    return page_of(
        rows,
        after=after,
        limit=limit,
        key=lambda entry: entry.index,
        since=lambda found, index: found.filter(index__lt=int(index)),
        lines=_faces,
    )


def ledger_entry(viewer: Person, home: Home, index: int) -> EntryDetail:
    """Give one entry: its face, and its body where the viewer may read it. Raises NotFoundError."""
    entry = _entry(viewer, index)
    body = bytes(entry.body) if entry.body is not None else None
    content: dict[str, Any] = json.loads(body) if body else {}
    readable = bool(content) and _may_read(viewer, entry, content)
    items = Custody.objects.filter(entry=entry, item__in=visible_items(viewer)).order_by("item")
    return EntryDetail(
        face=_faces([entry])[0],
        face_json=json.dumps(json.loads(bytes(entry.face)), indent=2, ensure_ascii=False),
        body_json=json.dumps(content, indent=2, ensure_ascii=False) if readable else None,
        sentence=_sentence(home, entry, content) if readable else ACTS.get(entry.act, entry.act),
        items=tuple(items.values_list("item_id", flat=True)[:_MOST_ITEMS]),
        checkpoint=view_log(home).checkpoint().data.decode(),
    )


def entry_proof(viewer: Person, home: Home, index: int) -> str:
    """Give the tlog-proof of an entry under the newest checkpoint. Raises NotFoundError."""
    _entry(viewer, index)
    return view_log(home).inclusion(index).render().decode()


def _entry(viewer: Person, index: int) -> Entry:
    _need_ledger(viewer)
    entry = Entry.objects.filter(index=index).first()
    if entry is None:
        raise NotFoundError(f"The ledger has no entry {index}.")
    return entry


def _need_ledger(viewer: Person) -> None:
    if may_open(viewer, "ledger") is None:
        raise NotPermittedError(
            "The ledger is read by everybody with a role in this home. Ask an administrator for one."
        )


def _may_read(viewer: Person, entry: Entry, content: dict[str, Any]) -> bool:
    """Let read: an auditor, who acted, and who may see all the items and cases it is about."""
    if sees_everything_said(viewer) or entry.actor == viewer.username:
        return True
    cases = [one["id"] for one in content["subjects"] if one["kind"] == "case"]
    named = [one["id"] for one in content["subjects"] if one["kind"] == "item"]
    if not cases and not named:
        return False
    return visible_cases(viewer).filter(number__in=cases).count() == len(cases) and visible_items(
        viewer
    ).filter(number__in=named).count() == len(named)


def _sentence(home: Home, entry: Entry, content: dict[str, Any]) -> str:
    details = content["details"]
    if entry.lines_root:
        return ACTS.get(entry.act, entry.act)
    return sentence(home.lists, entry.act, details, purpose=entry.purpose, outcome=entry.outcome)


def _faces(entries: Sequence[Entry]) -> tuple[FaceLine, ...]:
    return tuple(
        FaceLine(
            index=entry.index or 0,
            act=entry.act,
            act_in_words=ACTS.get(entry.act, entry.act),
            day=entry.day,
            role=entry.role,
            technology=entry.technology,
            approval=entry.approval,
            purpose=entry.purpose,
            data_class=entry.data_class,
            count=entry.count,
            unit=entry.unit,
            outcome=entry.outcome,
            leaf=entry.leaf,
        )
        for entry in entries
    )
