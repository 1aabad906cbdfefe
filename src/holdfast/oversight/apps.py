# SPDX-License-Identifier: Apache-2.0
"""The Django application of oversight, with the acts and sentences it adds to the records."""

from __future__ import annotations

from typing import TYPE_CHECKING, Any

from django.apps import AppConfig

if TYPE_CHECKING:
    from collections.abc import Callable, Mapping

    from holdfast.records.acts import Act


class OversightConfig(AppConfig):
    """Register, decisions, rows, complaints, requests, reports."""

    default_auto_field = "django.db.models.BigAutoField"
    name = "holdfast.oversight"
    label = "oversight"
    verbose_name = "Oversight"

    def acts(self) -> Mapping[str, Callable[[Act], None]]:
        """Give what each act of oversight does to the projection."""
        from holdfast.oversight.acts import APPLY

        return APPLY

    def sentences(self) -> Mapping[str, Callable[[Mapping[str, Any]], str]]:
        """Give what is said of each act of oversight, in the ledger and in custody."""
        from holdfast.oversight.words import SENTENCES

        return SENTENCES
