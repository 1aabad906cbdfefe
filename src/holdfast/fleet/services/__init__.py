# SPDX-License-Identifier: Apache-2.0
"""Every change of state of the drone programme: authorise, change, ledger entry."""

from __future__ import annotations

from holdfast.fleet.services.isolation import (
    AboutTest,
    ask_to_record_test,
    computed_again,
    record_test,
)

__all__ = ["AboutTest", "ask_to_record_test", "computed_again", "record_test"]
