# SPDX-License-Identifier: Apache-2.0
"""Which law answers a question, told to the person at intake in a sentence.

A question about oneself ("was it used on me?") is a request under the Privacy Act, not under the
Official Information Act; a defendant's, for material of the prosecution, is one under the Criminal
Disclosure Act. Promises: a question about several things gets every law that answers a part of it.
Never decides by the words alone: `seems_about_the_asker` only says when to ask.
"""

from __future__ import annotations

import re
from dataclasses import dataclass
from typing import TYPE_CHECKING

from holdfast.agency import SUBJECTS
from holdfast.information.errors import NoQuestionError

if TYPE_CHECKING:
    from collections.abc import Collection

    from holdfast.agency import Agency

# "me" after what somebody does to a person, or "my" before what is theirs; not "send me", "my
# request".
_ON_ME = re.compile(
    r"\b(on|about|of|against|over|film(ed|ing)?|record(ed|ing)?|photograph(ed|ing)?|"
    r"track(ed|ing)?|follow(ed|ing)?|search(ed|ing)?( for)?|stop(ped)?|concern(ed|ing)?|"
    r"regarding|watch(ed|ing)?|saw|seen?|identif(y|ied))\s+(me|us|myself|ourselves)\b"
    r"|\b(am|was|were) (i|we) (film|record|photograph|track|follow|search|seen|watch|in\b|on\b)"
    r"|\bmy (?!(request|question|oia|letter|email|e-mail|understanding|previous|earlier)\b)",
    re.IGNORECASE,
)


@dataclass(frozen=True, slots=True)
class Route:
    """One law that answers the question, or a part of it: the kind, and the sentence about it."""

    subject: str
    kind: str
    sentence: str


def route(subjects: Collection[str], *, agency: Agency) -> tuple[Route, ...]:
    """Give a route for each subject (ids of holdfast.agency.SUBJECTS), each kind once.

    Raises NoQuestionError when there is none or one that is no subject.
    """
    unknown = sorted(set(subjects) - set(SUBJECTS))
    if unknown or not subjects:
        raise NoQuestionError(
            f"It is not said what the question is about{': ' if unknown else ''}"
            f"{', '.join(unknown)}. Nothing was recorded. Choose one or more of "
            f"{', '.join(SUBJECTS)}."
        )
    found: dict[str, Route] = {}
    for subject in SUBJECTS:
        if subject in subjects:
            kind = next(one for one in agency.request_kinds if subject in one.about)
            found.setdefault(kind.id, Route(subject, kind.id, kind.explained))
    return tuple(found.values())


def seems_about_the_asker(question: str) -> bool:
    """Say whether an English question reads as one about the person who asks it, so ask them."""
    return _ON_ME.search(question) is not None
