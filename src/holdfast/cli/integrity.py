# SPDX-License-Identifier: Apache-2.0
"""`holdfast integrity`: is a recording whole, and what is missing? Needs no home and no account."""

from __future__ import annotations

from pathlib import Path
from typing import TYPE_CHECKING

import click

from holdfast.cli.errors import StoppedError, UnreadablePathError
from holdfast.cli.options import json_option
from holdfast.cli.output import print_json, say, size_text
from holdfast.cli.progress import progress
from holdfast.errors import DONE, NEEDS_ATTENTION
from holdfast.plain import counted

if TYPE_CHECKING:
    from collections.abc import Iterator

    from holdfast.analysis.integrity import Finding, IntegrityReport, StreamFacts

_MOST_NAMES = 10_000


@click.command(short_help="Say whether a recording is whole, and what is missing.")
@click.argument("file", type=click.Path(path_type=Path, exists=True, dir_okay=False))
@click.option(
    "--reference",
    type=click.Path(path_type=Path, exists=True, dir_okay=False),
    metavar="FILE",
    help="A sound recording of the same camera, to compare with.",
)
@click.option(
    "--most-minutes",
    type=click.IntRange(min=1),
    help="Stop decoding after so many minutes of work, and say so in the report.",
)
@click.option(
    "--pdf",
    type=click.Path(path_type=Path, dir_okay=False),
    metavar="OUT",
    help="Write the report as a PDF as well; a new file.",
)
@json_option
def integrity(
    *,
    file: Path,
    reference: Path | None,
    most_minutes: int | None,
    pdf: Path | None,
    as_json: bool,
) -> int:
    """Examine FILE: container, timestamps, every picture and all sound, decoded strictly.

    What is damaged, what is incomplete, and what is only unusual are kept apart; each finding says
    where, how it is known, what it means and what it does not mean. FILE is only read. Exit code 3
    when it is damaged, incomplete or unreadable; 0 when it is sound or only unusual.
    """
    from time import monotonic

    from holdfast.analysis.integrity import Limits, examine

    if pdf is not None and pdf.exists():
        raise UnreadablePathError(
            f"There is a file named {pdf.name} already. Nothing was written over and nothing was "
            "examined. Give another name."
        )
    try:
        with progress("seconds examined", None) as tell:
            report = examine(
                file,
                reference=reference,
                beside=_beside(file),
                limits=Limits(decode_seconds=None if most_minutes is None else most_minutes * 60.0),
                elapsed=monotonic,
                tell=lambda done: tell(int(done.passed_s)),
            )
    except KeyboardInterrupt:
        raise StoppedError(
            "Stopped. An examination only reads; nothing was changed and there is no report."
        ) from None
    if pdf is not None:
        _write_pdf(report, file.name, pdf)
    if as_json:
        print_json(report.to_json())
    else:
        say(*_lines(file.name, report))
    return NEEDS_ATTENTION if report.verdict.needs_attention else DONE


def _write_pdf(report: IntegrityReport, name: str, pdf: Path) -> None:
    from datetime import UTC, datetime

    from holdfast.analysis.integrity.report_pdf import report_pdf

    made = f"{datetime.now(UTC):%Y-%m-%d %H:%M:%S} UTC, by the command holdfast integrity"
    content = report_pdf(report, name=name, made=made, author="Holdfast")
    with pdf.open("xb") as file:
        file.write(content)


def _beside(file: Path) -> tuple[str, ...]:
    """Name the files beside this one, among which other chapters may be."""
    names: list[str] = []
    try:
        for each in file.resolve().parent.iterdir():
            names.append(each.name)
            if len(names) >= _MOST_NAMES:
                break
    except OSError:
        return ()
    return tuple(sorted(names))


def _lines(name: str, report: IntegrityReport) -> Iterator[str]:
    from holdfast.analysis.integrity.words import NOT_SAID, SAID

    facts = report.facts
    yield f"{name}: {SAID[report.verdict]}"
    yield f"SHA-256 {facts.sha256}, {size_text(facts.size)} ({facts.size:,} bytes)"
    yield f"Container: {facts.container}{', ' * bool(facts.layout)}{facts.layout}"
    if facts.found_s is not None:
        declared = "nothing" if facts.declared_s is None else f"{facts.declared_s:.3f} s"
        yield f"Length: {declared} declared, {facts.found_s:.3f} s found"
    for stream in facts.streams:
        yield _stream_line(stream)
    if facts.written_by:
        yield f"Says it was written by: {', '.join(facts.written_by)}"
    if report.compared_with is not None:
        yield f"Compared with: {report.compared_with}"
    for finding in report.findings:
        yield ""
        yield from finding_lines(finding)
    for sign in report.signs:
        yield ""
        yield f"Sign: {sign.what}. {sign.means} {sign.does_not_mean}"
    if report.limits:
        yield ""
    for limit in report.limits:
        yield f"Not looked at: {limit}."
    yield ""
    yield NOT_SAID


def finding_lines(finding: Finding) -> Iterator[str]:
    """Say a finding in four lines."""
    yield f"[{finding.verdict.value}] {at_time(finding.from_s, finding.to_s)}{finding.what}"
    yield f"    How known: {finding.how}"
    yield f"    Means: {finding.means}"
    yield f"    Does not mean: {finding.does_not_mean}"


def at_time(from_s: float | None, to_s: float | None) -> str:
    """Say a stretch of time and a colon, or nothing when it is not known."""
    from holdfast.analysis.integrity.words import where

    return f"{where(from_s, to_s)}: " if from_s is not None else ""


def _stream_line(stream: StreamFacts) -> str:
    words = [f"Stream {stream.index}: {stream.kind}, {stream.codec}, {stream.shape}"]
    if stream.rate is not None:
        words.append(f"{stream.rate:g} a second{' (varies)' * stream.rate_varies}")
    words.append(counted(stream.packets, "packet") + f", {stream.decoded:,} decoded")
    if stream.declared_packets is not None and stream.declared_packets != stream.packets:
        words.append(f"{stream.declared_packets:,} declared")
    return ", ".join(words)
