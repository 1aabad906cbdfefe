# SPDX-License-Identifier: Apache-2.0
"""A program that stores files and may be killed: one child for each line on standard input.

The child stops itself (SIGSTOP) once all is loaded, so that strace can be put on it, and writes
each digest to a file when it is acknowledged. Exit: 0 all answered, 3 a named error, 1 anything
else. A line is JSON: root, medium, answers (a file), how ("batch"; "named", a batch as on a file
system without O_TMPFILE; "alone"), read_back, forget (leave out the sync of folders, to show that a
test notices).
"""

from __future__ import annotations

import json
import os
import signal
import sys
import traceback
from pathlib import Path

from holdfast.vault import FileSource, StoredObject, Vault, VaultError, batch, lane


def work(order: dict[str, str]) -> None:
    """Store everything on the medium, in the order of the names."""
    if order["forget"]:
        setattr(lane, "sync_names", lambda _target: None)  # noqa: B010 - a type checker refuses it
    if order["how"] == "named":
        setattr(batch, "knows_unnamed", lambda _folder, _spare: False)  # noqa: B010 - the same
    vault = Vault.open(Path(order["root"]))
    sources = [FileSource(path) for path in sorted(Path(order["medium"]).iterdir())]
    answers = os.open(order["answers"], os.O_WRONLY | os.O_CREAT | os.O_APPEND)
    os.kill(os.getpid(), signal.SIGSTOP)
    read_back = bool(order["read_back"])
    if order["how"] != "alone":
        outcomes = (one for _, one in vault.store_all(sources, read_back=read_back, workers=1))
    else:
        outcomes = (vault.store(source, read_back=read_back) for source in sources)
    for outcome in outcomes:
        if isinstance(outcome, StoredObject):
            os.write(answers, f"{outcome.sha256}\n".encode())
        else:
            os.write(answers, f"unreadable {outcome.reason}\n".encode())


def child(order: dict[str, str]) -> int:
    """Do the work and give the exit code. The file for an error is opened before any fault."""
    told = os.open(order["answers"] + ".error", os.O_WRONLY | os.O_CREAT)
    try:
        work(order)
    except VaultError as error:
        os.write(told, f"{type(error).__name__}: {error}".encode())
        return 3
    except BaseException:  # noqa: BLE001 - told to the test, which fails
        os.write(told, traceback.format_exc().encode())
        return 1
    return 0


def main() -> None:
    """Fork a child for each order and tell its number, then how it ended."""
    for line in sys.stdin:
        number = os.fork()
        if not number:
            os._exit(child(json.loads(line)))
        print(number, flush=True)  # noqa: T201 - the way it talks to the test
        _, status = os.waitpid(number, 0)
        print(os.waitstatus_to_exitcode(status), flush=True)  # noqa: T201 - the same


if __name__ == "__main__":
    main()
