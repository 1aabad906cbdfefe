# SPDX-License-Identifier: Apache-2.0
"""`holdfast rebuild`: make database and index again from the vault and the ledger alone."""

from __future__ import annotations

from dataclasses import asdict
from typing import TYPE_CHECKING

import click

from holdfast.cli.errors import StoppedError
from holdfast.cli.options import home_option, json_option, named_home
from holdfast.cli.output import print_json, say
from holdfast.cli.progress import Told, stages
from holdfast.plain import counted

if TYPE_CHECKING:
    from pathlib import Path

    from holdfast.gate import Permit


@click.command(short_help="Make database and index again.")
@home_option
@json_option
def rebuild(*, home: Path | None, as_json: bool) -> None:
    """Make the database and the index again from the vault and the ledger.

    Needs nothing but vault/, ledger/, keys/ and holdfast.toml, and changes none of them.
    Passwords are not in the ledger: everybody enrols again ('holdfast user code'). Reading again
    what files say of themselves is a use, and needs a permission like any other.
    """
    from holdfast.cli.session import enter

    entered = enter(named_home(home))
    from holdfast.cli.session import operating_system_user
    from holdfast.gate import DeniedError
    from holdfast.oversight.uses import permits_to_read_again
    from holdfast.records.errors import NotPermittedError
    from holdfast.records.rebuild import rebuild as rebuild_home
    from holdfast.records.services import person_for_os_user

    not_read = ""

    def permits() -> tuple[Permit, ...]:
        nonlocal not_read
        try:
            actor = person_for_os_user(os_user=operating_system_user())
            return permits_to_read_again(home=entered, actor=actor)
        except (DeniedError, NotPermittedError) as refusal:
            not_read = str(refusal)
            return ()

    try:
        with stages() as tell:
            done = rebuild_home(
                home=entered,
                permits_to_read=permits,
                progress=lambda stage, done, total: tell(Told(stage, done, total)),
            )
    except KeyboardInterrupt:
        raise StoppedError(
            "Stopped. Vault and ledger were not touched; the database is half made. Run the same "
            "command again before anything else."
        ) from None
    if as_json:
        print_json({**asdict(done), "not_read": not_read or None})
        return
    say(
        f"{counted(done.entries, 'entry', 'entries')} replayed, "
        f"{counted(done.items, 'item')} are there again.",
        "Passwords are not in the ledger: give everybody a code with 'holdfast user code'.",
    )
    if not_read:
        say(
            f"What files say of themselves was not read again: {not_read} Then run the same command "
            "again."
        )
