# SPDX-License-Identifier: Apache-2.0
"""What the public site shows: the ledger's own files, and what published records add up to.

Promises: nothing here reads a table of people, cases or items; what a page says can be computed
again from `/public/log/` and `/public/records/`. Never writes but a bundle, on its own shelf.
"""

from __future__ import annotations

from typing import Final

# Below this address nobody is asked who they are.
PUBLIC_SITE: Final = "/public/"
