# SPDX-License-Identifier: Apache-2.0
"""`holdfast engagement show`: one engagement with its conditions, its media and every step."""

from __future__ import annotations

from datetime import UTC, datetime
from typing import TYPE_CHECKING

import click

from holdfast.cli.options import home_option, json_option, named_home, need_text
from holdfast.cli.output import print_json, print_table, say
from holdfast.cli.plain import plain
from holdfast.plain import counted

if TYPE_CHECKING:
    from pathlib import Path

    from holdfast.accounts.models import Person
    from holdfast.home import Home


@click.command(short_help="Show one engagement.")
@click.argument("number")
@home_option
@json_option
def show(*, number: str, home: Path | None, as_json: bool) -> None:
    """Show the engagement NUMBER (as E-2026-0003): conditions, media, every step with its entry."""
    need_text(number)
    from holdfast.cli.session import enter_as_actor

    entered, actor = enter_as_actor(named_home(home))
    tell(entered, actor, number, as_json=as_json)


def tell(home: Home, actor: Person, number: str, *, as_json: bool) -> None:
    """Print an engagement as the person may see it."""
    from holdfast.fleet.queries import engagement_pages as pages
    from holdfast.fleet.queries.engagements import condition_lines, find_engagement, knows_case
    from holdfast.oversight.days import day_of

    found = find_engagement(actor, number)
    conditions = condition_lines(found, day_of(home, datetime.now(UTC)))
    media, steps = pages.media(actor, found), pages.steps(actor, found)
    if as_json:
        print_json(
            {
                "number": found.number,
                "contractor": found.contractor,
                "contact": found.contact,
                "case": found.case.reference if knows_case(actor, found) else None,
                "purpose": found.purpose,
                "technology": found.technology_id,
                "drone": found.drone,
                "certificate_of": found.certificate_of,
                "certificate": found.certificate,
                "rule_part": found.rule_part,
                "starts_on": plain(found.starts_on),
                "ends_on": plain(found.ends_on),
                "closed_on": plain(found.closed_on),
                "agreement": {"name": found.agreement_name, "sha256": found.agreement_sha256},
                "conditions": plain(conditions),
                "media": plain(media),
                "quarantined": plain(pages.quarantined(actor, found)),
                "steps": plain(steps),
            }
        )
        return
    state = f"closed on {found.closed_on}" if found.closed_on else "open"
    say(
        f"{found.number} is {state}: {found.contractor}, {found.drone}, "
        f"{found.starts_on} to {found.ends_on}.",
        f"{counted(len(media), 'medium', 'media')} handed over, "
        f"{counted(sum(one.outstanding for one in conditions), 'condition')} outstanding.",
    )
    print_table(
        ("condition", "standing", "day", "in words"),
        ((one.id, one.standing, one.due_on.isoformat(), one.words) for one in conditions),
    )
