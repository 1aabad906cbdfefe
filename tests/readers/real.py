# SPDX-License-Identifier: Apache-2.0
"""Where the real samples lie, and why a test that needs them is skipped."""

from __future__ import annotations

from pathlib import Path

import pytest

SAMPLES = Path(__file__).resolve().parents[3] / "shared" / "samples"


def sample(*parts: str) -> Path:
    path = SAMPLES.joinpath(*parts)
    if not path.exists():
        pytest.skip(f"the real sample {'/'.join(parts)} is not beside this checkout")
    return path
