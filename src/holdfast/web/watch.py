# SPDX-License-Identifier: Apache-2.0
"""What the player of a recording plays now: the copy, meanwhile the original, or words.

Promises: it says in one sentence what is played and how it is not as the original is; a moment that
the address asks for is looked up in the times of the pictures, and one that is no moment of this
recording is said to be none. Content is never opened here. Seconds count from the first picture.
"""

from __future__ import annotations

from dataclasses import dataclass
from typing import TYPE_CHECKING, Final
from urllib.parse import urlencode

from django.urls import reverse

from holdfast.records import derivatives
from holdfast.web.copies import remarks, stream_settings, streams_of
from holdfast.web.seconds import machine_second, picture_typed, second_typed, second_words

if TYPE_CHECKING:
    from collections.abc import Mapping, Sequence

    from django.http import QueryDict

    from holdfast.analysis.job import Setting
    from holdfast.analysis.watching import FrameTimes
    from holdfast.home import Home
    from holdfast.records.derivatives import Derivative
    from holdfast.records.queries.values import FileLine, ItemDetail
    from holdfast.web.copies import OtherPictures

PLAYS: Final = (".mp4", ".mov", ".m4v", ".m4a", ".mp3", ".wav")
_NEAR_S: Final = 0.0006
_SLOW_S: Final = 90
_MINUTE_S: Final = 60


@dataclass(frozen=True, slots=True)
class Moment:
    """Where the player begins: `second` is where to seek, or `problem` says why it begins at 0."""

    second: float | None = None
    picture: int | None = None
    problem: str = ""

    @property
    def fragment(self) -> str:
        """What a browser without scripts begins at, as a media fragment."""
        return "" if self.second is None else f"#t={machine_second(self.second)}"

    @property
    def machine(self) -> str:
        """The second for a script."""
        return "" if self.second is None else machine_second(self.second)


@dataclass(frozen=True, slots=True)
class Making:
    """How far the copy is: whole per cent, None while that is not known, and the same in words."""

    per_cent: int | None
    words: str


@dataclass(frozen=True, slots=True)
class Watch:
    """What the player shows. `own`: it plays the original; nothing plays while `source` is empty."""

    kind: str
    source: str = ""
    poster: str = ""
    times: str = ""
    own: bool = False
    rate: str = "30"
    said: str = ""
    remarks: Sequence[str] = ()
    streams: Sequence[OtherPictures] = ()
    length_s: float | None = None
    measured: bool = False
    making: Making | None = None
    why_not: str = ""
    moment: Moment = Moment()
    query: str = ""


def watch_copy(detail: ItemDetail, made: Derivative, asked: QueryDict) -> Watch:
    """Play the copy."""
    number, finding = detail.item.number, made.finding
    settings = stream_settings(asked.get("stream", ""))
    query = f"?{urlencode(settings)}" if settings else ""
    frames, length = finding.get("frames", 0), float(finding.get("duration_s", 0))
    moment = moment_asked(asked.get("at", ""), finding, length)
    return Watch(
        kind=str(finding["kind"]),
        source=f"{reverse('item_playable', args=[number])}{query}{moment.fragment}",
        poster=_poster(number, finding, moment),
        times=f"{reverse('item_watch_times', args=[number])}{query}" if frames else "",
        rate=f"{frames / length:.3f}" if frames and length else "30",
        said=f"A copy for looking, made from {finding.get('made_from', 'the original')} by "
        f"playable {made.provenance['version']}; its seconds are the original's.",
        remarks=remarks(finding),
        streams=streams_of(finding),
        length_s=length,
        measured=True,
        moment=moment,
        query=query,
    )


def watch_original(
    home: Home, detail: ItemDetail, main: FileLine, address: str, asked: QueryDict
) -> Watch:
    """Play the original while the copy is made, if a browser may be able to; else say how far it is."""
    settings = stream_settings(asked.get("stream", ""))
    making = making_of(home, main.sha256, settings)
    length = detail.item.duration_s
    kind = "audio" if detail.item.kind == "audio" else "video"
    if settings or not main.name.lower().endswith(PLAYS):
        return Watch(kind=kind, making=making, length_s=length)
    moment = moment_asked(asked.get("at", ""), {}, length)
    return Watch(
        kind=kind,
        source=f"{address}{moment.fragment}",
        own=True,
        said="This is the original itself, each block verified against the ledger before it is "
        "shown.",
        length_s=length,
        making=making,
        moment=moment,
    )


def making_of(home: Home, sha256: str, settings: Mapping[str, Setting]) -> Making:
    """Say how far the copy is that is being made."""
    told = derivatives.told(home, sha256, "playable", (), settings)
    if told is None:
        return Making(None, "It begins now.")
    share = "" if told.share is None else f"{int(told.share * 100)} % is made"
    return Making(
        None if told.share is None else int(told.share * 100),
        f"{share}{', ' * bool(share and told.left_s)}{left_words(told.left_s)}.".capitalize()
        if share
        else f"At work for {second_words(told.elapsed_s).partition('.')[0]}.",
    )


def left_words(left_s: float | None) -> str:
    """Say how long it will still take, as nearly as that is known."""
    if left_s is None:
        return ""
    if left_s < _SLOW_S:
        return f"about {max(1, round(left_s))} s to go"
    return f"about {round(left_s / _MINUTE_S)} min to go"


def moment_asked(text: str, finding: Mapping[str, object], length_s: float | None) -> Moment:
    """Read where to begin. A second with three digits means the picture itself."""
    if not text.strip():
        return Moment()
    picture, second = picture_typed(text), second_typed(text)
    said = f"“{text.strip()[:40]}” is"
    if picture is None and second is None:
        return Moment(problem=f"{said} no moment. Shown from the beginning.")
    times = finding.get("times")
    if isinstance(times, dict):
        from holdfast.analysis.watching import FrameTimes

        starts = FrameTimes.from_json(times)
        return _exact(starts, picture, second, length_s or 0.0, said)
    if second is None:
        words = "Which picture that is will be known when the copy is made."
        return Moment(problem=f"{said} a picture's number. {words}")
    if length_s is not None and second > length_s + 1:
        return Moment(problem=f"{said} beyond its end. Shown from the beginning.")
    return Moment(second)


def _exact(
    times: FrameTimes, picture: int | None, second: float | None, length_s: float, said: str
) -> Moment:
    beyond = Moment(problem=f"{said} beyond its end. Shown from the beginning.")
    starts = times.seconds()
    if picture is None:
        if second is None or second > length_s + _NEAR_S:
            return beyond
        if second > times.until_s:
            return Moment(second)
        picture = max(0, int(starts.searchsorted(second + _NEAR_S, side="right")) - 1)
    if picture >= times.count:
        return beyond
    end = starts[picture + 1] if picture + 1 < times.count else times.until_s
    return Moment(float(starts[picture] + end) / 2, picture)


def _poster(number: int, finding: Mapping[str, object], moment: Moment) -> str:
    if finding["kind"] != "video" or moment.second is not None:
        return ""
    return reverse("item_picture", args=[number, "poster"])
