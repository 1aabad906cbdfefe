# SPDX-License-Identifier: Apache-2.0
"""`holdfast register`: the register of technologies: list it, show one, put one on it, move it."""

from __future__ import annotations

import hashlib
from datetime import UTC, date, datetime
from pathlib import Path
from typing import TYPE_CHECKING, Any

import click

from holdfast.cli.options import home_option, json_option, named_home, need_text
from holdfast.cli.output import print_json, print_table, say
from holdfast.cli.plain import plain
from holdfast.errors import WrongUsageError

if TYPE_CHECKING:
    from collections.abc import Mapping

    from holdfast.accounts.models import Person
    from holdfast.home import Home

_KINDS = ("drone", "camera", "processor", "outside-tool", "function")


@click.command(short_help="The register of technologies.")
@click.argument("technology", required=False, default="")
@click.option("--name", default="", help="Put it on the register under this name.")
@click.option("--kind", type=click.Choice(_KINDS), help="What it is.")
@click.option("--phrase", default="", help='How a sentence goes on from "may use".')
@click.option("--maker", default="", help="Who makes it.")
@click.option("--model", default="", help="Its model.")
@click.option("--description", default="", help="What it does, in plain words.")
@click.option("--latent", is_flag=True, help="It is in a tool of ours and is not approved.")
@click.option("--captures-others", is_flag=True, help="It captures people suspected of nothing.")
@click.option("--contact", default="", help="Whom to ask about it.")
@click.option("--stage", default="", help="Move it: assessed, trial, adopted, suspended, retired.")
@click.option("--decision", default="", metavar="NUMBER", help="The decision it is moved by.")
@click.option("--set", "fields", multiple=True, metavar="FIELD=VALUE", help="Change a field.")
@click.option("--trigger", default="", help="What opens a new assessment, of the agency's list.")
@click.option("--assess", default="", metavar="KIND", help="Attach an assessment of this kind.")
@click.option("--done-on", default="", metavar="DAY", help="When the assessment was done.")
@click.option("--summary", default="", help="What the assessment found.")
@click.option(
    "--document",
    type=click.Path(path_type=Path, exists=True, dir_okay=False),
    help="The assessment itself; its SHA-256 is recorded, not the file.",
)
@click.option("--reason", default="", help="Why it is moved.")
@home_option
@json_option
def register(*, technology: str, home: Path | None, as_json: bool, **given: Any) -> None:  # noqa: ANN401 # the options above
    """Show the register; with TECHNOLOGY, show one; with options, register, change or move it.

    A function of a tool has a row of its own, as nuix/face-search. What is not approved by a
    permission in force cannot be used, and is on the register all the same.
    """
    need_text(*(str(value) for value in given.values() if isinstance(value, str)))
    from holdfast.cli.session import enter_as_actor

    entered, actor = enter_as_actor(named_home(home))
    from holdfast.oversight.queries import register as queries

    now = datetime.now(UTC)
    if technology:
        _change(entered, actor, technology, given)
        told = queries.technology(entered, technology, datetime.now(UTC))
        if as_json:
            print_json(plain(told))
        else:
            say(f"{told.line.name} ({told.line.number}) is {told.line.stage}.")
            say(*(f"{name}: {_shown(value)}" for name, value in told.values.items()))
        return
    if any(value for value in given.values()):
        raise WrongUsageError("Name the technology by its id. Nothing was changed.")
    lines = queries.technologies(entered, now)
    if as_json:
        print_json({"technologies": plain(lines)})
        return
    print_table(
        ("technology", "kind", "stage", "approvals in force", "note"),
        (
            (
                line.number,
                line.kind,
                line.stage,
                ", ".join(approval.number for approval in line.approvals) or "none",
                "present, not approved" if line.latent else "",
            )
            for line in lines
        ),
    )


def _change(home: Home, actor: Person, number: str, given: Mapping[str, Any]) -> None:
    """Do what the options say, one act after the other."""
    from holdfast.oversight import services

    who: dict[str, Any] = {"home": home, "actor": actor, "number": number}
    if given["name"] or given["kind"]:
        words = ("name", "phrase", "maker", "model", "description", "contact")
        services.register_technology(
            **who,
            **{word: given[word] for word in words},
            kind=given["kind"] or "",
            latent=given["latent"],
            captures_others=given["captures_others"],
            parent=number.rpartition("/")[0],
        )
    if given["fields"] or given["trigger"]:
        fields = dict(_field(one) for one in given["fields"])
        services.change_technology(**who, fields=fields, trigger=given["trigger"])
    if given["assess"]:
        document = given["document"]
        services.attach_assessment(
            **who,
            kind=given["assess"],
            done_on=_day(given["done_on"]),
            summary=given["summary"],
            document_sha256=hashlib.sha256(document.read_bytes()).hexdigest() if document else "",
        )
    if given["stage"]:
        services.move_technology(
            **who, stage=given["stage"], decision=given["decision"], reason=given["reason"]
        )


def _field(text: str) -> tuple[str, str]:
    name, sign, value = text.partition("=")
    if not sign:
        raise WrongUsageError(f"--set is {text!r}; write FIELD=VALUE. Nothing was changed.")
    return name.strip(), value.strip()


def _day(text: str) -> date:
    try:
        return date.fromisoformat(text) if text else datetime.now(UTC).date()
    except ValueError as error:
        raise WrongUsageError(
            f"--done-on is {text!r}; write a day such as 2026-11-27. Nothing was changed."
        ) from error


def _shown(value: object) -> str:
    if isinstance(value, (list, tuple)):
        return ", ".join(map(str, value)) or "none"
    return str(value) if value not in ("", None) else "not filled in"
