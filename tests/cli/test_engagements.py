# SPDX-License-Identifier: Apache-2.0
"""Contractors from the command line: engaged, handed over, waived, breached, closed."""

from __future__ import annotations

from datetime import UTC, datetime, timedelta
from typing import TYPE_CHECKING

from cli.conftest import holdfast

if TYPE_CHECKING:
    from pathlib import Path

TODAY = datetime.now(UTC).date()
LATE = TODAY - timedelta(days=40)


def _card(folder: Path, name: str) -> Path:
    card = folder / name
    card.mkdir()
    (card / "notes.txt").write_text(f"a file of {name}", encoding="utf-8")
    return card


def test_an_engagement_from_the_first_word_to_the_close(home: Path, tmp_path: Path) -> None:
    on = ("--home", home)
    into = ("--case", "2026-1", "--purpose", "crash-scene", "--outside-device")
    assert holdfast("intake", _card(tmp_path, "first"), *into, *on).code == 0
    agreement = tmp_path / "agreement.pdf"
    agreement.write_bytes(b"signed")
    said = (
        "Skyline Survey Ltd", "--case", "2026-1", "--purpose", "crash-scene",
        "--drone", "DJI Matrice 350", "--from", LATE, "--to", LATE,
    )  # fmt: skip
    opened = holdfast(
        "engagement", "open", *said, "--without", "no-cloud", "--left-out", "It has no radio",
        "--with", "medium-retained", "--agreement", agreement, *on, "--json",
    )  # fmt: skip
    assert opened.code == 0, opened.err
    number = opened.json["number"]
    assert opened.json["agreement"]["name"] == "agreement.pdf"
    assert [one["id"] for one in opened.json["conditions"]][-1] == "medium-retained"
    late = holdfast("engagement", "list", "--shown", "overdue", *on, "--json")
    assert (late.code, late.json["engagements"][0]["overdue"]) == (1, 5)

    second = _card(tmp_path, "second")
    wrong = ("--case", "2026-2", *into[2:], "--engagement", number)
    refused = holdfast("intake", second, *wrong, *on)
    assert refused.code == 1
    assert "Nothing was copied" in refused.err
    taken = holdfast("intake", second, *into, "--engagement", number, *on, "--json")
    assert taken.code == 0, taken.err
    step = ("engagement", "step", number)
    by = ("--by", "Jo Pilot", "--words", "Formatted twice")
    assert holdfast(*step, "met", "copies-destroyed", *by, *on).code == 0
    assert holdfast(*step, "waived", "no-subcontractor", *by, *on).code == 0
    assert (
        holdfast(*step, "moved", "medium-retained", "--due", TODAY, "--words", "x", *on).code == 0
    )
    assert holdfast(*step, "reminded", "--words", "By post", *on).code == 0
    broken = holdfast(*step, "breached", "copies-destroyed", "--words", "A copy was found", *on)
    assert broken.code == 0, broken.err
    closed = holdfast("engagement", "close", number, "--reason", "They are gone", *on, "--json")
    assert closed.json["closed_on"] is not None
    standing = {one["id"]: one["standing"] for one in closed.json["conditions"]}
    assert standing["copies-destroyed"] == "breached"
    assert standing["no-subcontractor"] == "waived"
    assert [one["step"] for one in closed.json["steps"]] == [
        "opened", "met", "waived", "moved", "reminded", "breached", "closed",
    ]  # fmt: skip
    assert [one["number"] for one in closed.json["media"]] == [taken.json["acquisition"]]

    # What is not understood records nothing.
    for words in (
        ("met",), ("reminded", "no-cloud", "--words", "x"), ("waived", "no-cloud", "--by", "x"),
        ("moved", "no-cloud", "--words", "x"), ("medium",), ("agreement", "--words", "x"),
    ):  # fmt: skip
        misunderstood = holdfast("engagement", "step", "E-1", *words, "--home", home)
        assert misunderstood.code == 2, words
        assert "Nothing was recorded" in misunderstood.err
    missing = holdfast(
        "engagement", "step", "E-1", "met", "no-cloud", "--by", "x", "--words", "x", "--home", home
    )
    assert missing.code == 1
    assert "no engagement E-1" in missing.err
