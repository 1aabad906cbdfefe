# SPDX-License-Identifier: Apache-2.0
"""Cases: opened, named anew, closed, joined, and the purposes stated for looking at them."""

from __future__ import annotations

from datetime import datetime
from typing import TYPE_CHECKING

from holdfast.accounts.models import Person
from holdfast.records.models import Case, CaseMember, Correction, PurposeGrant

if TYPE_CHECKING:
    from holdfast.records.acts.act import Act


def open_case(act: Act) -> None:
    """Make the case; whoever opened it works in it."""
    case = Case.objects.create(
        number=act.subject("case"),
        reference=act.details["reference"],
        title=act.details["title"],
        access_class=act.details["access_class"],
        opened_at=act.at,
    )
    _join(act, case, act.actor, via="opened", until=None)


def set_title(act: Act) -> None:
    """Name the case anew; the old title stays in the correction."""
    case = Case.objects.get(number=act.subject("case"))
    Correction.objects.create(
        case=case,
        what="title",
        old=act.details["old"],
        new=act.details["new"],
        reason=act.details["reason"],
        at=act.at,
        by=Person.objects.get(username=act.actor),
        entry=act.entry,
    )
    Case.objects.filter(number=case.number).update(title=act.details["new"])


def close(act: Act) -> None:
    """Close the case."""
    Case.objects.filter(number=act.subject("case")).update(closed_at=act.at)


def add_member(act: Act) -> None:
    """Let the person work in the case, or end that they may (until = now)."""
    case = Case.objects.get(number=act.subject("case"))
    CaseMember.objects.filter(case=case, person__username=act.details["username"]).exclude(
        via="break-glass"
    ).delete()
    _join(act, case, act.details["username"], via="added", until=act.details["until"])


def break_glass(act: Act) -> None:
    """Let the person work in the case until the time that was set, whatever its access class."""
    case = Case.objects.get(number=act.subject("case"))
    _join(act, case, act.actor, via="break-glass", until=act.details["until"])


def state_purpose(act: Act) -> None:
    """Remember the purpose for this case and session."""
    PurposeGrant.objects.create(
        person=Person.objects.get(username=act.actor),
        case_id=act.subject("case"),
        session=act.details["session"],
        purpose=act.purpose,
        text=act.details["text"],
        until=datetime.fromisoformat(act.details["until"]),
        entry=act.entry,
    )


def _join(act: Act, case: Case, username: str, *, via: str, until: str | None) -> None:
    CaseMember.objects.create(
        case=case,
        person=Person.objects.get(username=username),
        via=via,
        since=act.at,
        until=datetime.fromisoformat(until) if until else None,
        reason=act.details.get("reason", ""),
        entry=act.entry,
    )
