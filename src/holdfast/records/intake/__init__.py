# SPDX-License-Identifier: Apache-2.0
"""Taking in a medium: what is on it, what was stored of it, and where an interrupted one stands.

Nothing here knows the database; `holdfast.records.services.take_in` puts the parts together.
"""

from __future__ import annotations
