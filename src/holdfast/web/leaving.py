# SPDX-License-Identifier: Apache-2.0
"""What leaves with an item's file, as its page shows it: grouped, before beside after.

Promises: everything the review found is on the page or counted as not listed; a cleaned copy is
called clean only when its own review said so.
"""

from __future__ import annotations

import json
from dataclasses import dataclass, field
from typing import TYPE_CHECKING, Any, Final

from holdfast.leaving import Gives

if TYPE_CHECKING:
    from collections.abc import Iterable, Mapping, Sequence

    from holdfast.records.derivatives import Derivative
    from holdfast.records.queries.values import FileLine

_OPEN: Final = frozenset(
    {Gives.POSITION, Gives.LAUNCH, Gives.AIRCRAFT, Gives.SERIAL, Gives.PERSON, Gives.PATH}
    | {Gives.PICTURE, Gives.UNKNOWN}
)
_ENDINGS: Final = {
    "JPEG": (".jpg", "image/jpeg"),
    "PNG": (".png", "image/png"),
    "WebP": (".webp", "image/webp"),
    "MP4": (".mp4", "video/mp4"),
    "MOV": (".mov", "video/quicktime"),
    "Matroska": (".mkv", "video/x-matroska"),
    "AVI": (".avi", "video/x-msvideo"),
    "WAV": (".wav", "audio/wav"),
    "MP3": (".mp3", "audio/mpeg"),
    "FLAC": (".flac", "audio/flac"),
    "Ogg": (".ogg", "audio/ogg"),
}


@dataclass(frozen=True, slots=True)
class Line:
    """One entry, and what became of it: "" while there is no copy, removed, kept, or remains."""

    where: str
    name: str
    value: str
    known: str
    after: str


@dataclass(frozen=True, slots=True)
class Group:
    """All entries that give the same away."""

    name: str
    before: int
    after: int | None
    not_listed: int
    opened: bool
    lines: Sequence[Line]


@dataclass(frozen=True, slots=True)
class Copy:
    """The cleaned copy: whether there is one, whether it is clean, and why."""

    is_there: bool
    why_not: str = ""
    clean: bool = False
    size: int = 0
    sha256: str = ""
    how: str = ""
    proof: str = ""
    notes: Sequence[str] = ()
    kept: Sequence[Mapping[str, Any]] = ()
    remains: Sequence[Mapping[str, Any]] = ()


@dataclass(frozen=True, slots=True)
class LeavingPage:
    """What the page shows of one file."""

    why_not: str = ""
    format: str = ""
    groups: Sequence[Group] = ()
    copies: Sequence[Mapping[str, Any]] = ()
    searched: Sequence[str] = ()
    warnings: Sequence[str] = ()
    cannot_remove: Sequence[str] = ()
    total: int = 0
    left: int | None = None
    copy: Copy | None = None
    beside: Sequence[FileLine] = field(default=())


def page_of(
    review: Derivative, cleaned: Derivative | None, beside: Iterable[FileLine]
) -> LeavingPage:
    """Put the review and what is known of a cleaned copy into one page."""
    files = tuple(beside)
    if not review.is_there:
        return LeavingPage(why_not=review.reason or review.outcome, beside=files)
    told: Mapping[str, Any] = json.loads(review.path.read_bytes())
    made = _copy(cleaned)
    after = cleaned.finding.get("gives_away", {}) if cleaned and made and made.is_there else None
    groups = tuple(_groups(told, made, after))
    return LeavingPage(
        format=told["format"],
        groups=groups,
        copies=told["copies"],
        searched=told["searched_for"],
        warnings=told["warnings"],
        cannot_remove=told["cannot_remove"],
        total=sum(group.before for group in groups),
        left=None if after is None else sum(after.values()),
        copy=made,
        beside=files,
    )


def _copy(cleaned: Derivative | None) -> Copy | None:
    if cleaned is None:
        return None
    if not cleaned.is_there:
        return Copy(is_there=False, why_not=cleaned.reason or cleaned.outcome)
    told = cleaned.finding
    return Copy(
        is_there=True,
        clean=bool(told["clean"]),
        size=cleaned.size,
        sha256=cleaned.sha256,
        how=told["how"],
        proof=told["proof"],
        notes=(*told["notes"], *told["warnings"]),
        kept=told["kept"],
        remains=told["remains"],
    )


def _groups(
    told: Mapping[str, Any], made: Copy | None, after: Mapping[str, int] | None
) -> Iterable[Group]:
    left = _left(made) if made is not None and made.is_there else None
    names = list(told["gives_away"])
    names += [name for name in after or () if name not in told["gives_away"]]
    for name in names:
        lines = [
            Line(
                one["where"],
                one["name"],
                one["value"],
                one["known"],
                "" if left is None else left.get(_key(one), "removed"),
            )
            for one in told["entries"]
            if one["gives_away"] == name
        ]
        yield Group(
            name=name,
            before=told["gives_away"].get(name, 0),
            after=None if after is None else after.get(name, 0),
            not_listed=told["not_listed"].get(name, 0),
            opened=name in _OPEN,
            lines=lines,
        )


def _left(made: Copy) -> dict[tuple[str, str, str], str]:
    found = {_key(one): "remains" for one in made.remains if "where" in one}
    return found | {_key(one): "kept" for one in made.kept}


def _key(one: Mapping[str, Any]) -> tuple[str, str, str]:
    return one["where"], one["name"], one["value"]


def name_and_kind(cleaned: Derivative) -> tuple[str, str]:
    """Give a name that says nothing of where the copy comes from, and its media type."""
    ending, kind = _ENDINGS.get(
        str(cleaned.finding.get("format")), (".bin", "application/octet-stream")
    )
    said = "cleaned" if cleaned.finding.get("clean") else "NOT-CLEAN"
    return f"{said}-{cleaned.sha256[:12]}{ending}", kind
