# SPDX-License-Identifier: Apache-2.0
"""A row as a sentence and as a register entry."""

from __future__ import annotations

from itertools import product

import pytest

from gate.making import AGENCY, NOW, ROLES, ban, permit, technology
from holdfast.gate import Row, RowError, Words, register_entry, row_of, sentence_of
from holdfast.gate.words import either, with_article

WORDS = Words.of(ROLES, [technology()], AGENCY)


def test_a_permit_reads_like_this() -> None:
    row = permit(roles=("exhibit_officer", "investigator"), purposes=("crime-scene", "fire-scene"))
    assert sentence_of(row, WORDS) == (
        "An exhibit officer or an investigator may use the drone DJI Mavic 2 Pro to examine a crime "
        "scene or to examine the scene of a fire, on unclassified recordings, only while approval "
        "ETA-2026-001 is in force."
    )


def test_a_permit_with_an_end_says_it() -> None:
    assert sentence_of(permit(until=NOW), WORDS).endswith(
        "only while approval ETA-2026-001 is in force and before 27 November 2026, 09:30 UTC."
    )


def test_bans_read_like_this() -> None:
    mavic = {"technology": "mavic"}
    assert sentence_of(ban(**mavic), WORDS) == (
        "Nobody may use the drone DJI Mavic 2 Pro for any purpose, on any data, whatever approval "
        "is in force."
    )
    assert sentence_of(ban(until=NOW), WORDS) == (
        "Nobody may use any technology for any purpose, on any data, before 27 November 2026, "
        "09:30 UTC, whatever approval is in force."
    )
    assert sentence_of(
        ban(roles=("operator",), purposes=("crime-scene",), **mavic), WORDS
    ).startswith("An operator may not use the drone DJI Mavic 2 Pro to examine a crime scene, on")
    assert sentence_of(ban(roles=("operator", "investigator")), WORDS).startswith(
        "Neither an operator nor an investigator may use any technology"
    )


def test_what_is_on_no_list_any_more_is_named_by_its_id() -> None:
    row = permit(roles=("night_watch",), technology="x-1", purposes=("p-1",), data_classes=("d-1",))
    assert sentence_of(row, WORDS).startswith(
        "A night watch may use x-1 for the purpose p-1, on the data class d-1, only while"
    )


def test_a_name_with_markup_and_lines_stays_plain_text_on_one_line() -> None:
    words = Words.of(ROLES, [technology(phrase="the drone <b>\n“Eye”</b>")], AGENCY)
    assert "may use the drone <b> “Eye”</b> to examine" in sentence_of(permit(), words)


@pytest.mark.parametrize(
    ("name", "wanted"),
    [
        ("Exhibit officer", "an exhibit officer"),
        ("Investigator", "an investigator"),
        ("Video analyst", "a video analyst"),
        ("Uniform branch", "a uniform branch"),
        ("User", "a user"),
        ("Euro desk", "a euro desk"),
        ("Underwater officer", "an underwater officer"),
        ("Honorary constable", "an honorary constable"),
        ("Hourly clerk", "an hourly clerk"),
        ("NCO", "an NCO"),
        ("CIB officer", "a CIB officer"),
        ("OPC officer", "an OPC officer"),
        ("Somebody in governance", "somebody in governance"),
        ("The Commissioner", "the Commissioner"),
    ],
)
def test_an_article_goes_by_the_sound(name: str, wanted: str) -> None:
    assert with_article(name) == wanted


def test_alternatives_are_joined_so_that_they_can_be_told_apart() -> None:
    assert either(["a"]) == "a"
    assert either(["a", "b"]) == "a or b"
    assert either(["a", "b", "c"]) == "a, b or c"
    assert either(["to train, as approved", "b", "c"]) == "to train, as approved or b or c"


def _all_rows() -> list[Row]:
    lists = (
        ((), ("operator",), ("operator", "investigator")),
        ((), ("crime-scene",), ("crime-scene", "fire-scene")),
        ((), ("unclassified",), ("unclassified", "evidential")),
        (None, NOW),
    )
    rows = [
        ban(roles=roles, purposes=why, data_classes=data, until=until, technology=what)
        for roles, why, data, until in product(*lists)
        for what in ("", "mavic")
    ]
    rows += [
        permit(roles=roles, purposes=why, data_classes=data, until=until, approval=approval)
        for roles, why, data, until in product(*lists)
        for approval in ("ETA-2026-001", "ETA-2026-002")
        if roles and why and data
    ]
    return rows


def test_two_rows_that_say_different_things_read_differently() -> None:
    rows = _all_rows()
    assert len(rows) == 3 * 3 * 3 * 2 * 2 + 2 * 2 * 2 * 2 * 2
    assert len({sentence_of(row, WORDS) for row in rows}) == len(rows)


def test_the_register_entry_is_the_published_record() -> None:
    row = permit(until=NOW)
    sentence = sentence_of(row, WORDS)
    assert register_entry(row, sentence, "D-2026-001") == {
        "v": 1,
        "type": "row.add",
        "audience": "public",
        "row": {
            "id": "P-001",
            "kind": "permit",
            "roles": ["investigator"],
            "technology": "mavic",
            "purposes": ["crime-scene"],
            "data_classes": ["unclassified"],
            "approval": "ETA-2026-001",
            "until": "2026-11-27T09:30:00Z",
        },
        "sentence": sentence,
        "decision": "D-2026-001",
    }


def test_every_row_reads_back_from_its_register_entry() -> None:
    for row in _all_rows():
        record = register_entry(row, "", "")["row"]
        assert isinstance(record, dict)
        assert row_of(record) == row


@pytest.mark.parametrize(
    "changes",
    [{"kind": "allow"}, {"kind": None}, {"until": "tomorrow"}, {"until": "2026-11-27T09:30:00"}],
)
def test_a_record_that_is_no_row_is_refused(changes: dict[str, object]) -> None:
    record = register_entry(permit(), "", "")["row"]
    assert isinstance(record, dict)
    with pytest.raises(RowError, match="Nothing was changed"):
        row_of({**record, **changes})
    del record["roles"]
    with pytest.raises(RowError, match="not complete"):
        row_of(record)
