# SPDX-License-Identifier: Apache-2.0
"""Published records: what an act makes public, in a form that anyone can read again.

Promises: a record has exactly the fields of its type (the table below is the contract), each of its
kind, and one spelling in bytes, so that its SHA-256 on a face names it. A record about how many
people hold a role is for the oversight body and carries a salt, so that its digest gives nothing
away. Never makes randomness: the salt comes in. Format: docs/formats/public-bundle.md, ADR 0012.
"""

from __future__ import annotations

import re
from collections.abc import Callable, Mapping
from dataclasses import dataclass
from datetime import date
from hashlib import sha256
from types import MappingProxyType
from typing import Any, Final

from holdfast.ledger import LedgerError, canonical_json, read_canonical
from holdfast.publication.errors import PublishedRecordError

RECORD_VERSION = 1
PUBLIC: Final = "public"
OVERSIGHT: Final = "oversight"
AUDIENCES = (PUBLIC, OVERSIGHT)
STAGES = ("proposed", "assessed", "trial", "adopted", "suspended", "retired")
TECHNOLOGY_KINDS = ("drone", "camera", "processor", "outside-tool", "function")
DECISION_KINDS = ("approve", "pause", "resume", "end", "propose", "stage", "other")
COMPLAINT_STEPS = ("acknowledged", "transferred", "answered", "upheld", "not-upheld")
ENGAGEMENT_STEPS = ("met", "waived", "breached", "moved", "agreed")
REQUEST_STEPS = ("extended", "transferred", "decided", "answered")
MINUTES_SOURCES = ("flight-record", "subtitles", "video", "typed", "unknown")
# The whole of what a network test can answer; a fourth would say more than a capture can.
TEST_VERDICTS = ("contacted", "none seen in this capture", "cannot tell")
TEST_NETWORKS = ("made for the test", "the agency's own", "not stated")
INCIDENT_KINDS = ("unauthorised access", "breach", "failure", "other")

Record = Mapping[str, Any]
Check = Callable[[object], bool]
_INSTANT = re.compile(r"[0-9]{4}-[0-9]{2}-[0-9]{2}T[0-9]{2}:[0-9]{2}:[0-9]{2}(\.[0-9]{1,6})?Z\Z")
_SALT = re.compile(r"[0-9a-f]{32}\Z")
_DIGEST = re.compile(r"[0-9a-f]{64}\Z")
_SLUG = re.compile(r"[a-z0-9][a-z0-9.-]{0,59}(/[a-z0-9][a-z0-9.-]{0,59})?\Z")
_NEEDED = object()
_MONTH = re.compile(r"[12][0-9]{3}-(0[1-9]|1[0-2])\Z", re.ASCII)
_CELL = re.compile(
    r"-?[0-9]{1,2}\.[0-9]{2},-?[0-9]{1,3}\.[0-9]{2}/[0-9]{1,2}\.[0-9]{2}\Z", re.ASCII
)
_QUARTER = re.compile(r"[12][0-9]{3}Q[1-4]\Z", re.ASCII)


@dataclass(frozen=True, slots=True)
class Field:
    """What one field may hold. `default` stands in when it is not given; without one it must be."""

    words: str
    holds: Check
    default: object = _NEEDED


@dataclass(frozen=True, slots=True)
class RecordType:
    """The audience of a type of record, and its fields."""

    audience: str
    fields: Mapping[str, Field]


def is_day(value: object) -> bool:
    """Tell whether `value` is a day as faces write it, 2026-11-23."""
    try:
        return isinstance(value, str) and date.fromisoformat(value).isoformat() == value
    except ValueError:
        return False


def _is_instant(value: object) -> bool:
    return isinstance(value, str) and bool(_INSTANT.match(value)) and is_day(value[:10])


def _is_text(value: object) -> bool:
    return isinstance(value, str)


def _is_name(value: object) -> bool:
    return isinstance(value, str) and value.strip() != ""


def _is_count(value: object) -> bool:
    return type(value) is int and value >= 0


def _are_texts(value: object) -> bool:
    return isinstance(value, list) and all(isinstance(one, str) for one in value)


def _is_plain(value: object) -> bool:
    return value is None or type(value) in {str, int, bool} or _are_texts(value)


def _are_plain(value: object) -> bool:
    return isinstance(value, dict) and all(
        isinstance(key, str) and _is_plain(one) for key, one in value.items()
    )


def _changes(value: object) -> bool:
    """Tell whether what the register says may be changed so: its own fields keep their kind."""
    return _are_plain(value) and all(
        name != "id" and (name not in _TECHNOLOGY or _TECHNOLOGY[name].holds(one))
        for name, one in value.items()  # type: ignore[attr-defined] # a dict
    )


def _are_words(value: object) -> bool:
    return isinstance(value, dict) and all(
        isinstance(key, str) and isinstance(one, str) for key, one in value.items()
    )


def _are_counts(value: object) -> bool:
    return isinstance(value, dict) and all(
        isinstance(key, str) and _is_count(one) for key, one in value.items()
    )


def _are_days(value: object) -> bool:
    return _are_words(value) and all(map(is_day, value.values()))  # type: ignore[attr-defined] # a dict of texts


def _are_digests(value: object) -> bool:
    return _are_words(value) and all(
        _DIGEST.match(one)
        for one in value.values()  # type: ignore[attr-defined] # a dict of texts
    )


def _matching(pattern: re.Pattern[str]) -> Check:
    return lambda value: isinstance(value, str) and bool(pattern.match(value))


def _one_of(*words: str) -> Field:
    return Field("one of " + ", ".join(words), lambda value: value in words)


def _or_empty(field: Field) -> Field:
    return Field(f'{field.words}, or ""', lambda value: value == "" or field.holds(value))


def _inside(fields: Mapping[str, Field]) -> Check:
    """Return the check of an object with exactly these fields."""
    return lambda value: (
        isinstance(value, dict)
        and value.keys() == fields.keys()
        and all(one.holds(value[name]) for name, one in fields.items())
    )


TEXT = Field("text", _is_text)
NAME = Field("text that is not empty", _is_name)
TEXTS = Field("a list of texts", _are_texts)
FLAG = Field("true or false", lambda value: type(value) is bool)
COUNT = Field("a whole number from 0", _is_count)
COUNTS = Field("whole numbers by unit", _are_counts)
DAY = Field("a day such as 2026-11-23", is_day)
DAY_OR_EMPTY = _or_empty(DAY)
INSTANT = Field("a time in UTC such as 2026-11-23T09:15:02Z", _is_instant)
INSTANT_OR_EMPTY = _or_empty(INSTANT)
DIGEST = Field("64 hex digits", _matching(_DIGEST))
DIGEST_OR_EMPTY = _or_empty(DIGEST)
DIGESTS = Field(
    "a list of 64 hex digits each", lambda it: isinstance(it, list) and all(map(DIGEST.holds, it))
)
SLUG = Field("the id of a technology, such as nuix or nuix/face-search", _matching(_SLUG))
SLUG_OR_EMPTY = _or_empty(SLUG)
QUARTER = Field("a quarter such as 2026Q4", _matching(_QUARTER))
MONTH = Field("a month such as 2026-11", _matching(_MONTH))
CELL = _or_empty(Field("a cell such as -41.50,174.75/0.25", _matching(_CELL)))

_TECHNOLOGY = {
    "id": SLUG, "name": NAME, "phrase": TEXT, "kind": _one_of(*TECHNOLOGY_KINDS), "maker": TEXT,
    "model": TEXT, "description": TEXT, "parent": SLUG_OR_EMPTY, "ours": FLAG, "latent": FLAG,
    "captures_others": FLAG, "contact": TEXT, "devices": TEXTS,
}  # fmt: skip
_APPROVAL = {
    "id": NAME, "technology": SLUG, "kind": _one_of("trial", "adoption", "baseline"),
    "from": INSTANT, "until": INSTANT_OR_EMPTY, "confirm_by": INSTANT_OR_EMPTY,
    "conditions": Field("text, or a list of texts", lambda it: _is_text(it) or _are_texts(it)),
    "expected": COUNTS, "review_on": DAY_OR_EMPTY,
}  # fmt: skip
_ROW = {
    "id": NAME, "kind": _one_of("permit", "ban"), "roles": TEXTS, "technology": SLUG_OR_EMPTY,
    "purposes": TEXTS, "data_classes": TEXTS, "approval": TEXT, "until": INSTANT_OR_EMPTY,
}  # fmt: skip


_FLIGHT: Mapping[str, Field] = {
    "number": NAME, "month": MONTH, "district": TEXT, "purpose": NAME, "technology": SLUG_OR_EMPTY,
    "minutes": COUNT, "source": _one_of(*MINUTES_SOURCES), "rule": NAME, "cell": CELL,
    "approved": FLAG,
}  # fmt: skip
_PHASE = {"name": NAME, "from": INSTANT, "to": INSTANT}
_DESTINATION = {"address": NAME, "names": TEXTS, "owner": NAME}


def _object(fields: Mapping[str, Field], *, or_none: bool = False) -> Field:
    check = _inside(fields)
    words = "an object with exactly " + ", ".join(
        f"{name} ({one.words})" for name, one in fields.items()
    )
    return Field(words, (lambda it: it is None or check(it)) if or_none else check)


def _objects(fields: Mapping[str, Field]) -> Field:
    one = _object(fields)
    return Field(
        f"a list, each {one.words}", lambda it: isinstance(it, list) and all(map(one.holds, it))
    )


def _public(**fields: Field) -> RecordType:
    return RecordType(PUBLIC, MappingProxyType(fields))


_FROM_TO: Mapping[str, Field] = {"from": TEXT, "to": TEXT}
_ROLES = RecordType(OVERSIGHT, MappingProxyType({"gained": TEXTS, "lost": TEXTS}))

TYPES: Mapping[str, RecordType] = MappingProxyType(
    {
        "technology.register": _public(technology=_object(_TECHNOLOGY)),
        "technology.change": _public(
            id=SLUG, fields=Field("plain values by name, never the id", _changes), trigger=TEXT
        ),
        "technology.stage": _public(
            **{**_FROM_TO, "to": _one_of(*STAGES)}, id=SLUG, decision=TEXT, reason=TEXT
        ),
        "technology.assess": _public(
            id=SLUG, kind=NAME, done_on=DAY, trigger=TEXT, summary=TEXT, alternative=TEXT,
            document_sha256=DIGEST_OR_EMPTY, principles=Field("texts by name", _are_words),
        ),
        "technology.advice": _public(
            id=SLUG, number=NAME, question=TEXT, asked_on=DAY, answered_on=DAY_OR_EMPTY,
            answer=TEXT, withheld_ground=TEXT, response=TEXT,
        ),
        "decision.record": _public(
            number=NAME, title=NAME, kind=_one_of(*DECISION_KINDS), form=_one_of("written", "oral"),
            made_on=DAY, recorded_on=DAY, maker=NAME, authority=TEXT, reason=TEXT,
            alternatives=TEXT, technology=SLUG_OR_EMPTY, approval=_object(_APPROVAL, or_none=True),
            affects=TEXTS, instrument_sha256=DIGEST_OR_EMPTY,
        ),
        "decision.confirm": _public(
            number=NAME, confirmed_on=DAY, instrument_sha256=DIGEST_OR_EMPTY
        ),
        "row.add": _public(row=_object(_ROW), sentence=NAME, decision=TEXT),
        "row.end": _public(row=NAME, reason=TEXT, decision=TEXT),
        "complaint.receive": _public(
            number=NAME, technology=SLUG_OR_EMPTY, about=_one_of("technology", "conduct", "other"),
            due=Field(DAY_OR_EMPTY.words, DAY_OR_EMPTY.holds, default=""),
        ),
        "complaint.step": _public(number=NAME, step=_one_of(*COMPLAINT_STEPS), to=TEXT),
        "request.receive": _public(number=NAME, kind=NAME, due=DAY_OR_EMPTY),
        "request.step": _public(
            number=NAME, step=_one_of(*REQUEST_STEPS), due=DAY_OR_EMPTY, grounds=TEXTS
        ),
        "incident.record": _public(
            number=NAME, technology=SLUG_OR_EMPTY, kind=_one_of(*INCIDENT_KINDS), summary=TEXT
        ),
        "engagement.open": _public(
            **{"from": DAY, "to": DAY}, number=NAME, contractor=TEXT, technology=SLUG_OR_EMPTY,
            purpose=NAME, conditions=Field("days by the id of a condition", _are_days),
            agreement_sha256=DIGEST_OR_EMPTY,
        ),
        "engagement.step": _public(
            number=NAME, condition=TEXT, step=_one_of(*ENGAGEMENT_STEPS), on=DAY, due=DAY_OR_EMPTY,
            document_sha256=DIGEST_OR_EMPTY, incident=TEXT,
        ),
        "engagement.link": _public(number=NAME),
        "engagement.remind": _public(number=NAME, conditions=TEXTS),
        "engagement.close": _public(number=NAME, on=DAY, outstanding=TEXTS),
        "toollog.take_in": _public(
            **{"from": DAY_OR_EMPTY, "to": DAY_OR_EMPTY}, technology=SLUG, lines=COUNT,
            matched=COUNT, only_theirs=COUNT, only_ours=COUNT,
        ),
        "isolation.record": _public(
            test=NAME, technology=SLUG, approval=TEXT, firmware=NAME, app=TEXT, app_version=TEXT,
            data_mode=TEXT, network=_one_of(*TEST_NETWORKS), tester=NAME, phases=_objects(_PHASE), captures_sha256=DIGESTS,
            report_sha256=DIGEST, examined_by=NAME, verdict=_one_of(*TEST_VERDICTS),
            destinations=COUNTS, contacted=_objects(_DESTINATION), asked=TEXTS,
            cannot_see=TEXTS,
        ),
        "support.withdraw": _public(uses=COUNT),
        "report.make": _public(
            quarter=QUARTER, provisional=FLAG, report_sha256=DIGEST, opening_size=COUNT,
            closing_size=COUNT,
            files_sha256=Field("digests by file name", _are_digests, default=MappingProxyType({})),
        ),
        "flight.record": _public(**_FLIGHT),
        "flight.correct": _public(**_FLIGHT),
        "flight.withdraw": _public(number=NAME),
        "person.enrol": _ROLES,
        "person.roles": _ROLES,
    }
)  # fmt: skip
# What a record may be missing for, in a bundle that is for everybody.
WITHHELD_ACTS = frozenset(act for act, kind in TYPES.items() if kind.audience == OVERSIGHT)


def make_record(
    act: str, audience: str, fields: Mapping[str, Any], *, salt: str = ""
) -> dict[str, Any]:
    """Return the record of `act`; raise PublishedRecordError when a field is missing or wrong.

    `salt` is 32 random hex digits for an oversight record, and empty for a public one.
    """
    kind = TYPES.get(act)
    if kind is None:
        raise _refused(act, "there is no published record of such an act")
    if audience != kind.audience:
        raise _refused(act, f"it is for the audience {kind.audience!r}, not {audience!r}")
    given = dict(fields)
    record: dict[str, Any] = {"v": RECORD_VERSION, "type": act, "audience": audience}
    for name, field in kind.fields.items():
        default = dict(field.default) if isinstance(field.default, Mapping) else field.default
        value = given.pop(name, default)
        if value is _NEEDED or not field.holds(value):
            raise _refused(act, f'its "{name}" must be given and is {field.words}')
        record[name] = value
    if given:
        raise _refused(act, f'it has no field "{min(given, key=str)}"')
    if bool(_SALT.match(salt)) != (audience == OVERSIGHT) or (salt and audience == PUBLIC):
        raise _refused(act, "an oversight record has a salt of 32 hex digits and no other has one")
    if salt:
        record["salt"] = salt
    record_bytes(record)
    return record


def record_bytes(record: Record) -> bytes:
    """Return the one spelling of a record."""
    try:
        return canonical_json(dict(record))
    except LedgerError as error:
        raise _refused(str(record.get("type", "")), str(error)) from error


def record_digest(record: Record) -> str:
    """Return the SHA-256 that stands as `published` on the face, in hex."""
    return sha256(record_bytes(record)).hexdigest()


def read_record(data: bytes) -> dict[str, Any]:
    """Read a record's bytes; raise PublishedRecordError unless `make_record` could have made it."""
    try:
        found = read_canonical(data, "The published record")
    except LedgerError as error:
        raise _refused("", str(error)) from error
    fields = dict(found)
    act, audience, version = (str(fields.pop(name, "")) for name in ("type", "audience", "v"))
    salt = fields.pop("salt", "")
    if version != str(RECORD_VERSION) or not isinstance(salt, str):
        raise _refused(act, "it is of a version that this Holdfast does not know")
    made = make_record(act, audience, fields, salt=salt)
    if record_bytes(made) != data:
        raise _refused(act, "it does not have all of its fields")
    return made


def _refused(act: str, why: str) -> PublishedRecordError:
    return PublishedRecordError(
        f"This cannot be published as {act[:60]!r}: {why}. Nothing was entered and no evidence is "
        "touched. See docs/formats/public-bundle.md for what each record holds."
    )
