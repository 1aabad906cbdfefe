# SPDX-License-Identifier: Apache-2.0
"""Cases, items, custody: what people do with recordings, each act written in the ledger.

A change is one service (`records.services`): authorise, change, ledger entry. A read is one query
(`records.queries`) that takes the viewer first. The database holds a projection of the ledger and
is never the only place of anything (ADR 0007).
"""

from __future__ import annotations
