# SPDX-License-Identifier: Apache-2.0
"""Witnesses (C2SP tlog-witness): outsiders who cosign checkpoints and never sign two histories.

`client` asks one for its cosignature; `witness` decides what to cosign; `server` is the service that
an outside body runs on its own machine. A witness that the agency runs is not independent.
"""

from __future__ import annotations

from holdfast.ledger.witness.client import WitnessAddress, cosign, submit
from holdfast.ledger.witness.server import make_server, serve_witness
from holdfast.ledger.witness.setup import add_log, prepare_witness
from holdfast.ledger.witness.witness import Witness

__all__ = [
    "Witness",
    "WitnessAddress",
    "add_log",
    "cosign",
    "make_server",
    "prepare_witness",
    "serve_witness",
    "submit",
]
