# SPDX-License-Identifier: Apache-2.0
from __future__ import annotations

import re

import pytest
from hypothesis import given
from hypothesis import strategies as st

from holdfast.packs.names import LONGEST_NAME, safe_name, shown_name


@pytest.mark.parametrize(
    ("name", "safe"),
    [
        ("DJI_0031.MP4", "DJI_0031.MP4"),
        ("../../etc/passwd", "etc_passwd"),
        ("..\\..\\boot.ini", "boot.ini"),
        ("CON.txt", "_CON.txt"),
        ("com1", "_com1"),
        ("Te Ahumairangi (Tāmati).JPG", "Te_Ahumairangi_Tamati.JPG"),
        ("...", "file"),
        ("", "file"),
        ("trailing. ", "trailing"),
        (".DS_Store", "_DS_Store"),
        ("Thumbs.db", "_Thumbs.db"),
        ("new\nline", "new_line"),
        ("\udcff\udcfe.MP4", "file.MP4"),
        ("飛行.MP4", "file.MP4"),
    ],
)
def test_a_name_becomes_one_that_every_computer_takes(name: str, safe: str) -> None:
    assert safe_name(name, set()) == safe


def test_names_that_differ_only_in_case_are_kept_apart() -> None:
    taken: set[str] = set()
    names = [safe_name(name, taken) for name in ("a.JPG", "A.jpg", "a?.JPG", "a*.JPG")]
    assert names == ["a.JPG", "A-2.jpg", "a-3.JPG", "a-4.JPG"]


@given(names=st.lists(st.text(max_size=300), max_size=12))
def test_whatever_the_names_are_the_safe_ones_are_short_plain_and_different(
    names: list[str],
) -> None:
    taken: set[str] = set()
    safe = [safe_name(name, taken) for name in names]
    assert len({one.lower() for one in safe}) == len(names)
    for one in safe:
        assert re.fullmatch(r"[A-Za-z0-9_][A-Za-z0-9._-]*", one)
        assert len(one) <= LONGEST_NAME
        assert not one.endswith(".")


def test_a_name_that_is_not_text_is_shown_byte_by_byte() -> None:
    assert shown_name("a\udcff.MP4") == "a\\xff.MP4"
    assert shown_name("Tāmati.JPG") == "Tāmati.JPG"
