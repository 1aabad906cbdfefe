# SPDX-License-Identifier: Apache-2.0
"""Which faults of a recording are found, beside ffmpeg and MediaInfo; and what an examination costs.

`python bench/integrity.py` makes sixteen faulty recordings and sixteen sound ones (tests/analysis/
faults.py), runs all three tools on each, and prints the table of docs/integrity.md. Then it makes a
recording of 1080 lines and times an examination against decoding alone, in the same run.

`ffmpeg` counts as finding a fault when it prints any line while it decodes (`-v error -f null`);
its exit code stands beside. MediaInfo does when it says that a file is truncated or does not
conform. Holdfast does when a finding of a kind that speaks of the fault is in the report; a finding
of the class damaged or incomplete on a sound recording is a false alarm.
"""

from __future__ import annotations

import argparse
import shutil
import statistics
import subprocess
import sys
import tempfile
import time
from pathlib import Path
from typing import TYPE_CHECKING

import av

sys.path.insert(0, str(Path(__file__).resolve().parent.parent / "tests"))

from analysis.faults import FAULTS, SOUND, Case
from analysis.recordings import Plan, make
from holdfast.analysis.integrity import examine

if TYPE_CHECKING:
    from collections.abc import Callable, Sequence

WORDS = ("IsTruncated", "ConformanceErrors", "Conformance errors")


def said(command: Sequence[str]) -> tuple[str, str, int]:
    """Run a tool; give what it printed, what it complained of, and its exit code."""
    done = subprocess.run(command, capture_output=True, check=False)
    return (
        done.stdout.decode(errors="replace"),
        done.stderr.decode(errors="replace"),
        done.returncode,
    )


def ffmpeg(path: Path) -> tuple[bool, int]:
    """Whether ffmpeg complains while it decodes everything, and its exit code."""
    command = ["ffmpeg", "-nostdin", "-v", "error", "-i", str(path), "-map", "0", "-f", "null", "-"]
    _, complaint, code = said(command)
    return bool(complaint.strip()), code


def mediainfo(path: Path) -> bool:
    """Whether MediaInfo says that a file is truncated or does not conform, or finds no recording."""
    printed, _, _ = said(["mediainfo", "-f", str(path)])
    says = any(word in printed for word in WORDS)
    return says or not any(kind in printed for kind in ("\nVideo", "\nAudio"))


def row(case: Case, folder: Path, plan: Plan) -> tuple[str, bool, bool]:
    """Make one recording, run every tool, and give its row, and whether ours found and alarmed."""
    path = case.make(folder / case.name, plan)
    complains, code = ffmpeg(path)
    report = examine(path)
    kinds = {finding.kind for finding in report.findings}
    found = bool(case.kinds & kinds)
    alarmed = report.verdict.needs_attention
    cells = [
        case.words,
        "yes" if complains else "-",
        str(code),
        "yes" if mediainfo(path) else "-",
        f"{report.verdict}{': ' * bool(kinds)}{', '.join(sorted(kinds))}",
    ]
    path.unlink()
    return "| " + " | ".join(cells) + " |", found, alarmed


def faults(seconds: float) -> None:
    """Print the table of faults and of false alarms."""
    plan = Plan(seconds=seconds, width=320, height=240)
    with tempfile.TemporaryDirectory(prefix="holdfast-bench-") as name:
        folder = Path(name)
        for title, cases in (("fault", FAULTS), ("sound", SOUND)):
            print(f"| {title} | ffmpeg, any line | exit code | MediaInfo | Holdfast |")
            print("|---|---|---|---|---|")
            found = alarmed = 0
            for case in cases:
                line, hit, alarm = row(case, folder, plan)
                found, alarmed = found + hit, alarmed + alarm
                print(line, flush=True)
            if title == "fault":
                print(f"\nHoldfast found {found} of {len(cases)}.\n")
            else:
                print(f"\nHoldfast raised {alarmed} false alarms on {len(cases)}.\n")


def decode(path: Path) -> None:
    """Decode pictures and sound, and do nothing with them."""
    with av.open(str(path)) as container:
        container.streams.video[0].thread_type = "FRAME"
        for packet in container.demux():
            packet.decode()


def timed(work: Callable[[], object]) -> tuple[float, float]:
    """Give the seconds on the wall and of the processor that some work takes."""
    wall, spent = time.perf_counter(), time.process_time()
    work()
    return time.perf_counter() - wall, time.process_time() - spent


def cost(seconds: float, rounds: int) -> None:
    """Print what an examination costs, as a ratio to decoding alone in the same round."""
    with tempfile.TemporaryDirectory(prefix="holdfast-bench-") as name:
        options = {"preset": "veryfast", "b": "4M"}
        path = make(
            Path(name) / "1080.mp4",
            Plan(seconds=seconds, width=1920, height=1080, encoder=options),
        )
        walls, spents = [], []
        for _ in range(rounds):
            base_wall, base_spent = timed(lambda: decode(path))
            wall, spent = timed(lambda: examine(path))
            walls.append(wall / base_wall)
            spents.append(spent / base_spent)
        print(f"1080 lines, {seconds:.0f} s of recording, {rounds} rounds, median and range:")
        for title, ratios in (("wall", walls), ("processor", spents)):
            middle = statistics.median(ratios)
            print(
                f"  examine ÷ decode, {title}: {middle:.2f} ({min(ratios):.2f}-{max(ratios):.2f})"
            )


def main() -> None:
    """Print the table, then the cost."""
    options = argparse.ArgumentParser(description=__doc__.partition("\n")[0] if __doc__ else "")
    options.add_argument("--seconds", type=float, default=60.0)
    options.add_argument("--rounds", type=int, default=5)
    chosen = options.parse_args()
    if shutil.which("ffmpeg") and shutil.which("mediainfo"):
        faults(chosen.seconds)
    else:
        print("ffmpeg and mediainfo are not installed: no table of faults.")
    cost(chosen.seconds / 2, chosen.rounds)


if __name__ == "__main__":
    main()
