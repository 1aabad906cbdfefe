# SPDX-License-Identifier: Apache-2.0
"""What a decision may say, when it ends by itself, and what pausing, resuming and ending do."""

from __future__ import annotations

from datetime import UTC, datetime, timedelta
from typing import TYPE_CHECKING, Any

import pytest

from holdfast.gate import DeniedError
from holdfast.oversight.errors import NotDecidedError, NotOnRegisterError
from holdfast.oversight.models import Approval, Decision
from holdfast.oversight.queries import decisions as queries
from holdfast.oversight.services import confirm_decision, record_decision, withdraw_support
from holdfast.records.models import Entry
from oversight.story import CASE, WRITTEN, Governed, approval_of

if TYPE_CHECKING:
    from collections.abc import Mapping

    from holdfast.accounts.models import Person

pytestmark = pytest.mark.django_db
DRONE = "mavic"


@pytest.fixture
def flying(governed: Governed) -> Governed:
    """Have a drone in trial, which investigators may use at crime scenes."""
    governed.register(DRONE)
    governed.put_in_use(DRONE)
    governed.permit(DRONE, approval_of(DRONE))
    return governed


def _lines(told: Governed) -> Mapping[str, str]:
    page = queries.decisions(datetime.now(UTC) + timedelta(hours=60))
    assert told.home.root.is_dir()
    return {line.title: line.state for line in page.rows}


def test_an_approval_needs_a_decision_and_a_stage_needs_one_about_it(governed: Governed) -> None:
    from holdfast.oversight.services import move_technology

    governed.register(DRONE)
    governed.assess(DRONE)
    other = governed.approve(governed.register("other"))
    for decision in ("", "D-2026-9999", other):
        with pytest.raises(NotDecidedError, match="by a decision about it"):
            move_technology(**governed.who, number=DRONE, stage="trial", decision=decision)


def test_a_decision_is_not_dated_in_the_future(governed: Governed) -> None:
    governed.register(DRONE)
    before = Entry.objects.count()
    with pytest.raises(NotDecidedError, match="still to come"):
        governed.approve(DRONE, made_on=datetime.now(UTC).date() + timedelta(days=2))
    assert Entry.objects.count() == before


def test_a_decision_dated_before_uses_that_were_not_under_it_counts_them(flying: Governed) -> None:
    flying.fly(DRONE)
    flying.fly(DRONE)
    long_ago = datetime.now(UTC).date() - timedelta(days=30)
    number = flying.approve(DRONE, "adoption", made_on=long_ago)
    detail = queries.decision(flying.home, number, datetime.now(UTC))
    assert detail.line.made_on == long_ago
    assert detail.line.recorded_at.date() == datetime.now(UTC).date()
    assert (detail.before, detail.since_made, detail.uses.uses) == (2, 2, 0)


def test_a_use_from_before_its_approval_is_denied_and_is_on_the_ledger(flying: Governed) -> None:
    with pytest.raises(DeniedError, match="does not reach back") as denied:
        flying.fly(DRONE, happened_at=datetime.now(UTC) - timedelta(days=3))
    entry = Entry.objects.get(index=denied.value.entry)
    assert (entry.act, entry.outcome, entry.technology) == ("use.record", "denied", DRONE)


def test_an_oral_approval_ends_by_itself_and_its_uses_are_listed(governed: Governed) -> None:
    governed.register(DRONE)
    governed.put_in_use(DRONE, form="oral", title="Fly it this weekend")
    governed.permit(DRONE, approval_of(DRONE))
    governed.fly(DRONE)
    later = datetime.now(UTC) + timedelta(hours=60)
    line = next(one for one in queries.decisions(later).rows if one.form == "oral")
    assert (line.state, line.uses) == ("ended unconfirmed", 1)
    with pytest.raises(DeniedError) as denied:
        governed.fly(DRONE, now=later)
    assert denied.value.reason == "approval-unconfirmed"
    with pytest.raises(NotDecidedError, match="ended on"):
        confirm_decision(**governed.who, number=line.number, now=later)


def test_what_ended_unconfirmed_carries_no_row_and_no_stage(governed: Governed) -> None:
    from holdfast.oversight.services import add_row, move_technology
    from oversight.story import ban_row

    governed.register(DRONE)
    decision = governed.put_in_use(DRONE, form="oral")
    later = datetime.now(UTC) + timedelta(hours=60)
    with pytest.raises(NotDecidedError, match="nothing follows from it"):
        add_row(**governed.who, row=ban_row(DRONE), decision=decision, now=later)
    with pytest.raises(NotDecidedError, match="nothing follows from it"):
        move_technology(
            **governed.who, number=DRONE, stage="suspended", decision=decision, now=later
        )


def test_a_confirmed_oral_decision_stays(governed: Governed) -> None:
    governed.register(DRONE)
    decision = governed.put_in_use(DRONE, form="oral")
    with pytest.raises(NotDecidedError, match="64 hex digits"):
        confirm_decision(**governed.who, number=decision, instrument_sha256="not one")
    confirm_decision(**governed.who, number=decision, instrument_sha256="CD" * 32)
    assert Decision.objects.get(number=decision).instrument_sha256 == "cd" * 32
    assert _lines(governed)[f"Trial of {DRONE}"] == "confirmed"
    with pytest.raises(NotDecidedError, match="needs no confirmation"):
        confirm_decision(**governed.who, number=decision)


def test_an_oral_decision_that_is_too_old_is_refused(governed: Governed) -> None:
    governed.register(DRONE)
    with pytest.raises(NotDecidedError, match="it has ended"):
        governed.approve(DRONE, form="oral", made_on=datetime.now(UTC).date() - timedelta(days=4))
    assert not Approval.objects.filter(technology=DRONE).exists()


def test_a_pause_denies_a_resumption_permits_and_an_end_is_for_good(flying: Governed) -> None:
    approval = approval_of(DRONE)
    pause = flying.touch("pause", approval)
    assert Decision.objects.get(number=pause).technology_id == DRONE
    with pytest.raises(DeniedError, match="suspended"):
        flying.fly(DRONE)
    flying.touch("resume", approval)
    flying.fly(DRONE)
    flying.touch("end", approval)
    with pytest.raises(DeniedError):
        flying.fly(DRONE)
    for does in ("pause", "resume", "end"):
        with pytest.raises(NotDecidedError, match="has ended already"):
            flying.touch(does, approval)


def test_a_decision_that_would_change_nothing_is_refused(flying: Governed) -> None:
    approval = approval_of(DRONE)
    with pytest.raises(NotDecidedError, match="is not paused"):
        flying.touch("resume", approval)
    flying.touch("pause", approval)
    with pytest.raises(NotDecidedError, match="is paused by"):
        flying.touch("pause", approval)
    with pytest.raises(NotDecidedError, match="and the decision is about"):
        flying.touch("end", approval, technology=flying.register("other"))
    with pytest.raises(NotOnRegisterError, match="no approval"):
        flying.touch("end", "ETA-1999-0001")


def test_what_was_paused_goes_on_by_a_written_decision(flying: Governed) -> None:
    approval = approval_of(DRONE)
    flying.touch("pause", approval, form="oral")
    with pytest.raises(NotDecidedError, match="by a written decision"):
        flying.touch("resume", approval, form="oral")
    assert Approval.objects.get(number=approval).suspended_by


def test_expected_volume_is_counted_in_what_faces_count_in(governed: Governed) -> None:
    governed.register(DRONE)
    for expected in ({"miles": 3}, {"flights": -1}):
        with pytest.raises(NotDecidedError):
            governed.approve(DRONE, expected=expected)


def test_markup_in_a_decision_stays_text_and_a_nameless_maker_is_refused(
    governed: Governed,
) -> None:
    number = record_decision(
        **governed.who,
        **{**WRITTEN, "reason": "<script>alert(1)</script>"},
        title="<i>Other</i>",
        kind="other",
        made_on=datetime.now(UTC).date(),
    )
    assert Decision.objects.get(number=number).title == "<i>Other</i>"


def test_a_withdrawn_case_flags_uses_and_permits_nothing(
    flying: Governed, people: Mapping[str, Person]
) -> None:
    flying.fly(DRONE)
    who: dict[str, Any] = {
        "home": flying.home, "actor": people["investigator"], "kind": "case",
    }  # fmt: skip
    assert withdraw_support(**who, reference=CASE, reason="False report") == 1
    with pytest.raises(DeniedError, match="withdrawn"):
        flying.fly(DRONE)
    with pytest.raises(NotDecidedError, match="withdrawn already"):
        withdraw_support(**who, reference=CASE, reason="Again")


def test_a_record_that_is_not_there_or_may_not_be_seen_cannot_be_withdrawn(
    governed: Governed, people: Mapping[str, Person]
) -> None:
    from holdfast.records.services import open_case

    open_case(
        home=governed.home,
        actor=people["exhibit_officer"],
        reference="secret",
        access_class="restricted",
    )
    for reference in ("nothing", "secret"):
        with pytest.raises(NotOnRegisterError, match="no case"):
            withdraw_support(
                home=governed.home,
                actor=people["investigator"],
                kind="case",
                reference=reference,
                reason="x",
            )
