# SPDX-License-Identifier: Apache-2.0
"""The page about the agency's lists names every list, every key and every placeholder."""

from __future__ import annotations

import re

import pytest

from agency import shipped
from holdfast.agency import CONSIDERATIONS, SUBJECTS
from holdfast.agency.letters import COMMON, REQUIRED
from holdfast.agency.lists import UNITS

PAGE = (shipped.ROOT / "docs" / "agency-lists.md").read_text(encoding="utf-8")
_SHORT = frozenset({"words"})


def _section(name: str) -> str:
    (found,) = re.findall(rf"### `{name}\.toml`\n(.*?)(?=\n##)", PAGE, re.DOTALL)
    return str(found)


def _keys(name: str) -> set[str]:
    table = shipped.table(name)
    if name in {"holidays", "settings"}:
        return set(table)
    return {key for row in table.values() if isinstance(row, dict) for key in row} - _SHORT


@pytest.mark.parametrize("name", shipped.names())
def test_each_list_has_its_section_with_every_key_and_its_source(name: str) -> None:
    section = _section(name)
    rows = " ".join(line.split("|")[1] for line in section.splitlines() if line.startswith("| `"))
    assert set(re.findall(r"`(\w+)`", rows)) == _keys(name)
    assert "ource of ours" in section.replace("\n", " ")


def test_the_page_has_no_section_for_a_list_that_is_not_there() -> None:
    assert sorted(re.findall(r"### `([\w-]+)\.toml`", PAGE)) == shipped.names()


@pytest.mark.parametrize("name", sorted(REQUIRED))
def test_each_letter_has_its_row_with_what_it_must_say(name: str) -> None:
    (row,) = re.findall(rf"^\| `{name}` \| (.*) \|$", PAGE, re.MULTILINE)
    assert {one[1:] for one in re.findall(r"\$\w+", row)} | {
        "reference", "received", "question",
    } == REQUIRED[name]  # fmt: skip


def test_every_word_that_a_key_may_hold_is_named() -> None:
    for word in (*CONSIDERATIONS, *SUBJECTS, *UNITS, *(f"${one}" for one in COMMON)):
        assert f"`{word}`" in PAGE, word


def test_the_page_on_configuration_leads_to_it() -> None:
    text = (shipped.ROOT / "docs" / "configuration.md").read_text(encoding="utf-8")
    assert "(agency-lists.md)" in text
