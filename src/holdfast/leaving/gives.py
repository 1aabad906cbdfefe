# SPDX-License-Identifier: Apache-2.0
"""What a piece of metadata gives away, told from its name and its value.

It promises that everything gets a class, and that what no rule knows is called unknown, never
harmless. A class is a help for reading a long list; it never decides whether something is removed,
because everything is.
"""

from __future__ import annotations

import re
from enum import StrEnum
from typing import Final


class Gives(StrEnum):
    """What a reader of the file learns from one entry; in the order in which a person asks."""

    POSITION = "position"
    LAUNCH = "launch position"
    MOVEMENT = "height, direction or speed"
    AIRCRAFT = "aircraft identity"
    SERIAL = "device serial"
    PERSON = "person"
    TIME = "time"
    PATH = "path or file name"
    PICTURE = "another picture"
    DEVICE = "device model"
    SOFTWARE = "software or edit"
    WORDS = "words"
    SETTINGS = "how it was recorded"
    UNKNOWN = "unknown"


IDENTIFYING: Final = frozenset({Gives.AIRCRAFT, Gives.SERIAL, Gives.PERSON})
"""Classes whose values are searched for through the whole file."""

# The first rule that the name meets decides; `known` then says that it was the name.
_NAMES: Final = tuple(
    (gives, re.compile(pattern, re.IGNORECASE))
    for gives, pattern in (
        (Gives.SETTINGS, r"exposure.?time|time.?scale|frame.?rate|shutter|real.?time|focal"),
        (Gives.SETTINGS, r"^iso|subject.?distance|dc:format"),
        (Gives.MOVEMENT, r"(?:aircraft|camera|flight|gimbal).?(?:pitch|yaw|roll)|speed.?[xyz]\b"),
        (Gives.TIME, r"gps.?(?:time|date)|utc"),
        (Gives.MOVEMENT, r"©[xyz]sp|©[fg](?:pt|yw|rl)"),
        (Gives.UNKNOWN, r"private"),
        (Gives.LAUNCH, r"\bhome|home.?(?:point|lat|lon)|take.?off|launch"),
        (Gives.AIRCRAFT, r"drone.?(?:id|serial|model|name)|capture.?uuid|aircraft|registration"),
        (Gives.SERIAL, r"serial|unique.?(?:camera|id)|image.?uid|\buid|©uid|device.?id|imei|udid"),
        (Gives.PERSON, r"artist|author|by.?line|creator(?!.?tool)|owner|copyright|©cpy|rights"),
        (
            Gives.PERSON,
            r"credit|contact|caption.?writer|writer.?editor|pilot|operator|person|e-?mail|phone|©aut|©art",
        ),
        (Gives.PATH, r"path|file.?name|fsid"),
        (
            Gives.SOFTWARE,
            r"software|creator.?tool|toolkit|encod|history|processing.?soft|©too|©swr",
        ),
        (
            Gives.SOFTWARE,
            r"(?:instance|document|derived).?(?:id|from)|handler|muxing|writing|vendor",
        ),
        (Gives.SOFTWARE, r"photoshop|^crs:|provenance|c2pa|digest|compressor|isft"),
        (Gives.MOVEMENT, r"altitude|gimbal|flight|yaw|pitch|roll|speed|heading|direction|distance"),
        (Gives.POSITION, r"gps|latitude|longit|location|©xyz|loci|\bcity|country|province|address"),
        (Gives.TIME, r"date|time|year|©day|icrd|created|modified"),
        (Gives.DEVICE, r"make$|model|firmware|lens|camera|manufacturer|©mak|©mdl|product|brand"),
        (
            Gives.WORDS,
            r"title|caption|comment|keyword|subject|description|headline|label|©nam|©cmt",
        ),
        (Gives.WORDS, r"\bname|album|genre|rating|text|©alb|©gen|©des"),
        (
            Gives.SETTINGS,
            r"f.?number|aperture|\biso|white.?balance|resolution|orientation|metering",
        ),
        (
            Gives.SETTINGS,
            r"flash|contrast|saturation|sharpness|gain|scene|zoom|light|colou?r|pixel",
        ),
        (Gives.SETTINGS, r"calibrat|dewarp|vignett|exposure|bit.?rate|density|language|version"),
    )
)
_VALUES: Final = tuple(
    (gives, how, re.compile(pattern, re.IGNORECASE))
    for gives, how, pattern in (
        (Gives.LAUNCH, "the value names a home point", r"\bHOME ?\("),
        (
            Gives.PATH,
            "the value reads as a path",
            r"DCIM[\\/]|\b[a-z]:\\|(?:^|[\s\"'])/(?:storage|home|users|mnt|sdcard|media|var)/|file://",
        ),
        (Gives.POSITION, "the value reads as a position", r"^[+-]\d\d?\.\d+[+-]\d{1,3}\.\d+"),
        (Gives.POSITION, "the value reads as a position", r"\bGPS ?\(|\blatitude ?[:=]"),
        (Gives.PERSON, "the value reads as an e-mail address", r"[\w.+-]+@[\w-]+\.[a-z]{2,}"),
    )
)
_A_TIME: Final = re.compile(r"^\d{4}[:/.-]\d\d?[:/.-]\d\d?(?:[T ]\d\d?:\d\d|$)")
_WEAK: Final = frozenset({Gives.WORDS, Gives.SETTINGS, Gives.UNKNOWN, Gives.SOFTWARE})


def told_by(name: str, value: str, default: Gives = Gives.UNKNOWN) -> tuple[Gives, str]:
    """Give what an entry gives away and how that is known."""
    found, how = default, "by where it stands" if default is not Gives.UNKNOWN else "not known"
    for gives, pattern in _NAMES:
        if pattern.search(name):
            found, how = gives, "by its name"
            break
    if found in _WEAK:
        by_value = told_by_value(value)
        if by_value is not None:
            return by_value
    return found, how


def told_by_value(value: str) -> tuple[Gives, str] | None:
    """Give what the value alone gives away, or None."""
    for gives, how, pattern in _VALUES:
        if pattern.search(value):
            return gives, how
    return (Gives.TIME, "the value reads as a time") if _A_TIME.match(value) else None
