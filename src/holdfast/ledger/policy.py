# SPDX-License-Identifier: Apache-2.0
"""Trust policies (C2SP tlog-policy): which logs, which witnesses, and how many of them.

Promises: a policy file is read strictly, as bytes, so that its meaning depends on no table of
letters; a checkpoint passes when one listed log signed it and the quorum cosigned it. A known key
whose signature fails rejects the checkpoint, whatever the quorum.
"""

from __future__ import annotations

from dataclasses import dataclass, field
from typing import TYPE_CHECKING, Self

from holdfast.ledger.errors import MalformedTextError, PolicyError, SignatureError
from holdfast.ledger.text import decode_decimal
from holdfast.ledger.verifier import SignatureType, Verifier

if TYPE_CHECKING:
    from collections.abc import Iterable, Mapping

    from holdfast.ledger.note import VerifiedSignature
    from holdfast.ledger.signed_checkpoint import SignedCheckpoint

NO_QUORUM = b"none"
_COSIGNING = (SignatureType.COSIGNATURE_ED25519, SignatureType.COSIGNATURE_ML_DSA_44)
_LOG_SIGNING = (SignatureType.ED25519, SignatureType.COSIGNATURE_ML_DSA_44)


@dataclass(frozen=True, slots=True)
class Trusted:
    """Who vouched for a checkpoint: the log, and the witnesses with the times they state."""

    log: Verifier
    witnesses: tuple[VerifiedSignature, ...]


@dataclass(frozen=True, slots=True)
class Group:
    """A set of names of which at least `threshold` must have witnessed."""

    threshold: int
    members: tuple[bytes, ...]


@dataclass(frozen=True, slots=True)
class Policy:
    """A parsed policy. Names are opaque bytes."""

    logs: tuple[Verifier, ...]
    witnesses: Mapping[bytes, Verifier] = field(default_factory=dict)
    groups: Mapping[bytes, Group] = field(default_factory=dict)
    quorum: bytes = NO_QUORUM
    urls: Mapping[Verifier, str] = field(default_factory=dict)

    @classmethod
    def of_log(cls, log: Verifier) -> Self:
        """Return the policy that trusts one log and asks for no witness."""
        return cls((log,))

    @classmethod
    def parse(cls, data: bytes) -> Self:
        """Read a policy file; raise MalformedTextError with the line that is wrong."""
        reading = _Reading()
        if data and not data.endswith(b"\n"):
            raise MalformedTextError("The policy does not end with a newline.")
        for number, line in enumerate(data.split(b"\n"), 1):
            try:
                reading.take(line)
            except MalformedTextError as error:
                raise MalformedTextError(f"Line {number} of the policy: {error}") from error
        if reading.quorum is None:
            raise MalformedTextError("The policy has no quorum line.")
        return cls(
            tuple(reading.logs), reading.witnesses, reading.groups, reading.quorum, reading.urls
        )

    def evaluate(self, signed: SignedCheckpoint) -> Trusted:
        """Return who vouched; raise SignatureError or PolicyError when too few did."""
        candidates = [log for log in self.logs if log.name == signed.origin]
        if not candidates:
            raise SignatureError(f"The policy does not know the log {signed.origin}.")
        verified = signed.note.verify([*candidates, *self.witnesses.values()])
        logs = [each.verifier for each in verified if each.verifier in candidates]
        if not logs:
            raise SignatureError(f"The checkpoint is not signed by its log, {signed.origin}.")
        cosigned = tuple(each for each in verified if each.verifier not in candidates)
        present = {each.verifier for each in cosigned}
        if not self._witnessed(self.quorum, present):
            raise PolicyError(
                f"The checkpoint has {len(cosigned)} of the cosignatures this policy knows, "
                "which is not the quorum it asks for. Get a checkpoint cosigned by more witnesses."
            )
        return Trusted(logs[0], cosigned)

    def _witnessed(self, name: bytes, present: set[Verifier]) -> bool:
        if name == NO_QUORUM:
            return True
        if name in self.witnesses:
            return self.witnesses[name] in present
        group = self.groups[name]
        return sum(self._witnessed(each, present) for each in group.members) >= group.threshold


class _Reading:
    """The lines read so far."""

    def __init__(self) -> None:
        self.logs: list[Verifier] = []
        self.witnesses: dict[bytes, Verifier] = {}
        self.groups: dict[bytes, Group] = {}
        self.urls: dict[Verifier, str] = {}
        self.quorum: bytes | None = None
        self._members: set[bytes] = set()

    def take(self, line: bytes) -> None:
        if any((octet < 0x20 and octet != 0x09) or octet == 0x7F for octet in line):  # noqa: PLR2004 - ASCII control characters, as the specification lists them
            raise MalformedTextError("it holds a control character.")
        words = line.replace(b"\t", b" ").split(b" ")
        match [word for word in words if word]:
            case []:
                return
            case [first, *_] if first.startswith(b"#"):
                return
            case [b"log", vkey, *url] if len(url) <= 1:
                self._log(vkey, url)
            case [b"witness", name, vkey, *url] if len(url) <= 1:
                self._witness(name, vkey, url)
            case [b"group", name, threshold, *members]:
                self._group(name, threshold, members)
            case [b"quorum", name]:
                self._quorum(name)
            case _:
                raise MalformedTextError("it is not a log, witness, group or quorum line.")

    def _log(self, vkey: bytes, url: list[bytes]) -> None:
        verifier = _verifier(vkey, _LOG_SIGNING, self.logs)
        self.logs.append(verifier)
        self._url(verifier, url)

    def _witness(self, name: bytes, vkey: bytes, url: list[bytes]) -> None:
        self._free(name)
        verifier = _verifier(vkey, _COSIGNING, self.witnesses.values())
        self.witnesses[name] = verifier
        self._url(verifier, url)

    def _group(self, name: bytes, threshold: bytes, members: list[bytes]) -> None:
        self._free(name)
        for member in members:
            self._defined(member)
            if member in self._members:
                raise MalformedTextError("a name may be a member only once.")
            self._members.add(member)
        words = {b"any": 1, b"all": len(members)}
        needed = words.get(threshold)
        if needed is None:
            needed = decode_decimal(threshold.decode("latin-1"), "the threshold")
        if not 1 <= needed <= len(members):
            raise MalformedTextError("the threshold is not between 1 and the number of members.")
        self.groups[name] = Group(needed, tuple(members))

    def _quorum(self, name: bytes) -> None:
        if self.quorum is not None:
            raise MalformedTextError("there is a second quorum line.")
        if name != NO_QUORUM:
            self._defined(name)
        self.quorum = name

    def _free(self, name: bytes) -> None:
        if name == NO_QUORUM or name in self.witnesses or name in self.groups:
            raise MalformedTextError("that name is already taken.")

    def _defined(self, name: bytes) -> None:
        if name not in self.witnesses and name not in self.groups:
            raise MalformedTextError("that name is not defined on a line above.")

    def _url(self, verifier: Verifier, url: list[bytes]) -> None:
        if url:
            self.urls[verifier] = url[0].decode("utf-8", "surrogateescape")


def _verifier(
    vkey: bytes, kinds: tuple[SignatureType, ...], others: Iterable[Verifier]
) -> Verifier:
    try:
        verifier = Verifier.from_vkey(vkey.decode("utf-8"))
    except UnicodeDecodeError as error:
        raise MalformedTextError("the verifier key is not UTF-8 text.") from error
    if verifier.kind not in kinds:
        raise MalformedTextError("the verifier key is of a type that has no place here.")
    if any(each.public_key == verifier.public_key for each in others):
        raise MalformedTextError("the same public key stands on a line above.")
    return verifier
