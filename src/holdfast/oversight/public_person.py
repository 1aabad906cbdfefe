# SPDX-License-Identifier: Apache-2.0
"""A member of the public: somebody without account and without role, who may do two acts.

Promises: whoever comes without an account is the same person to the ledger, `~public`, so that it
holds nothing by which they could be told apart; they can send a complaint or a request for
information (and what follows from it at once), and nothing else. No enrolled person's name begins
with a tilde, so nobody can be taken for them, nor they for anybody.
"""

from __future__ import annotations

from typing import Final

from holdfast.accounts.models import Person
from holdfast.records.errors import NotPermittedError
from holdfast.records.writing import authorise

PUBLIC_NAME: Final = "~public"
PUBLIC_ACTS: Final = frozenset({"complaint.receive", "request.receive"})


def member_of_the_public() -> Person:
    """Give the person who stands for everybody without an account. Never saved."""
    return Person(username=PUBLIC_NAME, name="A member of the public", roles=[])


def is_public(actor: Person) -> bool:
    """Say whether the actor is a member of the public."""
    return actor.username == PUBLIC_NAME and actor.pk is None and not actor.roles


def authorise_sender(actor: Person, act: str) -> str:
    """Give the role in which the actor may send it; "" for a member of the public.

    Raises NotPermittedError.
    """
    if not is_public(actor):
        return authorise(actor, act)
    if act not in PUBLIC_ACTS:
        raise NotPermittedError(
            "Without an account one can complain and ask for information, and nothing else. "
            "Nothing was changed. Sign in, or ask the agency."
        )
    return ""
