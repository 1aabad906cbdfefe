# SPDX-License-Identifier: Apache-2.0
from __future__ import annotations

import json
import os
import shutil
import subprocess
import sys
from pathlib import Path
from typing import TYPE_CHECKING

import pytest
from hypothesis import HealthCheck, given, settings
from hypothesis import strategies as st

from holdfast.ledger.verifier import SignatureType
from holdfast.packs import finish_pack, stage_pack
from holdfast.packs.verifier.verify import fingerprint, verify_pack
from packs.made_pack import AGENCY, START, Agency, contents_of, make_pack, signer, witness
from packs.mutations import MUTATIONS, VIDEO, rebag

if TYPE_CHECKING:
    from collections.abc import Sequence

    from holdfast.ledger.signer import Signer


@pytest.fixture(scope="module")
def made(tmp_path_factory: pytest.TempPathFactory) -> Path:
    return make_pack(tmp_path_factory.mktemp("made"))


@pytest.fixture
def pack(made: Path, tmp_path: Path) -> Path:
    return Path(shutil.copytree(made, tmp_path / "pack"))


def test_a_pack_proves_itself_and_says_what_was_checked(made: Path) -> None:
    result = verify_pack(made)
    assert result.problems == []
    assert result.proven
    files = sum(file.is_file() for file in made.rglob("*"))
    assert result.checked == {"files": files, "originals": 3, "events": 3, "cosignatures": 0}
    assert f"signed by {AGENCY}" in result.in_words()


def test_a_folder_too_deep_to_be_named_is_an_answer_and_no_traceback(pack: Path) -> None:
    start = Path.cwd()
    try:
        os.chdir(pack)
        for _ in range(20):
            Path("d" * 250).mkdir()
            os.chdir("d" * 250)
    finally:
        os.chdir(start)
    done = subprocess.run(
        [sys.executable, pack / "verify.py", pack], capture_output=True, text=True, check=False
    )
    assert done.stderr == ""
    assert done.stdout.splitlines()[0] in {"PROVEN", "NOT PROVEN"}


def test_without_a_key_the_answer_says_that_the_key_came_with_the_pack(made: Path) -> None:
    mark = fingerprint(signer().verifier.vkey)
    words = verify_pack(made).in_words()
    assert "came with the pack" in words
    assert mark in words
    given = verify_pack(made, vkey=signer().verifier.vkey)
    assert given.proven
    assert "came with the pack" not in given.in_words()


@pytest.mark.parametrize("name", MUTATIONS)
def test_a_spoilt_pack_is_not_proven_and_what_fails_is_named(name: str, pack: Path) -> None:
    spoil, where = MUTATIONS[name]
    spoil(pack)
    result = verify_pack(pack)
    assert not result.proven
    assert any(where in problem for problem in result.problems), result.problems


@settings(
    max_examples=60, deadline=None, suppress_health_check=[HealthCheck.function_scoped_fixture]
)
@given(data=st.data())
def test_one_changed_byte_anywhere_is_found_and_its_file_named(
    made: Path, data: st.DataObject
) -> None:
    files = sorted(file for file in made.rglob("*") if file.is_file())
    file = data.draw(st.sampled_from(files), label="file")
    whole = file.read_bytes()
    at = data.draw(st.integers(0, len(whole) - 1), label="byte")
    bits = data.draw(st.integers(1, 255), label="bits")
    try:
        file.write_bytes(whole[:at] + bytes([whole[at] ^ bits]) + whole[at + 1 :])
        result = verify_pack(made)
    finally:
        file.write_bytes(whole)
    assert not result.proven
    path = file.relative_to(made).as_posix()
    named = any(path in problem for problem in result.problems)
    assert named or path == "tagmanifest-sha256.txt"


def test_a_pack_of_another_agency_is_refused_when_the_key_is_given(tmp_path: Path) -> None:
    ours = signer().verifier.vkey
    agency = Agency(tmp_path / "agency", AGENCY, seed=2)
    staged = stage_pack(contents_of(agency), tmp_path / "pack")
    pack = finish_pack(staged, agency.prove(staged))
    assert verify_pack(pack).proven
    result = verify_pack(pack, vkey=ours)
    assert "ledger/vkey is not the key that you gave" in result.problems
    assert f"ledger/checkpoint is not signed by {AGENCY}, but by someone else" in result.problems


def test_a_checkpoint_signed_by_someone_else_is_named(pack: Path) -> None:
    checkpoint = (pack / "ledger/checkpoint").read_text("utf-8")
    body = checkpoint.split("\n\n")[0] + "\n"
    forged = signer(seed=9).sign_note(body.encode(), START)
    (pack / "ledger/checkpoint").write_bytes(forged.render())
    rebag(pack)
    problems = verify_pack(pack).problems
    assert problems == [f"ledger/checkpoint is not signed by {AGENCY}, but by someone else"]


def test_a_checkpoint_that_you_hold_must_be_the_one_in_the_pack(made: Path) -> None:
    held = (made / "ledger/checkpoint").read_text("utf-8")
    assert verify_pack(made, trusted_checkpoint=held).proven
    other = held.replace("\n5\n", "\n6\n")
    problems = verify_pack(made, trusted_checkpoint=other).problems
    assert problems == ["ledger/checkpoint is not the checkpoint that you hold"]


def witnessed_pack(
    folder: Path, witnesses: Sequence[Signer], cosigners: Sequence[Signer], rule: str
) -> Path:
    agency = Agency(folder / "agency")
    names = " ".join(f"w{number}" for number in range(len(witnesses)))
    policy = f"log {agency.signer.verifier.vkey}\n"
    for number, one in enumerate(witnesses):
        policy += f"witness w{number} {one.verifier.vkey}\n"
    policy += f"group court {rule} {names}\nquorum court\n"
    staged = stage_pack(contents_of(agency, policy=policy), folder / "pack")
    made = agency.enter("pack.make", dict(staged.details))
    checkpoint = agency.log.checkpoint()
    lines = [one.sign(checkpoint.checkpoint.body(), made.at) for one in cosigners]
    agency.log.add_cosignatures(agency.log.size, lines)
    return finish_pack(staged, agency.proofs(made))


def test_cosignatures_are_listed_with_their_times_and_meet_the_quorum(tmp_path: Path) -> None:
    both = [witness(1), witness(2)]
    pack = witnessed_pack(tmp_path, both, both, "all")
    result = verify_pack(pack)
    assert result.proven, result.problems
    assert result.checked["cosignatures"] == 2
    assert "court1.example/witness cosigned the checkpoint at 2026-11-22 21:42:05 UTC." in (
        result.said
    )


def test_a_quorum_that_is_not_met_is_refused(tmp_path: Path) -> None:
    with pytest.raises(Exception, match="asks for the quorum court, and it is not met"):
        witnessed_pack(tmp_path, [witness(1), witness(2)], [witness(1)], "all")


def test_a_cosignature_of_a_kind_not_checked_here_is_said_and_does_not_count(
    tmp_path: Path,
) -> None:
    lattice = witness(3, SignatureType.COSIGNATURE_ML_DSA_44)
    pack = witnessed_pack(tmp_path, [witness(1), lattice], [witness(1), lattice], "any")
    result = verify_pack(pack)
    assert result.proven
    assert result.checked["cosignatures"] == 1
    assert any("not checked here" in note for note in result.notes)


def test_a_pack_is_checked_by_its_own_file_with_nothing_but_python(pack: Path) -> None:
    run = [sys.executable, "-I", "-S", str(pack / "verify.py"), "--json"]
    done = subprocess.run(run, capture_output=True, check=False)
    assert done.returncode == 0, done.stdout + done.stderr
    assert json.loads(done.stdout)["proven"] is True
    (pack / VIDEO).write_bytes(b"")
    done = subprocess.run(run, capture_output=True, check=False)
    assert done.returncode == 1
    assert VIDEO in " ".join(json.loads(done.stdout)["problems"])


def test_a_key_may_be_given_as_a_file_and_an_absent_file_is_wrong_usage(pack: Path) -> None:
    key = pack.parent / "key"
    key.write_text(signer().verifier.vkey + "\n", "utf-8")
    script = str(pack / "verify.py")
    for asked, status in ((str(key), 0), (signer().verifier.vkey, 0), (str(key) + "x", 2)):
        done = subprocess.run(
            [sys.executable, script, str(pack), "--vkey", asked], capture_output=True, check=False
        )
        assert done.returncode == status, done.stderr


def test_links_and_odd_names_are_problems_and_never_a_traceback(pack: Path) -> None:
    (pack / "data" / "link").symlink_to("/etc/passwd")
    (pack / "data" / "folder").symlink_to("/etc")
    os.mkfifo(pack / "pipe")
    (Path(os.fsdecode(os.fsencode(pack) + b"/data/\xff\n"))).write_bytes(b"x")
    words = verify_pack(pack).in_words()
    assert "data/link is not a plain file" in words
    assert "data/folder is not a plain file" in words
    assert "pipe is not a plain file" in words
    done = subprocess.run(
        [sys.executable, str(pack / "verify.py")], capture_output=True, check=False
    )
    assert done.returncode == 1
    assert done.stderr == b""


def test_an_empty_folder_is_not_proven(tmp_path: Path) -> None:
    result = verify_pack(tmp_path)
    assert not result.proven
    assert any("tagmanifest-sha256.txt" in problem for problem in result.problems)
