# SPDX-License-Identifier: Apache-2.0
"""A synopsis as its page shows it: what was asked, who appears when, how good it is, what is missing.

Promises: every figure is on the page with its true time and the moment of the recording that it
leads to; everything that was left out is counted with its reason; a time of day is given only where
the recording's beginning is known, and its zone only where that is.
"""

from __future__ import annotations

import hashlib
import json
from base64 import b64encode
from dataclasses import dataclass
from datetime import datetime
from typing import TYPE_CHECKING, Any, Final

from holdfast.analysis.errors import DamagedContentError
from holdfast.analysis.motion import Query, read_motion, read_picture
from holdfast.analysis.processors.synopsis import settings_of, tracks_of
from holdfast.analysis.synopsis import planned
from holdfast.analysis.synopsis.shown import SHARES, Shown
from holdfast.records.derivatives import find, find_all
from holdfast.records.queries.beginning import Beginning
from holdfast.web.forms.movement import written
from holdfast.web.movement_words import in_words

if TYPE_CHECKING:
    from collections.abc import Iterable, Mapping, Sequence

    from holdfast.analysis.job import Setting
    from holdfast.analysis.motion import Motion, Track
    from holdfast.home import Home
    from holdfast.records.derivatives import Derivative

BEFORE_S: Final = 1.0
"""A link leads so long before the moment, so that what led to it is seen."""
MEASURES: Final = (
    ("FR", "Its length over the recording's. Lower is shorter; it depends on the footage most."),
    ("CR", "How full it is: the area of all figures over that of all pictures."),
    ("OR", "How much of it is covered by two figures or more. Lower is clearer."),
    ("CD", "How many pairs of figures begin in another order than they came. Lower is better."),
)


@dataclass(frozen=True, slots=True)
class Choice:
    """What a person asks for: a question, how full, and how long (0: as long as it needs)."""

    query: Query
    density: float
    longest_s: float

    @classmethod
    def of(cls, settings: Mapping[str, Any]) -> Choice:
        """Read what a synopsis was made with."""
        query = Query.read(str(settings["asked"]))
        return cls(query, float(settings["density"]), float(settings["longest_s"]))

    def settings(self, beginning: Beginning) -> dict[str, Setting]:
        """Give the settings of the processor."""
        chosen: dict[str, Setting] = {
            "asked": self.query.written(),
            "density": self.density,
            "longest_s": self.longest_s,
        }
        return chosen | beginning.settings

    @property
    def address(self) -> str:
        """The query string that asks for it."""
        own = f"density={self.density:g}&longest={self.longest_s:g}"
        question = written(self.query)
        return f"{question}&{own}" if question else own

    @property
    def words(self) -> str:
        """Everything that is asked for, in words."""
        longest = f", at most {self.longest_s:g} s" if self.longest_s else ""
        return f"{question_words(self.query)}; figures may cover each other by {self.density * 100:g} %{longest}"


def question_words(query: Query) -> str:
    """Write a question as it stands over its answer."""
    said = ", ".join(in_words(query))
    return f"{said[0].upper()}{said[1:]}"


@dataclass(frozen=True, slots=True)
class FigureLine:
    """One figure in order of appearance; seconds are of the recording, `at_s` where a link leads."""

    number: int
    track: int
    piece: int
    picture: str
    colours: str
    from_words: str
    until_words: str
    first: str
    last: str
    at_s: float


@dataclass(frozen=True, slots=True)
class EarlierLine:
    """A synopsis of the same recording that was made before."""

    known: str
    sha256: str
    words: str
    figures: int
    length_s: float


@dataclass(frozen=True, slots=True)
class SynopsisPage:
    """What the page shows of one synopsis that was made."""

    known: str
    sha256: str
    size: int
    words: str
    width: int
    height: int
    length_s: float
    source_s: float
    tracks: int
    of: int
    measures: Sequence[tuple[str, str, str]]
    left_out: Sequence[tuple[str, int, str]]
    figures: int
    lines: Sequence[FigureLine]
    note: str
    made_by: str
    times: str


def page_of(
    made: Derivative, found: Derivative | None, beginning: Beginning, start: int, stop: int
) -> SynopsisPage:
    """Put a synopsis that is there into one page, with the figures from `start` to `stop`.

    `found`, what moves in the recording, has their pictures and colours, where it is there.
    """
    told, chosen = made.finding, made.provenance["settings"]
    then = _then(chosen, beginning)
    tracks = _tracks(found)
    figures = figures_of(made)
    return SynopsisPage(
        known=known_by(made),
        sha256=made.sha256,
        size=made.size,
        words=Choice.of(chosen).words,
        width=told["width"],
        height=told["height"],
        length_s=told["length_s"],
        source_s=told["source_s"],
        tracks=told["tracks"],
        of=told["of"],
        measures=[(name, f"{told[name]:.4f}", words) for name, words in MEASURES],
        left_out=_left_out(told["left_out"]),
        figures=len(figures),
        lines=[
            _line(number, one, tracks.get(one.track), then, told["fps"], _picture(found, one.track))
            for number, one in enumerate(figures[start:stop], start + 1)
        ],
        note=told["note"],
        made_by=f"synopsis, version {made.provenance['version']}",
        times=then.sentence,
    )


def figures_of(made: Derivative) -> tuple[Shown, ...]:
    """Read where every figure of a synopsis is."""
    return tuple(Shown.from_json(one) for one in made.finding["figures"])


def figures_json(made: Derivative, beginning: Beginning) -> dict[str, object]:
    """Give what a script needs to lay links over the picture."""
    then = _then(made.provenance["settings"], beginning)
    return {
        "fps": made.finding["fps"],
        "shares": SHARES,
        "before_s": BEFORE_S,
        "figures": [
            {
                "number": number,
                "label": f"Figure {number}, {then.words(one.first.at_ms / 1000)}",
                "points": [point.to_json() for point in one.points],
            }
            for number, one in enumerate(figures_of(made), 1)
        ],
    }


def whole_json(made: Derivative, found: Derivative) -> dict[str, object]:
    """Give what `holdfast synopsis --json` prints of the same, and where it comes from."""
    chosen, motion = made.provenance["settings"], _motion(found)
    told = planned(motion, tracks_of(motion, chosen), settings_of(chosen)).to_json()
    return told | {"provenance": dict(made.provenance), "sha256": made.sha256}


def found_of(home: Home, sha256: str, made: Derivative) -> Derivative | None:
    """Give what moves in an original, if it is still what that synopsis was made of."""
    found = find(home, sha256, "motion")
    wanted = made.provenance["sources"]
    return found if found is not None and found.is_there and found.sha256 in wanted else None


def known_by(made: Derivative) -> str:
    """Give what a synopsis is known by in addresses: two choices may give the same video."""
    said = json.dumps(dict(made.provenance), sort_keys=True)
    return hashlib.sha256(said.encode()).hexdigest()


def earlier_of(home: Home, sha256: str, but: Derivative | None = None) -> list[EarlierLine]:
    """List the synopses that were made of an original, but for that one."""
    return [
        EarlierLine(
            known_by(one),
            one.sha256,
            Choice.of(one.provenance["settings"]).words,
            one.finding["placed"],
            one.finding["length_s"],
        )
        for one in find_all(home, sha256, "synopsis")
        if one.is_there and one != but
    ]


def _then(settings: Mapping[str, Any], now: Beginning) -> Beginning:
    """Say when the recording began as it was known when the synopsis was made: that is drawn in it."""
    if settings["began"] == now.settings["began"] and settings["zone"] == now.settings["zone"]:
        return now
    at = datetime.fromisoformat(settings["began"]) if settings["began"] else None
    return Beginning(at, settings["zone"], "as known then")


def _tracks(found: Derivative | None) -> dict[int, Track]:
    """Read the tracks by their numbers; none where they are gone or cannot be read."""
    try:
        return {} if found is None else {one.id: one for one in _motion(found).tracks}
    except DamagedContentError:
        return {}


def _motion(found: Derivative) -> Motion:
    return read_motion(found.path, lean=True)


def _picture(found: Derivative | None, track: int) -> bytes:
    """Read the picture of a track; nothing where it is gone or cannot be read."""
    try:
        return b"" if found is None else read_picture(found.path, track)
    except (DamagedContentError, KeyError):
        return b""


def _line(  # noqa: PLR0917 - called once, in this order
    number: int,
    one: Shown,
    track: Track | None,
    beginning: Beginning,
    fps: float,
    picture: bytes,
) -> FigureLine:
    first, last = one.first.at_ms / 1000, one.last.at_ms / 1000
    return FigureLine(
        number=number,
        track=one.track,
        piece=one.piece,
        picture=f"data:image/jpeg;base64,{b64encode(picture).decode()}" if picture else "",
        colours=", ".join(track.colours) if track else "",
        from_words=_clock(one.first.frame / fps),
        until_words=_clock((one.last.frame + 1) / fps),
        first=beginning.words(first),
        last=_until(first, last, track, beginning),
        at_s=round(max(0.0, first - BEFORE_S), 2),
    )


def _until(first: float, last: float, track: Track | None, beginning: Beginning) -> str:
    """Say until when it is shown, and until when it was in sight where that is later."""
    shown = beginning.words(last, since=first)
    if track is None or track.to_s - last < BEFORE_S:
        return f"until {shown}"
    return f"shown until {shown}, in sight until {beginning.words(track.to_s, since=first)}"


def _left_out(told: Iterable[Mapping[str, Any]]) -> list[tuple[str, int, str]]:
    """Give each reason once, how many, and the numbers of the tracks that have one."""
    counts: dict[str, int] = {}
    tracks: dict[str, list[int]] = {}
    for one in told:
        counts[one["reason"]] = counts.get(one["reason"], 0) + one["number"]
        if one.get("track") is not None:
            tracks.setdefault(one["reason"], []).append(one["track"])
    return [
        (reason, number, _numbered(tracks.get(reason, []))) for reason, number in counts.items()
    ]


def _numbered(tracks: Sequence[int]) -> str:
    return (
        f"{'track' if len(tracks) == 1 else 'tracks'} {', '.join(map(str, tracks))}"
        if tracks
        else ""
    )


def _clock(second: float) -> str:
    minutes, rest = divmod(second, 60)
    return f"{int(minutes)}:{rest:04.1f}"
