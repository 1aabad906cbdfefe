# SPDX-License-Identifier: Apache-2.0
"""`holdfast decide`: record a decision, or confirm an oral one in writing."""

from __future__ import annotations

import hashlib
from datetime import UTC, date, datetime, timedelta
from pathlib import Path
from typing import TYPE_CHECKING

import click

from holdfast.cli.options import home_option, json_option, named_home, need_text
from holdfast.cli.output import print_json, say
from holdfast.cli.plain import plain
from holdfast.errors import WrongUsageError

if TYPE_CHECKING:
    from collections.abc import Mapping

    from holdfast.home import Home


@click.command(short_help="Record a decision.")
@click.argument("title", required=False, default="")
@click.option(
    "--kind",
    type=click.Choice(["approve", "pause", "resume", "end", "propose", "stage", "other"]),
    default="other",
    show_default=True,
    help="What it does.",
)
@click.option("--oral", is_flag=True, help="It was spoken and not written.")
@click.option("--made-on", default="", metavar="DAY", help="The day it was made; else today.")
@click.option("--maker", default="", help="The office that made it. It is public: no name.")
@click.option("--authority", default="", help="Under what delegation or law.")
@click.option("--reason", default="", help="Why.")
@click.option("--alternatives", default="", help="What else was considered.")
@click.option("--technology", default="", metavar="ID", help="What it is about, on the register.")
@click.option("--approve", type=click.Choice(["trial", "adoption"]), help="What it approves.")
@click.option("--until", default="", metavar="DAY", help="The last day of the approval.")
@click.option(
    "--expect",
    multiple=True,
    metavar="UNIT=COUNT",
    help="The volume a quarter that was assumed, as flights=60; repeat for more.",
)
@click.option("--review-on", default="", metavar="DAY", help="When it is to be reviewed.")
@click.option("--conditions", default="", help="Conditions of the approval.")
@click.option(
    "--affects", multiple=True, metavar="APPROVAL", help="What is paused, resumed or ended."
)
@click.option(
    "--instrument",
    type=click.Path(path_type=Path, exists=True, dir_okay=False),
    help="The written instrument; its SHA-256 is recorded, not the file.",
)
@click.option("--confirm", default="", metavar="NUMBER", help="Confirm this oral decision instead.")
@home_option
@json_option
def decide(
    *,
    title: str,
    kind: str,
    oral: bool,
    made_on: str,
    maker: str,
    authority: str,
    reason: str,
    alternatives: str,
    technology: str,
    approve: str | None,
    until: str,
    expect: tuple[str, ...],
    review_on: str,
    conditions: str,
    affects: tuple[str, ...],
    instrument: Path | None,
    confirm: str,
    home: Path | None,
    as_json: bool,
) -> None:
    """Record the decision TITLE: who made it, under what authority, why, and what it does.

    The day it was made and the time it is recorded are both kept, and it takes effect from now. An
    oral approval ends after 48 hours unless --confirm follows in time.
    """
    need_text(title, maker, authority, reason, alternatives, conditions)
    digest = hashlib.sha256(instrument.read_bytes()).hexdigest() if instrument else ""
    from holdfast.cli.session import enter_as_actor

    entered, actor = enter_as_actor(named_home(home))
    from holdfast.oversight import services

    if confirm:
        recorded = services.confirm_decision(
            home=entered, actor=actor, number=confirm, instrument_sha256=digest
        )
        _tell(entered, confirm, {"entry": recorded.entry}, as_json=as_json)
        return
    last = _day(until, "--until") if until else None
    number = services.record_decision(
        home=entered,
        actor=actor,
        title=title,
        kind="approve" if approve else kind,
        form="oral" if oral else "written",
        made_on=_day(made_on, "--made-on") if made_on else datetime.now(UTC).date(),
        maker=maker,
        authority=authority,
        reason=reason,
        alternatives=alternatives,
        technology=technology,
        approve=approve or "",
        until=datetime.combine(last + timedelta(days=1), datetime.min.time(), UTC)
        if last
        else None,
        expected=_expected(expect),
        review_on=_day(review_on, "--review-on") if review_on else None,
        conditions=conditions,
        affects=affects,
        instrument_sha256=digest,
    )
    _tell(entered, number, {}, as_json=as_json)


def _tell(home: Home, number: str, more: Mapping[str, object], *, as_json: bool) -> None:
    from holdfast.oversight.queries.decisions import decision

    told = decision(home, number, datetime.now(UTC))
    if as_json:
        print_json({"number": number, "decision": plain(told), **more})
        return
    say(f"{number} is recorded, and under a checkpoint of the ledger.")
    for approval in told.approvals:
        end = f" until {approval.until:%Y-%m-%d %H:%M} UTC" if approval.until else ""
        say(f"It gives {approval.number} for {approval.technology}{end}.")
    if told.line.confirm_by and not told.line.confirmed_at:
        end = f"{told.line.confirm_by:%Y-%m-%d %H:%M} UTC"
        say(f"It was oral: it ends on {end} unless it is confirmed in writing.")
    if told.before:
        say(f"{told.before} uses were recorded before it: they stay as they are.")


def _day(text: str, option: str) -> date:
    try:
        return date.fromisoformat(text)
    except ValueError as error:
        raise WrongUsageError(
            f"{option} is {text!r}; write a day such as 2027-06-30. Nothing was recorded."
        ) from error


def _expected(expect: tuple[str, ...]) -> dict[str, int]:
    found: dict[str, int] = {}
    for one in expect:
        unit, sign, count = one.partition("=")
        if not sign or not count.isdecimal():
            raise WrongUsageError(f"--expect is {one!r}; write flights=60. Nothing was recorded.")
        found[unit.strip()] = int(count)
    return found
