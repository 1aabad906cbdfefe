# SPDX-License-Identifier: Apache-2.0
"""The tables of the drone programme: a projection of the ledger, which `holdfast rebuild` makes again."""

from __future__ import annotations

from holdfast.fleet.models.isolation import NetworkTest

__all__ = ["NetworkTest"]
