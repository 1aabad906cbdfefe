# SPDX-License-Identifier: Apache-2.0
"""Signed notes: a text, an empty line, and signature lines (C2SP signed-note).

Promises: `parse` and `render` are exact inverses; `open_note` follows the rules for verifiers:
signatures of unknown keys are ignored even when they share a name or an id with a known key; a
known key whose signature fails makes the whole note refused; no known signature, no note.
Between 1 and 64 signatures are taken (the specification asks for at least 16).
"""

from __future__ import annotations

from dataclasses import dataclass, replace
from typing import TYPE_CHECKING, Self

from holdfast.ledger.errors import MalformedTextError, SignatureError
from holdfast.ledger.text import decode_base64, encode_base64
from holdfast.ledger.verifier import KEY_ID_SIZE, Verifier, check_key_name

if TYPE_CHECKING:
    from collections.abc import Iterable

MOST_SIGNATURES = 64
LONGEST_NOTE = 1 << 19
_DASH = "\u2014 "


@dataclass(frozen=True, slots=True)
class SignatureLine:
    """One line under a note. The name and key id together say whose it claims to be."""

    name: str
    key_id: bytes
    signature: bytes

    def render(self) -> str:
        """Return the line with its newline."""
        return f"{_DASH}{self.name} {encode_base64(self.key_id + self.signature)}\n"

    @classmethod
    def parse(cls, line: str) -> Self:
        """Read one line without its newline."""
        name, space, encoded = line.removeprefix(_DASH).partition(" ")
        if not line.startswith(_DASH) or not space:
            raise MalformedTextError(f"This is not a signature line: {line[:80]!r}.")
        check_key_name(name)
        data = decode_base64(encoded, f"The signature of {name}")
        if len(data) <= KEY_ID_SIZE:
            raise MalformedTextError(f"The signature of {name} is too short.")
        return cls(name, data[:KEY_ID_SIZE], data[KEY_ID_SIZE:])


@dataclass(frozen=True, slots=True)
class VerifiedSignature:
    """A signature that verified, by which key, and the time it states (POSIX, None if plain)."""

    verifier: Verifier
    timestamp: int | None


@dataclass(frozen=True, slots=True)
class Note:
    """A parsed note. `text` ends with a newline and is not to be trusted until verified."""

    text: bytes
    signatures: tuple[SignatureLine, ...]

    def render(self) -> bytes:
        """Return the note as it is kept and sent."""
        return self.text + b"\n" + "".join(line.render() for line in self.signatures).encode()

    @classmethod
    def parse(cls, data: bytes) -> Self:
        """Read a note; raise MalformedTextError when it breaks the format."""
        if len(data) > LONGEST_NOTE:
            raise MalformedTextError(f"The note is longer than {LONGEST_NOTE} bytes.")
        try:
            text = data.decode("utf-8")
        except UnicodeDecodeError as error:
            raise MalformedTextError("The note is not UTF-8 text.") from error
        if any(letter < " " and letter != "\n" for letter in text):
            raise MalformedTextError("The note holds a control character.")
        body, gap, signatures = text.rpartition("\n\n")
        if not gap or not signatures.endswith("\n"):
            raise MalformedTextError("The note has no signature lines under an empty line.")
        return cls(f"{body}\n".encode(), _lines(signatures))

    def verify(self, verifiers: Iterable[Verifier]) -> tuple[VerifiedSignature, ...]:
        """Return the known signatures, each key once; raise SignatureError as the rules say."""
        known = {(each.name, each.key_id): each for each in verifiers}
        verified: dict[Verifier, VerifiedSignature] = {}
        for line in self.signatures:
            verifier = known.get((line.name, line.key_id))
            if verifier is not None:
                timestamp = verifier.verify(self.text, line.signature)
                verified.setdefault(verifier, VerifiedSignature(verifier, timestamp))
        if not verified:
            names = ", ".join(sorted({each.name for each in known.values()})) or "nobody"
            raise SignatureError(f"The note is not signed by a key that is trusted here ({names}).")
        return tuple(verified.values())

    def adding(self, lines: Iterable[SignatureLine]) -> Self:
        """Return the note with further signature lines, leaving out those it already has."""
        new = [line for line in dict.fromkeys(lines) if line not in self.signatures]
        return replace(self, signatures=(*self.signatures, *new))


def parse_signature_lines(data: bytes) -> tuple[SignatureLine, ...]:
    """Read one or more signature lines standing alone, as a witness answers them."""
    try:
        text = data.decode("utf-8")
    except UnicodeDecodeError as error:
        raise MalformedTextError("The signature lines are not UTF-8 text.") from error
    if not text.endswith("\n"):
        raise MalformedTextError("The signature lines do not end with a newline.")
    return _lines(text)


def _lines(text: str) -> tuple[SignatureLine, ...]:
    lines = text[:-1].split("\n")
    if len(lines) > MOST_SIGNATURES:
        raise MalformedTextError(f"There are more than {MOST_SIGNATURES} signatures.")
    return tuple(SignatureLine.parse(line) for line in lines)


def open_note(
    data: bytes, verifiers: Iterable[Verifier]
) -> tuple[Note, tuple[VerifiedSignature, ...]]:
    """Parse and verify; the note's text may be trusted when this returns."""
    note = Note.parse(data)
    return note, note.verify(verifiers)
