# SPDX-License-Identifier: Apache-2.0
"""`holdfast demo`: a demonstration agency, made by the real services, and served.

Never touches a home that the demonstration did not make. Passwords are random, are printed once
and are new at each start.
"""

from __future__ import annotations

import shutil
import tempfile
from datetime import UTC, datetime
from pathlib import Path
from typing import TYPE_CHECKING

import click

from holdfast.cli.errors import StoppedError
from holdfast.cli.options import json_option
from holdfast.cli.output import print_json, print_table, say, warn
from holdfast.cli.session import enter, operating_system_user
from holdfast.errors import WrongUsageError

if TYPE_CHECKING:
    from collections.abc import Iterator

    from holdfast.demo.people import LogIn
    from holdfast.home import Home


@click.command(short_help="Make a demonstration agency and serve it.")
@click.option(
    "--home",
    type=click.Path(path_type=Path, file_okay=False),
    envvar="HOLDFAST_HOME",
    metavar="DIR",
    help="Where to make it, or where it was made before; else a new folder.",
)
@click.option("--host", default="127.0.0.1", show_default=True, help="The address to listen on.")
@click.option(
    "--port", type=click.IntRange(0, 65535), default=8000, show_default=True, help="The port."
)
@click.option("--no-serve", is_flag=True, help="Make it, print the log-ins, and stop.")
@json_option
def demo(*, home: Path | None, host: str, port: int, no_serve: bool, as_json: bool) -> None:
    """Make a demonstration agency with 26 drones and four cases, and serve it until Ctrl-C.

    Everything in it is invented, and everything is done by the real code: cards are taken in,
    items classified, a pack made, one file damaged. Log-ins are printed once and change at each
    start.
    """
    from holdfast.cli.serving import refuse_a_taken_port, serve_pages

    if not no_serve:
        refuse_a_taken_port(host, port)
    root = (home or Path(tempfile.mkdtemp(prefix="holdfast-demonstration-")) / "home").absolute()
    entered = _made_before(root) or _make(root)
    log_ins = _log_ins(entered)

    def ready(address: str) -> None:
        if as_json:
            print_json(_as_json(entered, log_ins, address))
        else:
            say(*_greeting(entered, address))
            print_table(
                ("username", "password", "roles", "look at"),
                ((each.username, each.password, ", ".join(each.roles), each.look_at)
                 for each in log_ins),
            )  # fmt: skip
            if address:
                say("", "Ctrl-C stops it. The same command starts it again, with new passwords.")

    if no_serve:
        ready("")
    else:
        serve_pages(host, port, on_ready=ready)


def _made_before(root: Path) -> Home | None:
    from holdfast.demo.layout import is_demonstration

    if not root.exists() or not any(root.iterdir()):
        return None
    if not is_demonstration(root):
        raise WrongUsageError(
            f"{root} holds something that the demonstration did not make. Nothing was touched. "
            "Name another folder with --home."
        )
    home = enter(root)
    from holdfast.records.services import heal
    from holdfast.records.tables import prepare_database

    prepare_database()
    heal(home=home)
    return home


def _make(root: Path) -> Home:
    from holdfast.demo.layout import lay_out_demonstration, outside_of

    now = datetime.now(UTC)
    lay_out_demonstration(root, now=now)
    try:
        home = enter(root)
        from holdfast.demo.agency import fill_demonstration

        fill_demonstration(
            home,
            os_user=operating_system_user(),
            now=now,
            tell=lambda what: warn(f"making the demonstration: {what}"),
        )
    except BaseException as error:
        # A demonstration that is half made would mislead; it was made by this process alone.
        shutil.rmtree(root, ignore_errors=True)
        shutil.rmtree(outside_of(root), ignore_errors=True)
        if isinstance(error, KeyboardInterrupt):
            raise StoppedError(
                "Stopped. The half-made demonstration was removed; no evidence was in it. Start "
                "it again with the same command."
            ) from None
        raise
    return home


def _log_ins(home: Home) -> tuple[LogIn, ...]:
    from holdfast.demo.fleet import DEMONSTRATOR
    from holdfast.demo.people import find, new_log_ins

    return new_log_ins(home=home, actor=find(DEMONSTRATOR), now=datetime.now(UTC))


def _greeting(home: Home, address: str) -> Iterator[str]:
    from holdfast.demo.layout import cards_of, outside_of

    outside = outside_of(home.root)
    yield ""
    yield f"{home.config.agency}, in {home.root}"
    yield "Everything in it is invented. For demonstration only: never put evidence here."
    if address:
        yield ""
        yield "Look at this first:"
        yield f"  1. {address}  sign in as a.tamihana: what needs somebody today"
        yield f"  2. {address}cases/{_arson()}/  the arson: pictures by day, the flight on the map, custody"
        yield f"  3. {address}take-in/  as m.okeefe: hand in the card {cards_of(home.root)}/card-to-hand-in"
        yield f"  4. {address}technologies/  as h.wiremu: what is approved, paused, refused and banned"
        yield f"  5. {address}public/  without signing in: register, reports, check it yourself"
        yield f"  6. {outside}/pack-2026-0417/verify.html  by double-click,"
        yield "       without Holdfast and without a network"
    yield ""


def _arson() -> int:
    from holdfast.demo.story import ARSON
    from holdfast.records.models import Case

    return Case.objects.get(reference=ARSON.reference).number


def _as_json(home: Home, log_ins: tuple[LogIn, ...], address: str) -> dict[str, object]:
    from holdfast.demo.layout import cards_of, outside_of

    outside = outside_of(home.root)
    return {
        "home": str(home.root),
        "address": address or None,
        "card_to_hand_in": str(cards_of(home.root) / "card-to-hand-in"),
        "pack": str(outside / "pack-2026-0417"),
        "log_ins": [
            {
                "username": each.username,
                "password": each.password,
                "name": each.name,
                "roles": list(each.roles),
                "look_at": each.look_at,
            }
            for each in log_ins
        ],
    }
