# SPDX-License-Identifier: Apache-2.0
"""Everything that was made of an item's files, as the Derivatives tab lists it."""

from __future__ import annotations

from dataclasses import dataclass
from typing import TYPE_CHECKING, Any, Final

from holdfast.analysis import PROCESSORS
from holdfast.analysis.motion import Query
from holdfast.records.derivatives import find_all
from holdfast.web.movement_words import in_words

if TYPE_CHECKING:
    from collections.abc import Iterable, Iterator, Mapping

    from holdfast.home import Home
    from holdfast.records.queries.values import FileLine

_WORDS: Final = {
    "thumbnail": "Small picture",
    "poster": "Picture before playing",
    "viewable": "Picture for looking",
    "playable": "Copy that plays",
    "release-review": "Review of what leaves with the file",
    "cleaning": "Cleaned copy",
    "integrity": "Integrity report",
    "salvage": "Playable copy of what is left",
    "filmstrip": "Film strip",
    "waveform": "Waveform",
    "clip": "Clip",
    "motion": "What moves in it",
    "synopsis": "Synopsis",
    "sync": "Alignment by sound",
}


@dataclass(frozen=True, slots=True)
class Made:
    """One derivative with its provenance, in words."""

    what: str
    made_by: str
    settings: str
    source: str
    size: int
    sha256: str


def made_of(home: Home, files: Iterable[FileLine]) -> list[Made]:
    """List what is there."""
    return [
        Made(
            _WORDS[processor],
            f"{processor} {made.provenance['version']}",
            ", ".join(_settings(made.provenance["settings"])),
            file.sha256,
            made.size,
            made.sha256,
        )
        for file in files
        for processor in PROCESSORS
        if processor in _WORDS
        for made in find_all(home, file.sha256, processor)
        if made.is_there
    ]


def _settings(settings: Mapping[str, Any]) -> Iterator[str]:
    """Say with what settings it was made; what a person asked for in that person's words."""
    for name, value in settings.items():
        if name == "asked":
            yield f"asked: {'; '.join(in_words(Query.read(str(value))))}"
        elif name == "label":
            yield "a line below the picture" if value else "no line below the picture"
        else:
            yield f"{name} {value}"
