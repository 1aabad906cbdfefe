# SPDX-License-Identifier: Apache-2.0
"""What an agency's lists hold, as frozen values.

They are made by holdfast.agency.lists and nowhere else but in tests: who holds one may trust it.
"""

from __future__ import annotations

from dataclasses import dataclass, field
from types import MappingProxyType
from typing import TYPE_CHECKING, Generic, TypeVar

if TYPE_CHECKING:
    from collections.abc import Iterator, Mapping
    from datetime import date

Entry = TypeVar("Entry")

# What a ground may ask to be considered before it is used. The list of grounds names these ids.
CONSIDERATIONS: Mapping[str, str] = MappingProxyType(
    {
        "consultation": "whether consulting the person who asked would help them to ask in a form "
        "that can be granted",
        "charge": "whether fixing a charge would allow the request to be granted",
        "extension": "whether extending the time would allow the request to be granted",
        "practitioner": "what the person's health practitioner said, where one could be consulted",
    }
)

# What a question can be about, as far as it decides which law answers it.
SUBJECTS: Mapping[str, str] = MappingProxyType(
    {
        "the-asker": "information about the person who asks, or whom they act for",
        "a-prosecution": "material of a prosecution, asked for by or for the defendant in it",
        "anything-else": "anything else that the agency holds",
    }
)

# Whose a destination can be. What the host list does not know is "unknown", which is no kind of it.
HOST_KINDS = (
    "vendor", "map", "analytics", "social network", "calls", "operating system", "update", "time",
    "resolver", "content delivery", "cloud", "agency",
)  # fmt: skip


@dataclass(frozen=True, slots=True)
class Term:
    """One line of a list: its id, as on a face, and in words."""

    id: str
    words: str


@dataclass(frozen=True, slots=True)
class Purpose(Term):
    """Why a technology is used.

    `phrase` goes on from "may use it"; `supported_by` are the kinds of record that can support it
    (case, complaint, request, decision, home).
    """

    phrase: str
    supported_by: tuple[str, ...]


@dataclass(frozen=True, slots=True)
class DataClass(Term):
    """A class of data. `phrase` goes on from "on"; `item_status` says which items are of it."""

    phrase: str
    item_status: str = ""


@dataclass(frozen=True, slots=True)
class RequestKind(Term):
    """A kind of request for information, and the law that it is made under.

    `about`: ids of SUBJECTS, what a question of this kind is about. `explained` tells the person why their question is of this kind. `complain` tells them what they
    can do about a decision, `complain_to` is the complaint body that hears it ("" where a court
    does). The clocks are ids of the list of clocks, "" where the law sets no number of days.
    """

    act: str
    about: tuple[str, ...]
    explained: str
    complain: str
    complain_to: str = ""
    decision_clock: str = ""
    transfer_clock: str = ""


@dataclass(frozen=True, slots=True)
class Ground(Term):
    """A ground in law for withholding or refusing. `words` is the statute's own or its paraphrase.

    `kind`: the kind of request that it can answer. `balanced`: a public-interest reason must be
    given. `consider`: ids of CONSIDERATIONS, each of which must have been considered. `beside`: it
    stands only together with a ground whose id begins with one of these.
    """

    act: str
    kind: str
    balanced: bool = False
    consider: tuple[str, ...] = ()
    beside: tuple[str, ...] = ()

    @property
    def consult(self) -> bool:
        """Whether consulting the person who asked must be considered before it is used."""
        return "consultation" in self.consider


@dataclass(frozen=True, slots=True)
class DisposalClass(Term):
    """A class of record under a disposal authority. `years` None: kept for good."""

    years: int | None
    authority: str


@dataclass(frozen=True, slots=True)
class EngagementCondition(Term):
    """What a contractor must do, `days` after the last day of the work.

    `asked` is how a reminder asks for it, `evidence` what shows that it was met: "media", "document"
    or "statement". `usual`: leaving it out of an engagement needs a reason.
    """

    asked: str
    evidence: str
    days: int
    usual: bool = False


@dataclass(frozen=True, slots=True)
class HostOwner(Term):
    """Whose hosts on the Internet are. `kind` is one of HOST_KINDS.

    `endings`: names, and whatever ends in a dot and one of them. `networks`: in CIDR form. `why` says
    what such a host is for, `published` where that is written.
    """

    kind: str
    endings: tuple[str, ...]
    networks: tuple[str, ...]
    why: str
    published: str


@dataclass(frozen=True, slots=True)
class Clock(Term):
    """A time limit of law or policy, in "working days", "days" or "hours"."""

    length: int
    unit: str
    act: str


@dataclass(frozen=True, slots=True)
class Check(Term):
    """One line of the check before take-off. `needed`: a flight without it is shown as such."""

    needed: bool = False


@dataclass(frozen=True, slots=True)
class Holidays:
    """Which days are no working days: weekends, public holidays, a yearly recess, exceptions.

    `weekend` are ISO weekdays (Monday is 1). `recess` is its first and its last (month, day), both
    inside. `first_year` and `last_year`: the years whose public holidays are known for certain.
    """

    country: str
    subdivision: str
    weekend: frozenset[int]
    recess: tuple[tuple[int, int], tuple[int, int]] | None
    first_year: int
    last_year: int
    working: frozenset[date]
    not_working: frozenset[date]


@dataclass(frozen=True, slots=True)
class Listed(Generic[Entry]):
    """A list with its source: where it was read, when, and its entries by id, in their order."""

    source: str
    date: str
    entries: Mapping[str, Entry] = field(repr=False)

    def __iter__(self) -> Iterator[Entry]:
        return iter(self.entries.values())

    def get(self, name: str) -> Entry | None:
        """Give the entry of that id, or None."""
        return self.entries.get(name)


@dataclass(frozen=True, slots=True)
class Agency:
    """Every list of one agency. `letters` are the templates by name: holdfast.agency.letters."""

    purposes: Listed[Purpose]
    data_classes: Listed[DataClass]
    principles: Listed[Term]
    assessments: Listed[Term]
    triggers: Listed[Term]
    request_kinds: Listed[RequestKind]
    grounds: Listed[Ground]
    complaint_bodies: Listed[Term]
    disposal_classes: Listed[DisposalClass]
    engagement_conditions: Listed[EngagementCondition]
    clocks: Listed[Clock]
    preflight: Listed[Check]
    flight_rules: Listed[Term]
    pilot_certificates: Listed[Term]
    hosts: Listed[HostOwner]
    holidays: Holidays
    settings: Mapping[str, int | str]
    letters: Mapping[str, str]
