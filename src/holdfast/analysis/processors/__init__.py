# SPDX-License-Identifier: Apache-2.0
"""The processors there are: a closed list, so that a child process runs nothing else.

reading         what the file says of itself (finding)
thumbnail       a JPEG of at most `size` pixels, of a photograph or of a video (derivative)
poster          a JPEG of at most 1280 pixels of a video's first clear picture (derivative)
playable        H.264/AAC MP4 of at most `height` lines, index first, of a video (derivative)
viewable        a JPEG of at most `size` pixels that every browser shows (derivative)
isolation       which destinations outside captures of a device's traffic show (finding)
release-review  what leaves with the file besides what is pictured and heard (JSON, derivative)
cleaning        a copy without it, pictures and sound unchanged (derivative)
integrity       whether a recording is whole, and where it is not (JSON, derivative)
salvage         a playable copy of what is left of a harmed one, never encoded (derivative)
filmstrip       small pictures of a video at even times, in one JPEG (derivative)
waveform        how loud a recording is over its time (JSON, derivative)
clip            a stretch of a recording as an MP4 of its own (derivative)
motion          what moves in a recording of a fixed camera: tracks (NumPy arrays, derivative)
synopsis        the tracks of a question shown together in a short video (derivative)
sync            where another recording lies on this one's clock, by sound (JSON, derivative)
"""

from __future__ import annotations

from dataclasses import dataclass, field
from importlib import import_module
from typing import TYPE_CHECKING, Final

from holdfast.analysis.errors import UnknownProcessorError, UnregisteredProcessorError
from holdfast.analysis.job import Limits, Setting
from holdfast.gate.own import own_technology

if TYPE_CHECKING:
    from collections.abc import Callable, Mapping, Sequence
    from pathlib import Path

    from holdfast.analysis.job import Source

    Work = Callable[
        [Source, Sequence[Source], Mapping[str, Setting], Path | None], Mapping[str, object]
    ]


@dataclass(frozen=True, slots=True)
class Processor:
    """A named tool at a named version with its settings. It is a technology on the register.

    `module` holds `process(source, companions, settings, output) -> finding`. It is imported in
    the child process only, so that naming a processor loads no codec. `batch` is how many pieces
    of work share one start of the engine's process. `analyses`: it looks for something in a
    recording, so it never runs on a quarantined item; making a picture to look at does not.
    `keyed` are the settings that a person chooses: each choice is a result of its own. `resumes`: it
    keeps what is finished in a folder beside its output (the output's name ending in ".kept"), so
    that a stopped run goes on where it was, and a page can show how far it is (which is all that a
    synopsis keeps).
    Raises UnregisteredProcessorError unless `technology` is one of `holdfast.gate.own`.
    """

    name: str
    version: str
    technology: str
    module: str
    media_type: str | None
    defaults: Mapping[str, Setting] = field(default_factory=dict)
    limits: Limits = field(default_factory=Limits)
    batch: int = 64
    analyses: bool = True
    keyed: tuple[str, ...] = ()
    resumes: bool = False

    def __post_init__(self) -> None:
        known = own_technology(self.technology)
        if known is None or known.kind != "processor":
            raise UnregisteredProcessorError(
                f"The processor {self.name!r} is no technology on the register "
                f"({self.technology!r}). Nothing was run. Give it a row in gate/own.toml first."
            )

    def load(self) -> Work:
        """Import the processor's code; for the child process."""
        work: Work = import_module(self.module).process
        return work


def _of_video(cpu: int, output: int) -> Limits:
    return Limits(
        memory_bytes=3 << 30, cpu_seconds=cpu, wall_seconds=float(cpu), output_bytes=output
    )


PROCESSORS: Final[Mapping[str, Processor]] = {
    processor.name: processor
    for processor in (
        Processor(
            "reading",
            "1",
            "holdfast-reading",
            "holdfast.analysis.processors.reading",
            None,
            analyses=False,
        ),
        Processor(
            "thumbnail",
            "1",
            "holdfast-thumbnail",
            "holdfast.analysis.processors.thumbnail",
            "image/jpeg",
            {"size": 360},
            analyses=False,
        ),
        Processor(
            "poster",
            "1",
            "holdfast-poster",
            "holdfast.analysis.processors.thumbnail",
            "image/jpeg",
            {"size": 1280},
            analyses=False,
        ),
        Processor(
            "viewable",
            "1",
            "holdfast-viewable",
            "holdfast.analysis.processors.thumbnail",
            "image/jpeg",
            {"size": 2048},
            analyses=False,
        ),
        Processor(
            "playable",
            "2",
            "holdfast-playable",
            "holdfast.analysis.processors.playable",
            "video/mp4",
            {"height": 720, "quality": 23, "stream": -1},
            _of_video(4 * 3600, 8 << 30),
            batch=1,
            analyses=False,
            keyed=("stream",),
        ),
        Processor(
            "isolation",
            "1",
            "holdfast-isolation",
            "holdfast.analysis.processors.isolation",
            None,
            {"device": "", "phases": "", "flights": "", "hosts": ""},
            Limits(memory_bytes=3 << 30, cpu_seconds=2 * 3600, wall_seconds=2 * 3600.0),
            batch=1,
        ),
        Processor(
            "release-review",
            "1",
            "holdfast-release-review",
            "holdfast.analysis.processors.release_review",
            "application/json",
            limits=_of_video(3600, 64 << 20),
            batch=1,
            analyses=False,
        ),
        Processor(
            "cleaning",
            "1",
            "holdfast-cleaning",
            "holdfast.analysis.processors.cleaning",
            "application/octet-stream",
            limits=_of_video(3600, 64 << 30),
            batch=1,
            analyses=False,
        ),
        Processor(
            "integrity",
            "1",
            "holdfast-integrity",
            "holdfast.analysis.processors.integrity",
            "application/json",
            {"beside": "", "decode_minutes": 90, "threads": 2},
            # Two threads decode, so that processor time runs ahead of the clock.
            Limits(memory_bytes=4 << 30, cpu_seconds=5 * 3600, wall_seconds=3 * 3600.0),
            batch=1,
            analyses=False,
        ),
        Processor(
            "salvage",
            "1",
            "holdfast-salvage",
            "holdfast.analysis.processors.salvage",
            "application/octet-stream",
            limits=_of_video(4 * 3600, 256 << 30),
            batch=1,
            analyses=False,
        ),
        Processor(
            "filmstrip",
            "1",
            "holdfast-filmstrip",
            "holdfast.analysis.processors.filmstrip",
            "image/jpeg",
            {"pictures": 60, "height": 90},
            _of_video(1800, 64 << 20),
            batch=1,
            analyses=False,
        ),
        Processor(
            "waveform",
            "1",
            "holdfast-waveform",
            "holdfast.analysis.processors.waveform",
            "application/json",
            {"points": 2000},
            _of_video(3600, 16 << 20),
            batch=1,
            analyses=False,
        ),
        Processor(
            "clip",
            "1",
            "holdfast-clip",
            "holdfast.analysis.processors.clip",
            "video/mp4",
            {"from_s": 0.0, "until_s": 0.0, "label": "", "sought": True},
            _of_video(4 * 3600, 8 << 30),
            batch=1,
            analyses=False,
            keyed=("from_s", "until_s", "label"),
        ),
        Processor(
            "motion",
            "2",
            "holdfast-motion",
            "holdfast.analysis.processors.motion",
            "application/octet-stream",
            {"workers": 2},
            Limits(
                memory_bytes=4 << 30,
                cpu_seconds=12 * 3600,
                wall_seconds=8 * 3600.0,
                output_bytes=4 << 30,
            ),
            batch=1,
            resumes=True,
        ),
        Processor(
            "synopsis",
            "1",
            "holdfast-synopsis",
            "holdfast.analysis.processors.synopsis",
            "video/mp4",
            {
                "asked": "",
                "density": 0.1,
                "longest_s": 0.0,
                "began": "",
                "zone": "",
                "threads": 2,
            },
            _of_video(8 * 3600, 8 << 30),
            batch=1,
            keyed=("asked", "density", "longest_s", "began", "zone"),
        ),
        Processor(
            "sync",
            "1",
            "holdfast-sync",
            "holdfast.analysis.processors.sync",
            "application/json",
            limits=_of_video(2 * 3600, 16 << 20),
            batch=1,
        ),
    )
}


def processor_named(name: str, registry: Mapping[str, Processor] = PROCESSORS) -> Processor:
    """Give the processor of that name. Raises UnknownProcessorError."""
    if name not in registry:
        raise UnknownProcessorError(
            f"There is no processor called {name!r}. Nothing was run. "
            f"The processors are: {', '.join(registry)}."
        )
    return registry[name]
