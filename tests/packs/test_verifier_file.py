# SPDX-License-Identifier: Apache-2.0
from __future__ import annotations

import ast
import json
import sys
from pathlib import Path

import pytest
from cryptography.exceptions import InvalidSignature
from cryptography.hazmat.primitives.asymmetric.ed25519 import Ed25519PublicKey
from hypothesis import given
from hypothesis import strategies as st

from holdfast.ledger.lines import LineTree
from holdfast.packs.verifier.assemble import verify_py
from holdfast.packs.verifier.verify import ed25519_verify, root_from_proof
from packs.made_pack import START, signer

SAMPLES = Path(__file__).parents[3] / "shared/samples/ledger"


def test_verify_py_is_one_short_file_of_the_standard_library_for_python_3_8() -> None:
    source = verify_py().decode()
    assert len(source.splitlines()) <= 400
    tree = ast.parse(source, feature_version=(3, 8))
    for node in ast.walk(tree):
        names = [one.name for one in node.names] if isinstance(node, ast.Import) else []
        names += [str(node.module)] if isinstance(node, ast.ImportFrom) else []
        assert all(name.split(".")[0] in sys.stdlib_module_names for name in names)


@given(message=st.binary(max_size=200), at=st.integers(0, 63), bit=st.integers(0, 7))
def test_a_good_signature_passes_and_a_changed_one_does_not(
    message: bytes, at: int, bit: int
) -> None:
    public = signer().verifier.public_key
    signed = signer().sign(message, START).signature
    assert ed25519_verify(public, signed, message)
    changed = bytearray(signed)
    changed[at] ^= 1 << bit
    assert not ed25519_verify(public, bytes(changed), message)
    assert not ed25519_verify(public, signed, message + b"x")


@pytest.mark.skipif(not SAMPLES.exists(), reason="the shared samples are not here")
def test_no_hard_signature_passes_that_another_library_refuses() -> None:
    vectors = json.loads((SAMPLES / "ed25519vectors.json").read_text("utf-8"))
    passed = 0
    for vector in vectors:
        key, signature = bytes.fromhex(vector["key"]), bytes.fromhex(vector["sig"])
        if ed25519_verify(key, signature, vector["msg"].encode()):
            passed += 1
            try:
                Ed25519PublicKey.from_public_bytes(key).verify(signature, vector["msg"].encode())
            except InvalidSignature:
                pytest.fail(f"vector {vector['number']} passed here only")
    assert passed > 0


@pytest.mark.parametrize("low", [b"\1" + bytes(31), b"\xec" + b"\xff" * 30 + b"\x7f", bytes(32)])
def test_a_key_of_small_order_signs_nothing(low: bytes) -> None:
    assert not ed25519_verify(low, b"\1" + bytes(63), b"anything")


@given(size=st.integers(1, 40), data=st.data())
def test_an_inclusion_proof_leads_to_the_root_only_from_its_own_place(
    size: int, data: st.DataObject
) -> None:
    tree = LineTree([b"line %d" % number for number in range(size)])
    index = data.draw(st.integers(0, size - 1))
    other = data.draw(st.integers(-2, size + 2))
    proof = tree.proof(index)
    assert root_from_proof(tree.lines[index], index, size, proof).hex() == tree.root
    if other != index:
        assert root_from_proof(tree.lines[index], other, size, proof).hex() != tree.root
    assert root_from_proof(tree.lines[index], index, size, [*proof, b""]) == b""
