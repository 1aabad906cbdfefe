# SPDX-License-Identifier: Apache-2.0
"""Who knows of which engagement: rows, counts, titles and errors tell no more than the case does."""

from __future__ import annotations

from datetime import date
from typing import TYPE_CHECKING

import pytest

from fleet.engagements.engaging import CASE
from holdfast.accounts.models import Person
from holdfast.fleet import services
from holdfast.fleet.models import Engagement
from holdfast.fleet.queries.engagement_pages import media, media_to_tie, steps
from holdfast.fleet.queries.engagements import (
    count_engagements,
    due_engagements,
    engagements,
    find_engagement,
    visible_engagements,
)
from holdfast.fleet.services import Evidence
from holdfast.oversight.errors import NotOnRegisterError
from holdfast.records.errors import NotFoundError, NotPermittedError

if TYPE_CHECKING:
    from pathlib import Path

    from fleet.engagements.engaging import Programme

TODAY = date(2026, 11, 20)
EMPTY = {"all": 0, "open": 0, "overdue": 0, "closed": 0}


def _numbers(programme: Programme, who: str, shown: str = "all") -> list[str]:
    return [one.number for one in engagements(programme[who], TODAY, shown=shown).rows]


def _restricted(programme: Programme) -> str:
    programme.case("secret", access_class="restricted")
    return programme.open("governance", case="secret")


def test_each_role_sees_the_engagements_of_the_cases_that_it_sees(programme: Programme) -> None:
    open_, secret = programme.open(), _restricted(programme)
    assert _numbers(programme, "exhibit_officer") == [open_]
    assert _numbers(programme, "operator") == []
    assert _numbers(programme, "investigator") == [secret, open_]
    assert _numbers(programme, "auditor") == [secret, open_]
    assert _numbers(programme, "governance") == [secret, open_]


def test_counts_tell_no_more_than_the_rows(programme: Programme) -> None:
    programme.open()
    _restricted(programme)
    assert count_engagements(programme["operator"], TODAY) == EMPTY
    assert count_engagements(programme["exhibit_officer"], TODAY)["all"] == 1
    assert count_engagements(programme["governance"], TODAY) == {
        "all": 2, "open": 2, "overdue": 2, "closed": 0,
    }  # fmt: skip


def test_one_that_may_not_be_seen_answers_like_one_that_is_not_there(programme: Programme) -> None:
    secret = _restricted(programme)
    told = []
    for number in (secret, "E-2026-9999"):
        with pytest.raises(NotFoundError) as missing:
            find_engagement(programme["exhibit_officer"], number)
        told.append(str(missing.value).replace(number, ""))
        with pytest.raises(NotFoundError):
            programme.meet(number, "no-cloud")
        with pytest.raises(NotFoundError):
            services.link_medium(**programme.as_("operator"), number=number, acquisition="A-1")
    assert told[0] == told[1]


def test_a_case_is_named_to_whoever_sees_it_or_gave_it_and_to_nobody_else(
    programme: Programme,
) -> None:
    programme.open()
    (line,) = engagements(programme["governance"], TODAY).rows
    assert (line.case, line.contractor) == ("", "Skyline Survey Ltd")
    (line,) = engagements(programme["exhibit_officer"], TODAY).rows
    assert line.case == CASE
    secret = _restricted(programme)
    lines = {one.number: one.case for one in engagements(programme["governance"], TODAY).rows}
    assert lines[secret] == "secret"


def test_governance_counts_media_without_their_receipts(
    programme: Programme, tmp_path: Path
) -> None:
    number = programme.open()
    receipt = programme.take_in(tmp_path)
    assert [
        one for one, _ in media_to_tie(programme["investigator"], Engagement.objects.get())
    ] == [receipt]
    assert media_to_tie(programme["governance"], Engagement.objects.get()) == ()
    programme.meet(number, "handed-over-on-media", evidence=Evidence(acquisition=receipt))
    found = Engagement.objects.get()
    assert [one.number for one in media(programme["exhibit_officer"], found)] == [receipt]
    assert [(one.number, one.name) for one in media(programme["governance"], found)] == [("", "")]
    assert [one.acquisition for one in steps(programme["governance"], found)] == ["", ""]
    assert [one.acquisition for one in steps(programme["auditor"], found)] == ["", receipt]


def test_an_exhibit_officer_cannot_probe_for_a_case_by_engaging_somebody(
    programme: Programme,
) -> None:
    programme.case("secret", access_class="restricted")
    told = []
    for reference in ("secret", "nothing"):
        with pytest.raises(NotOnRegisterError) as missing:
            programme.open(case=reference)
        told.append(str(missing.value).replace(reference, ""))
    assert told[0] == told[1]


def test_an_administrator_and_a_closed_account_see_nothing(programme: Programme) -> None:
    programme.open()
    Person.objects.filter(username="admin").update(roles=["administrator"])
    Person.objects.filter(username="governance").update(is_active=False)
    for who in ("admin", "governance"):
        assert not visible_engagements(programme[who]).exists()
        assert due_engagements(programme[who], programme.home, TODAY) == ()
        with pytest.raises(NotPermittedError):
            engagements(programme[who], TODAY)


def test_lists_are_narrowed_by_where_an_engagement_stands(programme: Programme) -> None:
    late, fresh = programme.open(), programme.open(ends_on=date(2026, 12, 20))
    done = programme.open()
    services.close_engagement(
        **programme.as_("governance", 5), number=done, reason="The work was called off"
    )
    assert _numbers(programme, "auditor", "open") == [fresh, late]
    assert _numbers(programme, "auditor", "overdue") == [late]
    assert _numbers(programme, "auditor", "closed") == [done]
    page = engagements(programme["auditor"], TODAY, shown="all", limit=2)
    assert [one.number for one in page.rows] == [done, fresh]
    rest = engagements(programme["auditor"], TODAY, shown="all", limit=2, after=page.next)
    assert [one.number for one in rest.rows] == [late]
    with pytest.raises(NotFoundError):
        engagements(programme["auditor"], TODAY, after="{")


def test_today_has_what_is_overdue_or_due_within_the_days_of_the_agency(
    programme: Programme,
) -> None:
    number = programme.open()
    due = due_engagements(programme["exhibit_officer"], programme.home, date(2026, 10, 25))
    assert [one.id for one in due[0].conditions] == ["handed-over-on-media"]
    due = due_engagements(programme["exhibit_officer"], programme.home, TODAY)
    assert [one.standing for one in due[0].conditions] == ["overdue"] * 5
    assert (len(due), due[0].first_due_on) == (1, date(2026, 11, 8))
    assert due_engagements(programme["auditor"], programme.home, TODAY) == ()
    services.record_breach(
        **programme.as_("governance", 9), number=number, condition="no-cloud", summary="It synced"
    )
    due = due_engagements(programme["governance"], programme.home, date(2026, 10, 1))
    assert [(one.id, one.standing) for one in due[0].conditions] == [("no-cloud", "breached")]
    services.close_engagement(**programme.as_("governance", 9), number=number, reason="Done")
    assert due_engagements(programme["governance"], programme.home, TODAY) == ()
