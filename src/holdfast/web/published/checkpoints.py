# SPDX-License-Identifier: Apache-2.0
"""Checkpoints for the public: by day, who cosigned them, and whether one kept earlier fits.

Promises: a witness is called independent only when the agency said who runs it, and neither that
name, nor its key's name, nor its address is the agency's own; a signature by a key that nobody
configured is called unknown; *not the same history* is said only of a checkpoint that this log's
own key signed.
"""

from __future__ import annotations

from bisect import bisect_right
from dataclasses import dataclass
from datetime import UTC, datetime
from itertools import groupby
from typing import TYPE_CHECKING, Final
from urllib.parse import urlsplit

from holdfast.ledger import LedgerError, SignedCheckpoint, Verifier

if TYPE_CHECKING:
    from collections.abc import Iterator

    from holdfast.config import Witness
    from holdfast.home import Home
    from holdfast.web.published.state import Published

LONGEST_CHECKPOINT: Final = 16_384
# A cosignature is an entry itself, so that the newest checkpoint that has one is close to the end.
_LOOK_BACK: Final = 500
_LOCAL: Final = ("127.", "localhost", "[::1]", "0.0.0.0")  # noqa: S104 # told apart, not bound


@dataclass(frozen=True, slots=True)
class Witnessed:
    """Who cosigned: the name of its key, who runs it, when; `standing` says what that is worth."""

    name: str
    run_by: str
    standing: str
    at: datetime | None


@dataclass(frozen=True, slots=True)
class Signed:
    """One checkpoint: its size, its root as it is written, the day of its last entry, witnesses."""

    size: int
    root: str
    day: str
    text: str
    witnesses: tuple[Witnessed, ...]
    last_of_day: bool = True

    @property
    def independent(self) -> bool:
        """Whether a body outside the agency has cosigned it."""
        return any(one.standing == "independent" for one in self.witnesses)


@dataclass(frozen=True, slots=True)
class Month:
    """The checkpoints of one month, by day; the months there are before and after it."""

    text: str
    days: tuple[tuple[str, tuple[Signed, ...]], ...]
    earlier: str
    later: str


@dataclass(frozen=True, slots=True)
class Compared:
    """What is said of a checkpoint that somebody kept."""

    verdict: str
    size: int = 0
    day: str = ""


def newest(published: Published, home: Home) -> Signed:
    """Give the newest public checkpoint."""
    return _signed(published, home, published.head)


def newest_witnessed(published: Published, home: Home) -> Signed | None:
    """Give the newest public checkpoint that a configured witness cosigned; None when none did."""
    if ("witnessed",) not in published.tables:
        published.tables["witnessed",] = _newest_witnessed(published, home)
    found: Signed | None = published.tables["witnessed",]
    return found


def _newest_witnessed(published: Published, home: Home) -> Signed | None:
    sizes = [size for size in published.log.checkpoint_sizes() if size <= published.size]
    for size in reversed(sizes[-_LOOK_BACK:]):
        signed = published.log.checkpoint(size)
        if len(signed.note.signatures) > 1:
            found = _signed(published, home, signed)
            if any(one.standing != "unknown" for one in found.witnesses):
                return found
    return None


def month_of(published: Published, home: Home, asked: str) -> Month | None:
    """Give a month's checkpoints: the last of each day and every one that was cosigned.

    "" asks for the newest month; None when the log has no entry in the month.
    """
    months = list(dict.fromkeys(day[:7] for day, _ in published.days))
    if not asked and months:
        asked = months[-1]
    if asked not in months:
        return None
    if ("month", asked) not in published.tables:
        published.tables["month", asked] = tuple(_days(published, home, asked))
    at = months.index(asked)
    return Month(
        asked,
        published.tables["month", asked],
        months[at - 1] if at else "",
        months[at + 1] if at + 1 < len(months) else "",
    )


def _days(published: Published, home: Home, month: str) -> Iterator[tuple[str, tuple[Signed, ...]]]:
    firsts = [first for _, first in published.days]
    spans = {
        day: (first, published.days[at + 1][1] if at + 1 < len(firsts) else published.size)
        for at, (day, first) in enumerate(published.days)
        if day.startswith(month)
    }
    begin, end = min(low for low, _ in spans.values()), max(high for _, high in spans.values())
    sizes = [size for size in published.log.checkpoint_sizes() if begin < size <= end]

    def day_of(size: int) -> str:
        return published.days[bisect_right(firsts, size - 1) - 1][0]

    for day, of_day in groupby(sorted(sizes, reverse=True), day_of):
        found = [_signed(published, home, published.log.checkpoint(one)) for one in of_day]
        kept = [one for at, one in enumerate(found) if at == 0 or one.witnesses]
        yield day, tuple(kept)


def _signed(published: Published, home: Home, signed: SignedCheckpoint) -> Signed:
    return Signed(
        size=signed.size,
        root=signed.data.decode().split("\n")[2],
        day=published.day_of(signed.size - 1) if signed.size else "",
        text=signed.data.decode(),
        witnesses=tuple(_witnesses(published, home, signed)),
    )


def _witnesses(published: Published, home: Home, signed: SignedCheckpoint) -> Iterator[Witnessed]:
    known = {witness.vkey: witness for witness in home.config.witnesses}
    keys = [Verifier.from_vkey(vkey) for vkey in known]
    own = published.log.verifier
    good = {(one.verifier.name, one.verifier.key_id): one for one in signed.verify(own, keys)}
    for line in signed.note.signatures:
        verified = good.get((line.name, line.key_id))
        if verified is None:
            yield Witnessed(line.name, "", "unknown", None)
        elif verified.verifier != own:
            witness = known[verified.verifier.vkey]
            stamp = verified.timestamp
            at = None if stamp is None else datetime.fromtimestamp(stamp, UTC)
            yield Witnessed(line.name, witness.run_by, standing_of(witness, home), at)


def standing_of(witness: Witness, home: Home) -> str:
    """Say what a witness is worth: "independent", "agency" (the agency's own), or "unstated"."""
    host, address = witness.name.partition("/")[0], urlsplit(witness.url).netloc.lower()
    ours = home.config.origin.partition("/")[0]
    if (
        witness.run_by.casefold() == home.config.agency.casefold()
        or host == ours
        or host.endswith(f".{ours}")
        or address.startswith(_LOCAL)
    ):
        return "agency"
    return "independent" if witness.run_by else "unstated"


def compare(published: Published, text: str) -> Compared:
    """Say how a checkpoint that somebody kept stands to what is public now."""
    lines = text.replace("\r\n", "\n").strip("\n").split("\n")
    try:
        kept = SignedCheckpoint.parse(("\n".join(lines) + "\n").encode())
        kept.verify(published.log.verifier)
    except (LedgerError, ValueError):
        return Compared(_why_not(text, published))
    if kept.size > published.log.size:
        return Compared("longer", kept.size)
    if published.log.root_at(kept.size) != kept.root:
        return Compared("different", kept.size)
    if kept.size > published.size:
        return Compared("ahead", kept.size)
    day = published.day_of(kept.size - 1) if kept.size else ""
    return Compared("same" if kept.size == published.size else "earlier", kept.size, day)


def _why_not(text: str, published: Published) -> str:
    """Tell a checkpoint of another log, or one with a wrong signature, from what is none."""
    if not text.strip():
        return "empty"
    origin = text.strip().split("\n")[0].strip()
    try:
        SignedCheckpoint.parse(text.replace("\r\n", "\n").strip("\n").encode() + b"\n")
    except (LedgerError, ValueError):
        return "unreadable"
    return "unsigned" if origin == published.log.origin else "other"
