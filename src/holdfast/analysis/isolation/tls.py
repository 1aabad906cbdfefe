# SPDX-License-Identifier: Apache-2.0
"""TLS as far as it is in the clear: the server name a client asks for, and certificates (RFC 8446).

Promises: a name that is hidden (ECH, ESNI) is said to be hidden; of a hello with ECH the outer name
is given, which is that of the provider. From TLS 1.3 on certificates are enciphered and none is seen.
"""

from __future__ import annotations

from enum import Enum
from typing import TYPE_CHECKING, NamedTuple

from holdfast.plain import shown

if TYPE_CHECKING:
    from collections.abc import Iterator

_HANDSHAKE, _ALERT, _CHANGE = 22, 21, 20
_CLIENT_HELLO, _SERVER_HELLO, _CERTIFICATE, _HELLO_DONE = 1, 2, 11, 14
_SERVER_NAME, _ALPN, _ESNI, _ECH, _VERSIONS = 0, 16, 0xFFCE, 0xFE0D, 43
_LARGEST_RECORD = 16_384 + 2_048
_LARGEST_HELLO = 65_536
_TLS_1_3 = 0x0304
_RECORD_HEAD, _HANDSHAKE_HEAD = 5, 4


class Progress(Enum):
    """Whether a stream can still say something."""

    MORE = "more bytes are needed"
    DONE = "everything that is in the clear was read"
    OTHER = "this is no TLS"


class Hello(NamedTuple):
    """What a client said. `hidden`: "ECH", "ESNI" or ""."""

    server_name: str
    protocols: tuple[str, ...]
    hidden: str


class ClientSide(NamedTuple):
    """What is known from the client's stream so far."""

    progress: Progress
    hello: Hello | None


class ServerSide(NamedTuple):
    """What is known from the server's stream: the leaf certificate in DER, when one was sent."""

    progress: Progress
    certificate: bytes | None


def looks_like_tls(data: bytes) -> bool:
    """Whether bytes can begin a TLS stream: a handshake (or alert) record of versions 3.0 to 3.4."""
    if len(data) < 3:  # noqa: PLR2004 - kind and version
        return data[:1] in (b"\x16", b"\x15") and data[1:2] in (b"", b"\x03")
    return data[0] in (_HANDSHAKE, _ALERT) and data[1] == 3 and data[2] <= 4  # noqa: PLR2004 - versions


def read_client(data: bytes) -> ClientSide:
    """Read the beginning of a client's stream."""
    if not looks_like_tls(data):
        return ClientSide(Progress.OTHER, None)
    handshake, ended = _handshake(data)
    if len(handshake) < _HANDSHAKE_HEAD:
        return ClientSide(Progress.DONE if ended else Progress.MORE, None)
    if handshake[0] != _CLIENT_HELLO:
        return ClientSide(Progress.DONE, None)
    length = int.from_bytes(handshake[1:4], "big")
    if length > _LARGEST_HELLO:
        return ClientSide(Progress.OTHER, None)
    if len(handshake) < _HANDSHAKE_HEAD + length:
        return ClientSide(Progress.DONE if ended else Progress.MORE, None)
    return ClientSide(Progress.DONE, read_hello(handshake[4 : 4 + length]))


def read_server(data: bytes) -> ServerSide:
    """Read the beginning of a server's stream."""
    if not looks_like_tls(data):
        return ServerSide(Progress.OTHER, None)
    handshake, ended = _handshake(data)
    place = 0
    while place + _HANDSHAKE_HEAD <= len(handshake):
        kind = handshake[place]
        end = place + 4 + int.from_bytes(handshake[place + 1 : place + 4], "big")
        body = handshake[place + 4 : end]
        if end > len(handshake):
            break
        if kind == _SERVER_HELLO and _version(body) >= _TLS_1_3:
            return ServerSide(Progress.DONE, None)
        if kind == _CERTIFICATE:
            length = int.from_bytes(body[3:6], "big")
            return ServerSide(Progress.DONE, body[6 : 6 + length])
        if kind == _HELLO_DONE:
            return ServerSide(Progress.DONE, None)
        place = end
    return ServerSide(Progress.DONE if ended else Progress.MORE, None)


def _handshake(data: bytes) -> tuple[bytes, bool]:
    """Join what the handshake records hold; the flag says that another kind of record followed."""
    place = 0
    parts: list[bytes] = []
    while place + _RECORD_HEAD <= len(data):
        kind = data[place]
        length = (data[place + 3] << 8) | data[place + 4]
        if kind != _HANDSHAKE or length > _LARGEST_RECORD:
            return b"".join(parts), True
        parts.append(data[place + 5 : place + 5 + length])
        place += _RECORD_HEAD + length
    return b"".join(parts), False


def read_hello(body: bytes) -> Hello:
    """Read a ClientHello without its head; raises IndexError when it is cut short."""
    place = 34
    place += 1 + body[place]
    place += 2 + ((body[place] << 8) | body[place + 1])
    place += 1 + body[place]
    name, hidden = "", ""
    protocols: tuple[str, ...] = ()
    for kind, value in _extensions(body, place):
        if kind == _SERVER_NAME and len(value) > 5 and value[2] == 0:  # noqa: PLR2004 - list, kind, length
            length = (value[3] << 8) | value[4]
            name = _text(value[5 : 5 + length])
        elif kind == _ALPN:
            protocols = tuple(_protocols(value))
        elif kind == _ESNI:
            hidden = "ESNI"
        elif kind == _ECH and value[:1] == b"\x00" and not hidden:
            hidden = "ECH"
    return Hello(name, protocols, hidden)


def _extensions(body: bytes, place: int) -> Iterator[tuple[int, bytes]]:
    if place + 2 > len(body):
        return
    end = min(place + 2 + ((body[place] << 8) | body[place + 1]), len(body))
    place += 2
    while place + 4 <= end:
        kind = (body[place] << 8) | body[place + 1]
        length = (body[place + 2] << 8) | body[place + 3]
        yield kind, body[place + 4 : min(place + 4 + length, end)]
        place += 4 + length


def _protocols(value: bytes) -> Iterator[str]:
    place = 2
    while place < len(value):
        length = value[place]
        yield _text(value[place + 1 : place + 1 + length])
        place += 1 + length


def _version(body: bytes) -> int:
    place = 34
    if len(body) <= place:
        return 0
    place += 1 + body[place] + 3
    for kind, value in _extensions(body, place):
        if kind == _VERSIONS and len(value) == 2:  # noqa: PLR2004 - one version
            return (value[0] << 8) | value[1]
    return (body[0] << 8) | body[1]


def _text(value: bytes) -> str:
    return shown(value.decode("utf-8", "backslashreplace")).lower()


def certificate_names(der: bytes) -> tuple[str, ...]:
    """Give the common name of a certificate, then its alternative names.

    Raises ValueError for what is no certificate.
    """
    from cryptography import x509
    from cryptography.x509.oid import NameOID

    certificate = x509.load_der_x509_certificate(der)
    attributes = certificate.subject.get_attributes_for_oid(NameOID.COMMON_NAME)
    found = [str(attribute.value) for attribute in attributes]
    try:
        extension = certificate.extensions.get_extension_for_class(x509.SubjectAlternativeName)
        found += extension.value.get_values_for_type(x509.DNSName)
    except (x509.ExtensionNotFound, x509.DuplicateExtension, x509.UnsupportedGeneralNameType):
        pass
    return tuple(dict.fromkeys(shown(name).lower() for name in found))
