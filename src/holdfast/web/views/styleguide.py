# SPDX-License-Identifier: Apache-2.0
"""Every component in every state, and the page of first steps. No data of the home is read."""

from __future__ import annotations

from datetime import UTC, datetime
from types import SimpleNamespace
from typing import TYPE_CHECKING

from django import forms
from django.shortcuts import render

from holdfast.web.home import viewer
from holdfast.web.marks import STATUSES

if TYPE_CHECKING:
    from django.http import HttpRequest, HttpResponse


class _SampleForm(forms.Form):
    """One field of each kind."""

    reference = forms.CharField(label="Case reference", help_text="As on the file, 231123/0042.")
    purpose = forms.ChoiceField(choices=[("", "Choose one"), ("charging", "Advice on charging")])
    when = forms.DateField(required=False, widget=forms.DateInput(attrs={"type": "date"}))
    words = forms.CharField(label="Authority", widget=forms.Textarea, required=False)
    kinds = forms.MultipleChoiceField(
        choices=[("photograph", "Photograph"), ("video", "Video")],
        widget=forms.CheckboxSelectMultiple,
    )
    class_ = forms.ChoiceField(
        label="Class",
        choices=[("evidential", "Evidential"), ("non-evidential", "Non-evidential")],
        widget=forms.RadioSelect,
    )
    sure = forms.BooleanField(label="I have looked at it", required=False)


def styleguide(request: HttpRequest) -> HttpResponse:
    """Show every component in every state."""
    viewer(request)
    at = datetime(2026, 11, 23, 9, 15, 2, tzinfo=UTC)
    actor = SimpleNamespace(name="Aroha Ngata", username="aroha")
    event = {"at": at, "actor": actor, "outcome": "done", "purpose": "", "role": "investigator"}
    context = {
        "statuses": list(STATUSES),
        "fresh": _SampleForm(auto_id="fresh_%s"),
        "wrong": _SampleForm({"reference": ""}, auto_id="wrong_%s"),
        "at": at,
        "digest_sample": "9f86d081884c7d659a2feaa0c55ad015a3bf4f1b2b0b822cd15d6c15b0f00a08",
        "facts": [
            {"name": "Place", "value": "41.29° S, 174.78° E", "source": "GPS in the EXIF data"},
            {"name": "Device", "value": "DJI Mavic 2 Pro", "source": "drone-dji XMP"},
        ],
        "tabs": [
            (word, f"#{word.lower()}", word == "Custody")
            for word in ("View", "Facts", "Custody", "Derivatives", "Access")
        ],
        "events": [
            {**event, "act": "acquisition.take_in", "entry": 3, "sentence": "Taken in from a card"},
            {
                **event,
                "act": "item.view",
                "entry": 9,
                "outcome": "denied",
                "sentence": "Asked to view the content",
            },
            {
                **event,
                "act": "item.classify",
                "entry": None,
                "sentence": "Classified as evidential",
                "role": "exhibit_officer",
            },
        ],
    }
    return render(request, "styleguide/styleguide.html", context)


def first_steps(request: HttpRequest) -> HttpResponse:
    """Say what to look at first."""
    viewer(request)
    return render(request, "styleguide/first_steps.html")
