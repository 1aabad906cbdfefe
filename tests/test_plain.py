# SPDX-License-Identifier: Apache-2.0
"""Hostile text is shown as text."""

from __future__ import annotations

import os

from holdfast.plain import shown


def test_a_name_cannot_repaint_the_terminal() -> None:
    hostile = "a\x1b[2Jb\nc\u202egpj.exe" + os.fsdecode(b"\xff")
    assert shown(hostile) == "a\\x1b[2Jb\\nc\\u202egpj.exe\\udcff"


def test_a_macron_stays_a_macron() -> None:
    assert shown("Whangārei, Ōtaki") == "Whangārei, Ōtaki"


def test_lines_stay_lines_where_lines_are_shown() -> None:
    assert shown("one\ntwo\x00", newlines=True) == "one\ntwo\\x00"
