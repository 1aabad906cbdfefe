# SPDX-License-Identifier: Apache-2.0
"""Ways to spoil a pack, each with what the answer must name: used by both verifiers' tests.

The later ones are by someone who knows the format: they write the manifests anew, so that only
the ledger can tell.
"""

from __future__ import annotations

import hashlib
import json
from typing import TYPE_CHECKING

from holdfast.packs import bag

if TYPE_CHECKING:
    from collections.abc import Callable, Mapping
    from pathlib import Path

    Spoil = Callable[[Path], object]


def flip(path: str, at: int = -2) -> Spoil:
    """Change one bit of one byte of a file."""

    def spoil(pack: Path) -> None:
        data = bytearray((pack / path).read_bytes())
        data[at] ^= 1
        (pack / path).write_bytes(data)

    return spoil


def write(path: str, data: bytes) -> Spoil:
    def spoil(pack: Path) -> None:
        (pack / path).parent.mkdir(parents=True, exist_ok=True)
        (pack / path).write_bytes(data)

    return spoil


def drop(path: str) -> Spoil:
    return lambda pack: (pack / path).unlink()


def rename(path: str, to: str) -> Spoil:
    def spoil(pack: Path) -> None:
        (pack / path).rename(pack / to)

    return spoil


def rebag(pack: Path) -> None:
    """Write both manifests anew over what is there."""
    digests = {
        file.relative_to(pack).as_posix(): hashlib.sha256(file.read_bytes()).hexdigest()
        for file in (pack / "data").rglob("*")
        if file.is_file()
    }
    (pack / bag.MANIFEST).write_bytes(bag.manifest(digests))
    (pack / bag.TAG_MANIFEST).unlink(missing_ok=True)
    (pack / bag.TAG_MANIFEST).write_bytes(bag.tag_manifest(pack, leaving_out=bag.TAG_MANIFEST))


def rebagged(*spoils: Spoil) -> Spoil:
    def spoil(pack: Path) -> None:
        for one in spoils:
            one(pack)
        rebag(pack)

    return spoil


def retold(change: Callable[[dict[str, list[dict[str, object]]]], object]) -> Spoil:
    """Change what pack.json says, and write the manifests anew."""

    def spoil(pack: Path) -> None:
        told = json.loads((pack / "pack.json").read_text("utf-8"))
        change(told)
        (pack / "pack.json").write_text(json.dumps(told), "utf-8")
        rebag(pack)

    return spoil


def exchange(path: str, other: str) -> Spoil:
    def spoil(pack: Path) -> None:
        one, two = (pack / path).read_bytes(), (pack / other).read_bytes()
        (pack / path).write_bytes(two)
        (pack / other).write_bytes(one)

    return spoil


VIDEO = "data/originals/JS-1/DJI_0031.MP4"
PICTURE = "data/originals/JS-2/DJI_0032.JPG"

MUTATIONS: Mapping[str, tuple[Spoil, str]] = {
    "a byte of an original": (flip(VIDEO), VIDEO),
    "a byte of the playable copy": (flip("data/playable/JS-2.jpg"), "data/playable/JS-2.jpg"),
    "a byte of the readable record": (flip("index.html", 900), "index.html"),
    "a byte of verify.py": (flip("verify.py", 2000), "verify.py"),
    "a byte of verify.html": (flip("verify.html", 5000), "verify.html"),
    "a byte of a face": (flip("proofs/1/face.json"), "proofs/1"),
    "a byte of a body": (flip("proofs/2/body.json"), "proofs/2"),
    "a byte of a proof": (flip("proofs/3/entry.tlog-proof", 40), "proofs/3"),
    "a byte of a line": (flip("proofs/lines/JS-1-1.json", 20), "proofs/lines/JS-1-1.json"),
    "a byte of the checkpoint's root": (flip("ledger/checkpoint", 35), "ledger/checkpoint"),
    "a byte of the checkpoint's signature": (flip("ledger/checkpoint", -9), "ledger/checkpoint"),
    "a byte of the key": (flip("ledger/vkey", -9), "ledger/vkey"),
    "a byte of the policy": (flip("ledger/policy"), "ledger/policy"),
    "a letter's case in the tag manifest": (
        lambda pack: (pack / bag.TAG_MANIFEST).write_bytes(
            (pack / bag.TAG_MANIFEST).read_bytes().upper()
        ),
        bag.TAG_MANIFEST,
    ),
    "a byte of the payload manifest": (flip(bag.MANIFEST, 5), bag.MANIFEST),
    "an original that is missing": (drop(VIDEO), VIDEO),
    "a face that is missing": (drop("proofs/2/face.json"), "proofs/2/face.json"),
    "no tag manifest": (drop(bag.TAG_MANIFEST), bag.TAG_MANIFEST),
    "no pack.json": (drop("pack.json"), "pack.json"),
    "a renamed original": (rename(VIDEO, VIDEO + ".mov"), VIDEO + ".mov"),
    "a file too many": (write("data/originals/JS-1/extra.bin", b"x"), "extra.bin"),
    "a file that a desktop left": (write("Thumbs.db", b"x"), "Thumbs.db"),
    "an empty pack.json": (write("pack.json", b""), "pack.json"),
    "a pack.json that is a list": (rebagged(write("pack.json", b"[]")), "pack.json"),
    "events that are numbers": (
        rebagged(write("pack.json", b'{"events": [1, null], "items": [2]}')),
        "proofs/?",
    ),
    "deep JSON": (rebagged(write("proofs/2/face.json", b"[" * 100000)), "proofs/2"),
    "a checkpoint that is a text": (rebagged(write("ledger/checkpoint", b"x\n")), "ledger/checkpoint"),
    "a key that is a text": (rebagged(write("ledger/vkey", b"\xff\n")), "ledger/vkey"),
    "a policy that is a text": (rebagged(write("ledger/policy", b"quorum\n")), "ledger/policy"),
    "rebagged: another original": (rebagged(write(VIDEO, b"another")), VIDEO),
    "rebagged: originals exchanged": (rebagged(exchange(VIDEO, PICTURE)), PICTURE),
    "rebagged: another record": (rebagged(write("index.html", b"<p>All well.")), "index.html"),
    "rebagged: another verifier": (rebagged(write("verify.py", b"print('PROVEN')")), "verify.py"),
    "rebagged: another event": (
        rebagged(exchange("proofs/1/face.json", "proofs/2/face.json")),
        "proofs/1",
    ),
    "rebagged: a file more": (rebagged(write("proofs/9/face.json", b"{}")), "proofs/9/face.json"),
    "rebagged: a payload file more": (rebagged(write("data/more.txt", b"{}")), bag.MANIFEST),
    "rebagged: an original fewer": (rebagged(drop(VIDEO)), VIDEO),
    "rebagged: an event told otherwise": (
        retold(lambda told: told["events"][0].update(actor="K. Jones (auditor)")),
        "proofs/1",
    ),
    "rebagged: an event at another time": (
        retold(lambda told: told["events"][1].update(at="2026-11-22T00:00:00.000000Z")),
        "proofs/2",
    ),
    "rebagged: an event left out": (retold(lambda told: told["events"].pop(0)), "pack.json"),
}  # fmt: skip
