# SPDX-License-Identifier: Apache-2.0
"""Ways to spoil a public bundle, each with what the answer must name.

The later ones are by somebody who knows the format and has no key: they write bundle.json, and more,
anew, so that only the ledger can tell. `relogged` ones are by the agency itself, which has the key.
"""

from __future__ import annotations

import json
from hashlib import sha256
from typing import TYPE_CHECKING, Any

from holdfast.ledger import canonical_json
from holdfast.ledger.tiles import decode_bundle, encode_bundle

if TYPE_CHECKING:
    from collections.abc import Callable, Mapping
    from pathlib import Path

    Spoil = Callable[[Path], object]

ENTRIES = "log/tile/entries/000"
LAST_ENTRIES = "log/tile/entries/001.p/199"
REPORT = "reports/2026Q3/report"
DECISION = "records/0000014.json"


def flip(path: str, at: int = -3) -> Spoil:
    def spoil(bundle: Path) -> None:
        data = bytearray((bundle / path).read_bytes())
        data[at] ^= 1
        (bundle / path).write_bytes(data)

    return spoil


def write(path: str, data: bytes) -> Spoil:
    def spoil(bundle: Path) -> None:
        (bundle / path).parent.mkdir(parents=True, exist_ok=True)
        (bundle / path).write_bytes(data)

    return spoil


def drop(*paths: str) -> Spoil:
    def spoil(bundle: Path) -> None:
        for path in paths:
            (bundle / path).unlink()

    return spoil


def replace(path: str, old: bytes, new: bytes) -> Spoil:
    def spoil(bundle: Path) -> None:
        data = (bundle / path).read_bytes()
        assert old in data, path
        (bundle / path).write_bytes(data.replace(old, new, 1))

    return spoil


def relisted(*spoils: Spoil) -> Spoil:
    """Spoil, then write the digests in bundle.json anew."""

    def spoil(bundle: Path) -> None:
        for one in spoils:
            one(bundle)
        told = json.loads((bundle / "bundle.json").read_bytes())
        there = {path: bundle / path for path in told["files"] if (bundle / path).exists()}
        told["files"] = {
            path: sha256(file.read_bytes()).hexdigest() for path, file in there.items()
        }
        (bundle / "bundle.json").write_bytes(canonical_json(told))

    return spoil


def retold(path: str, change: Callable[[Any], object]) -> Spoil:
    """Change what a JSON file says, keeping its form."""

    def spoil(bundle: Path) -> None:
        told = json.loads((bundle / path).read_bytes())
        change(told)
        (bundle / path).write_bytes(canonical_json(told))

    return spoil


def refaced(change: Callable[[list[bytes]], object], path: str = ENTRIES) -> Spoil:
    """Change the faces in an entry bundle, keeping its form."""

    def spoil(bundle: Path) -> None:
        faces = decode_bundle((bundle / path).read_bytes(), 198 if path == LAST_ENTRIES else 256)
        change(faces)
        (bundle / path).write_bytes(encode_bundle(faces))

    return spoil


def swap(faces: list[bytes]) -> None:
    faces[40], faces[41] = faces[41], faces[40]


def edit_face(faces: list[bytes]) -> None:
    faces[30] = faces[30].replace(b'"count":1', b'"count":0')


def report_number(told: dict[str, Any]) -> None:
    told["technologies"][0]["uses"] -= 1


def edit_report(bundle: Path) -> None:
    """Edit a number in the report and wherever its digest can be written anew without a key."""
    retold(f"{REPORT}.json", report_number)(bundle)
    digest = sha256((bundle / f"{REPORT}.json").read_bytes()).hexdigest()
    [path] = [
        one
        for one in (bundle / "records").iterdir()
        if b'"report.make"' in one.read_bytes() and b"2026Q3" in one.read_bytes()
    ]
    retold(f"records/{path.name}", lambda told: told.update(report_sha256=digest))(bundle)


MUTATIONS: Mapping[str, tuple[Spoil, str]] = {
    "a byte of an entry": (flip(ENTRIES, 5000), ENTRIES),
    "a byte of the last entries": (flip(LAST_ENTRIES), "log/tile"),
    "a byte of a hash": (flip("log/tile/0/000", 70), "log/tile/0/000"),
    "a byte of a hash above": (flip("log/tile/1/000.p/1"), "log/tile/1/000.p/1"),
    "a byte of the checkpoint's root": (flip("log/checkpoint", 30), "log/checkpoint"),
    "a byte of the signature": (flip("log/checkpoint", -9), "log/checkpoint"),
    "a byte of the key": (flip("log/vkey", -9), "log/checkpoint"),
    "a byte of a record": (flip(DECISION, 40), DECISION),
    "a byte of a report": (flip(f"{REPORT}.json", 40), f"{REPORT}.json"),
    "a byte of a report's page": (flip(f"{REPORT}.html", 3000), f"{REPORT}.html"),
    "a byte of a report's CSV": (flip(f"{REPORT}.csv"), f"{REPORT}.csv"),
    "a byte of a report's PDF": (flip(f"{REPORT}.pdf"), f"{REPORT}.pdf"),
    "a byte of the register": (flip("register.json", 30), "register.json"),
    "a byte of the front page": (flip("index.html", 900), "index.html"),
    "a byte of verify.py": (flip("verify.py", 900), "verify.py"),
    "a byte of check.js": (flip("check.js", 900), "check.js"),
    "a byte of the style": (flip("look.css", 900), "look.css"),
    "faces removed from an entry bundle": (refaced(lambda faces: faces.__delitem__(30)), ENTRIES),
    "a face added": (refaced(lambda faces: faces.append(faces[-1])), ENTRIES),
    "two faces swapped": (refaced(swap), "log/tile"),
    "a face edited": (refaced(edit_face), "log/tile"),
    "a truncated entry bundle": (
        lambda bundle: (bundle / ENTRIES).write_bytes((bundle / ENTRIES).read_bytes()[:-40]),
        ENTRIES,
    ),
    "a truncated tile": (
        lambda bundle: (bundle / "log/tile/0/000").write_bytes(b"\0" * 64),
        "log/tile/0/000",
    ),
    "an empty tile": (write("log/tile/0/000", b""), "log/tile/0/000"),
    "no last entries": (drop(LAST_ENTRIES), LAST_ENTRIES),
    "no tile": (drop("log/tile/1/000.p/1"), "log/tile/1/000.p/1"),
    "no key": (drop("log/vkey"), "log/vkey"),
    "no checkpoint": (drop("log/checkpoint"), "log/checkpoint"),
    "no bundle.json": (drop("bundle.json"), "bundle.json"),
    "no register": (drop("register.json"), "register.json"),
    "no verify.py": (drop("verify.py"), "verify.py"),
    "a record deleted": (drop(DECISION), DECISION),
    "a report deleted": (drop(f"{REPORT}.json"), f"{REPORT}.json"),
    "a CSV deleted": (drop(f"{REPORT}.csv"), f"{REPORT}.csv"),
    "a file too many": (write("records/9999999.json", b"{}"), "records/9999999.json"),
    "a file that a desktop left": (write("Thumbs.db", b"x"), "Thumbs.db"),
    "a report too many": (write("reports/2026Q2/report.json", b"{}"), "reports/2026Q2"),
    "a tile too many": (write("log/tile/0/002", b"x" * 8192), "log/tile/0/002"),
    "a bundle.json that is a list": (write("bundle.json", b"[]"), "bundle.json"),
    "a bundle.json that is no JSON": (write("bundle.json", b"\xff"), "bundle.json"),
    "deep JSON": (write("bundle.json", b"[" * 100_000), "bundle.json"),
    "a key that is a text": (write("log/vkey", b"\xff\n"), "log/vkey"),
    "a checkpoint that is a text": (write("log/checkpoint", b"x\n"), "log/checkpoint"),
    "another audience": (
        retold("bundle.json", lambda told: told.update(audience="oversight")),
        "records/",
    ),
    "an unknown audience": (
        retold("bundle.json", lambda told: told.update(audience="friends")),
        "bundle.json",
    ),
    "an unlisted withheld record": (
        retold("bundle.json", lambda told: told["withheld"].update(records=9)),
        "bundle.json says 9 for withheld.records; the ledger gives 10",
    ),
    "no ground for what is withheld": (
        retold("bundle.json", lambda told: told["withheld"].update(ground="")),
        "gives no ground",
    ),
    "an overdue report hidden": (
        retold("bundle.json", lambda told: told["overdue"].clear()),
        "overdue",
    ),
    "a day taken off what is overdue": (
        retold("bundle.json", lambda told: told["overdue"][0].update(days=1)),
        "overdue[0].days",
    ),
    "relisted: a record edited": (
        relisted(replace(DECISION, b"It is needed.", b"It is wanted.")),
        DECISION,
    ),
    "relisted: a record deleted and counted as withheld": (
        relisted(
            drop(DECISION),
            retold("bundle.json", lambda told: told["withheld"].update(records=11)),
        ),
        DECISION,
    ),
    "relisted: two records exchanged": (
        relisted(
            lambda bundle: (bundle / DECISION).write_bytes(
                (bundle / "records/0000016.json").read_bytes()
            )
        ),
        DECISION,
    ),
    "relisted: a report number edited": (
        relisted(retold(f"{REPORT}.json", report_number)),
        f"{REPORT}.json says 399 for technologies[dji-mavic-3].uses; the ledger gives 400",
    ),
    "relisted: a report number edited, and the record that names it": (
        relisted(edit_report),
        "is not the record that entry",
    ),
    "relisted: a CSV number edited": (
        relisted(replace(f"{REPORT}.csv", b"uses,400", b"uses,40")),
        f"{REPORT}.csv shows other numbers",
    ),
    "relisted: a CSV line removed": (
        relisted(
            replace(
                f"{REPORT}.csv",
                b"technologies[dji-mavic-3].refused,0,",
                b"technologies[dji-mavic-3].uses,400,",
            )
        ),
        f"{REPORT}.csv shows other numbers",
    ),
    "relisted: a page's number edited": (
        relisted(replace(f"{REPORT}.html", b'.uses">400<', b'.uses">40<')),
        f"{REPORT}.html shows other numbers",
    ),
    "relisted: another register": (
        relisted(
            retold("register.json", lambda told: told["technologies"][2].update(latent=True))
        ),
        "register.json says true for technologies[nuix].latent; the ledger gives false",
    ),
    "relisted: a technology left out of the register": (
        relisted(retold("register.json", lambda told: told["technologies"].pop())),
        "register.json",
    ),
    "relisted: a technology twice in the register": (
        relisted(
            retold(
                "register.json", lambda told: told["technologies"].append(told["technologies"][0])
            )
        ),
        "register.json says something twice",
    ),
    "relisted: a file that nothing names": (
        relisted(write("reports/2026Q3/annex.html", b"<p>All well.")),
        "reports/2026Q3/annex.html",
    ),
    "relisted: an oversight record in a public bundle": (
        relisted(
            write(
                "records/0000001.json",
                b'{"audience":"oversight","gained":["operator"],"lost":[],"type":"person.roles","v":1}',
            )
        ),
        "records/0000001.json",
    ),
}  # fmt: skip
