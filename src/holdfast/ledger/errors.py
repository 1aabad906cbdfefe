# SPDX-License-Identifier: Apache-2.0
"""Everything the ledger can say is wrong.

Each class docstring says when it is raised; the message says what happened, whether the ledger
is unharmed and what to do next.
"""

from __future__ import annotations

from holdfast.errors import NEEDS_ATTENTION, WRONG_USAGE, HoldfastError


class LedgerError(HoldfastError):
    """The ledger, or a text that speaks of one, is not as it should be."""


class MalformedTextError(LedgerError):
    """A note, checkpoint, proof, policy, key or entry does not follow its written format."""


class SignatureError(LedgerError):
    """A signature by a known key does not verify, or no known key has signed."""


class ProofError(LedgerError):
    """A Merkle proof does not lead from what it is said to prove to the root it names."""


class PolicyError(LedgerError):
    """A checkpoint is signed, but not by as many witnesses as the policy asks for."""


class EntryError(LedgerError):
    """An entry cannot be written as asked: too long, not canonical, or an unknown act."""

    exit_code = WRONG_USAGE


class KeyFileError(LedgerError):
    """A private key file is missing, readable by others, already there, or not a key."""

    exit_code = WRONG_USAGE


class DamagedLogError(LedgerError):
    """What is on disk is not what the signed checkpoint says; nothing is signed over it."""

    exit_code = NEEDS_ATTENTION


class LogWriteError(LedgerError):
    """The operating system refused a write or a sync; the log stays at its last checkpoint."""

    exit_code = NEEDS_ATTENTION


class PublishError(LedgerError):
    """The folder to publish into holds something that is not an earlier state of this log."""

    exit_code = WRONG_USAGE


class WitnessError(LedgerError):
    """A witness did not cosign: it could not be reached, or it refused and said why."""
