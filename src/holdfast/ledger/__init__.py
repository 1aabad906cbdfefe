# SPDX-License-Identifier: Apache-2.0
"""The ledger: an append-only Merkle log of every act, in the C2SP formats, byte for byte.

An entry's leaf is its public face; its private body is sealed to the face by a salted commitment.
Others verify it with their own tools. `docs/formats/ledger.md` gives the bytes, ADR 0003 says why.
The witness client and server are in `holdfast.ledger.witness`.
"""

from __future__ import annotations

from holdfast.ledger.acts import ACTS, OUTCOMES
from holdfast.ledger.body import SealedBody, commit, open_body, seal
from holdfast.ledger.canonical import canonical_json, read_canonical
from holdfast.ledger.checkpoint import Checkpoint
from holdfast.ledger.errors import LedgerError
from holdfast.ledger.face import Face
from holdfast.ledger.keys import read_key, write_key
from holdfast.ledger.lines import LineTree, make_line, verify_line
from holdfast.ledger.log import Log
from holdfast.ledger.note import Note, SignatureLine
from holdfast.ledger.policy import Policy, Trusted
from holdfast.ledger.proof import TlogProof
from holdfast.ledger.signed_checkpoint import SignedCheckpoint
from holdfast.ledger.signer import Signer
from holdfast.ledger.tree_check import Problem
from holdfast.ledger.verification import Verification, verify_log, verify_published
from holdfast.ledger.verifier import SignatureType, Verifier

__all__ = [
    "ACTS",
    "OUTCOMES",
    "Checkpoint",
    "Face",
    "LedgerError",
    "LineTree",
    "Log",
    "Note",
    "Policy",
    "Problem",
    "SealedBody",
    "SignatureLine",
    "SignatureType",
    "SignedCheckpoint",
    "Signer",
    "TlogProof",
    "Trusted",
    "Verification",
    "Verifier",
    "canonical_json",
    "commit",
    "make_line",
    "open_body",
    "read_canonical",
    "read_key",
    "seal",
    "verify_line",
    "verify_log",
    "verify_published",
    "write_key",
]
