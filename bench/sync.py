# SPDX-License-Identifier: Apache-2.0
"""How exactly two recordings are put on one clock, and how often that is rightly refused.

    python bench/sync.py [--talk FILE] [--peer PYTHON]

Every scene is drawn (or cut from --talk, a recording of speech), so the truth is known: noise of
the microphone's own, echo, a clock that drifts, a short overlap, and pairs that have nothing to do
with each other. `--peer` is the Python of an environment with audio-offset-finder in it.
"""

from __future__ import annotations

import argparse
import json
import subprocess
import sys
import tempfile
import time
import wave
from pathlib import Path

sys.path.insert(0, str(Path(__file__).resolve().parents[1] / "tests"))

import numpy as np

from analysis.sync.scenes import drifting, echoing, recorded, ringing, scene
from holdfast.analysis.sync import RATE, Sound, align_sounds, read_sound

_TRIES = 12
_PEER = """
import json, sys
from audio_offset_finder.audio_offset_finder import find_offset_between_files
for line in sys.stdin:
    a, b = json.loads(line)
    try:
        found = find_offset_between_files(a, b)
        print(json.dumps([float(found["time_offset"]), float(found["standard_score"])]), flush=True)
    except Exception as error:
        print(json.dumps([None, str(error)[:60]]), flush=True)
"""
_PEER_SURE = 10.0
_RIGHT_S = 0.02


def _pairs(talk: np.ndarray | None, seed: int) -> dict[str, tuple[Sound, Sound, float | None]]:
    """Give, by its name, a pair of recordings and where the second begins (None: nowhere)."""
    draw = np.random.default_rng(seed)
    whole = scene(150, seed) if talk is None else talk
    length = len(whole) / RATE
    start = float(draw.uniform(2, length / 3))
    part = whole[round(start * RATE) :]
    start = round(start * RATE) / RATE
    power = float(np.sqrt(np.mean(whole**2)))

    def pair(
        b: np.ndarray, at: float | None, noise: float = 0.02
    ) -> tuple[Sound, Sound, float | None]:
        level = noise * power
        return (
            recorded(whole, noise=level, seed=seed),
            recorded(b, noise=level, seed=seed + 500),
            at,
        )

    short = min(12.0, length / 4)
    other = scene(length, seed + 9000)
    return {
        "clean": pair(part, start),
        "noise as loud as the talk": pair(part, start, 1.0),
        "noise twice as loud": pair(part, start, 2.0),
        "echo 40 ms, 0.7 as loud": pair(echoing(part, 0.04, 0.7), start, 0.3),
        "echo 40 ms, as loud": pair(echoing(part, 0.04, 1.0), start, 0.3),
        "echo 40 ms, twice as loud": pair(echoing(part, 0.04, 2.0), start, 0.3),
        "echo 40 ms, as loud, noise twice as loud": pair(echoing(part, 0.04, 1.0), start, 2.0),
        "a room that rings for half a second": pair(ringing(part, 0.5, seed), start, 0.3),
        "echo 13 ms, as loud, noise": pair(echoing(part, 0.013, 1.0), start, 0.7),
        "such an echo in the first": (
            recorded(echoing(whole, 0.04, 1.0), noise=0.3 * power, seed=seed),
            recorded(part, noise=0.3 * power, seed=seed + 500),
            start,
        ),
        "one in each, 40 and 27 ms": (
            recorded(echoing(whole, 0.027, 1.0), noise=0.3 * power, seed=seed),
            recorded(echoing(part, 0.04, 1.0), noise=0.3 * power, seed=seed + 500),
            start,
        ),
        "such an echo in both": (
            recorded(echoing(whole, 0.04, 1.0), noise=0.3 * power, seed=seed),
            recorded(echoing(part, 0.04, 1.0), noise=0.3 * power, seed=seed + 500),
            start,
        ),
        "drift +145 ppm": pair(drifting(part, 145), start, 0.1),
        "drift -60 ppm, noise": pair(drifting(part, -60), start, 0.7),
        f"overlap of {short:.0f} s": pair(
            np.concatenate([whole[-round(short * RATE) :], other[: round(60 * RATE)]]),
            length - short,
        ),
        "unrelated": pair(other, None),
        "unrelated, noise": pair(other, None, 1.0),
    }


def main() -> int:
    """Print the table."""
    asked = argparse.ArgumentParser()
    asked.add_argument("--talk", type=Path)
    asked.add_argument("--peer", type=Path)
    given = asked.parse_args()
    talk = read_sound(given.talk).samples.astype(float) if given.talk else None
    ours: dict[str, list[tuple[float | None, float | None]]] = {}
    theirs: dict[str, list[tuple[float | None, float | None]]] = {}
    unsure: dict[str, int] = {}
    seconds, cost = 0.0, 0.0
    with tempfile.TemporaryDirectory() as folder:
        for seed in range(_TRIES):
            for name, (a, b, truth) in _pairs(talk, seed).items():
                begun = time.process_time()
                found = align_sounds(a, b)
                cost += time.process_time() - begun
                seconds += a.seconds + b.seconds
                ours.setdefault(name, []).append((found.offset_s, truth))
                unsure[name] = unsure.get(name, 0) + (found.unsure_s > 0)
                if given.peer:
                    theirs.setdefault(name, []).append((_ask(given.peer, folder, a, b), truth))
    print(
        f"{_TRIES} pairs each; {seconds / cost:,.0f} s of sound in a second of one core, decoded."
    )
    print(
        "| pair | right within 20 ms | wrong | refused | said to be unsure | median error |"
        + (" peer right | peer wrong | peer unsure |" if theirs else "")
    )
    print("|---|---|---|---|---|---|" + ("---|---|---|" if theirs else ""))
    for name, answers in ours.items():
        print(
            f"| {name} | {_told(answers, unsure[name])} |"
            + (f" {_told(theirs[name])} |" if theirs else "")
        )
    return 0


def _told(answers: list[tuple[float | None, float | None]], unsure: int | None = None) -> str:
    right = [
        abs(found - truth)
        for found, truth in answers
        if found is not None and truth is not None and abs(found - truth) <= _RIGHT_S
    ]
    refused = sum(found is None for found, _ in answers)
    wrong = len(answers) - refused - len(right)
    error = f"{np.median(right) * 1000:.2f} ms" if right else "-"
    cells = [str(len(right)), str(wrong), str(refused)]
    return " | ".join(cells if unsure is None else [*cells, str(unsure), error])


def _ask(python: Path, folder: str, a: Sound, b: Sound) -> float | None:
    names = []
    for name, sound in (("a", a), ("b", b)):
        path = Path(folder) / f"{name}.wav"
        with wave.open(str(path), "wb") as file:
            file.setnchannels(1)
            file.setsampwidth(2)
            file.setframerate(RATE)
            file.writeframes(sound.samples.tobytes())
        names.append(str(path))
    done = subprocess.run(
        [str(python), "-c", _PEER],
        input=json.dumps(names),
        capture_output=True,
        text=True,
        check=False,
    )
    found, score = json.loads(done.stdout.splitlines()[-1]) if done.stdout else (None, 0)
    return found if found is not None and score >= _PEER_SURE else None


if __name__ == "__main__":
    sys.exit(main())
