# SPDX-License-Identifier: Apache-2.0
"""Make a pack in two steps: files first, then the proofs of the entry that commits to them.

1. `stage_pack` writes `<to>.unfinished`: UNFINISHED.txt before anything else, then the payload
   (each original hashed while it is copied), the readable record, the verifiers, pack.json and
   manifest-sha256.txt. It returns the digests that belong in the body of the pack.make entry.
2. `finish_pack` adds the proofs and the tag manifest, syncs, reads it all back with the
   verifier, renames the folder to `<to>` and takes UNFINISHED.txt away last.

A crash leaves a folder that holds UNFINISHED.txt and that neither verifier calls proven; making
the pack again replaces it. A folder without that mark is never replaced.
"""

from __future__ import annotations

import hashlib
import shutil
import zipfile
from dataclasses import dataclass
from typing import TYPE_CHECKING

from holdfast.packs import bag
from holdfast.packs.description import describe, line_json
from holdfast.packs.errors import PackContentsError, PackPlaceError
from holdfast.packs.layout import ENTRY_FILES, PACK_ENTRY, Layout, entry_folder, lay_out
from holdfast.packs.record.page import record_page
from holdfast.packs.verifier.assemble import verify_html, verify_py
from holdfast.packs.verifier.verify import verify_pack
from holdfast.packs.writing import copy_verified, sync_folder, sync_folders, write_file

if TYPE_CHECKING:
    from pathlib import Path

    from holdfast.packs.contents import EntryProof, PackContents, PackProofs

MARK = "UNFINISHED.txt"
_MARK_TEXT = (
    b"This pack was not finished. It proves nothing and must not be handed out.\n"
    b"Making the pack again replaces this folder.\n"
)


@dataclass(frozen=True, slots=True)
class StagedPack:
    """A pack whose files are written and which waits for the proof of its entry.

    `details` belongs, whole, among the details of the pack.make entry's sealed body:
    "manifest_sha256" commits to the payload and "tag_files" to every file a person reads.
    """

    contents: PackContents
    layout: Layout
    folder: Path
    to: Path
    details: dict[str, object]


def stage_pack(contents: PackContents, to: Path) -> StagedPack:
    """Write everything that does not depend on the pack's own entry, beside `to`."""
    layout = lay_out(contents)
    _refuse_or_clear(to)
    folder = to.with_name(to.name + ".unfinished")
    _refuse_or_clear(folder)
    folder.mkdir(parents=True, exist_ok=True)
    write_file(folder, MARK, _MARK_TEXT)
    payload: dict[str, str] = {}
    total = 0
    for placed in layout.items:
        for one in placed.originals:
            copied = one.original
            copy_verified(copied.source, folder, one.path, sha256=copied.sha256, size=copied.size)
            payload[one.path] = copied.sha256
            total += copied.size
        if placed.playable is not None and placed.playable_path is not None:
            shown = placed.playable
            copy_verified(
                shown.source, folder, placed.playable_path, sha256=shown.sha256, size=shown.size
            )
            payload[placed.playable_path] = shown.sha256
            total += shown.size
    policy = contents.policy or f"log {contents.vkey.strip()}\nquorum none\n"
    tag_files = {
        bag.DECLARATION_NAME: bag.DECLARATION,
        "bag-info.txt": bag.bag_info(contents, payload_bytes=total, payload_files=len(payload)),
        "index.html": record_page(contents, layout),
        "verify.html": verify_html(),
        "verify.py": verify_py(),
        "pack.json": describe(contents, layout),
        "ledger/vkey": contents.vkey.strip().encode() + b"\n",
        "ledger/policy": policy.encode(),
    }
    sealed = {path: write_file(folder, path, data) for path, data in sorted(tag_files.items())}
    manifest = bag.manifest(payload)
    details: dict[str, object] = {
        "manifest_sha256": write_file(folder, bag.MANIFEST, manifest),
        "tag_files": sealed,
    }
    return StagedPack(contents=contents, layout=layout, folder=folder, to=to, details=details)


def discard_pack(staged: StagedPack) -> None:
    """Remove what was staged of a pack that is not to be: no original stays outside the vault."""
    shutil.rmtree(staged.folder)


def finish_pack(staged: StagedPack, proofs: PackProofs) -> Path:
    """Add the proofs, close the bag, and let the folder appear under its name."""
    folder = staged.folder
    write_file(folder, "ledger/checkpoint", proofs.checkpoint.encode())
    _write_entry(folder, PACK_ENTRY, proofs.pack)
    for event in staged.layout.entries:
        text = proofs.entries.get(event.entry)
        if text is None:
            raise PackContentsError(
                f"No proof was given for entry {event.entry}, which stands in the custody of an "
                "item. The pack is not finished; make it again."
            )
        names = dict(zip(ENTRY_FILES, (event.face, event.body, text.encode()), strict=True))
        for name, data in names.items():
            if data is not None:
                write_file(folder, f"{entry_folder(event.entry)}/{name}", data)
    for path, line in staged.layout.lines:
        write_file(folder, path, line_json(line))
    write_file(folder, bag.TAG_MANIFEST, bag.tag_manifest(folder, leaving_out=MARK))
    sync_folders(folder)
    _prove(folder)
    _clear_empty(staged.to)
    folder.rename(staged.to)
    sync_folder(staged.to.parent)
    (staged.to / MARK).unlink()
    sync_folder(staged.to)
    return staged.to


def zip_pack(folder: Path, to: Path) -> str:
    """Write a finished pack as one zip (stored, not compressed) and return its SHA-256."""
    if to.exists() or (folder / MARK).exists():
        raise PackPlaceError(
            f"{to} is there already, or {folder} is not finished. Nothing was overwritten. "
            "Choose another name, or finish the pack first."
        )
    part = to.with_name(to.name + ".unfinished")
    with zipfile.ZipFile(part, "w", zipfile.ZIP_STORED) as archive:
        for file in sorted(path for path in folder.rglob("*") if path.is_file()):
            archive.write(file, f"{folder.name}/{file.relative_to(folder).as_posix()}")
    part.rename(to)
    sync_folder(to.parent)
    with to.open("rb") as read:
        return hashlib.file_digest(read, "sha256").hexdigest()


def _write_entry(folder: Path, path: str, entry: EntryProof) -> None:
    for name, data in zip(ENTRY_FILES, (entry.face, entry.body, entry.proof.encode()), strict=True):
        write_file(folder, f"{path}/{name}", data)


def _prove(folder: Path) -> None:
    """Let the verifier read everything back; only the mark may stand in the way of its yes."""
    problems = [text for text in verify_pack(folder).problems if not text.startswith(MARK)]
    if problems:
        raise PackContentsError(
            f"The pack in {folder} does not prove itself, so it was not handed out. "
            "No original was changed. What fails: " + " ".join(problems)
        )


def _refuse_or_clear(folder: Path) -> None:
    """Take away an unfinished pack; refuse anything else that is not an empty folder."""
    if not folder.exists():
        return
    if folder.is_dir() and not any(folder.iterdir()):
        return
    if not (folder / MARK).is_file():
        raise PackPlaceError(
            f"{folder} is there already and is not an unfinished pack. Nothing was changed. "
            "Choose another place, or move it away first."
        )
    for inside in folder.iterdir():
        if inside.name != MARK:
            shutil.rmtree(inside) if inside.is_dir() else inside.unlink()
    (folder / MARK).unlink()
    folder.rmdir()


def _clear_empty(folder: Path) -> None:
    if folder.is_dir():
        folder.rmdir()
