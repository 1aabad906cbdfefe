# SPDX-License-Identifier: Apache-2.0
"""The fleet and its flights from the command line, as the person who keeps them."""

from __future__ import annotations

import csv
import io
from typing import TYPE_CHECKING

from cli.conftest import holdfast

if TYPE_CHECKING:
    from pathlib import Path

WORDS = ("--pilot", "Sam Outside", "--purpose", "crash-scene", "--start", "2026-11-20T10:00+13:00")


def test_an_aircraft_is_registered_flies_and_is_in_the_logbook(home: Path, tmp_path: Path) -> None:
    on = ("--home", home)
    made = holdfast(
        "fleet", "register", "UAS-01", "--maker", "DJI", "--model", "Mavic 3", "--serial", "1581F",
        "--district", "Capital", "--firmware", "1.0", *on,
    )  # fmt: skip
    assert made.code == 0, made.err
    flown = holdfast(
        "flights", "record", "--aircraft", "UAS-01", "--minutes", "11.5", *WORDS, "--district",
        "Capital", "--at=-41.2865,174.7762", "--note", "=1+1", *on, "--json",
    )  # fmt: skip
    assert flown.code == 1, flown.err  # recorded, and not approved: nothing permits it
    (one,) = flown.json["flights"]
    assert (one["number"], one["approved"]) == ("F-2026-0001", False)
    assert "technology governance" in one["denied"]

    listed = holdfast("flights", "list", *on)
    assert "F-2026-0001" in listed.out
    assert "not-approved" in listed.out
    sums = holdfast("flights", "totals", "--by", "aircraft", *on, "--json").json
    assert (sums["all"]["flights"], sums["all"]["minutes"]) == (1, 12)
    (asset,) = holdfast("fleet", "list", *on, "--json").json["assets"]
    assert (asset["asset"], asset["minutes"], asset["approved"]) == ("UAS-01", 12, False)

    logbook = tmp_path / "logbook.csv"
    assert holdfast("flights", "logbook", "--to", logbook, *on).code == 0
    (row,) = csv.DictReader(io.StringIO(logbook.read_text("utf-8-sig")))
    assert (row["flight"], row["minutes"], row["serial numbers"]) == ("F-2026-0001", "12", "1581F")
    again = holdfast("flights", "logbook", "--to", logbook, *on)
    assert again.code == 2
    assert "Nothing in the home was changed" in again.err

    unmatched = holdfast("fleet", "unmatched", *on)
    assert unmatched.code == 1
    assert "Not approved: F-2026-0001" in unmatched.out
    assert "Rule: " in unmatched.out
    assert holdfast("flights", "propose", *on, "--json").json == {"proposals": []}


def test_what_cannot_be_recorded_is_said_and_nothing_is(home: Path) -> None:
    borrowed = ("--aircraft", "UAS-01")
    assert (
        holdfast("fleet", "register", "UAS-01", "--maker", "M", "--model", "N", "--home", home).code
        == 0
    )
    for more, said in (
        (("--start", "yesterday"), "write take-off with its zone"),
        (("--start", "2026-11-20T10:00"), "write take-off with its zone"),
        (("--at", "here"), "write LAT,LON"),
        (("--proposal", "0" * 24), "No flight is proposed"),
        (("--aircraft", "UAS-99"), "no asset 'UAS-99'"),
        ((*borrowed, "--district", "Elsewhere"), "no district 'Elsewhere'"),
        ((*borrowed, "--rule", "my own"), "no flight rule"),
        ((*borrowed, "--note", b"\xff".decode("utf-8", "surrogateescape")), "must be text"),
        ((), "What flew is missing"),
    ):
        done = holdfast("flights", "record", *WORDS, *more, "--home", home)
        assert done.code in {1, 2}, more
        assert said in done.err, more
        assert "othing was" in done.err, more
    assert holdfast("flights", "list", "--home", home, "--json").json["flights"] == []
