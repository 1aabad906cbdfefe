# SPDX-License-Identifier: Apache-2.0
"""Technologies: the fleet of registered devices."""

from __future__ import annotations

from typing import TYPE_CHECKING

from django.contrib import messages
from django.core.exceptions import PermissionDenied
from django.shortcuts import redirect, render
from django.utils import timezone

from holdfast.accounts.permissions import may, may_open
from holdfast.errors import HoldfastError
from holdfast.oversight.queries.approvals import approved_technologies
from holdfast.records.queries import devices
from holdfast.records.services import register_device
from holdfast.web.forms.devices import DeviceForm
from holdfast.web.home import this_home, viewer

if TYPE_CHECKING:
    from django.http import HttpRequest, HttpResponse


def technologies(request: HttpRequest) -> HttpResponse:
    """List the fleet."""
    asks = viewer(request, "technologies")
    fleet = devices(asks)
    approved = approved_technologies(timezone.now())
    context = {
        "devices": fleet,
        "approved_ids": approved,
        "approved": sum(device.technology in approved for device in fleet),
        "districts": len({device.district for device in fleet if device.district}),
        "shows_items": may_open(asks, "find"),
        "may_register": may(asks, "device.register"),
    }
    return render(request, "technologies/technologies.html", context)


def register(request: HttpRequest) -> HttpResponse:
    """Register a device."""
    asks = viewer(request, "technologies")
    if may(asks, "device.register") is None:
        raise PermissionDenied("Registering a device is for administrators and governance.")
    form = DeviceForm(request.POST or None)
    if form.is_valid():
        try:
            register_device(home=this_home(), actor=asks, **form.cleaned_data)
        except HoldfastError as error:
            form.add_error(None, str(error))
        else:
            messages.success(request, f"{form.cleaned_data['asset']} is registered.")
            return redirect("technologies")
    status = 422 if form.errors else 200
    return render(request, "technologies/register.html", {"form": form}, status=status)
