# SPDX-License-Identifier: Apache-2.0
"""Technologies: the register, and the baseline of a home without one."""

from __future__ import annotations

from typing import TYPE_CHECKING

from django.contrib import messages
from django.shortcuts import redirect, render
from django.urls import reverse
from django.utils import timezone

from holdfast.accounts.permissions import may, may_open
from holdfast.errors import HoldfastError
from holdfast.oversight.founding import add_baseline, missing_parts
from holdfast.oversight.models.technologies import STAGES
from holdfast.oversight.queries.register import KIND_WORDS
from holdfast.oversight.queries.register import technologies as register_of
from holdfast.oversight.services import register_technology
from holdfast.records.services import authorise
from holdfast.web.asking import Ask, evidence
from holdfast.web.forms.governance.technologies import RegisterForm
from holdfast.web.submitting import submit

if TYPE_CHECKING:
    from django.http import HttpResponse


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
        "missing_parts": missing_parts() if may(ask.person, "decision.record") else (),
        "sees_fleet": may_open(ask.person, "fleet"),
        "may_register_device": may(ask.person, "device.register"),
        "no_baseline": not any(one.ours for one in everything),
    }
    return render(ask.request, "technologies/technologies.html", context)


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
    missing = missing_parts()
    context = {"refused": refused, "there": not missing, "missing": missing}
    return render(
        ask.request, "technologies/baseline.html", context, status=409 if refused else 200
    )
