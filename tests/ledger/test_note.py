# SPDX-License-Identifier: Apache-2.0
from __future__ import annotations

import pytest

from holdfast.ledger import Note, SignatureLine, SignatureType, Signer, Verifier
from holdfast.ledger.errors import MalformedTextError, SignatureError
from holdfast.ledger.note import MOST_SIGNATURES, open_note, parse_signature_lines
from ledger.making import NOW, SIGNER, STRANGER

TEXT = "Kua tae mai te pū mahara.\n\nA second paragraph.\n".encode()
OTHER = Signer("other.example", bytes(31) + b"\x07")


def signed(*signers: Signer) -> Note:
    return Note(TEXT, tuple(signer.sign(TEXT, NOW) for signer in signers))


def test_a_note_reads_back_as_it_was_written() -> None:
    data = signed(SIGNER, OTHER).render()
    assert data.startswith(TEXT + b"\n\xe2\x80\x94 holdfast.example/ledger ")
    assert Note.parse(data).render() == data
    assert open_note(data, [SIGNER.verifier])[0].text == TEXT


def test_signatures_of_unknown_keys_are_ignored() -> None:
    note = signed(OTHER, SIGNER)
    assert [each.verifier for each in note.verify([SIGNER.verifier])] == [SIGNER.verifier]


def test_a_key_that_shares_only_the_name_is_unknown() -> None:
    with pytest.raises(SignatureError, match="not signed by a key"):
        signed(STRANGER).verify([SIGNER.verifier])
    assert signed(STRANGER, SIGNER).verify([SIGNER.verifier])


def test_a_key_that_shares_only_the_id_is_unknown() -> None:
    line = SignatureLine("another.name", SIGNER.verifier.key_id, bytes(64))
    assert Note(TEXT, (line, SIGNER.sign(TEXT, NOW))).verify([SIGNER.verifier])


def test_a_known_key_that_fails_refuses_the_whole_note() -> None:
    good, bad = OTHER.sign(TEXT, NOW), SIGNER.sign(b"another text\n", NOW)
    for lines in ((good, bad), (bad, good)):
        with pytest.raises(SignatureError, match="does not verify"):
            Note(TEXT, lines).verify([SIGNER.verifier, OTHER.verifier])


def test_a_second_signature_of_one_key_is_verified_and_counted_once() -> None:
    line = SIGNER.sign(TEXT, NOW)
    assert len(Note(TEXT, (line, line)).verify([SIGNER.verifier])) == 1
    broken = SignatureLine(line.name, line.key_id, bytes(64))
    with pytest.raises(SignatureError):
        Note(TEXT, (line, broken)).verify([SIGNER.verifier])


def test_sixteen_signatures_are_taken_and_too_many_are_not() -> None:
    line = SIGNER.sign(TEXT, NOW)
    for count in (16, MOST_SIGNATURES):
        Note.parse(Note(TEXT, (line,) * count).render()).verify([SIGNER.verifier])
    with pytest.raises(MalformedTextError, match="more than"):
        Note.parse(Note(TEXT, (line,) * (MOST_SIGNATURES + 1)).render())


LINE = SIGNER.sign(TEXT, NOW).render()


@pytest.mark.parametrize(
    "data",
    [
        b"",
        b"text without signatures\n",
        TEXT + b"\n",
        TEXT + LINE.encode(),
        b"\xff\xfe\n\n" + LINE.encode(),
        b"a tab\tin it\n\n" + LINE.encode(),
        b"a return\r\n\n" + LINE.encode(),
        TEXT + b"\n" + LINE.encode()[:-1],
        TEXT + b"\n" + LINE.encode() + b"not a signature\n",
        TEXT + b"\n" + LINE.encode() + b"\n",
        TEXT + b"\n" + LINE.replace("\u2014", "-").encode(),
        TEXT + b"\n" + LINE.replace("holdfast.example", "hold fast").encode(),
        TEXT + b"\n" + LINE.replace("holdfast.example", "hold+fast").encode(),
        TEXT + b"\n" + LINE.replace("holdfast.example", "hold\u00a0fast").encode(),
        TEXT + b"\n" + LINE.replace("holdfast.example/ledger", "").encode(),
        TEXT + b"\n" + LINE.replace("=\n", "\n").encode(),
        TEXT + "\n\u2014 name AAAAAA==\n".encode(),
        b"x" * (1 << 20) + b"\n\n" + LINE.encode(),
    ],
)
def test_a_malformed_note_is_refused_by_name(data: bytes) -> None:
    with pytest.raises(MalformedTextError):
        Note.parse(data)


def test_signature_lines_alone_are_read_as_a_witness_answers_them() -> None:
    assert parse_signature_lines(LINE.encode() * 2) == (SIGNER.sign(TEXT, NOW),) * 2
    for data in (b"", LINE.encode()[:-1], b"text\n\n" + LINE.encode(), b"\xff\n"):
        with pytest.raises(MalformedTextError):
            parse_signature_lines(data)


def test_adding_signatures_leaves_out_those_that_are_there() -> None:
    note = signed(SIGNER)
    line = OTHER.sign(TEXT, NOW)
    assert note.adding([line, line, *note.signatures]) == signed(SIGNER, OTHER)


def test_a_vkey_reads_back_as_it_was_written() -> None:
    for kind in SignatureType:
        verifier = Signer("key.example/1", bytes(32), kind).verifier
        assert Verifier.from_vkey(verifier.vkey) == verifier
        assert Verifier.from_vkey(f"{verifier.vkey}\n") == verifier


def test_one_key_has_another_id_for_each_signature_type() -> None:
    ids = {Signer("key.example/1", bytes(32), kind).verifier.key_id for kind in SignatureType}
    assert len(ids) == len(SignatureType)


GOOD = SIGNER.verifier.vkey


@pytest.mark.parametrize(
    "vkey",
    [
        "",
        "name",
        "name+00000000",
        GOOD.replace(SIGNER.verifier.key_id.hex(), "00000000"),
        GOOD.replace(SIGNER.verifier.key_id.hex(), SIGNER.verifier.key_id.hex().upper()),
        GOOD.replace("holdfast.example", "holdfast.exampl\u00e8"),
        GOOD[:-1],
        GOOD[:-4],
        "name+00000000+",
        "name+5b1c94b2+AgAA",
    ],
)
def test_a_malformed_vkey_is_refused_by_name(vkey: str) -> None:
    with pytest.raises(MalformedTextError):
        Verifier.from_vkey(vkey)


@pytest.mark.parametrize(
    "public_key",
    [
        bytes(32),
        b"\x01" + bytes(31),
        b"\x01" + bytes(30) + b"\x80",
        (2**255 - 20).to_bytes(32, "little"),
        (2**255 - 19).to_bytes(32, "little"),
        (2**255 - 1).to_bytes(32, "little"),
        bytes.fromhex("26e8958fc2b227b045c3f489f2ef98f0d5dfac05d3c63339b13802886d53fc05"),
        bytes.fromhex("c7176a703d4dd84fba3c0b760d10670f2a2053fa2c39ccc64ec7fd7792ac03fa"),
    ],
)
def test_a_public_key_that_anyone_could_sign_for_is_refused(public_key: bytes) -> None:
    with pytest.raises(MalformedTextError, match="weak"):
        Verifier("weak.example", SignatureType.ED25519, public_key)


def test_no_private_key_shows_in_a_trace() -> None:
    assert SIGNER.seed.hex() not in repr(SIGNER)
    assert repr(SIGNER.seed) not in repr(SIGNER)
