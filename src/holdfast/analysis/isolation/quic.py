# SPDX-License-Identifier: Apache-2.0
"""QUIC: the server name in a client's Initial packets (RFC 9001, 9369; drafts 27 to 34).

An Initial packet is enciphered with keys that anybody who sees it can derive, so its ClientHello is
in the clear for all that matters here. Promises: what does not decipher is said not to, and nothing
of any later packet is tried. The hello may be spread over frames and packets in any order.
"""

from __future__ import annotations

import hashlib
import hmac
from dataclasses import dataclass, field
from functools import lru_cache
from typing import TYPE_CHECKING, NamedTuple

from holdfast.analysis.isolation.tls import Hello, read_hello

if TYPE_CHECKING:
    from collections.abc import Iterator

_SALT_1 = bytes.fromhex("38762cf7f55934b34d179ae6a4c80cadccbb7f0a")
_SALT_2 = bytes.fromhex("0dede3def700a6db819381be6e269dcbf9bd2ed9")
_SALT_29 = bytes.fromhex("afbfec289993d24c9e9786f19c6111e04390a899")
_SALT_23 = bytes.fromhex("c3eef712c72ebb5a11a7d2432bb46365bef9f502")
_VERSION_2 = 0x6B3343CF
_SALTS = {0x00000001: _SALT_1, _VERSION_2: _SALT_2, 0xFACEB002: _SALT_23}
_SALTS |= {0xFF000000 + draft: _SALT_23 for draft in range(23, 29)}
_SALTS |= {0xFF000000 + draft: _SALT_29 for draft in range(29, 33)}
_SALTS |= {0xFF000000 + draft: _SALT_1 for draft in (33, 34)}
_DRAFTS = 0xFF0000
# Versions of this form are kept free, so that nobody relies on which versions there are.
_RESERVED = 0x0A0A0A0A
_LARGEST_HELLO = 65_536
_MOST_PARTS = 256
_LONGEST_ID = 20
_TAG = 16


class _Keys(NamedTuple):
    key: bytes
    iv: bytes
    header: bytes


@dataclass(slots=True)
class QuicHello:
    """The ClientHello of one conversation as it comes together; `hello` when it is whole."""

    first_id: bytes = b""
    parts: dict[int, bytes] = field(default_factory=dict)
    hello: Hello | None = None
    version: int = 0


def looks_like_quic(data: bytes) -> bool:
    """Whether a datagram begins with a long header of a QUIC version that is known or reserved."""
    if len(data) < 7 or data[0] & 0xC0 != 0xC0:  # noqa: PLR2004 - flags, version, two lengths
        return False
    version = int.from_bytes(data[1:5], "big")
    known = version in _SALTS or version >> 8 == _DRAFTS or version & 0x0F0F0F0F == _RESERVED
    google = data[1:2] in (b"Q", b"T") and data[2:5].isdigit()
    return (known or google) and data[5] <= _LONGEST_ID


def read_datagram(data: bytes, state: QuicHello) -> bool:
    """Take one datagram of a client; true when the hello is whole (and stands in `state`).

    Raises one of MALFORMED for what begins like QUIC and is none.
    """
    place = 0
    while place + 7 < len(data) and data[place] & 0x80:
        version = int.from_bytes(data[place + 1 : place + 5], "big")
        salt = _SALTS.get(version)
        if salt is None:
            return False
        state.version = version
        place = _packet(data, place, state, salt)
    return _assemble(state)


def _packet(data: bytes, begin: int, state: QuicHello, salt: bytes) -> int:
    """Read one long-header packet and give where the next one begins."""
    initial = (1 if state.version == _VERSION_2 else 0) << 4
    place = begin + 5
    destination_id = data[place + 1 : place + 1 + data[place]]
    place += 1 + len(destination_id)
    place += 1 + data[place]
    if data[begin] & 0x30 == initial:
        token, place = _number(data, place)
        place += token
    elif data[begin] & 0x30 == (0x30 if initial == 0 else 0x00):
        return len(data)  # a Retry, which has no length and stands alone
    length, place = _number(data, place)
    end = place + length
    if data[begin] & 0x30 == initial and end <= len(data):
        state.first_id = state.first_id or destination_id
        for secret_id in dict.fromkeys((state.first_id, destination_id)):
            keys = _keys(salt, secret_id, 2 if state.version == _VERSION_2 else 1)
            plain = _decipher(data[begin:end], place - begin, keys)
            if plain is not None:
                _take_frames(plain, state)
                break
    return end


def _number(data: bytes, place: int) -> tuple[int, int]:
    size = 1 << (data[place] >> 6)
    value = int.from_bytes(data[place : place + size], "big")
    return value & ((1 << (8 * size - 2)) - 1), place + size


@lru_cache(maxsize=256)
def _keys(salt: bytes, secret_id: bytes, version: int) -> _Keys:
    initial = hmac.digest(salt, secret_id, "sha256")
    client = _expand(initial, b"client in", hashlib.sha256().digest_size)
    word = b"quicv2 " if version == 2 else b"quic "  # noqa: PLR2004 - RFC 9369 has words of its own
    return _Keys(
        _expand(client, word + b"key", 16),
        _expand(client, word + b"iv", 12),
        _expand(client, word + b"hp", 16),
    )


def _expand(secret: bytes, label: bytes, length: int) -> bytes:
    """HKDF-Expand-Label of TLS 1.3 for at most one block of SHA-256."""
    label = b"tls13 " + label
    info = length.to_bytes(2, "big") + bytes((len(label),)) + label + b"\x00"
    return hmac.digest(secret, info + b"\x01", "sha256")[:length]


def _decipher(packet: bytes, number_at: int, keys: _Keys) -> bytes | None:
    from cryptography.exceptions import InvalidTag
    from cryptography.hazmat.primitives.ciphers import Cipher, algorithms, modes
    from cryptography.hazmat.primitives.ciphers.aead import AESGCM

    sample = packet[number_at + 4 : number_at + 20]
    if len(sample) < 16:  # noqa: PLR2004 - a block
        return None
    # A mask over the header, as RFC 9001 section 5.4.3 says; nothing is kept secret by it here.
    mask = Cipher(algorithms.AES(keys.header), modes.ECB()).encryptor().update(sample)  # noqa: S305 - as the specification has it; nothing rests on it being secret
    first = packet[0] ^ (mask[0] & 0x0F)
    size = (first & 3) + 1
    number = bytes(
        byte ^ cover
        for byte, cover in zip(packet[number_at : number_at + size], mask[1:], strict=False)
    )
    head = bytes((first,)) + packet[1:number_at] + number
    nonce = int.from_bytes(keys.iv, "big") ^ int.from_bytes(number, "big")
    body = packet[number_at + size :]
    if len(body) < _TAG:
        return None
    try:
        return AESGCM(keys.key).decrypt(nonce.to_bytes(12, "big"), body, head)
    except InvalidTag:
        return None


def _take_frames(plain: bytes, state: QuicHello) -> None:
    for offset, part in _crypto(plain):
        if offset + len(part) <= _LARGEST_HELLO and len(state.parts) < _MOST_PARTS:
            kept = state.parts.get(offset, b"")
            state.parts[offset] = max(kept, part, key=len)


def _crypto(plain: bytes) -> Iterator[tuple[int, bytes]]:
    """Give the CRYPTO frames of an Initial packet; the other kinds it may hold are passed over."""
    place = 0
    while place < len(plain):
        kind = plain[place]
        place += 1
        if kind in (0x00, 0x01):
            continue
        if kind == 0x06:  # noqa: PLR2004 - CRYPTO
            offset, place = _number(plain, place)
            length, place = _number(plain, place)
            yield offset, plain[place : place + length]
            place += length
        elif kind in (0x02, 0x03):
            place = _past_ack(plain, place, counts=kind == 0x03)  # noqa: PLR2004 - with ECN counts
        else:
            return


def _past_ack(plain: bytes, place: int, *, counts: bool) -> int:
    _largest, place = _number(plain, place)
    _delay, place = _number(plain, place)
    ranges, place = _number(plain, place)
    for _ in range(min(1 + 2 * ranges + (3 if counts else 0), len(plain))):
        _value, place = _number(plain, place)
    return place


def _assemble(state: QuicHello) -> bool:
    stream = b""
    for offset in sorted(state.parts):
        if offset > len(stream):
            break
        stream += state.parts[offset][len(stream) - offset :]
    if len(stream) < 4 or stream[0] != 1:  # noqa: PLR2004 - the head of a handshake message
        return False
    length = int.from_bytes(stream[1:4], "big")
    if len(stream) < 4 + length:
        return False
    state.hello = read_hello(stream[4 : 4 + length])
    return True
