# SPDX-License-Identifier: Apache-2.0
"""The table of commands: the one place that says which file holds which command."""

from __future__ import annotations

import click

from holdfast import __version__
from holdfast.cli.lazy import LazyGroup

_COMMANDS = {
    "init": "holdfast.cli.init:init",
    "intake": "holdfast.cli.intake:intake",
    "read": "holdfast.cli.read:read",
    "leaving": "holdfast.cli.leaving:leaving",
    "integrity": "holdfast.cli.integrity:integrity",
    "salvage": "holdfast.cli.salvage:salvage",
    "motion": "holdfast.cli.motion:motion",
    "synopsis": "holdfast.cli.synopsis:synopsis",
    "items": "holdfast.cli.items:items",
    "item": "holdfast.cli.item:item",
    "check": "holdfast.cli.check:check",
    "rebuild": "holdfast.cli.rebuild:rebuild",
    "pack": "holdfast.cli.pack:pack",
    "verify": "holdfast.cli.verify:verify",
    "isolation": "holdfast.cli.isolation:isolation",
    "register": "holdfast.cli.register:register",
    "decide": "holdfast.cli.decide:decide",
    "permit": "holdfast.cli.permit:permit",
    "sync": "holdfast.cli.sync:sync",
    "used": "holdfast.cli.used:used",
    "report": "holdfast.cli.report:report",
    "publish": "holdfast.cli.publish:publish",
    "fleet": "holdfast.cli.fleet:fleet",
    "flights": "holdfast.cli.flights:flights",
    "toollog": "holdfast.cli.toollog:toollog",
    "engagement": "holdfast.cli.engagement:engagement",
    "audit": "holdfast.cli.audit:audit",
    "ledger": "holdfast.cli.ledger:ledger",
    "witness": "holdfast.cli.witness:witness",
    "serve": "holdfast.cli.serve:serve",
    "demo": "holdfast.cli.demo:demo",
    "user": "holdfast.cli.user:user",
}

app = click.version_option(__version__, prog_name="holdfast")(
    LazyGroup(
        "holdfast",
        _COMMANDS,
        help_text=(
            "Keep what a police agency records, so that outsiders can check it.\n\n"
            "Begin with 'holdfast init', or look around with 'holdfast demo'."
        ),
        epilog=(
            "Exit codes: 0 done, 1 the answer is no, 2 wrong usage, 3 evidence needs attention."
        ),
    )
)
