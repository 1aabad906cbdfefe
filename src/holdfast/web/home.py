# SPDX-License-Identifier: Apache-2.0
"""The home that these pages serve, and the person who asks: what every view starts with."""

from __future__ import annotations

from typing import TYPE_CHECKING

from django.conf import settings
from django.core.exceptions import PermissionDenied

from holdfast.accounts.models import Person
from holdfast.accounts.permissions import may_open
from holdfast.home import Home, NoHomeError

if TYPE_CHECKING:
    from django.http import HttpRequest


def this_home() -> Home:
    """Open the home of the settings. Raises NoHomeError."""
    if settings.HOLDFAST_HOME is None:
        raise NoHomeError("No home is served here. Set HOLDFAST_HOME, or use 'holdfast serve'.")
    return Home.open(settings.HOLDFAST_HOME)


def viewer(request: HttpRequest, section: str = "") -> Person:
    """Give the person who asks, if the roles open the section. Raises PermissionDenied in words."""
    person = request.user
    if not isinstance(person, Person):
        raise PermissionDenied("Sign in first.")
    if section and may_open(person, section) is None:
        raise PermissionDenied("None of your roles opens this part.")
    return person
