# SPDX-License-Identifier: Apache-2.0
"""How full a synopsis may be and how long, besides the question that it answers."""

from __future__ import annotations

from typing import Final

from django import forms

USUAL: Final = {"density": "0.1", "longest": "0"}
_DENSITIES: Final = (
    ("0", "Not at all"),
    ("0.05", "Up to 5 % of each"),
    ("0.1", "Up to 10 % of each"),
    ("0.2", "Up to 20 % of each"),
    ("0.4", "Up to 40 % of each"),
)
_LONGEST: Final = (
    ("0", "As long as it needs"),
    ("30", "30 seconds"),
    ("60", "1 minute"),
    ("120", "2 minutes"),
    ("300", "5 minutes"),
    ("600", "10 minutes"),
)


class SynopsisForm(forms.Form):
    """What a person chooses of a synopsis."""

    density = forms.TypedChoiceField(
        label="Figures overlap",
        help_text="More is shorter, fuller and less clear.",
        choices=_DENSITIES,
        coerce=float,
    )
    longest = forms.TypedChoiceField(
        label="At most",
        help_text="What does not fit is left out, and listed.",
        choices=_LONGEST,
        coerce=float,
    )
