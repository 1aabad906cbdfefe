# SPDX-License-Identifier: Apache-2.0
"""`holdfast user`: people, their roles, their operating-system users, their enrolment codes."""

from __future__ import annotations

from holdfast.cli.lazy import LazyGroup

user = LazyGroup(
    "user",
    {
        "list": "holdfast.cli.user.listing:list_people",
        "add": "holdfast.cli.user.add:add",
        "roles": "holdfast.cli.user.roles:roles",
        "map": "holdfast.cli.user.map:map_user",
        "code": "holdfast.cli.user.code:code",
    },
    help_text="Enrol people, give roles, map operating-system users, hand out enrolment codes.",
)

__all__ = ["user"]
