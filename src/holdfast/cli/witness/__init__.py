# SPDX-License-Identifier: Apache-2.0
"""`holdfast witness`: the service that an outside body runs to cosign an agency's checkpoints.

It needs no home, no database and no evidence: a folder of its own, and the keys of the logs it
follows. Whoever runs it can show that the agency never told it two histories.
"""

from __future__ import annotations

from holdfast.cli.lazy import LazyGroup

witness = LazyGroup(
    "witness",
    {
        "init": "holdfast.cli.witness.init:init",
        "follow": "holdfast.cli.witness.follow:follow",
        "run": "holdfast.cli.witness.run:run",
    },
    help_text=(
        "Run a witness: cosign an agency's checkpoints, and refuse a second history.\n\n"
        "First 'init', then 'follow' with the agency's verifier key, then 'run'. A witness that "
        "the agency runs itself is not independent."
    ),
)

__all__ = ["witness"]
