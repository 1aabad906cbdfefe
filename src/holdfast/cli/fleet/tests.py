# SPDX-License-Identifier: Apache-2.0
"""`holdfast fleet tests`: the network tests that were recorded in a home, and one of them computed again."""

from __future__ import annotations

from dataclasses import replace
from datetime import UTC, datetime
from typing import TYPE_CHECKING

import click

from holdfast.cli.options import home_option, json_option, named_home
from holdfast.cli.output import print_json, print_table, say
from holdfast.cli.plain import plain
from holdfast.errors import ANSWER_IS_NO, DONE

if TYPE_CHECKING:
    from collections.abc import Iterator
    from pathlib import Path

    from holdfast.fleet.queries.isolation import NetworkTestDetail


@click.command("tests", short_help="Show network tests of technologies.")
@click.argument("number", required=False, default="")
@click.option("--again", is_flag=True, help="Compute the report once more and compare it.")
@home_option
@json_option
def network_tests(*, number: str, again: bool, home: Path | None, as_json: bool) -> int:
    """List the network tests that were recorded, or show the one with the NUMBER.

    A test is recorded on the pages, from captures that are taken in. Its whole report is for those
    who test, govern and audit, and those who keep the network; everybody reads what is public.

    With --again the captures are examined once more, under a permit, and the exit code is 1 when
    another report comes of it.
    """
    from holdfast.cli.session import enter_as_actor

    entered, actor = enter_as_actor(named_home(home))
    from holdfast.fleet.queries.isolation import all_tests, network_test
    from holdfast.fleet.services import computed_again

    now = datetime.now(UTC)
    if again:
        same = computed_again(home=entered, actor=actor, number=number)
        if as_json:
            print_json({"test": number, "same": same})
        else:
            say("The same report came of it." if same else "Another report came of it.")
        return DONE if same else ANSWER_IS_NO
    if number:
        detail = network_test(actor, entered, number, now)
        if as_json:
            report = detail.report.to_json() if detail.report is not None else None
            print_json({"test": plain(replace(detail, report=None)), "report": report})
        else:
            say(*_told(detail))
        return DONE
    lines = all_tests(entered, now)
    if as_json:
        print_json({"tests": plain(lines)})
    else:
        print_table(
            ("test", "technology", "firmware", "verdict", "standing", "tested"),
            ((each.number, each.technology, each.firmware, each.verdict, each.standing.state,
              str(each.tested_on)) for each in lines),
        )  # fmt: skip
    return DONE


def _told(detail: NetworkTestDetail) -> Iterator[str]:
    line = detail.line
    yield f"Network test {line.number}: {line.name}, firmware {line.firmware}"
    yield line.sentence
    yield f"Tested {line.tested_on} by {line.tester}; network captured: {line.network}"
    yield f"Standing: {' '.join((line.standing.state, *line.standing.reasons))}"
    if detail.report is not None:
        yield from (f"- {reason}" for reason in detail.report.reasons)
        yield f"Destinations outside: {len(detail.report.destinations)}"
        for one in detail.report.destinations:
            names = ", ".join(dict.fromkeys(name.name for name in one.names)) or "no name seen"
            yield f"  {one.address}  {names}  {one.owner.kind}  {one.bytes_out:,} bytes out"
        yield "What a capture cannot see:"
        yield from (f"- {limit}" for limit in detail.report.cannot_see)
    yield f"SHA-256 of the report: {detail.report_sha256}"
    yield from (f"SHA-256 of a capture: {digest}" for digest in detail.digests)
