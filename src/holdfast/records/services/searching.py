# SPDX-License-Identifier: Apache-2.0
"""Searching: under a permit for each class of data, on the ledger before the first answer.

Promises: items of a class without a permit are not found and not counted; what was looked for is
in the sealed body only; the same search in the same session, and its further pages, is one entry.
"""

from __future__ import annotations

import hashlib
import json
from dataclasses import asdict
from datetime import UTC, datetime
from typing import TYPE_CHECKING

from holdfast.records.models import SearchMade
from holdfast.records.permitted import confirmed, held_for, statuses_under
from holdfast.records.queries.items import find
from holdfast.records.stated import session_digest
from holdfast.records.writing import authorise, writing

if TYPE_CHECKING:
    from collections.abc import Sequence

    from holdfast.accounts.models import Person
    from holdfast.gate import Permit
    from holdfast.home import Home
    from holdfast.records.queries.values import ItemLine, Page, Wanted

ACT = "search.run"
TECHNOLOGY = "holdfast-search"


def search(
    *,
    home: Home,
    actor: Person,
    permits: Sequence[Permit],
    wanted: Wanted,
    session: str,
    purpose_text: str = "",
    after: str | None = None,
    limit: int = 60,
    now: datetime | None = None,
) -> Page[ItemLine]:
    """Find items of the classes of data that the permits reach, newest first.

    Raises DeniedError, WrongPermitError, NotPermittedError.
    """
    authorise(actor, ACT)
    moment = now or datetime.now(UTC)
    for permit in held_for(permits, actor=actor, act=ACT, technology=TECHNOLOGY):
        permit.confirm(moment)
    asked = {key: value for key, value in asdict(wanted).items() if value not in (None, "", False)}
    words = json.dumps([asked, permits[0].purpose], default=str, sort_keys=True)
    query = hashlib.sha256(f"holdfast search\n{words}".encode()).hexdigest()
    digest = session_digest(session)
    made = SearchMade.objects.filter(person=actor.pk, session=digest, query=query)
    if not made.exists():
        with writing(home=home, actor=actor, command="searching", now=moment) as writer:
            under = confirmed(permits, actor=actor, act=ACT, technology=TECHNOLOGY, now=writer.now)
            details = {
                "session": digest,
                "query": query,
                "asked": json.loads(json.dumps(asked, default=str)),
                "text": purpose_text,
            }
            writer.record(under.draft(ACT, details, count=1, unit="searches"))
    return find(actor, wanted, statuses_under(home, permits), after=after, limit=limit)
