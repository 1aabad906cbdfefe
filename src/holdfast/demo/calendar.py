# SPDX-License-Identifier: Apache-2.0
"""The invented days of the demonstration, lived in their order.

Promises: acts run by their moment, earliest first, so that the ledger reads like one that was kept
day by day, and the gate meets a clock that never goes back.
"""

from __future__ import annotations

from dataclasses import dataclass, field
from datetime import timedelta
from typing import TYPE_CHECKING

if TYPE_CHECKING:
    from collections.abc import Callable
    from datetime import datetime

    Act = Callable[[datetime], object]


@dataclass(slots=True)
class Calendar:
    """What is to happen when; `words` are told as it begins."""

    _acts: list[tuple[datetime, int, str, Act]] = field(default_factory=list)

    def on(self, moment: datetime, act: Act, words: str = "") -> None:
        """Have the act happen at the moment; acts of one moment keep the order they came in."""
        self._acts.append((moment, len(self._acts), words, act))

    def after(
        self, founded: datetime, days: int, act: Act, words: str = "", *, before: datetime
    ) -> None:
        """Have the act happen so many days after the founding, if that is a while `before`."""
        moment = founded + timedelta(days=days, hours=2)
        if moment < before - timedelta(hours=1):
            self.on(moment, act, words)

    def live(self, tell: Callable[[str], None]) -> None:
        """Let it all happen."""
        for moment, _, words, act in sorted(self._acts, key=lambda one: one[:2]):
            if words:
                tell(words)
            act(moment)
        self._acts.clear()
