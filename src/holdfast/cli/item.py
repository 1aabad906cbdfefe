# SPDX-License-Identifier: Apache-2.0
"""`holdfast item`: everything that is said about one item, and its chain of custody."""

from __future__ import annotations

from typing import TYPE_CHECKING

import click

from holdfast.cli.options import home_option, json_option, named_home
from holdfast.cli.output import print_json, say, size_text
from holdfast.cli.plain import plain

if TYPE_CHECKING:
    from collections.abc import Iterator, Sequence
    from pathlib import Path

    from holdfast.records.queries.values import CustodyEvent, FourTimes, ItemDetail


@click.command(short_help="Show one item with its chain of custody.")
@click.argument("number", metavar="ID", type=click.IntRange(min=1))
@home_option
@json_option
def item(*, number: int, home: Path | None, as_json: bool) -> None:
    """Show the item with the number ID: files, times, facts with their source, and custody.

    Shows what is said about the item, not its content; content is opened in the pages, with a
    purpose.
    """
    from holdfast.cli.session import enter_as_actor

    entered, actor = enter_as_actor(named_home(home))
    from holdfast.records.queries.custody import item_custody
    from holdfast.records.queries.item import item as query
    from holdfast.records.queries.recordings import KINDS, NOT_EXAMINED, standing_of

    detail = query(actor, entered, number)
    events = item_custody(actor, entered, number)
    mains = [file.sha256 for file in detail.files if file.role == "main"]
    standing = standing_of(entered, mains[0]) if mains and detail.item.kind in KINDS else None
    if as_json:
        told = None if standing is None else plain(standing)
        print_json({"detail": plain(detail), "integrity": told, "custody": plain(events)})
        return
    say(*_about(detail))
    if standing is not None and standing.word != NOT_EXAMINED:
        said = standing.reason or ", ".join(kind.replace("_", " ") for kind in standing.kinds)
        say(f"Integrity: {standing.word}{': ' * bool(said)}{said}")
    say(*_times(detail.times), *_said(detail), *_custody(events))


def _about(detail: ItemDetail) -> Iterator[str]:
    line = detail.item
    yield f"Item {line.number}: {line.title}"
    yield f"{line.kind}, {line.status}, access {line.access_class}, {line.condition}"
    yield f"Taken in with {detail.acquisition}"
    for case in detail.cases:
        exhibit = f", exhibit {case.exhibit_number}" if case.exhibit_number else ""
        yield f"Case {case.reference}: {case.title}{exhibit}"
    for file in detail.files:
        yield f"{file.role}: {file.path}, {size_text(file.size)}, {file.condition}"
        yield f"  SHA-256 {file.sha256}"
    if detail.device is not None:
        known = detail.device
        yield f"Device: {known.asset}, {known.maker} {known.model}"
    for hold in detail.holds:
        if hold.released_at is None:
            yield f"Hold {hold.number}: {hold.reason}"


def _times(times: FourTimes) -> Iterator[str]:
    if times.claimed is not None:
        shown = times.claimed.replace(tzinfo=None).isoformat(" ")
        yield f"The device says: {shown}, zone {times.claimed_zone} ({times.claimed_source})"
    if times.corrected is not None and times.corrected_by is not None:
        by = times.corrected_by
        yield f"Corrected: {times.corrected.isoformat(' ')} by {by.by.name}: {by.reason}"
    yield f"The file system says: {times.file_system or 'nothing'}"
    yield f"Received: {times.received.isoformat(' ')}"


def _said(detail: ItemDetail) -> Iterator[str]:
    for fact in detail.facts:
        yield f"{fact.name}: {fact.value}  [{fact.source}; {fact.file}]"
    for sign in detail.signs:
        yield f"Sign: {sign.what}. {sign.why}. {sign.means}"
    for warning in detail.warnings:
        yield f"Warning: {warning}"


def _custody(events: Sequence[CustodyEvent]) -> Iterator[str]:
    yield "Custody:"
    for event in events:
        yield f"  {event.at.isoformat(' ', 'seconds')}  {event.actor.name} {event.sentence}  (entry {event.entry})"
