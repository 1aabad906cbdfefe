# SPDX-License-Identifier: Apache-2.0
"""The forms that anybody may send without an account: complain, ask, ask what became of it."""

from __future__ import annotations

import secrets
from typing import Any

from django import forms

from holdfast.information import seems_about_the_asker
from holdfast.oversight.codes import LONGEST_CODE
from holdfast.oversight.models import Technology
from holdfast.oversight.told import LONGEST_LINE, LONGEST_NOTE, LONGEST_TEXT

ABOUT = (
    ("technology", "How a tool is used: a drone, a camera, a program"),
    ("conduct", "How somebody of the agency behaved"),
    ("other", "Something else"),
)
SUBJECTS = (
    ("the-asker", "About me, or somebody I act for: for instance, was a drone used on me?"),
    ("a-prosecution", "Material of a prosecution, and I am the defendant in it or act for them"),
    ("anything-else", "Anything else: how often, what for, at what cost, by what rule"),
)
_NAME = {"autocomplete": "name"}


class WordsField(forms.CharField):
    """Text of several lines. A line end counts as one character, as it does in a browser."""

    def __init__(self, *, longest: int, **named: Any) -> None:  # noqa: ANN401 # Django's own arguments
        super().__init__(max_length=longest, widget=forms.Textarea, **named)

    def to_python(self, value: Any) -> Any:  # noqa: ANN401 # Django's signature
        """Spell line ends one way before the length is looked at."""
        return super().to_python(value.replace("\r\n", "\n") if isinstance(value, str) else value)


class OnceForm(forms.Form):
    """A form that does its work once, however often it is sent: `once` tells one from another."""

    once = forms.CharField(max_length=64, required=False, widget=forms.HiddenInput)

    def __init__(self, *args: Any, **named: Any) -> None:  # noqa: ANN401 # Django's own arguments
        named["initial"] = {"once": secrets.token_urlsafe(24), **(named.get("initial") or {})}
        super().__init__(*args, **named)


class ComplaintForm(OnceForm):
    """A complaint by anybody."""

    about = forms.ChoiceField(label="What is it about?", choices=ABOUT, widget=forms.RadioSelect)
    technology = forms.ChoiceField(
        label="Which tool, if you know it",
        required=False,
        help_text="The list is the register of technology.",
    )
    text = WordsField(
        label="What happened?",
        longest=LONGEST_TEXT,
        help_text="In your own words. It is kept exactly as you write it.",
    )
    where_and_when = WordsField(
        label="Where and when",
        longest=LONGEST_NOTE,
        required=False,
        help_text="A place, a day, a time of day: as well as you remember.",
    )
    stated_reference = forms.CharField(
        label="A case or file number, if you have one",
        max_length=LONGEST_LINE,
        required=False,
        help_text="Whatever is kept under it is frozen at once: nothing of it may be disposed of. "
        "We do not tell anybody whether there is such a case.",
        widget=forms.TextInput(attrs={"autocomplete": "off"}),
    )
    contact = WordsField(
        label="How can we reach you?",
        longest=LONGEST_NOTE,
        required=False,
        help_text="Leave it empty to stay unnamed. With the reference and the code that you get "
        "you can read here what became of it.",
    )

    def __init__(self, *args: Any, **named: Any) -> None:  # noqa: ANN401 # Django's own arguments
        super().__init__(*args, **named)
        field = self.fields["technology"]
        if isinstance(field, forms.ChoiceField):
            names = Technology.objects.order_by("name").values_list("number", "name")
            field.choices = [("", "I do not know, or none of these"), *names]
        self.fields["contact"].widget.attrs["rows"] = 2


class QuestionForm(OnceForm):
    """A request for information by anybody. One about oneself is led to its own law."""

    subjects = forms.MultipleChoiceField(
        label="Is it about yourself?",
        choices=SUBJECTS,
        widget=forms.CheckboxSelectMultiple,
        help_text="Tick what fits, more than one if it does. It decides which law answers you.",
    )
    text = WordsField(
        label="What do you want to know?",
        longest=LONGEST_TEXT,
        help_text="The more exactly you say it, the sooner it can be answered.",
    )
    sure = forms.BooleanField(
        label="It is not about myself", required=False, help_text="Tick this, or tick above."
    )
    requester = forms.CharField(
        label="Your name",
        max_length=LONGEST_NOTE,
        help_text="The name that the answer is written to.",
        widget=forms.TextInput(attrs=_NAME),
    )
    contact = WordsField(
        label="How can we reach you?",
        longest=LONGEST_NOTE,
        required=False,
        help_text="Needed when you ask about yourself: we must make sure that you are you. Else "
        "you may leave it empty and read the answer here, with the code that you get.",
    )

    def __init__(self, *args: Any, **named: Any) -> None:  # noqa: ANN401 # Django's own arguments
        super().__init__(*args, **named)
        if not self._asks_again():
            del self.fields["sure"]

    def clean(self) -> dict[str, Any]:
        """Ask again when the question reads as one about the person who asks."""
        data = super().clean() or self.cleaned_data
        if "sure" in self.fields and not data.get("sure") and "subjects" in data:
            self.add_error(
                "subjects",
                "Your question reads as if it were about yourself. Then the Privacy Act answers "
                "it, and you get more. Tick the first line too, or say below that it is not.",
            )
        return data

    def _asks_again(self) -> bool:
        if not self.is_bound:
            return False
        subjects = self.data.getlist("subjects") if hasattr(self.data, "getlist") else []
        return "the-asker" not in subjects and seems_about_the_asker(
            str(self.data.get("text", ""))[:LONGEST_TEXT]
        )


class StatusForm(forms.Form):
    """The reference and the code that whoever sent something was given."""

    reference = forms.CharField(
        max_length=30,
        help_text="For instance K-2026-0001.",
        widget=forms.TextInput(attrs={"autocomplete": "off", "autocapitalize": "characters"}),
    )
    code = forms.CharField(
        max_length=LONGEST_CODE,
        help_text="Five groups of four letters and figures.",
        widget=forms.TextInput(attrs={"autocomplete": "off", "autocapitalize": "characters"}),
    )
