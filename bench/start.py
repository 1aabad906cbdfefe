# SPDX-License-Identifier: Apache-2.0
"""How long the offline commands take to start, beside the interpreter alone.

    python bench/start.py [--rounds 9]

Prints the fastest and the median wall time of each, in one run, taken in turns. The budget is
0.3 s (docs/architecture.md): an officer who asks one question should not wait for a framework.
"""

from __future__ import annotations

import argparse
import statistics
import subprocess
import sys
import tempfile
import time
from pathlib import Path

BUDGET_S = 0.3


def wall_seconds(command: list[str]) -> float:
    """Give how long the command took, whatever it answered."""
    begun = time.perf_counter()
    subprocess.run(command, capture_output=True, check=False)
    return time.perf_counter() - begun


def main() -> int:
    """Print the table; 1 when a median is over the budget."""
    parser = argparse.ArgumentParser(description=__doc__)
    parser.add_argument("--rounds", type=int, default=9)
    rounds = parser.parse_args().rounds
    with tempfile.TemporaryDirectory() as folder:
        note = Path(folder, "note.SRT")
        note.write_text("1\n00:00:00,000 --> 00:00:01,000\nGPS(174.7,-41.2,9) BAROMETER:1.0\n")
        ours = [sys.executable, "-m", "holdfast"]
        commands = {
            "the interpreter alone": [sys.executable, "-c", "pass"],
            "holdfast --help": [*ours, "--help"],
            "holdfast read": [*ours, "read", str(note), "--json"],
            "holdfast verify": [*ours, "verify", folder, "--json"],
        }
        times: dict[str, list[float]] = {name: [] for name in commands}
        for _ in range(rounds):
            for name, command in commands.items():
                times[name].append(wall_seconds(command))
    print(f"budget {BUDGET_S} s\n| command | fastest | median |\n|---|---|---|")
    for name, taken in times.items():
        print(f"| {name} | {min(taken):.3f} s | {statistics.median(taken):.3f} s |")
    return int(any(statistics.median(taken) > BUDGET_S for taken in times.values()))


if __name__ == "__main__":
    sys.exit(main())
