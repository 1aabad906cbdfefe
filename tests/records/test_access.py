# SPDX-License-Identifier: Apache-2.0
"""What one may not see does not leak: not in lists, counts, titles, words or errors."""

from __future__ import annotations

import re
from typing import TYPE_CHECKING, Any

import pytest

from holdfast.oversight import uses
from holdfast.records import queries, services
from holdfast.records.errors import NotFoundError, NotPermittedError
from holdfast.records.models import Entry
from holdfast.records.queries.values import Wanted
from records.making import Agency, files_of

if TYPE_CHECKING:
    from collections.abc import Callable
    from pathlib import Path

# What tells of the restricted case; an approval's number is no acquisition's.
WORDS = ("HIDDEN", "a cloud", "secretname", r"(?<!ET)A-2026-0002")


@pytest.fixture
def two_cases(agency: Agency, tmp_path: Path) -> Agency:
    """Case 1 (standard, of the investigator) has item 1; case 2 (restricted) has item 2."""
    agency.open_case("OPEN", title="Burnt shed")
    services.open_case(
        home=agency.home,
        actor=agency["admin"],
        reference="HIDDEN",
        title="Officer under a cloud",
        access_class="restricted",
    )
    agency.take_in(files_of(tmp_path / "one", shed__txt=b"1"), case="OPEN")
    agency.take_in(files_of(tmp_path / "two", secretname__txt=b"2"), case="HIDDEN", who="admin")
    return agency


def everything(agency: Agency, who: str) -> str:
    viewer, home = agency[who], agency.home
    # Before the searches: their entries tell whoever made them what they looked for.
    entries = range(Entry.objects.count())
    answers: list[object] = [
        queries.list_cases(viewer),
        *(
            found_by(agency, who, wanted)
            for wanted in (Wanted(), Wanted(text="secretname"), Wanted(text="cloud"))
        ),
        queries.flights(viewer),
        queries.acquisitions(viewer),
        queries.today(viewer).unclassified,
        queries.today(viewer).to_confirm,
        queries.today(viewer).growth if who != "admin" else "",
        queries.ledger_page(viewer),
        [queries.ledger_entry(viewer, home, index) for index in entries],
    ]
    return repr(answers)


def found_by(agency: Agency, who: str, wanted: Wanted) -> object:
    """Search as that person; who may not search at all is told so, and that is the answer."""
    try:
        return agency.find(who, wanted)
    except NotPermittedError as refusal:
        return str(refusal)


@pytest.mark.parametrize("who", ["investigator", "exhibit_officer", "operator", "governance"])
def test_a_restricted_case_does_not_show_to_others(two_cases: Agency, who: str) -> None:
    shown = everything(two_cases, who)
    for word in WORDS:
        assert not re.search(word, shown), word
    told = everything(two_cases, "auditor")
    assert all(re.search(word, told) for word in WORDS)
    counts = queries.today(two_cases[who]).unclassified
    assert counts.under_7_days == (1 if who in ("investigator", "exhibit_officer") else 0)


def test_the_answer_is_the_same_as_for_what_does_not_exist(two_cases: Agency) -> None:
    viewer, home = two_cases["investigator"], two_cases.home

    def refusal(ask: Callable[..., object], *about: object, **more: Any) -> str:
        with pytest.raises(NotFoundError) as refused:
            ask(*about, **more)
        return str(refused.value)

    there, nowhere = 2, 77
    for ask, about in (
        (queries.item, (viewer, home)),
        (queries.item_custody, (viewer, home)),
        (queries.item_access, (viewer, home)),
        (queries.track, (viewer, home)),
        (queries.case_overview, (viewer,)),
        (queries.case_items, (viewer,)),
        (queries.item_days, (viewer,)),
    ):
        one, other = refusal(ask, *about, there), refusal(ask, *about, nowhere)
        assert one == other.replace(str(nowhere), str(there))
    for service, more in (
        (uses.open_item, {"session": "x"}),
        (services.place_hold, {"reason": "x"}),
    ):
        one, other = (
            refusal(service, home=home, actor=viewer, item=number, **more)
            for number in (there, nowhere)
        )
        assert one == other.replace(str(nowhere), str(there))
    assert refusal(queries.case_by_reference, viewer, "HIDDEN") == refusal(
        queries.case_by_reference, viewer, "NOWHERE"
    ).replace("NOWHERE", "HIDDEN")
    assert refusal(queries.receipt, viewer, home, "A-2026-0002") == refusal(
        queries.receipt, viewer, home, "A-2026-0009"
    ).replace("0009", "0002")


def test_an_auditor_reads_what_is_said_and_opens_nothing(two_cases: Agency) -> None:
    auditor = two_cases["auditor"]
    assert [case.reference for case in queries.list_cases(auditor).rows] == ["HIDDEN", "OPEN"]
    assert queries.item(auditor, two_cases.home, 2).item.title == "secretname.txt"
    with pytest.raises(NotPermittedError):
        uses.open_item(home=two_cases.home, actor=auditor, item=1, session="x")
    with pytest.raises(NotPermittedError):
        uses.glance_at_item(home=two_cases.home, actor=auditor, item=1, session="x")


def test_a_glance_gives_no_file(two_cases: Agency) -> None:
    """A View is the only way to a file, and one that is not on the ledger is not enough."""
    home, viewer = two_cases.home, two_cases["investigator"]
    services.state_purpose(home=home, actor=viewer, case=1, purpose="court", session="x")
    main = queries.item(viewer, home, 1).item.main
    view = uses.glance_at_item(home=home, actor=viewer, item=1, session="x")
    with pytest.raises(NotFoundError):
        queries.content_file(view, main)
    view = uses.open_item(home=home, actor=viewer, item=1, session="x")
    assert queries.content_file(view, main).sha256 == main
    with pytest.raises(NotFoundError):
        queries.content_file(view, queries.item(two_cases["auditor"], home, 2).item.main)


def test_who_took_a_medium_in_sees_the_receipt_and_no_more(two_cases: Agency) -> None:
    operator = two_cases["operator"]
    receipt = queries.receipt(operator, two_cases.home, "A-2026-0001")
    assert receipt.stored == 1
    assert queries.list_cases(operator).rows == ()
    with pytest.raises(NotFoundError):
        queries.item(operator, two_cases.home, 1)


def test_a_restricted_item_needs_membership_by_name(two_cases: Agency) -> None:
    services.set_access(
        home=two_cases.home,
        actor=two_cases["exhibit_officer"],
        items=[1],
        access_class="restricted",
        reason="a child",
    )
    officer = two_cases["exhibit_officer"]
    assert queries.case_overview(officer, 1).case.items == 0
    assert queries.case_overview(officer, 1).by_kind == {}
    assert two_cases.find("exhibit_officer").rows == ()
    assert [line.number for line in two_cases.find("investigator").rows] == [1]


def test_custody_does_not_name_a_case_the_viewer_may_not_see(two_cases: Agency) -> None:
    services.add_member(
        home=two_cases.home, actor=two_cases["admin"], case=2, username="exhibit_officer"
    )
    services.link(
        home=two_cases.home,
        actor=two_cases["exhibit_officer"],
        items=[1],
        case=2,
        reason="the officer's own shed",
    )
    events = queries.item_custody(two_cases["investigator"], two_cases.home, 1)
    assert events[-1].sentence == "linked it to case (another case)"
    assert "HIDDEN" not in repr(events)
    assert "own shed" not in repr(events)
    index = events[-1].entry
    assert index is not None
    detail = queries.ledger_entry(two_cases["investigator"], two_cases.home, index)
    assert detail.body_json is None


def test_membership_ends_with_its_time(two_cases: Agency) -> None:
    from datetime import UTC, datetime, timedelta

    services.add_member(
        home=two_cases.home,
        actor=two_cases["investigator"],
        case=1,
        username="operator",
        until=datetime.now(UTC) + timedelta(hours=1),
    )
    assert len(queries.list_cases(two_cases["operator"]).rows) == 1
    services.add_member(
        home=two_cases.home,
        actor=two_cases["investigator"],
        case=1,
        username="operator",
        until=datetime.now(UTC) - timedelta(seconds=1),
        reason="work is done",
    )
    assert queries.list_cases(two_cases["operator"]).rows == ()
