# SPDX-License-Identifier: Apache-2.0
"""The forms about people: enrol, roles, operating-system user, first password."""

from __future__ import annotations

from django import forms

from holdfast.accounts.roles import ROLES

_ROLE_CHOICES = [(role, f"{name}: {words}") for role, (name, words) in ROLES.items()]


class RolesField(forms.MultipleChoiceField):
    """The six roles, each with what it is for."""

    widget = forms.CheckboxSelectMultiple

    def __init__(self) -> None:
        super().__init__(
            label="Roles",
            choices=_ROLE_CHOICES,
            help_text="A person acts in the first of their roles that allows the act.",
        )


class EnrolForm(forms.Form):
    """A new person."""

    username = forms.CharField(
        max_length=150,
        help_text="Small letters, digits, dot, hyphen and underscore. It is never used again.",
        widget=forms.TextInput(attrs={"autocomplete": "off", "autocapitalize": "none"}),
    )
    name = forms.CharField(
        max_length=200,
        help_text="As it stands on receipts and in custody records.",
        widget=forms.TextInput(attrs={"autocomplete": "off"}),
    )
    district = forms.CharField(max_length=100, required=False)
    roles = RolesField()


class RolesForm(forms.Form):
    """The roles of a person, and whether the account is open."""

    roles = RolesField()
    active = forms.BooleanField(
        label="The account is open",
        required=False,
        help_text="Without this the person cannot sign in; everything they did stays theirs.",
    )
    reason = forms.CharField(max_length=500, help_text="Kept in the ledger with the change.")


class OsUserForm(forms.Form):
    """Which operating-system user acts as this person on the command line."""

    os_user = forms.CharField(
        label="Operating-system user",
        max_length=150,
        help_text="The name that `id -un` prints. Anybody else who had it loses it.",
        widget=forms.TextInput(attrs={"autocomplete": "off", "autocapitalize": "none"}),
    )


class FirstPasswordForm(forms.Form):
    """A one-time code turned into a password."""

    username = forms.CharField(
        max_length=150,
        widget=forms.TextInput(attrs={"autocomplete": "username", "autocapitalize": "none"}),
    )
    code = forms.CharField(
        label="One-time code",
        max_length=40,
        widget=forms.TextInput(attrs={"autocomplete": "off", "autocapitalize": "characters"}),
    )
    password = forms.CharField(
        label="New password",
        help_text="At least 12 signs. A sentence that only you would write is good.",
        widget=forms.PasswordInput(attrs={"autocomplete": "new-password"}),
    )
    again = forms.CharField(
        label="The new password again",
        widget=forms.PasswordInput(attrs={"autocomplete": "new-password"}),
    )

    def clean_again(self) -> str:
        """Refuse two passwords that differ."""
        again = str(self.cleaned_data["again"])
        if again != self.cleaned_data.get("password"):
            raise forms.ValidationError("The two passwords are not the same.")
        return again
