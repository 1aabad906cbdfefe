# SPDX-License-Identifier: Apache-2.0
"""Searching by movement: under a permit for each class of data, on the ledger before the answer.

Promises: only recordings of the case that the actor may open, of a class with a permit, and not
quarantined, are searched; what was asked is in the sealed body only; the same question in the same
session, and its further pages, is one entry. No recording is opened: tracks that were found before
are asked.
"""

from __future__ import annotations

import hashlib
import json
from dataclasses import dataclass
from datetime import UTC, datetime
from typing import TYPE_CHECKING

from holdfast.records import derivatives
from holdfast.records.access import find_case
from holdfast.records.models import SearchMade
from holdfast.records.permitted import confirmed, held_for, statuses_under
from holdfast.records.queries.movement import movement_of_case
from holdfast.records.stated import session_digest
from holdfast.records.tracks import MOTION, Searched, index_of
from holdfast.records.writing import authorise, writing

if TYPE_CHECKING:
    from collections.abc import Mapping, Sequence

    from holdfast.accounts.models import Person
    from holdfast.analysis.motion import Answer, Query
    from holdfast.gate import Permit
    from holdfast.home import Home
    from holdfast.records.queries.movement import MovementLine
    from holdfast.records.tracks import Index

ACT = "search.run"
TECHNOLOGY = "holdfast-motion"


@dataclass(frozen=True, slots=True)
class Asking:
    """A question of movement: of which case, of one camera (an item) or all, and as it was written."""

    case: int
    question: Query
    written: str
    camera: int | None = None


@dataclass(frozen=True, slots=True, eq=False)
class FoundMovement:
    """The answer, and what it was asked of.

    `searched` are the recordings with tracks that were asked; `left_out` those with tracks that
    were not, because their class of data was not permitted; `unread` those whose kept tracks were
    damaged and are to be found again.
    """

    answer: Answer
    index: Index
    searched: tuple[MovementLine, ...]
    left_out: tuple[MovementLine, ...]
    unread: tuple[MovementLine, ...]


def search_movement(
    *,
    home: Home,
    actor: Person,
    permits: Sequence[Permit],
    asking: Asking,
    session: str,
    purpose_text: str = "",
    now: datetime | None = None,
) -> FoundMovement:
    """Find what moved as was asked. Raises DeniedError, WrongPermitError, NotFoundError."""
    authorise(actor, ACT)
    moment = now or datetime.now(UTC)
    case = find_case(actor, asking.case, moment)
    for permit in held_for(permits, actor=actor, act=ACT, technology=TECHNOLOGY):
        permit.confirm(moment)
    asked = {"case": case.number, "camera": asking.camera, "movement": asking.written}
    words = json.dumps([asked, permits[0].purpose], sort_keys=True)
    query = hashlib.sha256(f"holdfast movement\n{words}".encode()).hexdigest()
    digest = session_digest(session)
    if not SearchMade.objects.filter(person=actor.pk, session=digest, query=query).exists():
        with writing(home=home, actor=actor, command="searching", now=moment) as writer:
            under = confirmed(permits, actor=actor, act=ACT, technology=TECHNOLOGY, now=writer.now)
            details: Mapping[str, object] = {
                "session": digest,
                "query": query,
                "asked": asked,
                "text": purpose_text,
            }
            writer.record(under.draft(ACT, details, count=1, unit="searches"))
    return _found(home, actor, permits, asking)


def _found(home: Home, actor: Person, permits: Sequence[Permit], asking: Asking) -> FoundMovement:
    of_case = movement_of_case(actor, home, asking.case).with_tracks
    wanted = [one for one in of_case if asking.camera in {None, one.number}]
    statuses = statuses_under(home, permits)
    reached = [one for one in wanted if one.status in statuses]
    index = index_of(home, [Searched(one.number, one.sha256, one.start) for one in reached])
    unread = tuple(one for one in reached if one.number in index.unread)
    for one in unread:
        derivatives.forget(home, one.sha256, MOTION)
    return FoundMovement(
        index.tracks.search(asking.question),
        index,
        tuple(one for one in reached if one.number in index.motions),
        tuple(one for one in wanted if one.status not in statuses),
        unread,
    )
