# SPDX-License-Identifier: Apache-2.0
"""What is public of a test, whether it is stale, two claims, two reports, a plot and a table."""

from __future__ import annotations

import csv
import io
from dataclasses import replace
from datetime import date, timedelta
from typing import Any

import pytest

from fleet.isolation.reports import (
    BEGIN,
    COVERAGE,
    DEVICE,
    END,
    asked,
    contacted,
    destination,
    host,
    peer,
    phase,
    report,
)
from holdfast.analysis.isolation import Verdict
from holdfast.fleet.isolation import SENTENCES, claims_of, compare, public_part, standing_of
from holdfast.fleet.isolation.plot import LEFT, WIDTH, plot_of
from holdfast.fleet.isolation.public import WITHHELD
from holdfast.fleet.isolation.table import HEAD, report_csv
from holdfast.publication.records import TEST_VERDICTS

DAY = date(2026, 11, 20)


def standing(devices: dict[str, str], *, tested: tuple[str, ...] = (), days: int = 7) -> Any:
    return standing_of(
        firmware="1.0",
        tested_on=DAY,
        today=DAY + timedelta(days=days),
        most_days=365,
        devices=devices,
        tested=tested,
    )


def test_there_are_three_sentences_and_none_says_safe() -> None:
    assert tuple(SENTENCES) == tuple(Verdict) == TEST_VERDICTS
    assert len(set(SENTENCES.values())) == 3
    assert "safe" not in "".join(SENTENCES.values()).casefold()


def test_a_test_is_current_while_every_device_has_the_tested_firmware() -> None:
    assert standing({"A": "1.0", "B": " 1.0 "}).state == "current"
    assert standing({"A": "1.0", "B": ""}).unregistered == 1


@pytest.mark.parametrize(
    ("devices", "tested", "days", "why"),
    [
        ({"A": "1.0", "B": "2.0"}, (), 7, "no test was made of is flown: B has 2.0"),
        ({"A": "2.0"}, ("2.0",), 7, "No device of the fleet has the tested firmware: A has 2.0"),
        ({"A": "1.0"}, (), 366, "366 days old; the agency allows 365"),
        ({}, (), 366, "366 days old"),
    ],
)
def test_it_is_stale_by_another_firmware_or_by_its_age(
    devices: dict[str, str], tested: tuple[str, ...], days: int, why: str
) -> None:
    found = standing(devices, tested=tested, days=days)
    assert found.stale
    assert why in found.reasons[0]


def test_a_fleet_with_two_tested_firmwares_has_two_current_tests() -> None:
    assert standing({"A": "1.0", "B": "2.0"}, tested=("2.0",)).state == "current"


def test_nothing_is_known_when_nobody_registered_a_firmware() -> None:
    found = standing({"A": "", "B": ""})
    assert (found.state, found.unregistered) == ("not known", 2)
    assert "nothing to compare" in found.reasons[0]


def test_a_long_list_of_devices_is_shortened_with_its_count() -> None:
    found = standing({f"UAV-{n:02}": "2.0" for n in range(8)})
    assert "and 3 more" in found.reasons[0]


def test_what_is_public_has_no_number_of_the_device_in_it() -> None:
    told = contacted(
        destination("198.51.100.7", "active.maker.example", "sn-163zTEST-01.maker.example"),
        destination("203.0.113.9", "60601faabbcc.maker.example", owner="maker"),
        asked_names=(
            asked("60-60-1f-aa-bb-cc.local.example"),
            asked("ok.example"),
            asked("ok.example"),
        ),
        hosts=(host(DEVICE),),
        local=(peer("192.168.50.1", "private"),),
    )
    part = public_part(told, withheld=["163ZTEST01", "", "x"]).fields()
    assert part["destinations"] == {"maker": 1, "unknown": 1}
    assert part["contacted"][0]["names"] == ["active.maker.example", WITHHELD]
    assert part["contacted"][1] == {"address": "203.0.113.9", "names": [WITHHELD], "owner": "maker"}
    assert part["asked"] == [WITHHELD, "ok.example"]
    assert part["cannot_see"] == ["Bluetooth"]
    words = repr(part).casefold()
    assert not any(one in words for one in ("192.168", "60601f", "60:60", "163z", "rc-17"))


def test_a_verdict_by_a_name_alone_is_public_by_that_name() -> None:
    part = public_part(report(verdict="contacted", asked_names=(asked("a.example"),)), withheld=())
    assert (part.verdict, part.contacted, part.asked) == ("contacted", (), ("a.example",))


def test_two_claims_are_answered_apart() -> None:
    told = contacted(
        destination("198.51.100.7", sent=1200),
        local=(peer("192.168.50.1", "private"), peer("224.0.0.251", "multicast")),
    )
    connected, sends = claims_of(told, "made for the test")
    assert "says nothing of the agency's own" in connected.answer
    assert "1 local address." in connected.answer
    assert "1 destination outside, 1,200 bytes" in sends.answer
    connected, _ = claims_of(told, "the agency's own")
    assert connected.answer.startswith("Contradicted: it was on the agency's own network")
    _, sends = claims_of(report(), "not stated")
    assert sends.answer.startswith("Not contradicted by these captures, and not shown by them")
    assert sends.tone != "good"


def test_what_a_capture_does_not_reach_answers_neither_claim() -> None:
    unseen = report(verdict="cannot tell", coverage=replace(COVERAGE, device_seen=False))
    assert [one.answer.partition(":")[0] for one in claims_of(unseen, "not stated")] == [
        "Cannot tell"
    ] * 2


def test_two_reports_are_compared_by_address_by_name_and_by_phase() -> None:
    before = contacted(
        destination("198.51.100.1", "a.example", sent=10),
        destination("198.51.100.2", sent=20),
        asked_names=(asked("a.example", 3),),
        coverage=replace(COVERAGE, phases=(phase("power on"), phase("idle", 2))),
    )
    after = contacted(
        destination("198.51.100.1", "b.example", sent=30),
        destination("198.51.100.3", owner="map"),
        asked_names=(asked("c.example"),),
        coverage=replace(COVERAGE, phases=(phase("power on", covered=False),)),
    )
    found = compare(before, after)
    assert [(one.address, one.change, one.before, one.after) for one in found.destinations] == [
        ("198.51.100.3", "new", None, 100),
        ("198.51.100.2", "gone", 20, None),
        ("198.51.100.1", "unchanged", 10, 30),
    ]
    assert found.destinations[2].names == ("b.example", "a.example")
    assert [(one.name, one.change) for one in found.names] == [
        ("c.example", "new"),
        ("a.example", "gone"),
    ]
    assert found.counts == (("new", 1, 1), ("gone", 1, 1), ("unchanged", 1, 0))
    assert [(one.name, one.before, one.after) for one in found.phases] == [
        ("power on", True, False),
        ("idle", True, None),
    ]
    assert found.phases_differ
    assert not compare(before, before).phases_differ


def test_a_report_compared_with_itself_has_nothing_new_and_nothing_gone() -> None:
    told = contacted(*(destination(f"198.51.100.{n}") for n in range(1, 6)))
    assert compare(told, told).counts == (("new", 0, 0), ("gone", 0, 0), ("unchanged", 5, 0))


def test_every_bar_of_the_plot_stands_inside_it_and_can_be_seen() -> None:
    many = [destination(f"198.51.100.{n}", "x" * 80, sent=n) for n in range(1, 30)]
    told = contacted(
        *many, coverage=replace(COVERAGE, phases=(phase("power on"), phase("idle", 9)))
    )
    plot = plot_of(told)
    assert plot is not None
    assert (len(plot.rows), plot.more) == (14, 15)
    for x, width in [bar for row in plot.rows for bar in row.bars]:
        assert LEFT <= x < x + width <= WIDTH
        assert width >= 4
    assert max(len(row.label) for row in plot.rows) <= 36
    assert [one.name for one in plot.columns] == ["power on", "idle"]


def test_a_capture_of_a_moment_is_drawn_and_one_without_a_time_is_not() -> None:
    assert plot_of(report(first=None, last=None)) is None
    plot = plot_of(contacted(destination("198.51.100.1"), first=BEGIN, last=BEGIN))
    assert plot is not None
    assert all(x + width <= WIDTH for row in plot.rows for x, width in row.bars)


def test_the_table_says_the_verdict_its_limits_and_every_destination() -> None:
    told = contacted(destination("198.51.100.1", "=cmd.example", sent=7))
    text = report_csv(told, sentence="Destinations outside were contacted.").decode("utf-8-sig")
    rows = list(csv.reader(io.StringIO(text)))
    assert rows[0] == ["verdict", "Destinations outside were contacted."]
    assert rows[1] == ["a capture cannot see", "Bluetooth"]
    assert tuple(rows[2]) == HEAD
    assert rows[3][:3] == ["all", "198.51.100.1", "'=cmd.example"]
    assert rows[4][0] == "idle"
    assert rows[4][12] == BEGIN.isoformat()
    assert rows[4][13] == END.isoformat()
    assert {len(row) for row in rows[2:]} == {len(HEAD)}
