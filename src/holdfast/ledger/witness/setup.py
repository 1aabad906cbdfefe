# SPDX-License-Identifier: Apache-2.0
"""A witness's folder: its keys, and the list of logs it follows.

`keys/ed25519.key` and `keys/ml-dsa-44.key` (0600) are made at the first start; `vkeys` holds their
public halves, to be handed to those who will trust this witness; `logs.txt` lists the vkeys of the
logs, one to a line, `#` before a comment; `logs/` are its records, never to be deleted: a witness
that forgets can be made to sign a second history.
"""

from __future__ import annotations

from collections import defaultdict
from typing import TYPE_CHECKING

from holdfast.ledger import durable
from holdfast.ledger.errors import MalformedTextError, WitnessError
from holdfast.ledger.keys import read_key, write_key
from holdfast.ledger.signer import SEED_SIZE, Signer
from holdfast.ledger.verifier import SignatureType, Verifier
from holdfast.ledger.witness.witness import Witness

if TYPE_CHECKING:
    from collections.abc import Callable
    from datetime import datetime
    from pathlib import Path

_KEYS = {
    "ed25519.key": SignatureType.COSIGNATURE_ED25519,
    "ml-dsa-44.key": SignatureType.COSIGNATURE_ML_DSA_44,
}
_LOG_KINDS = (SignatureType.ED25519, SignatureType.COSIGNATURE_ML_DSA_44)
_LIST_HEAD = "# The logs this witness follows: one verifier key (vkey) to a line.\n"


def prepare_witness(
    folder: Path,
    name: str,
    *,
    clock: Callable[[], datetime],
    randomness: Callable[[int], bytes],
) -> Witness:
    """Return the witness in `folder`, making its folder and keys at the first start."""
    try:
        (folder / "keys").mkdir(mode=0o700, parents=True, exist_ok=True)
        signers = [
            _key(folder / "keys" / file, name, kind, randomness) for file, kind in _KEYS.items()
        ]
        vkeys = "".join(f"{signer.verifier.vkey}\n" for signer in signers)
        durable.replace(folder / "vkeys", vkeys.encode())
        if not _list_path(folder).exists():
            durable.replace(_list_path(folder), _LIST_HEAD.encode())
        logs: dict[str, list[Verifier]] = defaultdict(list)
        for verifier in read_logs(folder):
            logs[verifier.name].append(verifier)
    except OSError as error:
        raise WitnessError(f"The witness's folder {folder} cannot be used: {error}.") from error
    return Witness(folder, signers, dict(logs), clock)


def add_log(folder: Path, vkey: str) -> Verifier:
    """Add a log to the list; it is followed from the next start on. Adding it twice does nothing."""
    verifier = _log_verifier(vkey)
    folder.mkdir(parents=True, exist_ok=True)
    path = _list_path(folder)
    text = path.read_text("utf-8") if path.exists() else _LIST_HEAD
    if verifier not in (read_logs(folder) if path.exists() else []):
        durable.replace(path, f"{text}{verifier.vkey}\n".encode())
    return verifier


def read_logs(folder: Path) -> list[Verifier]:
    """Return the keys of the logs in the list; raise WitnessError with the line that is wrong."""
    verifiers: list[Verifier] = []
    for number, line in enumerate(_list_path(folder).read_text("utf-8").splitlines(), 1):
        vkey = line.strip()
        if not vkey or vkey.startswith("#"):
            continue
        try:
            verifiers.append(_log_verifier(vkey))
        except MalformedTextError as error:
            raise WitnessError(f"Line {number} of {_list_path(folder)}: {error}") from error
    return verifiers


def _log_verifier(vkey: str) -> Verifier:
    verifier = Verifier.from_vkey(vkey)
    if verifier.kind not in _LOG_KINDS:
        raise MalformedTextError(f"The key of {verifier.name} is a witness's, not a log's.")
    return verifier


def _list_path(folder: Path) -> Path:
    return folder / "logs.txt"


def _key(path: Path, name: str, kind: SignatureType, randomness: Callable[[int], bytes]) -> Signer:
    if not path.exists():
        write_key(path, Signer(name, randomness(SEED_SIZE), kind))
    signer = read_key(path)
    if signer.name != name or signer.kind is not kind:
        raise WitnessError(
            f"The key at {path} is of the witness {signer.name}, not of {name}: start it under its "
            "own name, or in another folder."
        )
    return signer
