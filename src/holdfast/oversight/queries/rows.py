# SPDX-License-Identifier: Apache-2.0
"""Permission rows and bans: the list, one row with its three faces, and a person's own.

Promises: *in force* here is what the gate goes by; the list pages by key, so that the last page of
ten thousand rows costs what the first does.
"""

from __future__ import annotations

import json
from typing import TYPE_CHECKING, Final

from django.db.models import Q, TextField
from django.db.models.functions import Cast

from holdfast.gate import USABLE_STAGES, cedar_of, register_entry
from holdfast.oversight.errors import NotOnRegisterError
from holdfast.oversight.models import Approval, PermissionRow, Technology
from holdfast.oversight.policy import row_of_model
from holdfast.oversight.queries.approvals import in_force
from holdfast.oversight.queries.standing import row_lines
from holdfast.oversight.queries.values import MyPermissions, RowDetail
from holdfast.records.queries.paging import page_of

if TYPE_CHECKING:
    from collections.abc import Iterable
    from datetime import datetime

    from django.db.models import QuerySet

    from holdfast.accounts.models import Person
    from holdfast.home import Home
    from holdfast.oversight.queries.values import RowLine
    from holdfast.records.queries.values import Page

STANDINGS: Final = ("in force", "not in force", "ended")
MOST_MINE: Final = 200


def rows(
    now: datetime,
    *,
    technology: str = "",
    role: str = "",
    kind: str = "",
    standing: str = "in force",
    after: str | None = None,
    limit: int = 50,
) -> Page[RowLine]:
    """List rows, the newest first. A ban that names no technology or no role is about each."""
    found = _narrowed(now, technology, role, kind, standing)
    return page_of(
        found.order_by("-entry_id"),
        after=after,
        limit=limit,
        key=lambda row: row.entry_id,
        since=lambda listed, key: listed.filter(entry_id__lt=int(key)),
        lines=lambda listed: row_lines(listed, now),
    )


def count_rows(
    now: datetime, *, technology: str = "", role: str = "", kind: str = "", standing: str = ""
) -> int:
    """Count what `rows` lists."""
    return _narrowed(now, technology, role, kind, standing).count()


def row(home: Home, number: str, now: datetime) -> RowDetail:
    """Give one row with its three faces. Raises NotOnRegisterError."""
    found = PermissionRow.objects.filter(number=number).select_related("entry").first()
    if found is None:
        raise NotOnRegisterError(f"There is no permission and no ban {number!r}.")
    gates = row_of_model(found)
    entry = register_entry(gates, found.sentence, found.decision)
    lists = home.lists
    purposes = [lists.purposes.get(one) for one in found.purposes]
    classes = [lists.data_classes.get(one) for one in found.data_classes]
    return RowDetail(
        line=row_lines([found], now)[0],
        cedar=cedar_of(gates),
        register_entry=json.dumps(entry, indent=2, ensure_ascii=False),
        purposes=tuple(one.words if one else "no longer listed" for one in purposes),
        data_classes=tuple(one.words if one else "no longer listed" for one in classes),
        end_reason=found.end_reason,
        entry=found.entry.index,
    )


def my_permissions(viewer: Person, now: datetime) -> MyPermissions:
    """Give what the viewer may use, in rows, and what stands against it."""
    mine = _of_roles(viewer.roles)
    standing = PermissionRow.objects.filter(mine, ended_at__isnull=True)
    permits = standing.filter(kind="permit")
    working = permits.filter(_working(now)).order_by("technology", "entry")
    allowed = list(working[: MOST_MINE + 1])
    asleep = permits.exclude(pk__in=working.values("pk")).order_by("-entry")[:MOST_MINE]
    bans = standing.filter(Q(until__isnull=True) | Q(until__gt=now), kind="ban").order_by("-entry")
    without = Technology.objects.exclude(number__in=working.order_by().values("technology"))
    return MyPermissions(
        allowed=row_lines(allowed[:MOST_MINE], now),
        asleep=row_lines(list(asleep), now),
        bans=row_lines(list(bans[:MOST_MINE]), now),
        without=tuple(without.order_by("name").values_list("name", flat=True)),
        more=len(allowed) > MOST_MINE,
    )


def _narrowed(
    now: datetime, technology: str, role: str, kind: str, standing: str
) -> QuerySet[PermissionRow]:
    found = PermissionRow.objects.all()
    if technology:
        found = found.filter(Q(technology=technology) | Q(technology="", kind="ban"))
    if role:
        found = found.filter(_of_roles([role]))
    if kind:
        found = found.filter(kind=kind)
    if standing == "in force":
        return found.filter(ended_at__isnull=True).filter(
            Q(kind="ban") & (Q(until__isnull=True) | Q(until__gt=now)) | _working(now)
        )
    if standing == "ended":
        return found.filter(Q(ended_at__isnull=False) | Q(until__lte=now))
    if standing == "not in force":
        standing_ones = found.filter(Q(until__isnull=True) | Q(until__gt=now), kind="permit")
        return standing_ones.filter(ended_at__isnull=True).exclude(_working(now))
    return found


def _working(now: datetime) -> Q:
    """Say that a permit is one that the gate goes by now."""
    approvals = in_force(Approval.objects.all(), now).filter(technology__stage__in=USABLE_STAGES)
    return Q(
        Q(until__isnull=True) | Q(until__gt=now),
        kind="permit",
        approval__in=approvals.values("number"),
    )


def _of_roles(roles: Iterable[str]) -> Q:
    """Say that a row is about one of the roles; a ban without roles is about each."""
    as_text = PermissionRow.objects.annotate(roles_text=Cast("roles", TextField()))
    named = Q()
    for role in roles:
        named |= Q(roles_text__contains=f'"{role}"')
    if not named:
        return Q(pk__in=[])
    return Q(pk__in=as_text.filter(named).values("pk")) | Q(kind="ban", roles=[])
