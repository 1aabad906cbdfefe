# SPDX-License-Identifier: Apache-2.0
"""System: whether what is kept is sound, whether there is room, who watches the ledger."""

from __future__ import annotations

from typing import TYPE_CHECKING

from django.db.migrations.recorder import MigrationRecorder
from django.db.models import Max
from django.shortcuts import render

from holdfast.records.queries import checks
from holdfast.records.queries.standing import standing
from holdfast.web import machine
from holdfast.web.home import this_home, viewer
from holdfast.web.seal import read_seal

if TYPE_CHECKING:
    from django.http import HttpRequest, HttpResponse


def system(request: HttpRequest) -> HttpResponse:
    """Show the state of the machine to administrators and auditors."""
    asks, home = viewer(request, "system"), this_home()
    applied = MigrationRecorder.Migration.objects.aggregate(at=Max("applied"))
    context = {
        "home": home,
        "standing": standing(asks),
        "checks": checks(asks),
        "seal": read_seal(home),
        "room": machine.room(home),
        "writers": machine.writers(home),
        "database": machine.database(),
        "founded": applied["at"],
        "components": machine.components(),
    }
    return render(request, "system/system.html", context)
