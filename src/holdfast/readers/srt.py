# SPDX-License-Identifier: Apache-2.0
"""Subtitle telemetry: `.SRT` files beside a video, and the same cues inside one.

It promises that every cue is either read or counted as skipped with the reason, that the order of
coordinates comes from the dialect and is stated, that a latitude beyond 90 degrees is refused and
said, and that no fix is not a position. It never smooths, rounds or fills in. Dialects are the
table in `srt_dialects`; formats are described in `docs/formats/readers.md`.
"""

from __future__ import annotations

import re
from collections import Counter
from typing import TYPE_CHECKING

from holdfast.readers.reading import ClaimedTime, Content, Fact
from holdfast.readers.srt_cues import Cue, Cues, duration, find_cues
from holdfast.readers.srt_dialects import DIALECTS, WITHOUT_TIMING, Dialect
from holdfast.readers.srt_track import Track, read_track

if TYPE_CHECKING:
    from holdfast.readers.source import Source

_HOME = re.compile(r"HOME ?\(([^)\n]{1,80})\)")
_MARK = b"\xef\xbb\xbf"
_HEIGHTS = "heights are the file's altitude, whose zero it does not state"
_FIRST_CUES = 50
_BEGINNING = 1 << 16
_ARROW_LINE = re.compile(r"\d{1,3}:\d\d:\d\d[,.]\d{1,3}[ \t]*$")
_MARKUP = re.compile(r"</?[a-z][^>\n]{0,80}>", re.IGNORECASE)


def read_srt(source: Source) -> Content:
    """Read a subtitle file; an empty or foreign one gives a reading with a warning."""
    text, warnings = decode(source.text_bytes())
    return read_cues(text, where="subtitle file", kind="subtitle", format_="SRT", notes=warnings)


def decode(data: bytes) -> tuple[str, tuple[str, ...]]:
    """Decode subtitle bytes, saying when the encoding is not what it should be.

    Some firmware writes the degree sign as one Latin-1 byte; no digit is touched by either way.
    """
    if data[:2] in (b"\xff\xfe", b"\xfe\xff"):
        return data.decode("utf-16", "replace").replace("\r\n", "\n"), ("The text is UTF-16.",)
    warnings: tuple[str, ...] = ()
    try:
        text = data.removeprefix(_MARK).decode("utf-8")
    except UnicodeDecodeError:
        text = data.removeprefix(_MARK).decode("latin-1")
        warnings = (
            (
                "The text is not valid UTF-8 (often a degree sign written as one byte); "
                "it was read byte by byte and the numbers are unaffected."
            ),
        )
    if "\r" in text:
        text = text.replace("\r\n", "\n").replace("\r", "\n")
    return text, warnings


def read_cues(
    text: str, *, where: str, kind: str, format_: str, notes: tuple[str, ...] = ()
) -> Content:
    """Read decoded cues found in `where` ("subtitle file", "subtitle track")."""
    warnings = list(notes)
    first = find_cues(text, 0, min(len(text), _BEGINNING))
    if not first.cues:
        first = find_cues(text)
    if not first.cues:
        warnings.append(
            f"No cue was found in the {where}: nothing in it looks like subtitles."
            if text.strip()
            else f"The {where} is empty."
        )
        return Content(
            kind, format_, cues_read=0, cues_skipped=first.malformed, warnings=tuple(warnings)
        )
    dialect = choose_dialect(text, first)
    if dialect is None:
        return _in_no_dialect(text, where, kind, format_, warnings)
    track = read_track(text, first.cues, dialect)
    provenance = f"{where}, {dialect.name} dialect, {dialect.order}"
    return Content(
        kind,
        format_,
        dialect=dialect.name,
        times=_times(track, where),
        track=tuple(track.points),
        cues_read=track.read,
        cues_skipped=sum(track.skipped.values()),
        facts=_facts(text, first.cues[0], track, dialect, provenance),
        warnings=(*warnings, *_warnings(track)),
        duration_s=duration(text),
    )


def _in_no_dialect(text: str, where: str, kind: str, format_: str, warnings: list[str]) -> Content:
    every = find_cues(text)
    warnings.append(
        f"The {where} has {len(every.cues)} cues in no telemetry dialect that Holdfast knows; "
        "they may be ordinary subtitles."
    )
    return Content(
        kind,
        format_,
        cues_read=0,
        cues_skipped=len(every.cues) + every.malformed,
        facts=(_first_cue(text, every.cues[0], f"{where}, first cue"),),
        warnings=tuple(warnings),
        duration_s=duration(text),
    )


def choose_dialect(text: str, first: Cues) -> Dialect | None:
    """Name the dialect that most of the first cues are written in."""
    if not first.timed:
        return WITHOUT_TIMING if WITHOUT_TIMING.mark.search(text) else None
    votes: Counter[int] = Counter()
    for cue in first.cues[:_FIRST_CUES]:
        for row, dialect in enumerate(DIALECTS):
            if dialect.mark.search(text, cue.begin, cue.end):
                votes[row] += 1
                break
    if not votes:
        return None
    return DIALECTS[votes.most_common(1)[0][0]]


def _first_cue(text: str, cue: Cue, source: str) -> Fact:
    body = _MARKUP.sub("", text[cue.begin : min(cue.end, cue.begin + 1000)])
    lines = [line for line in body.strip().split("\n") if not line.strip().isdecimal()]
    if lines and _ARROW_LINE.match(lines[-1]):
        lines.pop()
    return Fact("first cue as written", "\n".join(lines).strip(), source)


def _times(track: Track, where: str) -> tuple[ClaimedTime, ...]:
    if track.first_at is None or track.last_at is None:
        return ()
    return (
        ClaimedTime(f"first cue of the {where}", track.first_at),
        ClaimedTime(f"last cue of the {where}", track.last_at),
    )


def _facts(
    text: str, first: Cue, track: Track, dialect: Dialect, provenance: str
) -> tuple[Fact, ...]:
    facts = []
    if dialect.position is None:
        facts.append(Fact("position", "this dialect records no position", provenance))
    else:
        with_fix = track.read - track.without_fix
        heights = "" if dialect.zero_stated or track.altitudes is None else f"; {_HEIGHTS}"
        facts.append(
            Fact(
                "position",
                f"GPS from the {provenance}: {with_fix} cues with a fix, "
                f"{track.without_fix} without{heights}",
                provenance,
            )
        )
    if track.altitudes is not None:
        low, high = track.altitudes
        what = "absolute altitude" if dialect.zero_stated else "altitude, zero not stated"
        facts.append(Fact(what, f"{low:g} m to {high:g} m", provenance))
    if home := _HOME.search(text):
        facts.append(Fact("home point as written", home[1].strip(), provenance))
    if track.from_radians:
        facts.append(Fact("unit of the coordinates", "radians, given here in degrees", provenance))
    facts.append(_first_cue(text, first, provenance))
    return tuple(facts)


def _warnings(track: Track) -> list[str]:
    warnings = [
        f"{count} {'cue' if count == 1 else 'cues'} skipped: {reason}."
        for reason, count in track.skipped.items()
    ]
    if track.without_fix:
        warnings.append(f"{track.without_fix} cues have no position fix; their position is empty.")
    if track.undated:
        warnings.append(f"{track.undated} cues have a date that does not exist; it is left empty.")
    if track.from_radians:
        warnings.append(
            "Every position lies within 1.58 degrees of latitude 0 and 3.15 of longitude 0, where "
            "there is no land: the numbers are taken as radians, as some firmware writes them."
        )
    return warnings
