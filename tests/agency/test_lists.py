# SPDX-License-Identifier: Apache-2.0
"""An agency's lists are read as they are written, or refused with the file and the fault."""

from __future__ import annotations

import dataclasses
from datetime import date
from typing import TYPE_CHECKING

import pytest

from agency import shipped
from holdfast.agency import AgencyDataError, Listed, read_agency
from holdfast.agency.lists import LISTS
from holdfast.agency.rows import check_id

if TYPE_CHECKING:
    from pathlib import Path

_HEAD = 'source = "s"\ndate = "2026-11-27"\n'


def test_every_list_comes_with_holdfast_and_is_read() -> None:
    assert shipped.names() == sorted(LISTS)
    agency = read_agency(None)
    for field in dataclasses.fields(agency):
        value = getattr(agency, field.name)
        if isinstance(value, Listed):
            assert list(value), field.name
            assert value.source, field.name
            assert date.fromisoformat(value.date), field.name
            for entry in value:
                assert value.get(check_id(entry.id)) is entry, field.name


def test_an_entry_that_is_not_there_is_none() -> None:
    assert read_agency(None).purposes.get("revenge") is None


def test_a_home_without_lists_of_its_own_has_those_that_came(tmp_path: Path) -> None:
    assert read_agency(tmp_path) == read_agency(None)
    assert read_agency(tmp_path / "nowhere") == read_agency(None)


def test_a_file_of_the_agency_replaces_the_whole_list_and_no_other(tmp_path: Path) -> None:
    folder = shipped.write(
        tmp_path, "principles.toml", _HEAD + '[principles]\nmanaakitanga = "Manaakitanga"\n'
    )
    agency = read_agency(folder)
    assert [one.words for one in agency.principles] == ["Manaakitanga"]
    assert agency.principles.source == "s"
    assert agency.purposes == read_agency(None).purposes


def test_a_file_saved_by_an_editor_with_a_byte_order_mark_is_read(tmp_path: Path) -> None:
    text = _HEAD + '[triggers]\nmoney = "Māori text\u0021"\n'
    folder = shipped.write(tmp_path, "triggers.toml", b"\xef\xbb\xbf" + text.encode())
    assert [one.words for one in read_agency(folder).triggers] == ["Māori text!"]


def test_a_day_may_stand_with_or_without_quotation_marks(tmp_path: Path) -> None:
    text = 'source = "s"\ndate = 2026-11-27\n[triggers]\nmoney = "Money"\n'
    assert read_agency(shipped.write(tmp_path, "triggers.toml", text)).triggers.date == "2026-11-27"


@pytest.mark.parametrize(
    ("text", "fault"),
    [
        ("", "the file has no source"),
        ('source = "s"', "the file has no date"),
        ('source = "s"\ndate = "yesterday"\n[triggers]\na = "b"', "'yesterday' is no day"),
        ('source = ""\ndate = "2026-11-27"\n[triggers]\na = "b"', "source is empty"),
        (_HEAD, r"it has no table \[triggers\]"),
        (_HEAD + "[triggers]", r"it has no table \[triggers\]"),
        (_HEAD + 'triggers = "money"', r"it has no table \[triggers\]"),
        (
            _HEAD + '[triggers]\na = "b"\n[notes]\nc = "d"',
            "the file has notes, which means nothing",
        ),
        (_HEAD + '[triggers]\na = "b"\na = "c"', "Cannot overwrite"),
        (_HEAD + '[triggers]\n"A b" = "c"', "'A b' is no id"),
        (_HEAD + '[triggers]\n"<script>" = "c"', "is no id"),
        (_HEAD + f'[triggers]\n{"a" * 61} = "c"', "is no id"),
        (_HEAD + '[triggers]\na = ""', "a: words is empty"),
        (_HEAD + "[triggers]\na = 5", "a is a number, not a table"),
        (_HEAD + "[triggers]\na = {words = 5}", "a: words is a number, not a text"),
        (_HEAD + '[triggers]\na = {word = "b"}', "a has no words"),
        (
            _HEAD + '[triggers]\na = {words = "b", sowrce = "c"}',
            "a has sowrce, which means nothing",
        ),
        (_HEAD + '[triggers]\na = "b\\u001b[2J"', "control character"),
        (_HEAD + '[triggers]\na = """b\nc"""', "control character"),
        (_HEAD + "[triggers]\na = " + "[" * 5000, "recursion"),
        (_HEAD + "[triggers]\na = " + "9" * 5000, "digit"),
    ],
)
def test_a_list_that_cannot_be_used_is_named_with_its_fault(
    tmp_path: Path, text: str, fault: str
) -> None:
    folder = shipped.write(tmp_path, "triggers.toml", text)
    with pytest.raises(AgencyDataError, match=fault) as caught:
        read_agency(folder)
    assert caught.value.file == "triggers.toml"
    said = str(caught.value)
    assert said.startswith("The agency's triggers.toml cannot be used: ")
    assert "no evidence is touched" in said
    assert "take it away" in said


@pytest.mark.parametrize(
    ("file", "old", "new", "fault"),
    [
        ("purposes.toml", 'supported_by = ["case"]', 'supported_by = "case"', "not a list"),
        ("purposes.toml", 'supported_by = ["case"]', 'supported_by = ["case", "case"]', "twice"),
        ("purposes.toml", 'supported_by = ["case"]', "supported_by = [1]", "a number, not a text"),
        ("purposes.toml", ', supported_by = ["case"]', "", "has no supported_by"),
        ("data-classes.toml", 'phrase = "unclassified', 'phase = "unclassified', "has no phrase"),
        ("grounds.toml", "balanced = true", 'balanced = "yes"', "a text, not true or false"),
        ("grounds.toml", "balanced = true", "balance = true", "has balance, which means nothing"),
        ("grounds.toml", 'kind = "oia"', 'kind = "foi"', "'foi' is not in request-kinds.toml"),
        ("grounds.toml", '"consultation"', '"consulting"', "'consulting' is none of consultation"),
        ("disposal-classes.toml", "years = 10", 'years = "10"', "a text, not a whole number"),
        ("disposal-classes.toml", "years = 10", "years = true", "not a whole number"),
        ("disposal-classes.toml", "years = 10", "years = -1", "not from 0 to"),
        ("clocks.toml", "length = 20", "length = 0", "not from 1 to"),
        ("clocks.toml", "length = 20", "length = 20.5", "not a whole number"),
        ("clocks.toml", "length = 48", "length = 4800000000000", "not from 1 to"),
        ("clocks.toml", 'unit = "hours"', 'unit = "fortnights"', "'fortnights' is none of"),
        (
            "clocks.toml",
            "privacy-transfer =",
            "privacy-passing-on =",
            "'privacy-transfer' is no clock",
        ),
        ("holidays.toml", '"01-15"', '"15 January"', "no month and day"),
        ("holidays.toml", '"01-15"', '"02-30"', "no month and day"),
        ("holidays.toml", '"01-15"', '"W01-1"', "no month and day"),
        ("holidays.toml", '"01-15"', "115", "a number, not a text"),
        ("holidays.toml", 'recess_to = "01-15"\n', "", "has no recess_to"),
        ("holidays.toml", '["2022-09-26"]', '"2022-09-26"', "a text, not a list"),
        ("holidays.toml", '"2022-09-26"', '"2022-9-26"', "no day"),
        ("holidays.toml", "not_working = []", "not_working = [2022-09-26]", "and in not_working"),
        ("holidays.toml", '"sunday"', '"Sunday"', "weekend 'Sunday' is none of monday"),
        ("holidays.toml", "last_year = 2052", "last_year = 2013", "first_year comes after"),
        ("holidays.toml", 'country = "NZ"', 'county = "NZ"', "has no country"),
        ("settings.toml", "smallest_cell = 5", 'smallest_cell = "5"', "a text, not a number"),
        ("settings.toml", "smallest_cell = 5", "smallest_cell = true", "true or false, not a num"),
        ("settings.toml", "smallest_cell = 5", "smallest_cell = -5", "not from 0 to"),
        ("settings.toml", "smallest_cell = 5", "", "smallest_cell is missing"),
        (
            "engagement-conditions.toml",
            'evidence = "media"',
            'evidence = "hearsay"',
            "'hearsay' is none of media",
        ),
        ("engagement-conditions.toml", "days = 3", "days = -3", "days is not from 0"),
        ("settings.toml", "smallest_cell", "largest_cell", "largest_cell is no setting"),
        ("settings.toml", "oia-9-2-a", "oia-9-2-z", "'oia-9-2-z' is not in grounds.toml"),
        ("request-kinds.toml", '"opc"', '"privacy"', "not in complaint-bodies.toml"),
        ("request-kinds.toml", '"oia-decision"', '"oral-decision"', "no clock in days"),
        ("request-kinds.toml", '["the-asker"]', "[]", "belongs to one kind"),
        ("request-kinds.toml", '["the-asker"]', '["anything-else"]', "belongs to one kind"),
        ("request-kinds.toml", '["the-asker"]', '["anyone"]', "belongs to one kind"),
    ],
)
def test_each_fault_of_each_list_is_named(
    tmp_path: Path, file: str, old: str, new: str, fault: str
) -> None:
    with pytest.raises(AgencyDataError, match=fault):
        read_agency(shipped.changed(tmp_path, file, old, new))


def test_a_file_that_nobody_would_read_is_refused(tmp_path: Path) -> None:
    folder = shipped.write(tmp_path, "ground.toml", "")
    with pytest.raises(AgencyDataError, match=r"ground\.toml .* no list has this name"):
        read_agency(folder)


def test_notes_beside_the_lists_are_left_alone(tmp_path: Path) -> None:
    shipped.write(tmp_path, "README.txt", "ours")
    assert read_agency(shipped.write(tmp_path, "grounds.toml~", "old")) == read_agency(None)


def test_a_list_that_is_a_link_to_nothing_is_not_passed_over(tmp_path: Path) -> None:
    (tmp_path / "grounds.toml").symlink_to(tmp_path / "gone")
    with pytest.raises(AgencyDataError, match=r"grounds\.toml"):
        read_agency(tmp_path)


def test_a_list_that_is_a_folder_or_no_text_is_named(tmp_path: Path) -> None:
    (tmp_path / "a" / "clocks.toml").mkdir(parents=True)
    with pytest.raises(AgencyDataError, match=r"clocks\.toml"):
        read_agency(tmp_path / "a")
    with pytest.raises(AgencyDataError, match=r"triggers\.toml"):
        read_agency(shipped.write(tmp_path / "b", "triggers.toml", b"\xff\xfe\x00"))


def test_a_folder_of_lists_that_is_a_file_is_named(tmp_path: Path) -> None:
    shipped.write(tmp_path, "agency", "")
    with pytest.raises(AgencyDataError, match="should be a folder"):
        read_agency(tmp_path / "agency")


def test_a_country_without_a_recess_needs_none(tmp_path: Path) -> None:
    shipped.changed(tmp_path, "holidays.toml", 'recess_from = "12-25"\nrecess_to = "01-15"\n', "")
    assert read_agency(tmp_path).holidays.recess is None


def test_settings_written_for_an_earlier_version_go_on_to_be_good(tmp_path: Path) -> None:
    shipped_text = (shipped.DATA / "settings.toml").read_text(encoding="utf-8")
    old = shipped_text[: shipped_text.index("# The class of data that a flight is")]
    read = read_agency(shipped.write(tmp_path, "settings.toml", old)).settings
    assert read["flight_data_class"] == read_agency(None).settings["flight_data_class"]
    assert read["smallest_cell"] == 5


def test_settings_written_before_there_were_engagements_have_ours(tmp_path: Path) -> None:
    text = (shipped.DATA / "settings.toml").read_text(encoding="utf-8")
    old = text.partition("# What a contractor")[0].replace("smallest_cell = 5", "smallest_cell = 9")
    found = read_agency(shipped.write(tmp_path, "settings.toml", old)).settings
    assert (found["smallest_cell"], found["contractors_public"]) == (9, 0)
    assert found["engagement_warning_days"] == 14
