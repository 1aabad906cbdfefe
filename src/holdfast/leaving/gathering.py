# SPDX-License-Identifier: Apache-2.0
"""Where the walkers of the formats put what they find.

It promises that nothing given to it is dropped without being counted, that data nobody understands
is kept with its size, digest and the text inside it, and that pictures inside are named. It never
keeps more than a bounded number of entries in full.
"""

from __future__ import annotations

import hashlib
import mmap
import re
from collections import Counter
from dataclasses import dataclass, field
from typing import Final

from holdfast.leaving.gives import IDENTIFYING, Gives, told_by, told_by_value
from holdfast.leaving.review_values import Entry
from holdfast.plain import shown

Data = bytes | mmap.mmap

MOST_ENTRIES: Final = 2000
_MOST_IDENTIFYING: Final = 500
_SHORT: Final = 160
_MOST_READ: Final = 1 << 16
_PIECE: Final = 1 << 20
_TEXTS_FROM: Final = 1 << 20
_MOST_TEXTS: Final = 40
_DEEPEST: Final = 3
_PRINTABLE: Final = re.compile(rb"[\x20-\x7e]{6,}|(?:[\x20-\x7e]\x00){6,}")
_LETTERS: Final = re.compile(rb"[A-Za-z0-9 ._:/@=-]{4}")
_JPEG: Final = re.compile(rb"\xff\xd8\xff[\xc0-\xc2\xc4\xdb\xe0-\xef\xfe]")
_MOST_PICTURE: Final = 64 << 20


@dataclass(frozen=True, slots=True)
class Inside:
    """A block inside the file that is a format of its own: "jpeg" (or any picture), or "tiff".

    `at` is its place in the file, when it lies there as it is.
    """

    form: str
    data: bytes
    where: str
    at: int | None
    depth: int


@dataclass(slots=True)
class Gathering:
    """What has been found so far, and the blocks inside that are still to be looked into."""

    entries: list[Entry] = field(default_factory=list)
    warnings: list[str] = field(default_factory=list)
    not_listed: Counter[str] = field(default_factory=Counter)
    inside: list[Inside] = field(default_factory=list)
    depth: int = 0
    kind: str = ""
    format: str = ""

    def later(self, form: str, data: bytes, where: str, at: int | None) -> None:
        """Leave a block to be looked into; one too deep inside others stays unknown data."""
        if self.depth >= _DEEPEST:
            self.opaque(where, "block inside too many others", data, at=at)
            return
        self.inside.append(Inside(form, data, where, at, self.depth + 1))

    def add(
        self,
        where: str,
        name: str,
        value: str,
        *,
        gives: Gives | None = None,
        known: str = "",
        default: Gives = Gives.UNKNOWN,
        offset: int | None = None,
        size: int | None = None,
        length: int | None = None,
        sha256: str = "",
    ) -> None:
        """Add one entry; without `gives` its name and value decide."""
        if gives is None:
            gives, how = told_by(name, value[:_MOST_READ], default)
        else:
            how = "by where it stands"
        most = MOST_ENTRIES + (_MOST_IDENTIFYING if gives in IDENTIFYING else 0)
        if len(self.entries) >= most:
            self.not_listed[str(gives)] += 1
            return
        self.entries.append(
            Entry(
                where=shown(where),
                name=shown(name),
                value=shortened(value),
                length=len(value) if length is None else length,
                gives=gives,
                known=known or how,
                offset=offset,
                size=size,
                sha256=sha256,
                whole=value[:4096] if gives in IDENTIFYING else "",
            )
        )

    def opaque(
        self,
        where: str,
        name: str,
        data: Data,
        start: int = 0,
        end: int | None = None,
        *,
        at: int | None = None,
        gives: Gives = Gives.UNKNOWN,
        known: str = "",
    ) -> None:
        """Add data that is not taken apart: its size, its digest, the text and pictures inside.

        `start` and `end` bound it in `data`; `at` is the place of `start` in the file.
        """
        stop = len(data) if end is None else end
        size = max(0, stop - start)
        digest = hashlib.sha256()
        for place in range(start, stop, _PIECE):
            digest.update(data[place : min(stop, place + _PIECE)])
        head = bytes(data[start : min(stop, start + _TEXTS_FROM)])
        texts = texts_in(head)
        words = f"{size:,} bytes"
        if not head.strip(b"\x00"):
            words += ", all of them zero" if size <= _TEXTS_FROM else ", the first of them zero"
        if texts:
            words += "; text inside: " + " | ".join(texts)
        self.add(
            where,
            name,
            words,
            gives=gives,
            known=known or ("not known" if gives is Gives.UNKNOWN else ""),
            offset=at,
            size=size,
            length=size,
            sha256=digest.hexdigest(),
        )
        for text in texts:
            told = told_by_value(text)
            if told is not None:
                self.add(f"{where}, {name}", "text inside", text, gives=told[0], known=told[1])
        begins = _JPEG.search(head)
        if begins is not None and gives is not Gives.PICTURE:
            inside = begins.start()
            self.add(
                f"{where}, {name}",
                "picture inside",
                f"a JPEG begins {inside:,} bytes into it",
                gives=Gives.PICTURE,
                offset=None if at is None else at + inside,
            )
            picture = bytes(data[start + inside : min(stop, start + inside + _MOST_PICTURE)])
            if self.depth < _DEEPEST:
                there = None if at is None else at + inside
                self.later("jpeg", picture, f"{where}, {name}, picture inside", there)

    def warn(self, sentence: str) -> None:
        """Add a warning once."""
        if sentence not in self.warnings:
            self.warnings.append(sentence)


def shortened(value: str) -> str:
    """Give the value printable and on one line, cut where a table would break."""
    plain = shown(value.strip()[: _SHORT + 1])
    return plain if len(plain) <= _SHORT else plain[: _SHORT - 1] + "…"


def texts_in(data: bytes) -> list[str]:
    """Give the runs of readable text in data, one or two bytes a letter, the first few of them."""
    found: list[str] = []
    for match in _PRINTABLE.finditer(data):
        raw = match[0].replace(b"\x00", b"")
        if _LETTERS.search(raw):
            text = raw.decode("ascii").strip()
            if text and text not in found:
                found.append(text)
        if len(found) >= _MOST_TEXTS:
            break
    return found


def text_of(data: bytes) -> str | None:
    """Give data as text when it reads as text, or None."""
    trimmed = data.rstrip(b"\x00")
    try:
        text = trimmed.decode("utf-8")
    except UnicodeDecodeError:
        return None
    return text if all(letter.isprintable() or letter in "\r\n\t" for letter in text) else None
