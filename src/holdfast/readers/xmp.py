# SPDX-License-Identifier: Apache-2.0
"""The XMP packet of a photograph: every attribute and every element, none left out by a list.

It promises to name each statement as the file does (`drone-dji:RelativeAltitude`), and to refuse
entities and external references (defusedxml). A packet that is not XML is said, not guessed at.
"""

from __future__ import annotations

from dataclasses import dataclass
from types import MappingProxyType
from typing import TYPE_CHECKING
from xml.etree.ElementTree import Element, ParseError

if TYPE_CHECKING:
    from collections.abc import Mapping

_PREFIXES: Mapping[str, str] = MappingProxyType(
    {
        "http://www.dji.com/drone-dji/1.0/": "drone-dji",
        "http://ns.adobe.com/tiff/1.0/": "tiff",
        "http://ns.adobe.com/exif/1.0/": "exif",
        "http://ns.adobe.com/xap/1.0/": "xmp",
        "http://ns.adobe.com/xap/1.0/mm/": "xmpMM",
        "http://purl.org/dc/elements/1.1/": "dc",
        "http://ns.adobe.com/camera-raw-settings/1.0/": "crs",
        "http://ns.adobe.com/photoshop/1.0/": "photoshop",
        "http://www.w3.org/1999/02/22-rdf-syntax-ns#": "rdf",
    }
)
_MOST_STATEMENTS = 500


@dataclass(frozen=True, slots=True)
class Xmp:
    """The statements of a packet in their order, and what was wrong with it."""

    statements: tuple[tuple[str, str], ...] = ()
    problem: str = ""

    def value(self, *names: str) -> str:
        """Give the first of the named statements that is there; empty when none is."""
        for name in names:
            for stated, value in self.statements:
                if stated == name:
                    return value
        return ""

    def number(self, *names: str) -> float | None:
        """Give a statement as a number; a leading plus is the maker's habit."""
        text = self.value(*names)
        try:
            return float(text) if text else None
        except ValueError:
            return None


def read_xmp(packet: bytes) -> Xmp:
    """Read a packet; bytes before its first `<` and after its last `>` are padding."""
    from defusedxml import (
        DefusedXmlException,
    )
    from defusedxml.ElementTree import (
        fromstring,
    )

    begin, end = packet.find(b"<"), packet.rfind(b">")
    if begin < 0 or end < begin:
        return Xmp(problem="the XMP packet is empty")
    try:
        root = fromstring(packet[begin : end + 1])
    except (ParseError, DefusedXmlException, ValueError, LookupError) as fault:
        return Xmp(problem=f"the XMP packet is not well formed ({type(fault).__name__})")
    statements: list[tuple[str, str]] = []
    for element in root.iter():
        if len(statements) >= _MOST_STATEMENTS:
            break
        _state(element, statements)
    return Xmp(tuple(statements))


def _state(element: Element, statements: list[tuple[str, str]]) -> None:
    for name, value in element.attrib.items():
        if named(name) not in {"rdf:about", "rdf:parseType"}:
            statements.append((named(name), value.strip()))
    text = (element.text or "").strip()
    if text:
        statements.append((named(element.tag), text))


def named(name: str) -> str:
    """Give a name as the file writes it, with the prefix that is usual for its namespace."""
    if not name.startswith("{"):
        return name
    space, _, local = name[1:].partition("}")
    return f"{_PREFIXES.get(space, space)}:{local}"
