# SPDX-License-Identifier: Apache-2.0
"""An integrity report as its page shows it: by class, along the recording, declared beside found.

Promises: every finding of the report is on the page; the classes are kept apart by word and shape;
a finding whose time is not known is in its table and not on the time line; what a playable copy
holds is told by time, and what it does not hold as well.
"""

from __future__ import annotations

import json
from dataclasses import dataclass
from typing import TYPE_CHECKING, Any, Final

from holdfast.records.derivatives import find, find_all
from holdfast.records.queries.recordings import when_examined
from holdfast.web.pictured import main_file

if TYPE_CHECKING:
    from collections.abc import Iterable, Iterator, Mapping, Sequence

    from holdfast.accounts.models import Person
    from holdfast.analysis.integrity import Finding, IntegrityReport
    from holdfast.analysis.salvage import SalvageResult
    from holdfast.home import Home
    from holdfast.records.derivatives import Derivative
    from holdfast.records.integrity_pdf import PaperReport
    from holdfast.records.queries.values import ItemDetail

WIDE: Final = 1000.0
_LEAST: Final = 6.0
_CLASSES: Final = {
    "unreadable": "Unreadable",
    "damaged": "Damaged",
    "incomplete": "Incomplete",
    "unusual": "Unusual, and normal",
}
_TONES: Final = {
    "sound": "good",
    "unusual": "note",
    "incomplete": "wait",
    "damaged": "bad",
    "unreadable": "bad",
}
_HARMED: Final = frozenset({"incomplete", "damaged", "unreadable"})
# What they find missing was never in the file, so that no copy has more of it.
_NOT_THERE: Final = frozenset(
    {"gap", "dropped", "frozen", "silence", "sound_missing", "starts_apart", "ends_apart"}
)


@dataclass(frozen=True, slots=True)
class Line:
    """One finding, with the number by which the time line and the table name it."""

    number: int
    when: str
    finding: Finding


@dataclass(frozen=True, slots=True)
class Group:
    """The findings of one class."""

    key: str
    name: str
    lines: Sequence[Line]


@dataclass(frozen=True, slots=True)
class Bar:
    """A stretch of a lane, in thousandths of the recording; `words` say what and from when to when."""

    x: float
    width: float
    words: str


@dataclass(frozen=True, slots=True)
class Lane:
    """One row of the time line."""

    key: str
    name: str
    bars: Sequence[Bar]

    @property
    def words(self) -> str:
        """Everything that is drawn, in words."""
        return "; ".join(bar.words for bar in self.bars) or "nothing"


@dataclass(frozen=True, slots=True)
class TimeLine:
    """The recording from its beginning to its end, or to where it says that it ends."""

    lanes: Sequence[Lane]
    first: str
    middle: str
    last: str


@dataclass(frozen=True, slots=True)
class Copy:
    """A playable copy, or why there is none; `reference` names what it learnt from."""

    is_there: bool
    reference: str = ""
    why_not: str = ""
    sha256: str = ""
    size: int = 0
    verdict: str = ""
    ending: str = ""
    result: SalvageResult | None = None
    lanes: Sequence[Lane] = ()
    lost: Sequence[str] = ()
    recovered: Sequence[str] = ()


@dataclass(frozen=True, slots=True)
class IntegrityPage:
    """What the page shows of one recording."""

    why_not: str = ""
    report: IntegrityReport | None = None
    tone: str = "note"
    said: str = ""
    not_said: str = ""
    groups: Sequence[Group] = ()
    line: TimeLine | None = None
    facts: Sequence[tuple[str, str, str]] = ()
    is_harmed: bool = False
    needs_reference: bool = False
    adds_nothing: bool = False
    copies: Sequence[Copy] = ()
    made_by: str = ""


def report_of(made: Derivative) -> IntegrityReport:
    """Read a report that was made."""
    from holdfast.analysis.integrity import IntegrityReport

    return IntegrityReport.from_json(json.loads(made.path.read_bytes()))


def result_of(made: Derivative) -> SalvageResult:
    """Read what a salvage that was made tells."""
    from holdfast.analysis.salvage import SalvageResult

    return SalvageResult.from_json(made.finding["result"])


def page_of(made: Derivative, copies: Iterable[Derivative]) -> IntegrityPage:
    """Put a report and what is known of playable copies into one page."""
    if not made.is_there:
        return IntegrityPage(why_not=made.reason or made.outcome)
    from holdfast.analysis.integrity.words import NOT_SAID, SAID, where

    report = report_of(made)
    lines = [
        Line(number, where(one.from_s, one.to_s), one)
        for number, one in enumerate(report.findings, 1)
    ]
    groups = [
        Group(key, name, [line for line in lines if str(line.finding.verdict) == key])
        for key, name in _CLASSES.items()
    ]
    kinds = {one.kind for one in report.findings}
    return IntegrityPage(
        report=report,
        tone=_TONES[str(report.verdict)],
        said=SAID[report.verdict],
        not_said=NOT_SAID,
        groups=[group for group in groups if group.lines],
        line=_line(report, lines),
        facts=list(_facts(report)),
        is_harmed=str(report.verdict) in _HARMED and "empty" not in kinds,
        needs_reference="no_index" in kinds,
        adds_nothing=_NOT_THERE.issuperset(
            one.kind for one in report.findings if str(one.verdict) in _HARMED
        ),
        copies=[copy_of(one) for one in copies],
        made_by=f"{report.tool}, version {made.provenance['version']} of the processor",
    )


def paper_of(home: Home, viewer: Person, detail: ItemDetail) -> PaperReport | None:
    """Gather what goes on paper of an item; None when there is no report of it."""
    from holdfast.records.integrity_pdf import PaperCopy, PaperReport

    main = main_file(detail.files)
    made = find(home, main.sha256, "integrity") if main else None
    if main is None or made is None or not made.is_there:
        return None
    return PaperReport(
        agency=home.config.agency,
        detail=detail,
        main=main,
        report=report_of(made),
        report_sha256=made.sha256,
        provenance=made.provenance,
        examined=when_examined(viewer, home, detail.item.number),
        copies=tuple(
            PaperCopy(one.sha256, one.size, str(one.finding["copy_verdict"]), result_of(one))
            for one in find_all(home, main.sha256, "salvage")
            if one.is_there
        ),
    )


def copy_of(made: Derivative) -> Copy:
    """Put one salvage into words."""
    reference = str(made.finding.get("reference") or "")
    if not made.is_there:
        return Copy(is_there=False, why_not=made.reason or made.outcome, reference=reference)
    from holdfast.analysis.integrity.words import where

    result = result_of(made)
    end = max((span.to_s for span in result.recovered), default=0.0)
    ends = [one.to_s for one in result.lost if one.to_s is not None]
    lanes = [
        Lane(
            "held",
            kind.capitalize(),
            [
                _bar(
                    span.from_s,
                    span.to_s,
                    0.0,
                    max(end, *ends, 0.001),
                    where(span.from_s, span.to_s),
                )
                for span in result.recovered
                if span.kind == kind
            ],
        )
        for kind in ("pictures", "sound")
        if any(span.kind == kind for span in result.recovered)
    ]
    return Copy(
        is_there=True,
        reference=reference,
        sha256=made.sha256,
        size=made.size,
        verdict=str(made.finding["copy_verdict"]),
        ending=str(made.finding["ending"]),
        result=result,
        lanes=lanes,
        lost=[
            f"{one.kind}{', ' * bool(where(one.from_s, one.to_s))}{where(one.from_s, one.to_s)}: {one.what}"
            for one in result.lost
        ],
        recovered=[
            f"{one.kind}, {where(one.from_s, one.to_s)}: {one.pieces:,} pieces"
            for one in result.recovered
        ],
    )


def _line(report: IntegrityReport, lines: Sequence[Line]) -> TimeLine | None:
    from holdfast.analysis.integrity.words import clock

    streams = report.facts.streams
    starts = [one.first_s for one in streams if one.first_s is not None]
    ends = [one.last_s for one in streams if one.last_s is not None]
    ends += [one.finding.to_s for one in lines if one.finding.to_s is not None]
    if not ends:
        return None
    first = min(0.0, *starts, *ends)
    last = max(*ends, report.facts.declared_s or 0.0)
    if last <= first:
        return None
    lanes = [
        Lane(
            "held",
            f"{one.kind.capitalize()} found",
            [
                _bar(
                    one.first_s,
                    one.last_s,
                    first,
                    last,
                    f"{clock(one.first_s)} to {clock(one.last_s)}",
                )
            ],
        )
        for one in streams
        if one.first_s is not None and one.last_s is not None
    ]
    for key, name in _CLASSES.items():
        bars = [
            _bar(
                one.finding.from_s,
                _end(one.finding),
                first,
                last,
                f"{one.number}, {one.finding.kind.replace('_', ' ')}, {one.when}",
            )
            for one in lines
            if str(one.finding.verdict) == key and one.finding.from_s is not None
        ]
        if bars:
            lanes.append(Lane(key, name, bars))
    return TimeLine(lanes, clock(first), clock((first + last) / 2), clock(last))


def _end(finding: Finding) -> float:
    start = finding.from_s or 0.0
    return start if finding.to_s is None else finding.to_s


def _bar(start: float, stop: float, first: float, last: float, words: str) -> Bar:
    scale = WIDE / (last - first)
    width = max(_LEAST, (stop - start) * scale)
    x = min(max(0.0, (start - first) * scale), WIDE - _LEAST)
    return Bar(round(x, 1), round(min(width, WIDE - x), 1), words)


def _facts(report: IntegrityReport) -> Iterator[tuple[str, str, str]]:
    """Give rows of a name, what the file declares, and what was found."""
    facts = report.facts
    yield "Container", "", f"{facts.container}{', ' * bool(facts.layout)}{facts.layout}"
    yield "Length", _seconds(facts.declared_s), _seconds(facts.found_s)
    for one in facts.streams:
        name = f"Stream {one.index}, {one.kind}"
        yield name, f"{one.codec}, {one.shape}", _rate(one.rate, varies=one.rate_varies)
        yield f"{name}: length", _seconds(one.declared_s), _seconds(one.found_s)
        declared = (
            "not said" if one.declared_packets is None else f"{one.declared_packets:,} packets"
        )
        yield f"{name}: packets", declared, f"{one.packets:,} packets, {one.decoded:,} decoded"


def _rate(rate: float | None, *, varies: bool) -> str:
    if rate is None:
        return ""
    return f"{rate:g} pictures a second" + (", varying" if varies else "")


def _seconds(value: float | None) -> str:
    return "not said" if value is None else f"{value:.3f} s"


def salvage_json(made: Derivative) -> Mapping[str, Any]:
    """Give the whole result of a salvage with its provenance, for whoever takes it away."""
    return {**made.finding, "provenance": dict(made.provenance)}
