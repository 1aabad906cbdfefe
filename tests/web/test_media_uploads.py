# SPDX-License-Identifier: Apache-2.0
from __future__ import annotations

import io
from typing import TYPE_CHECKING

import pytest
from hypothesis import given
from hypothesis import strategies as st

from holdfast.web.uploads import UploadError, announce, find_upload, safe_path

if TYPE_CHECKING:
    from pathlib import Path


def row(path: str, size: int = 4, modified_ms: int = 1_700_000_000_000) -> dict[str, object]:
    return {"path": path, "size": size, "modified_ms": modified_ms}


def test_a_folder_keeps_its_paths_and_times(tmp_path: Path) -> None:
    upload = announce(tmp_path, "awhina", [row("DCIM/100MEDIA/DJI_0001.JPG"), row("empty", 0)])
    assert not upload.is_whole()
    assert upload.add(0, 0, io.BytesIO(b"abcd")) == 4
    upload.finish()
    kept = tmp_path / upload.number / "files" / "DCIM" / "100MEDIA" / "DJI_0001.JPG"
    assert (kept.read_bytes(), kept.stat().st_mtime_ns) == (b"abcd", 1_700_000_000_000_000_000)
    assert upload.is_whole()


def test_a_piece_sent_twice_or_too_far_on_is_not_kept_and_the_answer_says_where_to_go_on(
    tmp_path: Path,
) -> None:
    upload = announce(tmp_path, "awhina", [row("a", 6)])
    assert upload.add(0, 0, io.BytesIO(b"abc")) == 3
    assert upload.add(0, 0, io.BytesIO(b"abc")) == 3
    assert upload.add(0, 5, io.BytesIO(b"f")) == 3
    assert upload.add(0, 3, io.BytesIO(b"def")) == 6
    assert upload.place(0).read_bytes() == b"abcdef"


def test_the_same_folder_picked_again_goes_on(tmp_path: Path) -> None:
    announce(tmp_path, "awhina", [row("a")]).add(0, 0, io.BytesIO(b"ab"))
    assert announce(tmp_path, "awhina", [row("a")]).received() == [2]


def test_another_person_does_not_find_it(tmp_path: Path) -> None:
    upload = announce(tmp_path, "awhina", [row("a")])
    assert find_upload(tmp_path, "awhina", upload.number).files == upload.files
    with pytest.raises(UploadError, match="no such upload of yours"):
        find_upload(tmp_path, "tane", upload.number)
    with pytest.raises(UploadError):
        find_upload(tmp_path, "awhina", "../../keys")


def test_more_bytes_than_announced_are_refused(tmp_path: Path) -> None:
    upload = announce(tmp_path, "awhina", [row("a", 2)])
    with pytest.raises(UploadError, match="longer than the browser announced"):
        upload.add(0, 0, io.BytesIO(b"abc"))


@pytest.mark.parametrize(
    "path", ["../x", "/etc/passwd", "a//b", "a/./b", "a/../../b", "", "a\0b", "x" * 256, "a/"]
)
def test_a_path_that_leads_out_is_refused(path: str) -> None:
    with pytest.raises(UploadError, match="cannot be kept"):
        safe_path(path)


@given(st.text(min_size=1, max_size=60))
def test_a_path_that_is_accepted_stays_inside(path: str) -> None:
    try:
        safe = safe_path(path)
    except UploadError:
        return
    assert not safe.is_absolute()
    assert ".." not in safe.parts
    assert str(safe) == path


@pytest.mark.parametrize(
    "rows",
    [
        [], {}, "x", [{"path": "a"}], [row("a", -1)], [row("a"), row("a")], [row("a"), row("a/b")],
        [{"path": 1, "size": 1, "modified_ms": 1}], [row("a", modified_ms=1 << 60)],
    ],
)  # fmt: skip
def test_a_list_that_cannot_be_right_is_refused(tmp_path: Path, rows: object) -> None:
    with pytest.raises(UploadError):
        announce(tmp_path, "awhina", rows)
    assert not list(tmp_path.iterdir())
