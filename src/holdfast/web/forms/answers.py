# SPDX-License-Identifier: Apache-2.0
"""The form of an answer to a person's own question."""

from __future__ import annotations

from typing import TYPE_CHECKING, Any

from django import forms

from holdfast.oversight.told import LONGEST_NOTE, LONGEST_TEXT
from holdfast.web.forms.public_desk import WordsField

if TYPE_CHECKING:
    from collections.abc import Sequence


class AnswerForm(forms.Form):
    """What is linked to the person, how it was made sure who they are, and what they are told."""

    items = forms.CharField(
        label="Items linked to the person",
        required=False,
        max_length=4000,
        help_text="Numbers with spaces between them, for instance 12 15 16.",
    )
    cases = WordsField(
        label="Cases linked to the person",
        longest=LONGEST_NOTE,
        required=False,
        help_text="References, one on a line. All items of a case count.",
    )
    identity = WordsField(
        label="How was it made sure who asks?",
        longest=LONGEST_NOTE,
        help_text="For instance: passport seen at the counter, 27 November.",
    )
    text = WordsField(
        label="What the letter says first",
        longest=LONGEST_TEXT,
        help_text="The uses are added to it from the ledger.",
    )
    refused_on = forms.ChoiceField(
        label="Refuse the whole answer on a ground",
        required=False,
        help_text="Then the letter tells nothing of what there is, nor how much.",
    )

    def __init__(
        self,
        *args: Any,  # noqa: ANN401 # Django's own arguments
        grounds: Sequence[tuple[str, str]],
        looking: bool,
        **named: Any,  # noqa: ANN401 # Django's own arguments
    ) -> None:
        super().__init__(*args, **named)
        field = self.fields["refused_on"]
        if isinstance(field, forms.ChoiceField):
            field.choices = [("", "No: tell what there is"), *grounds]
        for name in ("identity", "text") if looking else ():
            self.fields[name].required = False

    def clean_items(self) -> tuple[int, ...]:
        """Read the numbers."""
        words = self.cleaned_data["items"].replace(",", " ").split()
        if not all(word.isdecimal() and len(word) < 19 for word in words):  # noqa: PLR2004 # digits of a number of 64 bits
            raise forms.ValidationError("Write item numbers, for instance 12 15 16.")
        return tuple(dict.fromkeys(map(int, words)))

    def clean_cases(self) -> tuple[str, ...]:
        """Read the references."""
        lines = (" ".join(line.split()) for line in self.cleaned_data["cases"].split("\n"))
        return tuple(dict.fromkeys(filter(None, lines)))
