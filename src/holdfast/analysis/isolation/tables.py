# SPDX-License-Identifier: Apache-2.0
"""The tables of a report besides destinations: names asked for, plain text, and hosts."""

from __future__ import annotations

from collections import Counter
from typing import TYPE_CHECKING

from holdfast.analysis.isolation.addresses import hardware_text
from holdfast.analysis.isolation.dns import address_text
from holdfast.analysis.isolation.moments import moment
from holdfast.analysis.isolation.owners import UNKNOWN
from holdfast.analysis.isolation.report import AskedName, Host, PlainText
from holdfast.analysis.isolation.tally import Sum
from holdfast.analysis.isolation.whose import id_text

if TYPE_CHECKING:
    from collections.abc import Sequence

    from holdfast.analysis.isolation.owners import Owners
    from holdfast.analysis.isolation.subjects import Subjects
    from holdfast.analysis.isolation.whose import HostFacts


def asked_names(
    subjects: Subjects, owners: Owners, phases: Sequence[str], contacted: set[bytes]
) -> tuple[AskedName, ...]:
    """Write the names that were asked for; `contacted` are the addresses of the destinations.

    Where no device was named, those that somebody outside asked of a host here are among them.
    """
    rows: dict[tuple[str, str], AskedName] = {}
    for (host, name, how), found in subjects.packets.heard.asked.items():
        if subjects.device is not None and host not in subjects.ids:
            continue
        seen_in = tuple(phases[each] for each in sorted(found.phases) if each >= 0)
        row = AskedName(
            name=name,
            how=how,
            via=tuple(map(address_text, found.via)),
            asked=max(found.count, found.answered),
            answered=found.answered,
            addresses=tuple(map(address_text, found.addresses)),
            contacted=any(each in contacted for each in found.addresses),
            first=moment(found.first),
            last=moment(found.last),
            owner=owners.of_name(name) or UNKNOWN,
            hosts=(subjects.text(host),),
            phases=seen_in,
        )
        before = rows.get((name, how))
        rows[name, how] = row if before is None else _joined(before, row)
    return tuple(sorted(rows.values(), key=lambda each: (each.first, each.name)))


def plain_text(subjects: Subjects) -> tuple[PlainText, ...]:
    """Write what anybody between here and an address outside could read."""
    found: dict[tuple[str, str, str, tuple[str, ...]], PlainText] = {}
    for what, span in subjects.packets.heard.readable.items():
        if what.host not in subjects.ids or subjects.why(what.other):
            continue
        row = PlainText(
            what.what,
            address_text(what.other),
            what.shown,
            what.carried,
            span.count,
            moment(span.first),
            moment(span.last),
            (subjects.text(what.host),),
        )
        key = (row.what, row.address, row.shown, row.carried)
        before = found.get(key)
        found[key] = row if before is None else _joined_text(before, row)
    return tuple(sorted(found.values(), key=lambda each: (each.first, each.address)))


def write_hosts(subjects: Subjects) -> tuple[Host, ...]:
    """Write every host that was seen, the device first."""
    outside: Counter[bytes] = Counter()
    for (host, address), end in subjects.packets.tally.ends.items():
        if not end.why and not (address and subjects.why(address)):
            outside[host] += 1
    written = [
        _host(facts, sums, sum(outside[host] for host in facts.ids), subjects)
        for facts in subjects.hosts
        if (sums := subjects.sums([facts]))
    ]
    return tuple(sorted(written, key=lambda each: (not each.device, -each.packets_out, each.id)))


def _host(facts: HostFacts, sums: dict[int, Sum], outside: int, subjects: Subjects) -> Host:
    total = Sum(min(each.first for each in sums.values()), max(each.last for each in sums.values()))
    for each in sums.values():
        total.join(each)
    return Host(
        id=id_text(facts.id),
        device=subjects.device is not None and not facts.ids.isdisjoint(subjects.ids),
        hardware=tuple(map(hardware_text, facts.hardware)),
        addresses=tuple(map(address_text, facts.addresses)),
        names=tuple(facts.names),
        vendor_class=facts.vendor_class,
        packets_out=total.packets_out,
        packets_in=total.packets_in,
        bytes_out=total.bytes_out,
        bytes_in=total.bytes_in,
        destinations=outside,
        first=moment(total.first),
        last=moment(total.last),
    )


def _joined(before: AskedName, row: AskedName) -> AskedName:
    return AskedName(
        name=row.name,
        how=row.how,
        via=tuple(dict.fromkeys((*before.via, *row.via))),
        asked=before.asked + row.asked,
        answered=before.answered + row.answered,
        addresses=tuple(dict.fromkeys((*before.addresses, *row.addresses))),
        contacted=before.contacted or row.contacted,
        first=min(before.first, row.first),
        last=max(before.last, row.last),
        owner=row.owner,
        hosts=tuple(dict.fromkeys((*before.hosts, *row.hosts))),
        phases=tuple(dict.fromkeys((*before.phases, *row.phases))),
    )


def _joined_text(before: PlainText, row: PlainText) -> PlainText:
    return PlainText(
        row.what,
        row.address,
        row.shown,
        row.carried,
        before.count + row.count,
        min(before.first, row.first),
        max(before.last, row.last),
        tuple(dict.fromkeys((*before.hosts, *row.hosts))),
    )
