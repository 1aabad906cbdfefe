# SPDX-License-Identifier: Apache-2.0
"""How fast, and how truly, an hour of subtitle telemetry is read.

`python bench/srt.py` writes one hour at 30 cues a second in several dialects (a flight whose every
position is known) and reads each with Holdfast and with dji-drone-metadata-embedder, if its
command `dji-embed` is installed or named by `--peer`. Both run as whole processes that write what
they found to a file; "in process" is the reading alone, which the budget of 0.5 s is about. A
position counts as right when it lies within 0.0001 degrees of the truth, in the right order.
"""

from __future__ import annotations

import argparse
import json
import random
import shutil
import subprocess
import sys
import tempfile
import time
from datetime import datetime
from pathlib import Path

from holdfast.demo.card.flight import PLACES, Flight, invent_flight
from holdfast.demo.card.subtitles import write_subtitles
from holdfast.readers import read

BUDGET = 0.5
CLOSE = 0.0001
OURS = (
    "import json, sys; from pathlib import Path; from holdfast.readers import read;"
    "Path(sys.argv[2]).write_text(json.dumps(read(Path(sys.argv[1])).to_json()))"
)


def right(found: list[tuple[float, float]], flight: Flight, hertz: int) -> int:
    """Count positions (latitude, longitude) that are where the aircraft was."""
    count = 0
    for index, (lat, lon) in enumerate(found):
        truth = flight.moment(index / hertz)
        count += abs(lat - truth.latitude) <= CLOSE and abs(lon - truth.longitude) <= CLOSE
    return count


def timed(command: list[str]) -> float:
    """Run a command and give its seconds; infinite when it fails."""
    begun = time.perf_counter()
    done = subprocess.run(command, capture_output=True, check=False)
    return time.perf_counter() - begun if done.returncode == 0 else float("inf")


def ours(path: Path, out: Path) -> tuple[float, float, list[tuple[float, float]]]:
    """Read in process and as a process; give both times and the positions."""
    best = float("inf")
    for _ in range(3):
        begun = time.perf_counter()
        reading = read(path)
        best = min(best, time.perf_counter() - begun)
        del reading
    whole = timed([sys.executable, "-c", OURS, str(path), str(out)])
    track = json.loads(out.read_text())["track"]
    return best, whole, [(point["lat"], point["lon"]) for point in track]


def peers(command: str, path: Path, out: Path) -> tuple[float, list[tuple[float, float]]]:
    """Let the peer write GeoJSON; give its time and the positions as the format defines them."""
    took = timed([command, "convert", "geojson", "-o", str(out), str(path)])
    found: list[tuple[float, float]] = []
    if out.exists():
        for feature in json.loads(out.read_text())["features"]:
            geometry = feature["geometry"] or {"type": "", "coordinates": []}
            if geometry["type"] == "LineString":
                found += [(point[1], point[0]) for point in geometry["coordinates"]]
    return took, found


def main() -> None:
    """Measure and print the table."""
    options = argparse.ArgumentParser(description=__doc__.partition("\n")[0] if __doc__ else "")
    options.add_argument("--dialects", default="A,B,C,E,G,H")
    options.add_argument("--seconds", type=int, default=3600)
    options.add_argument("--hertz", type=int, default=30)
    options.add_argument("--peer", default=shutil.which("dji-embed"))
    chosen = options.parse_args()
    start = datetime(2026, 1, 17, 10, 4, 12)  # noqa: DTZ001 - an aircraft's clock has no zone
    flight = invent_flight(random.Random(1), PLACES[0], start)  # noqa: S311 - an invention
    total = chosen.seconds * chosen.hertz
    print(f"{total:,} cues; in process ≤ {BUDGET} s is the budget")
    print("| dialect | in process | as a process | right | peer | peer right | peer ÷ ours |")
    print("|---|---|---|---|---|---|---|")
    with tempfile.TemporaryDirectory(prefix="holdfast-bench-") as name:
        folder = Path(name)
        for code in chosen.dialects.split(","):
            path = folder / "DJI_0001.SRT"
            text = write_subtitles(flight, dialect=code, seconds=chosen.seconds, hertz=chosen.hertz)
            path.write_bytes(text.encode())
            best, whole, found = ours(path, folder / "ours.json")
            row = (
                f"| {code} | {best:.2f} s | {whole:.2f} s | {right(found, flight, chosen.hertz):,}"
            )
            if chosen.peer:
                out = folder / "peer.json"
                took, theirs = peers(chosen.peer, path, out)
                row += f" | {took:.2f} s | {right(theirs, flight, chosen.hertz):,}"
                row += f" | {took / whole:.1f} |"
                out.unlink(missing_ok=True)
            else:
                row += " | not installed | | |"
            print(row, flush=True)


if __name__ == "__main__":
    main()
