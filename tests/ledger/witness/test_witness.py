# SPDX-License-Identifier: Apache-2.0
from __future__ import annotations

import threading
from hashlib import sha256
from typing import TYPE_CHECKING

import pytest

from holdfast.ledger import Checkpoint, Log, Note, SignedCheckpoint
from holdfast.ledger.errors import LedgerError, MalformedTextError, WitnessError
from holdfast.ledger.merkle import EMPTY_ROOT
from holdfast.ledger.note import parse_signature_lines
from holdfast.ledger.witness import Witness, add_log, prepare_witness
from holdfast.ledger.witness.request import AddCheckpoint
from holdfast.ledger.witness.setup import read_logs
from ledger.making import NOW, SIGNER, STRANGER, entries, log_of

if TYPE_CHECKING:
    from pathlib import Path

    from holdfast.ledger.witness.witness import Answer

NAME = "witness.example/panel"


def open_witness(folder: Path) -> Witness:
    def seed(size: int) -> bytes:
        return sha256(str(folder).encode()).digest()[:size]

    return prepare_witness(folder, NAME, clock=lambda: NOW, randomness=seed)


@pytest.fixture
def witness(tmp_path: Path) -> Witness:
    add_log(tmp_path / "witness", SIGNER.verifier.vkey)
    return open_witness(tmp_path / "witness")


@pytest.fixture
def log(tmp_path: Path) -> Log:
    return log_of(tmp_path / "ledger", 3, 5, 300)


def ask(witness: Witness, log: Log, old: int, new: int) -> Answer:
    proof = tuple(log.consistency(old, new)) if 0 < old < new else ()
    return witness.add_checkpoint(AddCheckpoint(old, proof, log.checkpoint(new)).render())


def test_a_first_checkpoint_is_cosigned_with_both_keys(witness: Witness, log: Log) -> None:
    answer = ask(witness, log, 0, 3)
    assert answer.status == 200
    lines = parse_signature_lines(answer.body)
    verified = Note(log.checkpoint(3).note.text, lines).verify(witness.verifiers)
    assert [each.verifier for each in verified] == list(witness.verifiers)
    assert {each.timestamp for each in verified} == {int(NOW.timestamp())}
    assert {each.kind for each in witness.verifiers} == {0x04, 0x06}


def test_a_grown_log_is_cosigned_and_so_is_the_same_again(witness: Witness, log: Log) -> None:
    for old, new in ((0, 0), (0, 3), (3, 3), (3, 300), (300, 300)):
        assert ask(witness, log, old, new).status == 200


def test_the_record_is_what_was_answered_with_the_logs_signature(
    witness: Witness, log: Log
) -> None:
    answer = ask(witness, log, 0, 5)
    kept = witness.latest(sha256(log.origin.encode()).hexdigest())
    assert kept == log.checkpoint(5).data + answer.body
    assert witness.latest("0" * 64) is None
    assert witness.latest("../logs.txt") is None


def test_a_log_that_is_not_followed_is_not_found(witness: Witness, log: Log) -> None:
    body = SIGNER.sign_note(Checkpoint("other.example", 3, bytes(32)).body(), NOW)
    request = AddCheckpoint(0, (), SignedCheckpoint.of(body))
    assert witness.add_checkpoint(request.render()).status == 404
    assert witness.latest(sha256(log.origin.encode()).hexdigest()) is None


def test_a_checkpoint_of_another_key_is_forbidden(witness: Witness, tmp_path: Path) -> None:
    other = log_of(tmp_path / "other", 3, signer=STRANGER)
    assert ask(witness, other, 0, 3).status == 403


def test_a_broken_signature_of_a_trusted_key_is_forbidden(witness: Witness, log: Log) -> None:
    good, other = log.checkpoint(3), log.checkpoint(5)
    both = SignedCheckpoint.of(
        Note(good.note.text, (*good.note.signatures, *other.note.signatures))
    )
    assert witness.add_checkpoint(AddCheckpoint(0, (), both).render()).status == 403


def test_a_rollback_is_a_conflict_that_tells_the_size(witness: Witness, log: Log) -> None:
    assert ask(witness, log, 0, 300).status == 200
    for old in (0, 3):
        answer = ask(witness, log, old, 5)
        assert (answer.status, answer.body) == (409, b"300\n")
        assert answer.content_type == "text/x.tlog.size"
    assert ask(witness, log, 300, 5).status == 400


def test_a_split_view_is_refused(witness: Witness, log: Log, tmp_path: Path) -> None:
    assert ask(witness, log, 0, 5).status == 200
    fork = log_of(tmp_path / "fork", 3)
    fork.append(entries(1000, 1002), now=NOW)
    fork.append(entries(1002, 1297), now=NOW)
    assert ask(witness, fork, 5, 5).status == 422
    assert ask(witness, fork, 5, 300).status == 422
    assert ask(witness, log, 5, 300).status == 200


def test_a_wrong_proof_is_refused(witness: Witness, log: Log) -> None:
    proof, newest = tuple(log.consistency(3, 300)), log.checkpoint(300)
    assert witness.add_checkpoint(AddCheckpoint(0, proof, newest).render()).status == 422
    assert ask(witness, log, 0, 3).status == 200
    for wrong in ((), proof[:-1], (*proof, proof[0]), (bytes(32), *proof[1:])):
        assert witness.add_checkpoint(AddCheckpoint(3, wrong, newest).render()).status == 422
    assert witness.add_checkpoint(AddCheckpoint(3, proof, newest).render()).status == 200


def test_an_empty_log_has_the_empty_root(witness: Witness) -> None:
    for root, status in ((bytes(32), 422), (EMPTY_ROOT, 200)):
        note = SIGNER.sign_note(Checkpoint(SIGNER.name, 0, root).body(), NOW)
        request = AddCheckpoint(0, (), SignedCheckpoint.of(note))
        assert witness.add_checkpoint(request.render()).status == status


def test_a_malformed_request_is_bad(witness: Witness, log: Log) -> None:
    good = AddCheckpoint(3, tuple(log.consistency(3, 300)), log.checkpoint(300)).render()
    assert AddCheckpoint.parse(good).render() == good
    for altered in (
        b"",
        good.replace(b"old 3", b"old 03"),
        good.replace(b"old 3", b"new 3"),
        good.replace(b"old 3\n", b"old 3\nAAAA\n"),
        good.replace(b"old 3\n", b"old 3\n" + b"A" * 43 + b"=\n" * 64),
        good.replace(b"old 3\n", b"old 3\n" + (b"A" * 43 + b"=\n") * 64),
        good.replace(b"\n\n", b"\n", 1),
        good[:-1],
        b"\xff" + good,
    ):
        assert witness.add_checkpoint(altered).status == 400
        with pytest.raises(MalformedTextError):
            AddCheckpoint.parse(altered)


def test_a_witness_remembers_across_a_restart(witness: Witness, log: Log) -> None:
    assert ask(witness, log, 0, 300).status == 200
    again = open_witness(witness.folder)
    assert again.verifiers == witness.verifiers
    assert ask(again, log, 0, 3).status == 409
    assert ask(again, log, 300, 300).status == 200


def test_of_two_requests_at_once_one_wins_and_nothing_rolls_back(
    witness: Witness, log: Log
) -> None:
    assert ask(witness, log, 0, 3).status == 200
    other = open_witness(witness.folder)
    statuses: list[int] = []
    start = threading.Barrier(8)

    def race(mine: Witness, new: int) -> None:
        start.wait()
        statuses.append(ask(mine, log, 3, new).status)

    racers = [
        threading.Thread(target=race, args=(mine, new))
        for mine in (witness, other)
        for new in (5, 300, 5, 300)
    ]
    for racer in racers:
        racer.start()
    for racer in racers:
        racer.join()
    assert sorted(statuses) == [200] + [409] * 7


def test_a_witness_with_a_damaged_record_answers_nothing(witness: Witness, log: Log) -> None:
    assert ask(witness, log, 0, 300).status == 200
    record = next((witness.folder / "logs").rglob("checkpoint"))
    for data in (b"", record.read_bytes()[:-9], log.checkpoint(3).data):
        record.write_bytes(data)
        with pytest.raises(LedgerError):
            ask(witness, log, 0, 3)


def test_the_list_of_logs_is_read_strictly(tmp_path: Path, witness: Witness) -> None:
    folder = tmp_path / "other"
    add_log(folder, SIGNER.verifier.vkey)
    add_log(folder, SIGNER.verifier.vkey)
    assert read_logs(folder) == [SIGNER.verifier]
    with pytest.raises(MalformedTextError, match="a witness's"):
        add_log(folder, witness.verifiers[0].vkey)
    (folder / "logs.txt").write_text("# a comment\n\nnot a key\n")
    with pytest.raises(WitnessError, match="Line 3"):
        open_witness(folder)


def test_a_witness_keeps_its_name(witness: Witness) -> None:
    with pytest.raises(WitnessError, match="own name"):
        prepare_witness(witness.folder, "other.example", clock=lambda: NOW, randomness=bytes)


def test_a_witness_writes_down_its_public_keys(witness: Witness) -> None:
    vkeys = (witness.folder / "vkeys").read_text().splitlines()
    assert vkeys == [verifier.vkey for verifier in witness.verifiers]
    assert (witness.folder / "keys" / "ed25519.key").stat().st_mode & 0o777 == 0o600
