# SPDX-License-Identifier: Apache-2.0
"""The warm template process: waits for a job, forks a child for it, tells how the child ended.

Run as `python -m holdfast.analysis.template_main` by `template.py`, never by a person. It speaks
JSON lines on its standard input and output. The template itself never opens an evidence file; the
child, confined, opens one and ends. It ends itself, with its child, when its input closes.
"""

from __future__ import annotations

import json
import os
import select
import signal
import sys
import time
from pathlib import Path
from typing import TYPE_CHECKING, Any, Final, NoReturn

from holdfast.analysis import confine
from holdfast.analysis.errors import (
    DamagedContentError,
    EncryptedError,
    NothingToDoError,
    UnableError,
    UnsupportedError,
)
from holdfast.analysis.job import Limits, Source, State
from holdfast.analysis.processors import PROCESSORS, processor_named

if TYPE_CHECKING:
    from collections.abc import Mapping

    from holdfast.analysis.processors import Processor, Work

_STATES: Final[Mapping[type[UnableError], State]] = {
    NothingToDoError: State.NOTHING_TO_DO,
    EncryptedError: State.ENCRYPTED,
    DamagedContentError: State.DAMAGED,
    UnsupportedError: State.UNSUPPORTED,
}


def main(registry: Mapping[str, Processor] = PROCESSORS) -> int:
    """Serve jobs for the processors of the registry until the input closes."""
    jobs, answers = _take_over_pipes()
    network = confine.leave_network()
    held = confine.isolation(network=network, filtered=_filter_holds())
    _say(answers, _line({"isolation": held}))
    for line in jobs:
        asked = json.loads(line)
        limits = Limits(**asked["limits"])
        work = processor_named(asked["processor"], registry).load()
        _say(answers, _line(_run(asked, work, limits, jobs.fileno())))
    return 0


def _take_over_pipes() -> tuple[Any, int]:
    """Keep the pipes for ourselves, so that a library that prints disturbs nothing."""
    jobs, answers = os.dup(0), os.dup(1)
    nothing = os.open(os.devnull, os.O_RDWR)
    for descriptor in (0, 1, 2):
        os.dup2(nothing, descriptor)
    return os.fdopen(jobs, "rb", buffering=0), answers


def _filter_holds() -> bool:
    """Try the filter in a child, because it cannot be taken off again."""
    child = os.fork()
    if child == 0:
        os._exit(0 if confine.filter_system_calls() else 1)
    return os.waitstatus_to_exitcode(os.waitpid(child, 0)[1]) == 0


def _say(answers: int, data: bytes) -> None:
    while data:
        data = data[os.write(answers, data) :]


def _run(asked: Mapping[str, Any], work: Work, limits: Limits, jobs: int) -> dict[str, object]:
    """Fork, wait within the limits, and put the end into words."""
    begun = time.monotonic()
    reading, writing = os.pipe()
    child = os.fork()
    if child == 0:
        os.close(reading)
        os.close(jobs)
        _work(asked, work, limits, writing)
    os.close(writing)
    data, broken = _listen(child, reading, jobs, limits, begun + limits.wall_seconds)
    os.close(reading)
    ended = os.waitstatus_to_exitcode(os.waitpid(child, 0)[1])
    if broken or not data.endswith(b"\n"):
        answer: dict[str, object] = {
            "state": State.FAILED, "reason": broken or _death(ended, limits)
        }  # fmt: skip
    else:
        answer = json.loads(data)
    return answer | {"seconds": round(time.monotonic() - begun, 4)}


def _listen(child: int, reading: int, jobs: int, limits: Limits, until: float) -> tuple[bytes, str]:
    """Read the child's answer; kill it and say why when it goes beyond a limit."""
    parts: list[bytes] = []
    size = 0
    poll = select.poll()
    poll.register(reading, select.POLLIN)
    poll.register(jobs, select.POLLHUP)
    while True:
        ready = poll.poll(max(0.0, until - time.monotonic()) * 1000)
        if not ready:
            os.kill(child, signal.SIGKILL)
            return b"", f"it did not end within {limits.wall_seconds:g} seconds"
        if any(descriptor == jobs and event & select.POLLHUP for descriptor, event in ready):
            os.kill(child, signal.SIGKILL)
            sys.exit(0)
        if any(descriptor == reading for descriptor, _event in ready):
            part = os.read(reading, 1 << 16)
            if not part:
                break
            parts.append(part)
            size += len(part)
            if size > limits.answer_bytes:
                os.kill(child, signal.SIGKILL)
                return b"", f"its answer is longer than {_mebibytes(limits.answer_bytes)}"
    # The answer's end is the child's end, or nearly: one that stays is one that hangs.
    waiting = os.pidfd_open(child)
    if not select.select([waiting], [], [], max(1.0, until - time.monotonic()))[0]:
        os.kill(child, signal.SIGKILL)
    os.close(waiting)
    return b"".join(parts), ""


def _death(ended: int, limits: Limits) -> str:
    """Why a child ended without an answer."""
    if ended in {-signal.SIGXCPU, -signal.SIGKILL}:
        return f"it used more than {limits.cpu_seconds} seconds of processor time"
    if ended < 0:
        return f"the program that opened it crashed ({signal.Signals(-ended).name})"
    return f"the program that opened it ended without an answer (status {ended})"


def _work(asked: Mapping[str, Any], work: Work, limits: Limits, writing: int) -> NoReturn:
    """In the child: confine, work, answer, end."""
    confine.die_with_parent()
    output = Path(os.fsdecode(bytes.fromhex(asked["output"]))) if asked["output"] else None
    confine.limit(limits, writes=output is not None)
    confine.filter_system_calls()
    source, *companions = (
        Source(one["sha256"], Path(os.fsdecode(bytes.fromhex(one["path"]))), one["name"])
        for one in asked["sources"]
    )
    try:
        finding = work(source, companions, asked["settings"], output)
        answer = _line({"state": State.DONE, "reason": "", "finding": finding})
    except UnableError as unable:
        state = _STATES.get(type(unable), State.FAILED)
        answer = _line({"state": state, "reason": str(unable)})
    except MemoryError:
        answer = _failed(f"it asked for more memory than {_mebibytes(limits.memory_bytes)}")
    except BaseException as error:  # noqa: BLE001 # the edge of a process: what went wrong is the answer
        answer = _failed(f"{type(error).__name__}: {error}")
    _say(writing, answer)
    os._exit(0)


def _failed(reason: str) -> bytes:
    return _line({"state": State.FAILED, "reason": reason})


def _line(answer: Mapping[str, object]) -> bytes:
    return json.dumps(answer, separators=(",", ":")).encode() + b"\n"


def _mebibytes(size: int) -> str:
    return f"{size / (1 << 20):g} MiB"


if __name__ == "__main__":
    sys.exit(main())
