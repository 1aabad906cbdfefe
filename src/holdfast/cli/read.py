# SPDX-License-Identifier: Apache-2.0
"""`holdfast read`: what a recording says about itself. Needs no home, no account, no network."""

from __future__ import annotations

from pathlib import Path
from typing import TYPE_CHECKING

import click

from holdfast.cli.options import json_option
from holdfast.cli.output import print_json, say, size_text
from holdfast.plain import counted

if TYPE_CHECKING:
    from collections.abc import Iterator

    from holdfast.readers import Reading


@click.command(short_help="Say what a recording says about itself.")
@click.argument("file", type=click.Path(path_type=Path, exists=True, dir_okay=False))
@click.option(
    "--home",
    type=click.Path(path_type=Path, file_okay=False, exists=True),
    metavar="DIR",
    help="Say also whether this home keeps the same bytes. Not needed for reading.",
)
@json_option
def read(file: Path, home: Path | None, as_json: bool) -> None:  # noqa: FBT001 # Click passes flags so
    """Say what FILE says about itself: device, times, track, and what could not be read.

    What a file says is not always true: a clock may be wrong and a position forged. A time whose
    zone the file does not give is shown with the zone 'unknown'.
    """
    from holdfast.readers import read as read_file

    reading = read_file(file)
    kept = None if home is None else _kept(home, reading.sha256)
    if as_json:
        said = reading.to_json()
        print_json(said if kept is None else {**said, "kept": kept})
        return
    say(*_lines(reading))
    if kept is not None:
        say(f"Kept in this home: {'yes, the same bytes' if kept else 'no'}")


def _kept(home: Path, sha256: str) -> bool:
    from holdfast.vault import Vault

    return Vault.open(home / "vault").has(sha256)


def _lines(reading: Reading) -> Iterator[str]:
    dialect = f", {reading.dialect}" if reading.dialect else ""
    yield f"{reading.kind}: {reading.format}{dialect}"
    yield f"SHA-256 {reading.sha256}, {size_text(reading.size)} ({reading.size:,} bytes)"
    if reading.device is not None:
        device = reading.device
        words = [device.make, device.product or device.model_code, device.firmware]
        words += [f"{serial.kind} {serial.value}" for serial in device.serials]
        yield "Device: " + ", ".join(word for word in words if word)
    for time in reading.times:
        yield f"Time ({time.what}): {time.at}, zone {time.zone}"
    if reading.track:
        fixes = sum(point.lat is not None for point in reading.track)
        yield f"Track: {counted(len(reading.track), 'point')}, {fixes:,} with a position"
    if reading.cues_read is not None:
        yield f"Cues: {reading.cues_read:,} read, {reading.cues_skipped or 0:,} skipped"
    for fact in reading.facts:
        yield f"{fact.name}: {fact.value}  [{fact.source}]"
    for sign in reading.signs:
        yield f"Sign: {sign.what}. {sign.why}. {sign.means}"
    for warning in reading.warnings:
        yield f"Warning: {warning}"
