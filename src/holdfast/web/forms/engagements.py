# SPDX-License-Identifier: Apache-2.0
"""The forms of engagements: engaging a contractor, and what becomes of each condition."""

from __future__ import annotations

from typing import TYPE_CHECKING, Any

from django import forms

from holdfast.fleet.services import Document, Flying
from holdfast.oversight.models import Technology
from holdfast.oversight.told import LONGEST_NOTE
from holdfast.web.digesting import Digested
from holdfast.web.forms.governance.fields import DocumentForm, GroupedForm, choose, day_field
from holdfast.web.forms.public_desk import WordsField
from holdfast.web.home import this_home

if TYPE_CHECKING:
    from collections.abc import Sequence

_LONGEST = 200
_NOT_LISTED = "not-on-the-register"
_SUPPORT = "case"


class NamedDocumentForm(DocumentForm):
    """A document by its name and its digest; a file that is chosen gives both."""

    document_name = forms.CharField(
        label="Its name",
        required=False,
        max_length=_LONGEST,
        help_text="Empty: the name of the file that you choose.",
    )
    field_order: Sequence[str] = ("document", "document_name", "document_sha256")

    def clean(self) -> dict[str, Any]:
        """Give the document as the service takes it."""
        chosen = self.cleaned_data.get("document")
        data = super().clean()
        name = str(data.pop("document_name", "")).strip()
        if not name and isinstance(chosen, Digested):
            name = str(chosen.name)[-_LONGEST:]
        data["document"] = Document(name, str(data.pop("document_sha256", "")))
        return data


class EngagementForm(GroupedForm, NamedDocumentForm):
    """A contractor who is to fly."""

    groups = {  # noqa: RUF012 # read only, as Django's own declarations are
        "Who": ("contractor", "contact"),
        "What for": ("case", "purpose", "work"),
        "When": ("starts_on", "ends_on"),
        "What flies": ("technology", "drone", "certificate_of", "certificate", "rule_part"),
        "Conditions": ("conditions", "left_out"),
        "The written agreement": ("document", "document_name", "document_sha256"),
    }
    dense = ("When",)
    contractor = forms.CharField(
        label="Organisation", max_length=_LONGEST, help_text="The firm. A person is its contact."
    )
    contact = WordsField(
        label="Contact and address",
        longest=LONGEST_NOTE,
        required=False,
        help_text="It stands on the reminder.",
    )
    case = forms.CharField(
        label="Case reference", max_length=100, help_text="The case or job that they fly for."
    )
    purpose = forms.ChoiceField()
    work = WordsField(label="What they are to do", longest=LONGEST_NOTE, required=False)
    starts_on = day_field("First day of the work")
    ends_on = day_field("Last day of the work")
    technology = forms.ChoiceField(
        label="On our register", help_text="Say so when what they fly is not on it."
    )
    drone = forms.CharField(
        label="Maker and model", max_length=_LONGEST, help_text="As the contractor says."
    )
    certificate_of = forms.ChoiceField(
        label="Whose pilot certificate",
        choices=[("contractor", "The contractor's"), ("agency", "Ours")],
        widget=forms.RadioSelect,
        initial="contractor",
    )
    certificate = forms.CharField(
        label="Number of the certificate", max_length=_LONGEST, required=False
    )
    rule_part = forms.CharField(
        label="Under which rules",
        max_length=_LONGEST,
        required=False,
        help_text="The part of the aviation rules, as Part 101 or Part 102.",
    )
    conditions = forms.MultipleChoiceField(
        label="What they must do",
        widget=forms.CheckboxSelectMultiple,
        required=False,
        help_text="Each gets its day by the agency's list, counted from the last day of the work. It "
        "can be moved later, with a reason.",
    )
    left_out = WordsField(
        label="Why a usual one is left out",
        longest=LONGEST_NOTE,
        required=False,
        help_text="Needed only when you take one of the ticked ones out.",
    )

    def __init__(self, *args: Any, **named: Any) -> None:  # noqa: ANN401 # Django's own arguments
        super().__init__(*args, **named)
        lists = this_home().lists
        choose(self, "purpose", [("", "Choose one"), *(
            (one.id, one.words) for one in lists.purposes if _SUPPORT in one.supported_by
        )])  # fmt: skip
        drones = Technology.objects.filter(kind="drone").order_by("name")
        choose(self, "technology", [
            ("", "Choose one"),
            *((one.number, f"{one.name} ({one.stage})") for one in drones),
            (_NOT_LISTED, "It is not on the register"),
        ])  # fmt: skip
        listed = lists.engagement_conditions
        choose(self, "conditions", [
            (one.id, f"{one.words} ({_after(one.days)})") for one in listed
        ])  # fmt: skip
        self.fields["conditions"].initial = [one.id for one in listed if one.usual]

    def clean(self) -> dict[str, Any]:
        """Give what the service takes."""
        data = super().clean()
        technology = str(data.pop("technology", ""))
        data["flying"] = Flying(
            drone=str(data.pop("drone", "")),
            technology="" if technology == _NOT_LISTED else technology,
            certificate_of=str(data.pop("certificate_of", "")),
            certificate=str(data.pop("certificate", "")),
            rule_part=str(data.pop("rule_part", "")),
        )
        data["agreement"] = data.pop("document")
        return data


class StatementForm(NamedDocumentForm):
    """That a condition was met, by what somebody says; a document may stand behind it."""

    by = forms.CharField(
        label="Who says so", max_length=_LONGEST, help_text="The person and their office."
    )
    words = WordsField(
        label="What was done, and how", longest=LONGEST_NOTE, help_text="As they put it."
    )
    on = day_field("The day it was done", required=False, hint="Leave empty for today.")
    field_order = ("by", "words", "on", "document", "document_name", "document_sha256")


class SignedForm(NamedDocumentForm):
    """That a condition was met, by a document that was signed."""

    by = forms.CharField(label="Who signed it", max_length=_LONGEST, required=False)
    words = WordsField(label="Note", longest=LONGEST_NOTE, required=False)
    on = day_field("The day it was signed", required=False, hint="Leave empty for today.")
    acquisition = forms.ChoiceField(
        label="Taken in with the case as",
        required=False,
        help_text="If the document itself was taken in as a medium of the case.",
    )
    field_order = ("document", "document_name", "document_sha256", "by", "on", "words")

    def __init__(
        self,
        *args: Any,  # noqa: ANN401 # Django's own arguments
        media: Sequence[tuple[str, str]],
        **named: Any,  # noqa: ANN401 # Django's own arguments
    ) -> None:
        super().__init__(*args, **named)
        choose(self, "acquisition", [("", "It was not taken in"), *media])
        if not media:
            del self.fields["acquisition"]


class HandOverForm(forms.Form):
    """That what was recorded was handed over, on which medium."""

    acquisition = forms.ChoiceField(
        label="The medium's receipt",
        required=False,
        help_text="A medium that was taken in to the engagement's case.",
    )
    by = forms.CharField(label="Who handed it over", max_length=_LONGEST, required=False)
    words = WordsField(label="Note", longest=LONGEST_NOTE, required=False)
    on = day_field(
        "The day it was handed over",
        required=False,
        hint="Leave empty for the day it was taken in.",
    )

    def __init__(
        self,
        *args: Any,  # noqa: ANN401 # Django's own arguments
        media: Sequence[tuple[str, str]],
        **named: Any,  # noqa: ANN401 # Django's own arguments
    ) -> None:
        super().__init__(*args, **named)
        choose(self, "acquisition", [("", "What is tied to it already"), *media])


class MediumForm(forms.Form):
    """A medium that was recorded under the engagement."""

    acquisition = forms.ChoiceField(label="The medium's receipt", widget=forms.RadioSelect)

    def __init__(
        self,
        *args: Any,  # noqa: ANN401 # Django's own arguments
        media: Sequence[tuple[str, str]],
        **named: Any,  # noqa: ANN401 # Django's own arguments
    ) -> None:
        super().__init__(*args, **named)
        choose(self, "acquisition", media)


class WaiveForm(forms.Form):
    """That a condition is given up."""

    by = forms.CharField(
        label="Who decided it", max_length=_LONGEST, help_text="The office, or the decision."
    )
    reason = WordsField(longest=LONGEST_NOTE, help_text="Kept in the sealed part of the ledger.")


class BreachForm(forms.Form):
    """That a condition was breached."""

    summary = WordsField(
        label="What happened",
        longest=LONGEST_NOTE,
        help_text="It is public, with the incident: no names, and nothing of the case.",
    )
    private = WordsField(
        label="What only we may know",
        longest=LONGEST_NOTE,
        required=False,
        help_text="Stays in the sealed part of the ledger.",
    )
    on = day_field("The day it happened", required=False, hint="Leave empty for today.")


class MoveForm(forms.Form):
    """Another day for a condition."""

    due_on = day_field("The new day")
    reason = WordsField(longest=LONGEST_NOTE, help_text="Kept in the sealed part of the ledger.")


class ReminderForm(forms.Form):
    """How a reminder is given: Holdfast itself sends nothing."""

    how = forms.CharField(
        label="How you give it to them",
        max_length=_LONGEST,
        help_text="By post, by hand, by e-mail from your own machine. Holdfast sends nothing.",
    )


class CloseForm(forms.Form):
    """The end of an engagement."""

    reason = WordsField(
        label="Why it is closed with something outstanding",
        longest=LONGEST_NOTE,
        required=False,
        help_text="Needed when a condition is outstanding. What stays outstanding is public.",
    )


class AgreementForm(NamedDocumentForm):
    """The written agreement, or a newer one."""


def _after(days: int) -> str:
    if days == 0:
        return "by the last day of the work"
    return f"within {days} day{'' if days == 1 else 's'} of the work"
