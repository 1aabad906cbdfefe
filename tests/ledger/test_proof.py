# SPDX-License-Identifier: Apache-2.0
from __future__ import annotations

from typing import TYPE_CHECKING

import pytest

from holdfast.ledger import Log, Policy, SignatureType, Signer, TlogProof
from holdfast.ledger.errors import MalformedTextError, PolicyError, ProofError, SignatureError
from ledger.making import NOW, STRANGER, entry, log_of

if TYPE_CHECKING:
    from pathlib import Path

WITNESS = Signer("w.example", bytes(31) + b"\x05", SignatureType.COSIGNATURE_ML_DSA_44)


@pytest.fixture(scope="module")
def log(tmp_path_factory: pytest.TempPathFactory) -> Log:
    return log_of(tmp_path_factory.mktemp("proof") / "ledger", 7, 300)


def test_a_proof_file_reads_back_and_proves_its_entry(log: Log) -> None:
    for index in (0, 6, 255, 256, 299):
        proof = log.inclusion(index)
        data = proof.render()
        assert data.startswith(b"c2sp.org/tlog-proof@v1\nindex %d\n" % index)
        assert TlogProof.parse(data) == proof
        trusted = TlogProof.parse(data).verify(entry(index)[0], Policy.of_log(log.verifier))
        assert trusted.log == log.verifier


def test_a_proof_can_be_made_for_an_older_checkpoint(log: Log) -> None:
    proof = log.inclusion(3, 7)
    assert proof.checkpoint.size == 7
    proof.verify(entry(3)[0], Policy.of_log(log.verifier))


def test_a_proof_does_not_prove_another_entry_or_another_place(log: Log) -> None:
    proof, policy = log.inclusion(4), Policy.of_log(log.verifier)
    with pytest.raises(ProofError):
        proof.verify(entry(5)[0], policy)
    moved = TlogProof(5, proof.hashes, proof.checkpoint)
    with pytest.raises(ProofError):
        moved.verify(entry(4)[0], policy)


def test_a_proof_under_the_checkpoint_of_someone_else_is_refused(log: Log) -> None:
    proof = log.inclusion(4)
    with pytest.raises(SignatureError):
        proof.verify(entry(4)[0], Policy.of_log(STRANGER.verifier))


def test_a_proof_needs_the_quorum_of_the_policy(log: Log) -> None:
    text = f"log {log.verifier.vkey}\nwitness w {WITNESS.verifier.vkey}\nquorum w\n"
    policy, proof = Policy.parse(text.encode()), log.inclusion(4)
    with pytest.raises(PolicyError):
        proof.verify(entry(4)[0], policy)
    cosigned = proof.checkpoint.adding([WITNESS.sign(proof.checkpoint.note.text, NOW)])
    TlogProof(4, proof.hashes, cosigned).verify(entry(4)[0], policy)


def test_extra_data_is_carried(log: Log) -> None:
    made = log.inclusion(4)
    for extra in (b"", b"\x00opaque"):
        proof = TlogProof(made.index, made.hashes, made.checkpoint, extra)
        assert TlogProof.parse(proof.render()) == proof


def test_a_log_of_one_entry_has_a_proof_without_hashes(tmp_path: Path) -> None:
    proof = log_of(tmp_path / "ledger", 1).inclusion(0)
    assert proof.hashes == ()
    assert TlogProof.parse(proof.render()) == proof


def test_a_malformed_proof_is_refused_by_name(log: Log) -> None:
    good = log.inclusion(4).render()
    for altered in (
        b"",
        good.replace(b"@v1", b"@v2"),
        good.replace(b"index 4", b"index 04"),
        good.replace(b"index 4", b"index -4"),
        good.replace(b"index 4\n", b""),
        good.replace(b"index 4", b"extra !\nindex 4"),
        good.replace(b"index 4", b"extra AA==\nextra AA==\nindex 4"),
        good.replace(b"index 4", b"index 4\nAAAA"),
        good.replace(b"index 4\n", b"index 4\n" + b"A" * 43 + b"=\n" * 64),
        good.replace(b"\n\n", b"\n", 1),
        good.replace(b"index", b"\xffndex"),
        good[:-1],
    ):
        with pytest.raises(MalformedTextError):
            TlogProof.parse(altered)
