# SPDX-License-Identifier: Apache-2.0
"""A network test is recorded: captures examined under a permit, one verdict, one public record.

Promises: the captures are items that were taken in, so they have a receipt and custody; the report
is kept whole in the sealed body, byte for byte as its digest names it, and can be computed again;
the public record holds nothing of the agency's own network (holdfast.fleet.isolation.public).
Never says that a device is safe. docs/adr/0019-network-tests.md.
"""

from __future__ import annotations

from dataclasses import asdict, dataclass, replace
from hashlib import sha256
from typing import TYPE_CHECKING, Final

from holdfast.analysis.isolation import IsolationReport, Phase, in_order
from holdfast.analysis.isolation.addresses import parse_device
from holdfast.fleet.isolation import public_part
from holdfast.fleet.isolation.keeping import read_report, report_bytes
from holdfast.fleet.isolation.public import holds_a_number
from holdfast.fleet.models import Flight, NetworkTest
from holdfast.fleet.models.isolation import NETWORKS
from holdfast.oversight import uses
from holdfast.oversight.errors import NotDecidedError, OversightDamageError
from holdfast.oversight.models import Approval
from holdfast.oversight.publishing import instant, public_draft
from holdfast.oversight.queries.approvals import in_force
from holdfast.oversight.queries.finding import find_technology
from holdfast.oversight.told import LONGEST_NOTE, told, told_line
from holdfast.readers.reading import UNKNOWN_ZONE
from holdfast.records.drafts import Subject
from holdfast.records.models import Device
from holdfast.records.numbers import next_number
from holdfast.records.services.examining import TECHNOLOGY as EXAMINER
from holdfast.records.services.examining import captures_of, need_done
from holdfast.records.writing import authorise, writing

if TYPE_CHECKING:
    from collections.abc import Sequence
    from datetime import datetime

    from holdfast.accounts.models import Person
    from holdfast.analysis import Outcome
    from holdfast.analysis.job import Setting
    from holdfast.home import Home
    from holdfast.records.drafts import Draft
    from holdfast.records.services.examining import CaptureItem

ACT: Final = "isolation.record"
LETTER: Final = "NT"
_SHORT: Final = 60


@dataclass(frozen=True, slots=True)
class AboutTest:
    """What a person says of a test: of what, with which firmware and app, on which network, by whom.

    `asset` is the device of the fleet, "" for a sample that is not in it. `device` is its hardware
    or IP address in the captures, "" when everything in them is looked at. `tester` and all but
    `asset`, `device` and `note` are public.
    """

    technology: str
    firmware: str
    tester: str
    asset: str = ""
    app: str = ""
    app_version: str = ""
    data_mode: str = ""
    network: str = "not stated"
    device: str = ""
    note: str = ""
    phases: tuple[Phase, ...] = ()


@dataclass(frozen=True, slots=True)
class _Told:
    """Everything that the entry of a test tells, in public and sealed."""

    about: AboutTest
    case: str
    captures: tuple[CaptureItem, ...]
    report: IsolationReport
    examined_by: str

    def draft(self, number: str, approval: str, role: str) -> Draft:
        """Draft the entry."""
        about, data = self.about, report_bytes(self.report)
        part = public_part(self.report, withheld=_serials(about.technology))
        published = {
            "test": number,
            "technology": about.technology,
            "approval": approval,
            "firmware": about.firmware,
            "app": about.app,
            "app_version": about.app_version,
            "data_mode": about.data_mode,
            "network": about.network,
            "tester": about.tester,
            "phases": [
                {"name": one.name, "from": instant(one.first), "to": instant(one.last)}
                for one in about.phases
            ],
            "captures_sha256": [one.sha256 for one in self.captures],
            "report_sha256": sha256(data).hexdigest(),
            "examined_by": self.examined_by,
            **part.fields(),
        }
        details = {
            "asset": about.asset,
            "device": about.device,
            "note": about.note,
            "case": self.case,
            "captures": [asdict(one) for one in self.captures],
            "from": instant(self.report.first),
            "to": instant(self.report.last),
            "report": data.decode(),
        }
        return public_draft(
            ACT,
            published,
            role=role,
            technology=about.technology,
            approval=approval,
            details=details,
            subjects=(
                Subject("technology", about.technology),
                *(Subject("item", one.item) for one in self.captures),
            ),
            unit="tests",
        )


def record_test(
    *,
    home: Home,
    actor: Person,
    about: AboutTest,
    items: Sequence[int],
    case: str,
    now: datetime | None = None,
) -> str:
    """Examine the captures and record the test; give its number.

    Raises NotDecidedError, NotOnRegisterError, NotPermittedError, DeniedError, NotFoundError,
    RefusedError, and IsolationError for phases or an address that cannot be used.
    """
    role = authorise(actor, ACT)
    kept = _checked(about)
    numbers = tuple(dict.fromkeys(items))
    captures = captures_of(actor, numbers)
    outcome = uses.examine_traffic(
        home=home,
        actor=actor,
        items=numbers,
        case=case,
        settings=settings_of(home, kept, flown=_flown(kept)),
        now=now,
    )
    report = _read(outcome, captures)
    told = _Told(kept, case, captures, report, f"{EXAMINER} {outcome.provenance.version}")
    with writing(home=home, actor=actor, command="recording a network test", now=now) as writer:
        find_technology(kept.technology)
        approved = in_force(Approval.objects.filter(technology=kept.technology), writer.now)
        newest = approved.order_by("-start", "-number").first()
        number = next_number(NetworkTest, LETTER, writer.now)
        writer.record(told.draft(number, newest.number if newest else "", role))
    writer.recorded()
    return number


def ask_to_record_test(*, home: Home, actor: Person, about: AboutTest, case: str) -> None:
    """Refuse now what would be refused after long work. Raises what `record_test` raises."""
    authorise(actor, ACT)
    _checked(about)
    uses.ask_to_examine_traffic(home=home, actor=actor, case=case)


def computed_again(*, home: Home, actor: Person, number: str, now: datetime | None = None) -> bool:
    """Examine a test's captures once more; tell whether the same report came of it, byte for byte.

    A use like the first: it needs a permit and is on the ledger. Nothing else is changed.
    """
    authorise(actor, ACT)
    test = find_test(number)
    captures = captures_of(actor, [int(one["item"]) for one in test.captures])
    kept = read_report(bytes(test.report))
    phases = tuple(Phase(one.name, one.first, one.last) for one in kept.coverage.phases)
    about = AboutTest(
        technology=test.technology_id,
        firmware=test.firmware,
        tester=test.tester,
        device=kept.device or "",
        phases=phases,
    )
    flown = tuple(Phase(one.name, one.first, one.last) for one in kept.coverage.flights)
    outcome = uses.examine_traffic(
        home=home,
        actor=actor,
        items=[one.item for one in captures],
        case=test.case,
        settings=settings_of(home, about, flown=flown),
        now=now,
    )
    again = report_bytes(_read(outcome, captures))
    return sha256(again).hexdigest() == test.report_sha256


def find_test(number: str) -> NetworkTest:
    """Give the test of that number. Raises NotDecidedError."""
    found = NetworkTest.objects.select_related("technology", "entry").filter(number=number).first()
    if found is None:
        raise NotDecidedError(
            f"There is no network test {number!r}. Nothing was changed. Look its number up on the "
            "page of its technology."
        )
    return found


def settings_of(home: Home, about: AboutTest, *, flown: Sequence[Phase]) -> dict[str, Setting]:
    """Give what the processor goes by, as plain values that are part of the provenance."""
    own = home.root / "agency" / "hosts.toml"
    hosts = str(own) if own.is_file() else ""
    return {
        "device": about.device,
        "phases": _lines(about.phases),
        "flights": _lines(flown),
        "hosts": hosts,
    }


def _lines(stretches: Sequence[Phase]) -> str:
    return "\n".join(f"{one.name}={instant(one.first)}/{instant(one.last)}" for one in stretches)


def _flown(about: AboutTest) -> tuple[Phase, ...]:
    """Give the flights of the device that were recorded within the phases of the test.

    Those whose times and zone are known, so that the report can say whether it covers them.
    """
    if not about.asset or not about.phases:
        return ()
    rows = Flight.objects.filter(
        aircraft=about.asset,
        withdrawn_at__isnull=True,
        began__lt=about.phases[-1].last,
        ended__gt=about.phases[0].first,
    ).exclude(start_zone=UNKNOWN_ZONE)
    return tuple(
        Phase(row.number, row.began, row.ended)
        for row in rows.order_by("began", "number")
        if row.ended is not None and row.ended > row.began
    )


def _checked(about: AboutTest) -> AboutTest:
    """Give what was said as it is kept."""
    technology = find_technology(about.technology)
    if technology.ours:
        raise NotDecidedError(
            f"{technology.name} is a part of Holdfast and has no network of its own. Nothing was "
            "recorded."
        )
    if about.network not in NETWORKS:
        raise NotDecidedError(f"The network captured is one of {', '.join(NETWORKS)}.")
    device = about.device.strip()
    if device and parse_device(device) is None:
        raise NotDecidedError(
            f"{device[:60]!r} is neither a hardware address (60:60:1f:aa:bb:cc) nor an IP address. "
            "Nothing was recorded. Write the device's address, or leave it out."
        )
    asset = about.asset.strip()
    if asset and not Device.objects.filter(asset=asset, technology=about.technology).exists():
        raise NotDecidedError(
            f"{asset} is not registered as a device of {technology.name}. Nothing was recorded. "
            "Register it first, or leave the device out for a sample that is not in the fleet."
        )
    kept = replace(
        about,
        asset=asset,
        firmware=told_line(about.firmware, "The firmware", longest=_SHORT),
        tester=told_line(about.tester, "Who ran the test", longest=200),
        app=told_line(about.app, "The app", needed=False),
        app_version=told_line(about.app_version, "The app's version", longest=_SHORT, needed=False),
        data_mode=told_line(about.data_mode, "The data mode", longest=200, needed=False),
        device=device,
        note=told(about.note, "The note", longest=LONGEST_NOTE, needed=False),
        phases=in_order(about.phases),
    )
    words = (kept.firmware, kept.tester, kept.app, kept.app_version, kept.data_mode)
    own = (*_serials(kept.technology), device if ":" in device else "", asset)
    for text in (*words, *(one.name for one in kept.phases)):
        if holds_a_number(text, own):
            raise NotDecidedError(
                f"{text!r} has a number of the device in it, and is public. Nothing was recorded. "
                "Write it without the number; the note is not public."
            )
    return kept


def _serials(technology: str) -> list[str]:
    """Give the serial numbers of the technology's devices, which are not public."""
    rows = Device.objects.filter(technology=technology).values_list("serials", flat=True)
    return [serial for serials in rows for serial in serials]


def _read(outcome: Outcome, captures: Sequence[CaptureItem]) -> IsolationReport:
    """Read the finding, and make sure that it is of the bytes that were taken in."""
    report = IsolationReport.from_json(need_done(outcome))
    if [one.sha256 for one in report.captures] != [one.sha256 for one in captures]:
        raise OversightDamageError(
            "What was examined is not what was taken in: the digests differ. No test was recorded. "
            "Run 'holdfast check', which finds the damaged original."
        )
    return report
