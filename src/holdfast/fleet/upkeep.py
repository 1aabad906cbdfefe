# SPDX-License-Identifier: Apache-2.0
"""The kinds of upkeep, in words. Taking out of service and returning are two of them."""

from __future__ import annotations

from typing import TYPE_CHECKING, Final

if TYPE_CHECKING:
    from collections.abc import Mapping

GROUNDED: Final = "grounded"
RETURNED: Final = "returned"
FIRMWARE: Final = "firmware"
KINDS: Final[Mapping[str, str]] = {
    "inspection": "Inspection",
    "repair": "Repair",
    FIRMWARE: "Firmware update",
    "battery": "Cycles and health of a battery",
    GROUNDED: "Taken out of service",
    RETURNED: "Returned to service",
}
