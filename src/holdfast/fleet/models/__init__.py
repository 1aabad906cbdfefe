# SPDX-License-Identifier: Apache-2.0
"""The projection of the drone programme: fields and constraints, nothing else."""

from __future__ import annotations

from holdfast.fleet.models.engagements import (
    Engagement,
    EngagementCondition,
    EngagementStep,
    HandedOver,
)

__all__ = ["Engagement", "EngagementCondition", "EngagementStep", "HandedOver"]
