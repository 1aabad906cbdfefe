# SPDX-License-Identifier: Apache-2.0
"""Keeps what is finished of an analysis, so that a stopped one goes on where it was.

Promises: what cannot be read whole is done again, never trusted: a file that was cut off is no zip,
and a damaged one fails its checksums. The folder's name is made of the original's digest, the
settings and the version, so that a result is never taken for another's. Nothing is renamed, so that
it works in a confined process too.
"""

from __future__ import annotations

import hashlib
import json
from dataclasses import dataclass, replace
from typing import TYPE_CHECKING, Final

from holdfast.analysis.errors import DamagedContentError
from holdfast.analysis.motion.joining import standing_alone
from holdfast.analysis.motion.store import (
    read_motion,
    read_picture,
    read_scene,
    read_tracks,
    write_motion,
    write_tracks,
)
from holdfast.analysis.motion.track import VERSION, Event, Motion
from holdfast.analysis.motion.watching import Watched

if TYPE_CHECKING:
    from collections.abc import Iterator
    from pathlib import Path

    from holdfast.analysis.motion.settings import Settings


_IN_A_CHUNK: Final = 1_000_000  # so that a track's number says of which chunk it is


@dataclass(frozen=True, slots=True)
class Kept:
    """A folder with what is finished of one analysis."""

    folder: Path

    @classmethod
    def at(cls, keep: Path, identity: str, settings: Settings) -> Kept:
        """Give the folder for an original of that digest and these settings; made when new."""
        said = json.dumps([VERSION, identity, settings.to_json()], sort_keys=True)
        folder = keep / f"motion-{hashlib.sha256(said.encode()).hexdigest()[:24]}"
        folder.mkdir(parents=True, exist_ok=True)
        return cls(folder)

    def result(self) -> Motion | None:
        """Give the finished analysis, None when there is none that can be read."""
        try:
            return read_motion(self.folder / "tracks.npz")
        except DamagedContentError:
            return None

    def keep_result(self, motion: Motion) -> None:
        """Write the finished analysis, and let go of its chunks."""
        write_motion(self.folder / "tracks.npz", motion)
        for one in (*self.folder.glob("chunk-*.npz"), self.folder / "outline.npz"):
            one.unlink(missing_ok=True)

    def keep_outline(self, motion: Motion) -> None:
        """Write what is known of the recording before its first chunk is watched."""
        write_motion(self.folder / "outline.npz", motion)

    def so_far(self) -> Motion | None:
        """Give the recording with the tracks of finished chunks; None before there is any.

        What a chunk's end cut in two is two tracks here, and is joined when all is done; until then
        a track's number says of which chunk it is, and is given again each time.
        """
        try:
            outline = read_motion(self.folder / "outline.npz")
        except DamagedContentError:
            return None
        least_s = outline.settings.get("least_s")
        tracks, events, analysed, analysed_s = [], [], 0, 0.0
        for number in self.finished():
            one = self.chunk(number, lean=True)
            if one is None:
                continue
            events += one.events
            analysed, analysed_s = analysed + one.analysed, analysed_s + one.analysed_s
            own = () if one.is_unsettled else one.tracks
            tracks += [
                replace(track, id=number * _IN_A_CHUNK + track.id, met=())
                for track in standing_alone(own, float(str(least_s)))
            ]
        return replace(
            outline,
            analysed=analysed,
            analysed_s=analysed_s,
            tracks=tuple(tracks),
            events=tuple(events),
        )

    def scene(self) -> bytes:
        """Give the JPEG of the empty scene. Raises DamagedContentError before it is known."""
        return read_scene(self.folder / "outline.npz")

    def picture(self, number: int) -> bytes:
        """Give the picture of a track that `so_far` gave. Raises KeyError, DamagedContentError."""
        chunk, inside = divmod(number, _IN_A_CHUNK)
        return read_picture(self._chunk(chunk), inside)

    def finished(self) -> tuple[int, ...]:
        """Give the numbers of the chunks that were written, in their order."""
        paths = sorted(self.folder.glob("chunk-*.npz"))
        return tuple(int(path.stem.removeprefix("chunk-")) for path in paths)

    def tell(self, stage: str, done_s: float, total_s: float) -> None:
        """Write how far the analysis is, for whoever looks in from outside."""
        said = {"stage": stage, "done_s": round(done_s, 1), "total_s": round(total_s, 1)}
        (self.folder / "progress.json").write_text(json.dumps(said), encoding="utf-8")

    def told(self) -> tuple[str, float, float] | None:
        """Give how far the analysis was when it wrote that last, None when that cannot be read."""
        try:
            said = json.loads((self.folder / "progress.json").read_bytes())
            return str(said["stage"]), float(said["done_s"]), float(said["total_s"])
        except (OSError, ValueError, KeyError, TypeError):
            return None

    def chunks(self) -> Iterator[Watched]:
        """Give the chunks that are finished, in their order."""
        for number in self.finished():
            if (found := self.chunk(number)) is not None:
                yield found

    def chunk(self, number: int, *, lean: bool = False) -> Watched | None:
        """Give a finished chunk, None when it is not finished or cannot be read."""
        try:
            head, tracks = read_tracks(self._chunk(number), lean=lean)
            return Watched(
                list(tracks),
                [Event(str(a), float(b), float(c)) for a, b, c in head["events"]],
                dict(head["left_out"]),
                int(head["analysed"]),
                float(head["analysed_s"]),
                int(head["unsettled"]),
            )
        except (DamagedContentError, KeyError, TypeError, ValueError):
            return None

    def keep_chunk(self, number: int, watched: Watched) -> None:
        """Write a finished chunk."""
        head = {
            "events": [[one.what, one.from_s, one.to_s] for one in watched.events],
            "left_out": watched.left_out,
            "analysed": watched.analysed,
            "analysed_s": watched.analysed_s,
            "unsettled": watched.unsettled,
        }
        write_tracks(self._chunk(number), head, watched.tracks)

    def _chunk(self, number: int) -> Path:
        return self.folder / f"chunk-{number:05d}.npz"
