# SPDX-License-Identifier: Apache-2.0
"""Technologies: the register, the fleet of devices, and the baseline of a home without one."""

from __future__ import annotations

from typing import TYPE_CHECKING

from django.contrib import messages
from django.core.exceptions import PermissionDenied
from django.shortcuts import redirect, render
from django.urls import reverse
from django.utils import timezone

from holdfast.accounts.permissions import may, may_open
from holdfast.errors import HoldfastError
from holdfast.oversight.founding import add_baseline
from holdfast.oversight.models.technologies import STAGES
from holdfast.oversight.queries.approvals import approved_technologies
from holdfast.oversight.queries.register import KIND_WORDS, has_baseline
from holdfast.oversight.queries.register import technologies as register_of
from holdfast.oversight.services import register_technology
from holdfast.records.queries import devices
from holdfast.records.services import authorise, register_device
from holdfast.web.asking import Ask, evidence
from holdfast.web.forms.devices import DeviceForm
from holdfast.web.forms.governance.technologies import RegisterForm
from holdfast.web.home import this_home, viewer
from holdfast.web.submitting import submit

if TYPE_CHECKING:
    from django.http import HttpRequest, HttpResponse


def _tabs(current: str) -> list[tuple[str, str, bool]]:
    listed = (("Register", "technologies"), ("Devices", "fleet"))
    return [(word, reverse(name), word == current) for word, name in listed]


@evidence("technologies")
def technologies(ask: Ask) -> HttpResponse:
    """List the register."""
    asked = {name: ask.request.GET.get(name, "") for name in ("stage", "kind", "latent")}
    now = timezone.now()
    everything = register_of(ask.home, now)
    narrowed = register_of(
        ask.home, now, stage=asked["stage"], kind=asked["kind"], latent=bool(asked["latent"])
    )
    context = {
        "tabs": _tabs("Register"),
        "lines": narrowed if any(asked.values()) else everything,
        "asked": asked,
        "stages": STAGES,
        "kinds": KIND_WORDS,
        "figures": (
            (len(everything), "on the register", ""),
            (
                sum(one.stage in ("trial", "adopted") for one in everything),
                "in trial or adopted",
                "",
            ),
            (sum(one.latent for one in everything), "present, not approved", "wait"),
            (sum(bool(one.open_trigger) for one in everything), "to be assessed again", "wait"),
            (sum(one.overdue for one in everything), "reviews overdue", "bad"),
        ),
        "may_register": may(ask.person, "technology.register"),
        "offers_baseline": not has_baseline() and may(ask.person, "decision.record"),
    }
    return render(ask.request, "technologies/technologies.html", context)


@evidence("technologies")
def fleet(ask: Ask) -> HttpResponse:
    """List the fleet."""
    found = devices(ask.person)
    approved = approved_technologies(timezone.now())
    context = {
        "tabs": _tabs("Devices"),
        "devices": found,
        "approved_ids": approved,
        "approved": sum(device.technology in approved for device in found),
        "districts": len({device.district for device in found if device.district}),
        "shows_items": may_open(ask.person, "find"),
        "may_register": may(ask.person, "device.register"),
    }
    return render(ask.request, "technologies/fleet.html", context)


def register(request: HttpRequest) -> HttpResponse:
    """Register a device."""
    asks = viewer(request, "technologies")
    if may(asks, "device.register") is None:
        raise PermissionDenied("Registering a device is for administrators and governance.")
    known = ("asset", "kind", "maker", "model", "serials", "technology")
    start = {name: request.GET[name] for name in known if name in request.GET}
    form = DeviceForm(request.POST or None, initial=start)
    if form.is_valid():
        try:
            register_device(home=this_home(), actor=asks, **form.cleaned_data)
        except HoldfastError as error:
            form.add_error(None, str(error))
        else:
            messages.success(request, f"{form.cleaned_data['asset']} is registered.")
            return redirect("fleet")
    status = 422 if form.errors else 200
    return render(request, "technologies/register.html", {"form": form}, status=status)


@evidence("technologies")
def new(ask: Ask) -> HttpResponse:
    """Put a technology on the register."""
    authorise(ask.person, "technology.register")
    form = RegisterForm(ask.typed, initial={"parent": ask.request.GET.get("of", "")})
    to = reverse("technologies")
    if form.is_valid():
        to = reverse("technology", args=[form.cleaned_data["number"]])
    words = {
        "title": "Put a technology on the register",
        "lead": "It begins as proposed. What you write here is public at once, and is never taken "
        "off: it is changed, or the technology is retired.",
        "submit": "Put it on the register",
        "cancel": reverse("technologies"),
        "trail": [("Technologies", reverse("technologies"))],
    }
    return submit(
        ask, form, words,
        lambda data: register_technology(home=ask.home, actor=ask.person, **data),
        done="It is on the register, as proposed.", to=to,
    )  # fmt: skip


@evidence("technologies")
def baseline(ask: Ask) -> HttpResponse:
    """Record the baseline of a home that was made before there was one."""
    authorise(ask.person, "decision.record")
    refused = ""
    if ask.request.method == "POST":
        try:
            add_baseline(home=ask.home, actor=ask.person)
        except HoldfastError as error:
            refused = str(error)
        else:
            messages.success(ask.request, "The baseline is recorded, and is on the register.")
            return redirect("technologies")
    context = {"refused": refused, "there": has_baseline()}
    return render(
        ask.request, "technologies/baseline.html", context, status=409 if refused else 200
    )
