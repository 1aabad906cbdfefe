# SPDX-License-Identifier: Apache-2.0
"""What the queries of oversight answer with: frozen values that pages show as they are."""

from __future__ import annotations

from dataclasses import dataclass
from typing import TYPE_CHECKING, Any

if TYPE_CHECKING:
    from collections.abc import Mapping
    from datetime import date, datetime


@dataclass(frozen=True, slots=True)
class ApprovalLine:
    """One approval with its state now.

    `state`: in force, to confirm (oral, still in force), not begun, paused, ended, ended
    unconfirmed. `by` is the decision that paused or ended it. `hours_left` of an oral one.
    """

    number: str
    technology: str
    name: str
    kind: str
    decision: str
    start: datetime
    until: datetime | None
    confirm_by: datetime | None
    state: str
    by: str
    hours_left: int | None
    conditions: str
    expected: Mapping[str, int]
    review_on: date | None
    overdue: bool
    ends_soon: bool

    @property
    def holds(self) -> bool:
        """Whether the gate goes by it now."""
        return self.state in ("in force", "to confirm")


@dataclass(frozen=True, slots=True)
class Tally:
    """Uses, refusals and failures: how many entries of each."""

    uses: int = 0
    refused: int = 0
    failed: int = 0


@dataclass(frozen=True, slots=True)
class TechnologyLine:
    """One technology on the list. `latent`: it is present and no approval of it is in force.

    `approvals` are those that have not ended: in force, paused, or not begun.
    `within` is the tool of a function; `below` says that it stands under its tool on this list.
    """

    number: str
    name: str
    kind: str
    stage: str
    within: str
    below: bool
    ours: bool
    latent: bool
    captures_others: bool
    approvals: tuple[ApprovalLine, ...]
    lately: Tally
    review_on: date | None
    overdue: bool
    open_trigger: str

    @property
    def in_force(self) -> bool:
        """Whether an approval of it holds now."""
        return any(one.holds for one in self.approvals)


@dataclass(frozen=True, slots=True)
class RegisterFact:
    """One line of a register entry; `filled` False is shown as "not filled in"."""

    name: str
    words: str
    filled: bool
    overdue: bool = False


@dataclass(frozen=True, slots=True)
class TechnologyDetail:
    """One technology as its pages show it."""

    line: TechnologyLine
    phrase: str
    description: str
    facts: tuple[RegisterFact, ...]
    values: Mapping[str, Any]
    trigger_words: str
    functions: tuple[TechnologyLine, ...]
    devices: int
    registered_at: datetime


@dataclass(frozen=True, slots=True)
class AssessmentLine:
    """One assessment; `answers` are (principle, answer), the answer "" where there is none."""

    kind: str
    done_on: date
    attached_at: datetime
    trigger: str
    summary: str
    alternative: str
    document_sha256: str
    answers: tuple[tuple[str, str], ...]
    entry: int | None


@dataclass(frozen=True, slots=True)
class AdviceLine:
    """One question to the panel. `withheld` is the ground in words; `answer` what the viewer may read."""

    number: str
    question: str
    asked_on: date
    answered_on: date | None
    answer: str
    withheld: str
    response: str


@dataclass(frozen=True, slots=True)
class UseLine:
    """One use or refusal, as its face has it. `flagged`: the record behind it was withdrawn."""

    index: int | None
    day: date
    act: str
    role: str
    purpose: str
    data_class: str
    approval: str
    outcome: str
    count: int
    unit: str
    flagged: bool


@dataclass(frozen=True, slots=True)
class Bar:
    """One bar of a plot: its name, its count, and its height in hundredths of the highest."""

    name: str
    count: int
    height: int


@dataclass(frozen=True, slots=True)
class UsesOfTechnology:
    """The uses of one technology: counts of all time and of late, and how they are spread."""

    ever: Tally
    lately: Tally
    flagged: int
    volume: tuple[tuple[str, int], ...]
    by_purpose: tuple[tuple[str, int], ...]
    months: tuple[Bar, ...]


@dataclass(frozen=True, slots=True)
class IncidentLine:
    """One incident, as it is public."""

    number: str
    kind: str
    summary: str
    at: datetime


@dataclass(frozen=True, slots=True)
class HistoryLine:
    """One act about a technology, from its public record."""

    index: int
    day: date
    act: str
    role: str
    sentence: str


@dataclass(frozen=True, slots=True)
class DecisionLine:
    """One decision. `state`: written, to confirm, confirmed, ended unconfirmed."""

    number: str
    title: str
    kind: str
    form: str
    state: str
    hours_left: int | None
    confirm_by: datetime | None
    confirmed_at: datetime | None
    made_on: date
    recorded_at: datetime
    technology: str
    name: str
    effect: str
    uses: int | None


@dataclass(frozen=True, slots=True)
class DecisionDetail:
    """Everything about one decision. `before`: uses of its technology made before it was recorded."""

    line: DecisionLine
    maker: str
    authority: str
    reason: str
    alternatives: str
    instrument_sha256: str
    approvals: tuple[ApprovalLine, ...]
    affected: tuple[ApprovalLine, ...]
    rows: tuple[RowLine, ...]
    row_count: int
    uses: Tally
    volume: tuple[tuple[str, int], ...]
    months: tuple[Bar, ...]
    before: int
    since_made: int
    entry: int | None


@dataclass(frozen=True, slots=True)
class RowLine:
    """One permission or ban. `standing`: in force, not in force, ended; `why` says why not."""

    number: str
    kind: str
    sentence: str
    technology: str
    name: str
    roles: tuple[str, ...]
    approval: str
    until: datetime | None
    decision: str
    added_at: datetime
    ended_at: datetime | None
    standing: str
    why: str


@dataclass(frozen=True, slots=True)
class RowDetail:
    """The three faces of a row: the sentence (in `line`), the Cedar policy, the register entry."""

    line: RowLine
    cedar: str
    register_entry: str
    purposes: tuple[str, ...]
    data_classes: tuple[str, ...]
    end_reason: str
    entry: int | None


@dataclass(frozen=True, slots=True)
class MyPermissions:
    """What one person may use, and what stands against it."""

    allowed: tuple[RowLine, ...]
    asleep: tuple[RowLine, ...]
    bans: tuple[RowLine, ...]
    without: tuple[str, ...]
    more: bool


@dataclass(frozen=True, slots=True)
class QuarantineGroup:
    """Items that wait, by what recorded them and why. `items` are numbers the viewer may open."""

    device: str
    asset: str
    why: str
    count: int
    mine: int
    first: datetime
    last: datetime
    items: tuple[tuple[int, str], ...]

    @property
    def more(self) -> int:
        """How many the viewer may open besides those."""
        return self.mine - len(self.items)


@dataclass(frozen=True, slots=True)
class Attention:
    """What waits for technology governance today."""

    ending: tuple[ApprovalLine, ...]
    oral: tuple[DecisionLine, ...]
    overdue: tuple[TechnologyLine, ...]
    quarantined: int
    denials: tuple[tuple[str, int], ...]
