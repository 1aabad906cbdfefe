# SPDX-License-Identifier: Apache-2.0
"""The forms under a player: a note on a moment or a stretch, a clip of a stretch."""

from __future__ import annotations

from typing import Any, Final

from django import forms

from holdfast.records.services.notes import LONGEST
from holdfast.web.forms.public_desk import WordsField
from holdfast.web.seconds import second_typed

_LONGEST_MOMENT: Final = 30
_HOW: Final = "Seconds, m:ss.mmm or h:mm:ss.mmm."


class MomentField(forms.CharField):
    """A moment of a recording; gives seconds, or None where it was left empty."""

    def __init__(self, **named: Any) -> None:  # noqa: ANN401 # Django's own arguments
        super().__init__(max_length=_LONGEST_MOMENT, **named)
        self.widget.attrs |= {"autocomplete": "off", "class": "moment", "spellcheck": "false"}

    def clean(self, value: Any) -> Any:  # noqa: ANN401 # Django's signature
        """Read the moment. Raises ValidationError."""
        words = super().clean(value)
        if not words:
            return None
        second = second_typed(words)
        if second is None:
            raise forms.ValidationError("This is no moment: seconds, m:ss.mmm or h:mm:ss.mmm.")
        return second


class _StretchForm(forms.Form):
    """Two moments in order."""

    def clean(self) -> dict[str, Any]:
        """See that the end comes after the beginning."""
        found: dict[str, Any] = super().clean() or self.cleaned_data
        begin, end = found.get("at"), found.get("until")
        if begin is not None and end is not None and end <= begin:
            self.add_error("until", "The end comes after the beginning.")
        return found


class NoteForm(_StretchForm):
    """Words about a moment, or about a stretch."""

    at = MomentField(label="At", help_text=_HOW)
    until = MomentField(label="Until", required=False, help_text="For a stretch.")
    text = WordsField(
        label="Note", longest=LONGEST, help_text="Kept in the sealed part of the ledger."
    )

    def __init__(self, *args: Any, **named: Any) -> None:  # noqa: ANN401 # Django's own arguments
        super().__init__(*args, **{"auto_id": "note-%s", **named})
        self.fields["text"].widget.attrs["rows"] = 3


class ClipForm(_StretchForm):
    """A stretch to be made a video of its own."""

    at = MomentField(label="From", help_text=_HOW)
    until = MomentField(label="Until", help_text="Not included itself.")
    line = forms.BooleanField(
        label="With a line below the picture: item, exhibit, SHA-256, time",
        required=False,
        initial=True,
    )

    def __init__(self, *args: Any, **named: Any) -> None:  # noqa: ANN401 # Django's own arguments
        super().__init__(*args, **{"auto_id": "clip-%s", **named})
