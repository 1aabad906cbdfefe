# SPDX-License-Identifier: Apache-2.0
"""`holdfast engagement open`: engage a contractor to fly, on conditions."""

from __future__ import annotations

from pathlib import Path
from typing import TYPE_CHECKING

import click

from holdfast.cli.dates import DAY
from holdfast.cli.engagement.documents import document_of
from holdfast.cli.engagement.show import tell
from holdfast.cli.options import home_option, json_option, named_home, need_text

if TYPE_CHECKING:
    from datetime import date


@click.command(name="open", short_help="Engage a contractor.")
@click.argument("contractor")
@click.option("--case", "case", required=True, help="The case's reference.")
@click.option("--purpose", required=True, help="What for: one of the agency's list.")
@click.option("--drone", required=True, help="Maker and model of what flies.")
@click.option(
    "--technology", default="", metavar="ID", help="Its id on the register, if it is on it."
)
@click.option("--from", "first", type=DAY, required=True, help="The first day of the work.")
@click.option("--to", "last", type=DAY, required=True, help="The last day of the work.")
@click.option("--contact", default="", help="Whom to reach there, and where.")
@click.option("--work", default="", help="What they are to do.")
@click.option(
    "--certificate-of",
    type=click.Choice(["contractor", "agency"]),
    default="contractor",
    show_default=True,
    help="Whose pilot certificate.",
)
@click.option("--certificate", default="", help="Its number.")
@click.option("--rules", "rule_part", default="", help='Under which rules, as "Part 102".')
@click.option(
    "--without",
    multiple=True,
    metavar="CONDITION",
    help="Leave a usual condition out; --left-out says why. Repeat for more.",
)
@click.option("--with", "extra", multiple=True, metavar="CONDITION", help="Put another one in.")
@click.option("--left-out", default="", help="Why a usual condition is left out.")
@click.option(
    "--agreement",
    type=click.Path(path_type=Path, exists=True, dir_okay=False),
    help="The written agreement; its name and SHA-256 are recorded, not the file.",
)
@home_option
@json_option
def open_(
    *,
    contractor: str,
    case: str,
    purpose: str,
    drone: str,
    technology: str,
    first: date,
    last: date,
    contact: str,
    work: str,
    certificate_of: str,
    certificate: str,
    rule_part: str,
    without: tuple[str, ...],
    extra: tuple[str, ...],
    left_out: str,
    agreement: Path | None,
    home: Path | None,
    as_json: bool,
) -> None:
    """Engage CONTRACTOR, an organisation, to fly for a case.

    Every usual condition of the agency's list is in it, each with its day.
    """
    words = (contractor, case, purpose, drone, contact, work, certificate, rule_part, left_out)
    need_text(*words, technology, *without, *extra)
    document = document_of(agreement)
    from holdfast.cli.session import enter_as_actor

    entered, actor = enter_as_actor(named_home(home))
    from holdfast.fleet import services

    listed = entered.lists.engagement_conditions
    usual = [one.id for one in listed if one.usual and one.id not in without]
    number = services.open_engagement(
        home=entered,
        actor=actor,
        contractor=contractor,
        case=case,
        purpose=purpose,
        flying=services.Flying(drone, technology, certificate_of, certificate, rule_part),
        starts_on=first,
        ends_on=last,
        conditions=[*usual, *extra],
        left_out=left_out,
        contact=contact,
        work=work,
        agreement=services.Document(*document),
    )
    tell(entered, actor, number, as_json=as_json)
