# SPDX-License-Identifier: Apache-2.0
"""What each act does to the projection, and nothing else: the same code live and in a replay."""

from __future__ import annotations

from holdfast.records.acts.act import Act, parse_act
from holdfast.records.acts.apply import APPLY, apply

__all__ = ["APPLY", "Act", "apply", "parse_act"]
