# SPDX-License-Identifier: Apache-2.0
from __future__ import annotations

from typing import TYPE_CHECKING

import pytest

from holdfast.ledger import Log, Verifier, verify_published
from holdfast.ledger.errors import PublishError
from holdfast.ledger.publish import publish
from ledger.making import NOW, SIGNER, STRANGER, entries, log_of

if TYPE_CHECKING:
    from pathlib import Path


def tree(folder: Path) -> dict[str, bytes]:
    return {
        path.relative_to(folder).as_posix(): path.read_bytes()
        for path in folder.rglob("*")
        if path.is_file()
    }


def test_a_published_log_is_the_logs_own_tree(tmp_path: Path) -> None:
    log = log_of(tmp_path / "ledger", 300)
    done = publish(log, tmp_path / "public")
    assert (done.size, done.kept) == (300, 0)
    assert tree(tmp_path / "public") == tree(log.directory / "log")
    vkey = (tmp_path / "public" / "vkey").read_text()
    assert verify_published(tmp_path / "public", Verifier.from_vkey(vkey)).sound


def test_publishing_again_writes_only_what_is_new(tmp_path: Path) -> None:
    log = log_of(tmp_path / "ledger", 300)
    first = publish(log, tmp_path / "public")
    assert publish(log, tmp_path / "public").written == 0
    log.append(entries(300, 310), now=NOW)
    again = publish(log, tmp_path / "public")
    assert (again.written, again.kept) == (2, first.written - 2)
    assert (tmp_path / "public" / "tile" / "0" / "001.p" / "44").exists()
    assert verify_published(tmp_path / "public", SIGNER.verifier).sound


def test_an_older_checkpoint_is_published_without_what_came_after(tmp_path: Path) -> None:
    log = log_of(tmp_path / "ledger", 250, 600)
    publish(log, tmp_path / "public", size=250)
    assert tree(tmp_path / "public").keys() == {
        "checkpoint",
        "vkey",
        "tile/0/000.p/250",
        "tile/entries/000.p/250",
    }
    assert verify_published(tmp_path / "public", SIGNER.verifier).sound
    publish(log, tmp_path / "public")
    assert "tile/0/000.p/250" not in tree(tmp_path / "public")
    assert verify_published(tmp_path / "public", SIGNER.verifier).sound


def test_no_body_and_no_line_is_ever_published(tmp_path: Path) -> None:
    log = log_of(tmp_path / "ledger", 300)
    log.write_lines([b'{"secret":1}'])
    publish(log, tmp_path / "public")
    assert not any(
        b"secret" in data or b"salt" in data for data in tree(tmp_path / "public").values()
    )


def test_what_is_not_an_earlier_state_of_this_log_is_refused(tmp_path: Path) -> None:
    log = log_of(tmp_path / "ledger", 5, 300)
    public = tmp_path / "public"
    publish(log, public)
    with pytest.raises(PublishError, match="going back"):
        publish(log, public, size=5)
    fork = log_of(tmp_path / "fork", 5)
    fork.append(entries(1000, 1400), now=NOW)
    with pytest.raises(PublishError, match="evidence"):
        publish(fork, public)
    with pytest.raises(PublishError, match="another key"):
        publish(log_of(tmp_path / "other", 400, signer=STRANGER), public)
    (public / "notes.txt").touch()
    with pytest.raises(PublishError, match="other files"):
        publish(log, public)


def test_a_publication_cut_short_is_completed_by_the_next(tmp_path: Path) -> None:
    log = log_of(tmp_path / "ledger", 300)
    publish(log, tmp_path / "public")
    (tmp_path / "public" / "checkpoint").unlink()
    (tmp_path / "public" / "tile" / "0" / "001.p" / "44").write_bytes(b"torn")
    publish(log, tmp_path / "public")
    assert verify_published(tmp_path / "public", SIGNER.verifier).sound


def test_a_folder_that_cannot_be_written_is_named(tmp_path: Path) -> None:
    log = log_of(tmp_path / "ledger", 3)
    (tmp_path / "file").touch()
    with pytest.raises(PublishError, match="unharmed"):
        publish(log, tmp_path / "file")


def test_a_reader_publishes_as_well_as_the_writer(tmp_path: Path) -> None:
    log = log_of(tmp_path / "ledger", 3)
    assert publish(Log.open(log.directory), tmp_path / "public").written == 2
