# SPDX-License-Identifier: Apache-2.0
"""Keeps warm templates from one batch of jobs to the next.

Starting one takes longer than reading a hundred small files. A template is lent to one thread at a
time; one that died is not kept; all end with the block.
"""

from __future__ import annotations

from contextlib import ExitStack, contextmanager
from queue import Empty, SimpleQueue
from typing import TYPE_CHECKING, Self

from holdfast.analysis.template import Template

if TYPE_CHECKING:
    from collections.abc import Iterator
    from types import TracebackType


class Shelf:
    """Templates that wait for the next batch; all of them end with the block."""

    def __init__(self) -> None:
        self._idle: SimpleQueue[Template] = SimpleQueue()
        self._started = ExitStack()

    def __enter__(self) -> Self:
        return self

    def __exit__(
        self,
        kind: type[BaseException] | None,
        error: BaseException | None,
        at: TracebackType | None,
    ) -> None:
        self._started.close()

    @contextmanager
    def lend(self) -> Iterator[Template]:
        """Lend a template for the block, a new one when none is idle."""
        try:
            template = self._idle.get_nowait()
        except Empty:
            template = self._started.enter_context(Template.start())
        yield template
        if not template.ended:
            self._idle.put(template)
