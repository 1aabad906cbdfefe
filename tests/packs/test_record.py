# SPDX-License-Identifier: Apache-2.0
from __future__ import annotations

from datetime import UTC, datetime
from typing import TYPE_CHECKING

import pytest

from holdfast.packs import RecordedTime
from holdfast.packs.record.words import moment, recorded, size
from packs.made_pack import make_pack

if TYPE_CHECKING:
    from pathlib import Path


def test_the_record_tells_custody_in_plain_words_with_a_proof_for_each_event(
    tmp_path: Path,
) -> None:
    record = (make_pack(tmp_path) / "index.html").read_text("utf-8")
    assert "23 Nov 2026 10:21 NZDT" in record
    assert "J. Smith (drone operator) took in the card" in record
    assert 'href="proofs/1/entry.tlog-proof"' in record
    assert "K. Tāmati (exhibit officer) put this item into this pack." in record


def test_the_record_shows_the_four_times_apart_and_each_fact_with_its_source(
    tmp_path: Path,
) -> None:
    record = (make_pack(tmp_path) / "index.html").read_text("utf-8")
    for time in (
        "20 Nov 2026 15:02:11 (zone unknown)",
        "20 Nov 2026 15:04:11 UTC+13:00, Pacific/Auckland",
        "20 Nov 2026 15:02:12 (zone unknown)",
        "22 Nov 2026 21:14:05 UTC",
    ):
        assert time in record
    assert "two minutes slow" in record
    assert "Make and Model in the EXIF" in record


def test_the_record_says_what_it_never_claims(tmp_path: Path) -> None:
    record = (make_pack(tmp_path) / "index.html").read_text("utf-8")
    assert "That the recording tells the truth, or that the camera was on." in record
    assert "tamper-evident" in record
    assert "tamper-proof" not in record
    assert "<script" not in record


@pytest.mark.parametrize(
    ("at", "zone", "shown"),
    [
        ("2026-04-05T02:30:00+13:00", "Pacific/Auckland", "5 Apr 2026 02:30:00 UTC+13:00, Pacific/Auckland"),
        ("2026-04-05T02:30:00-03:30", "unknown", "5 Apr 2026 02:30:00 UTC-03:30, unknown"),
        ("2026-04-05T02:30:00+00:00", "UTC", "5 Apr 2026 02:30:00 UTC"),
        ("1970-01-01T00:00:00", "unknown", "1 Jan 1970 00:00:00 (zone unknown)"),
        ("last Tuesday", "unknown", "last Tuesday (zone unknown)"),
    ],
)  # fmt: skip
def test_a_time_is_shown_as_it_was_claimed(at: str, zone: str, shown: str) -> None:
    assert recorded(RecordedTime(at, zone, "")) == shown


def test_the_hour_that_daylight_saving_repeats_is_told_apart_by_its_zone() -> None:
    before, after = (datetime(2026, 4, 4, hour, 30, tzinfo=UTC) for hour in (13, 14))
    assert moment(before, "Pacific/Auckland") == "5 Apr 2026 02:30 NZDT"
    assert moment(after, "Pacific/Auckland") == "5 Apr 2026 02:30 NZST"


def test_sizes_are_shown_in_iec_units() -> None:
    assert [size(count) for count in (0, 1023, 1024, 5 << 20, 3 << 30, 5 << 40)] == [
        "0 bytes", "1023 bytes", "1.0 KiB", "5.0 MiB", "3.0 GiB", "5.0 TiB",
    ]  # fmt: skip
