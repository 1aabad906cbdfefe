# SPDX-License-Identifier: Apache-2.0
"""Comparing two checkpoints of one log, as two people were shown them.

Promises: *split view* is said only on proof: two different roots signed for one size, or a root
that is not in the history of a log whose own files prove themselves. What cannot be decided from
what was handed in is *not proven*, with what to ask for.
"""

from __future__ import annotations

from dataclasses import dataclass
from enum import StrEnum
from typing import TYPE_CHECKING

from holdfast.ledger.errors import ProofError
from holdfast.ledger.merkle import EMPTY_ROOT, verify_consistency

if TYPE_CHECKING:
    from collections.abc import Sequence

    from holdfast.ledger.readable_log import ReadableLog
    from holdfast.ledger.signed_checkpoint import SignedCheckpoint
    from holdfast.ledger.verifier import Verifier


class Verdict(StrEnum):
    """What two checkpoints say of the log together."""

    SAME = "same"
    CONSISTENT = "consistent"
    SPLIT_VIEW = "split view"
    NOT_PROVEN = "not proven"


@dataclass(frozen=True, slots=True)
class Comparison:
    """The verdict, and a sentence for a person."""

    verdict: Verdict
    sentence: str


def compare(
    first: SignedCheckpoint,
    second: SignedCheckpoint,
    verifier: Verifier,
    proof: Sequence[bytes] | None = None,
) -> Comparison:
    """Compare by the checkpoints alone, or with the consistency proof between their sizes.

    Raises SignatureError when either is not signed by `verifier`.
    """
    older, newer = _ordered(first, second, verifier)
    if older.size in (0, newer.size):
        return _compare_by_root(older, newer)
    if proof is None:
        return Comparison(
            Verdict.NOT_PROVEN,
            f"Ask for the consistency proof from {older.size} to {newer.size} entries, or for a "
            "published copy of the log.",
        )
    try:
        verify_consistency(older.size, newer.size, proof, older.root, newer.root)
    except ProofError as error:
        return Comparison(
            Verdict.NOT_PROVEN,
            f"{error} If the log's holder has no better proof, these are two histories.",
        )
    return _consistent(older, newer)


def _compare_by_root(older: SignedCheckpoint, newer: SignedCheckpoint) -> Comparison:
    """Compare two checkpoints that need no proof: of one size, or one of an empty log."""
    if older.size < newer.size:
        if older.root == EMPTY_ROOT:
            return _consistent(older, newer)
        return _split("The log signed an empty history with a root that is not of an empty tree.")
    if older.root == newer.root:
        return Comparison(Verdict.SAME, f"Both show the same {older.size} entries.")
    return _split(
        f"The log signed two different histories of {older.size} entries: keep both files, they "
        "are the evidence."
    )


def compare_in_log(
    first: SignedCheckpoint, second: SignedCheckpoint, log: ReadableLog
) -> Comparison:
    """Compare with the whole log at hand: the holder's own, a mirror or a published copy.

    Raises SignatureError when either is not signed by the log's key, DamagedLogError when the log
    at hand cannot prove its own history.
    """
    older, newer = _ordered(first, second, log.verifier)
    direct = compare(older, newer, log.verifier)
    if direct.verdict is not Verdict.NOT_PROVEN:
        return direct
    if newer.size > log.size:
        return Comparison(
            Verdict.NOT_PROVEN,
            f"The log at hand has {log.size} entries, fewer than the {newer.size} shown: get a "
            "newer copy.",
        )
    for shown in (older, newer):
        if log.root_at(shown.size) != shown.root:
            return _split(
                f"The checkpoint over {shown.size} entries is signed, but is not in the history of "
                "this log: keep both, they are the evidence."
            )
    return _consistent(older, newer)


def _ordered(
    first: SignedCheckpoint, second: SignedCheckpoint, verifier: Verifier
) -> tuple[SignedCheckpoint, SignedCheckpoint]:
    first.verify(verifier)
    second.verify(verifier)
    return (first, second) if first.size <= second.size else (second, first)


def _split(sentence: str) -> Comparison:
    return Comparison(Verdict.SPLIT_VIEW, sentence)


def _consistent(older: SignedCheckpoint, newer: SignedCheckpoint) -> Comparison:
    return Comparison(
        Verdict.CONSISTENT,
        f"The {newer.size} entries begin with the same {older.size}; nothing was changed.",
    )
