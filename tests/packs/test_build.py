# SPDX-License-Identifier: Apache-2.0
from __future__ import annotations

import json
import re
import zipfile
from dataclasses import replace
from typing import TYPE_CHECKING

import pytest

from holdfast.packs import (
    PackContentsError,
    PackPlaceError,
    PackProofs,
    PackSourceError,
    finish_pack,
    stage_pack,
    zip_pack,
)
from holdfast.packs.verifier.assemble import verify_html, verify_py
from holdfast.packs.verifier.verify import verify_pack
from packs.made_pack import Agency, contents_of, make_pack

if TYPE_CHECKING:
    from pathlib import Path


def test_a_pack_is_a_valid_bag(tmp_path: Path) -> None:
    bagit = pytest.importorskip("bagit", reason="the bagit library is not installed")
    pack = make_pack(tmp_path)
    bag = bagit.Bag(str(pack))
    bag.validate()
    assert bag.version_info == (1, 0)
    assert bag.info["External-Identifier"] == "261123/4567"
    assert {"index.html", "proofs/1/face.json", "verify.py"} < set(bag.tagfile_entries())


def test_the_oxum_counts_the_payload(tmp_path: Path) -> None:
    pack = make_pack(tmp_path)
    payload = [file for file in (pack / "data").rglob("*") if file.is_file()]
    size = sum(file.stat().st_size for file in payload)
    assert f"Payload-Oxum: {size}.{len(payload)}\n" in (pack / "bag-info.txt").read_text("utf-8")


def test_the_entry_of_a_pack_commits_to_its_payload_and_to_what_people_read(
    tmp_path: Path,
) -> None:
    agency = Agency(tmp_path / "agency")
    staged = stage_pack(contents_of(agency), tmp_path / "pack")
    assert set(staged.details) == {"manifest_sha256", "tag_files"}
    assert isinstance(staged.details["tag_files"], dict)
    assert {"index.html", "pack.json", "verify.html", "verify.py"} < set(
        staged.details["tag_files"]
    )


def test_an_unfinished_pack_says_so_is_not_proven_and_is_replaced(tmp_path: Path) -> None:
    agency = Agency(tmp_path / "agency")
    contents = contents_of(agency)
    staged = stage_pack(contents, tmp_path / "pack")
    assert not (tmp_path / "pack").exists()
    assert staged.folder.name == "pack.unfinished"
    assert "UNFINISHED.txt" in verify_pack(staged.folder).in_words()
    again = stage_pack(contents, tmp_path / "pack")
    pack = finish_pack(again, agency.prove(again))
    assert verify_pack(pack).proven
    assert not again.folder.exists()


def test_a_pack_cut_off_after_its_renaming_is_replaced_too(tmp_path: Path) -> None:
    agency = Agency(tmp_path / "agency")
    contents = contents_of(agency)
    pack = make_pack(tmp_path / "other")
    target = tmp_path / "pack"
    pack.rename(target)
    (target / "UNFINISHED.txt").write_bytes(b"")
    assert not verify_pack(target).proven
    staged = stage_pack(contents, target)
    assert verify_pack(finish_pack(staged, agency.prove(staged))).proven


def test_what_is_not_an_unfinished_pack_is_never_replaced(tmp_path: Path) -> None:
    agency = Agency(tmp_path / "agency")
    contents = contents_of(agency)
    for name in ("pack", "pack.unfinished"):
        (tmp_path / name).mkdir()
        (tmp_path / name / "letter.txt").write_bytes(b"mine")
        with pytest.raises(PackPlaceError, match="Nothing was changed"):
            stage_pack(contents, tmp_path / "pack")
        assert (tmp_path / name / "letter.txt").read_bytes() == b"mine"
        (tmp_path / name / "letter.txt").unlink()
    staged = stage_pack(contents, tmp_path / "pack")
    assert verify_pack(finish_pack(staged, agency.prove(staged))).proven


def test_an_original_that_is_not_what_was_recorded_is_not_handed_out(tmp_path: Path) -> None:
    agency = Agency(tmp_path / "agency")
    contents = contents_of(agency)
    source = contents.items[0].originals[0].source
    source.write_bytes(source.read_bytes()[:-1] + b"?")
    with pytest.raises(PackSourceError, match="not the file that was recorded"):
        stage_pack(contents, tmp_path / "pack")
    source.unlink()
    with pytest.raises(PackSourceError, match="is not there"):
        stage_pack(contents, tmp_path / "pack")
    assert not (tmp_path / "pack").exists()


def test_contents_that_do_not_fit_together_are_refused(tmp_path: Path) -> None:
    agency = Agency(tmp_path / "agency")
    contents = contents_of(agency)
    first, second = contents.items
    loose = replace(first, custody=first.custody[1:])
    other = replace(second.custody[0], face=b"{}")
    for items in ((), (loose,), (first, replace(second, custody=(other, *second.custody[1:])))):
        with pytest.raises(PackContentsError):
            stage_pack(replace(contents, items=items), tmp_path / "pack")
    assert not (tmp_path / "pack.unfinished").exists()


def test_a_pack_that_would_not_prove_itself_never_appears(tmp_path: Path) -> None:
    agency = Agency(tmp_path / "agency")
    staged = stage_pack(contents_of(agency), tmp_path / "pack")
    proofs = agency.prove(staged)
    swapped = {**proofs.entries, 2: proofs.entries[3]}
    with pytest.raises(PackContentsError, match="proofs/2"):
        finish_pack(staged, PackProofs(proofs.checkpoint, proofs.pack, swapped))
    assert not (tmp_path / "pack").exists()


def test_an_event_without_its_body_is_proven_by_its_face_and_that_is_said(
    tmp_path: Path,
) -> None:
    agency = Agency(tmp_path / "agency")
    contents = contents_of(agency)
    items = tuple(
        replace(item, custody=(*item.custody[:2], replace(item.custody[2], body=None)))
        for item in contents.items
    )
    staged = stage_pack(replace(contents, items=items), tmp_path / "pack")
    result = verify_pack(finish_pack(staged, agency.prove(staged)))
    assert result.proven
    assert "Entry 3: only act and day are proven; the body is not here." in result.notes


def test_awkward_names_are_made_safe_and_the_true_ones_kept(tmp_path: Path) -> None:
    agency = Agency(tmp_path / "agency")
    contents = contents_of(agency)
    names = ("..\\CON\udcff.MP4", "<b>'\"&.SRT")
    first = contents.items[0]
    originals = tuple(
        replace(one, name=name) for one, name in zip(first.originals, names, strict=True)
    )
    item = replace(
        first, exhibit="../<JS>/1", title="<script>alert(1)</script>", originals=originals
    )
    staged = stage_pack(replace(contents, items=(item,)), tmp_path / "pack")
    pack = finish_pack(staged, agency.prove(staged))
    assert verify_pack(pack).proven
    told = json.loads((pack / "pack.json").read_text("utf-8"))
    assert [one["name"] for one in told["items"][0]["originals"]] == [
        "..\\CON\\xff.MP4",
        "<b>'\"&.SRT",
    ]
    record = (pack / "index.html").read_text("utf-8")
    assert "<script" not in record
    assert "&lt;b&gt;" in record


def test_nothing_in_a_pack_points_to_a_network(tmp_path: Path) -> None:
    pack = make_pack(tmp_path)
    remote = re.compile(
        rb"(?i)https?:|wss?:|ftp:|//[a-z0-9-]+\.[a-z]|fetch\(|XMLHttp|sendBeacon|@import"
    )
    for file in pack.rglob("*"):
        if file.is_file() and "data/originals" not in file.as_posix():
            assert remote.search(file.read_bytes()) is None, file
    for name in ("index.html", "verify.html"):
        head = (pack / name).read_text("utf-8").split("</head>")[0]
        assert "default-src 'none'" in head
        assert "unsafe" not in head


def test_the_verifiers_in_a_pack_are_the_ones_of_this_program(tmp_path: Path) -> None:
    pack = make_pack(tmp_path)
    assert (pack / "verify.py").read_bytes() == verify_py()
    assert (pack / "verify.html").read_bytes() == verify_html()


def test_the_same_contents_give_the_same_bytes(tmp_path: Path) -> None:
    one, two = make_pack(tmp_path / "one"), make_pack(tmp_path / "two")
    names = {file.relative_to(one) for file in one.rglob("*") if file.is_file()}
    assert names == {file.relative_to(two) for file in two.rglob("*") if file.is_file()}
    assert all((one / name).read_bytes() == (two / name).read_bytes() for name in names)


def test_a_zip_holds_the_same_pack(tmp_path: Path) -> None:
    pack = make_pack(tmp_path)
    zip_pack(pack, tmp_path / "pack.zip")
    with zipfile.ZipFile(tmp_path / "pack.zip") as archive:
        archive.extractall(tmp_path / "unpacked")
    assert verify_pack(tmp_path / "unpacked" / "pack").proven
    with pytest.raises(PackPlaceError):
        zip_pack(pack, tmp_path / "pack.zip")
