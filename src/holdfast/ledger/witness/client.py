# SPDX-License-Identifier: Apache-2.0
"""Asking a witness to cosign a checkpoint (C2SP tlog-witness), the one thing that calls out.

Promises: only the address given is called, redirects are not followed, the answer is bounded in
size and time, and a cosignature counts only when it verifies with a key that was known beforehand.
Sends the checkpoint and hashes; never an entry.
"""

from __future__ import annotations

import time
from collections.abc import Callable, Sequence
from dataclasses import dataclass
from http import HTTPStatus
from http.client import HTTPConnection, HTTPException, HTTPResponse, HTTPSConnection
from typing import TYPE_CHECKING
from urllib.parse import urlsplit

from holdfast.ledger.errors import LedgerError, MalformedTextError, WitnessError
from holdfast.ledger.note import Note, SignatureLine, parse_signature_lines
from holdfast.ledger.text import decode_decimal
from holdfast.ledger.witness.request import AddCheckpoint

if TYPE_CHECKING:
    from holdfast.ledger.log import Log
    from holdfast.ledger.signed_checkpoint import SignedCheckpoint
    from holdfast.ledger.verifier import Verifier

LONGEST_ANSWER = 1 << 18
DEFAULT_SECONDS = 15.0

ProofSource = Callable[[int, int], Sequence[bytes]]


@dataclass(frozen=True, slots=True)
class WitnessAddress:
    """A witness: the prefix its service is at, and the keys that are trusted to be its."""

    url: str
    verifiers: tuple[Verifier, ...]


def cosign(
    log: Log, witness: WitnessAddress, *, seconds: float = DEFAULT_SECONDS
) -> SignedCheckpoint:
    """Get the newest checkpoint cosigned, keep the cosignatures with it, and return it."""
    lines = submit(log.checkpoint(), witness, log.consistency, seconds=seconds)
    return log.add_cosignatures(log.size, lines)


def submit(
    signed: SignedCheckpoint,
    witness: WitnessAddress,
    consistency: ProofSource,
    *,
    seconds: float = DEFAULT_SECONDS,
) -> tuple[SignatureLine, ...]:
    """Return the verified cosignatures of `witness` on `signed`; raise WitnessError.

    The witness is first asked from size 0; it answers with the size it is at, and is asked again
    with the proof from there.
    """
    status, body = _post(witness, AddCheckpoint(0, (), signed), seconds)
    if status == HTTPStatus.CONFLICT:
        old = _stated_size(witness, body)
        if old > signed.size:
            raise WitnessError(
                f"{witness.url} has already cosigned {old} entries of {signed.origin}, more than "
                f"the {signed.size} here: this ledger was put back to an older state. Find out why "
                "before anything else."
            )
        proof = tuple(consistency(old, signed.size)) if old != signed.size else ()
        status, body = _post(witness, AddCheckpoint(old, proof, signed), seconds)
    if status != HTTPStatus.OK:
        raise WitnessError(_refusal(witness, status, body))
    return _verified(signed, witness, body)


def _verified(
    signed: SignedCheckpoint, witness: WitnessAddress, body: bytes
) -> tuple[SignatureLine, ...]:
    known = {(each.name, each.key_id) for each in witness.verifiers}
    try:
        lines = parse_signature_lines(body)
        verified = Note(signed.note.text, lines).verify(witness.verifiers)
    except LedgerError as error:
        raise WitnessError(
            f"{witness.url} answered with no cosignature to trust: {error}"
        ) from error
    if any(not each.timestamp for each in verified):
        raise WitnessError(f"{witness.url} answered with a signature that states no time.")
    return tuple(line for line in lines if (line.name, line.key_id) in known)


def _stated_size(witness: WitnessAddress, body: bytes) -> int:
    try:
        return decode_decimal(body.decode("ascii").removesuffix("\n"), "The witness's size")
    except (UnicodeDecodeError, MalformedTextError) as error:
        raise WitnessError(f"{witness.url} did not say at which size it is.") from error


def _refusal(witness: WitnessAddress, status: int, body: bytes) -> str:
    reasons = {
        HTTPStatus.NOT_FOUND: "it does not follow this log; give its operator the log's vkey",
        HTTPStatus.FORBIDDEN: "it knows this log under another key",
        HTTPStatus.CONFLICT: "another request was faster; ask again",
        HTTPStatus.UNPROCESSABLE_ENTITY: "what it cosigned before is not in this log's history; "
        "one of the two was changed. Find out why before anything else",
    }
    said = body[:200].decode("utf-8", "replace").strip()
    reason = reasons.get(HTTPStatus(status)) if status in set(HTTPStatus) else None
    if 300 <= status < 400:  # noqa: PLR2004 - the redirections of HTTP
        reason = "it sends elsewhere, which is not followed; correct its address"
    return f"{witness.url} did not cosign ({status}): {reason or said or 'no reason given'}."


def _post(witness: WitnessAddress, request: AddCheckpoint, seconds: float) -> tuple[int, bytes]:
    connection, path = _connection(witness.url, seconds)
    deadline = time.monotonic() + seconds
    try:
        headers = {"Content-Type": "text/plain; charset=utf-8", "Connection": "close"}
        connection.request("POST", f"{path}/add-checkpoint", request.render(), headers)
        response = connection.getresponse()
        return response.status, _read(response, connection, witness, deadline)
    except (OSError, HTTPException) as error:
        raise WitnessError(
            f"{witness.url} could not be reached ({error or type(error).__name__}). The ledger is "
            "unharmed; the checkpoint can be cosigned later."
        ) from error
    finally:
        connection.close()


def _read(
    response: HTTPResponse, connection: HTTPConnection, witness: WitnessAddress, deadline: float
) -> bytes:
    body = b""
    while part := response.read1(LONGEST_ANSWER + 1 - len(body)):
        body += part
        if len(body) > LONGEST_ANSWER:
            raise WitnessError(f"{witness.url} answered with more than {LONGEST_ANSWER} bytes.")
        left = deadline - time.monotonic()
        if left <= 0:
            raise TimeoutError("it answers too slowly")
        if connection.sock is not None:
            connection.sock.settimeout(left)
    return body


def _connection(url: str, seconds: float) -> tuple[HTTPConnection, str]:
    try:
        parts = urlsplit(url)
        port = parts.port
    except ValueError as error:
        raise WitnessError(f"{url} is not an address.") from error
    plain = not (parts.query or parts.fragment or parts.username or parts.password)
    if parts.scheme not in ("http", "https") or not parts.hostname or not plain:
        raise WitnessError(f"{url} is not the address of a witness: http(s)://host[:port][/path].")
    make = HTTPSConnection if parts.scheme == "https" else HTTPConnection
    return make(parts.hostname, port, timeout=seconds), parts.path.rstrip("/")
