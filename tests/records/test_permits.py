# SPDX-License-Identifier: Apache-2.0
"""No use of evidence without the gate's permit for it: of that person, act, technology and class."""

from __future__ import annotations

import json
from dataclasses import dataclass, replace
from datetime import UTC, datetime, timedelta
from typing import TYPE_CHECKING, Any

import pytest

from holdfast.gate import USES as ACTS_OF_USE
from holdfast.gate import DeniedError, ForgedPermitError, Support, WrongPermitError
from holdfast.oversight import services as oversight
from holdfast.oversight import uses
from holdfast.oversight.asking import Use
from holdfast.oversight.models import Approval, PermissionRow
from holdfast.oversight.policy import row_of_model
from holdfast.records import services
from holdfast.records.errors import RefusedError
from holdfast.records.models import Acquisition, Entry, Item
from holdfast.records.queries.values import Wanted
from holdfast.records.stores import view_log
from records.making import SESSION
from records.overseeing import approval_of, decide, end_rows, pause
from records.projection import everything
from records.uses_of_evidence import USES, WHO, UseOfEvidence, make_ready

if TYPE_CHECKING:
    from pathlib import Path

    from holdfast.records.intake.progress import Progress
    from records.making import Agency


@pytest.fixture
def ready(agency: Agency, tmp_path: Path) -> Agency:
    make_ready(agency, tmp_path)
    return agency


def newest() -> Entry:
    entry = Entry.objects.order_by("-index").first()
    assert entry is not None
    return entry


def test_every_act_that_the_gate_knows_is_tried_here() -> None:
    assert {use.act for use in USES} == set(ACTS_OF_USE)


@pytest.mark.parametrize("wrong", ["person", "act", "technology"])
def test_a_permit_for_something_else_is_refused_by_name_and_nothing_changes(
    ready: Agency, tmp_path: Path, wrong: str
) -> None:
    for use in USES:
        who = "exhibit_officer" if wrong == "person" else WHO
        act, technology = use.act, use.technology
        if wrong == "act":
            act = "search.run" if act != "search.run" else "item.view"
        if wrong == "technology":
            technology = "holdfast-poster"
        permit = ready.permit(who, act, technology)
        before = everything(ready.home, tmp_path / "out")
        if (use.act, wrong) == ("use.record", "technology"):
            continue  # the technology that was used is what its permit says
        with pytest.raises(WrongPermitError, match=f"This permit is for {wrong}"):
            use.given(ready, permit, tmp_path)
        assert everything(ready.home, tmp_path / "out") == before, use


CASE = Support("case", "C-1")


@dataclass
class Lookalike:
    """Answers whatever a permit is asked, and was never made by the gate."""

    act: str
    technology: str
    purpose: str = "crime-scene"
    data_class: str = "unclassified"
    person: str = WHO
    role: str = "investigator"
    row: str = "P-001"
    approval: str = "ETA-2026-0001"
    support: Support = CASE

    def require(self, **_: object) -> None:
        """Find everything in order."""

    def confirm(self, _now: datetime) -> Lookalike:
        return self


def test_what_is_no_permit_opens_nothing(ready: Agency, tmp_path: Path) -> None:
    for use in USES:
        before = everything(ready.home, tmp_path / "out")
        for nothing in (None, object(), Lookalike(use.act, use.technology)):
            with pytest.raises(ForgedPermitError, match="Nothing was opened"):
                use.given(ready, nothing, tmp_path)  # type: ignore[arg-type]  # what is tried
        assert everything(ready.home, tmp_path / "out") == before, use


def test_a_permit_for_another_class_of_data_reaches_nothing(ready: Agency, tmp_path: Path) -> None:
    """Where it can be told from the permit it is refused; else what it does not reach is left."""
    refused = {"acquisition.take_in", "item.view", "pack.make", "flight.record"}
    intake = PermissionRow.objects.get(technology="holdfast-intake")
    oversight.add_row(
        home=ready.home,
        actor=ready["governance"],
        row=replace(row_of_model(intake), data_classes=("evidential",)),
    )
    for use in USES:
        if use.act in ("search.run", "use.record"):
            continue
        permit = ready.permit(WHO, use.act, use.technology, data_class="evidential")
        before = everything(ready.home, tmp_path / "out")
        if use.act in refused:
            with pytest.raises((WrongPermitError, RefusedError)):
                use.given(ready, permit, tmp_path)
        else:
            assert use.given(ready, permit, tmp_path) == 0
        assert everything(ready.home, tmp_path / "out") == before, use


def test_permits_of_one_use_are_for_one_purpose_and_one_record(ready: Agency) -> None:
    ready.open_case("C-2")
    one = ready.permit(WHO, "item.read", "holdfast-reading")
    for other in ({"purpose": "court"}, {"case": "C-2"}):
        permit = ready.permit(
            WHO, "item.read", "holdfast-reading", data_class="evidential", **other
        )  # fmt: skip
        before = everything(ready.home)
        with pytest.raises(WrongPermitError):
            services.read_items(
                home=ready.home,
                actor=ready[WHO],
                permits=[one, permit],
                approved=frozenset(),
                items=[1, 2],
            )
        assert everything(ready.home) == before


@pytest.mark.parametrize("use", USES, ids=str)
def test_the_face_of_a_use_says_under_what_it_was_done(
    ready: Agency, tmp_path: Path, use: UseOfEvidence
) -> None:
    use.asked(ready, tmp_path)
    entry = Entry.objects.filter(act=use.act).order_by("-index")[0]
    face = json.loads(view_log(ready.home).face(entry.index or 0))
    care = use.act == "item.read"
    assert {name: face[name] for name in ("role", "technology", "purpose", "approval")} == {
        "role": "investigator",
        "technology": use.technology,
        "purpose": "exhibit-care" if care else "crime-scene",
        "approval": approval_of(use.technology),
    }
    several = use.act in ("search.run", "item.read")
    assert set(face["data_class"].split("+")) <= {"unclassified", "evidential", "non-evidential"}
    assert "unclassified" in face["data_class"].split("+")
    assert several or face["data_class"] == "unclassified"
    assert (face["outcome"], face["unit"]) == ("done", use.unit)
    assert face["count"] >= 1
    assert entry.support == ("home:te-tai/log" if care else "case:C-1")
    assert b"C-1" not in bytes(entry.face)
    under = json.loads(bytes(entry.body or b""))["details"]["under"]
    assert {one["data_class"] for one in under} == set(face["data_class"].split("+"))
    assert {one["approval"] for one in under} == {face["approval"]}
    assert all(one["row"].startswith("P-") for one in under)


@pytest.mark.parametrize("use", USES, ids=str)
def test_an_approval_suspended_between_permit_and_use_stops_the_use(
    ready: Agency, tmp_path: Path, use: UseOfEvidence
) -> None:
    asked = Use(use.act, use.technology, "unclassified", (1,))
    errand = ready.errand(WHO)
    permit = errand.permit(asked)
    pause(ready, use.technology)
    (tables, files), size = everything(ready.home, tmp_path / "out"), Entry.objects.count()
    with (
        pytest.raises(DeniedError, match="is suspended") as denied,
        errand.recording_denials(asked),
    ):
        use.given(ready, permit, tmp_path)
    assert denied.value.reason == "approval-suspended"
    assert Entry.objects.count() == size + 1
    entry = newest()
    assert (entry.act, entry.outcome, entry.technology) == (use.act, "denied", use.technology)
    assert entry.approval == approval_of(use.technology)
    after, there = everything(ready.home, tmp_path / "out")
    changed = {name for name, rows in after.items() if rows != tables[name]}
    assert changed == {"Entry", "Custody"}
    if use.act != "acquisition.take_in":
        assert there == files


def test_a_take_in_whose_approval_is_suspended_while_it_copies_goes_on_after_it(
    ready: Agency, tmp_path: Path
) -> None:
    def stop(progress: Progress) -> None:
        if progress.stage == "recording":
            pause(ready, "holdfast-intake")

    with pytest.raises(DeniedError, match="suspended"):
        ready.take_in(tmp_path / "another", who=WHO, progress=stop)
    assert Acquisition.objects.count() == 1
    assert newest().outcome == "denied"
    decide(ready, "resume", affects=(approval_of("holdfast-intake"),))
    receipt = ready.take_in(tmp_path / "another", who=WHO)
    assert (receipt.stored, receipt.resumed_files) == (1, 1)


# A flight that was not permitted has happened all the same: tests/fleet/test_flights.py.
@pytest.mark.parametrize("use", [one for one in USES if one.act != "flight.record"], ids=str)
def test_a_denial_is_one_entry_and_says_what_was_asked(
    ready: Agency, tmp_path: Path, use: UseOfEvidence
) -> None:
    end_rows(ready)
    size, before = Entry.objects.count(), everything(ready.home, tmp_path / "out")
    if use.act == "item.process":
        use.asked(ready, tmp_path)  # pictures of many items: what is denied is left out
    else:
        with pytest.raises(DeniedError, match="Nothing was opened and nothing was run"):
            use.asked(ready, tmp_path)
    assert Entry.objects.count() == size + 1
    entry = newest()
    assert (entry.act, entry.outcome, entry.technology) == (use.act, "denied", use.technology)
    assert (entry.count, entry.unit, entry.role) == (1, "refusals", "investigator")
    assert entry.purpose == ("exhibit-care" if use.act == "item.read" else "crime-scene")
    assert entry.data_class
    details = json.loads(bytes(entry.body or b""))["details"]
    assert details["denied"] == "no-row"
    assert "technology governance" in details["reason"]
    after = everything(ready.home, tmp_path / "out")
    assert after[1] == before[1]
    assert {n for n, rows in after[0].items() if rows != before[0][n]} <= {"Entry", "Custody"}


def test_reading_that_is_denied_leaves_the_medium_taken_in_and_waiting(
    ready: Agency, tmp_path: Path
) -> None:
    end_rows(ready, "holdfast-reading")
    receipt = ready.take_in(tmp_path / "another", who=WHO)
    assert (receipt.stored, receipt.readings) == (1, {})
    assert Item.objects.get(number=receipt.files[0].item or 0).condition == "unread"
    assert Entry.objects.filter(outcome="denied").count() == 1
    assert newest().act == "item.read"


def test_reading_goes_by_the_clock_of_its_beginning_and_not_of_the_take_ins(
    ready: Agency, tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    """A card whose copying takes longer than the gate's tolerance is read all the same."""
    begun = datetime.now(UTC)

    class Clock(datetime):
        late = timedelta(0)

        @classmethod
        def now(cls, tz: Any = None) -> datetime:  # type: ignore[override]  # the same, moved
            return begun.astimezone(tz) + cls.late

    for module in ("oversight.asking", "records.writing", "records.services.reading"):
        monkeypatch.setattr(f"holdfast.{module}.datetime", Clock)

    def wait(progress: Progress) -> None:
        if progress.stage == "recording":
            Clock.late = timedelta(hours=3)

    receipt = ready.take_in(tmp_path / "another", who=WHO, progress=wait)
    assert receipt.readings == {"done": 1}
    assert newest().at - begun >= timedelta(hours=3)


def test_a_clock_behind_the_ledger_is_a_denial_in_words(ready: Agency) -> None:
    early = datetime.now(UTC) - timedelta(minutes=10)
    with pytest.raises(DeniedError, match="clock of this machine is behind"):
        ready.errand(WHO, now=early).permit(Use("item.view", "holdfast-viewer", "unclassified"))


def test_a_withdrawn_record_permits_nothing_more_and_its_uses_are_counted(
    ready: Agency, tmp_path: Path
) -> None:
    for _ in range(3):
        uses.open_item(home=ready.home, actor=ready[WHO], item=1, session=SESSION)
    there = Entry.objects.filter(support="case:C-1", act__in=ACTS_OF_USE, outcome="done").count()
    flagged = oversight.withdraw_support(
        home=ready.home, actor=ready["governance"], kind="case", reference="C-1", reason="mistaken"
    )
    assert flagged == there == 2
    with pytest.raises(DeniedError, match="withdrawn"):
        uses.open_item(home=ready.home, actor=ready[WHO], item=1, session=SESSION)
    with pytest.raises(DeniedError, match="withdrawn"):
        ready.take_in(tmp_path / "another", who=WHO)


# Classes of data


def classify(agency: Agency, item: int, status: str) -> None:
    services.classify(
        home=agency.home, actor=agency["exhibit_officer"], items=[item], status=status
    )


def without(agency: Agency, technology: str, data_class: str) -> None:
    """Take one class of data out of what is permitted of a technology."""
    rows = PermissionRow.objects.filter(technology=technology, ended_at__isnull=True)
    kept = [row_of_model(row) for row in rows]
    end_rows(agency, technology)
    for row in kept:
        classes = tuple(one for one in row.data_classes if one != data_class)
        oversight.add_row(
            home=agency.home, actor=agency["governance"], row=replace(row, data_classes=classes)
        )


def test_a_pack_over_several_classes_names_each_and_needs_each(
    ready: Agency, tmp_path: Path
) -> None:
    classify(ready, 1, "evidential")
    asked = USES[4].asked
    made = asked(ready, tmp_path)
    entry = Entry.objects.get(index=made.entry)  # type: ignore[attr-defined]  # a PackResult
    assert entry.data_class == "evidential+unclassified"
    assert entry.approval == approval_of("holdfast-packs")
    without(ready, "holdfast-packs", "evidential")
    size = Entry.objects.count()
    with pytest.raises(DeniedError, match="evidential"):
        uses.make_pack(
            home=ready.home,
            actor=ready[WHO],
            case="C-1",
            purpose="crime-scene",
            to=tmp_path / "second",
        )
    assert Entry.objects.count() == size + 1
    assert newest().data_class == "evidential"
    assert not (tmp_path / "second").exists()
    only = uses.make_pack(
        home=ready.home,
        actor=ready[WHO],
        case="C-1",
        items=[2],
        purpose="crime-scene",
        to=tmp_path / "third",
    )
    assert Entry.objects.get(index=only.entry).data_class == "unclassified"


def test_items_of_a_class_without_a_permit_stay_unread_and_without_pictures(
    ready: Agency, tmp_path: Path
) -> None:
    classify(ready, 1, "evidential")
    without(ready, "holdfast-reading", "evidential")
    without(ready, "holdfast-thumbnail", "evidential")
    assert uses.read_waiting(home=ready.home, actor=ready[WHO]) == 1
    assert list(Item.objects.filter(condition="unread").values_list("number", flat=True)) == [1]
    size = Entry.objects.count()
    USES[3].asked(ready, tmp_path)
    assert Entry.objects.count() == size + 1
    assert (newest().act, newest().outcome) == ("item.process", "denied")
    with pytest.raises(DeniedError):
        uses.read_waiting(home=ready.home, actor=ready[WHO])


# Searching


def test_a_search_reaches_only_what_is_permitted(ready: Agency) -> None:
    classify(ready, 1, "evidential")
    assert [line.number for line in ready.find(WHO).rows] == [2, 1]
    without(ready, "holdfast-search", "evidential")
    assert [line.number for line in ready.find(WHO).rows] == [2]
    assert [line.number for line in ready.find(WHO, Wanted(status="evidential")).rows] == []
    assert newest().data_class == "non-evidential+unclassified"


def test_a_search_and_its_pages_are_one_entry_a_session(ready: Agency) -> None:
    size = Entry.objects.count()
    first = ready.find(WHO, Wanted(text="txt"), limit=1)
    ready.find(WHO, Wanted(text="txt"), limit=1, after=first.next)
    ready.find(WHO, Wanted(text="txt"))
    assert Entry.objects.count() == size + 1
    for again in (
        {"session": "another"},
        {"wanted": Wanted(text="jpg")},
        {"wanted": Wanted(text="txt"), "purpose": "court", "case": "C-1"},
    ):
        size += 1
        ready.find(WHO, again.pop("wanted", Wanted(text="txt")), **again)  # type: ignore[arg-type]  # as named
        assert Entry.objects.count() == size + 1
    assert b"txt" not in b"".join(
        bytes(face) for face in Entry.objects.values_list("face", flat=True)
    )


def test_a_search_that_was_made_is_denied_once_it_is_no_longer_permitted(ready: Agency) -> None:
    ready.find(WHO)
    permit = ready.permit(WHO, "search.run", "holdfast-search")
    pause(ready, "holdfast-search")
    with pytest.raises(DeniedError, match="suspended"):
        ready.find(WHO)
    with pytest.raises(DeniedError, match="suspended"):
        services.search(
            home=ready.home,
            actor=ready[WHO],
            permits=[permit],
            wanted=Wanted(),
            session=SESSION,
        )


# Views


def test_an_item_that_was_opened_is_closed_when_its_approval_is_suspended(ready: Agency) -> None:
    permit = ready.permit(WHO, "item.view", "holdfast-viewer")
    services.open_view(home=ready.home, actor=ready[WHO], permit=permit, item=1, session=SESSION)
    pause(ready, "holdfast-viewer")
    for ask in (uses.open_item, uses.glance_at_item):
        with pytest.raises(DeniedError, match="suspended"):
            ask(home=ready.home, actor=ready[WHO], item=1, session=SESSION)
    with pytest.raises(DeniedError, match="suspended"):
        services.open_view(
            home=ready.home, actor=ready[WHO], permit=permit, item=1, session=SESSION
        )


def test_a_pack_that_was_made_is_handed_out_only_while_it_is_permitted(
    ready: Agency, tmp_path: Path
) -> None:
    made = USES[4].asked(ready, tmp_path)
    number = made.number  # type: ignore[attr-defined]  # a PackResult
    size = Entry.objects.count()
    uses.hand_out_pack(home=ready.home, actor=ready[WHO], number=number)
    assert Entry.objects.count() == size
    pause(ready, "holdfast-packs")
    with pytest.raises(DeniedError, match="suspended"):
        uses.hand_out_pack(home=ready.home, actor=ready[WHO], number=number)
    assert (newest().act, newest().outcome) == ("pack.make", "denied")


def test_asking_first_writes_nothing_when_it_is_permitted(ready: Agency) -> None:
    size = Entry.objects.count()
    on: dict[str, Any] = {"home": ready.home, "actor": ready[WHO], "case": "C-1"}
    uses.ask_to_take_in(**on, purpose="crime-scene")
    uses.ask_to_pack(**on, purpose="crime-scene")
    assert Entry.objects.count() == size
    end_rows(ready)
    size = Entry.objects.count()
    for ask in (uses.ask_to_take_in, uses.ask_to_pack):
        with pytest.raises(DeniedError):
            ask(**on, purpose="crime-scene")
    assert Entry.objects.count() == size + 2


def test_an_oral_approval_that_was_not_confirmed_ends_by_itself(agency: Agency) -> None:
    from records.overseeing import approve_model

    begun = datetime(2026, 2, 10, 9, 0, tzinfo=UTC)
    agency.open_case(now=begun)
    approve_model(agency, "mavic-pro", now=begun)
    Approval.objects.filter(technology="mavic-pro").update(confirm_by=begun + timedelta(hours=48))
    from holdfast.oversight.queries.approvals import approved_technologies

    assert "mavic-pro" in approved_technologies(begun + timedelta(hours=47))
    assert "mavic-pro" not in approved_technologies(begun + timedelta(hours=48))
