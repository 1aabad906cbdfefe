# SPDX-License-Identifier: Apache-2.0
"""`holdfast ledger`: look at the ledger, prove, verify, compare, publish, cosign. Mostly offline.

`publish` and `cosign` are entries themselves, so they need a person and a database; the others
read files and never import Django.
"""

from __future__ import annotations

from holdfast.cli.lazy import LazyGroup

ledger = LazyGroup(
    "ledger",
    {
        "head": "holdfast.cli.ledger.head:head",
        "prove": "holdfast.cli.ledger.prove:prove",
        "verify": "holdfast.cli.ledger.verify:verify",
        "compare": "holdfast.cli.ledger.compare:compare",
        "publish": "holdfast.cli.ledger.publish:publish",
        "cosign": "holdfast.cli.ledger.cosign:cosign",
    },
    help_text="Look at the ledger, prove entries, verify it, compare checkpoints, publish it, get it cosigned.",
)

__all__ = ["ledger"]
