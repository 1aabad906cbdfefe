# SPDX-License-Identifier: Apache-2.0
"""The public's proofs: the log as it is, checkpoints that people kept, the bundle, the records."""

from __future__ import annotations

import hashlib
import io
import json
import subprocess
import sys
import zipfile
from datetime import UTC, datetime
from typing import TYPE_CHECKING

import pytest
from django.test import Client

from holdfast.ledger import Checkpoint, Log, SignedCheckpoint, read_key
from holdfast.ledger.merkle import leaf_hash
from holdfast.ledger.tiles import decode_bundle
from holdfast.oversight import services
from holdfast.web.published import bundle, bundling
from public_home import govern
from web.test_public_site import current_quarter

if TYPE_CHECKING:
    from collections.abc import Mapping
    from datetime import date
    from pathlib import Path

    from django.http.response import HttpResponseBase

    from holdfast.accounts.models import Person
    from holdfast.home import Home

CHECKPOINTS = "/public/checkpoints/"


@pytest.fixture
def site(home: Home, people: Mapping[str, Person], tmp_path: Path) -> Client:
    govern(home, people, tmp_path)
    return Client(enforce_csrf_checks=True)


def kept(home: Home, size: int, root: bytes | None = None) -> str:
    """Give a checkpoint of that size with the log's own signature; of another root, when given."""
    log = Log.open(home.ledger)
    signer = read_key(home.log_key)
    body = Checkpoint(log.origin, size, root or log.root_at(size)).body()
    return SignedCheckpoint.of(signer.sign_note(body, datetime.now(UTC))).data.decode()


def said(site: Client, text: str) -> str:
    return site.post(CHECKPOINTS, {"checkpoint": text}).content.decode()


def test_the_log_is_served_byte_for_byte(home: Home, site: Client) -> None:
    log = home.ledger / "log"
    assert site.get("/public/log/checkpoint").content == (log / "checkpoint").read_bytes()
    assert site.get("/public/log/vkey").content == (log / "vkey").read_bytes()
    tiles = [path for path in log.rglob("*") if path.is_file() and path.parent.name.endswith(".p")]
    assert tiles
    for tile in tiles:
        answer = site.get(f"/public/log/{tile.relative_to(log).as_posix()}")
        assert answer.content == tile.read_bytes()
        assert answer["Access-Control-Allow-Origin"] == "*"


def test_the_checkpoint_is_never_old_and_a_record_is_kept_for_good(site: Client) -> None:
    assert "no-cache" in site.get("/public/log/checkpoint")["Cache-Control"]
    assert "immutable" in site.get("/public/records/3.json")["Cache-Control"]


@pytest.mark.parametrize(
    "path", ["0/999", "63/000", "entries/000.p/0", "../../../keys/log.key", "x/y"]
)
def test_a_tile_that_is_not_of_the_public_size_is_not_there(path: str, site: Client) -> None:
    assert site.get(f"/public/log/tile/{path}").status_code == 404


def test_a_record_is_the_one_that_its_entry_names(home: Home, site: Client) -> None:
    size = Log.open(home.ledger).size
    faces = decode_bundle(site.get(f"/public/log/tile/entries/000.p/{size}").content, size)
    tile = site.get(f"/public/log/tile/0/000.p/{size}").content
    found = 0
    for index, face in enumerate(faces):
        assert tile[32 * index : 32 * index + 32] == leaf_hash(face)
        told = json.loads(face)
        answer = site.get(f"/public/records/{index}.json")
        if "published" not in told or told["act"].startswith("person."):
            assert answer.status_code == 404
        else:
            assert hashlib.sha256(answer.content).hexdigest() == told["published"]
            assert site.get(f"/public/records/{index:07d}.json").content == answer.content
            found += 1
    assert found > 20


def test_an_earlier_checkpoint_is_told_to_be_of_the_same_history(home: Home, site: Client) -> None:
    assert "an earlier state of the same history" in said(site, kept(home, 7))
    newest = Log.open(home.ledger).head.data.decode()
    assert "This is the newest checkpoint" in said(site, newest)
    assert "This is the newest checkpoint" in said(site, newest.replace("\n", "\r\n").strip())


def test_a_checkpoint_of_another_history_is_evidence(home: Home, site: Client) -> None:
    answer = said(site, kept(home, 7, root=bytes(32)))
    assert "not the same history: keep it, it is evidence" in answer
    assert "Entries are missing here: keep it" in said(site, kept(home, 99999, root=bytes(32)))


def test_what_was_not_signed_accuses_nobody(home: Home, site: Client) -> None:
    good = kept(home, 7)
    damaged = good[:-8] + ("AAAA" if good[-8:-4] != "AAAA" else "BBBB") + good[-4:]
    assert "The signature does not fit" in said(site, damaged)
    assert "another record" in said(site, good.replace("te-tai/log", "another/log"))
    for nonsense in ("<script>alert(1)</script>", "x" * 100_000, "\x00", "—"):
        answer = said(site, nonsense)
        assert "cannot be read as a checkpoint" in answer
        assert "<script>alert" not in answer
    assert "no checkpoint in the field" in said(site, "   ")


def test_comparing_needs_no_cookie(home: Home, site: Client) -> None:
    answer = site.post(CHECKPOINTS, {"checkpoint": kept(home, 7)})
    assert answer.status_code == 200
    assert answer.cookies == {}


def test_the_checkpoints_of_a_month_are_listed_by_day(home: Home, site: Client) -> None:
    page = site.get(CHECKPOINTS).content.decode()
    log = Log.open(home.ledger)
    assert log.head.data.decode().split("\n")[2] in page
    assert log.verifier.vkey in page
    assert site.get(f"{CHECKPOINTS}?month=1999-01").status_code == 404


def test_the_bundle_that_is_downloaded_proves_itself(
    home: Home, people: Mapping[str, Person], site: Client, tmp_path: Path
) -> None:
    services.make_report(home=home, actor=people["governance"], quarter=current_quarter())
    answer = site.get("/public/bundle.zip")
    if answer.status_code == 202:
        assert "The bundle is being made" in answer.content.decode()
        made = bundle.ready(home, Log.open(home.ledger).size, _today(), wait_s=60)
        assert made is not None
        answer = site.get("/public/bundle.zip")
    assert answer.status_code == 200
    tag = answer["ETag"]
    zipfile.ZipFile(io.BytesIO(_bytes(answer))).extractall(tmp_path / "out")
    verifier = tmp_path / "verify.py"
    verifier.write_bytes(site.get("/public/verify.py").content)
    command = [sys.executable, str(verifier), str(tmp_path / "out" / "bundle")]
    done = subprocess.run([*command, "--key", Log.open(home.ledger).verifier.vkey], check=False, capture_output=True, text=True)  # fmt: skip
    assert "PROVEN" in done.stdout
    assert done.returncode == 0, done.stdout
    assert site.get("/public/bundle.zip", headers={"If-None-Match": tag}).status_code == 304


def test_two_zips_of_one_folder_have_the_same_bytes(tmp_path: Path) -> None:
    folder = tmp_path / "bundle"
    (folder / "log").mkdir(parents=True)
    (folder / "log" / "vkey").write_text("a key\n", encoding="utf-8")
    for name in ("one.zip", "two.zip"):
        bundling.zip_folder(folder, tmp_path / name)
    assert (tmp_path / "one.zip").read_bytes() == (tmp_path / "two.zip").read_bytes()


def _bytes(answer: HttpResponseBase) -> bytes:
    return b"".join(answer)


def _today() -> date:
    return datetime.now(UTC).date()
