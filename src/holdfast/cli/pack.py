# SPDX-License-Identifier: Apache-2.0
"""`holdfast pack`: what leaves the building, as a folder that proves itself."""

from __future__ import annotations

from pathlib import Path

import click

from holdfast.cli.errors import StoppedError
from holdfast.cli.options import (
    home_option,
    json_option,
    named_home,
    need_case_and_purpose,
    need_text,
)
from holdfast.cli.output import print_json, say
from holdfast.plain import counted


@click.command(short_help="Make a pack that proves itself.")
@click.option("--case", "reference", required=True, help="The case's reference.")
@click.option("--purpose", required=True, help="Why it leaves: one of the list, or in words.")
@click.option("--recipient", default="", help="To whom it is handed.")
@click.option("--item", "numbers", type=int, multiple=True, help="Only this item; repeat for more.")
@click.option(
    "--to",
    type=click.Path(path_type=Path, file_okay=False),
    required=True,
    help="The folder to make.",
)
@home_option
@json_option
def pack(
    *,
    reference: str,
    purpose: str,
    recipient: str,
    numbers: tuple[int, ...],
    to: Path,
    home: Path | None,
    as_json: bool,
) -> None:
    """Make a pack of a case: originals, playable copies, custody, proofs, and the verifier.

    Without --item it holds every item of the case that you may open. Whoever receives it opens
    verify.html or runs 'python3 verify.py' in it; nobody sees what they looked at.
    """
    need_text(reference, purpose, recipient)
    need_case_and_purpose(reference, purpose)
    from holdfast.cli.session import enter_as_actor

    entered, actor = enter_as_actor(named_home(home))
    from holdfast.oversight.uses import make_pack

    try:
        made = make_pack(
            home=entered,
            actor=actor,
            case=reference,
            purpose=purpose,
            recipient=recipient,
            items=numbers or None,
            to=to.absolute(),
        )
    except KeyboardInterrupt:
        raise StoppedError(
            f"Stopped. No pack left: what stands at {to} is unfinished and says so. The same "
            "command makes it anew."
        ) from None
    if as_json:
        print_json(
            {
                "pack": made.number,
                "to": str(to),
                "items": made.items,
                "files": made.files,
                "manifest_sha256": made.manifest_sha256,
                "entry": made.entry,
                "checkpoint": made.checkpoint,
            }
        )
        return
    files = counted(made.files, "file")
    say(
        f"Pack {made.number}: {counted(made.items, 'item')}, {files}, in {to} "
        f"(entry {made.entry}).",
        f"It proves itself: open {to / 'verify.html'}, or run: python3 {to / 'verify.py'}",
    )
