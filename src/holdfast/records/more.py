# SPDX-License-Identifier: Apache-2.0
"""What the applications above the records add: acts they apply, and sentences for those acts.

Promises: an application says so in its own configuration class (`acts`, `sentences`), so that the
records import nothing from above; the list is fixed by the settings, and nothing can be added
while the program runs.
"""

from __future__ import annotations

from functools import cache
from typing import TYPE_CHECKING, Any

from django.apps import apps

if TYPE_CHECKING:
    from collections.abc import Callable, Mapping


@cache
def more_acts() -> Mapping[str, Callable[[Any], None]]:
    """Give what every application above does to its own tables, by act.

    Each takes a `holdfast.records.acts.Act`.
    """
    return _gathered("acts")


@cache
def more_sentences() -> Mapping[str, Callable[[Mapping[str, Any]], str]]:
    """Give what every application above says of its acts, by act."""
    return _gathered("sentences")


def _gathered(name: str) -> dict[str, Any]:
    found: dict[str, Any] = {}
    for application in apps.get_app_configs():
        given = getattr(application, name, None)
        if given is not None:
            found |= given()
    return found
