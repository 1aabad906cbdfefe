# SPDX-License-Identifier: Apache-2.0
"""Whether a decision stands in law as written, checked before it can become a letter.

Promises: a decision that withholds names its grounds, all of the law that the request is made
under; a balanced ground has its public-interest reason (Official Information Act 1982 s 9(1)) and
a conclusive one has none; what a ground asks to be considered first was considered (ss 18A, 18B).
Every fault is named at once. Never says whether a ground is right: a person decides that.
"""

from __future__ import annotations

from dataclasses import dataclass, field
from types import MappingProxyType
from typing import TYPE_CHECKING

from holdfast.agency import CONSIDERATIONS, Ground
from holdfast.information.clock import request_kind
from holdfast.information.errors import DecisionRefusedError
from holdfast.information.requests import OUTCOMES, Outcome

if TYPE_CHECKING:
    from collections.abc import Iterator, Mapping, Sequence

    from holdfast.agency import Agency


@dataclass(frozen=True, slots=True)
class Reason:
    """One ground as it was used, as somebody wrote it.

    `public_interest`: why the public interest does not outweigh it. `considered`: what came of each
    thing that the ground asks to be considered first, by the ids of holdfast.agency.CONSIDERATIONS.
    """

    ground: str
    public_interest: str = ""
    considered: Mapping[str, str] = field(default_factory=dict, hash=False)


@dataclass(frozen=True, slots=True)
class Withheld:
    """One ground as it was used, checked."""

    ground: Ground
    public_interest: str
    considered: Mapping[str, str] = field(hash=False)


@dataclass(frozen=True, slots=True)
class CheckedDecision:
    """A decision that stands as written. Only `check_decision` makes one; letters ask for it."""

    kind: str
    outcome: Outcome
    withheld: tuple[Withheld, ...]

    @property
    def grounds(self) -> tuple[str, ...]:
        """The ids of the grounds, for the record."""
        return tuple(one.ground.id for one in self.withheld)


def check_decision(
    kind: str, outcome: str, reasons: Sequence[Reason], *, agency: Agency
) -> CheckedDecision:
    """Give the decision back, checked. Raises DecisionRefusedError, UnknownRequestKindError."""
    act = request_kind(kind, agency).act
    known = next((one for one in OUTCOMES if one == outcome), None)
    faults = [*_whole(outcome, reasons), *_beside(reasons, agency)]
    withheld = []
    for reason in reasons:
        ground = agency.grounds.get(reason.ground)
        if ground is None:
            faults.append(f"{reason.ground} is no ground of the agency's list grounds.toml")
        elif ground.kind != kind:
            faults.append(f"{ground.act} is no ground for a request under the {act}")
        else:
            faults.extend(_faults(ground, reason))
            withheld.append(
                Withheld(
                    ground,
                    reason.public_interest.strip(),
                    MappingProxyType(
                        {one: reason.considered.get(one, "").strip() for one in ground.consider}
                    ),
                )
            )
    if faults or known is None:
        raise DecisionRefusedError(tuple(faults))
    return CheckedDecision(kind, known, tuple(withheld))


def _whole(outcome: str, reasons: Sequence[Reason]) -> Iterator[str]:
    if outcome not in OUTCOMES:
        yield f"{outcome!r} is no outcome; there are {', '.join(OUTCOMES)}"
    elif outcome == "granted" and reasons:
        yield "a request that is granted whole has no ground for withholding"
    elif outcome != "granted" and not reasons:
        yield "a request may be refused, whole or in part, only on a ground, and none is named"
    used = [reason.ground for reason in reasons]
    yield from (f"{name} is named twice" for name in sorted(set(used)) if used.count(name) > 1)


def _beside(reasons: Sequence[Reason], agency: Agency) -> Iterator[str]:
    used = [reason.ground for reason in reasons]
    for name in used:
        ground = agency.grounds.get(name)
        if ground is None or not ground.beside:
            continue
        others = tuple(other for other in used if other != name)
        if not any(other.startswith(ground.beside) for other in others):
            yield f"{ground.act} says nothing alone; name the ground that it stands for beside it"


def _faults(ground: Ground, reason: Reason) -> Iterator[str]:
    said = bool(reason.public_interest.strip())
    if ground.balanced and not said:
        yield (
            f"{ground.act} is weighed against the public interest, and no reason says why the "
            "public interest does not outweigh it"
        )
    if not ground.balanced and said:
        yield (
            f"{ground.act} is not weighed against the public interest, so take that reason away or "
            "choose another ground"
        )
    for one in ground.consider:
        if not reason.considered.get(one, "").strip():
            yield f"{ground.act} asks to consider first {CONSIDERATIONS[one]}, and nothing says so"
    for one in sorted(set(reason.considered) - set(ground.consider)):
        if reason.considered[one].strip():
            yield f"{ground.act} asks for no {one}, so take that away or choose another ground"
