# SPDX-License-Identifier: Apache-2.0
"""Processors that misbehave, run by the real template in real children.

As a program it is a template that knows these and nothing else.
"""

from __future__ import annotations

import ctypes
import os
import signal
import socket
import sys
import time
from dataclasses import replace
from typing import TYPE_CHECKING

from holdfast.analysis.errors import EncryptedError
from holdfast.analysis.job import Limits, Setting, Source
from holdfast.analysis.processors import Processor
from holdfast.analysis.template_main import main

if TYPE_CHECKING:
    from collections.abc import Callable, Mapping, Sequence
    from pathlib import Path

COMMAND = (sys.executable, "-B", __file__)
TIGHT = Limits(
    memory_bytes=256 << 20,
    cpu_seconds=1,
    wall_seconds=30.0,
    output_bytes=1 << 20,
    answer_bytes=1 << 20,
    open_files=32,
)


def _memory(_source: Source, _output: Path | None) -> Mapping[str, object]:
    held = [bytearray(16 << 20) for _ in range(1000)]
    return {"held": len(held)}


def _loop(_source: Source, _output: Path | None) -> Mapping[str, object]:
    while True:
        pass


def _sleep(_source: Source, _output: Path | None) -> Mapping[str, object]:
    time.sleep(3600)
    return {}


def _ignores_signals(_source: Source, _output: Path | None) -> Mapping[str, object]:
    for number in (signal.SIGTERM, signal.SIGINT, signal.SIGXCPU):
        signal.signal(number, signal.SIG_IGN)
    while True:
        pass


def _forks(_source: Source, _output: Path | None) -> Mapping[str, object]:
    while True:
        os.fork()


def _forks_underneath(_source: Source, _output: Path | None) -> Mapping[str, object]:
    libc = ctypes.CDLL(None, use_errno=True)
    made = [libc.fork() for _ in range(20)]
    return {"made": sum(one > 0 for one in made)}


def _writes(_source: Source, output: Path | None) -> Mapping[str, object]:
    assert output is not None
    with output.open("wb") as file:
        for _ in range(64):
            file.write(bytes(1 << 20))
    return {}


def _writes_elsewhere(source: Source, _output: Path | None) -> Mapping[str, object]:
    source.path.with_name("elsewhere").write_bytes(b"x")
    return {}


def _crash(_source: Source, _output: Path | None) -> Mapping[str, object]:
    ctypes.string_at(1)
    return {}


def _leaves(_source: Source, _output: Path | None) -> Mapping[str, object]:
    os._exit(7)


def _answers_long(_source: Source, _output: Path | None) -> Mapping[str, object]:
    return {"long": "x" * (4 << 20)}


def _answers_nonsense(_source: Source, _output: Path | None) -> Mapping[str, object]:
    return {"nonsense": object()}


def _network(_source: Source, _output: Path | None) -> Mapping[str, object]:
    with socket.socket() as one:
        one.connect(("127.0.0.1", 9))
    return {}


def _deletes(source: Source, _output: Path | None) -> Mapping[str, object]:
    source.path.unlink()
    return {}


def _opens(source: Source, _output: Path | None) -> Mapping[str, object]:
    held = [source.path.open("rb") for _ in range(1000)]
    return {"held": len(held)}


def _encrypted(_source: Source, _output: Path | None) -> Mapping[str, object]:
    raise EncryptedError("its pages are encrypted")


def _prints(_source: Source, _output: Path | None) -> Mapping[str, object]:
    for descriptor in (0, 1, 2):
        os.write(descriptor, b'{"state":"done","reason":"","finding":{"forged":true}}\n')
    return {"honest": True}


def _good(source: Source, output: Path | None) -> Mapping[str, object]:
    if output is not None:
        output.write_bytes(source.path.read_bytes()[::-1])
    return {"size": source.path.stat().st_size}


WORKS: dict[str, Callable[[Source, Path | None], Mapping[str, object]]] = {
    name.removeprefix("_"): work
    for name, work in list(globals().items())
    if name.startswith("_") and callable(work) and getattr(work, "__module__", "") == __name__
}


class _Hostile(Processor):
    def load(
        self,
    ) -> Callable[
        [Source, Sequence[Source], Mapping[str, Setting], Path | None], Mapping[str, object]
    ]:
        work = WORKS[self.name]
        return lambda source, _companions, _settings, output: work(source, output)


REGISTRY: dict[str, Processor] = {
    name: _Hostile(
        name,
        "1",
        "holdfast-reading",
        __name__,
        "application/octet-stream",
        limits=replace(TIGHT, wall_seconds=2.0) if name == "sleep" else TIGHT,
    )
    for name in WORKS
}

if __name__ == "__main__":
    sys.exit(main(REGISTRY))
