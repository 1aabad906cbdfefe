# SPDX-License-Identifier: Apache-2.0
"""The forms about permission rows and bans, and the release from quarantine."""

from __future__ import annotations

from typing import TYPE_CHECKING, Any

from django import forms
from django.db.models import Q
from django.utils import timezone

from holdfast.accounts.roles import ROLES
from holdfast.gate import BAN, PERMIT, Row
from holdfast.oversight.models import Approval, Decision, Technology
from holdfast.web.forms.governance.fields import choose, day_field, end_of

if TYPE_CHECKING:
    from collections.abc import Sequence

    from holdfast.home import Home

_MOST_DECISIONS = 200
_ROLES = [(role, name) for role, (name, _) in ROLES.items()]


def decision_choices(technology: str = "") -> list[tuple[str, str]]:
    """Give the newest decisions, of one technology or of all, for a field of choices."""
    rows = Decision.objects.order_by("-entry_id")
    if technology:
        rows = rows.filter(technology=technology)
    return [(one.number, f"{one.number}: {one.title}") for one in rows[:_MOST_DECISIONS]]


class _RowForm(forms.Form):
    """What a permission and a ban both say."""

    roles = forms.MultipleChoiceField(choices=_ROLES, widget=forms.CheckboxSelectMultiple)
    purposes = forms.MultipleChoiceField(widget=forms.CheckboxSelectMultiple)
    data_classes = forms.MultipleChoiceField(
        label="Classes of data", widget=forms.CheckboxSelectMultiple
    )
    last_day = day_field(
        "Last day", required=False, hint="Without it, the row has no end of its own."
    )
    decision = forms.ChoiceField(label="By the decision", required=False)

    def __init__(self, *args: Any, home: Home, **named: Any) -> None:  # noqa: ANN401 # Django's own arguments
        super().__init__(*args, **named)
        lists = home.lists
        choose(self, "purposes", [(one.id, one.words) for one in lists.purposes])
        choose(self, "data_classes", [(one.id, one.words) for one in lists.data_classes])
        choose(self, "decision", [("", "None"), *decision_choices()])


class PermitForm(_RowForm):
    """A permission: it names everything that it permits."""

    kind = PERMIT
    approval = forms.ChoiceField(
        label="Under the approval",
        help_text="It says which technology. The permission lasts no longer than it does.",
    )
    field_order = ("approval", "roles", "purposes", "data_classes", "last_day", "decision")

    def __init__(self, *args: Any, **named: Any) -> None:  # noqa: ANN401 # Django's own arguments
        super().__init__(*args, **named)
        now = timezone.now()
        rows = Approval.objects.filter(Q(until__isnull=True) | Q(until__gt=now), ended_by="")
        rows = rows.select_related("technology").order_by("technology__name", "number")
        listed = [(one.number, f"{one.technology.name}: {one.kind} {one.number}") for one in rows]
        choose(self, "approval", [("", "Choose one"), *listed])
        self._of = {one.number: (one.technology_id, one.decision_id) for one in rows}
        choose(self, "decision", [("", "The one that gave the approval"), *decision_choices()])

    def row(self, number: str) -> Row:
        """Give the row that was filled in."""
        data = self.cleaned_data
        return Row(
            id=number,
            kind="permit",
            roles=tuple(data["roles"]),
            technology=self._of[data["approval"]][0],
            purposes=tuple(data["purposes"]),
            data_classes=tuple(data["data_classes"]),
            approval=data["approval"],
            until=end_of(data["last_day"]),
        )

    def decided_by(self) -> str:
        """Give the decision that the row stands on."""
        return str(self.cleaned_data["decision"] or self._of[self.cleaned_data["approval"]][1])


class BanForm(_RowForm):
    """A ban: what is left out means any."""

    kind = BAN
    technology = forms.ChoiceField(required=False)
    field_order = ("technology", "roles", "purposes", "data_classes", "last_day", "decision")

    def __init__(self, *args: Any, **named: Any) -> None:  # noqa: ANN401 # Django's own arguments
        super().__init__(*args, **named)
        rows = Technology.objects.order_by("name")
        listed = [(one.number, f"{one.name} ({one.stage})") for one in rows]
        choose(self, "technology", [("", "Any technology"), *listed])
        for name in ("roles", "purposes", "data_classes"):
            self.fields[name].required = False
            self.fields[name].help_text = "None chosen means any."

    def row(self, number: str) -> Row:
        """Give the row that was filled in."""
        data = self.cleaned_data
        return Row(
            id=number,
            kind="ban",
            roles=tuple(data["roles"]),
            technology=data["technology"],
            purposes=tuple(data["purposes"]),
            data_classes=tuple(data["data_classes"]),
            approval="",
            until=end_of(data["last_day"]),
        )

    def decided_by(self) -> str:
        """Give the decision that the row stands on."""
        return str(self.cleaned_data["decision"])


class EndRowForm(forms.Form):
    """Why a row is taken out of force."""

    reason = forms.CharField(max_length=500, help_text="It is public.")
    decision = forms.ChoiceField(label="By the decision", required=False)

    def __init__(self, *args: Any, **named: Any) -> None:  # noqa: ANN401 # Django's own arguments
        super().__init__(*args, **named)
        choose(self, "decision", [("", "None"), *decision_choices()])


class ReleaseForm(forms.Form):
    """Why items may be analysed although they were quarantined."""

    decision = forms.ChoiceField(
        label="By the decision", help_text="A quarantine ends by a decision that is on record."
    )
    reason = forms.CharField(max_length=500, help_text="Kept in the ledger with the change.")

    def __init__(self, *args: Any, **named: Any) -> None:  # noqa: ANN401 # Django's own arguments
        super().__init__(*args, **named)
        choose(self, "decision", [("", "Choose one"), *decision_choices()])


class RowFilter(forms.Form):
    """What narrows the list of rows."""

    narrows = True
    standing = forms.ChoiceField(
        label="Standing",
        required=False,
        choices=(
            ("", "In force"),
            ("not in force", "Not in force: approval or stage"),
            ("ended", "Ended"),
            ("all", "All"),
        ),
    )
    kind = forms.ChoiceField(
        required=False,
        choices=(("", "Permissions and bans"), ("permit", "Permissions"), ("ban", "Bans")),
    )
    technology = forms.ChoiceField(required=False)
    role = forms.ChoiceField(required=False, choices=[("", "Every role"), *_ROLES])

    def __init__(self, *args: Any, **named: Any) -> None:  # noqa: ANN401 # Django's own arguments
        super().__init__(*args, **named)
        listed: Sequence[tuple[str, str]] = list(
            Technology.objects.order_by("name").values_list("number", "name")
        )
        choose(self, "technology", [("", "Every technology"), *listed])
