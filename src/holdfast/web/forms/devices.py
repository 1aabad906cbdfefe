# SPDX-License-Identifier: Apache-2.0
"""The form that registers a device of the agency's own."""

from __future__ import annotations

from django import forms


class DeviceForm(forms.Form):
    """One device, or what is to be brought up to date of it."""

    asset = forms.CharField(
        label="Asset number",
        max_length=60,
        help_text="The agency's own. A number that is registered already is brought up to date.",
    )
    kind = forms.ChoiceField(choices=[(kind, kind.capitalize()) for kind in ("drone", "camera")])
    maker = forms.CharField(max_length=100)
    model = forms.CharField(max_length=100)
    serials = forms.CharField(
        label="Serial numbers",
        widget=forms.Textarea,
        help_text="One a line, as the device writes them into its recordings.",
    )
    district = forms.CharField(max_length=100, required=False)
    custodian = forms.CharField(max_length=150, required=False)
    approved = forms.BooleanField(
        label="Approved for use",
        required=False,
        help_text="A recording of a device that is not approved is kept and marked.",
    )

    def clean_serials(self) -> list[str]:
        """Give the serial numbers, one a line."""
        return [
            line.strip() for line in str(self.cleaned_data["serials"]).splitlines() if line.strip()
        ]
