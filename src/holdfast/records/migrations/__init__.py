# SPDX-License-Identifier: Apache-2.0
"""Migrations of the projection; it can always be made again from the ledger instead."""
