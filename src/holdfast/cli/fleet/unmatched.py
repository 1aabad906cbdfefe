# SPDX-License-Identifier: Apache-2.0
"""`holdfast fleet unmatched`: what does not fit, list by list, with the rules of matching."""

from __future__ import annotations

from typing import TYPE_CHECKING

import click

from holdfast.cli.options import home_option, json_option, named_home
from holdfast.cli.output import print_json, say
from holdfast.cli.plain import plain
from holdfast.errors import ANSWER_IS_NO, DONE
from holdfast.plain import counted

if TYPE_CHECKING:
    from collections.abc import Iterator
    from pathlib import Path

    from holdfast.fleet.queries.values import FlightLine, Unmatched


@click.command(short_help="Say what does not fit.")
@click.option(
    "--days", type=click.IntRange(1, 3650), default=120, show_default=True,
    help="How far back to look for recordings without a flight.",
)  # fmt: skip
@home_option
@json_option
def unmatched(*, days: int, home: Path | None, as_json: bool) -> int:
    """Say what does not fit: media without a flight, flights without media, unknown serial numbers.

    Also flights that were not approved, or beyond what their approval assumed, by a pilot who was
    not current, or with something out of service; and upkeep that is due. Exit code 0 when
    everything fits, 1 when something does not.
    """
    from holdfast.cli.session import enter_as_actor

    entered, actor = enter_as_actor(named_home(home))
    from holdfast.fleet.queries import unmatched as ask

    found = ask(actor, entered, days=days)
    if as_json:
        print_json({"count": found.count, **plain(found)})  # type: ignore[dict-item] # a mapping
    else:
        say(*_lines(found))
    return ANSWER_IS_NO if found.count else DONE


def _lines(found: Unmatched) -> Iterator[str]:
    yield f"{counted(found.count, 'thing')} to look at; each list shows at most {found.most}."
    for loose in found.loose_media:
        fits = f"; may belong to {', '.join(loose.fits)}" if loose.fits else ""
        whose = loose.device or f"nobody's ({', '.join(loose.serials)})"
        files = ", ".join(counted(many, kind) for kind, many in loose.media.items())
        yield f"Media without a flight: {whose}, {loose.began}: {files}{fits}"
    for serial in found.unknown_serials:
        owners = (
            f"registered with {', '.join(serial.assets)}" if serial.assets else "not registered"
        )
        yield f"Serial number {serial.serial} ({serial.part}): {owners}, in {serial.media} recordings"
    for words, flights in (
        ("Not approved", found.not_approved),
        ("Pilot not current", found.not_current),
        ("Out of service", found.grounded),
        ("Without media", found.without_media),
    ):
        yield from (f"{words}: {_flight(one)}" for one in flights)
    for beyond in found.beyond:
        yield (
            f"Beyond its approval: {_flight(beyond.flight)}, {beyond.so_far} {beyond.unit} of "
            f"{beyond.assumed} assumed in {beyond.quarter}, {counted(beyond.more, 'flight')} after it"
        )
    for first, second in found.overlapping:
        yield f"At the same time: {_flight(first)} and {second.number}"
    for check in found.never_flown:
        yield f"Checked and never recorded: {check.number}, {check.model}, {check.pilot_name}"
    for asset in found.upkeep:
        said = [f"out of service {asset.grounded}"] if asset.grounded else []
        yield f"{asset.asset}: {'; '.join([*said, *(flag.words for flag in asset.flags)])}"
    yield from (f"Rule: {rule}" for rule in found.rules)


def _flight(one: FlightLine) -> str:
    return f"{one.number}, {one.began}, {one.aircraft or one.model}, {one.pilot_name}"
