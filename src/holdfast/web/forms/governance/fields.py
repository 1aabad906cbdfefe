# SPDX-License-Identifier: Apache-2.0
"""Fields that forms of governance share: days, a document by its digest, groups of fields."""

from __future__ import annotations

from datetime import datetime, time, timedelta
from typing import TYPE_CHECKING, Any

from django import forms
from django.utils import timezone

from holdfast.web.digesting import Digested

if TYPE_CHECKING:
    from collections.abc import Iterator, Mapping, Sequence
    from datetime import date

    from django.forms import BoundField


def day_field(label: str, *, required: bool = True, hint: str = "") -> forms.DateField:
    """Make a field for a day."""
    widget = forms.DateInput(attrs={"type": "date"}, format="%Y-%m-%d")
    return forms.DateField(label=label, required=required, help_text=hint, widget=widget)


def long_field(label: str, *, required: bool = True, hint: str = "") -> forms.CharField:
    """Make a field for a few sentences."""
    return forms.CharField(
        label=label, required=required, max_length=4000, help_text=hint, widget=forms.Textarea
    )


def end_of(last: date | None) -> datetime | None:
    """Give the moment at which a last day is over, on the agency's clock."""
    if last is None:
        return None
    midnight = datetime.combine(last + timedelta(days=1), time.min)
    return timezone.make_aware(midnight)


class DocumentForm(forms.Form):
    """A form with a document: as a file, whose digest is taken, or as its digest."""

    document = forms.FileField(
        label="The document",
        required=False,
        help_text="Its SHA-256 is taken and the file is not kept: keep it where you keep records.",
    )
    document_sha256 = forms.CharField(
        label="Or its SHA-256",
        required=False,
        max_length=64,
        help_text="64 hex digits, as `sha256sum FILE` prints them.",
        widget=forms.TextInput(attrs={"autocomplete": "off", "spellcheck": "false"}),
    )

    def clean(self) -> dict[str, Any]:
        """Give the digest, however it came."""
        data = super().clean() or self.cleaned_data
        document = data.pop("document", None)
        typed = str(data.get("document_sha256", "")).strip().lower()
        if isinstance(document, Digested):
            if typed and typed != document.sha256:
                self.add_error(
                    "document_sha256",
                    f"The file that you chose has another SHA-256: {document.sha256}.",
                )
            data["document_sha256"] = document.sha256
        return data


class GroupedForm(forms.Form):
    """A long form whose fields stand under headings.

    `groups` maps a heading to field names; the fields of a `dense` one stand side by side.
    """

    groups: Mapping[str, Sequence[str]] = {}
    dense: Sequence[str] = ()

    def grouped(self) -> Iterator[tuple[str, list[BoundField]]]:
        """Give each heading with its fields."""
        for heading, names in self.groups.items():
            yield heading, [self[name] for name in names if name in self.fields]


def choose(form: forms.Form, name: str, choices: Sequence[tuple[str, str]]) -> None:
    """Set what a field of choices offers."""
    field = form.fields[name]
    if isinstance(field, forms.ChoiceField):
        field.choices = choices
