# SPDX-License-Identifier: Apache-2.0
"""`holdfast fleet`: aircraft, cameras, batteries and controllers, and what does not fit."""

from __future__ import annotations

from holdfast.cli.lazy import LazyGroup

fleet = LazyGroup(
    "fleet",
    {
        "list": "holdfast.cli.fleet.listing:list_assets",
        "register": "holdfast.cli.fleet.register:register",
        "unmatched": "holdfast.cli.fleet.unmatched:unmatched",
        "tests": "holdfast.cli.fleet.tests:network_tests",
    },
    help_text="Keep the fleet: what there is, what is due, and what does not fit.",
)

__all__ = ["fleet"]
