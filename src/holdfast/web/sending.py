# SPDX-License-Identifier: Apache-2.0
"""What keeps the forms without an account usable: a limit by address and over all, and sent once.

Promises: counts are in the database's cache, as those of sign-in are, so they hold for every server
process; a limit that is reached records nothing and says so; a form that is sent twice (a second
press, a page loaded again) does its work once. Never keeps an address in the ledger.
"""

from __future__ import annotations

from dataclasses import dataclass
from hashlib import sha256
from typing import TYPE_CHECKING, Final

from allauth.core import ratelimit
from django.core.cache import cache

if TYPE_CHECKING:
    from collections.abc import Sequence

    from django.http import HttpRequest

# The limits themselves are in settings.ACCOUNT_RATE_LIMITS.
SENDING: Final = "public_send"
ASKING_AFTER: Final = "public_ask_after"
_EVERYBODY: Final = "everybody"
_KEPT_SECONDS: Final = 86_400


def within_limits(request: HttpRequest, action: str, *, count: bool = True) -> bool:
    """Say whether one more is within the limits, and count it unless told otherwise."""
    return bool(ratelimit.consume(request, action=action, key=_EVERYBODY, dry_run=not count))


@dataclass(frozen=True, slots=True)
class Once:
    """One form as it was drawn for one person. An empty token is never taken for a second one."""

    token: str

    def begin(self) -> bool:
        """Say whether this is the first time that the form is sent."""
        return not self.token or bool(cache.add(self._key, [], _KEPT_SECONDS))

    def end(self, numbers: Sequence[str]) -> None:
        """Keep what came of it."""
        if self.token:
            cache.set(self._key, list(numbers), _KEPT_SECONDS)

    def give_up(self) -> None:
        """Let it be sent again, because nothing was recorded."""
        if self.token:
            cache.delete(self._key)

    def numbers(self) -> list[str]:
        """Give the references that came of it when it was sent before."""
        return list(cache.get(self._key) or [])

    @property
    def _key(self) -> str:
        return f"sent-once-{sha256(self.token.encode()).hexdigest()}"
