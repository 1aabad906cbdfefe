# SPDX-License-Identifier: Apache-2.0
"""What is printed is text, whatever a card's file names hold."""

from __future__ import annotations

import json
import os
from datetime import UTC, datetime

import pytest

from holdfast.cli.output import print_json, print_json_rows, print_table, size_text
from holdfast.cli.plain import plain
from holdfast.plain import counted
from holdfast.records.queries.values import FourTimes


def test_json_carries_any_name(capsys: pytest.CaptureFixture[str]) -> None:
    name = os.fsdecode(b"DJI_\xff\n.JPG")
    print_json({"path": name})
    assert json.loads(capsys.readouterr().out) == {"path": name}


@pytest.mark.parametrize(
    ("size", "text"),
    [(0, "0 B"), (1023, "1023 B"), (1536, "1.5 KiB"), (10 << 20, "10 MiB"), (5 << 40, "5.0 TiB")],
)
def test_sizes_are_in_iec_units(size: int, text: str) -> None:
    assert size_text(size) == text


def test_a_count_agrees_with_its_noun() -> None:
    assert counted(1, "file") == "1 file"
    assert counted(1200, "file") == "1,200 files"
    assert counted(2, "entry", "entries") == "2 entries"


def test_a_table_lines_up(capsys: pytest.CaptureFixture[str]) -> None:
    print_table(("item", "title"), [("1", "a"), ("200", "b\n")])
    assert capsys.readouterr().out == "item  title\n1     a\n200   b\\n\n"


@pytest.mark.parametrize(
    ("zone", "claimed"), [("unknown", "2016-06-23T16:31:59"), ("UTC", "2016-06-23T16:31:59Z")]
)
def test_a_clock_without_a_zone_is_printed_without_one(zone: str, claimed: str) -> None:
    at = datetime(2016, 6, 23, 16, 31, 59, tzinfo=UTC)
    times = FourTimes(at, zone, "taken", None, None, "", at)
    told = plain(times)
    assert isinstance(told, dict)
    assert (told["claimed"], told["received"]) == (claimed, "2016-06-23T16:31:59Z")


@pytest.mark.parametrize("rows", [[], [{"a": [1, 2]}], [{"a": 1}, {"b": "…"}]])
def test_rows_that_are_made_one_by_one_are_one_object(
    rows: list[dict[str, object]], capsys: pytest.CaptureFixture[str]
) -> None:
    print_json_rows({"frames": 2}, "tracks", iter(rows))
    assert json.loads(capsys.readouterr().out) == {"frames": 2, "tracks": rows}
