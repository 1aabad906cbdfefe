# SPDX-License-Identifier: Apache-2.0
"""One technology as the public reads of it, folded from published records.

Promises: every field of the register stands there, an empty one as *not filled in*; what may be
done with it is the sentences of the permission rows themselves; each part names the entry it comes
from, so that a reader finds the record behind it.
"""

from __future__ import annotations

import re
from dataclasses import dataclass
from typing import TYPE_CHECKING, Any

from holdfast.web.published.network_tests import Tested, listed_tests
from holdfast.web.published.words import (
    APPROVALS,
    DECISIONS,
    KINDS,
    Stage,
    classes_words,
    day_words,
    ground_words,
    listed,
    purposes_words,
    stage_of,
)

if TYPE_CHECKING:
    from collections.abc import Iterator, Sequence
    from datetime import date

    from holdfast.agency import Agency
    from holdfast.publication import Quarter, Register
    from holdfast.publication.register import Technology
    from holdfast.web.published.state import Published

QUARTERS_SHOWN = 8
_BASE = 110
_DAY = re.compile(r"[0-9]{4}-[01][0-9]-[0-3][0-9]\Z")
_MAIL = re.compile(r"[^@\s,;<>]+@[^@\s,;<>]+\.[^@\s,;<>]+\Z")


@dataclass(frozen=True, slots=True)
class Rule:
    """A permission or ban in force: its number, its sentence, the decision it rests on."""

    number: str
    sentence: str
    decision: str
    since: str


@dataclass(frozen=True, slots=True)
class Consent:
    """An approval: what kind, whether it stands, from when until when, under what conditions."""

    number: str
    kind: str
    status: str
    stands: bool
    decision: str
    since: str
    until: str
    review_on: str
    review_overdue: bool
    conditions: tuple[str, ...]
    expected: tuple[tuple[str, int], ...]


@dataclass(frozen=True, slots=True)
class Looked:
    """An assessment: what was found, what else would do, and its answer to each principle."""

    kind: str
    done_on: str
    summary: str
    alternative: str
    document: str
    principles: tuple[tuple[str, str], ...]


@dataclass(frozen=True, slots=True)
class Asked:
    """A question to the expert panel, its answer or the ground for withholding it, the response."""

    number: str
    question: str
    asked_on: str
    answer: str
    answered_on: str
    withheld: str
    response: str


@dataclass(frozen=True, slots=True)
class Decided:
    """A decision about the technology."""

    number: str
    title: str
    what: str
    maker: str
    authority: str
    reason: str
    alternatives: str
    made_on: str
    recorded_on: str
    oral: bool
    standing: str
    index: int


@dataclass(frozen=True, slots=True)
class Bar:
    """The uses and refusals of a quarter, for a small plot."""

    quarter: str
    done: int
    refused: int
    x: int
    height: int
    refused_height: int

    @property
    def top(self) -> int:
        """Where the bar of the uses begins, from above; the line is at 110."""
        return _BASE - self.height

    @property
    def refused_top(self) -> int:
        """Where the refusals stand: on the uses."""
        return self.top - self.refused_height


@dataclass(frozen=True, slots=True)
class Line:
    """One technology in the list of the register, with the functions that stand under it.

    `nobody`: it is in use or on trial by its stage, and no permission is in force.
    """

    id: str
    name: str
    kind: str
    does: str
    key: str
    stage: Stage
    latent: bool
    uses: int
    refused: int
    captures_others: bool
    ours: bool
    nobody: bool
    under: tuple[Line, ...] = ()


@dataclass(frozen=True, slots=True)
class Entry:
    """Everything that the register says of one technology."""

    line: Line
    says: dict[str, Any]
    parent: Line | None
    purposes: tuple[str, ...]
    data: tuple[str, ...]
    permissions: tuple[Rule, ...]
    bans: tuple[Rule, ...]
    consents: tuple[Consent, ...]
    assessments: tuple[Looked, ...]
    advice: tuple[Asked, ...]
    tests: tuple[Tested, ...]
    decisions: tuple[Decided, ...]
    stages: tuple[dict[str, str], ...]
    complaints: int
    incidents: int
    refused_ever: int
    bars: tuple[Bar, ...]
    records: tuple[int, ...]
    since: str

    @property
    def newest_first(self) -> tuple[Bar, ...]:
        """The quarters as a table has them."""
        return self.bars[::-1]

    @property
    def plot_width(self) -> int:
        """How wide the plot is: a bar of 32 every 40."""
        return 40 * len(self.bars) - 8

    @property
    def cost(self) -> str:
        """What it costs a year; "" when nobody filled it in."""
        told = self.says.get("cost_nzd_year")
        return f"NZ$ {told:,}" if isinstance(told, int) else str(told or "")

    @property
    def review(self) -> str:
        """The day of the next review as the register has it."""
        told = str(self.says.get("review_on") or "")
        return day_words(told) if _DAY.match(told) else told

    @property
    def mail(self) -> str:
        """The contact, when it is an address for mail."""
        contact = str(self.says.get("contact", "")).strip()
        return contact if _MAIL.match(contact) else ""

    @property
    def stopped_by(self) -> tuple[Consent, ...]:
        """The approvals that do not stand, when none does."""
        return () if any(one.stands for one in self.consents) else self.consents


def line_of(
    published: Published, name: str, on: str, quarter: str, under: Sequence[Line] = ()
) -> Line:
    """Give one line of the list as of the day `on`."""
    says = published.register.technologies[name].says
    stage = published.register.technologies[name].stage
    key, words = stage_of(stage, latent=says["latent"])
    used = published.used(name, quarter)
    return Line(
        id=name,
        name=says["name"],
        kind=KINDS.get(says["kind"], says["kind"]),
        does=says["description"],
        key=key,
        stage=words,
        latent=says["latent"],
        uses=used.done,
        refused=used.refused,
        captures_others=says["captures_others"],
        ours=says["ours"],
        nobody=words.usable and not any(published.register.rows_of(name, on, "permit")),
        under=tuple(under),
    )


def entry_of(published: Published, lists: Agency, name: str, today: date, quarters: list[Quarter]) -> Entry:  # fmt: skip
    """Give the entry of a technology that is on the register."""
    register, on = published.register, str(today)
    of = register.technologies[name]
    rows = [row for _, row in register.rows_of(name, on, "permit")]
    this = quarters[-1].text
    parent = of.says["parent"]
    children = [
        line_of(published, child, on, this)
        for child, other in sorted(register.technologies.items())
        if other.says["parent"] == name
    ]
    return Entry(
        line=line_of(published, name, on, this, children),
        says=of.says,
        parent=line_of(published, parent, on, this) if parent in register.technologies else None,
        purposes=tuple(
            purposes_words(lists, listed(row.record["row"]["purposes"] for row in rows))
        ),
        data=tuple(classes_words(lists, listed(row.record["row"]["data_classes"] for row in rows))),
        permissions=tuple(_rules(register, name, on, "permit")),
        bans=tuple(_rules(register, name, on, "ban")),
        consents=tuple(_consents(register, name, on)),
        assessments=tuple(_assessments(of, lists)),
        advice=tuple(_advice(of, lists)),
        tests=tuple(listed_tests(of, lists, today)),
        decisions=tuple(_decisions(register, name, on)),
        stages=tuple(_stages(of)),
        complaints=sum(one.technology == name for one in register.complaints.values()),
        incidents=len(of.incidents),
        refused_ever=sum(
            one.refused for (of_it, _), one in published.uses.items() if of_it == name
        ),
        bars=tuple(_bars(published, name, quarters)),
        records=tuple(of.records),
        since=day_words(of.day),
    )


def _rules(register: Register, name: str, on: str, kind: str) -> Iterator[Rule]:
    for number, row in register.rows_of(name, on, kind):
        said = row.record
        yield Rule(number, str(said["sentence"]), str(said["decision"]), day_words(row.day))


def _consents(register: Register, name: str, on: str) -> Iterator[Consent]:
    for number, one in sorted(register.approvals.items(), reverse=True):
        terms = one.terms
        if terms["technology"] != name:
            continue
        told = terms["conditions"]
        conditions = [told] if isinstance(told, str) else told
        status = one.status(on)
        yield Consent(
            number=number,
            kind=APPROVALS.get(terms["kind"], terms["kind"]),
            status=status,
            stands=status == "in force",
            decision=one.decision,
            since=day_words(terms["from"]),
            until=day_words(terms["until"]),
            review_on=day_words(terms["review_on"]),
            review_overdue=one.review_overdue(on),
            conditions=tuple(text for text in conditions if text.strip()),
            expected=tuple(sorted(terms["expected"].items())),
        )


def _assessments(of: Technology, lists: Agency) -> Iterator[Looked]:
    for one in reversed(of.assessments):
        kind, answers = lists.assessments.get(one["kind"]), dict(one["principles"])
        known = [(each.words, answers.pop(each.id, "")) for each in lists.principles]
        yield Looked(
            kind=kind.words if kind else one["kind"],
            done_on=day_words(one["done_on"]),
            summary=one["summary"],
            alternative=one["alternative"],
            document=one["document_sha256"],
            principles=(*known, *sorted(answers.items())),
        )


def _advice(of: Technology, lists: Agency) -> Iterator[Asked]:
    for number, one in sorted(of.advice.items(), reverse=True):
        yield Asked(
            number=number,
            question=one["question"],
            asked_on=day_words(one["asked_on"]),
            answer=one["answer"],
            answered_on=day_words(one["answered_on"]),
            withheld=ground_words(lists, one["withheld_ground"]),
            response=one["response"],
        )


def _decisions(register: Register, name: str, on: str) -> Iterator[Decided]:
    for one in reversed(list(register.decisions_of(name))):
        said = one.record
        yield Decided(
            number=said["number"],
            title=said["title"],
            what=DECISIONS.get(said["kind"], said["kind"]),
            maker=said["maker"],
            authority=said["authority"],
            reason=said["reason"],
            alternatives=said["alternatives"],
            made_on=day_words(said["made_on"]),
            recorded_on=day_words(said["recorded_on"]),
            oral=one.oral,
            standing=_spoken(one.confirmed_day, one.lapses_on, on) if one.oral else "",
            index=one.index,
        )


def _spoken(confirmed: str, lapses: str, on: str) -> str:
    """Say what became of a decision that was made by word of mouth."""
    if confirmed and confirmed <= lapses:
        return f"confirmed in writing on {day_words(confirmed)}"
    if lapses <= on:
        return f"not confirmed in writing in time, so it ran out on {day_words(lapses)}"
    return f"has to be confirmed in writing by {day_words(lapses)}, or it runs out"


def _stages(of: Technology) -> Iterator[dict[str, str]]:
    for step in reversed(of.stages):
        _, words = stage_of(step["to"], latent=False)
        yield {**step, "to": words.word, "day": day_words(step["day"])}


def _bars(published: Published, name: str, quarters: list[Quarter]) -> Iterator[Bar]:
    uses = [published.used(name, quarter.text) for quarter in quarters]
    most = max(*(one.done + one.refused for one in uses), 1)
    for at, (quarter, one) in enumerate(zip(quarters, uses, strict=True)):
        done, refused = (round(count * 100 / most) for count in (one.done, one.refused))
        yield Bar(quarter.text, one.done, one.refused, at * 40, done, refused)
