# SPDX-License-Identifier: Apache-2.0
"""Every attribute and every element of an XMP packet as an entry, and what stands around it.

Unlike `holdfast.readers.xmp`, which reads for facts, it leaves out nothing: `rdf:about`, comments
and bytes outside the XML are entries too. Entities and external references are refused (defusedxml);
a packet that is no XML stays one entry of unknown data.
"""

from __future__ import annotations

import base64
import re
from typing import TYPE_CHECKING, Final

from holdfast.leaving.gives import Gives
from holdfast.readers.faults import MALFORMED
from holdfast.readers.xmp import named

if TYPE_CHECKING:
    from holdfast.leaving.gathering import Gathering

_AROUND: Final = re.compile(rb"<\?xpacket[^>]{0,200}\?>|[\s\x00]+")
_COMMENT: Final = re.compile(rb"<!--(.*?)-->", re.DOTALL)
_TOOLKIT_NAMES: Final = frozenset({"x:xmptk", "adobe:ns:meta/:xmptk"})
_MOST_PACKET: Final = 16 << 20
_PICTURE_TEXT: Final = 512


def review_xmp(packet: bytes, where: str, found: Gathering, *, at: int | None = None) -> None:
    """Add everything a packet says; `at` is the place of its first byte in the file."""
    from xml.etree.ElementTree import ParseError

    from defusedxml import DefusedXmlException
    from defusedxml.ElementTree import fromstring

    begin, end = packet.find(b"<"), packet.rfind(b">")
    if begin < 0 or end < begin or len(packet) > _MOST_PACKET:
        if packet.strip(b"\x00 \r\n\t"):
            found.opaque(where, "packet", packet, at=at)
        return
    try:
        root = fromstring(packet[begin : end + 1])
    except (ParseError, DefusedXmlException, ValueError, LookupError):
        found.warn(f"The {where} is not well formed; it is kept as one entry of unknown data.")
        found.opaque(where, "packet", packet, at=at)
        return
    _around(packet, begin, end, where, found)
    for element in root.iter():
        for name, value in element.attrib.items():
            _state(where, named(name), value, found, _place(packet, value, at))
        for text in (element.text, element.tail):
            if text and text.strip():
                _state(where, named(element.tag), text, found, _place(packet, text, at))


def _place(packet: bytes, value: str, at: int | None) -> tuple[int | None, int | None]:
    """Give where in the file a value first stands, and its length; a value with escapes has none."""
    stands = packet.find(value.encode("utf-8", "surrogatepass"))
    if at is None or stands < 0:
        return at, None
    return at + stands, len(value.encode("utf-8", "surrogatepass"))


def _around(packet: bytes, begin: int, end: int, where: str, found: Gathering) -> None:
    """Add what stands outside the XML, and its comments."""
    outside = _AROUND.sub(b"", packet[:begin] + packet[end + 1 :])
    if outside:
        found.opaque(where, "bytes around the packet", outside)
    for comment in _COMMENT.findall(packet):
        found.add(where, "comment", comment.decode("utf-8", "replace"), default=Gives.WORDS)


def _state(
    where: str, name: str, value: str, found: Gathering, place: tuple[int | None, int | None]
) -> None:
    at, size = place
    if name in {"rdf:about", "rdf:parseType", "xml:lang"} and not value.strip():
        return
    if name in _TOOLKIT_NAMES:
        found.add(where, name, value, gives=Gives.SOFTWARE, offset=at, size=size)
        return
    default = Gives.SOFTWARE if name.startswith(("crs:", "xmpMM:", "photoshop:")) else Gives.UNKNOWN
    found.add(where, name, value.strip(), default=default, offset=at, size=size)
    if len(value) > _PICTURE_TEXT and name.endswith((":image", ":Data", ":thumbnail")):
        _picture(where, name, value, found)


def _picture(where: str, name: str, value: str, found: Gathering) -> None:
    try:
        data = base64.b64decode(value, validate=False)
    except MALFORMED:
        return
    found.later("jpeg", data, f"{where}, {name}", None)
