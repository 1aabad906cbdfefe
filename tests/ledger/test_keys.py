# SPDX-License-Identifier: Apache-2.0
from __future__ import annotations

from typing import TYPE_CHECKING

import pytest

from holdfast.ledger import SignatureType, Signer, read_key, write_key
from holdfast.ledger.errors import KeyFileError, MalformedTextError
from holdfast.ledger.keys import parse_key, render_key
from ledger.making import SIGNER

if TYPE_CHECKING:
    from pathlib import Path


@pytest.mark.parametrize("kind", list(SignatureType))
def test_a_key_reads_back_and_only_its_owner_may(kind: SignatureType, tmp_path: Path) -> None:
    signer = Signer("key.example/1", bytes(range(32)), kind)
    path = tmp_path / "log.key"
    write_key(path, signer)
    assert path.stat().st_mode & 0o777 == 0o600
    assert read_key(path) == signer
    assert path.read_text().startswith("PRIVATE+KEY+key.example/1+")


def test_a_key_is_never_overwritten(tmp_path: Path) -> None:
    path = tmp_path / "log.key"
    write_key(path, SIGNER)
    with pytest.raises(KeyFileError, match="already"):
        write_key(path, Signer("other", bytes(32)))
    assert read_key(path) == SIGNER


@pytest.mark.parametrize("mode", [0o644, 0o640, 0o606])
def test_a_key_that_others_can_reach_is_not_used(mode: int, tmp_path: Path) -> None:
    path = tmp_path / "log.key"
    write_key(path, SIGNER)
    path.chmod(mode)
    with pytest.raises(KeyFileError, match="chmod 600"):
        read_key(path)


def test_a_missing_key_is_named(tmp_path: Path) -> None:
    with pytest.raises(KeyFileError, match="cannot be read"):
        read_key(tmp_path / "log.key")


def test_a_file_that_is_no_key_is_refused_without_being_quoted(tmp_path: Path) -> None:
    good = render_key(SIGNER)
    for altered in (
        "",
        good[8:],
        good.replace("ledger+", "ledgen+"),
        good[:-5],
        good.replace(SIGNER.verifier.key_id.hex(), "00000000"),
        "PRIVATE+KEY+name+00000000+\n",
        "PRIVATE+KEY+name+00000000+AgAA\n",
    ):
        with pytest.raises(KeyFileError) as refused:
            parse_key(altered)
        assert SIGNER.seed.hex() not in str(refused.value)
    path = tmp_path / "log.key"
    path.touch(mode=0o600)
    path.write_bytes(b"\xff\xfe")
    with pytest.raises(KeyFileError):
        read_key(path)


def test_a_seed_of_another_length_is_refused() -> None:
    with pytest.raises(MalformedTextError):
        Signer("name", bytes(31))
