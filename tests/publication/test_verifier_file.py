# SPDX-License-Identifier: Apache-2.0
from __future__ import annotations

import ast
import json
import subprocess
import sys
from importlib.resources import files
from typing import TYPE_CHECKING

import pytest
from cryptography.exceptions import InvalidSignature
from cryptography.hazmat.primitives.asymmetric.ed25519 import Ed25519PublicKey
from hypothesis import given, settings
from hypothesis import strategies as st

from holdfast.publication.verifier.assemble import check_js, static_files
from holdfast.publication.verifier.verify import ed25519_verify
from ledger.making import NOW, SAMPLES, SIGNER
from publication.making import told

if TYPE_CHECKING:
    from pathlib import Path

VERIFY = static_files()["verify.py"]


@pytest.mark.parametrize("name", ["verify.py", "verify_flights.py"])
def test_each_source_of_the_check_is_short(name: str) -> None:
    source = files("holdfast.publication.verifier").joinpath(name).read_text("utf-8")
    assert len(source.splitlines()) <= 400


def test_verify_py_is_one_file_of_the_standard_library_for_python_3_8() -> None:
    assert b"verify_flights.py" not in VERIFY
    tree = ast.parse(VERIFY, feature_version=(3, 8))
    for node in ast.walk(tree):
        names = [one.name for one in node.names] if isinstance(node, ast.Import) else []
        names += [str(node.module)] if isinstance(node, ast.ImportFrom) else []
        assert all(name.split(".")[0] in sys.stdlib_module_names for name in names)


def test_the_page_builds_its_answer_as_text_and_fetches_from_where_it_is() -> None:
    script = check_js().decode()
    for refused in (
        "innerHTML",
        "insertAdjacentHTML",
        "document.write",
        "eval(",
        "http:",
        "https:",
    ):
        assert refused not in script


@settings(deadline=None)
@given(message=st.binary(max_size=200), at=st.integers(0, 63), bit=st.integers(0, 7))
def test_a_good_signature_passes_and_a_changed_one_does_not(
    message: bytes, at: int, bit: int
) -> None:
    public = SIGNER.verifier.public_key
    signed = SIGNER.sign(message, NOW).signature
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


def run(folder: Path, *asked: str) -> subprocess.CompletedProcess[str]:
    return subprocess.run(
        [sys.executable, "-I", folder / "verify.py", *asked],
        capture_output=True, text=True, check=False, cwd="/",
    )  # fmt: skip


def test_the_file_in_a_bundle_runs_by_itself(tmp_path: Path) -> None:
    story, reports = told(tmp_path / "ledger")
    bundle = tmp_path / "bundle"
    story.publish(bundle, "2027-02-15", reports)
    done = run(bundle)
    assert (done.returncode, done.stderr) == (0, "")
    assert done.stdout.startswith("PROVEN: ")
    told_ = json.loads(run(bundle, str(bundle), "--json").stdout)
    assert (told_["proven"], told_["recomputed"], told_["withheld"]) == (True, 226, 16)
    older = tmp_path / "older"
    older.write_bytes(story.kept.checkpoint(next(iter(story.kept.checkpoint_sizes()))).data)
    assert run(bundle, "--against", str(older), "--key", SIGNER.verifier.vkey).returncode == 0
    assert run(bundle, "--against", str(tmp_path / "none")).returncode == 2
    assert run(bundle, "--key", "another+0+x").returncode == 1
    (bundle / "register.json").write_bytes(b"[[[")
    done = run(bundle)
    assert (done.returncode, done.stderr) == (1, "")
    assert done.stdout.startswith("NOT PROVEN\n! register.json is not in form")
    assert "Traceback" not in run(tmp_path / "bundle" / "records", "..").stderr
