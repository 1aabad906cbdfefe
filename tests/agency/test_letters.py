# SPDX-License-Identifier: Apache-2.0
"""A template that cannot say what the law asks is refused when it is read."""

from __future__ import annotations

from typing import TYPE_CHECKING

import pytest

from agency import shipped
from holdfast.agency import AgencyDataError, read_agency
from holdfast.agency.letters import COMMON, REQUIRED, placeholders

if TYPE_CHECKING:
    from pathlib import Path


def test_every_letter_comes_with_holdfast() -> None:
    assert shipped.letters() == sorted(REQUIRED)
    assert set(read_agency(None).letters) == set(REQUIRED)


@pytest.mark.parametrize("name", sorted(REQUIRED))
def test_a_letter_without_what_it_must_say_is_refused(name: str, tmp_path: Path) -> None:
    for number, missing in enumerate(sorted(REQUIRED[name])):
        text = "S\n\n" + "\n\n".join(f"${one}" for one in REQUIRED[name] - {missing})
        folder = shipped.write(tmp_path / str(number), f"letters/{name}.txt", text)
        with pytest.raises(AgencyDataError, match=rf"{name}\.txt .*does not say \${missing}"):
            read_agency(folder)


def test_a_letter_that_asks_for_what_nobody_can_fill_in_is_refused(tmp_path: Path) -> None:
    folder = shipped.changed(tmp_path, "letters/refused.txt", "$grounds", "$reasons and $grounds")
    with pytest.raises(AgencyDataError, match=r"\$reasons cannot be filled in.*can say .*\$answer"):
        read_agency(folder)


@pytest.mark.parametrize(
    ("text", "fault"),
    [
        (b"", "is empty"),
        (b" \n", "is empty"),
        (b"It costs 5$ only", "dollar sign stands alone"),
        (b"$reference\x00", "control character"),
        (b"\xff", "utf-8"),
    ],
)
def test_a_letter_that_is_no_template_is_named(tmp_path: Path, text: bytes, fault: str) -> None:
    with pytest.raises(AgencyDataError, match=fault) as caught:
        read_agency(shipped.write(tmp_path, "letters/granted.txt", text))
    assert caught.value.file == "letters/granted.txt"


def test_a_letter_with_a_name_that_no_letter_has_is_refused(tmp_path: Path) -> None:
    with pytest.raises(AgencyDataError, match=r"letters/grantd\.txt"):
        read_agency(shipped.write(tmp_path, "letters/grantd.txt", "$reference"))


def test_a_letter_of_the_agency_replaces_ours(tmp_path: Path) -> None:
    text = "Kia ora\r\n\r\n" + " ".join(f"${one}" for one in sorted(placeholders("granted")))
    agency = read_agency(shipped.write(tmp_path, "letters/granted.txt", text + " $$5"))
    assert agency.letters["granted"].startswith("Kia ora\n\n")
    assert agency.letters["refused"] == read_agency(None).letters["refused"]


def test_every_letter_that_comes_with_holdfast_says_all_that_it_can() -> None:
    for name, text in read_agency(None).letters.items():
        for one in REQUIRED[name] | (COMMON - {"act"}):
            assert f"${one}" in text, (name, one)
