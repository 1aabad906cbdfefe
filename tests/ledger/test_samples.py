# SPDX-License-Identifier: Apache-2.0
"""The published vectors and a real log made by another program, where the samples are present."""

from __future__ import annotations

import base64
import json
import re
from typing import TYPE_CHECKING

import pytest

from holdfast.ledger import Note, Policy, SignatureType, SignedCheckpoint, TlogProof, Verifier
from holdfast.ledger.errors import LedgerError, ProofError
from holdfast.ledger.merkle import inclusion_proof, leaf_hash, verify_consistency, verify_inclusion
from holdfast.ledger.tile_tree import Edge, TileTree
from holdfast.ledger.tiles import decode_bundle
from holdfast.ledger.tree_check import Claim, TreeCheck
from ledger.making import SAMPLES

if TYPE_CHECKING:
    from pathlib import Path

pytestmark = pytest.mark.skipif(not SAMPLES.is_dir(), reason="the samples are not on this machine")

TESSERA_KEY = "example.com/log/testdata+33d7b496+AeHTu4Q3hEIMHNqc6fASMsq3rKNx280NI+oO5xCFkkSx"
REFUSED_FLAGS = {"low_order_A", "non_canonical_A", "non_canonical_R", "low_order_residue"}


def vectors(kind: str) -> list[Path]:
    return sorted((SAMPLES / "merkle" / kind).rglob("*.json"))


def read(path: Path) -> dict[str, object]:
    found: dict[str, object] = json.loads(path.read_text("utf-8"))
    return found


def hashes(value: object) -> list[bytes]:
    return [base64.b64decode(each) for each in value] if isinstance(value, list) else []


def one(value: object) -> bytes:
    return base64.b64decode(str(value))


def number(value: object) -> int:
    assert isinstance(value, int)
    return value


def proves_inclusion(vector: dict[str, object]) -> bool:
    try:
        verify_inclusion(
            one(vector["leafHash"]),
            number(vector["leafIdx"]),
            number(vector["treeSize"]),
            hashes(vector["proof"]),
            one(vector["root"]),
        )
    except ProofError:
        return False
    return True


def proves_consistency(vector: dict[str, object]) -> bool:
    try:
        verify_consistency(
            number(vector["size1"]),
            number(vector["size2"]),
            hashes(vector["proof"]),
            one(vector["root1"]),
            one(vector["root2"]),
        )
    except ProofError:
        return False
    return True


def test_every_inclusion_vector_gets_the_stated_verdict() -> None:
    found = vectors("inclusion")
    assert len(found) == 98
    wrong = [path for path in found if proves_inclusion(read(path)) == read(path)["wantErr"]]
    assert wrong == []


def test_every_consistency_vector_gets_the_stated_verdict() -> None:
    found = vectors("consistency")
    assert len(found) == 98
    wrong = [path for path in found if proves_consistency(read(path)) == read(path)["wantErr"]]
    assert wrong == []


def test_ed25519_follows_the_one_stated_rule() -> None:
    """Keys canonical and not of small order; R compared as bytes; no cofactor; S below L."""
    cases = json.loads((SAMPLES / "ed25519vectors.json").read_text("utf-8"))
    accepted = 0
    for case in cases:
        try:
            key = Verifier("edge", SignatureType.ED25519, bytes.fromhex(case["key"]))
            key.verify(case["msg"].encode(), bytes.fromhex(case["sig"]))
            taken = True
        except LedgerError:
            taken = False
        accepted += taken
        assert taken == (not REFUSED_FLAGS & set(case["flags"] or ())), case["number"]
    assert (len(cases), accepted) == (914, 86)


@pytest.fixture(scope="module")
def tessera() -> Path:
    return SAMPLES / "tessera-log" / "log"


def test_a_log_made_by_tessera_is_rebuilt_byte_for_byte(tessera: Path, tmp_path: Path) -> None:
    leaves = decode_bundle((tessera / "tile/entries/000.p/15").read_bytes(), 15)
    edge, tree = Edge(), TileTree(tmp_path)
    for leaf in leaves:
        tree.write(edge.grow([leaf]))
        theirs = SignedCheckpoint.parse((tessera / f"checkpoint.{edge.size}").read_bytes())
        assert edge.frontier.root() == theirs.root
    made = {
        path.relative_to(tmp_path): path.read_bytes()
        for path in tmp_path.rglob("*")
        if path.is_file()
    }
    theirs_on_disk = {
        path.relative_to(tessera): path.read_bytes()
        for path in (tessera / "tile").rglob("*")
        if path.is_file()
    }
    assert made == theirs_on_disk


def test_every_checkpoint_of_tessera_is_signed_and_kept_byte_for_byte(tessera: Path) -> None:
    verifier = Verifier.from_vkey(TESSERA_KEY)
    found = sorted(tessera.glob("checkpoint*"))
    assert len(found) == 17
    for path in found:
        data = path.read_bytes()
        signed = SignedCheckpoint.parse(data)
        signed.verify(verifier)
        assert signed.data == data
        assert signed.checkpoint.body() == signed.note.text


def test_our_checker_finds_the_log_of_tessera_sound(tessera: Path, tmp_path: Path) -> None:
    copy = tmp_path / "log"
    for path in [tessera / "checkpoint", *(tessera / "tile").rglob("*")]:
        if path.is_file():
            target = copy / path.relative_to(tessera)
            target.parent.mkdir(parents=True, exist_ok=True)
            target.write_bytes(path.read_bytes())
    head = SignedCheckpoint.parse((copy / "checkpoint").read_bytes())
    check = TreeCheck(copy, head.size, [Claim("checkpoint", head.size, head.root)])
    bundles = dict(check.bundles())
    assert check.problems == []
    assert [entry.decode() for entry in bundles[0][:3]] == ["one", "two", "three"]


def test_a_proof_file_over_the_log_of_tessera_verifies(tessera: Path) -> None:
    tree, verifier = TileTree(tessera), Verifier.from_vkey(TESSERA_KEY)
    signed = SignedCheckpoint.parse((tessera / "checkpoint").read_bytes())
    for index, leaf in enumerate(tree.entries(0, signed.size)):
        path = inclusion_proof(index, signed.size, tree.node(signed.size))
        data = TlogProof(index, tuple(path), signed).render()
        TlogProof.parse(data).verify(leaf, Policy.of_log(verifier))
        assert leaf_hash(leaf) == tree.tile(0, 0, signed.size)[index]


def blocks(name: str) -> list[str]:
    text = (SAMPLES / "c2sp" / f"{name}.md").read_text("utf-8")
    return re.findall(r"^```\n(.*?)^```$", text, re.MULTILINE | re.DOTALL)


def test_the_example_note_of_the_specification_verifies() -> None:
    text = (SAMPLES / "c2sp" / "signed-note.md").read_text("utf-8")
    vkey = re.search(r"^    (example\.com/foo\+\S+)$", text, re.MULTILINE)
    assert vkey is not None
    note = next(block for block in blocks("signed-note") if "example message" in block)
    Note.parse(note.encode()).verify([Verifier.from_vkey(vkey[1])])


def test_every_whole_example_of_the_specifications_parses_and_renders_back() -> None:
    checkpoints = [*blocks("tlog-checkpoint"), *blocks("tlog-cosignature")]
    whole = [block for block in checkpoints if "behind-the-sofa\n20852163" in block]
    assert len(whole) == 2
    for block in whole:
        signed = SignedCheckpoint.parse(block.encode())
        assert signed.size == 20852163
        assert signed.data == block.encode()
    quasimodo = next(block for block in blocks("signed-note") if "quasimodo" in block)
    assert Note.parse(quasimodo.encode()).render() == quasimodo.encode()
