# SPDX-License-Identifier: Apache-2.0
"""What each act of the programme is called in a sentence that goes on from a person's name.

Promises: words are those written at the event; nothing is said that the entry does not hold.
"""

from __future__ import annotations

from typing import TYPE_CHECKING, Any, Final

if TYPE_CHECKING:
    from collections.abc import Callable, Mapping

SENTENCES: Final[Mapping[str, Callable[[Mapping[str, Any]], str]]] = {
    "isolation.record": lambda _: "recorded a network test of a technology",
}
