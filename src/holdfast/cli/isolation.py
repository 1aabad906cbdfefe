# SPDX-License-Identifier: Apache-2.0
"""`holdfast isolation`: whether a device reached anything outside. Needs no home and no network."""

from __future__ import annotations

import signal
from contextlib import contextmanager
from pathlib import Path
from typing import TYPE_CHECKING

import click

from holdfast.cli.errors import UnreadablePathError
from holdfast.cli.options import json_option
from holdfast.cli.output import print_json, size_text, warn
from holdfast.cli.progress import stages
from holdfast.errors import ANSWER_IS_NO, DONE, NEEDS_ATTENTION
from holdfast.plain import counted

if TYPE_CHECKING:
    from collections.abc import Callable, Iterator
    from types import FrameType

    from holdfast.analysis.isolation import Flight, IsolationReport, Phase

_FILE = click.Path(path_type=Path, exists=True, dir_okay=False)


@click.command(short_help="Say what a device's captures show it contacted.")
@click.argument("captures", nargs=-1, required=True, type=_FILE, metavar="CAPTURE...")
@click.option("--device", metavar="MAC|IP", help="The device the report is about.")
@click.option(
    "--phase", "phases", multiple=True, metavar="NAME=FROM/TO", help="A phase of the test."
)
@click.option("--phases", "phase_file", type=_FILE, help="A file with one phase a line.")
@click.option(
    "--flight-record", "records", multiple=True, type=_FILE, help="The record of a flight."
)
@click.option(
    "--flight", "flights", multiple=True, metavar="NAME=FROM/TO", help="A flight, by its times."
)
@click.option("--hosts", type=_FILE, help="A host list instead of the one of Holdfast.")
@json_option
def isolation(
    *,
    captures: tuple[Path, ...],
    device: str | None,
    phases: tuple[str, ...],
    phase_file: Path | None,
    records: tuple[Path, ...],
    flights: tuple[str, ...],
    hosts: Path | None,
    as_json: bool,
) -> int:
    """Say which destinations outside the CAPTUREs (pcap, pcapng, also gzip'd) show.

    There are three verdicts: contacted, none seen in this capture, cannot tell. Without --device the
    verdict is about every host on the local side together. Times are in ISO 8601 with a zone:
    --phase 'take-off=2026-11-27T01:00:00Z/2026-11-27T01:05:00Z'. Nothing is looked up anywhere.

    Exit code 0 whatever the verdict; 3 when a capture could not be read to its end; 1 when you
    stopped it, and the report is about what was read until then.
    """
    from holdfast.agency import read_hosts
    from holdfast.analysis.isolation import examine

    named = _phases(phases, phase_file)
    flown = _flights(flights, records)
    owners = read_hosts(hosts)
    with _until_stopped() as stopped, stages() as tell:
        report = examine(
            captures,
            device=device,
            phases=named,
            hosts=owners,
            flights=flown,
            progress=tell,
            stop=stopped,
        )
    if as_json:
        print_json(report.to_json())
    else:
        from holdfast.cli.isolation_words import print_report

        print_report(report)
    return _ended(report, stopped=stopped())


def _ended(report: IsolationReport, *, stopped: bool) -> int:
    faults = [each for each in report.captures if each.fault]
    for each in faults:
        warn(f"{each.name}: {each.fault}.")
    if stopped:
        read = sum(each.bytes_read for each in report.captures)
        size = sum(each.size for each in report.captures)
        warn(
            f"Stopped after {size_text(read)} of {size_text(size)}, "
            f"{counted(report.packets, 'packet')}. The report is about these; the captures are "
            "as they were. Run the same command again for the whole."
        )
        return ANSWER_IS_NO
    return NEEDS_ATTENTION if faults else DONE


def _phases(phases: tuple[str, ...], file: Path | None) -> tuple[Phase, ...]:
    from holdfast.analysis.isolation import parse_phase, parse_phase_lines

    found = tuple(map(parse_phase, phases))
    if file is None:
        return found
    try:
        text = file.read_text(encoding="utf-8-sig")
    except (OSError, UnicodeDecodeError) as error:
        raise UnreadablePathError(
            f"{file} cannot be read as text: {error}. Nothing was examined. Name a file with one "
            "phase a line."
        ) from error
    return found + parse_phase_lines(text.splitlines())


def _flights(flights: tuple[str, ...], records: tuple[Path, ...]) -> tuple[Flight, ...]:
    from holdfast.analysis.isolation import Flight, flight_of, parse_phase

    found = [Flight(each.name, each.first, each.last) for each in map(parse_phase, flights)]
    if records:
        from holdfast.readers import read

        found += [flight_of(read(path), path.name) for path in records]
    return tuple(found)


@contextmanager
def _until_stopped() -> Iterator[Callable[[], bool]]:
    """Take the first Ctrl-C as a wish to see what was read so far; the second one ends at once."""
    asked: list[int] = []

    def take(number: int, _frame: FrameType | None) -> None:
        asked.append(number)
        signal.signal(signal.SIGINT, before)

    before = signal.signal(signal.SIGINT, take)
    try:
        yield lambda: bool(asked)
    finally:
        signal.signal(signal.SIGINT, before)
