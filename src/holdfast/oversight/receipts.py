# SPDX-License-Identifier: Apache-2.0
"""The receipt of a complaint or a request: what its sender needs to prove later that it came.

Promises: the file holds the sender's own sealed body, the face that binds it, the entry's number
and a proof (C2SP tlog-proof) that leads from the face to a checkpoint which the log has signed; it
says how each of these is checked without us. Holds nothing of anybody else's.
"""

from __future__ import annotations

import json
from typing import TYPE_CHECKING, Final

from holdfast.oversight.errors import NotOnRegisterError
from holdfast.records.stores import view_log

if TYPE_CHECKING:
    from holdfast.home import Home
    from holdfast.oversight.models import Complaint, InformationRequest

HOW: Final = tuple(
    " ".join(step.split())
    for step in """
Keep this file. It proves that we received what you sent, and which words, even if we denied it.

1. Read 'body'. It is exactly what we keep of you: your words, the day, the day an answer is due.

2. SHA-256 of the line 'holdfast sealed v1' (with its line feed, byte 0A) followed by the bytes of
'body' (UTF-8, as they stand in the string) gives the value of 'sealed' inside 'face'.

3. SHA-256 of the byte 00 followed by the bytes of 'face' is the leaf of the log at 'entry'. Hash it
with each line of 'proof' between 'index' and the empty line, from the first (base64, 32 bytes each),
as RFC 6962 says: SHA-256 of the byte 01, the left and the right. The result is the root, which is
the third line of the checkpoint at the end of 'proof'.

4. The checkpoint is signed by the log, whose key is 'log_key' (Ed25519; C2SP signed note). Compare
the key with the one that the agency and others have published.

5. Compare the checkpoint with a newer one from the agency's published ledger, or ask a witness: both
must belong to one history. Then the face must be at 'entry' there, too.

With Holdfast at hand: save 'face' and 'proof' as files of their own, byte for byte, and run
'holdfast ledger verify'. Format of the proof: https://c2sp.org/tlog-proof
""".strip().split("\n\n")
)


def receipt_file(home: Home, sent: Complaint | InformationRequest) -> bytes:
    """Give the file. Raises NotOnRegisterError while the entry waits for its checkpoint."""
    entry = sent.entry
    if entry.index is None or entry.body is None:
        raise NotOnRegisterError(
            f"{sent.number} has no proof now: it waits for its checkpoint, or what it says was "
            "lawfully destroyed. It is unharmed and counted. Try again in a minute."
        )
    log = view_log(home)
    told = {
        "v": 1,
        "what": f"Receipt {sent.number}, {home.config.agency}",
        "reference": sent.number,
        "received_on": sent.received_on.isoformat(),
        "due_on": sent.due_on.isoformat() if sent.due_on else "",
        "how": list(HOW),
        "entry": entry.index,
        "log": log.origin,
        "log_key": log.verifier.vkey,
        "face": log.face(entry.index).decode("utf-8"),
        "body": bytes(entry.body).decode("utf-8"),
        "proof": log.inclusion(entry.index).render().decode("utf-8"),
    }
    return json.dumps(told, ensure_ascii=False, indent=1).encode("utf-8") + b"\n"


def receipt_name(number: str) -> str:
    """Give the name of the file."""
    return f"receipt-{number}.json"
