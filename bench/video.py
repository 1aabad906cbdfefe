# SPDX-License-Identifier: Apache-2.0
"""How fast movement is found and a synopsis made, beside decoding alone and beside DVR-Scan.

`python bench/video.py` draws a busy and a quiet minute of 1080p H.264 (or takes `--busy` and
`--quiet`); of the quiet one it makes ten minutes, and of the busy one between quiet ones what is
called ordinary. It runs, in turn and in rounds: decoding alone with PyAV's frame threads, `holdfast motion`,
DVR-Scan's default scan of the busy one (its command is `--peer`; it needs an environment of its own),
and `holdfast synopsis` of the ordinary one. Each is a whole process. Clock and processor time stand side by side, because
on a shared machine the second is the sturdier; a ratio is decoding over the other, so more is
better, and the median over the rounds is shown. Then: placement for each tube, a search over invented
tracks of many recordings (`--searched`), and the memory of a long recording made by repeating a short
one (`--hours`).
"""

from __future__ import annotations

import argparse
import os
import subprocess
import sys
import tempfile
import time
from contextlib import suppress
from fractions import Fraction
from pathlib import Path
from resource import RUSAGE_SELF, getrusage
from statistics import median
from typing import NamedTuple

import av
import numpy as np

from holdfast.analysis.motion import (
    Motion,
    Query,
    Recording,
    TrackIndex,
    read_motion,
    read_picture,
    write_motion,
)
from holdfast.analysis.motion.colours import NAMES, TINTS
from holdfast.analysis.motion.masks import Masks
from holdfast.analysis.motion.track import Track
from holdfast.analysis.synopsis.placement import place
from holdfast.analysis.synopsis.tubes import together, tubes_of

DECODE = (
    "import av,sys\n"
    "with av.open(sys.argv[1]) as c:\n"
    "    s=c.streams.video[0]; s.thread_type='AUTO'\n"
    "    print(sum(1 for _ in c.decode(s)))"
)
HOLDFAST = (sys.executable, "-m", "holdfast")


class Ran(NamedTuple):
    """What one process took."""

    wall: float
    cpu: float
    memory: int


def run(command: list[str]) -> Ran:
    """Run a process to its end and say what it took, its children included."""
    begun = time.perf_counter()
    with subprocess.Popen(command, stdout=subprocess.DEVNULL, stderr=subprocess.DEVNULL) as process:
        memory = 0
        while not (ended := os.wait4(process.pid, os.WNOHANG))[0]:
            memory = max(memory, _most_memory(process.pid))
            time.sleep(0.02)
        _, status, used = ended
        process.returncode = os.waitstatus_to_exitcode(status)
    if process.returncode:
        print(f"  failed ({process.returncode}): {' '.join(command[:4])}")
        return Ran(float("inf"), float("inf"), 0)
    return Ran(time.perf_counter() - begun, used.ru_utime + used.ru_stime, memory)


def _most_memory(process: int) -> int:
    """Give the most memory a process had so far: its usage at its end counts ours with it."""
    with suppress(OSError), Path(f"/proc/{process}/status").open(encoding="ascii") as status:
        for line in status:
            if line.startswith("VmHWM:"):
                return int(line.split()[1]) << 10
    return 0


def draw(to: Path, seconds: int, walkers: int) -> None:
    """Draw a scene of 1080p at 25 pictures a second with so many walkers, GOP 50."""
    random = np.random.default_rng(1)
    ground = random.normal(120, 14, (135, 240)).repeat(8, 0).repeat(8, 1).clip(40, 220)
    noise = [random.normal(0, 3, (1080, 1920)) for _ in range(5)]
    starts = random.uniform(0, seconds * 25, walkers)
    rows, ways = random.integers(300, 900, walkers), random.choice((-1, 1), walkers)
    with av.open(str(to), "w") as container:
        stream = container.add_stream("libx264", rate=25)
        stream.width, stream.height, stream.pix_fmt = 1920, 1080, "yuv420p"
        stream.bit_rate, stream.codec_context.gop_size = 4_000_000, 50
        stream.options = {"preset": "veryfast", "bf": "0"}
        chroma = np.full((540, 1920), 128, np.uint8)
        for number in range(seconds * 25):
            picture = ground + noise[number % 5]
            for start, row, way in zip(starts, rows, ways, strict=True):
                gone = (number - start) % (seconds * 25)
                x = int(gone * 7 if way > 0 else 1920 - gone * 7)
                if 0 < x < 1860:  # noqa: PLR2004 - wholly in the picture
                    picture[row : row + 150, x : x + 60] = 30 + row % 190
            frame = av.VideoFrame.from_ndarray(
                np.concatenate((picture.clip(0, 255).astype(np.uint8), chroma)), format="yuv420p"
            )
            container.mux(stream.encode(frame))
        container.mux(stream.encode(None))


def repeated(sources: list[Path], to: Path, seconds: float) -> None:
    """Repeat recordings, one after the other, until it is so long; nothing is encoded again."""
    with av.open(str(to), "w") as made:
        with av.open(str(sources[0])) as first:
            out = made.add_stream_from_template(first.streams.video[0])
        offset, base, number = 0, Fraction(0), 0
        while offset * base < seconds:
            with av.open(str(sources[number % len(sources)])) as one:
                stream = one.streams.video[0]
                base, last = stream.time_base or Fraction(1, 1000), 0
                for packet in one.demux(stream):
                    if packet.dts is None or packet.pts is None:
                        continue
                    last = max(last, packet.pts + (packet.duration or 1))
                    packet.pts, packet.dts = packet.pts + offset, packet.dts + offset
                    packet.stream = out
                    made.mux(packet)
                offset += last
            number += 1


def compared(name: str, base: list[Ran], others: list[Ran]) -> str:
    """Give one row: seconds, and the ratios of paired rounds."""
    walls = [one.wall / other.wall for one, other in zip(base, others, strict=True)]
    cpus = [one.cpu / other.cpu for one, other in zip(base, others, strict=True)]
    wall, cpu = median(one.wall for one in others), median(one.cpu for one in others)
    return f"| {name} | {wall:.2f} s | {cpu:.2f} s | {median(walls):.2f} | {median(cpus):.2f} |"


def speeds(videos: dict[str, Path], peer: str, rounds: int, folder: Path) -> None:
    """Measure the processes in turn, and print their ratios."""
    to = folder / "made.mp4"
    for name, video in videos.items():
        these = {"holdfast motion": [*HOLDFAST, "motion", str(video), "--json"]}
        if name == "ordinary":
            command = [*HOLDFAST, "synopsis", str(video), "--to", str(to), "--json"]
            these = {"holdfast synopsis, with its motion": command}
        if name == "busy" and peer:
            these["dvr-scan, default"] = [peer, "-i", str(video), "-so", "-q"]
        base: list[Ran] = []
        taken: dict[str, list[Ran]] = {one: [] for one in these}
        for _ in range(rounds):
            base.append(run([sys.executable, "-c", DECODE, str(video)]))
            for one, command in these.items():
                to.unlink(missing_ok=True)
                taken[one].append(run(command))
        print(f"\n{name}: {counted(video)}, {rounds} rounds\n")
        print("| | clock | processor | decoding ÷ it, clock | processor |")
        print("|---|---|---|---|---|")
        print(compared("decoding alone", base, base))
        for one, ran in taken.items():
            print(compared(one, base, ran), flush=True)


def counted(video: Path) -> str:
    """Say how long a recording is and how large its pictures are."""
    with av.open(str(video)) as container:
        context = container.streams.video[0].codec_context
        seconds = (container.duration or 0) / 1_000_000
        return f"{seconds:.0f} s of {context.width} x {context.height} {context.name}"


def placement(count: int) -> None:
    """Time the placing of invented tracks over an hour, at several densities."""
    random = np.random.default_rng(2)
    tracks = []
    for number in range(count):
        steps = int(random.integers(50, 300))
        x, y = random.uniform(0, 480), random.uniform(40, 230)
        path = (x + np.arange(steps) * random.uniform(-3, 3)).clip(0, 470).astype(np.int32)
        boxes = np.stack([path, np.full(steps, int(y)), path + 10, np.full(steps, int(y) + 24)], 1)
        start = float(random.uniform(0, 3600))
        at = np.array([start + 0.1 * n for n in range(steps)], np.float64)
        how, none = np.zeros(steps, np.uint8), Masks.of([b""] * steps)
        tints, names = np.zeros(TINTS, np.int64), np.zeros(len(NAMES), np.int64)
        tracks.append(Track(number, 4, at, boxes.astype(np.int32), how, none, tints, names))
    tubes = [tube for track in tracks for tube in tubes_of(track, 10.0, 30.0)]
    groups = list(together(tubes, 60.0))
    print(f"\n{len(tubes):,} tubes of {count:,} tracks in an hour\n")
    print("| density | processor time for each track | length of the synopsis |\n|---|---|---|")
    for density in (0.0, 0.1, 0.3):
        begun = time.process_time()
        made = place(groups, (1920, 1080), 10.0, tolerance=density, disorder_s=30.0)
        took = (time.process_time() - begun) / count * 1000
        print(f"| {density} | {took:.2f} ms | {made.frames / 10:.0f} s |", flush=True)


def invented(count: int, random: np.random.Generator) -> Motion:
    """Invent an hour of a camera with so many tracks of ten seconds or so, each with a picture."""
    tracks = []
    for number in range(1, count + 1):
        steps = int(random.integers(20, 120))
        start, way = random.uniform(40, 440, 2), random.uniform(-3, 3, 2)
        middle = (start + np.arange(steps)[:, None] * way).clip(5, 270)
        boxes = np.concatenate((middle - 4, middle + 4), axis=1).astype(np.int32)
        begun = float(random.uniform(0, 3590))
        at = np.array([begun + 0.15 * step for step in range(steps)], np.float64)
        names, tints = np.zeros(len(NAMES), np.int64), np.zeros(TINTS, np.int64)
        names[random.integers(0, len(NAMES), 2)] += 50
        tints[random.integers(0, TINTS, 3)] += 30
        masks = Masks.of([random.bytes(8)] * steps)
        how, picture = np.zeros(steps, np.uint8), random.bytes(3000)
        tracks.append(Track(number, 4, at, boxes, how, masks, tints, names, (), picture))
    return Motion(1920, 1080, 4, 3600.0, 90_000, 24_000, 3600.0, 0.0, "fixed", tuple(tracks))


def searched(recordings: int, count: int, folder: Path) -> None:
    """Time the first load of kept tracks and questions of all of them at once."""
    random = np.random.default_rng(4)
    paths = [folder / f"{number}.npz" for number in range(recordings)]
    for path in paths:
        write_motion(path, invented(count, random))
    begun = time.perf_counter()
    found = [Recording(path.name, read_motion(path, lean=True)) for path in paths]
    read = time.perf_counter()
    index = TrackIndex(found)
    laid = time.perf_counter()
    read_picture(paths[0], count // 2)
    took = time.perf_counter() - laid
    print(f"\n{len(index.tracks):,} tracks ({index.sightings:,} sightings) of {recordings} hours\n")
    print("| | clock | found |\n|---|---|---|")
    print(f"| reading the kept files | {(read - begun):.2f} s | |")
    print(f"| laying them out for search | {(laid - read):.2f} s | |")
    print(f"| the picture of one track | {took * 1000:.1f} ms | |")
    area = ((0.2, 0.2), (0.7, 0.1), (0.8, 0.8), (0.4, 0.6))
    questions = {
        "everything": Query(),
        "red": Query(colour="red"),
        "a picked colour": Query(picked=(200, 30, 30)),
        "going left, at least 10 s": Query(direction_deg=180.0, longer_s=10.0),
        "in an area": Query(area=area),
        "came into an area, red": Query(area=area, entered=True, colour="red"),
        "crossed a line": Query(crossed=((0.5, 0.0), (0.5, 1.0))),
    }
    for words, question in questions.items():
        times = []
        for _ in range(5):
            begun = time.perf_counter()
            hits = index.search(question).hits
            times.append(time.perf_counter() - begun)
        print(f"| {words} | {median(times) * 1000:.0f} ms | {len(hits):,} |", flush=True)
    print(f"\nmemory at most: {getrusage(RUSAGE_SELF).ru_maxrss >> 10} MiB")


def memory(source: Path, hours: float, folder: Path) -> None:
    """Analyse a long recording and one a tenth as long, and print what memory each took."""
    print("\n| length | memory at most | clock |\n|---|---|---|")
    for length in (hours / 10, hours):
        long = folder / "long.mp4"
        repeated([source], long, length * 3600)
        ran = run([*HOLDFAST, "motion", str(long), "--json"])
        print(f"| {length:g} h | {ran.memory / (1 << 20):.0f} MiB | {ran.wall:.0f} s |", flush=True)
        long.unlink()


def main() -> None:
    """Measure and print the tables."""
    options = argparse.ArgumentParser(description=__doc__.partition("\n")[0] if __doc__ else "")
    options.add_argument("--busy", type=Path)
    options.add_argument("--quiet", type=Path)
    options.add_argument("--peer", default="", help="the command dvr-scan")
    options.add_argument("--rounds", type=int, default=3)
    options.add_argument("--seconds", type=int, default=60)
    options.add_argument("--tracks", type=int, default=3000)
    options.add_argument("--searched", type=int, default=100, help="recordings; 0 leaves it out")
    options.add_argument("--hours", type=float, default=0.0, help="0 leaves memory out")
    options.add_argument("--long", type=Path, help="what is repeated for --hours")
    chosen = options.parse_args()
    with tempfile.TemporaryDirectory(prefix="holdfast-bench-") as name:
        folder = Path(name)
        busy, quiet = chosen.busy or folder / "busy.mp4", chosen.quiet or folder / "quiet.mp4"
        for path, walkers in ((busy, 8), (quiet, 0)):
            if not path.exists():
                draw(path, chosen.seconds, walkers)
        if chosen.rounds:
            long, ordinary = folder / "quiet-long.mp4", folder / "ordinary.mp4"
            repeated([quiet], long, 600)
            repeated([quiet, busy, quiet], ordinary, 240)
            videos = {"busy": busy, "quiet": long, "ordinary": ordinary}
            speeds(videos, chosen.peer, chosen.rounds, folder)
        if chosen.tracks:
            placement(chosen.tracks)
        if chosen.searched:
            searched(chosen.searched, 720, folder)
        if chosen.hours:
            memory(chosen.long or busy, chosen.hours, folder)


if __name__ == "__main__":
    main()
