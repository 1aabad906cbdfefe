# SPDX-License-Identifier: Apache-2.0
"""The forms about evidence: taking in, stating a purpose, and the work of an exhibit officer."""

from __future__ import annotations

from typing import TYPE_CHECKING, Any
from zoneinfo import ZoneInfo

from django import forms
from django.conf import settings

from holdfast.web.home import this_home

if TYPE_CHECKING:
    from collections.abc import Sequence
    from datetime import datetime

STATUSES = (
    ("unclassified", "Unclassified"),
    ("evidential", "Evidential"),
    ("non-evidential", "Non-evidential"),
)
ACCESS = (
    ("standard", "Standard: the case's people, and exhibit officers"),
    ("restricted", "Restricted: only people named in the case"),
)
KINDS = (
    ("", "Every kind"),
    ("photograph", "Photographs"),
    ("video", "Videos"),
    ("flight-record", "Flight records"),
    ("track-log", "Track logs"),
    ("unknown", "Unknown"),
)


def _reason() -> forms.CharField:
    return forms.CharField(max_length=500, help_text="Kept in the ledger with the change.")


class PurposeForm(forms.Form):
    """Why something is done: one of the list, and own words."""

    purpose = forms.ChoiceField()
    purpose_text = forms.CharField(
        label="In your own words",
        required=False,
        max_length=500,
        help_text="Stays in the sealed part of the ledger.",
    )

    def __init__(self, *args: Any, **named: Any) -> None:  # noqa: ANN401 # Django's own arguments
        super().__init__(*args, **named)
        choices = [("", "Choose one"), *((one.id, one.words) for one in this_home().lists.purposes)]
        field = self.fields["purpose"]
        if isinstance(field, forms.ChoiceField):
            field.choices = choices


class _TakeInForm(PurposeForm):
    """What every way of taking in asks for."""

    case = forms.CharField(
        label="Case reference",
        max_length=100,
        help_text="As on the file, for instance 231123/0042. A new reference opens a case, if you may.",
    )
    whose = forms.ChoiceField(
        label="Whose device recorded it",
        choices=[
            ("agency", "One of ours"),
            ("outside", "Somebody else's: handed in, seized, CCTV, a contractor's"),
        ],
        initial="agency",
        required=False,
        widget=forms.RadioSelect,
        help_text="A recording of a device of ours that is not approved is kept, and quarantined "
        "from analysis until somebody decides.",
    )
    authority = forms.CharField(
        max_length=500,
        required=False,
        help_text="The warrant, consent or duty under which the recording was made or seized.",
    )
    engagement = forms.ChoiceField(
        label="Contractor's engagement",
        required=False,
        help_text="If a contractor recorded it. The medium is then tied to the engagement.",
    )

    def __init__(
        self,
        *args: Any,  # noqa: ANN401 # Django's own arguments
        engagements: Sequence[tuple[str, str]] = (),
        **named: Any,  # noqa: ANN401 # Django's own arguments
    ) -> None:
        super().__init__(*args, **named)
        field = self.fields["engagement"]
        if isinstance(field, forms.ChoiceField):
            field.choices = [("", "None"), *engagements]
        if not engagements:
            del self.fields["engagement"]


class TakeInHereForm(_TakeInForm):
    """A medium on the server's machine."""

    medium = forms.ChoiceField(required=False, widget=forms.RadioSelect)
    path = forms.CharField(
        label="Or a folder or card image",
        required=False,
        max_length=4000,
        help_text="Its whole path on this machine, inside one of the places set in holdfast.toml.",
    )
    field_order = ("medium", "path", "case", "purpose", "purpose_text", "authority")

    def __init__(
        self,
        *args: Any,  # noqa: ANN401 # Django's own arguments
        media: list[tuple[str, str]],
        **named: Any,  # noqa: ANN401 # Django's own arguments
    ) -> None:
        super().__init__(*args, **named)
        field = self.fields["medium"]
        if isinstance(field, forms.ChoiceField):
            field.choices = media
        if not media:
            del self.fields["medium"]
            self.fields["path"].label = "A folder or card image"

    def clean(self) -> dict[str, Any]:
        """Need one of the two."""
        data = super().clean() or self.cleaned_data
        data["path"] = data.get("path") or data.get("medium")
        if not data["path"]:
            self.add_error("path", "Choose a card, or write the path of a folder or card image.")
        return data


class TakeInDeskForm(_TakeInForm):
    """A folder sent by the browser."""

    field_order = ("case", "purpose", "purpose_text", "authority")


class CaseForm(forms.Form):
    """A new case."""

    reference = forms.CharField(
        max_length=100, help_text="As on the file, for instance 231123/0042."
    )
    title = forms.CharField(max_length=300, required=False)
    access_class = forms.ChoiceField(label="Access", choices=ACCESS, widget=forms.RadioSelect)


class MemberForm(forms.Form):
    """A person who is to work in a case."""

    username = forms.CharField(max_length=150, help_text="The name they sign in with.")
    until = forms.DateTimeField(
        required=False,
        widget=forms.DateTimeInput(attrs={"type": "datetime-local"}, format="%Y-%m-%dT%H:%M"),
        help_text="Leave empty for no end. A time that has passed ends it now.",
    )
    reason = forms.CharField(required=False, max_length=500)


class BreakGlassForm(forms.Form):
    """Opening a case in an emergency."""

    reference = forms.CharField(label="Case reference", max_length=100)
    reason = forms.CharField(
        max_length=500, widget=forms.Textarea, help_text="What would be lost by waiting?"
    )


class ReasonForm(forms.Form):
    """A change that needs nothing but its reason."""

    reason = _reason()


class ClassifyForm(forms.Form):
    """What an item is to the case."""

    status = forms.ChoiceField(choices=STATUSES, widget=forms.RadioSelect)
    offence_class = forms.CharField(label="Class of offence", required=False, max_length=100)
    retention_class = forms.CharField(required=False, max_length=100)
    reason = forms.CharField(required=False, max_length=500)


class ExhibitForm(forms.Form):
    """An exhibit number in one case."""

    case = forms.TypedChoiceField(coerce=int)
    exhibit_number = forms.CharField(max_length=60, help_text="Used once in a case.")


class LinkForm(forms.Form):
    """Another case for an item."""

    reference = forms.CharField(label="Case reference", max_length=100)
    reason = _reason()


class UnlinkForm(forms.Form):
    """A case that an item does not belong to."""

    case = forms.TypedChoiceField(coerce=int)
    reason = _reason()


class TitleForm(forms.Form):
    """A correct title."""

    title = forms.CharField(max_length=300)
    reason = _reason()


class TimeForm(forms.Form):
    """A correct time, in the agency's zone."""

    corrected_at = forms.DateTimeField(
        label="The right time",
        widget=forms.DateTimeInput(
            attrs={"type": "datetime-local", "step": "1"}, format="%Y-%m-%dT%H:%M:%S"
        ),
    )
    reason = _reason()

    def __init__(self, *args: Any, **named: Any) -> None:  # noqa: ANN401 # Django's own arguments
        super().__init__(*args, **named)
        self.fields[
            "corrected_at"
        ].help_text = (
            f"In the agency's zone, {settings.TIME_ZONE}. What the device claims stays beside it."
        )

    def clean_corrected_at(self) -> datetime:
        """Make sure the time has its zone."""
        at: datetime = self.cleaned_data["corrected_at"]
        return at if at.tzinfo else at.replace(tzinfo=ZoneInfo(settings.TIME_ZONE))


class AccessForm(forms.Form):
    """Who may see an item."""

    access_class = forms.ChoiceField(label="Access", choices=ACCESS, widget=forms.RadioSelect)
    reason = _reason()


class FilterForm(forms.Form):
    """What of a case is shown; `narrows` says that no field of it is needed."""

    narrows = True

    kind = forms.ChoiceField(choices=KINDS, required=False)
    status = forms.ChoiceField(choices=(("", "Every status"), *STATUSES), required=False)


class FindForm(FilterForm):
    """What to look for."""

    text = forms.CharField(
        label="Words",
        required=False,
        max_length=200,
        help_text="Titles, file names, devices, case and exhibit numbers.",
        widget=forms.TextInput(attrs={"type": "search"}),
    )
    day_from = forms.DateField(
        label="From", required=False, widget=forms.DateInput(attrs={"type": "date"})
    )
    day_to = forms.DateField(
        label="Until", required=False, widget=forms.DateInput(attrs={"type": "date"})
    )
    latitude = forms.FloatField(required=False, min_value=-90, max_value=90)
    longitude = forms.FloatField(required=False, min_value=-180, max_value=180)
    within_km = forms.FloatField(
        label="Within (km)", required=False, min_value=0.01, max_value=1000
    )
    with_track = forms.BooleanField(label="Only flights", required=False)
    purpose = forms.ChoiceField(required=False, help_text="Written in the ledger with the search.")
    reference = forms.CharField(
        label="For the case",
        required=False,
        max_length=100,
        help_text="The case that asks for the search.",
    )
    field_order = ("text", "kind", "status", "day_from", "day_to")

    def __init__(self, *args: Any, **named: Any) -> None:  # noqa: ANN401 # Django's own arguments
        super().__init__(*args, **named)
        field = self.fields["purpose"]
        if isinstance(field, forms.ChoiceField):
            field.choices = [
                ("", "The purpose stated last, else the care of the holdings"),
                *((one.id, one.words) for one in this_home().lists.purposes),
            ]

    def clean(self) -> dict[str, Any]:
        """Need a whole place, or none."""
        data = super().clean() or self.cleaned_data
        if (data.get("latitude") is None) != (data.get("longitude") is None):
            self.add_error("longitude", "A place needs a latitude and a longitude.")
        return data


class PackForm(PurposeForm):
    """A pack for somebody."""

    recipient = forms.CharField(max_length=300, help_text="Who it is for, as on the cover.")
    items = forms.CharField(
        required=False,
        label="Items",
        help_text="Numbers with spaces between them. Leave empty for every evidential item.",
    )
    field_order = ("recipient", "items", "purpose", "purpose_text")

    def clean_items(self) -> tuple[int, ...]:
        """Read the numbers."""
        words = self.cleaned_data["items"].replace(",", " ").split()
        if not all(word.isdecimal() for word in words):
            raise forms.ValidationError("Write item numbers, for instance 12 15 16.")
        return tuple(dict.fromkeys(map(int, words)))
