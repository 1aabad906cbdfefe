# SPDX-License-Identifier: Apache-2.0
"""What a witness signs, and what it refuses (C2SP tlog-witness, add-checkpoint).

The rule: a checkpoint is cosigned only when a trusted key of its log signed it and the tree it
names grew out of the last one cosigned for that log. The record is `logs/<hash>/checkpoint` in the
state folder. Checking and recording happen under one lock, held across threads and processes, and
the record is durable (written, synced, renamed, folder synced) before the answer leaves; a witness
that cannot read its own record answers nothing rather than begin again.
"""

from __future__ import annotations

from dataclasses import dataclass
from hashlib import sha256
from http import HTTPStatus
from typing import TYPE_CHECKING

from holdfast.ledger import durable
from holdfast.ledger.errors import MalformedTextError, ProofError, SignatureError
from holdfast.ledger.merkle import EMPTY_ROOT, verify_consistency
from holdfast.ledger.note import Note
from holdfast.ledger.signed_checkpoint import SignedCheckpoint
from holdfast.ledger.witness.request import AddCheckpoint

if TYPE_CHECKING:
    from collections.abc import Callable, Mapping, Sequence
    from datetime import datetime
    from pathlib import Path

    from holdfast.ledger.signer import Signer
    from holdfast.ledger.verifier import Verifier

PLAIN_TEXT = "text/plain; charset=utf-8"
SIZE_TYPE = "text/x.tlog.size"


@dataclass(frozen=True, slots=True)
class Answer:
    """What the service says: status, content type and body."""

    status: HTTPStatus
    body: bytes
    content_type: str = PLAIN_TEXT


@dataclass(frozen=True, slots=True)
class Witness:
    """One witness: where it keeps its records, its keys, and the logs it follows by origin."""

    folder: Path
    signers: Sequence[Signer]
    logs: Mapping[str, Sequence[Verifier]]
    clock: Callable[[], datetime]

    @property
    def verifiers(self) -> tuple[Verifier, ...]:
        """The public keys that others need to trust this witness."""
        return tuple(signer.verifier for signer in self.signers)

    def add_checkpoint(self, body: bytes) -> Answer:
        """Answer one add-checkpoint request."""
        try:
            request = AddCheckpoint.parse(body)
        except MalformedTextError as error:
            return _refusal(HTTPStatus.BAD_REQUEST, str(error))
        signed = request.signed
        keys = self.logs.get(signed.origin)
        if not keys:
            return _refusal(HTTPStatus.NOT_FOUND, "This witness does not follow that log.")
        try:
            signed.note.verify(keys)
        except SignatureError as error:
            return _refusal(HTTPStatus.FORBIDDEN, str(error))
        if request.old_size > signed.size:
            return _refusal(HTTPStatus.BAD_REQUEST, "The old size is larger than the new one.")
        folder = self._record(signed.origin).parent
        durable.make_folders(folder, self.folder)
        with durable.locked(folder / "lock"):
            return self._check_and_cosign(request, keys)

    def latest(self, origin_hash: str) -> bytes | None:
        """Return the last checkpoint cosigned for the log of that hash, None if there is none."""
        known = {sha256(origin.encode()).hexdigest(): origin for origin in self.logs}
        if origin_hash not in known:
            return None
        try:
            return self._record(known[origin_hash]).read_bytes()
        except FileNotFoundError:
            return None

    def _check_and_cosign(self, request: AddCheckpoint, keys: Sequence[Verifier]) -> Answer:
        signed = request.signed
        size, root = self._last(signed.origin)
        if request.old_size != size:
            return Answer(HTTPStatus.CONFLICT, b"%d\n" % size, SIZE_TYPE)
        wrong = _inconsistency(request, root)
        if wrong is not None:
            return _refusal(HTTPStatus.UNPROCESSABLE_ENTITY, wrong)
        trusted = {(key.name, key.key_id) for key in keys}
        kept = [line for line in signed.note.signatures if (line.name, line.key_id) in trusted]
        now = self.clock()
        lines = tuple(signer.sign(signed.note.text, now) for signer in self.signers)
        note = Note(signed.note.text, (*dict.fromkeys(kept), *lines))
        durable.replace(self._record(signed.origin), note.render())
        return Answer(HTTPStatus.OK, "".join(line.render() for line in lines).encode())

    def _last(self, origin: str) -> tuple[int, bytes]:
        try:
            data = self._record(origin).read_bytes()
        except FileNotFoundError:
            return 0, EMPTY_ROOT
        last = SignedCheckpoint.parse(data)
        last.note.verify(self.verifiers)
        return last.size, last.root

    def _record(self, origin: str) -> Path:
        return self.folder / "logs" / sha256(origin.encode()).hexdigest() / "checkpoint"


def _inconsistency(request: AddCheckpoint, last_root: bytes) -> str | None:
    """Say why the checkpoint does not follow from the last one; None when it does."""
    signed = request.signed
    if signed.size == 0 and signed.root != EMPTY_ROOT:
        return "An empty log has the root of the empty tree."
    if request.old_size == 0:
        return "There is nothing to prove from size 0." if request.proof else None
    try:
        verify_consistency(request.old_size, signed.size, request.proof, last_root, signed.root)
    except ProofError as error:
        return str(error)
    return None


def _refusal(status: HTTPStatus, reason: str) -> Answer:
    return Answer(status, f"{reason}\n".encode())
