# SPDX-License-Identifier: Apache-2.0
"""The reminder to a contractor: what is outstanding, by when, in a letter that a person hands over.

Promises: it names the engagement and never the case; what each condition asks for is the agency's
own wording, as it was when the engagement was opened. Never sends anything: there is no way to.
"""

from __future__ import annotations

from typing import TYPE_CHECKING, Any

from holdfast.information import Letter
from holdfast.information.letters import QUOTED, in_words
from holdfast.plain import shown

if TYPE_CHECKING:
    from collections.abc import Mapping, Sequence
    from datetime import date

    from holdfast.fleet.models import Engagement
    from holdfast.fleet.queries.engagements import ConditionLine


def reminder(
    found: Engagement,
    outstanding: Sequence[ConditionLine],
    *,
    agency_name: str,
    written_on: date,
    signed_by: str,
) -> Letter:
    """Write the letter about what is outstanding."""
    return Letter(
        name="reminder",
        reference=found.number,
        agency_name=shown(agency_name),
        subject=f"What is outstanding of our engagement {found.number}",
        paragraphs=(
            _block(found.contractor, found.contact),
            (
                f"From {in_words(found.starts_on)} to {in_words(found.ends_on)} you did work for us "
                f"with {shown(found.drone)}, on conditions that were agreed. On "
                f"{in_words(written_on)} the following is outstanding:"
            ),
            *(_asked(number, one) for number, one in enumerate(outstanding, 1)),
            (
                f"Please do this, and tell us in writing with the reference {found.number}. If you "
                "cannot, or if something went wrong, tell us at once what happened."
            ),
            _block(signed_by, agency_name, in_words(written_on)),
        ),
    )


def letter_kept(parts: Mapping[str, Any]) -> Letter | None:
    """Give a letter as it was kept, part for part; None when there was none."""
    if not parts:
        return None
    return Letter(
        name=parts["name"],
        reference=parts["reference"],
        agency_name=parts["agency_name"],
        subject=parts["subject"],
        paragraphs=tuple(parts["paragraphs"]),
    )


def _asked(number: int, one: ConditionLine) -> str:
    if one.standing == "breached":
        day = f"It was due on {in_words(one.due_on)}, and we hold that it was breached."
    elif one.days is not None and one.days < 0:
        late = -one.days
        day = f"It was due on {in_words(one.due_on)}, {late} day{'' if late == 1 else 's'} ago."
    else:
        day = f"It is due on {in_words(one.due_on)}."
    lines = (f"{number}. {one.words}", one.asked, day)
    return "\n".join(QUOTED + shown(line) for line in lines)


def _block(*texts: str) -> str:
    """Give lines without empty ones between them, so that they stay one paragraph."""
    lines = [line.strip() for text in texts for line in text.split("\n")]
    return "\n".join(shown(line) for line in lines if line)
