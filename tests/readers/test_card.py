# SPDX-License-Identifier: Apache-2.0
"""Cards: what belongs together, what is missing, and raw images with deleted files."""

from __future__ import annotations

import gzip
import shutil
from typing import TYPE_CHECKING, Literal

import pytest

from holdfast.demo.card import FAULTS, MODELS, CardImageError, generate_card, make_card_image
from holdfast.readers import NotACardImageError, ReaderError, group, open_image, read
from readers.real import sample

if TYPE_CHECKING:
    from pathlib import Path


def test_sidecars_join_their_video_and_previews_come_from_misc() -> None:
    layout = group(
        [
            "DCIM/100MEDIA/DJI_0001.MP4",
            "DCIM/100MEDIA/DJI_0001.SRT",
            "DCIM/100MEDIA/DJI_0001.LRF",
            "DCIM/100MEDIA/dji_0001.m4a",
            "MISC/THM/100/DJI_0001.THM",
            "DCIM/100MEDIA/DJI_0002.JPG",
            "DCIM/100MEDIA/DJI_0002.DNG",
            "MISC/LOG/fc_log.log",
        ]
    )
    found = {item.main: {file.path: file.role for file in item.sidecars} for item in layout.items}
    assert found == {
        "DCIM/100MEDIA/DJI_0001.MP4": {
            "DCIM/100MEDIA/DJI_0001.LRF": "proxy",
            "DCIM/100MEDIA/DJI_0001.SRT": "sidecar",
            "DCIM/100MEDIA/dji_0001.m4a": "sidecar",
            "MISC/THM/100/DJI_0001.THM": "thumbnail",
        },
        "DCIM/100MEDIA/DJI_0002.JPG": {"DCIM/100MEDIA/DJI_0002.DNG": "sidecar"},
        "MISC/LOG/fc_log.log": {},
    }


@pytest.mark.parametrize(
    ("paths", "gaps"),
    [
        (["DCIM/100MEDIA/DJI_0031.JPG", "DCIM/100MEDIA/DJI_0033.MP4"], ["DJI_0031 → DJI_0033"]),
        (["DCIM/100MEDIA/DJI_0999.JPG", "DCIM/101MEDIA/DJI_0001.JPG"], []),
        (["DCIM/100MEDIA/DJI_0500.JPG", "DCIM/101MEDIA/DJI_0501.JPG"], []),
        (
            ["DCIM/100MEDIA/DJI_0999.JPG", "DCIM/101MEDIA/DJI_0003.JPG"],
            ["100MEDIA/DJI_0999 → 101MEDIA/DJI_0003"],
        ),
        (
            ["DCIM/100MEDIA/DJI_0999.JPG", "DCIM/102MEDIA/DJI_0001.JPG"],
            ["100MEDIA → 102MEDIA"],
        ),
        (
            [
                "DCIM/DJI_001/DJI_20240101120000_0001_W.MP4",
                "DCIM/DJI_001/DJI_20240101120000_0001_T.MP4",
                "DCIM/DJI_001/DJI_20240101120500_0003_W.MP4",
            ],
            ["DJI_20240101120000_0001 → DJI_20240101120500_0003"],
        ),
        (["PANO/DJI_0001.JPG", "OTHER/DJI_0009.JPG"], []),
    ],
)
def test_missing_numbers_are_reported(paths: list[str], gaps: list[str]) -> None:
    assert list(group(paths).gaps) == gaps


def test_a_recording_split_at_the_limit_is_joined() -> None:
    paths = [f"DCIM/100MEDIA/DJI_000{n}.MP4" for n in (1, 2, 3, 4)]
    sizes = dict(zip(paths, (4_000_000_000, 4_000_000_000, 900, 900), strict=True))
    assert group(paths, sizes=sizes).split_recordings == (tuple(paths[:3]),)


def test_traces_of_a_computer_and_lost_recordings_are_notes() -> None:
    layout = group(["DCIM/100MEDIA/._DJI_0001.JPG", ".DS_Store", "DCIM/100MEDIA/DJI_0007.SRT"])
    notes = " ".join(layout.notes)
    assert "opened in one" in notes
    assert "DJI_0007.SRT belongs to a recording that is not on the card" in notes


@pytest.mark.parametrize("model", list(MODELS))
def test_a_generated_card_is_read_whole(tmp_path: Path, model: str) -> None:
    card = generate_card(
        tmp_path / "card",
        seed=11,
        model=model,
        photographs=2,
        videos=1,
        video_seconds=1,
        video_size=(320, 180),
        frames_per_second=10,
        faults=FAULTS,
    )
    layout = group(card.files)
    assert layout.gaps == card.missing
    assert sorted(file.path for item in layout.items for file in item.files) == sorted(card.files)
    readings = {name: read(card.folder / name, name=name) for name in card.files}
    located = [point for reading in readings.values() for point in reading.track]
    assert all((point.lat or -1) < 0 for point in located)
    assert any(reading.signs for reading in readings.values())
    assert any("no index" in " ".join(reading.warnings) for reading in readings.values())


def test_the_same_seed_gives_the_same_bytes(tmp_path: Path) -> None:
    cards = [
        generate_card(tmp_path / name, seed=4, videos=1, video_seconds=0.5, video_size=(160, 90))
        for name in ("one", "two")
    ]
    assert cards[0].files == cards[1].files
    for name in cards[0].files:
        assert (cards[0].folder / name).read_bytes() == (cards[1].folder / name).read_bytes(), name


def _image(folder: Path, out: Path, fs: Literal["fat32", "exfat"], *, partitioned: bool) -> Path:
    try:
        return make_card_image(
            folder, out, fs=fs, delete=["DCIM/100MEDIA/DJI_0002.JPG"], partitioned=partitioned
        )
    except CardImageError as reason:
        pytest.skip(str(reason))


@pytest.mark.parametrize("partitioned", [False, True])
@pytest.mark.parametrize("fs", ["fat32", "exfat"])
def test_an_image_gives_its_files_and_the_deleted_one(
    tmp_path: Path, *, fs: Literal["fat32", "exfat"], partitioned: bool
) -> None:
    folder = tmp_path / "card"
    media = folder / "DCIM" / "100MEDIA"
    media.mkdir(parents=True)
    contents = {f"DJI_000{n}.JPG": bytes([n]) * (70_000 + n) for n in (1, 2, 3)}
    contents["a longer name, Māori.JPG"] = b"x" * 10
    for name, data in contents.items():
        (media / name).write_bytes(data)
    image = _image(folder, tmp_path / "card.img", fs, partitioned=partitioned)
    with open_image(image) as card:
        assert card.file_system == {"fat32": "FAT32", "exfat": "exFAT"}[fs]
        assert card.label == "DJI CARD"
        kept = {file.path: file for file in card.files()}
        assert {path.rsplit("/", 1)[1] for path in kept} == set(contents) - {"DJI_0002.JPG"}
        for path, file in kept.items():
            assert file.open().read() == contents[path.rsplit("/", 1)[1]]
        lost = [file for file in card.files(deleted=True) if file.deleted]
        assert len(lost) == 1
        assert lost[0].path.endswith("JI_0002.JPG")
        assert lost[0].certainty == "likely whole"
        assert lost[0].open().read() == contents["DJI_0002.JPG"]


def test_a_deleted_file_whose_place_is_in_use_is_not_recovered(tmp_path: Path) -> None:
    media = tmp_path / "card" / "DCIM" / "100MEDIA"
    media.mkdir(parents=True)
    (media / "DJI_0002.JPG").write_bytes(b"\x02" * 3000)
    image = _image(tmp_path / "card", tmp_path / "card.img", "exfat", partitioned=False)
    with open_image(image) as card:
        clusters = card.volumes[0].clusters
        start = card.volumes[0].offset
        lost = next(file for file in card.files(deleted=True) if file.deleted)
        assert lost.certainty == "likely whole"
    data = bytearray(image.read_bytes())
    bitmap = data.find(clusters.table, start)
    data[bitmap : bitmap + len(clusters.table)] = b"\xff" * len(clusters.table)
    image.write_bytes(data)
    with open_image(image) as card:
        lost = next(file for file in card.files(deleted=True) if file.deleted)
        assert lost.certainty == "overwritten"
        with pytest.raises(ReaderError, match="in use again"):
            lost.open()


@pytest.mark.parametrize("content", [b"", b"not an image", b"\x00" * 4096])
def test_a_file_that_is_no_image_is_refused_in_words(tmp_path: Path, content: bytes) -> None:
    path = tmp_path / "card.img"
    path.write_bytes(content)
    with pytest.raises(NotACardImageError, match="no FAT or exFAT"):
        open_image(path)
    with pytest.raises(ReaderError, match="could not be opened"):
        open_image(tmp_path / "nothing.img")


@pytest.mark.parametrize(
    ("name", "file_system", "lost_name"),
    [
        ("fat32_deleted_lfn.dd.gz", "FAT32", "a long name photo of the scene.jpg"),
        ("exfat_deleted.dd.gz", "exFAT", "évidence photo supprimée.jpg"),
    ],
)
def test_the_deleted_photograph_of_a_real_image_is_recovered(
    tmp_path: Path, name: str, file_system: str, lost_name: str
) -> None:
    packed = sample("documents", "made-for-holdfast", name)
    path = tmp_path / "card.dd"
    with gzip.open(packed) as source, path.open("wb") as target:
        shutil.copyfileobj(source, target)
    with open_image(path) as card:
        assert card.file_system == file_system
        lost = next(file for file in card.files(deleted=True) if file.deleted)
        assert (lost.path.rsplit("/", 1)[-1], lost.certainty) == (lost_name, "likely whole")
        recovered = tmp_path / "recovered.jpg"
        recovered.write_bytes(lost.open().read())
    reading = read(recovered)
    assert (reading.kind, reading.size) == ("photograph", 69106)
    assert not any("cut off" in warning for warning in reading.warnings)
