# SPDX-License-Identifier: Apache-2.0
from __future__ import annotations

import json
from typing import TYPE_CHECKING, Any

import pytest

from holdfast.ledger import ACTS, canonical_json
from holdfast.publication import (
    PublishedRecordError,
    make_record,
    read_record,
    record_bytes,
    record_digest,
)
from holdfast.publication.records import TYPES
from publication.making import told

if TYPE_CHECKING:
    from pathlib import Path

STAGE = {"id": "nuix", "from": "proposed", "to": "trial", "decision": "", "reason": ""}
SALT = "0123456789abcdef" * 2


@pytest.fixture(scope="module")
def records(tmp_path_factory: pytest.TempPathFactory) -> list[dict[str, Any]]:
    folder: Path = tmp_path_factory.mktemp("story")
    return list(told(folder / "ledger")[0].records.values())


def test_every_type_is_an_act_of_the_ledger_and_the_story_has_each(
    records: list[dict[str, Any]],
) -> None:
    assert TYPES.keys() <= ACTS.keys()
    flights = {act for act in TYPES if act.startswith("flight.")}  # told in test_flights.py
    assert {one["type"] for one in records} == TYPES.keys() - {"person.enrol"} - flights


def test_a_record_has_one_spelling_and_reads_back(records: list[dict[str, Any]]) -> None:
    for record in records:
        data = record_bytes(record)
        assert read_record(data) == record
        assert record_digest(read_record(data)) == record_digest(record)
        with pytest.raises(PublishedRecordError):
            read_record(json.dumps(record).encode())


def test_a_missing_or_unknown_field_is_named(records: list[dict[str, Any]]) -> None:
    for record in records:
        fields = {
            key: one for key, one in record.items() if key not in {"v", "type", "audience", "salt"}
        }
        for name in fields.keys() - {"due", "files_sha256"}:
            less = {key: one for key, one in fields.items() if key != name}
            with pytest.raises(PublishedRecordError, match=f'"{name}" must be given'):
                make_record(record["type"], record["audience"], less, salt=record.get("salt", ""))
        with pytest.raises(PublishedRecordError, match='no field "place"'):
            make_record(
                record["type"], record["audience"], {**fields, "place": ""},
                salt=record.get("salt", ""),
            )  # fmt: skip


@pytest.mark.parametrize(
    ("act", "audience", "fields", "salt"),
    [
        ("case.open", "public", {}, ""),
        ("", "public", {}, ""),
        ("technology.stage", "oversight", STAGE, SALT),
        ("technology.stage", "public", STAGE, SALT),
        ("technology.stage", "public", {**STAGE, "to": "wonderful"}, ""),
        ("technology.stage", "public", {**STAGE, "id": "No Slug"}, ""),
        ("technology.stage", "public", {**STAGE, "reason": "\ud800"}, ""),
        (
            "technology.change",
            "public",
            {"id": "nuix", "fields": {"id": "other"}, "trigger": ""},
            "",
        ),
        (
            "technology.change",
            "public",
            {"id": "nuix", "fields": {"latent": "no"}, "trigger": ""},
            "",
        ),
        ("technology.change", "public", {"id": "nuix", "fields": {"cost": 1.5}, "trigger": ""}, ""),
        ("support.withdraw", "public", {"uses": True}, ""),
        ("support.withdraw", "public", {"uses": -1}, ""),
        ("person.roles", "oversight", {"gained": [], "lost": []}, ""),
        ("person.roles", "oversight", {"gained": [], "lost": []}, SALT.upper()),
        ("person.roles", "public", {"gained": [], "lost": []}, ""),
    ],
)
def test_what_is_no_record_is_refused_by_name(
    act: str, audience: str, fields: dict[str, Any], salt: str
) -> None:
    with pytest.raises(PublishedRecordError, match=r"[Nn]othing was entered"):
        make_record(act, audience, fields, salt=salt)


@pytest.mark.parametrize(
    "data",
    [
        b"", b"[]", b"{}", b"\xff", b"[" * 100_000, canonical_json({"v": 2}),
        canonical_json({**STAGE, "v": 1, "type": "technology.stage", "audience": "public", "salt": 1}),
        canonical_json({"v": 1, "type": "complaint.receive", "audience": "public", "number": "K",
                        "technology": "", "about": "other"}),
    ],
)  # fmt: skip
def test_bytes_that_are_no_record_are_refused(data: bytes) -> None:
    with pytest.raises(PublishedRecordError):
        read_record(data)
