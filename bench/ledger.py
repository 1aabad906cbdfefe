# SPDX-License-Identifier: Apache-2.0
"""How fast the ledger appends durably and how fast it is verified offline.

`python bench/ledger.py` takes about a minute; `--entries 1000000` is the size the budget names.
Every append is synced to the disk under `--folder`; the baseline writes the same bytes to one file
and calls fdatasync once a batch, which no log can be faster than. Times are of one
run; verifying is timed by its processor time, which is what the budget is about.
"""

from __future__ import annotations

import argparse
import os
import shutil
import tempfile
import time
from datetime import UTC, datetime
from hashlib import sha256
from pathlib import Path

from holdfast.ledger import Face, Log, Policy, Signer, seal

NOW = datetime(2026, 11, 23, 9, 15, 2, tzinfo=UTC)
SIGNER = Signer("bench.example/ledger", sha256(b"bench").digest())
BUDGET_APPEND = 2_000
BUDGET_VERIFY = 200_000


def make_entry(number: int) -> tuple[bytes, bytes]:
    """Return a face and a body of the size that a view of one item has."""
    content = {
        "v": 1,
        "act": "item.view",
        "at": "2026-11-23T09:15:02.123456Z",
        "actor": {"username": "p.ngata", "name": "P. Ngata", "roles": ["investigator"]},
        "subjects": [{"kind": "item", "id": number}, {"kind": "case", "id": number // 90}],
        "details": {"session": sha256(b"%d" % number).hexdigest()},
    }
    body = seal(content, sha256(b"salt %d" % number).digest())
    face = Face(
        act="item.view",
        day="2026-11-23",
        role="investigator",
        purpose="investigation",
        count=1,
        unit="views",
        sealed=body.commitment,
    )
    return face.to_bytes(), body.data


def timed_append(folder: Path, entries: list[tuple[bytes, bytes]], batch: int) -> float:
    """Append in batches to a new log and return entries a second."""
    log = Log.create(folder, SIGNER, now=NOW)
    start = time.perf_counter()
    for at in range(0, len(entries), batch):
        log.append(entries[at : at + batch], now=NOW)
    return len(entries) / (time.perf_counter() - start)


def timed_baseline(path: Path, entries: list[tuple[bytes, bytes]], batch: int) -> float:
    """Write the same bytes to one file, synced once a batch, and return entries a second."""
    start = time.perf_counter()
    with path.open("wb", buffering=0) as file:
        for at in range(0, len(entries), batch):
            file.write(b"".join(face + body for face, body in entries[at : at + batch]))
            os.fdatasync(file.fileno())
    return len(entries) / (time.perf_counter() - start)


def build(folder: Path, entries: int, batch: int) -> tuple[Log, float]:
    """Return a log of `entries` and how many a second went in, sealing included."""
    log = Log.create(folder, SIGNER, now=NOW)
    start = time.perf_counter()
    for at in range(0, entries, batch):
        log.append([make_entry(at + n) for n in range(min(batch, entries - at))], now=NOW)
    return log, entries / (time.perf_counter() - start)


def row(what: str, figure: str, budget: str = "") -> None:
    """Print one row of the table."""
    print(f"| {what:<52} | {figure:>12} | {budget:>9} |", flush=True)


def main() -> None:
    """Run the bench and print the table."""
    parser = argparse.ArgumentParser(description=__doc__)
    parser.add_argument("--entries", type=int, default=100_000, help="size of the verified log")
    parser.add_argument("--appends", type=int, default=4_096, help="entries of each append row")
    parser.add_argument("--folder", type=Path, help="where to write; default: the temporary folder")
    options = parser.parse_args()
    base = Path(tempfile.mkdtemp(prefix="holdfast-bench-", dir=options.folder))
    try:
        row("what", "entries/s", "budget")
        row("-" * 52, "-" * 11 + ":", "-" * 8 + ":")
        entries = [make_entry(number) for number in range(options.appends)]
        for batch in (1, 16, 256, 1024):
            some = entries[: min(len(entries), batch * 256)]
            speed = timed_append(base / f"batch-{batch}", some, batch)
            limit = timed_baseline(base / f"baseline-{batch}", some, batch)
            budget = f"{BUDGET_APPEND:,}" if batch > 1 else ""
            row(f"append, durable, {batch} at a time", f"{speed:,.0f}", budget)
            row("  the same bytes to one file, fdatasync", f"{limit:,.0f}")
        log, speed = build(base / "log", options.entries, 4096)
        row(f"seal and append {options.entries:,}, 4096 at a time", f"{speed:,.0f}")
        start = time.process_time()
        found = log.verify_all()
        speed = options.entries / (time.process_time() - start)
        row(
            f"verify all of {options.entries:,}, bodies too, a core",
            f"{speed:,.0f}",
            f"{BUDGET_VERIFY:,}",
        )
        if not found.sound or found.size != options.entries:
            raise SystemExit(f"The log did not verify: {found.problems[:3]}")
        start = time.perf_counter()
        proofs = [log.inclusion(n) for n in range(0, options.entries, -(-options.entries // 200))]
        row("make an inclusion proof", f"{len(proofs) / (time.perf_counter() - start):,.0f}")
        policy = Policy.of_log(log.verifier)
        faces = [log.face(proof.index) for proof in proofs]
        start = time.perf_counter()
        for proof, face in zip(proofs, faces, strict=True):
            proof.verify(face, policy)
        row("verify an inclusion proof", f"{len(proofs) / (time.perf_counter() - start):,.0f}")
        start = time.perf_counter()
        Log.open(base / "log", SIGNER)
        row("open the log (times a second)", f"{1 / (time.perf_counter() - start):,.0f}")
    finally:
        shutil.rmtree(base)


if __name__ == "__main__":
    main()
