# SPDX-License-Identifier: Apache-2.0
"""The form that registers a device of the agency's own."""

from __future__ import annotations

from typing import Any

from django import forms

from holdfast.oversight.models import Technology
from holdfast.records.models import Device
from holdfast.records.services.devices import KINDS
from holdfast.web.forms.governance.fields import choose, day_field


class DeviceForm(forms.Form):
    """One device, or what is to be brought up to date of it."""

    asset = forms.CharField(
        label="Asset number",
        max_length=60,
        help_text="The agency's own. A number that is registered already is brought up to date.",
    )
    kind = forms.ChoiceField(
        choices=[(kind, kind.capitalize()) for kind in KINDS if kind != "drone"]
    )
    maker = forms.CharField(max_length=100)
    model = forms.CharField(max_length=100)
    serials = forms.CharField(
        label="Serial numbers",
        widget=forms.Textarea,
        help_text="One a line, as the device writes them into its recordings.",
    )
    district = forms.CharField(max_length=100, required=False)
    custodian = forms.CharField(max_length=150, required=False)
    firmware = forms.CharField(
        max_length=100, required=False, help_text="As the device or its application shows it."
    )
    part_of = forms.ChoiceField(
        label="Fitted to", required=False, help_text="A camera, battery or controller of its own."
    )
    retired_on = day_field("Left the fleet on", required=False)
    technology = forms.ChoiceField(
        label="Model on the register of technologies",
        required=False,
        help_text="Recordings of a device whose model has no approval in force are kept, and "
        "quarantined from analysis.",
    )

    def __init__(self, *args: Any, **named: Any) -> None:  # noqa: ANN401 # Django's own arguments
        super().__init__(*args, **named)
        if self.initial.get("kind") == "drone":
            self.initial["kind"] = "aircraft"
        aircraft = Device.objects.filter(kind__in=("drone", "aircraft")).order_by("asset")
        choose(
            self,
            "part_of",
            [("", "Nothing"), *((one.asset, f"{one.asset} {one.model}") for one in aircraft)],
        )
        field = self.fields["technology"]
        if isinstance(field, forms.ChoiceField):
            models = Technology.objects.filter(kind__in=("drone", "camera")).order_by("name")
            field.choices = [
                ("", "Not on the register yet"),
                *((one.number, f"{one.name} ({one.stage})") for one in models),
            ]

    def clean_serials(self) -> list[str]:
        """Give the serial numbers, one a line."""
        return [
            line.strip() for line in str(self.cleaned_data["serials"]).splitlines() if line.strip()
        ]

    def told(self) -> dict[str, Any]:
        """Give what the service takes; a device whose day of leaving is empty is in service."""
        said = dict(self.cleaned_data)
        return said | {"back_in_service": said["retired_on"] is None}
