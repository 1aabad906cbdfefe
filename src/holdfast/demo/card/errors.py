# SPDX-License-Identifier: Apache-2.0
"""What making a demonstration card may refuse."""

from __future__ import annotations

from holdfast.errors import HoldfastError


class CardImageError(HoldfastError):
    """A demonstration card image cannot be made on this machine: a formatting tool is missing."""
