# SPDX-License-Identifier: Apache-2.0
"""A story of a contractor's engagement, with every act of it, in a home of the records' tests."""

from __future__ import annotations

from datetime import timedelta
from typing import TYPE_CHECKING

from holdfast.fleet import services
from holdfast.fleet.services import Evidence, Flying
from holdfast.records.models import Acquisition

if TYPE_CHECKING:
    from datetime import datetime

    from records.making import Agency


def tell_a_story_of_an_engagement(agency: Agency, begun: datetime) -> None:
    """Engage a contractor for the case of the first medium; meet, break, waive, remind, close."""
    medium = Acquisition.objects.select_related("case", "taken_by").earliest("number")
    home, governance = agency.home, agency["governance"]
    first = begun.date()
    number = services.open_engagement(
        home=home, actor=governance, contractor="Skyline", case=medium.case.reference,
        purpose="crash-scene", flying=Flying("Anafi"), starts_on=first,
        ends_on=first + timedelta(days=1), left_out="On loan", now=begun,
        conditions=["handed-over-on-media", "no-cloud", "copies-destroyed"],
    )  # fmt: skip
    services.link_medium(
        home=home, actor=medium.taken_by, number=number, acquisition=medium.number, now=begun
    )
    services.meet_condition(
        home=home, actor=governance, number=number, condition="handed-over-on-media",
        evidence=Evidence(), now=begun,
    )  # fmt: skip
    services.record_breach(
        home=home, actor=governance, number=number, condition="no-cloud", summary="It synced",
        now=begun,
    )  # fmt: skip
    services.waive_condition(
        home=home, actor=governance, number=number, condition="copies-destroyed",
        by="Inspector", reason="None were made", now=begun,
    )  # fmt: skip
    services.remind_contractor(home=home, actor=governance, number=number, how="By post", now=begun)
    services.close_engagement(
        home=home, actor=governance, number=number, reason="They are gone", now=begun
    )
