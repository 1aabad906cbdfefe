# SPDX-License-Identifier: Apache-2.0
"""A row as Cedar, and Cedar's answer to one question (docs/adr/0013-cedar-behind-the-gate.md).

Promises: nobody writes policy text; every text that gets into a policy is escaped; policies,
entities and request are checked against the schema; allowed means exactly *Allow*, with no error,
by a permit row that was asked about. Cedar skips a policy that errs, a `forbid` too, and has a
third answer, *NoDecision*: both are denials here.
"""

from __future__ import annotations

import json
from dataclasses import dataclass, field
from functools import cached_property
from typing import TYPE_CHECKING, Final

from holdfast.gate.errors import PolicyUnreadableError, RowError
from holdfast.gate.policy import USABLE_STAGES
from holdfast.gate.request import USES

if TYPE_CHECKING:
    from collections.abc import Iterable, Mapping
    from datetime import datetime

    from cedarpy import Entities, PolicySet, Schema

    from holdfast.gate.approval import Approval
    from holdfast.gate.policy import TechnologyState
    from holdfast.gate.row import Row

# Every attribute is required: an approval without one of them is refused, not guessed.
SCHEMA_TEXT: Final = f"""\
entity Role;
entity Purpose;
entity DataClass;
entity Technology = {{ stage: String }};
entity Approval = {{
  technology: Technology,
  suspended: Bool,
  start: datetime,
  until: datetime,
  confirm_by: datetime
}};
action "use";
action {", ".join(f'"{act}"' for act in USES)} in ["use"] appliesTo {{
  principal: Role,
  resource: Technology,
  context: {{ purpose: Purpose, data_class: DataClass, now: datetime }}
}};
"""

_NO_END: Final = "9999-12-31T23:59:59.999Z"
_PLAIN: Final = frozenset(
    "abcdefghijklmnopqrstuvwxyzABCDEFGHIJKLMNOPQRSTUVWXYZ0123456789 -_./:,;()[]{}<>@&+=#!?%^~|"
)


@dataclass(frozen=True, slots=True)
class Answer:
    """What Cedar said: `decision` is Allow, Deny or NoDecision.

    `rows` are the ids of the rows that decided; `errors` deny by themselves.
    """

    decision: str
    rows: tuple[str, ...]
    errors: tuple[str, ...]

    @property
    def allowed(self) -> bool:
        """Say whether this is an exact Allow."""
        return self.decision == "Allow" and not self.errors and bool(self.rows)


@dataclass(frozen=True)
class Slice:
    """The rows that speak of one combination, ready to be evaluated at any moment."""

    role: str
    technology: str
    purpose: str
    data_class: str
    rows: tuple[Row, ...]
    policies: PolicySet = field(repr=False)
    entities: Entities = field(repr=False)
    schema: Schema = field(repr=False)

    def answer(self, act: str, now: datetime) -> Answer:
        """Ask Cedar. `now` is in UTC; only whole milliseconds of it count."""
        from cedarpy import is_authorized

        request = {
            "principal": {"type": "Role", "id": self.role},
            "action": {"type": "Action", "id": act},
            "resource": {"type": "Technology", "id": self.technology},
            "context": self._context % _instant(now),
        }
        result = is_authorized(request, self.policies, self.entities, self.schema)
        diagnostics = result.diagnostics
        names = diagnostics.id_annotations_by_reason
        return Answer(
            decision=result.decision.value,
            rows=tuple(names.get(reason, "") for reason in diagnostics.reasons),
            errors=tuple(diagnostics.errors),
        )

    @cached_property
    def _context(self) -> str:
        """Everything of the context but the moment, as JSON with one `%s`."""
        context = {
            "purpose": {"__entity": {"type": "Purpose", "id": self.purpose}},
            "data_class": {"__entity": {"type": "DataClass", "id": self.data_class}},
        }
        fixed = json.dumps(context).replace("%", "%%")
        return f'{fixed[:-1]}, "now": {{"__extn": {{"fn": "datetime", "arg": "%s"}}}}}}'


def compile_slice(
    combination: tuple[str, str, str, str],
    rows: Iterable[Row],
    technology: TechnologyState,
    approvals: Mapping[str, Approval],
    schema: Schema,
) -> Slice:
    """Make the rows ready. `combination` is role, technology, purpose, data class.

    Raises PolicyUnreadableError when a row cannot be put in Cedar, or not under its schema.
    """
    from cedarpy import Entities

    kept = tuple(rows)
    named = {row.approval for row in kept if row.approval in approvals}
    try:
        policies = parse_policies("\n".join(cedar_of(row) for row in kept), schema)
        entities = Entities.from_json_str(
            json.dumps(_entities(technology, [approvals[name] for name in sorted(named)])), schema
        )
    except (ValueError, RowError) as error:
        raise PolicyUnreadableError(
            f"The rows for {combination[1]} cannot be evaluated: {error} Evidence is unharmed."
        ) from error
    return Slice(*combination, kept, policies, entities, schema)


def read_schema() -> Schema:
    """Parse the schema."""
    from cedarpy import Schema

    return Schema.from_str(SCHEMA_TEXT)


def parse_policies(text: str, schema: Schema) -> PolicySet:
    """Parse policy text and check it against the schema. Raises PolicyUnreadableError."""
    from cedarpy import PolicySet, validate_policies

    try:
        policies = PolicySet.from_str(text)
    except ValueError as error:
        raise PolicyUnreadableError(f"The policies cannot be parsed: {error}") from error
    checked = validate_policies(text, schema)
    if not checked.validation_passed:
        faults = "; ".join(str(error) for error in checked.errors)
        raise PolicyUnreadableError(f"The policies do not fit their schema: {faults}.")
    return policies


def cedar_of(row: Row) -> str:
    """Give the row as one Cedar policy. Raises RowError for a permit that leaves something out."""
    if not row.is_ban and not all(
        (row.roles, row.technology, row.purposes, row.data_classes, row.approval)
    ):
        raise RowError(
            "incomplete",
            f"{row.id} permits something without naming every role, the technology, the purposes, "
            "the data classes and the approval. Nothing was changed.",
        )
    resource = f" == {_entity('Technology', row.technology)}" if row.technology else ""
    effect = "forbid" if row.is_ban else "permit"
    head = f'{effect} (principal, action in Action::"use", resource{resource})'
    return "\n".join([f"@id({_text(row.id)})", head, *_conditions(row)]) + ";\n"


def _conditions(row: Row) -> Iterable[str]:
    for subject, kind, names in (
        ("principal", "Role", row.roles),
        ("context.purpose", "Purpose", row.purposes),
        ("context.data_class", "DataClass", row.data_classes),
    ):
        if names:
            listed = ", ".join(_entity(kind, name) for name in names)
            yield f"when {{ {subject} in [{listed}] }}"
    if not row.is_ban:
        approval = _entity("Approval", row.approval)
        stages = ", ".join(_text(stage) for stage in USABLE_STAGES)
        yield f"when {{ [{stages}].contains(resource.stage) }}"
        yield f"when {{ {approval}.technology == resource }}"
        yield f"when {{ !{approval}.suspended }}"
        yield f"when {{ {approval}.start <= context.now }}"
        yield f"when {{ context.now < {approval}.until }}"
        yield f"when {{ context.now < {approval}.confirm_by }}"
    if row.until is not None:
        yield f'when {{ context.now < datetime("{_instant(row.until)}") }}'


def _entities(technology: TechnologyState, approvals: Iterable[Approval]) -> list[object]:
    found: list[object] = [_described("Technology", technology.id, {"stage": technology.stage})]
    for approval in approvals:
        attributes = {
            "technology": {"__entity": {"type": "Technology", "id": approval.technology}},
            "suspended": approval.suspended,
            "start": _moment(approval.start),
            "until": _moment(approval.until),
            "confirm_by": _moment(approval.confirm_by),
        }
        found.append(_described("Approval", approval.id, attributes))
    return found


def _described(kind: str, name: str, attributes: Mapping[str, object]) -> object:
    return {"uid": {"type": kind, "id": name}, "attrs": attributes, "parents": []}


def _moment(moment: datetime | None) -> object:
    written = _NO_END if moment is None else _instant(moment)
    return {"__extn": {"fn": "datetime", "arg": written}}


def _instant(moment: datetime) -> str:
    return moment.replace(tzinfo=None).isoformat(timespec="milliseconds") + "Z"


def _entity(kind: str, name: str) -> str:
    return f"{kind}::{_text(name)}"


def _text(text: str) -> str:
    """Write a text as a Cedar string: whatever is not plain becomes its code point."""
    return '"' + "".join(sign if sign in _PLAIN else f"\\u{{{ord(sign):x}}}" for sign in text) + '"'
