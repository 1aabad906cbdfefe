# SPDX-License-Identifier: Apache-2.0
from __future__ import annotations

import gzip
import hashlib
from pathlib import Path
from typing import TYPE_CHECKING, Literal

import pytest

from holdfast.demo.card import make_card_image
from holdfast.records import queries
from holdfast.records.stores import open_vault

if TYPE_CHECKING:
    from records.making import Agency

SAMPLES = (
    Path(__file__).resolve().parents[3] / "shared" / "samples" / "documents" / "made-for-holdfast"
)


@pytest.mark.parametrize("fs", ["fat32", "exfat"])
def test_an_image_is_kept_with_every_file_in_it(
    agency: Agency, card: Path, tmp_path: Path, fs: Literal["fat32", "exfat"]
) -> None:
    agency.open_case()
    image = tmp_path / "card.img"
    make_card_image(card, image, fs=fs)
    receipt = agency.take_in(image)
    on_card = {
        path.relative_to(card).as_posix(): hashlib.sha256(path.read_bytes()).hexdigest()
        for path in card.rglob("*")
        if path.is_file()
    }
    files = {file.path: file.sha256 for file in receipt.files}
    assert files.pop("card.img") == hashlib.sha256(image.read_bytes()).hexdigest()
    assert files == on_card
    assert receipt.stored == receipt.seen == len(on_card) + 1
    assert receipt.medium["kind"] == "card image"
    assert receipt.medium["file_system"]
    assert "card.img" not in {one.path for one in receipt.damaged}
    again = agency.take_in(image)
    assert (again.stored, again.duplicate) == (0, receipt.seen)
    from_folder = agency.take_in(card)
    assert from_folder.stored == 0


@pytest.mark.parametrize("name", ["fat32_deleted_lfn", "exfat_deleted"])
def test_deleted_files_are_listed_and_recovered_when_asked(
    agency: Agency, tmp_path: Path, name: str
) -> None:
    sample = SAMPLES / f"{name}.dd.gz"
    if not sample.is_file():
        pytest.skip(f"the real sample is not on this machine: {sample}")
    case = agency.open_case()
    image = tmp_path / f"{name}.dd"
    image.write_bytes(gzip.decompress(sample.read_bytes()))
    plain = agency.take_in(image)
    assert plain.deleted_total == 1
    assert plain.deleted[0]["certainty"]
    assert plain.recovered == 0
    whole = agency.take_in(image, recover_deleted=True)
    assert whole.recovered == 1
    assert whole.seen == plain.seen + 1
    recovered = [file for file in whole.files if file.certainty]
    assert len(recovered) == 1
    assert recovered[0].disposition == "stored"
    assert open_vault(agency.home).has(recovered[0].sha256)
    titles = [line.title for line in queries.case_items(agency["investigator"], case).rows]
    assert any(title.endswith("(deleted, recovered)") for title in titles)


def test_a_file_that_only_has_an_images_name_is_a_file(agency: Agency, tmp_path: Path) -> None:
    agency.open_case()
    (tmp_path / "card.img").write_bytes(b"not an image at all")
    receipt = agency.take_in(tmp_path / "card.img")
    assert receipt.medium["kind"] == "file"
    assert receipt.stored == 1
