# SPDX-License-Identifier: Apache-2.0
"""Our end of a warm template process: start it, hand it jobs, end it.

Promises: `run` always gives an Outcome for a job, also when the template itself dies; a derivative
is hashed here, not by the process that made it; what a failed job left behind is removed.
"""

from __future__ import annotations

import hashlib
import json
import os
import select
import subprocess
import sys
from contextlib import suppress
from dataclasses import asdict, dataclass
from typing import IO, TYPE_CHECKING, Any, Final, Self

from holdfast.analysis.errors import EngineUnavailableError
from holdfast.analysis.job import Outcome, Provenance, State
from holdfast.analysis.processors import PROCESSORS, processor_named
from holdfast.gate import genuine

if TYPE_CHECKING:
    from collections.abc import Callable, Mapping, Sequence
    from types import TracebackType

    from holdfast.analysis.job import Job, Limits
    from holdfast.analysis.processors import Processor

# No proxy, no home, no configuration of the account reaches a processor.
_ENVIRONMENT: Final = {"PATH": os.defpath, "LANG": "C.UTF-8", "MALLOC_ARENA_MAX": "2"}
_COMMAND: Final = (sys.executable, "-I", "-B", "-m", "holdfast.analysis.template_main")
_GRACE_S: Final = 15.0


@dataclass(slots=True)
class Template:
    """A warm process that forks a confined child for each job."""

    process: subprocess.Popen[bytes]
    isolation: tuple[str, ...]
    registry: Mapping[str, Processor]

    @classmethod
    def start(
        cls,
        command: Sequence[str] = _COMMAND,
        registry: Mapping[str, Processor] = PROCESSORS,
    ) -> Self:
        """Start the process and hear what keeps its children in."""
        process = subprocess.Popen(
            command,
            bufsize=0,
            stdin=subprocess.PIPE,
            stdout=subprocess.PIPE,
            stderr=subprocess.DEVNULL,
            env=_ENVIRONMENT,
            start_new_session=True,
        )
        template = cls(process, (), registry)
        greeting = template._hear(_GRACE_S, lambda: False)
        if greeting is None:
            template.close()
            raise EngineUnavailableError(
                "The process that opens files apart from the rest could not be started. Evidence "
                "is unharmed; findings and pictures are missing until it can. Check the memory and "
                "the process limit of this account."
            )
        template.isolation = tuple(greeting["isolation"])
        return template

    def __enter__(self) -> Self:
        return self

    def __exit__(
        self,
        kind: type[BaseException] | None,
        error: BaseException | None,
        at: TracebackType | None,
    ) -> None:
        self.close()

    def close(self) -> None:
        """End the process and whatever it runs; does nothing the second time."""
        self.process.kill()
        self.process.wait()
        for pipe in (self.process.stdin, self.process.stdout):
            if pipe is not None:
                with suppress(BrokenPipeError):  # a question that was never heard
                    pipe.close()

    @property
    def ended(self) -> bool:
        """Whether the process is gone, so that another must be started for the next job."""
        return self.process.poll() is not None

    def run(self, job: Job, stopped: Callable[[], bool] = lambda: False) -> Outcome:
        """Run the job; `stopped` is asked a few times a second and ends the work when true."""
        processor = processor_named(job.processor, self.registry)
        genuine(job.permit).require(technology=processor.technology)
        limits = job.limits or processor.limits
        provenance = Provenance(
            tuple(source.sha256 for source in (job.source, *job.companions)),
            processor.name,
            processor.version,
            {**processor.defaults, **job.settings},
        )
        answer = self._ask(job, provenance, limits, stopped)
        state = State(answer["state"])
        seconds = float(answer.get("seconds", 0.0))
        reason = str(answer["reason"])
        if state is not State.DONE:
            _discard(job)
            return Outcome(state, provenance, reason, seconds=seconds)
        return _done(job, processor, provenance, answer["finding"], seconds)

    def _ask(
        self, job: Job, provenance: Provenance, limits: Limits, stopped: Callable[[], bool]
    ) -> dict[str, Any]:
        question = {
            "processor": provenance.processor,
            "settings": dict(provenance.settings),
            "limits": asdict(limits),
            "output": os.fsencode(job.output).hex() if job.output else None,
            "sources": [
                {"sha256": one.sha256, "path": os.fsencode(one.path).hex(), "name": one.name}
                for one in (job.source, *job.companions)
            ],
        }
        try:
            assert self.process.stdin is not None  # noqa: S101 # Popen was given a pipe
            _write_all(self.process.stdin, json.dumps(question).encode() + b"\n")
        except OSError:
            return {"state": State.FAILED, "reason": "the engine's process had ended"}
        answer = self._hear(limits.wall_seconds + _GRACE_S, stopped)
        if answer is None:
            self.process.kill()
            self.process.wait()
            reason = "the work was stopped" if stopped() else "the engine's process ended"
            return {"state": State.FAILED, "reason": reason}
        return answer

    def _hear(self, seconds: float, stopped: Callable[[], bool]) -> dict[str, Any] | None:
        """One line of the process, or None when it ends, is late, or the work is stopped."""
        assert self.process.stdout is not None  # noqa: S101 # Popen was given a pipe
        pipe = self.process.stdout.fileno()
        parts: list[bytes] = []
        left = seconds
        while left > 0:
            if stopped():
                return None
            if not select.select([pipe], [], [], min(left, 0.2))[0]:
                left -= 0.2
                continue
            part = os.read(pipe, 1 << 20)
            if not part:
                return None
            parts.append(part)
            if part.endswith(b"\n"):
                answer: dict[str, Any] = json.loads(b"".join(parts))
                return answer
        return None


def _write_all(pipe: IO[bytes], data: bytes) -> None:
    while data:
        data = data[pipe.write(data) :]


def _discard(job: Job) -> None:
    if job.output is not None:
        job.output.unlink(missing_ok=True)


def _done(
    job: Job,
    processor: Processor,
    provenance: Provenance,
    finding: dict[str, object],
    seconds: float,
) -> Outcome:
    if job.output is None:
        return Outcome(State.DONE, provenance, finding=finding, seconds=seconds)
    if not job.output.is_file():
        return Outcome(State.FAILED, provenance, "it wrote no file", seconds=seconds)
    with job.output.open("rb") as made:
        digest = hashlib.file_digest(made, "sha256").hexdigest()
    return Outcome(
        State.DONE,
        provenance,
        finding=finding,
        output=job.output,
        output_sha256=digest,
        output_size=job.output.stat().st_size,
        media_type=processor.media_type,
        seconds=seconds,
    )
