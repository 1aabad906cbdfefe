# SPDX-License-Identifier: Apache-2.0
"""People and the fleet, for those whose work it is."""

from __future__ import annotations

from django.db.models import Count, Q

from holdfast.accounts.models import Person
from holdfast.accounts.permissions import may_open
from holdfast.records.access import visible_items
from holdfast.records.errors import NotPermittedError
from holdfast.records.models import Device
from holdfast.records.queries.values import DeviceLine, PersonLine, PersonName


def people(viewer: Person) -> tuple[PersonLine, ...]:
    """Give everybody, to administrators and auditors. Raises NotPermittedError."""
    if may_open(viewer, "people") is None:
        raise NotPermittedError(
            f"{viewer} may not see everybody: that needs the role administrator or auditor."
        )
    return tuple(
        PersonLine(
            username=person.username,
            name=person.name,
            roles=tuple(person.roles),
            os_user=person.os_user or "",
            district=person.district,
            active=person.is_active,
        )
        for person in Person.objects.order_by("username")
    )


def colleagues(viewer: Person) -> tuple[PersonName, ...]:
    """Give whom a case may be opened to: everybody with an open account, by name."""
    if may_open(viewer, "cases") is None:
        return ()
    rows = Person.objects.filter(is_active=True).order_by("name", "username")
    return tuple(PersonName(person.username, person.name) for person in rows)


def devices(viewer: Person) -> tuple[DeviceLine, ...]:
    """Give the fleet; `items` counts what the viewer may see."""
    if may_open(viewer, "technologies") is None:
        return ()
    rows = Device.objects.annotate(
        seen=Count("items", filter=Q(items__in=visible_items(viewer)), distinct=True)
    )
    return tuple(
        DeviceLine(
            asset=device.asset,
            kind=device.kind,
            maker=device.maker,
            model=device.model,
            serials=tuple(device.serials),
            district=device.district,
            custodian=device.custodian,
            technology=device.technology,
            items=device.seen,
        )
        for device in rows.order_by("asset")
    )
