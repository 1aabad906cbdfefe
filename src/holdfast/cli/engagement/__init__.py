# SPDX-License-Identifier: Apache-2.0
"""`holdfast engagement`: contractors who fly for the agency, on conditions."""

from __future__ import annotations

from holdfast.cli.lazy import LazyGroup

engagement = LazyGroup(
    "engagement",
    {
        "list": "holdfast.cli.engagement.listing:listing",
        "show": "holdfast.cli.engagement.show:show",
        "open": "holdfast.cli.engagement.open:open_",
        "step": "holdfast.cli.engagement.step:step",
        "close": "holdfast.cli.engagement.close:close",
    },
    help_text="Contractors who fly for the agency, on conditions.",
)
