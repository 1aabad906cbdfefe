# SPDX-License-Identifier: Apache-2.0
"""Register, decide, permit: technology governance from the command line, and what it stops."""

from __future__ import annotations

from typing import TYPE_CHECKING

from cli.conftest import holdfast

if TYPE_CHECKING:
    from pathlib import Path


def _adopt_nuix(home: Path) -> str:
    """Register a tool and bring it into use; give its approval."""
    on = ("--home", home)
    said = holdfast("register", "nuix", "--name", "Nuix", "--kind", "outside-tool", *on)
    assert said.code == 0, said.err
    for kind in ("privacy", "security"):
        assert holdfast("register", "nuix", "--assess", kind, "--summary", "Done", *on).code == 0
    assert holdfast("register", "nuix", "--stage", "assessed", *on).code == 0
    words = ("--maker", "Executive", "--authority", "Delegation 1", "--reason", "Needed")
    decided = holdfast(
        "decide", "Use of Nuix", "--approve", "adoption", "--technology", "nuix",
        "--expect", "searches=20", *words, *on, "--json",
    )  # fmt: skip
    assert decided.code == 0, decided.err
    moved = ("--stage", "adopted", "--decision", decided.json["number"], *on)
    refused = holdfast("register", "nuix", *moved)
    assert refused.code == 1
    assert "what notice" in refused.err
    reason = ("--set", "procurement_reason=Bought off the shelf")
    assert holdfast("register", "nuix", *reason, *moved).code == 0
    approvals = decided.json["decision"]["approvals"]
    return str(approvals[0]["number"])


def test_a_technology_goes_from_the_register_to_a_permission(home: Path) -> None:
    approval = _adopt_nuix(home)
    sentence = f"investigator may use nuix for investigation on phone-extraction under {approval}"
    seen = holdfast("permit", sentence, "--preview", "--home", home, "--json")
    assert seen.json["row"] is None
    assert [one["gained"] for one in seen.json["changes"]] == [True]
    put = holdfast("permit", sentence, "--home", home, "--json")
    assert put.code == 0
    assert put.json["sentence"] == (
        "An investigator may use Nuix to investigate an offence, on extractions from telephones "
        f"and computers, only while approval {approval} is in force."
    )
    assert put.json["cedar"].startswith(f'@id("{put.json["row"]}")\npermit (')

    # A function of it is not part of it, and a ban shuts what a permission would open.
    face = ("register", "nuix/face-search", "--name", "Search for faces", "--kind", "function")
    assert holdfast(*face, "--latent", "--home", home).code == 0
    extra = sentence.replace("nuix for", "nuix/face-search for")
    assert holdfast("permit", extra, "--home", home).code == 2
    assert holdfast("permit", "nobody may use nuix", "--home", home).code == 0
    shut = holdfast("permit", sentence, "--home", home)
    assert shut.code == 2
    assert "B-001" in shut.err
    listed = holdfast("register", "--home", home, "--json").json["technologies"]
    assert [one["number"] for one in listed if one["latent"]] == ["nuix/face-search"]


def test_what_is_not_understood_changes_nothing(home: Path) -> None:
    for words in (("permit", "somebody should use nuix"), ("permit",), ("register", "--name", "x")):
        said = holdfast(*words, "--home", home)
        assert said.code == 2
        assert "Nothing was changed" in said.err
    assert holdfast("decide", "x", "--made-on", "soon", "--home", home).code == 2
    assert holdfast("decide", "--confirm", "D-2026-9999", "--home", home).code == 1


def test_an_ended_permission_stops_the_command_that_stood_on_it(home: Path, card: Path) -> None:
    intake = ("intake", card, "--case", "2026-1", "--purpose", "crime-scene", "--home", home)
    assert holdfast("permit", "--end", "P-001", "--reason", "Reviewed", "--home", home).code == 0
    refused = holdfast(*intake)
    assert refused.code == 1
    assert "no permission row says so" in refused.err
    assert "Ask technology governance" in refused.err


def test_a_rebuild_without_permission_to_read_says_so_and_can_be_run_again(
    home: Path, card: Path
) -> None:
    intake = ("intake", card, "--case", "2026-1", "--purpose", "crime-scene", "--home", home)
    assert holdfast(*intake).code == 0
    for row in ("P-006", "P-007"):
        assert holdfast("permit", "--end", row, "--reason", "Reviewed", "--home", home).code == 0
    made = holdfast("rebuild", "--home", home, "--json")
    assert (made.code, made.json["files_read"]) == (0, 0)
    assert "no permission row says so" in made.json["not_read"]
    approval = "ETA-2026-0005"
    again = f"administrator may use holdfast-reading for exhibit-care on unclassified under {approval}"  # fmt: skip
    year = holdfast("register", "holdfast-reading", "--home", home, "--json").json
    again = again.replace(approval, year["line"]["approvals"][0]["number"])
    assert holdfast("permit", again, "--home", home).code == 0
    whole = holdfast("rebuild", "--home", home, "--json")
    assert whole.json["not_read"] is None
    assert whole.json["files_read"] > 0
