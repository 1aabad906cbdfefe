# SPDX-License-Identifier: Apache-2.0
"""Canonical JSON, faces, sealed bodies and lines: what an entry is made of."""

from __future__ import annotations

import json
from dataclasses import replace
from hashlib import sha256
from typing import TYPE_CHECKING

import pytest

from holdfast.ledger import (
    ACTS,
    Face,
    LineTree,
    canonical_json,
    commit,
    make_line,
    open_body,
    read_canonical,
    seal,
    verify_line,
)
from holdfast.ledger.errors import DamagedLogError, EntryError, MalformedTextError, ProofError
from holdfast.ledger.lines import lines_path, read_lines, write_lines

if TYPE_CHECKING:
    from pathlib import Path

FACE = Face(act="item.view", day="2026-11-23", role="investigator", sealed="ab" * 32)
SALT = bytes(range(32))


def test_canonical_json_is_that_of_the_rfc() -> None:
    value = {"\u20ac": 1.0, "\r": '\u000f\n"\\/', "1": [None, True, 1e30, 4.5, 0.002, 1e-27]}
    assert canonical_json(value) == (
        '{"\\r":"\\u000f\\n\\"\\\\/","1":[null,true,1e+30,4.5,0.002,1e-27],"\u20ac":1}'.encode()
    )
    assert (
        canonical_json({"\U0001f600": 1, "\ufb33": 2}) == b'{"\xf0\x9f\x98\x80":1,"\xef\xac\xb3":2}'
    )


@pytest.mark.parametrize(
    "value",
    [
        float("nan"),
        float("inf"),
        2**53,
        -(2**53),
        float(2**53),
        -1e20,
        {1: "a number as key"},
        "\ud800",
        {"\udfff": 1},
        b"bytes",
        {"a set"},
        object(),
    ],
)
def test_what_has_no_canonical_form_is_refused_by_name(value: object) -> None:
    for held in (value, {"in": value}, [value]):
        with pytest.raises(EntryError, match=r"cannot be written|too large"):
            canonical_json(held)


@pytest.mark.parametrize(
    "data",
    [b"", b"[]", b"{", b'{"b":1,"a":2}', b'{"a": 1}', b'{"a":1.0}', b'{"a":1,"a":1}', b'"\xff"',
     b'{"a":NaN}', b'{"a":"\\u00e9"}', b'{"a":1}\n', b"[" * 100_000],
)  # fmt: skip
def test_what_canonical_json_never_writes_is_not_read(data: bytes) -> None:
    with pytest.raises(MalformedTextError):
        read_canonical(data, "It")


def test_a_face_is_its_twelve_keys_in_order() -> None:
    assert FACE.to_bytes() == (
        b'{"act":"item.view","approval":"","count":0,"data_class":"","day":"2026-11-23",'
        b'"outcome":"done","purpose":"","role":"investigator","sealed":"' + b"ab" * 32 + b'",'
        b'"technology":"","unit":"","v":1}'
    )
    assert Face.from_bytes(FACE.to_bytes()) == FACE
    assert FACE.leaf() == sha256(b"\x00" + FACE.to_bytes()).digest()


def test_every_act_can_be_on_a_face() -> None:
    for act in ACTS:
        assert Face.from_bytes(replace(FACE, act=act).to_bytes()).act == act


@pytest.mark.parametrize(
    "change",
    [
        {"act": "item.destroy_quietly"},
        {"outcome": "perhaps"},
        {"sealed": "AB" * 32},
        {"sealed": "ab" * 31},
        {"sealed": "ab" * 32 + "\n"},
        {"count": -1},
        {"count": True},
        {"count": 1.5},
        {"day": "23.11.2026"},
        {"day": "20261123"},
        {"day": "2026-02-30"},
        {"day": None},
        {"role": None},
        {"purpose": 3},
    ],
)
def test_a_face_that_says_what_no_face_may_is_refused(change: dict[str, object]) -> None:
    with pytest.raises(EntryError):
        replace(FACE, **change)  # type: ignore[arg-type] # wrong on purpose


def test_a_face_is_at_most_four_kibibytes() -> None:
    spare = 4096 - len(FACE.to_bytes())
    assert len(replace(FACE, purpose="x" * spare).to_bytes()) == 4096
    with pytest.raises(EntryError, match="4096"):
        replace(FACE, purpose="x" * (spare + 1)).to_bytes()


def test_bytes_that_are_no_face_are_refused_by_name() -> None:
    fields = json.loads(FACE.to_bytes())
    missing = {key: value for key, value in fields.items() if key != "unit"}
    for altered in (
        missing,
        {**fields, "name": "a name has no place on a face"},
        {**fields, "v": 2},
        {**fields, "v": True},
        {**fields, "act": "no.such"},
        {**fields, "count": "3"},
    ):
        with pytest.raises(MalformedTextError):
            Face.from_bytes(canonical_json(altered))


def test_a_body_is_bound_to_its_face_by_the_commitment() -> None:
    body = seal({"v": 1, "act": "item.view"}, SALT)
    assert body.data == b'{"act":"item.view","salt":"%s","v":1}' % SALT.hex().encode()
    assert body.commitment == sha256(b"holdfast sealed v1\n" + body.data).hexdigest()
    assert open_body(body.data, body.commitment)["act"] == "item.view"
    for altered in (body.data[:-1], body.data.replace(b"view", b"vieW"), b""):
        with pytest.raises(ProofError):
            open_body(altered, body.commitment)


def test_equal_bodies_have_unequal_commitments() -> None:
    content = {"v": 1, "act": "item.view"}
    assert seal(content, SALT).commitment != seal(content, SALT[::-1]).commitment


def test_a_body_without_a_proper_salt_or_too_long_is_refused() -> None:
    for content, salt in (({}, SALT[:-1]), ({}, b""), ({"salt": "mine"}, SALT)):
        with pytest.raises(EntryError):
            seal(content, salt)
    with pytest.raises(EntryError, match="lines"):
        seal({"details": "x" * (1 << 24)}, SALT)


def test_a_committed_body_that_is_not_canonical_is_not_opened() -> None:
    data = b'{"b":1, "a":2}'
    with pytest.raises(MalformedTextError):
        open_body(data, commit(data))


LINES = [make_line({"path": f"DJI_{n:04}.JPG", "n": n}, bytes([n]) * 16) for n in range(100)]


def test_every_line_is_provable_alone() -> None:
    tree = LineTree(LINES)
    for index, line in enumerate(LINES):
        verify_line(line, index, tree.count, tree.proof(index), tree.root)
    with pytest.raises(ProofError):
        verify_line(LINES[1], 0, tree.count, tree.proof(0), tree.root)
    with pytest.raises(ProofError):
        verify_line(LINES[99], 99, 101, tree.proof(99), tree.root)


def test_lines_are_kept_under_their_root_and_read_back(tmp_path: Path) -> None:
    tree = write_lines(tmp_path, LINES)
    path = lines_path(tmp_path, tree.root)
    assert path == tmp_path / tree.root[:2] / tree.root
    assert path.read_bytes() == b"".join(line + b"\n" for line in LINES)
    assert path.stat().st_mode & 0o077 == 0
    before = path.stat()
    assert write_lines(tmp_path, LINES).root == tree.root
    assert path.stat() == before
    assert read_lines(tmp_path, tree.root).lines == LINES


def test_lines_that_changed_or_went_missing_are_named(tmp_path: Path) -> None:
    tree = write_lines(tmp_path, LINES)
    path = lines_path(tmp_path, tree.root)
    data = path.read_bytes()
    for altered in (data[:-1], data + b"\n", data.replace(b"7", b"8", 1), b"", b"\n", data * 2):
        path.write_bytes(altered)
        with pytest.raises(DamagedLogError, match="add up"):
            read_lines(tmp_path, tree.root)
    path.unlink()
    with pytest.raises(DamagedLogError, match="missing"):
        read_lines(tmp_path, tree.root)


def test_lines_that_could_not_be_told_apart_are_refused() -> None:
    for lines in ([], [b""], [b"a\nb"]):
        with pytest.raises(EntryError):
            LineTree(lines)
    with pytest.raises(EntryError):
        make_line({}, bytes(15))
    with pytest.raises(EntryError):
        make_line({"salt": "mine"}, bytes(16))
