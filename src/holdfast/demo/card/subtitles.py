# SPDX-License-Identifier: Apache-2.0
"""Writes a flight as subtitle telemetry in any dialect of the reader's table.

It promises the byte habits of each dialect: which coordinate comes first, CRLF where the model
writes CRLF, dates with or without leading noughts. It is the reader's counterpart, used by tests
and the demonstration only.
"""

from __future__ import annotations

from collections.abc import Callable, Mapping
from types import MappingProxyType

from holdfast.demo.card.flight import Flight, Moment, Place

DIALECT_CODES = ("A0", "A", "B", "B+", "C", "D", "E", "E0", "F", "G", "H", "Autel")
_CRLF_DIALECTS = frozenset({"C"})


def write_subtitles(flight: Flight, *, dialect: str, seconds: float, hertz: int) -> str:
    """Write the cues of the first `seconds` of a flight as one SRT text."""
    cue = _CUES[dialect]
    step = 1 / hertz
    count = max(1, round(seconds * hertz))
    lines = []
    for index in range(count):
        moment = flight.moment(index * step)
        body = cue(index + 1, moment, flight.place, round(step * 1000))
        timing = f"{_clock(index * step)} --> {_clock((index + 1) * step)}\n"
        if dialect == "E0":
            timing = ""
        lines.append(f"{index + 1}\n{timing}{body}\n\n")
    text = "".join(lines)
    return text.replace("\n", "\r\n") if dialect in _CRLF_DIALECTS else text


def cue_texts(
    flight: Flight, *, dialect: str, seconds: float, hertz: int
) -> list[tuple[float, str]]:
    """Give the same cues as (start in seconds, text), for a track inside a video."""
    step = 1 / hertz
    return [
        (
            index * step,
            _CUES[dialect](
                index + 1, flight.moment(index * step), flight.place, round(step * 1000)
            ),
        )
        for index in range(max(1, round(seconds * hertz)))
    ]


def _clock(second: float) -> str:
    milli = round(second * 1000)
    hours, rest = divmod(milli, 3_600_000)
    minutes, rest = divmod(rest, 60_000)
    whole, milli = divmod(rest, 1000)
    return f"{hours:02}:{minutes:02}:{whole:02},{milli:03}"


def _early(_: int, m: Moment, place: Place, __: int) -> str:
    at = f"{m.at.year}.{m.at.month}.{m.at.day} {m.at:%H:%M:%S}"
    return (
        f"HOME({place.longitude:.4f},{place.latitude:.4f}) {at}\n"
        f"GPS({m.longitude:.4f},{m.latitude:.4f},{m.satellites}) Hb:{m.height_m} Hs:{m.height_m}\n"
        "ISO:100 TV:60 EV: 0 IR:F2.8"
    )


def _mavic_pro(_: int, m: Moment, place: Place, __: int) -> str:
    return (
        f"HOME({place.longitude:.4f},{place.latitude:.4f}) {m.at:%Y.%m.%d %H:%M:%S}\n"
        f"GPS({m.longitude:.4f},{m.latitude:.4f},{m.satellites}) BAROMETER:{m.height_m}\n"
        "ISO:100 Shutter:60 EV: Fnum:2.2"
    )


def _phantom_4_pro(_: int, m: Moment, __: Place, ___: int) -> str:
    return (
        f"F/3.2, SS 160, ISO 100, EV 0, GPS ({m.longitude:.4f}, {m.latitude:.4f}, "
        f"{m.satellites}), D 49.21m, H {m.height_m:.2f}m, H.S 2.60m/s, V.S n/a "
    )


def _phantom_4_rtk(_: int, m: Moment, place: Place, __: int) -> str:
    return (
        f"F/3.2, SS 160, ISO 100, EV 0, GPS ({m.longitude:.6f}, {m.latitude:.6f}, "
        f"{m.satellites}), HOME ({place.longitude:.6f}, {place.latitude:.6f}, "
        f"{place.ground_m:.2f}m), D 49.21m, H {m.height_m:.2f}m, H.S 2.60m/s, V.S 0.00m/s, "
        f"F.PRY (2.7°, -7.0°, {m.heading:.1f}°), G.PRY ({m.gimbal_pitch:.1f}°, 0.0°, "
        f"{m.heading:.1f}°)"
    )


def _matrice_300(_: int, m: Moment, __: Place, ___: int) -> str:
    return (
        f"{m.at:%Y.%m.%d %H:%M:%S}\n"
        f"GPS({m.latitude:.4f},{m.longitude:.4f},0.0M) BAROMETER:{m.height_m}M"
    )


def _frame(number: int, m: Moment, step_ms: int) -> str:
    return (
        f'<font size="36">FrameCnt : {number}, DiffTime : {step_ms}ms\n'
        f"{m.at:%Y-%m-%d %H:%M:%S},{m.at.microsecond // 1000:03},{m.at.microsecond % 1000:03}\n"
    )


def _mavic_air(number: int, m: Moment, _: Place, step_ms: int) -> str:
    return (
        _frame(number, m, step_ms)
        + "[iso : 100] [shutter : 1/240.0] [fnum : 280] [ev : 0] [ct : 5627] </font>"
    )


def _mavic_2(number: int, m: Moment, _: Place, step_ms: int) -> str:
    return (
        _frame(number, m, step_ms)
        + "[iso : 120] [shutter : 1/2500.0] [fnum : 280] [ev : 0] [ct : 5003] "
        f"[color_md : default] [focal_len : 240] [latitude : {m.latitude:.6f}] "
        f"[longtitude : {m.longitude:.6f}] [altitude: {m.altitude_m:.6f}] </font>"
    )


def _mavic_2_without_timing(_: int, m: Moment, __: Place, ___: int) -> str:
    return (
        f"{m.at:%Y.%m.%d %H:%M:%S},{m.at.microsecond // 1000:03},{m.at.microsecond % 1000:03}\n"
        f"[latitude : {m.latitude:.4f}] [longtitude : {m.longitude:.4f}] [iso : 100] "
        "[shutter : 1/60.0] [ev : 0] [fnum : 220]"
    )


def _air_2(number: int, m: Moment, _: Place, step_ms: int) -> str:
    return (
        f'<font size="28">SrtCnt : {number}, DiffTime : {step_ms}ms\n'
        f"{m.at:%Y-%m-%d %H:%M:%S}.{m.at.microsecond // 1000:03}\n"
        "[iso : 100] [shutter : 1/1000.0] [fnum : 280] [ev : 0] [ct : 5500] [color_md : default] "
        f"[focal_len : 220] [latitude: {m.latitude:.6f}] [longitude: {m.longitude:.6f}] "
        f"[altitude: {m.altitude_m:.6f}] </font>"
    )


def _mavic_3(number: int, m: Moment, _: Place, step_ms: int) -> str:
    return (
        f'<font size="28">FrameCnt: {number}, DiffTime: {step_ms}ms\n'
        f"{m.at:%Y-%m-%d %H:%M:%S}.{m.at.microsecond // 1000:03}\n"
        "[iso: 100] [shutter: 1/800.0] [fnum: 2.8] [ev: 0] [color_md: default] "
        f"[focal_len: 24.00] [latitude: {m.latitude:.6f}] [longitude: {m.longitude:.6f}] "
        f"[rel_alt: {m.height_m:.3f} abs_alt: {m.altitude_m:.3f}] [ct: 5300] </font>"
    )


def _mini_5_pro(number: int, m: Moment, _: Place, step_ms: int) -> str:
    return (
        f'<font size="28">FrameCnt: {number}, DiffTime: {step_ms}ms FrameId: {number + 1000}\n'
        f"{m.at:%Y-%m-%d %H:%M:%S}.{m.at.microsecond // 1000:03}\n"
        "[iso: 100] [shutter: 1/800.0] [fnum: 1.8] [ev: 0] [color_md: hlg] [focal_len: 24.00] "
        f"[dzoom_ratio: 1.00] [latitude: {m.latitude:.6f}] [longitude: {m.longitude:.6f}] "
        f"[rel_alt: {m.height_m:.3f} abs_alt: {m.altitude_m:.3f}] [ct: 5300] "
        f"[gb_yaw: {m.heading:.1f} gb_pitch: {m.gimbal_pitch:.1f} gb_roll: 0.0] </font>"
    )


def _autel(_: int, m: Moment, place: Place, __: int) -> str:
    def letters(latitude: float, longitude: float) -> str:
        east_west = "E" if longitude >= 0 else "W"
        north_south = "N" if latitude >= 0 else "S"
        return f"{east_west}: {abs(longitude):.6f}, {north_south}: {abs(latitude):.6f}"

    return (
        f"HOME({letters(place.latitude, place.longitude)}) {m.at:%Y-%m-%d %H:%M:%S}\n"
        f"GPS({letters(m.latitude, m.longitude)}, {m.altitude_m:.2f}m)\n"
        "ISO:100 SHUTTER:1000 EV:0.0 F-NUM:2.8"
    )


_Cue = Callable[[int, Moment, Place, int], str]
_CUES: Mapping[str, _Cue] = MappingProxyType(
    {
        "A0": _early,
        "A": _mavic_pro,
        "B": _phantom_4_pro,
        "B+": _phantom_4_rtk,
        "C": _matrice_300,
        "D": _mavic_air,
        "E": _mavic_2,
        "E0": _mavic_2_without_timing,
        "F": _air_2,
        "G": _mavic_3,
        "H": _mini_5_pro,
        "Autel": _autel,
    }
)
