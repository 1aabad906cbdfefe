# SPDX-License-Identifier: Apache-2.0
"""What stands over the ledger now: its newest checkpoint, and which witnesses have cosigned it.

Promises: a signature is called good only after it was verified with a key from the home's own
configuration; a signature of a key that nobody configured is shown as unknown. Never writes.
"""

from __future__ import annotations

from dataclasses import dataclass
from datetime import UTC, datetime
from typing import TYPE_CHECKING

from holdfast.ledger import Log, Verifier
from holdfast.records.queries.standing import newest_cosigned

if TYPE_CHECKING:
    from holdfast.home import Home
    from holdfast.ledger import SignedCheckpoint


@dataclass(frozen=True, slots=True)
class Signature:
    """One signature under the checkpoint: whose, of what standing, and when (cosignatures say)."""

    name: str
    standing: str
    at: datetime | None


@dataclass(frozen=True, slots=True)
class Seal:
    """The newest checkpoint, in words and as signed, and the newest one that witnesses cosigned."""

    origin: str
    size: int
    root: str
    vkey: str
    text: str
    signatures: tuple[Signature, ...]
    cosigned_size: int
    cosignatures: tuple[Signature, ...]

    @property
    def witnesses(self) -> int:
        """How many configured witnesses have cosigned the newest checkpoint that any has."""
        return sum(one.standing == "witness" for one in self.cosignatures)


def read_seal(home: Home) -> Seal:
    """Open the log for reading, and verify what is under its newest checkpoint."""
    log = Log.open(home.ledger)
    newest = newest_cosigned()
    cosigned = None if newest is None else log.checkpoint(newest.size)
    return Seal(
        origin=log.origin,
        size=log.size,
        root=log.root.hex(),
        vkey=log.verifier.vkey,
        text=log.head.data.decode(),
        signatures=tuple(_signatures(home, log.verifier, log.head)),
        cosigned_size=0 if cosigned is None else cosigned.size,
        cosignatures=() if cosigned is None else tuple(_signatures(home, log.verifier, cosigned)),
    )


def _signatures(home: Home, log: Verifier, head: SignedCheckpoint) -> list[Signature]:
    witnesses = [Verifier.from_vkey(witness.vkey) for witness in home.config.witnesses]
    known = {(one.verifier.name, one.verifier.key_id): one for one in head.verify(log, witnesses)}
    found = []
    for line in head.note.signatures:
        verified = known.get((line.name, line.key_id))
        if verified is None:
            standing, at = "unknown", None
        else:
            standing = "log" if verified.verifier == log else "witness"
            stamp = verified.timestamp
            at = None if stamp is None else datetime.fromtimestamp(stamp, UTC)
        found.append(Signature(name=line.name, standing=standing, at=at))
    return found
