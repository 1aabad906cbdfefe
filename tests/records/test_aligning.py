# SPDX-License-Identifier: Apache-2.0
"""Recordings placed on a clock: what is kept, what is refused, and what a rebuild gives again."""

from __future__ import annotations

import json
from datetime import UTC, datetime, timedelta, timezone
from typing import TYPE_CHECKING, Any
from zoneinfo import ZoneInfo

import pytest

from analysis.recordings import make
from analysis.sync.scenes import drifting, recorded, scene, write_sound
from holdfast.analysis.sync import RATE
from holdfast.oversight import uses
from holdfast.records import queries, services
from holdfast.records.errors import NotFoundError, NotPermittedError, RefusedError
from holdfast.records.models import Entry, Item, ItemFile, Placing
from holdfast.records.queries.together import TIME_OF_DAY, together
from holdfast.records.rebuild import rebuild
from holdfast.records.services.aligning import planned
from holdfast.records.services.placed_how import ByHand, BySound, ClockShown, Telemetry, in_zone
from homes import Template, copy_of, make_template
from records.conftest import _found
from records.making import SESSION, Agency, files_of
from records.projection import tables

if TYPE_CHECKING:
    from collections.abc import Iterator
    from pathlib import Path

    from pytest_django.plugin import DjangoDbBlocker

    from holdfast.home import Home
    from holdfast.records.derivatives import Derivative
    from holdfast.records.queries.together import Lying

WHO = "investigator"
NZ = ZoneInfo("Pacific/Auckland")
SHOWN = datetime(2026, 2, 3, 22, 15, 2, tzinfo=NZ)
SRT = """1
00:00:00,000 --> 00:00:00,033
<font size="28">SrtCnt : 1, DiffTime : 33ms
2026-02-03 22:15:02,500
[iso : 100] [shutter : 1/60.0] [fnum : 280] [latitude: -41.290000] [longitude: 174.780000] [altitude: 20.0] </font>

2
00:00:00,033 --> 00:00:00,066
<font size="28">SrtCnt : 2, DiffTime : 33ms
2026-02-03 22:15:02,533
[iso : 100] [shutter : 1/60.0] [fnum : 280] [latitude: -41.290010] [longitude: 174.780000] [altitude: 20.0] </font>
"""


def _card(folder: Path) -> Path:
    """One talk heard by two, the second later and with a clock that drifts; one silent; chapters."""
    folder.mkdir(parents=True)
    talk = scene(60, 41)
    write_sound(folder / "A.mp4", recorded(talk, seed=1), video_s=60)
    later = drifting(talk[9 * RATE :], 200)
    write_sound(folder / "B.mp4", recorded(later, seed=2), video_s=50)
    make(folder / "SILENT.mp4", seconds=4.0, sound=None)
    make(folder / "GX010007.MP4", seconds=3.0, drawn=lambda number: number + 50)
    make(folder / "GX020007.MP4", seconds=5.0, drawn=lambda number: number + 90)
    make(folder / "GX040007.MP4", seconds=2.0, drawn=lambda number: number + 190)
    make(folder / "DJI_0001.MP4", seconds=3.0, drawn=lambda number: number + 300)
    (folder / "DJI_0001.SRT").write_text(SRT, encoding="utf-8")
    return folder


def _filled(home: Home, card: Path, other: Path) -> None:
    _found(home)
    agency = Agency(home, {})
    agency.open_case()
    agency.open_case("C-2")
    agency.take_in(card, whose="outside")
    agency.take_in(other, case="C-2", whose="outside")


@pytest.fixture(scope="module")
def _with_recordings(
    tmp_path_factory: pytest.TempPathFactory, django_db_blocker: DjangoDbBlocker
) -> Template:
    folder = tmp_path_factory.mktemp("recordings")
    card = _card(folder / "card")
    (folder / "other").mkdir()
    make(folder / "other" / "ELSEWHERE.mp4", seconds=2.0, drawn=lambda number: number + 700)
    files_of(folder / "other", note__txt=b"a note")
    with django_db_blocker.unblock():
        return make_template(
            folder,
            agency="Te Tai Police",
            origin="te-tai/log",
            now=datetime(2026, 1, 5, 9, 0, tzinfo=UTC),
            found=lambda home: _filled(home, card, folder / "other"),
        )


@pytest.fixture
def agency(
    tmp_path: Path, _with_recordings: Template, django_db_blocker: DjangoDbBlocker
) -> Iterator[Agency]:
    with django_db_blocker.unblock(), copy_of(_with_recordings, tmp_path / "home") as made:
        yield Agency(made, {})


def _number(name: str) -> int:
    return ItemFile.objects.get(role="main", path__endswith=name).item_id


def _place(agency: Agency, name: str, how: Any, who: str = WHO, **more: Any) -> services.Recorded:
    more.setdefault("reason", "as the witness says")
    return services.place_recording(
        home=agency.home, actor=agency[who], item=_number(name), how=how, **more
    )


def _lying(agency: Agency, name: str, who: str = WHO) -> Lying:
    found = together(agency[who], 1)
    return next(one for one in found.placed if one.number == _number(name))


def _compare(agency: Agency, a: str, b: str) -> Derivative:
    services.state_purpose(
        home=agency.home,
        actor=agency[WHO],
        case=1,
        purpose="investigation",
        text="",
        session=SESSION,
    )
    made = uses.compare_sound(
        home=agency.home,
        actor=agency[WHO],
        reference=_number(a),
        item=_number(b),
        session=SESSION,
    )
    assert made is not None
    return made


def test_a_placing_by_sound_keeps_offset_drift_confidence_and_its_evidence(agency: Agency) -> None:
    made = _compare(agency, "A.mp4", "B.mp4")
    recorded = _place(agency, "B.mp4", BySound(_number("A.mp4")), reason="")
    placing = Placing.objects.get(item=_number("B.mp4"))
    assert placing.offset_s == pytest.approx(9, abs=0.02)
    assert placing.drift_ppm == pytest.approx(200, abs=20)
    assert placing.confidence is not None
    assert placing.confidence > 0.9
    assert placing.within_s is not None
    assert placing.within_s < 0.01
    entry = Entry.objects.get(index=recorded.entry)
    details = json.loads(bytes(entry.body or b""))["details"]
    assert details["evidence"]["derivative"] == made.sha256
    assert details["evidence"]["sources"] == list(made.provenance["sources"])
    said = queries.item_custody(agency[WHO], agency.home, _number("B.mp4"))[-1].sentence
    assert "s after item" in said
    assert said.endswith("by its sound")


def test_nothing_is_placed_by_a_sound_that_was_not_compared_or_was_refused(agency: Agency) -> None:
    with pytest.raises(RefusedError, match="was not compared"):
        _place(agency, "B.mp4", BySound(_number("A.mp4")))
    made = _compare(agency, "A.mp4", "SILENT.mp4")
    assert made.outcome == "nothing to do"
    assert "SILENT.mp4 has no sound" in made.reason
    with pytest.raises(RefusedError, match="has no sound"):
        _place(agency, "SILENT.mp4", BySound(_number("A.mp4")))
    assert not _compare(agency, "A.mp4", "GX010007.MP4").finding.get("offset_s")
    with pytest.raises(RefusedError, match="by hand"):
        _place(agency, "GX010007.MP4", BySound(_number("A.mp4")))
    _compare(agency, "A.mp4", "B.mp4")
    with pytest.raises(RefusedError, match="no part 7"):
        _place(agency, "B.mp4", BySound(_number("A.mp4"), piece=6))
    assert not Placing.objects.exists()


def test_a_clock_that_is_shown_is_taken_less_what_it_is_fast(agency: Agency) -> None:
    _place(agency, "SILENT.mp4", ClockShown(2.5, SHOWN, fast_s=61.0))
    placing = Placing.objects.get(item=_number("SILENT.mp4"))
    assert placing.begins_at == SHOWN - timedelta(seconds=63.5)
    assert placing.within_s == 1.0
    assert "Pacific/Auckland" in placing.said
    assert "01:01.000 fast" in placing.said
    lying = _lying(agency, "SILENT.mp4")
    assert (lying.how, lying.clock) == ("clock shown", TIME_OF_DAY)
    assert lying.begins_at == placing.begins_at


@pytest.mark.parametrize(
    ("wall", "zone", "word"),
    [
        ("2026-04-05T02:30", "Pacific/Auckland", "twice"),
        ("2025-09-28T02:30", "Pacific/Auckland", "never"),
        ("2026-02-03T09:00", "Middle/Earth", "no zone"),
        ("2026-02-03T09:00", "../../etc/passwd", "no zone"),
        ("2026-02-03T09:00", "", "no zone"),
    ],
)
def test_a_wall_clock_that_means_no_one_moment_is_refused(wall: str, zone: str, word: str) -> None:
    with pytest.raises(RefusedError, match=word):
        in_zone(datetime.fromisoformat(wall), zone)


def test_telemetry_takes_the_tracks_time_and_the_zone_that_a_person_says(agency: Agency) -> None:
    with pytest.raises(RefusedError, match="whose zone it does not give"):
        _place(agency, "DJI_0001.MP4", Telemetry())
    with pytest.raises(RefusedError, match="There is no zone"):
        _place(agency, "DJI_0001.MP4", Telemetry("Middle/Earth"))
    _place(agency, "DJI_0001.MP4", Telemetry("Pacific/Auckland"))
    placing = Placing.objects.get(item=_number("DJI_0001.MP4"))
    assert placing.begins_at == datetime(2026, 2, 3, 22, 15, 2, 500_000, tzinfo=NZ)
    assert "what a person says" in placing.said
    with pytest.raises(RefusedError, match="carries no track"):
        _place(agency, "SILENT.mp4", Telemetry("UTC"))


def test_chains_are_followed_with_their_offsets_and_drifts(agency: Agency) -> None:
    _place(agency, "A.mp4", ClockShown(0, SHOWN))
    Placing.objects.create(
        item_id=_number("B.mp4"), reference_id=_number("A.mp4"), offset_s=10, drift_ppm=1000,
        how="sound", within_s=0.002, at=SHOWN, by=agency[WHO],
    )  # fmt: skip
    _place(agency, "SILENT.mp4", ByHand(_number("B.mp4"), 100.0, 0.5))
    lying = _lying(agency, "SILENT.mp4")
    assert lying.begins_at == SHOWN + timedelta(seconds=10 + 100 * 1.001)
    assert lying.rate == pytest.approx(1.001)
    assert lying.within_s == pytest.approx(1.502)
    assert lying.near_s == 0.5
    assert lying.beside == (_number("B.mp4"), _number("A.mp4"))
    assert lying.second_of(lying.begins_s + 2 * 1.001) == pytest.approx(2, abs=1e-6)


def test_a_chain_without_a_time_of_day_is_a_clock_of_its_own(agency: Agency) -> None:
    Item.objects.update(claimed_at=None)
    _place(agency, "SILENT.mp4", ByHand(_number("A.mp4"), -2.0))
    found = together(agency[WHO], 1)
    clock = f"item {_number('A.mp4')}"
    assert TIME_OF_DAY not in found.clocks
    assert [(one.number, one.begins_s) for one in found.on(clock)] == [
        (_number("SILENT.mp4"), -2.0),
        (_number("A.mp4"), 0.0),
    ]
    assert found.on(clock)[0].within_s is None
    assert {one.why for one in found.not_placed} == {"it carries no time"}


def test_own_clocks_are_the_weakest_and_one_without_a_zone_lies_nowhere(agency: Agency) -> None:
    number = _number("A.mp4")
    wall = datetime(2026, 2, 3, 9, 0, tzinfo=UTC)
    Item.objects.filter(number=number).update(claimed_at=wall, claimed_zone="unknown")
    (why,) = [one.why for one in together(agency[WHO], 1).not_placed if one.number == number]
    assert why == "its own clock says 2026-02-03 09:00:00 and gives no zone"
    Item.objects.filter(number=number).update(claimed_zone="+13:00", claimed_source="the file")
    assert _lying(agency, "A.mp4").how == "own clock"
    assert _lying(agency, "A.mp4").within_s is None
    Item.objects.filter(number=number).update(corrected_at=wall + timedelta(hours=1))
    assert _lying(agency, "A.mp4").begins_at == wall + timedelta(hours=1)
    _place(agency, "A.mp4", ClockShown(0, SHOWN))
    assert _lying(agency, "A.mp4").begins_at == SHOWN


def test_chapters_follow_one_another_until_one_is_missing(agency: Agency) -> None:
    Item.objects.update(claimed_at=None)
    _place(agency, "GX020007.MP4", ClockShown(0, SHOWN))
    first, second = _lying(agency, "GX010007.MP4"), _lying(agency, "GX020007.MP4")
    assert first.chapter is not None
    assert first.chapter.items == (first.number, second.number)
    assert first.begins_s + 3.0 == pytest.approx(second.begins_s, abs=0.05)
    assert first.how == "chapter"
    assert "not shown" in first.known
    lost = [one.number for one in together(agency[WHO], 1).not_placed]
    assert _number("GX040007.MP4") in lost


def test_what_would_go_in_a_circle_is_refused_in_words(agency: Agency) -> None:
    _place(agency, "B.mp4", ByHand(_number("A.mp4"), 5))
    _place(agency, "SILENT.mp4", ByHand(_number("B.mp4"), 5))
    with pytest.raises(RefusedError, match="neither would be known"):
        _place(agency, "A.mp4", ByHand(_number("SILENT.mp4"), 5))
    with pytest.raises(RefusedError, match="beside itself"):
        _place(agency, "A.mp4", ByHand(_number("A.mp4"), 5))


OUT_OF_RANGE = (
    ClockShown(-1, SHOWN),
    ClockShown(900, SHOWN),
    ClockShown(float("nan"), SHOWN),
    ClockShown(0, SHOWN.replace(tzinfo=None)),
    ClockShown(0, SHOWN, within_s=-1),
    ClockShown(0, SHOWN.replace(year=1971)),
    ClockShown(0, SHOWN.replace(year=9999)),
    ClockShown(0, datetime(1, 1, 1, tzinfo=timezone(timedelta(hours=13)))),
    ClockShown(0, SHOWN, fast_s=float("inf")),
)


def test_numbers_out_of_range_are_refused_and_nothing_is_written(agency: Agency) -> None:
    before = Entry.objects.count()
    for how in OUT_OF_RANGE:
        with pytest.raises(RefusedError, match="Nothing was changed"):
            _place(agency, "SILENT.mp4", how)
    for offset in (float("nan"), float("inf"), -1e12):
        with pytest.raises(RefusedError, match="Nothing was changed"):
            _place(agency, "SILENT.mp4", ByHand(_number("A.mp4"), offset))
    assert Entry.objects.count() == before


def test_by_hand_needs_a_reason_and_a_case_in_common(agency: Agency) -> None:
    with pytest.raises(RefusedError, match="reason"):
        _place(agency, "B.mp4", ByHand(_number("A.mp4"), 5), reason=" ")
    with pytest.raises(RefusedError, match="no case in common"):
        _place(agency, "B.mp4", ByHand(_number("ELSEWHERE.mp4"), 5))
    with pytest.raises(RefusedError, match="is no recording"):
        _place(agency, "B.mp4", ByHand(_number("note.txt"), 5))


def test_other_roles_place_nothing(agency: Agency) -> None:
    for who in ("operator", "auditor", "governance"):
        with pytest.raises(NotPermittedError):
            _place(agency, "A.mp4", ClockShown(0, SHOWN), who=who)


def test_who_is_not_in_the_case_learns_of_no_recording_of_it(agency: Agency) -> None:
    services.set_access(
        home=agency.home,
        actor=agency["exhibit_officer"],
        items=[_number("A.mp4")],
        access_class="restricted",
        reason="a witness",
    )
    _place(agency, "B.mp4", ByHand(_number("A.mp4"), 5.0))
    with pytest.raises(NotFoundError, match="There is no item"):
        _place(agency, "A.mp4", ClockShown(0, SHOWN), who="exhibit_officer")
    with pytest.raises(NotFoundError, match="There is no item"):
        _place(agency, "B.mp4", ByHand(_number("A.mp4"), 5.0), who="exhibit_officer")
    seen = together(agency["exhibit_officer"], 1)
    assert _number("A.mp4") not in {one.number for one in seen.placed}
    assert _number("A.mp4") not in {one.number for one in seen.not_placed}
    lying = _lying(agency, "B.mp4", who="exhibit_officer")
    assert "a recording that you may not open" in lying.known
    assert lying.beside == ()
    hidden, told = (
        queries.item_custody(agency[who], agency.home, _number("B.mp4"))[-1].sentence
        for who in ("exhibit_officer", WHO)
    )
    assert hidden.startswith(
        "placed it on a common clock, beginning 5.000 s after another recording"
    )
    assert f"after item {_number('A.mp4')}" in told
    with pytest.raises(NotFoundError):
        together(agency["governance"], 1)


def test_a_placing_is_replaced_taken_away_and_told_in_custody(agency: Agency) -> None:
    _place(agency, "A.mp4", ClockShown(0, SHOWN))
    _place(agency, "B.mp4", ByHand(_number("A.mp4"), 5.0))
    plan = planned(
        home=agency.home,
        actor=agency[WHO],
        item=_number("A.mp4"),
        how=ClockShown(1, SHOWN),
        now=datetime.now(UTC),
    )
    assert plan.was == "beginning at 2026-02-03 09:15:02.000 UTC"
    assert plan.words == "beginning at 2026-02-03 09:15:01.000 UTC"
    assert plan.moves == (_number("B.mp4"),)
    _place(agency, "A.mp4", ClockShown(1, SHOWN))
    home, actor, item = agency.home, agency[WHO], _number("A.mp4")
    with pytest.raises(RefusedError, match="reason"):
        services.remove_placing(home=home, actor=actor, item=item, reason="")
    services.remove_placing(home=home, actor=actor, item=item, reason="the wrong camera")
    assert not Placing.objects.filter(item=item).exists()
    with pytest.raises(RefusedError, match="not placed by anybody"):
        services.remove_placing(home=home, actor=actor, item=item, reason="again")
    told = [one.sentence for one in queries.item_custody(actor, home, item)][-3:]
    assert [sentence.split(",")[0] for sentence in told] == [
        "placed it on a common clock",
        "placed it on a common clock",
        "took it from the common clock",
    ]
    assert told[-1].endswith("because: the wrong camera")


def test_a_rebuild_gives_every_placing_again(agency: Agency) -> None:
    _place(agency, "A.mp4", ClockShown(0.25, SHOWN, fast_s=-3))
    _place(agency, "B.mp4", ByHand(_number("A.mp4"), 5.0, 0.2))
    _place(agency, "SILENT.mp4", ByHand(_number("A.mp4"), 6.0))
    _place(agency, "DJI_0001.MP4", Telemetry("Pacific/Auckland"))
    services.remove_placing(
        home=agency.home, actor=agency[WHO], item=_number("SILENT.mp4"), reason="wrong"
    )
    before, seen = tables()["Placing"], together(agency[WHO], 1)
    home, actor = agency.home, agency["exhibit_officer"]
    rebuild(home=home, permits_to_read=lambda: uses.permits_to_read_again(home=home, actor=actor))
    assert tables()["Placing"] == before
    assert len(before) == 3
    assert together(agency[WHO], 1) == seen
