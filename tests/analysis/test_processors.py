# SPDX-License-Identifier: Apache-2.0
from __future__ import annotations

import hashlib
import math
import struct
from pathlib import Path
from typing import TYPE_CHECKING

import av
import pytest
from PIL import Image, ImageDraw

from gating import permit_for
from holdfast.analysis import PROCESSORS, Job, Limits, Outcome, Source, State, located, run

if TYPE_CHECKING:
    from holdfast.gate import Permit

SAMPLES = Path(__file__).parents[3] / "shared" / "samples"


def permit(processor: str) -> Permit:
    act = "item.read" if processor == "reading" else "item.process"
    return permit_for(PROCESSORS[processor].technology, act)


def of(path: Path) -> Source:
    return Source(hashlib.sha256(path.read_bytes()).hexdigest(), path, path.name)


def still(image: Image.Image) -> av.VideoFrame:
    return av.VideoFrame.from_image(image)  # type: ignore[no-untyped-call,no-any-return]  # PyAV gives it no type


def film(
    path: Path, *, size: tuple[int, int] = (640, 360), frames: int = 60, sound: bool = True,
    **options: str,
) -> Path:  # fmt: skip
    """Film a moving bar over noise, a key picture each second, with a tone."""
    with av.open(str(path), "w", options=options) as made:
        picture = made.add_stream("libx264", rate=30, options={"preset": "ultrafast", "g": "30"})
        picture.width, picture.height = size
        tone = made.add_stream("aac", rate=48000, layout="mono") if sound else None
        for number in range(frames):
            image = Image.effect_noise(size, 90).convert("RGB")
            ImageDraw.Draw(image).rectangle((number * 4, 60, number * 4 + 80, 160), fill="red")
            made.mux(picture.encode(still(image)))
        made.mux(picture.encode(None))
        if tone is not None:
            for start in range(0, frames * 1600, 1024):
                heard = av.AudioFrame(format="s16", layout="mono", samples=1024)
                wave = (int(8000 * math.sin((start + k) / 20)) for k in range(1024))
                heard.planes[0].update(struct.pack("<1024h", *wave))
                heard.sample_rate, heard.pts = 48000, start
                made.mux(tone.encode(heard))
            made.mux(tone.encode(None))
    return path


@pytest.fixture(scope="module")
def video(tmp_path_factory: pytest.TempPathFactory) -> Path:
    return film(tmp_path_factory.mktemp("film") / "DJI_0001.MP4")


def photograph(path: Path, size: tuple[int, int] = (1200, 800), orientation: int = 1) -> Path:
    exif = Image.Exif()
    exif[274] = orientation
    exif[271] = "DJI"
    Image.radial_gradient("L").resize(size).convert("RGB").save(path, exif=exif)
    return path


def made(name: str, path: Path, output: Path, **settings: int) -> Outcome:
    return run(Job(name, permit(name), of(path), output, settings=settings))


def test_a_thumbnail_is_small_upright_and_tells_nothing_of_place_or_device(tmp_path: Path) -> None:
    outcome = made("thumbnail", photograph(tmp_path / "a.jpg", orientation=6), tmp_path / "t.jpg")
    assert outcome.state is State.DONE
    with Image.open(tmp_path / "t.jpg") as picture:
        assert picture.size == (240, 360)
        assert not picture.getexif()


def test_a_small_picture_is_not_enlarged(tmp_path: Path) -> None:
    made("viewable", photograph(tmp_path / "a.jpg", (40, 30)), tmp_path / "t.jpg")
    with Image.open(tmp_path / "t.jpg") as picture:
        assert picture.size == (40, 30)


def test_equal_input_gives_equal_bytes(tmp_path: Path, video: Path) -> None:
    for name in ("thumbnail", "playable"):
        digests = {made(name, video, tmp_path / f"{name}{n}").output_sha256 for n in range(2)}
        assert len(digests) == 1


def test_a_picture_that_breaks_off_is_damaged_and_leaves_nothing(tmp_path: Path) -> None:
    whole = photograph(tmp_path / "a.jpg").read_bytes()
    (tmp_path / "cut.jpg").write_bytes(whole[: len(whole) // 2])
    outcome = made("thumbnail", tmp_path / "cut.jpg", tmp_path / "t.jpg")
    assert outcome.state is State.DAMAGED
    assert "does not decode" in outcome.reason
    assert not (tmp_path / "t.jpg").exists()


def test_a_text_file_named_as_a_photograph_gives_nothing_to_do(tmp_path: Path) -> None:
    (tmp_path / "a.jpg").write_text("not a picture")
    assert made("thumbnail", tmp_path / "a.jpg", tmp_path / "t.jpg").state is State.NOTHING_TO_DO


def test_a_picture_bomb_is_refused_within_the_limits(tmp_path: Path) -> None:
    Image.new("1", (30_000, 30_000)).save(tmp_path / "bomb.png")
    outcome = made("thumbnail", tmp_path / "bomb.png", tmp_path / "t.jpg")
    assert outcome.state is State.DAMAGED
    assert "too many pixels" in outcome.reason


def test_a_video_gives_a_frame_that_is_not_black(tmp_path: Path, video: Path) -> None:
    assert made("poster", video, tmp_path / "p.jpg").finding == {
        "width": 640, "height": 360, "made_from": "a frame of the video"
    }  # fmt: skip


def test_a_playable_copy_keeps_the_time_of_every_picture(tmp_path: Path, video: Path) -> None:
    outcome = made("playable", video, tmp_path / "p.mp4", height=180)
    assert outcome.state is State.DONE, outcome.reason
    with av.open(str(video)) as one, av.open(str(tmp_path / "p.mp4")) as other:
        assert other.streams.video[0].codec_context.name == "h264"
        assert other.streams.audio[0].codec_context.name == "aac"
        assert (other.streams.video[0].width, other.streams.video[0].height) == (320, 180)
        times = [[round(f.time or 0, 3) for f in c.decode(video=0)] for c in (one, other)]
    assert times[0] == times[1]


def test_a_playable_copy_begins_to_play_before_it_is_whole(tmp_path: Path, video: Path) -> None:
    made("playable", video, tmp_path / "p.mp4")
    data = (tmp_path / "p.mp4").read_bytes()
    assert data.index(b"moov") < data.index(b"mdat")


def test_a_video_with_odd_sides_and_no_sound_plays(tmp_path: Path) -> None:
    with av.open(str(tmp_path / "odd.mov"), "w") as odd:
        stream = odd.add_stream("mjpeg", rate=25)
        stream.width, stream.height, stream.pix_fmt = 321, 241, "yuvj444p"
        for _ in range(10):
            odd.mux(stream.encode(still(Image.effect_noise((321, 241), 50))))
        odd.mux(stream.encode(None))
    outcome = made("playable", tmp_path / "odd.mov", tmp_path / "p.mp4")
    assert outcome.state is State.DONE, outcome.reason
    assert outcome.finding is not None
    assert (outcome.finding["height"], outcome.finding["sound"]) == (240, False)


def test_a_damaged_stretch_is_skipped_and_counted(tmp_path: Path, video: Path) -> None:
    data = bytearray(video.read_bytes())
    middle = len(data) // 2
    data[middle : middle + 60_000] = bytes(60_000)
    (tmp_path / "hurt.mp4").write_bytes(data)
    outcome = made("playable", tmp_path / "hurt.mp4", tmp_path / "p.mp4")
    assert outcome.state is State.DONE, outcome.reason
    assert outcome.finding is not None
    assert outcome.finding["frames"] or outcome.finding["skipped"]


def test_a_video_without_its_index_is_damaged(tmp_path: Path, video: Path) -> None:
    data = video.read_bytes()
    (tmp_path / "cut.mp4").write_bytes(data[: data.index(b"moov") - 4])
    outcome = made("playable", tmp_path / "cut.mp4", tmp_path / "p.mp4")
    assert outcome.state is State.DAMAGED
    assert made("thumbnail", tmp_path / "cut.mp4", tmp_path / "t").state is State.DAMAGED


def test_a_photograph_has_no_playable_copy(tmp_path: Path) -> None:
    outcome = made("playable", photograph(tmp_path / "a.jpg"), tmp_path / "p.mp4")
    assert outcome.state is State.NOTHING_TO_DO


def test_a_copy_that_would_be_too_long_is_named_failed(tmp_path: Path, video: Path) -> None:
    job = Job(
        "playable",
        permit("playable"),
        of(video),
        tmp_path / "p.mp4",
        limits=Limits(output_bytes=4096),
    )
    outcome = run(job)
    assert outcome.state is State.FAILED
    assert not (tmp_path / "p.mp4").exists()


def test_a_reading_is_found_in_a_child(tmp_path: Path) -> None:
    outcome = run(Job("reading", permit("reading"), of(photograph(tmp_path / "DJI_0001.JPG"))))
    assert outcome.finding is not None, outcome.reason
    assert outcome.finding["kind"] == "photograph"


# Where damage lies


def test_damaged_blocks_are_told_as_time(tmp_path: Path) -> None:
    path = film(tmp_path / "big.mp4", size=(1280, 720), frames=150, sound=False)
    blocks = range(path.stat().st_size >> 20)
    whole = [one for block in blocks for one in located(path, [block])]
    assert whole[0].start_s == 0.0
    assert all(one.start_s is not None for one in whole[:-1])
    assert str(located(path, [0])[0]).startswith("block 0: 00:00:00.0 to 00:00:0")
    assert located(path, []) == ()


def test_neighbouring_blocks_are_one_stretch(tmp_path: Path) -> None:
    path = film(tmp_path / "big.mp4", size=(1280, 720), frames=90, sound=False)
    (stretch,) = located(path, [3, 2, 2])
    assert stretch.blocks == (2, 3)
    assert str(stretch).startswith("blocks 2-3: ")


def test_a_block_of_the_index_is_called_so(tmp_path: Path) -> None:
    path = film(tmp_path / "big.mp4", size=(1280, 720), frames=60, movflags="+faststart")
    (index, rest) = located(path, [0, 2])
    assert index.what.startswith("the container's index")
    assert rest.start_s is None
    assert str(rest).startswith("block 2: a part whose time cannot be told")


def test_a_file_that_is_no_video_has_no_times(tmp_path: Path) -> None:
    (tmp_path / "a.bin").write_bytes(bytes(3 << 20))
    (stretch,) = located(tmp_path / "a.bin", [0, 2])
    assert str(stretch) == "blocks 0, 2: a part of a file that has no index of times"


@pytest.mark.skipif(not SAMPLES.is_dir(), reason="the folder of real samples is not here")
def test_every_real_recording_ends_as_done_or_says_why(tmp_path: Path) -> None:
    wanted = {".jpg", ".jpeg", ".mp4", ".mov", ".dng", ".png", ".webp", ".tif", ".tiff"}
    files = [f for f in sorted(SAMPLES.rglob("*")) if f.suffix.lower() in wanted]
    assert files
    for number, file in enumerate(files):
        outcome = made("thumbnail", file, tmp_path / f"{number}.jpg")
        assert outcome.state is State.DONE or outcome.reason, file
        assert outcome.state is not State.FAILED, (file, outcome.reason)
