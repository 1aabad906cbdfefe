# SPDX-License-Identifier: Apache-2.0
"""Counts the changes of what the gate goes by, in the transaction that makes them."""

from __future__ import annotations

from django.db.models import F

from holdfast.oversight.models import PolicyRevision


def policy_changed() -> None:
    """Count one change, so that no process goes on with a copy from before."""
    if not PolicyRevision.objects.filter(pk=1).update(revision=F("revision") + 1):
        PolicyRevision.objects.create(pk=1, revision=1)
