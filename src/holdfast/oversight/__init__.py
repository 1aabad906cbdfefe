# SPDX-License-Identifier: Apache-2.0
"""Oversight: the register, decisions, approvals, permission rows, complaints, requests, reports.

Promises: no technology is used but through `holdfast.oversight.uses`, which asks the gate first;
what is refused is on the ledger; every number of a report follows from what is published.
"""
