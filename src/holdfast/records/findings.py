# SPDX-License-Identifier: Apache-2.0
"""Findings on disk: `HOME/index/findings/ab/<sha256>.<processor>-<version>.json`. Derived.

Promises: a finding file is there whole or not at all; one of another version is never taken for
it. Losing them loses nothing: they are computed again from the vault.
"""

from __future__ import annotations

import json
from dataclasses import dataclass
from typing import TYPE_CHECKING, Any

if TYPE_CHECKING:
    from collections.abc import Mapping
    from pathlib import Path

    from holdfast.analysis import Outcome
    from holdfast.home import Home


@dataclass(frozen=True, slots=True)
class StoredFinding:
    """How a processor ended on an original, and what it found (empty when it found nothing)."""

    outcome: str
    reason: str
    finding: Mapping[str, Any]


def finding_path(home: Home, sha256: str, processor: str, version: str) -> Path:
    """Give where the finding belongs."""
    return home.findings / sha256[:2] / f"{sha256}.{processor}-{version}.json"


def read_finding(home: Home, sha256: str, processor: str, version: str) -> StoredFinding | None:
    """Give the finding, or None when there is none that can be read."""
    try:
        data = json.loads(finding_path(home, sha256, processor, version).read_bytes())
        return StoredFinding(str(data["outcome"]), str(data["reason"]), data["finding"])
    except (OSError, ValueError, KeyError, TypeError):
        return None


def write_finding(home: Home, sha256: str, outcome: Outcome) -> None:
    """Keep how a processor ended."""
    made_by = outcome.provenance
    path = finding_path(home, sha256, made_by.processor, made_by.version)
    path.parent.mkdir(parents=True, exist_ok=True)
    content = {
        "outcome": str(outcome.state),
        "reason": outcome.reason,
        "provenance": made_by.to_json(),
        "finding": outcome.finding or {},
    }
    part = path.with_suffix(".part")
    part.write_bytes(json.dumps(content).encode())
    part.replace(path)
