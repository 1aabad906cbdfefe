# SPDX-License-Identifier: Apache-2.0
"""The frame of every service: authorise, change, ledger entry; one writer, one transaction.

Promises: a service that returns has its entry under a signed checkpoint; one that raises has
changed nothing, but for the entry that says content was refused. There is no way around the
authorisation and no way to leave the entry out.
"""

from __future__ import annotations

from contextlib import contextmanager
from dataclasses import dataclass, field
from datetime import UTC, datetime
from typing import TYPE_CHECKING

from django.db import OperationalError, transaction

from holdfast.accounts.permissions import ROLE_ACTS, may
from holdfast.accounts.roles import role_name
from holdfast.home import HomeNotWritableError, locked
from holdfast.ledger.acts import ACTS
from holdfast.records.errors import NotFoundError, NotPermittedError
from holdfast.records.sealing import heal, put_in_outbox, sequence
from holdfast.records.stores import open_log

if TYPE_CHECKING:
    from collections.abc import Iterator

    from holdfast.accounts.models import Person
    from holdfast.home import Home
    from holdfast.ledger import Log
    from holdfast.records.drafts import Draft
    from holdfast.records.models import Entry

_WAIT_SECONDS = 60.0


@dataclass(frozen=True, slots=True)
class Recorded:
    """Where an act stands in the ledger, and the checkpoint it is under."""

    entry: int
    checkpoint: str


@dataclass(slots=True)
class Writer:
    """One transaction of one actor. `recorded` may be called when the block has ended."""

    home: Home
    actor: Person
    now: datetime
    log: Log
    entries: list[Entry] = field(default_factory=list)
    checkpoint: str = ""

    def record(self, draft: Draft) -> Entry:
        """Change the projection as drafted and put the entry in the outbox."""
        entry = put_in_outbox(self.home, draft, actor=self.actor, now=self.now)
        self.entries.append(entry)
        return entry

    def recorded(self) -> Recorded:
        """Give where the last entry stands."""
        entry = self.entries[-1]
        entry.refresh_from_db(fields=["index"])
        return Recorded(entry=_sequenced(entry), checkpoint=self.checkpoint)


def authorise(actor: Person, act: str) -> str:
    """Give the role in which the actor may do the act. Raises NotPermittedError in words."""
    role = may(actor, act)
    if role is None:
        wanted = " or ".join(sorted(role_name(name).lower() for name in ROLE_ACTS.get(act, ())))
        raise NotPermittedError(
            f"{actor} may not do this ({ACTS[act].lower()}): it needs the role {wanted}. Nothing "
            "was changed. Ask an administrator for the role, or somebody who has it."
        )
    return role


@contextmanager
def writing(
    *, home: Home, actor: Person, command: str, now: datetime | None = None
) -> Iterator[Writer]:
    """Hold the ledger's lock and a transaction for the block, then seal what it recorded.

    Raises HomeBusyError, HomeNotWritableError, NotSealedError, LedgerDisagreesError.
    """
    moment = now or datetime.now(UTC)
    with locked(home.ledger_lock, command=command, now=moment, wait_seconds=_WAIT_SECONDS):
        log = open_log(home)
        writer = Writer(home=home, actor=actor, now=moment, log=log)
        try:
            heal(home, log, now=moment)
            with transaction.atomic():
                yield writer
        except (NotPermittedError, NotFoundError) as refusal:
            if refusal.denied is not None:
                with transaction.atomic():
                    put_in_outbox(home, refusal.denied, actor=actor, now=moment)
                sequence(log, now=moment)
            raise
        except (OperationalError, OSError) as error:
            raise HomeNotWritableError(
                f"The database or the ledger of this home could not be written ({error}). What is kept is "
                "unharmed and nothing was changed. Free space on the disk, or mount it for "
                "writing, then try again."
            ) from error
        writer.checkpoint = sequence(log, now=moment)


def _sequenced(entry: Entry) -> int:
    if entry.index is None:
        raise AssertionError("an entry is sequenced before its service returns")
    return entry.index
