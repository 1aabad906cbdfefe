# SPDX-License-Identifier: Apache-2.0
"""The Django application of the drone programme, with the acts and sentences it adds."""

from __future__ import annotations

from typing import TYPE_CHECKING, Any

from django.apps import AppConfig

if TYPE_CHECKING:
    from collections.abc import Callable, Mapping

    from holdfast.records.acts import Act


class FleetConfig(AppConfig):
    """Aircraft, pilots, flights, upkeep, engagements, network tests."""

    default_auto_field = "django.db.models.BigAutoField"
    name = "holdfast.fleet"
    label = "fleet"
    verbose_name = "Drone programme"

    def acts(self) -> Mapping[str, Callable[[Act], None]]:
        """Give what each act of the programme does to the projection."""
        from holdfast.fleet.acts import APPLY

        return APPLY

    def sentences(self) -> Mapping[str, Callable[[Mapping[str, Any]], str]]:
        """Give what is said of each act of the programme, in the ledger and in custody."""
        from holdfast.fleet.words import SENTENCES

        return SENTENCES
