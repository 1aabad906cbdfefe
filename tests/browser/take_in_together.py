# SPDX-License-Identifier: Apache-2.0
"""Take in recordings of one scene: `python take_in_together.py HOME FOLDER`.

Two cameras hear and see the same scene, the second from 7.4 s on and with a wrong clock; two chapters
of a third; one without sound or time. Every picture carries the number of the moment that it shows
(25 a second), as ten squares along its upper edge, white for 1. Prints the case and items as JSON.
"""

from __future__ import annotations

import json
import sys
from pathlib import Path
from typing import Any

import av
import numpy as np

from analysis.sync.scenes import recorded, scene
from holdfast.analysis.sync import RATE, Sound
from holdfast.cli.session import enter

REFERENCE = "260203/0091"
LATER_S = 7.4
LENGTH_S = 24.0
FPS = 25
BITS = 10
WIDTH, HEIGHT = 320, 180


def picture(moment: int, ground: tuple[int, int, int]) -> np.ndarray:
    """Draw the moment: its number in squares, and a block that moves across."""
    drawn = np.full((HEIGHT, WIDTH, 3), ground, np.uint8)
    for bit in range(BITS):
        white = 255 if moment >> (BITS - 1 - bit) & 1 else 0
        drawn[:48, bit * 32 : bit * 32 + 32] = white
    left = moment % (WIDTH - 30)
    drawn[100:130, left : left + 30] = (240, 200, 40)
    return drawn


def film(
    path: Path, moments: range, sound: Sound | None, *, ground: tuple[int, int, int], at: str = ""
) -> Path:
    """Write the pictures of those moments with the sound of theirs."""
    with av.open(str(path), "w") as container:
        if at:
            container.metadata["creation_time"] = at
        video: Any = container.add_stream("libx264", rate=FPS)
        video.width, video.height, video.pix_fmt = WIDTH, HEIGHT, "yuv420p"
        video.gop_size = 25
        heard: Any = (
            None if sound is None else container.add_stream("aac", rate=RATE, layout="mono")
        )
        for number, moment in enumerate(moments):
            frame = av.VideoFrame.from_ndarray(picture(moment, ground), "rgb24")
            frame.pts = number
            container.mux(video.encode(frame))
        container.mux(video.encode(None))
        if heard is not None and sound is not None:
            for first in range(0, len(sound.samples), 1024):
                part = np.ascontiguousarray(sound.samples[None, first : first + 1024])
                samples = av.AudioFrame.from_ndarray(part, "s16", "mono")
                samples.sample_rate, samples.pts = RATE, first
                container.mux(heard.encode(samples))
            container.mux(heard.encode(None))
    return path


def folder_of_recordings(folder: Path) -> Path:
    """Write the recordings."""
    folder.mkdir(parents=True)
    talk = scene(LENGTH_S, 61)
    every = round(LENGTH_S * FPS)
    later = round(LATER_S * FPS)
    film(
        folder / "GATE.mp4", range(every), recorded(talk, seed=1), ground=(20, 60, 30),
        at="2026-02-03T09:00:00Z",
    )  # fmt: skip
    film(
        folder / "YARD.mp4", range(later, every), recorded(talk[round(LATER_S * RATE) :], seed=2),
        ground=(30, 30, 90), at="2026-02-03T09:31:00Z",
    )  # fmt: skip
    for number, moments in ((1, range(100, 200)), (2, range(200, 300))):
        film(
            folder / f"GX0{number}0009.MP4", moments, None, ground=(90, 30, 30),
            at="2026-02-03T09:00:04Z",
        )  # fmt: skip
    film(folder / "NO-TIME.mp4", range(50), None, ground=(60, 60, 60))
    return folder


def take_in_together(home_folder: Path, folder: Path) -> dict[str, object]:
    """Take the folder in as the exhibit officer."""
    folder_of_recordings(folder)
    home = enter(home_folder)

    from holdfast.accounts.models import Person
    from holdfast.oversight.uses import take_in_medium
    from holdfast.records.models import CaseItem, ItemFile

    actor = Person.objects.get(username="exhibit_officer")
    receipt = take_in_medium(
        home=home, actor=actor, path=folder, case=REFERENCE, purpose="investigation",
        medium_name="two phones", whose="outside",
    )  # fmt: skip
    files = ItemFile.objects.filter(role="main", item__acquisition=receipt)
    return {
        "case": CaseItem.objects.filter(case__reference=REFERENCE)[0].case_id,
        "items": {one.path.rpartition("/")[2]: one.item_id for one in files},
    }


if __name__ == "__main__":
    print(json.dumps(take_in_together(Path(sys.argv[1]), Path(sys.argv[2]))))  # noqa: T201 # its answer
