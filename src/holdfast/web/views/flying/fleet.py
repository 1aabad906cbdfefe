# SPDX-License-Identifier: Apache-2.0
"""The fleet and its pilots: assets with what is fitted to them, upkeep, currency."""

from __future__ import annotations

from typing import TYPE_CHECKING

from django.contrib import messages
from django.shortcuts import redirect, render
from django.urls import reverse
from django.utils import timezone

from holdfast.accounts.permissions import may, may_open
from holdfast.errors import HoldfastError
from holdfast.fleet import services
from holdfast.fleet.queries import FLAGS, asset, assets, choices, pilot, pilots
from holdfast.records.errors import NotPermittedError
from holdfast.records.models import Device
from holdfast.records.services import authorise, register_device
from holdfast.web.asking import Ask, evidence
from holdfast.web.flying import tabs
from holdfast.web.forms.devices import DeviceForm
from holdfast.web.forms.flying.fleet import GroundForm, PilotForm, UpkeepForm
from holdfast.web.submitting import submit

if TYPE_CHECKING:
    from django.http import HttpResponse


@evidence("fleet")
def fleet(ask: Ask) -> HttpResponse:
    """List the fleet: aircraft with what is fitted to them, then everything else."""
    found = assets(ask.person, ask.home)
    flying = [one for one in found if one.is_aircraft and one.retired_on is None]
    context = {
        "tabs": tabs(ask.person, "Fleet"),
        "lines": found,
        "flag_words": FLAGS,
        "figures": (
            (len(flying), "aircraft in service", ""),
            (sum(bool(one.approved) for one in flying), "of an approved model", ""),
            (sum(bool(one.grounded) for one in found), "out of service", "out of service"),
            (sum(any(flag.kind == "overdue" for flag in one.flags) for one in found), "with upkeep overdue", "overdue"),
            (len({one.district for one in flying if one.district}), "districts", ""),
        ),
        "may_register": may(ask.person, "device.register"),
    }  # fmt: skip
    return render(ask.request, "flying/fleet.html", context)


@evidence("fleet")
def one(ask: Ask, number: str) -> HttpResponse:
    """Show one asset: what is fitted to it, its upkeep, its flights, what was registered when."""
    found = asset(ask.person, ask.home, number)
    context = {
        "tabs": tabs(ask.person, "Fleet"),
        "found": found,
        "line": found.line,
        "flag_words": FLAGS,
        "may_register": may(ask.person, "device.register"),
        "may_keep": may(ask.person, "upkeep.record"),
        "may_ground": may(ask.person, "upkeep.ground"),
    }
    return render(ask.request, "flying/asset.html", context)


@evidence("technologies")
def register(ask: Ask) -> HttpResponse:
    """Register a device, or bring what is registered of it up to date."""
    if may(ask.person, "device.register") is None:
        raise NotPermittedError("You may not register devices. Nothing was changed.")
    back = "fleet" if may_open(ask.person, "fleet") else "technologies"
    number = ask.request.GET.get("asset", "")
    names = ("model", "maker", "serials")
    asked = {name: ask.request.GET[name] for name in names if name in ask.request.GET}
    initial = _registered(number) if number else asked
    form = DeviceForm(ask.typed, initial=initial)
    if form.is_valid():
        try:
            register_device(home=ask.home, actor=ask.person, **form.told())
        except HoldfastError as error:
            form.add_error(None, str(error))
        else:
            messages.success(ask.request, f"{form.cleaned_data['asset']} is registered.")
            return redirect(back)
    context = {"form": form, "back": reverse(back)}
    status = 422 if form.is_bound else 200
    return render(ask.request, "technologies/register.html", context, status=status)


def _registered(number: str) -> dict[str, object]:
    found = Device.objects.filter(asset=number).first()
    if found is None:
        return {"asset": number}
    names = ("asset", "kind", "maker", "model", "district", "custodian", "technology", "firmware", "part_of", "retired_on")  # fmt: skip
    told: dict[str, object] = {name: getattr(found, name) for name in names}
    return told | {"serials": "\n".join(found.serials)}


@evidence("fleet")
def upkeep(ask: Ask, number: str) -> HttpResponse:
    """Write down what was done to an asset."""
    authorise(ask.person, "upkeep.record")
    form = UpkeepForm(ask.typed)
    words = {
        "title": f"Upkeep of {number}",
        "lead": "New firmware is on the register of devices at once, and tests made with another "
        "version are stale from then on.",
        "submit": "Write it down",
    }
    return submit(
        ask,
        form,
        words | _to_asset(ask, number),
        lambda _: services.record_upkeep(home=ask.home, actor=ask.person, told=form.told(number)),
        done="It is written down.",
        to=reverse("asset", args=[number]),
    )


@evidence("fleet")
def ground(ask: Ask, number: str) -> HttpResponse:
    """Take an asset out of service."""
    authorise(ask.person, "upkeep.ground")
    words = {
        "title": f"Take {number} out of service",
        "lead": "Whoever works with it may do this. Flights with it are flagged until technology "
        "governance returns it.",
        "submit": "Take it out of service",
    }
    return submit(
        ask,
        GroundForm(ask.typed),
        words | _to_asset(ask, number),
        lambda data: services.ground(home=ask.home, actor=ask.person, asset=number, **data),
        done=f"{number} is out of service.",
        to=reverse("asset", args=[number]),
    )


@evidence("fleet")
def pilots_listed(ask: Ask) -> HttpResponse:
    """List the pilots, with how their currency stands today."""
    context = {
        "tabs": tabs(ask.person, "Pilots"),
        "pilots": pilots(ask.person, ask.home),
        "today": timezone.localdate(),
        "may_keep": may(ask.person, "pilot.record"),
        "days": ask.home.lists.settings["pilot_currency_days"],
    }
    return render(ask.request, "flying/pilots.html", context)


@evidence("fleet")
def pilot_kept(ask: Ask) -> HttpResponse:
    """Write down what a pilot holds; `key` in the address is somebody who is on record."""
    authorise(ask.person, "pilot.record")
    key = ask.request.GET.get("key", "")
    found = pilot(ask.person, ask.home, key) if key else None
    form = PilotForm(ask.typed, choices=choices(ask.person, ask.home), found=found)
    words = {
        "title": f"What {found.name} holds" if found else "A pilot",
        "lead": "Flights that are recorded already keep what was on record at the time.",
        "submit": "Keep it",
        "cancel": reverse("pilots"),
        "trail": [("Flights", reverse("flying")), ("Pilots", reverse("pilots"))],
    }
    return submit(
        ask,
        form,
        words,
        lambda _: services.record_pilot(home=ask.home, actor=ask.person, told=form.told()),
        done="It is kept.",
        to=reverse("pilots"),
    )


def _to_asset(ask: Ask, number: str) -> dict[str, object]:
    asset(ask.person, ask.home, number)
    address = reverse("asset", args=[number])
    return {"cancel": address, "trail": [("Fleet", reverse("fleet")), (number, address)]}
