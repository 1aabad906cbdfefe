# SPDX-License-Identifier: Apache-2.0
"""Letters about a request, from the agency's templates.

Promises: a letter about a decision exists only for a checked decision; it names the reference, the
day of receipt, the question as it was asked, each ground with its section, its words and its
public-interest reason, and the right to complain. What a person wrote is set off and cannot pass
for the letter's own words: its lines are indented, and nothing in it is filled in or read as
markup. Never sends anything.
"""

from __future__ import annotations

from dataclasses import dataclass
from string import Template
from typing import TYPE_CHECKING

from holdfast.agency import CONSIDERATIONS
from holdfast.information.clock import request_kind
from holdfast.information.errors import LetterError
from holdfast.plain import shown

if TYPE_CHECKING:
    from datetime import date

    from holdfast.agency import Agency
    from holdfast.information.clock import Deadline
    from holdfast.information.grounds import CheckedDecision, Withheld
    from holdfast.information.requests import Transfer

QUOTED = "    "
_NOTHING_WITHHELD = "Nothing is withheld."
_ABOUT_ONESELF = "the-asker"


@dataclass(frozen=True, slots=True)
class Correspondence:
    """What every letter about one request says. `addressee` and `signed_by` may be left empty."""

    reference: str
    kind: str
    received: date
    question: str
    agency_name: str
    written_on: date
    addressee: str = ""
    signed_by: str = ""


@dataclass(frozen=True, slots=True)
class Letter:
    """A letter, ready to be read: paragraphs with an empty line between them.

    A line of a paragraph that begins with QUOTED is what somebody else wrote, or a ground.
    """

    name: str
    reference: str
    agency_name: str
    subject: str
    paragraphs: tuple[str, ...]

    @property
    def text(self) -> str:
        """The letter as plain text."""
        return "\n\n".join((self.subject, *self.paragraphs)) + "\n"


def acknowledgement(about: Correspondence, deadline: Deadline, *, agency: Agency) -> Letter:
    """Say that the request has come, which law answers it and until when."""
    kind = request_kind(about.kind, agency)
    return _letter(
        "acknowledgement", about, agency, explained=kind.explained, due=in_words(deadline.day)
    )


def decision_letter(
    about: Correspondence, decision: CheckedDecision, *, answer: str, agency: Agency
) -> Letter:
    """Tell a decision, and what it says: granted, granted in part, refused.

    A request about the person who asks is answered by the letter "privacy-answer", whatever its
    outcome. Raises LetterError.
    """
    kind = request_kind(about.kind, agency)
    if decision.kind != about.kind:
        raise LetterError(
            f"The decision is on a request of kind {decision.kind!r}, and the letter is about one "
            f"of kind {about.kind!r}. No letter was made. Decide this request first."
        )
    own = _ABOUT_ONESELF in kind.about
    grounds = "\n\n".join(_ground(one) for one in decision.withheld)
    return _letter(
        "privacy-answer" if own else decision.outcome,
        about,
        agency,
        answer=_said("answer", answer),
        grounds=grounds or _NOTHING_WITHHELD,
    )


def extension_letter(about: Correspondence, deadline: Deadline, *, agency: Agency) -> Letter:
    """Tell the newest extension of a deadline, and why. Raises LetterError."""
    if not deadline.extensions:
        raise LetterError(
            f"Request {about.reference} has no extension. No letter was made. Record it first."
        )
    newest = deadline.extensions[-1]
    return _letter(
        "extension",
        about,
        agency,
        original_due=in_words(deadline.original),
        due=in_words(deadline.day),
        reason=_said("reason", newest.reason),
    )


def transfer_letter(
    about: Correspondence, transfer: Transfer, *, reason: str, agency: Agency
) -> Letter:
    """Tell that another agency answers, and why. Raises LetterError."""
    return _letter(
        "transfer",
        about,
        agency,
        transferred_to=_line("agency", transfer.to),
        reason=_said("reason", reason),
    )


def in_words(day: date) -> str:
    """Write a day as on a letter: 10 May 2023."""
    return f"{day.day} {day:%B %Y}"


def _letter(name: str, about: Correspondence, agency: Agency, **facts: str) -> Letter:
    kind = request_kind(about.kind, agency)
    said = {
        "reference": _line("reference", about.reference),
        "received": in_words(about.received),
        "question": _quoted(_said("question", about.question)),
        "act": kind.act,
        "complain": kind.complain,
        "agency": _line("name of the agency", about.agency_name),
        "addressee": _block(about.addressee),
        "written_on": in_words(about.written_on),
        "signed_by": _block(about.signed_by),
        **facts,
    }
    text = Template(agency.letters[name]).substitute(said)
    # A fact may bring empty lines, and a fact that is empty leaves them.
    subject, *paragraphs = (part.strip("\n") for part in text.split("\n\n") if part.strip())
    return Letter(
        name, about.reference, said["agency"], " ".join(subject.split()), tuple(paragraphs)
    )


def _line(what: str, text: str) -> str:
    return " ".join(_said(what, text).split())


def _block(text: str) -> str:
    """Give lines without empty ones between them, so that they stay one paragraph."""
    return "\n".join(filter(None, map(str.strip, _plain(text).split("\n"))))


def _said(what: str, text: str) -> str:
    plain = _plain(text)
    if not plain:
        raise LetterError(
            f"The letter has no {what}, and it must say it. No letter was made. Write the {what} "
            "and try again."
        )
    return plain


def _plain(text: str) -> str:
    return shown(text.replace("\r\n", "\n").replace("\r", "\n"), newlines=True).strip()


def _quoted(text: str) -> str:
    return "\n".join(
        QUOTED + line if line.strip() else QUOTED.rstrip() for line in text.split("\n")
    )


def _ground(one: Withheld) -> str:
    lines = [f"{one.ground.act}: {one.ground.words}."]
    if one.public_interest:
        lines.append(f"The public interest: {_said('reason', one.public_interest)}")
    lines.extend(
        f"We considered {CONSIDERATIONS[name]}: {_said('answer', text)}"
        for name, text in one.considered.items()
    )
    return _quoted("\n".join(lines))
