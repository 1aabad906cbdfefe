# SPDX-License-Identifier: Apache-2.0
"""`holdfast engagement step`: what became of a condition, or a medium that was handed over."""

from __future__ import annotations

from pathlib import Path
from typing import Any

import click

from holdfast.cli.dates import DAY
from holdfast.cli.engagement.documents import document_of
from holdfast.cli.engagement.show import tell
from holdfast.cli.options import home_option, json_option, named_home, need_text
from holdfast.errors import WrongUsageError

# What each step needs said, beside the condition.
_NEEDS = {
    "met": (),
    "waived": ("by", "words"),
    "breached": ("words",),
    "moved": ("due", "words"),
    "medium": ("acquisition",),
    "agreement": ("document",),
    "reminded": ("words",),
}
_WHOLE = ("medium", "agreement", "reminded")


@click.command(short_help="Record what became of a condition.")
@click.argument("number")
@click.argument("what", type=click.Choice(list(_NEEDS)))
@click.argument("condition", required=False, default="")
@click.option("--by", default="", help="Who says so, who signed, or who decided.")
@click.option(
    "--words", default="", help="How it was done, why, what happened (public), or how given."
)
@click.option("--private", default="", help="What only the agency may know of a breach.")
@click.option("--on", type=DAY, help="The day it happened; else today.")
@click.option("--due", type=DAY, help="The new day of a condition that is moved.")
@click.option("--medium", "acquisition", default="", metavar="RECEIPT", help="As A-2026-0007.")
@click.option(
    "--document",
    type=click.Path(path_type=Path, exists=True, dir_okay=False),
    help="The signed document; its name and SHA-256 are recorded, not the file.",
)
@home_option
@json_option
def step(
    *,
    number: str,
    what: str,
    condition: str,
    home: Path | None,
    as_json: bool,
    **given: Any,  # noqa: ANN401 # the options above
) -> None:
    """Record WHAT became of CONDITION in the engagement NUMBER.

    \b
    met        by what shows it: --medium, --document, or --by with --words
    waived     --by says who decided it, --words why
    breached   --words says what happened; an incident is opened
    moved      --due is the new day, --words why
    medium     ties --medium to the engagement; no CONDITION
    agreement  names the --document; no CONDITION
    reminded   records that a reminder is given, --words how; no CONDITION
    """  # noqa: D301 # click reads the sign as "keep these lines"
    need_text(number, condition, *(one for one in given.values() if isinstance(one, str)))
    missing = [f"--{_OPTION.get(name, name)}" for name in _NEEDS[what] if not given[name]]
    if missing or bool(condition) == (what in _WHOLE):
        raise WrongUsageError(
            f"{what!r} needs {' and '.join([*missing, *_about(what, condition)])}. Nothing was "
            "recorded."
        )
    given["document"] = document_of(given["document"])
    from holdfast.cli.session import enter_as_actor

    entered, actor = enter_as_actor(named_home(home))
    whose: dict[str, Any] = {"home": entered, "actor": actor, "number": number}
    _take(whose, what, condition, given)
    tell(entered, actor, number, as_json=as_json)


_OPTION = {"acquisition": "medium"}


def _about(what: str, condition: str) -> list[str]:
    if what in _WHOLE:
        return ["no condition"] if condition else []
    return [] if condition else ["a condition, by its id"]


def _take(who: dict[str, Any], what: str, condition: str, given: dict[str, Any]) -> None:
    from holdfast.fleet import services

    of: dict[str, Any] = {**who, "condition": condition}
    by, words, on, acquisition = (given[name] for name in ("by", "words", "on", "acquisition"))
    document = services.Document(*given["document"])
    if what == "met":
        evidence = services.Evidence(by, words, document, acquisition)
        services.meet_condition(**of, evidence=evidence, on=on)
    elif what == "waived":
        services.waive_condition(**of, by=by, reason=words)
    elif what == "breached":
        services.record_breach(**of, summary=words, private=given["private"], on=on)
    elif what == "moved":
        services.move_day(**of, due_on=given["due"], reason=words)
    elif what == "medium":
        services.link_medium(**who, acquisition=acquisition)
    elif what == "agreement":
        services.name_agreement(**who, agreement=document)
    else:
        services.remind_contractor(**who, how=words)
