# SPDX-License-Identifier: Apache-2.0
"""What outsiders get to hold: cosignatures of witnesses, and the published ledger.

Promises: a cosignature counts only when it verifies with a key that was configured beforehand; a
witness that refuses or cannot be reached is written down as such and stops nobody's work. The
witnesses' addresses in `holdfast.toml` are the only ones ever called.
"""

from __future__ import annotations

from dataclasses import dataclass
from typing import TYPE_CHECKING

from holdfast.ledger import Verifier
from holdfast.ledger.errors import LedgerError
from holdfast.ledger.publish import publish as publish_log
from holdfast.ledger.witness.client import WitnessAddress, submit
from holdfast.records.drafts import Draft
from holdfast.records.errors import RefusedError
from holdfast.records.stores import view_log
from holdfast.records.writing import authorise, writing

if TYPE_CHECKING:
    from datetime import datetime
    from pathlib import Path

    from holdfast.accounts.models import Person
    from holdfast.home import Home
    from holdfast.ledger import Log, SignatureLine, SignedCheckpoint


@dataclass(frozen=True, slots=True)
class WitnessAnswer:
    """What one witness answered: that it cosigned, or why not."""

    name: str
    cosigned: bool
    reason: str


@dataclass(frozen=True, slots=True)
class CosignResult:
    """What the witnesses answered about the checkpoint of `size`."""

    size: int
    answers: tuple[WitnessAnswer, ...]
    checkpoint: str


@dataclass(frozen=True, slots=True)
class PublishResult:
    """What was published: entries now public, files written, and the entry that says so."""

    size: int
    written: int
    kept: int
    entry: int


def cosign(
    *, home: Home, actor: Person, timeout: float = 15.0, now: datetime | None = None
) -> CosignResult:
    """Ask every configured witness to cosign the newest checkpoint."""
    role = authorise(actor, "ledger.cosign")
    if not home.config.witnesses:
        raise RefusedError(
            "No witness is configured. Nothing was changed. Name one under [[ledger.witness]] in "
            "holdfast.toml: an outside body that runs 'holdfast witness'."
        )
    log = view_log(home)
    signed = log.checkpoint()
    answers, lines = ask_witnesses(home=home, log=log, signed=signed, timeout=timeout)
    with writing(home=home, actor=actor, command="keeping cosignatures", now=now) as writer:
        kept = writer.log.add_cosignatures(signed.size, lines) if lines else signed
        writer.record(
            Draft(
                act="ledger.cosign",
                details={
                    "size": signed.size,
                    "root": signed.root.hex(),
                    "answers": [
                        {"witness": one.name, "cosigned": one.cosigned, "reason": one.reason}
                        for one in answers
                    ],
                },
                role=role,
                count=sum(one.cosigned for one in answers),
                unit="cosignatures",
                outcome="done" if any(one.cosigned for one in answers) else "failed",
            )
        )
    return CosignResult(signed.size, answers, kept.data.decode())


def ask_witnesses(
    *, home: Home, log: Log, signed: SignedCheckpoint, timeout: float
) -> tuple[tuple[WitnessAnswer, ...], tuple[SignatureLine, ...]]:
    """Ask every configured witness to cosign one checkpoint; nothing is kept or written down."""
    answers: list[WitnessAnswer] = []
    lines: list[SignatureLine] = []
    for witness in home.config.witnesses:
        address = WitnessAddress(witness.url, (Verifier.from_vkey(witness.vkey),))
        try:
            lines += submit(signed, address, log.consistency, seconds=timeout)
            answers.append(WitnessAnswer(witness.name, cosigned=True, reason=""))
        except LedgerError as refusal:
            answers.append(WitnessAnswer(witness.name, cosigned=False, reason=str(refusal)))
    return tuple(answers), tuple(lines)


def publish(*, home: Home, actor: Person, to: Path, now: datetime | None = None) -> PublishResult:
    """Write the public part of the ledger as a tlog-tiles tree into `to`."""
    role = authorise(actor, "ledger.publish")
    published = publish_log(view_log(home), to)
    with writing(home=home, actor=actor, command="publishing the ledger", now=now) as writer:
        writer.record(
            Draft(
                act="ledger.publish",
                details={"size": published.size, "to": str(to)},
                role=role,
                count=published.size,
                unit="entries",
            )
        )
    return PublishResult(published.size, published.written, published.kept, writer.recorded().entry)
