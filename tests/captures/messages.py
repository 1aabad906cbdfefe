# SPDX-License-Identifier: Apache-2.0
"""Make what is inside: DNS, TLS, QUIC, HTTP, DHCP. Nothing here uses the code under test."""

from __future__ import annotations

import struct
from datetime import UTC, datetime, timedelta
from ipaddress import ip_address

from cryptography import x509
from cryptography.hazmat.primitives import hashes, hmac, serialization
from cryptography.hazmat.primitives.asymmetric import ec
from cryptography.hazmat.primitives.ciphers import Cipher, algorithms, modes
from cryptography.hazmat.primitives.ciphers.aead import AESGCM
from cryptography.hazmat.primitives.kdf.hkdf import HKDFExpand

NAME = "active.dji.com"
VERSION_1, DRAFT_29, VERSION_2 = 1, 0xFF00001D, 0x6B3343CF
_SALTS = {
    VERSION_1: "38762cf7f55934b34d179ae6a4c80cadccbb7f0a",
    DRAFT_29: "afbfec289993d24c9e9786f19c6111e04390a899",
    VERSION_2: "0dede3def700a6db819381be6e269dcbf9bd2ed9",
}


def labels(name: str) -> bytes:
    """Write a name as DNS does."""
    return b"".join(bytes((len(part),)) + part.encode() for part in name.split(".")) + b"\0"


def query(name: str, kind: int = 1, number: int = 7) -> bytes:
    """Ask for a name."""
    return (
        struct.pack(">6H", number, 0x0100, 1, 0, 0, 0) + labels(name) + struct.pack(">HH", kind, 1)
    )


def answer(name: str, *addresses: str, alias: str = "", number: int = 7, status: int = 0) -> bytes:
    """Answer with addresses, by way of an alias when one is given."""
    kind = 28 if addresses and ":" in addresses[0] else 1
    owner, records = b"\xc0\x0c", []
    if alias:
        target = labels(alias)
        records.append(owner + struct.pack(">HHIH", 5, 1, 60, len(target)) + target)
        owner = target
    for address in addresses:
        packed = ip_address(address).packed
        records.append(owner + struct.pack(">HHIH", kind, 1, 60, len(packed)) + packed)
    head = struct.pack(">6H", number, 0x8180 | status, 1, len(records), 0, 0)
    return head + labels(name) + struct.pack(">HH", kind, 1) + b"".join(records)


def _vector(data: bytes, size: int = 2) -> bytes:
    return len(data).to_bytes(size, "big") + data


def hello(name: str = NAME, *, protocols: tuple[str, ...] = ("h2",), hidden: str = "") -> bytes:
    """Make a ClientHello with its handshake head; `hidden` is "ECH" or "ESNI"."""
    extensions = b""
    if name:
        entry = b"\0" + _vector(name.encode())
        extensions += struct.pack(">H", 0) + _vector(_vector(entry))
    listed = b"".join(_vector(each.encode(), 1) for each in protocols)
    extensions += struct.pack(">H", 16) + _vector(_vector(listed))
    extensions += struct.pack(">H", 43) + _vector(_vector(b"\x03\x04\x03\x03", 1))
    if hidden:
        extensions += struct.pack(">H", 0xFE0D if hidden == "ECH" else 0xFFCE) + _vector(b"\0" * 40)
    extensions += struct.pack(">H", 21) + _vector(bytes(200))
    body = b"\x03\x03" + bytes(32) + _vector(bytes(32), 1) + _vector(b"\x13\x01\xc0\x2f")
    body += _vector(b"\0", 1) + _vector(extensions)
    return b"\x01" + _vector(body, 3)


def record(message: bytes, *, kind: int = 22, pieces: int = 1) -> bytes:
    """Put a handshake message into so many TLS records."""
    size = -(-len(message) // pieces)
    return b"".join(
        bytes((kind, 3, 1)) + _vector(message[at : at + size])
        for at in range(0, len(message), size)
    )


def certificate(name: str) -> bytes:
    """Make a self-signed certificate in DER."""
    key = ec.generate_private_key(ec.SECP256R1())
    subject = x509.Name([x509.NameAttribute(x509.NameOID.COMMON_NAME, name)])
    begins = datetime(2026, 1, 1, tzinfo=UTC)
    made = (
        x509.CertificateBuilder()
        .subject_name(subject)
        .issuer_name(subject)
        .public_key(key.public_key())
        .serial_number(1)
        .not_valid_before(begins)
        .not_valid_after(begins + timedelta(days=400))
        .add_extension(x509.SubjectAlternativeName([x509.DNSName(f"*.{name}")]), critical=False)
        .sign(key, hashes.SHA256())
    )
    return made.public_bytes(serialization.Encoding.DER)


def server_flight(der: bytes) -> bytes:
    """Make what a TLS 1.2 server sends first: hello and certificate."""
    body = b"\x03\x03" + bytes(32) + b"\0" + b"\xc0\x2f" + b"\0"
    said = b"\x02" + _vector(body, 3)
    chain = _vector(_vector(der, 3), 3)
    return record(said) + record(b"\x0b" + _vector(chain, 3))


def _expand(secret: bytes, label: bytes, length: int) -> bytes:
    info = struct.pack(">H", length) + _vector(b"tls13 " + label, 1) + b"\0"
    return HKDFExpand(hashes.SHA256(), length, info).derive(secret)


def quic_initial(
    crypto: list[tuple[int, bytes]],
    *,
    version: int = VERSION_1,
    number: int = 0,
    connection: bytes = bytes.fromhex("8394c8f03e515708"),
) -> bytes:
    """Make a client's Initial packet that holds so many CRYPTO frames (offset, bytes)."""
    extract = hmac.HMAC(bytes.fromhex(_SALTS[version]), hashes.SHA256())
    extract.update(connection)
    secret = _expand(extract.finalize(), b"client in", 32)
    word = b"quicv2 " if version == VERSION_2 else b"quic "
    key, iv, mask_key = (
        _expand(secret, word + each, size)
        for each, size in ((b"key", 16), (b"iv", 12), (b"hp", 16))
    )
    frames = b"".join(
        b"\x06" + struct.pack(">HH", 0x4000 | at, 0x4000 | len(part)) + part for at, part in crypto
    )
    frames += bytes(max(1150 - len(frames), 0))
    first = 0xC0 | (0x10 if version == VERSION_2 else 0) | 3
    head = bytes((first,)) + struct.pack(">I", version) + _vector(connection, 1) + b"\0" + b"\0"
    head += struct.pack(">H", 0x4000 | (len(frames) + 20)) + struct.pack(">I", number)
    nonce = (int.from_bytes(iv, "big") ^ number).to_bytes(12, "big")
    body = AESGCM(key).encrypt(nonce, frames, head)
    mask = Cipher(algorithms.AES(mask_key), modes.ECB()).encryptor().update(body[:16])  # noqa: S305 - as RFC 9001 has it
    covered = bytes((head[0] ^ (mask[0] & 0x0F),)) + head[1:-4]
    covered += bytes(byte ^ cover for byte, cover in zip(head[-4:], mask[1:5], strict=True))
    return covered + body


def dhcp(
    hardware: bytes, address: str, *, kind: int = 5, name: str = "", vendor: str = ""
) -> bytes:
    """Make a DHCP message of the kind (1 discover, 3 request, 5 acknowledge)."""
    head = struct.pack(">BBBBIHH", 2 if kind == 5 else 1, 1, 6, 0, 9, 0, 0) + bytes(4)
    head += ip_address(address).packed + bytes(8) + hardware + bytes(10) + bytes(192)
    options = bytes((53, 1, kind))
    if name:
        options += b"\x0c" + _vector(name.encode(), 1)
    if vendor:
        options += b"\x3c" + _vector(vendor.encode(), 1)
    if kind == 5:
        options += b"\x01\x04\xff\xff\xff\x00"
    return head + b"\x63\x82\x53\x63" + options + b"\xff"


def request(host: str, path: str = "/", *, headers: str = "", method: str = "GET") -> bytes:
    """Make an HTTP request."""
    return f"{method} {path} HTTP/1.1\r\nHost: {host}\r\n{headers}\r\n".encode()
