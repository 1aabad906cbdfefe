# SPDX-License-Identifier: Apache-2.0
from __future__ import annotations

from datetime import UTC, datetime

import pytest
from cryptography.hazmat.primitives.asymmetric.ed25519 import Ed25519PublicKey
from cryptography.hazmat.primitives.asymmetric.mldsa import MLDSA44PublicKey

from holdfast.ledger import Checkpoint, Note, SignatureType, SignedCheckpoint, Signer
from holdfast.ledger.cosignature import ed25519_message, ml_dsa_44_message, split_timestamp
from holdfast.ledger.errors import MalformedTextError, SignatureError
from ledger.making import NOW, SIGNER

TEXT = Checkpoint("log.example/7", 20852163, bytes(range(32))).body()
ED = Signer("witness.example/w1", bytes(31) + b"\x01", SignatureType.COSIGNATURE_ED25519)
PQ = Signer("witness.example/w1", bytes(31) + b"\x02", SignatureType.COSIGNATURE_ML_DSA_44)
MARCH = datetime.fromtimestamp(1679315147, UTC)


def test_the_ed25519_message_is_the_header_the_time_and_the_whole_text() -> None:
    message = ed25519_message(TEXT, 1679315147)
    assert message == b"cosignature/v1\ntime 1679315147\n" + TEXT
    line = ED.sign(TEXT, MARCH)
    assert line.signature[:8] == (1679315147).to_bytes(8, "big")
    key = Ed25519PublicKey.from_public_bytes(ED.verifier.public_key)
    key.verify(line.signature[8:], message)


def test_the_ml_dsa_message_is_the_structure_field_by_field() -> None:
    expected = (
        b"subtree/v1\n\x00"
        + bytes([18])
        + b"witness.example/w1"
        + (1679315147).to_bytes(8, "big")
        + bytes([13])
        + b"log.example/7"
        + bytes(8)
        + (20852163).to_bytes(8, "big")
        + bytes(range(32))
    )
    assert ml_dsa_44_message("witness.example/w1", TEXT, 1679315147) == expected
    line = PQ.sign(TEXT, MARCH)
    assert len(line.signature) == 8 + 2420
    MLDSA44PublicKey.from_public_bytes(PQ.verifier.public_key).verify(line.signature[8:], expected)


@pytest.mark.parametrize("signer", [ED, PQ])
def test_a_cosignature_verifies_and_tells_its_time(signer: Signer) -> None:
    note = Note(TEXT, (SIGNER.sign(TEXT, NOW), signer.sign(TEXT, MARCH)))
    verified = Note.parse(note.render()).verify([SIGNER.verifier, signer.verifier])
    assert [each.timestamp for each in verified] == [None, 1679315147]


@pytest.mark.parametrize("signer", [ED, PQ])
def test_another_time_or_another_tree_breaks_a_cosignature(signer: Signer) -> None:
    raw = signer.sign(TEXT, MARCH).signature
    later = (1679315148).to_bytes(8, "big") + raw[8:]
    out_of_range = b"\xff" * 8 + raw[8:]
    for signature in (later, out_of_range, raw[:-1], raw[:8], b"", raw[8:]):
        with pytest.raises(SignatureError):
            signer.verifier.verify(TEXT, signature)
    with pytest.raises(SignatureError):
        signer.verifier.verify(TEXT.replace(b"20852163", b"20852164"), raw)


def test_an_ml_dsa_cosignature_is_for_one_cosigner_by_name() -> None:
    other = Signer("witness.example/w2", PQ.seed, SignatureType.COSIGNATURE_ML_DSA_44)
    with pytest.raises(SignatureError):
        other.verifier.verify(TEXT, PQ.sign(TEXT, MARCH).signature)


def test_a_text_that_is_no_checkpoint_cannot_be_cosigned_with_ml_dsa() -> None:
    with pytest.raises(MalformedTextError):
        PQ.sign(b"just a text\n", MARCH)
    with pytest.raises(MalformedTextError, match="255"):
        ml_dsa_44_message("w", Checkpoint("o" * 256, 1, bytes(32)).body(), 1)


def test_a_time_out_of_range_is_refused() -> None:
    with pytest.raises(MalformedTextError, match="out of range"):
        split_timestamp(b"\x80" + bytes(71))


def test_extension_lines_are_kept_and_are_under_the_ed25519_cosignature() -> None:
    text = Checkpoint("log.example/7", 3, bytes(32), ("an extension",)).body()
    signed = SignedCheckpoint.of(Note(text, (ED.sign(text, MARCH),)))
    assert signed.checkpoint.extensions == ("an extension",)
    with pytest.raises(SignatureError):
        ED.verifier.verify(text.replace(b"an ext", b"no ext"), ED.sign(text, MARCH).signature)


@pytest.mark.parametrize(
    "body",
    [
        b"",
        b"\n",
        b"origin\n3\n",
        b"\n3\n" + b"A" * 43 + b"=\n",
        b"origin\n03\n" + b"A" * 43 + b"=\n",
        b"origin\n+3\n" + b"A" * 43 + b"=\n",
        b"origin\n\xd9\xa3\n" + b"A" * 43 + b"=\n",
        b"origin\n9223372036854775808\n" + b"A" * 43 + b"=\n",
        b"origin\n3\nAAAA\n",
        b"origin\n3\n" + b"A" * 42 + b"B=\n",
        b"origin\n3\n" + b"A" * 43 + b"=",
        b"origin\n3\n" + b"A" * 43 + b"=\n\n",
        b"origin\n3\n" + b"A" * 43 + b"=\nextension\n\nextension\n",
        b"\xff\n3\n" + b"A" * 43 + b"=\n",
    ],
)
def test_a_malformed_checkpoint_is_refused_by_name(body: bytes) -> None:
    with pytest.raises(MalformedTextError):
        Checkpoint.parse(body)


def test_a_checkpoint_signed_by_someone_else_is_not_the_logs() -> None:
    text = Checkpoint(SIGNER.name, 3, bytes(32)).body()
    only_witness = SignedCheckpoint.of(Note(text, (ED.sign(text, MARCH),)))
    with pytest.raises(SignatureError, match="not signed by its log"):
        only_witness.verify(SIGNER.verifier, [ED.verifier])
    other = SignedCheckpoint.of(SIGNER.sign_note(Checkpoint("other", 3, bytes(32)).body(), NOW))
    with pytest.raises(SignatureError, match="the key is of"):
        other.verify(SIGNER.verifier)
