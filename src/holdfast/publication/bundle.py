# SPDX-License-Identifier: Apache-2.0
"""The public bundle: a static folder that any web server can serve and anyone can check.

Promises: every file is written whole and durably; a folder that holds another log, a later or
different history, another audience or somebody else's files is refused before anything in it is
changed; a public bundle never holds a record for the oversight body. `bundle.json` comes last, so a
bundle that was interrupted does not claim to be whole, and publishing again finishes it.
Format: docs/formats/public-bundle.md.
"""

from __future__ import annotations

import json
import re
from contextlib import suppress
from dataclasses import dataclass
from hashlib import sha256
from typing import TYPE_CHECKING, Any

from holdfast.ledger import canonical_json, durable
from holdfast.ledger.publish import publish
from holdfast.ledger.tiles import entries_path, tile_path, tiles_between
from holdfast.publication.contents import gather_records, gather_reports, overdue_reports
from holdfast.publication.errors import BundleContentsError, BundlePlaceError
from holdfast.publication.flights import flights_csv, flights_document
from holdfast.publication.flights_page import flights_page
from holdfast.publication.index_page import index_page
from holdfast.publication.records import AUDIENCES
from holdfast.publication.register import register_document
from holdfast.publication.verifier.assemble import static_files

if TYPE_CHECKING:
    from collections.abc import Iterable, Mapping
    from datetime import date
    from pathlib import Path

    from holdfast.ledger.readable_log import ReadableLog

BUNDLE_VERSION = 1
MANIFEST = "bundle.json"
_RECORDS_AND_REPORTS = re.compile(
    r"records/[0-9]{7,}\.json\Z|reports/[0-9]{4}Q[1-4]/(report|full)\.(json|html|csv|pdf)\Z"
)


@dataclass(frozen=True, slots=True)
class WrittenBundle:
    """What a publication did: the size now public, and files written, kept as they were, removed.

    `withheld` counts records; `overdue` are (quarter, days).
    """

    size: int
    written: int
    kept: int
    removed: int
    withheld: int
    overdue: tuple[tuple[str, int], ...]


def write_bundle(
    to: Path,
    *,
    log: ReadableLog,
    published: Iterable[tuple[int, bytes]],
    reports: Mapping[str, Mapping[str, bytes]],
    agency: str,
    audience: str,
    made_on: date,
    ground: str,
    size: int | None = None,
) -> WrittenBundle:
    """Bring the folder `to` up to the checkpoint of `size`, the newest by default.

    `published` are (entry, canonical record) of every published record, those for the oversight
    body too; `reports` the files of each quarter's report by name (`report.json`, `report.html`,
    `report.csv`, `report.pdf`, and for the oversight body `full.*`). `ground` says why records are
    withheld. Raises BundlePlaceError, BundleContentsError or PublishError.
    """
    if audience not in AUDIENCES:
        raise BundleContentsError(
            f"A bundle is for one of {', '.join(AUDIENCES)}, not {audience!r}. Nothing was written."
        )
    signed = log.checkpoint(size)
    contents = gather_records(log, signed.size, published, audience)
    told = gather_reports(contents.register, reports, audience)
    overdue = overdue_reports(contents.register, made_on)
    register = register_document(
        contents.register, agency=agency, on=str(made_on), size=signed.size
    )
    manifest: dict[str, Any] = {
        "v": BUNDLE_VERSION, "agency": agency, "origin": log.origin, "audience": audience,
        "made_on": str(made_on), "size": signed.size,
        "withheld": {"records": contents.withheld, "ground": ground if contents.withheld else ""},
        "reports": sorted({path.split("/")[1] for path in told}), "overdue": overdue,
    }  # fmt: skip
    flights = flights_document(contents.flown, agency=agency, on=str(made_on), size=signed.size)
    names = {one["id"]: one["name"] for one in register["technologies"]}
    loose = {
        **told,
        **static_files(),
        "register.json": canonical_json(register),
        "flights.json": canonical_json(flights),
        "flights.csv": flights_csv(flights),
        "flights.html": flights_page(flights, names),
        "index.html": index_page(manifest, register, told, log.verifier.vkey),
    }
    listed = {**loose, "log/checkpoint": signed.data, "log/vkey": f"{log.verifier.vkey}\n".encode()}
    manifest["files"] = {path: sha256(data).hexdigest() for path, data in sorted(listed.items())}
    files = {**contents.files, **loose}
    try:
        stale = _stale(to, files, manifest)
        done = publish(log, to / "log", size=signed.size)
        _drop_older_edges(to / "log", signed.size)
        written = sum(_put(to, path, data) for path, data in sorted(files.items()))
        for path in stale:
            (to / path).unlink()
        written += _put(to, MANIFEST, canonical_json(manifest))
    except OSError as error:
        raise BundlePlaceError(
            f"The bundle could not be written into {to}: {error.strerror or error}. The ledger is "
            "unharmed; see to the folder and publish again."
        ) from error
    return WrittenBundle(
        size=signed.size,
        written=written + done.written,
        kept=len(files) + 1 - written + done.kept,
        removed=len(stale),
        withheld=contents.withheld,
        overdue=tuple((one["quarter"], one["days"]) for one in overdue),
    )


def _stale(to: Path, files: Mapping[str, bytes], manifest: Mapping[str, Any]) -> list[str]:
    """Return what an earlier bundle left that is no part of this one; refuse a stranger's folder."""
    if not to.exists():
        to.mkdir(parents=True)
        return []
    before = _manifest_of(to)
    for key in ("origin", "audience") if before else ():
        if before.get(key) != manifest[key]:
            raise BundlePlaceError(
                f"{to} holds a bundle of another {'log' if key == 'origin' else 'audience'} "
                f"({str(before.get(key))[:60]!r}). Nothing in it was changed: choose another folder."
            )
    earlier = before.get("files")
    ours = set(earlier) if isinstance(earlier, dict) else set()
    there = {path.relative_to(to).as_posix() for path in to.rglob("*") if not path.is_dir()}
    there = {path for path in there if not path.startswith("log/") and path != MANIFEST}
    spare = there - files.keys()
    leftovers = {path for path in spare if path.endswith(durable.TEMPORARY_SUFFIX)}
    # What a later or different history left is for the log's own check to refuse.
    ours |= {path for path in spare if before and _RECORDS_AND_REPORTS.match(path)}
    strangers = spare - ours - leftovers
    if strangers:
        raise BundlePlaceError(
            f"{to} holds a file that is no part of the bundle ({min(strangers)}). Nothing in it was "
            "changed: choose an empty folder, or look who put the file there."
        )
    return sorted(spare)


def _drop_older_edges(log: Path, size: int) -> None:
    """Remove the partial tiles of sizes published before: the newer partial tile holds them all."""
    edges = {tile_path(*one) for one in tiles_between(0, size)}
    edges |= {
        entries_path(index, width) for level, index, width in tiles_between(0, size) if not level
    }
    for path in (log / "tile").rglob("*"):
        if path.is_file() and path.relative_to(log).as_posix() not in edges:
            path.unlink()


def _manifest_of(to: Path) -> dict[str, Any]:
    with suppress(FileNotFoundError):
        try:
            found = json.loads((to / MANIFEST).read_bytes())
        except (ValueError, RecursionError) as error:
            raise BundlePlaceError(
                f"{to}/{MANIFEST} cannot be read, so nobody can say whose folder this is. Nothing in "
                "it was changed: choose another folder."
            ) from error
        return found if isinstance(found, dict) else {}
    return {}


def _put(to: Path, name: str, data: bytes) -> bool:
    path = to / name
    if not path.is_symlink() and path.is_file() and path.read_bytes() == data:
        return False
    durable.make_folders(path.parent, to)
    durable.replace(path, data)
    return True
