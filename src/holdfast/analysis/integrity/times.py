# SPDX-License-Identifier: Apache-2.0
"""What the timestamps of a recording say: cadence, gaps, dropped pictures, jumps, and both ends.

Promises: times are each packet's own; a cadence is called steady only when nine in ten pictures
keep it within half an interval, so that jitter is no fault and a variable rate is no row of gaps;
one single interval that is too long is no finding, for writers of fragments make one; what counts as a gap grows with the cadence, so that one picture a second is none.
"""

from __future__ import annotations

from dataclasses import dataclass
from typing import TYPE_CHECKING, Final

import numpy as np

from holdfast.analysis.integrity.kinds import found
from holdfast.analysis.integrity.passed import NO_TIME, Passed
from holdfast.plain import counted

if TYPE_CHECKING:
    from collections.abc import Iterator, Sequence

    from numpy.typing import NDArray

    from holdfast.analysis.integrity.report import Finding

    Seconds = NDArray[np.float64]

PRE_EVENT_MOST_S: Final = 120.0
APART_S: Final = 1.0
_LEAST_PICTURES: Final = 8
_STEADY_SHARE: Final = 0.9
_JITTER: Final = 0.5
_MISSING: Final = 1.6
_GAP_S, _GAP_TIMES = 1.0, 3.0
_GAP_VARIABLE_S, _GAP_VARIABLE_TIMES = 2.0, 5.0
_SOUND_GAP_S: Final = 0.5
_BACK_S: Final = 0.5
_IN_A_ROW: Final = 3
_LEAST_DROPPED: Final = 2
_SHARE_DROPPED: Final = 0.005


@dataclass(frozen=True, slots=True)
class Timing:
    """The cadence of one stream; `runs` are its times in order, cut where the clock runs back."""

    runs: tuple[Seconds, ...]
    back: tuple[tuple[float, float], ...]
    step: float
    steady: bool
    first: float
    last: float

    @property
    def rate(self) -> float | None:
        """Pictures or packets a second, by the most common interval."""
        return round(1.0 / self.step, 3) if self.step > 0 else None


def timing(one: Passed) -> Timing | None:
    """Work out the cadence of a stream; None when it has no times."""
    pts, dts = np.array(one.pts, dtype=np.int64), np.array(one.dts, dtype=np.int64)
    use = pts if (pts != NO_TIME).sum() * 2 >= pts.size else dts
    known = use != NO_TIME
    if not known.any():
        return None
    order = np.where(dts != NO_TIME, dts, use)[known] * one.base
    seconds = use[known] * one.base
    back = np.flatnonzero(np.diff(order) < -_BACK_S) + 1
    runs = tuple(np.sort(run) for run in np.split(seconds, back))
    steps = np.concatenate([np.diff(run) for run in runs])
    steps = steps[steps > 0]
    step = float(np.median(steps)) if steps.size else 0.0
    near = np.abs(steps - step) <= _JITTER * step
    steady = bool(steps.size < _LEAST_PICTURES or near.mean() >= _STEADY_SHARE)
    jumps = tuple((float(order[at - 1]), float(order[at])) for at in back.tolist())
    return Timing(
        runs, jumps, step, steady, float(seconds.min()), float(seconds.max()) + _tail(one, step)
    )


def _tail(one: Passed, step: float) -> float:
    """How long the last packet lasts: what it says, unless that is far from what others last."""
    said = one.lengths[-1] * one.base if one.lengths else 0.0
    return said if 0 < said <= 3 * step else step


def of_pictures(one: Passed, times: Timing) -> Iterator[Finding]:
    """Tell gaps, dropped pictures, a clock that runs back, and a rate that varies."""
    yield from _back(one, times)
    if one.hidden:
        yield found(
            "hidden",
            f"{counted(len(one.hidden), 'picture')} that the file holds and does not show.",
            "Marked to be decoded and not shown (edit list).",
            from_s=min(one.hidden) * one.base,
            to_s=max(one.hidden) * one.base + times.step,
            stream=one.index,
        )
    if len(one.pts) < _LEAST_PICTURES:
        return
    steps = np.concatenate([np.diff(run) for run in times.runs])
    if times.steady:
        limit = max(_GAP_S, _GAP_TIMES * times.step)
        yield from _dropped(one, times, limit)
    else:
        limit = max(_GAP_VARIABLE_S, _GAP_VARIABLE_TIMES * float(np.percentile(steps, 95)))
        low, high = np.percentile(steps[steps > 0], [5, 95])
        yield found(
            "variable_rate",
            f"Intervals between pictures vary from {low * 1000:.0f} to {high * 1000:.0f} ms "
            "(5 to 95 in a hundred).",
            "Timestamps of all pictures; fewer than 90 in a hundred keep one cadence.",
            stream=one.index,
        )
    quiet = frozenset() if times.steady else frozenset(one.pictures.quiet)
    yield from _gaps(one, times, limit, "pictures", quiet)


def of_sound(one: Passed, times: Timing) -> Iterator[Finding]:
    """Tell gaps in the sound, and a clock that runs back."""
    yield from _back(one, times)
    if len(one.pts) < _LEAST_PICTURES:
        return
    steps = np.concatenate([np.diff(run) for run in times.runs])
    common = float(np.percentile(steps, 90))
    yield from _gaps(one, times, common * 4 + _SOUND_GAP_S, "sound")


def _back(one: Passed, times: Timing) -> Iterator[Finding]:
    for before, after in times.back:
        yield found(
            "clock_jump",
            f"Time runs back by {before - after:.3f} s, from {before:.3f} s to {after:.3f} s.",
            f"Timestamps of the {one.kind} in the order of the file.",
            from_s=before,
            to_s=after,
            stream=one.index,
        )


def _gaps(
    one: Passed, times: Timing, limit: float, what: str, quiet: frozenset[float] = frozenset()
) -> Iterator[Finding]:
    for run in times.runs:
        steps = np.diff(run)
        for at in np.flatnonzero(steps >= limit).tolist():
            yield found(
                "long_interval" if float(run[at + 1]) in quiet else "gap",
                f"No {what} for {steps[at] - times.step:.3f} s.",
                f"Two timestamps in a row are {steps[at]:.3f} s apart; {times.step:.3f} s is usual. "
                f"From {limit:.1f} s on it counts as a gap.",
                from_s=float(run[at]) + times.step,
                to_s=float(run[at + 1]),
                stream=one.index,
            )


def _dropped(one: Passed, times: Timing, limit: float) -> Iterator[Finding]:
    """Tell pictures missing from a steady cadence, place by place when there are few places."""
    places: list[tuple[float, float, int]] = []
    for run in times.runs:
        steps = np.diff(run)
        for at in np.flatnonzero((steps >= _MISSING * times.step) & (steps < limit)).tolist():
            missing = round(steps[at] / times.step) - 1
            places.append((float(run[at]) + times.step, float(run[at + 1]), max(1, missing)))
    total = sum(missing for _, _, missing in places)
    if total < _LEAST_DROPPED:
        return
    many = any(missing >= _IN_A_ROW for _, _, missing in places)
    kind = "dropped" if many or total > _SHARE_DROPPED * len(one.pts) else "few_dropped"
    how = f"Timestamps against a cadence of {times.rate} pictures a second, which the others keep."
    for start, stop, missing, at in _joined(places):
        where = "" if at == 1 else f" at {at} places"
        yield found(
            kind,
            f"{counted(missing, 'picture')} missing{where}.",
            how,
            from_s=start,
            to_s=stop,
            stream=one.index,
        )


def _joined(places: Sequence[tuple[float, float, int]]) -> Iterator[tuple[float, float, int, int]]:
    """Join places less than two seconds apart."""
    start, stop, missing, at = *places[0], 1
    for begins, ends, more in places[1:]:
        if begins - stop < 2.0:  # noqa: PLR2004 - seconds
            stop, missing, at = ends, missing + more, at + 1
        else:
            yield start, stop, missing, at
            start, stop, missing, at = begins, ends, more, 1
    yield start, stop, missing, at


def of_ends(pictures: Timing, sound: Timing, stream: int) -> Iterator[Finding]:
    """Tell pictures and sound that do not begin or end together."""
    least = max(APART_S, 3 * pictures.step)
    late = sound.first - pictures.first
    if APART_S < late <= PRE_EVENT_MOST_S:
        yield found(
            "pre_event",
            f"Sound begins {late:.3f} s after the pictures.",
            "First timestamps of both.",
            from_s=pictures.first,
            to_s=sound.first,
            stream=stream,
        )
    elif abs(late) > least:
        yield found(
            "starts_apart",
            f"{'Sound' if late > 0 else 'Pictures'} begin{'s' if late > 0 else ''} "
            f"{abs(late):.3f} s late.",
            "First timestamps of both.",
            from_s=min(pictures.first, sound.first),
            to_s=max(pictures.first, sound.first),
            stream=stream,
        )
    early = pictures.last - sound.last
    if abs(early) > least:
        short, long = ("sound", "pictures") if early > 0 else ("pictures", "sound")
        yield found(
            "ends_apart",
            f"The {short} end{'s' if early > 0 else ''} {abs(early):.3f} s before the {long}.",
            "Last timestamps of both, with the length of the last packet.",
            from_s=min(pictures.last, sound.last),
            to_s=max(pictures.last, sound.last),
            stream=stream,
        )
