# SPDX-License-Identifier: Apache-2.0
"""What is salvaged is the original's, bit for bit; what is not is told; nothing is guessed silently."""

from __future__ import annotations

import hashlib
from typing import TYPE_CHECKING, Any

import av
import pytest

from analysis.recordings import make
from holdfast.analysis.integrity import Verdict, examine
from holdfast.analysis.salvage import (
    NothingToSalvageError,
    ReferenceDoesNotFitError,
    ReferenceNeededError,
    SalvageResult,
    UnsuitableOutputError,
    salvage,
)

if TYPE_CHECKING:
    from pathlib import Path

_WAYS: dict[str, dict[str, Any]] = {
    "plain": {},
    "out_of_order": {"encoder": {"preset": "veryfast", "bf": "3"}},
    "slices": {"encoder": {"preset": "ultrafast", "slices": "4"}},
    "hevc": {
        "codec": "libx265",
        "encoder": {"preset": "ultrafast", "x265-params": "log-level=none"},
    },
    "mute": {"sound": None},
}


def _packets(path: Path, until: int | None = None) -> dict[str, list[tuple[float, bytes]]]:
    """Every packet of a file with its time, those that end after a byte left out."""
    held: dict[str, list[tuple[float, bytes]]] = {"video": [], "audio": []}
    with av.open(str(path)) as container:
        for packet in container.demux():
            if not packet.size or packet.pts is None or packet.time_base is None:
                continue
            if until is None or (packet.pos or 0) + packet.size <= until:
                seconds = float(packet.pts * packet.time_base)
                held[packet.stream.type].append((seconds, bytes(packet)))
    return held


def _pictures(path: Path) -> list[str]:
    """Digests of the decoded pictures, in the order in which they are shown."""
    with av.open(str(path)) as container:
        return [
            hashlib.sha256(frame.to_ndarray().tobytes()).hexdigest()
            for frame in container.decode(video=0)
        ]


def _cut(path: Path, to: Path, share: float = 0.6) -> int:
    data = path.read_bytes()
    to.write_bytes(data[: int(len(data) * share)])
    return int(len(data) * share)


@pytest.mark.parametrize("way", _WAYS)
def test_a_recording_without_an_index_is_rebuilt_bit_for_bit(way: str, tmp_path: Path) -> None:
    reference = make(tmp_path / "reference.mp4", seconds=5.0, **_WAYS[way])
    whole = make(tmp_path / "whole.mp4", seconds=12.0, drawn=lambda n: n + 900, **_WAYS[way])
    end = _cut(whole, tmp_path / "cut.mp4")
    before = hashlib.sha256((tmp_path / "cut.mp4").read_bytes()).hexdigest()
    result = salvage(tmp_path / "cut.mp4", to=tmp_path / "out.mp4", reference=reference)
    truth, got = _packets(whole, end), _packets(tmp_path / "out.mp4")
    assert [data for _, data in got["video"]] == [data for _, data in truth["video"]]
    lost_sounds = len(truth["audio"]) - len(got["audio"])
    assert 0 <= lost_sounds <= 1, "the last sound may not be told from what is cut off after it"
    sounds = [data for _, data in truth["audio"]]
    assert [data for _, data in got["audio"]] == sounds[: len(got["audio"])]
    # Pictures that would be shown between the last ones lie after the cut: those are not placed right.
    times = [sorted(seconds for seconds, _ in each["video"])[:-4] for each in (got, truth)]
    shift = {round(mine - theirs, 3) for mine, theirs in zip(*times, strict=True)}
    assert len(shift) == 1, "pictures keep their distance in time"
    decoded, decoded_truth = _pictures(tmp_path / "out.mp4"), _pictures(whole)
    same = len(decoded) - 4
    assert decoded[:same] == decoded_truth[:same]
    assert hashlib.sha256((tmp_path / "cut.mp4").read_bytes()).hexdigest() == before
    assert any("15.000 pictures a second" in each for each in result.assumptions)
    assert result.bytes_used + result.bytes_unused == result.bytes_total == end
    assert any("before its recorded data do" in each.what for each in result.lost)
    assert SalvageResult.from_json(result.to_json()) == result


def test_pcm_between_pictures_is_recovered_and_said_to_be_assumed(tmp_path: Path) -> None:
    reference = make(tmp_path / "reference.mov", seconds=5.0, sound="pcm_s16le")
    whole = make(tmp_path / "whole.mov", seconds=12.0, sound="pcm_s16le", drawn=lambda n: n + 900)
    end = _cut(whole, tmp_path / "cut.mov")
    result = salvage(tmp_path / "cut.mov", to=tmp_path / "out.mov", reference=reference)
    truth, got = _packets(whole, end), _packets(tmp_path / "out.mov")
    assert [data for _, data in got["video"]] == [data for _, data in truth["video"]]
    sound = b"".join(data for _, data in got["audio"])
    assert b"".join(data for _, data in truth["audio"]).startswith(sound)
    assert len(sound) > 200_000
    assert any("taken for sound" in each for each in result.assumptions)


def test_a_hole_in_a_recording_without_an_index_is_told(tmp_path: Path) -> None:
    reference = make(tmp_path / "reference.mp4", seconds=5.0)
    whole = make(tmp_path / "whole.mp4", seconds=12.0, drawn=lambda n: n + 900)
    _cut(whole, tmp_path / "cut.mp4")
    data = bytearray((tmp_path / "cut.mp4").read_bytes())
    data[100_000:115_000] = bytes(15_000)
    (tmp_path / "cut.mp4").write_bytes(data)
    result = salvage(tmp_path / "cut.mp4", to=tmp_path / "out.mp4", reference=reference)
    hole = result.lost[0]
    assert hole.to_s is None
    assert "how much time they held is not known" in hole.what
    assert result.bytes_unused > 15_000
    truth = {data for _, data in _packets(whole)["video"]}
    assert all(data in truth for _, data in _packets(tmp_path / "out.mp4")["video"])


@pytest.mark.parametrize("ending", ["mp4", "mkv", "ts"])
def test_a_recording_that_is_cut_off_is_copied_as_far_as_it_goes(
    ending: str, tmp_path: Path
) -> None:
    options = {"movflags": "faststart"} if ending == "mp4" else {}
    whole = make(tmp_path / f"whole.{ending}", seconds=12.0, options=options)
    _cut(whole, tmp_path / f"cut.{ending}")
    result = salvage(tmp_path / f"cut.{ending}", to=tmp_path / "out.mp4")
    assert examine(tmp_path / "out.mp4").verdict is Verdict.SOUND
    decoded = _pictures(tmp_path / "out.mp4")
    assert len(decoded) > 100
    assert decoded == _pictures(whole)[: len(decoded)]
    assert result.assumptions == ()
    if ending != "ts":  # a transport stream declares no length
        assert {each.kind for each in result.lost} == {"pictures", "sound"}


def test_what_is_holed_is_left_out_and_told_by_time(tmp_path: Path) -> None:
    path = make(tmp_path / "holed.mp4", seconds=12.0)
    truth = _packets(path)
    data = bytearray(path.read_bytes())
    at = len(data) // 2
    data[at : at + 20_000] = bytes(20_000)
    path.write_bytes(data)
    result = salvage(path, to=tmp_path / "out.mp4")
    (hole,) = (each for each in result.lost if each.kind == "pictures")
    assert 5.0 < (hole.from_s or 0.0) < (hole.to_s or 0.0) < 8.0
    got = _packets(tmp_path / "out.mp4")["video"]
    times = {round(seconds, 3) for seconds, _ in truth["video"]}
    assert {round(seconds, 3) for seconds, _ in got} < times, "every picture keeps its own time"
    assert not any(each.kind == "decode_errors" for each in examine(tmp_path / "out.mp4").findings)


def test_a_hole_that_the_container_alone_shows_is_told(tmp_path: Path) -> None:
    path = make(tmp_path / "a.avi", seconds=6.0, codec="mpeg4", sound="pcm_s16le", encoder={})
    data = bytearray(path.read_bytes())
    data[90_000:105_000] = bytes(15_000)
    path.write_bytes(data)
    result = salvage(path, to=tmp_path / "out.mkv")
    assert not result.is_whole
    assert any(each.kind == "container" for each in result.lost)


def test_a_salvage_refuses_what_it_cannot_do(tmp_path: Path) -> None:
    whole = make(tmp_path / "whole.mp4", seconds=5.0)
    cut = tmp_path / "cut.mp4"
    _cut(whole, cut)
    with pytest.raises(ReferenceNeededError, match="--reference"):
        salvage(cut, to=tmp_path / "out.mp4")
    with pytest.raises(UnsuitableOutputError, match=r"\.mkv"):
        salvage(cut, to=tmp_path / "out.avi", reference=whole)
    with pytest.raises(UnsuitableOutputError, match="already"):
        salvage(cut, to=whole, reference=whole)
    with pytest.raises(UnsuitableOutputError, match="no folder"):
        salvage(cut, to=tmp_path / "none" / "out.mp4", reference=whole)
    other = make(tmp_path / "other.mkv", seconds=5.0, codec="mpeg4", encoder={})
    with pytest.raises(ReferenceDoesNotFitError, match="same settings"):
        salvage(cut, to=tmp_path / "out.mp4", reference=other)
    (tmp_path / "text.mp4").write_text("no recording", encoding="utf-8")
    with pytest.raises(NothingToSalvageError, match="no picture and no sound"):
        salvage(tmp_path / "text.mp4", to=tmp_path / "out.mp4", reference=whole)
    (tmp_path / "empty.mp4").write_bytes(b"")
    with pytest.raises(NothingToSalvageError, match="no bytes"):
        salvage(tmp_path / "empty.mp4", to=tmp_path / "out.mp4", reference=whole)
    assert not list(tmp_path.glob(".out*")), "nothing half-written is left"
    assert not (tmp_path / "out.mp4").exists()
