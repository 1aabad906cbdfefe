# SPDX-License-Identifier: Apache-2.0
"""A person as shown on a page, a receipt or a list: no more than is needed to know who it was."""

from __future__ import annotations

from dataclasses import dataclass


@dataclass(frozen=True, slots=True)
class PersonName:
    """A person as shown on a page."""

    username: str
    name: str
