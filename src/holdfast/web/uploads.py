# SPDX-License-Identifier: Apache-2.0
"""Folders handed in through a browser: kept piece by piece until they are taken in.

Promises: a file lands under its own upload and nowhere else, whatever path the browser sends; a
piece is only added where the file ends, so a repeated or lost piece is noticed and the browser is
told where to go on; the same folder picked again by the same person finds what arrived. An upload
is not evidence yet: it becomes so by the take-in, which reads it as a medium and hashes it.
"""

from __future__ import annotations

import hashlib
import json
import os
import shutil
from dataclasses import dataclass
from pathlib import Path, PurePosixPath
from typing import TYPE_CHECKING, Any, Final, Protocol

from holdfast.errors import WrongUsageError

if TYPE_CHECKING:
    from collections.abc import Mapping, Sequence
    from datetime import datetime

    from django.core.files.uploadedfile import UploadedFile


NAME_MOST: Final = 255
FILES_MOST: Final = 200_000
_LIST: Final = "list.json"
_FILES: Final = "files"
_READ: Final = 1 << 20


class UploadError(WrongUsageError):
    """A folder cannot be received as the browser sent it; nothing was taken in."""


class Readable(Protocol):
    """Whatever gives bytes in parts: a request, an uploaded file, a file."""

    def read(self, size: int, /) -> bytes:
        """Give at most so many bytes; none at the end."""


@dataclass(frozen=True, slots=True)
class Announced:
    """One file the browser says it will send."""

    path: PurePosixPath
    size: int
    modified_ms: int


@dataclass(frozen=True, slots=True)
class Upload:
    """One folder being received, in `HOME/work/uploads/<number>`."""

    number: str
    folder: Path
    files: tuple[Announced, ...]

    @property
    def medium(self) -> Path:
        """The folder to be taken in."""
        return self.folder / _FILES

    def place(self, index: int) -> Path:
        """Where a file is kept."""
        if not 0 <= index < len(self.files):
            raise UploadError("There is no such file in this upload. Nothing was kept.")
        return self.medium / self.files[index].path

    def received(self) -> list[int]:
        """How many bytes of each file have arrived."""
        return [_size(self.medium / one.path) for one in self.files]

    def is_whole(self) -> bool:
        """Whether every byte that was announced has arrived."""
        return self.received() == [one.size for one in self.files]

    def add(self, index: int, at: int, piece: Readable) -> int:
        """Add a piece where the file ends; gives how many bytes have arrived.

        A piece that begins elsewhere is not kept: the answer says where to go on. More bytes than
        were announced are refused.
        """
        place, announced = self.place(index), self.files[index]
        have = _size(place)
        if at != have:
            return have
        with place.open("ab") as file:
            while part := piece.read(min(_READ, announced.size - have + 1)):
                have += len(part)
                if have > announced.size:
                    raise UploadError(
                        f"{announced.path} is longer than the browser announced: it may have "
                        "changed. Nothing was taken in. Pick the folder again."
                    )
                file.write(part)
        return have

    def finish(self) -> None:
        """Give every file the time of last change it had on the desk, as the browser said it."""
        for one in self.files:
            place = self.medium / one.path
            place.touch()
            os.utime(place, ns=(one.modified_ms * 1_000_000,) * 2)

    def discard(self) -> None:
        """Remove what was received; for after it was taken in."""
        shutil.rmtree(self.folder)


def _size(path: Path) -> int:
    try:
        return path.stat().st_size
    except FileNotFoundError:
        return 0


def announce(uploads: Path, person: str, rows: object) -> Upload:
    """Begin, or go on with, the upload of these files by this person. Raises UploadError."""
    files = _parse(rows)
    listed = [[str(one.path), one.size, one.modified_ms] for one in files]
    text = json.dumps({"person": person, "files": listed}, ensure_ascii=False)
    number = hashlib.sha256(text.encode("utf-8", "surrogatepass")).hexdigest()[:32]
    upload = Upload(number, uploads / number, files)
    for one in files:
        (upload.medium / one.path).parent.mkdir(parents=True, exist_ok=True, mode=0o700)
        if one.size == 0:
            (upload.medium / one.path).touch()
    (upload.folder / _LIST).write_text(text, encoding="utf-8", errors="surrogatepass")
    return upload


def receive_form(
    uploads: Path, person: str, files: Sequence[UploadedFile[bytes]], now: datetime
) -> Upload:
    """Keep files that came with an ordinary form, for a browser without scripts.

    Such a form says neither folders nor times of last change; the receipt shows what it said.
    """
    rows = [
        {"path": one.name, "size": one.size, "modified_ms": int(now.timestamp() * 1000)}
        for one in files
    ]
    upload = announce(uploads, person, rows)
    for index, one in enumerate(files):
        upload.add(index, 0, one)
    return upload


def find_upload(uploads: Path, person: str, number: str) -> Upload:
    """Find an upload of this person. Raises UploadError, also for another person's."""
    missing = UploadError("There is no such upload of yours. Nothing was taken in.")
    if not number.isalnum():
        raise missing
    try:
        text = (uploads / number / _LIST).read_text(encoding="utf-8", errors="surrogatepass")
    except FileNotFoundError:
        raise missing from None
    kept: Mapping[str, Any] = json.loads(text)
    if kept["person"] != person:
        raise missing
    files = tuple(Announced(PurePosixPath(path), *rest) for path, *rest in kept["files"])
    return Upload(number, uploads / number, files)


def _parse(rows: object) -> tuple[Announced, ...]:
    """Read the browser's list: nothing in it is trusted."""
    if not isinstance(rows, list) or not 0 < len(rows) <= FILES_MOST:
        raise UploadError(
            f"A folder holds 1 to {FILES_MOST} files here. Nothing was kept. Take a larger one in "
            "with 'holdfast intake'."
        )
    files = tuple(_parse_one(row) for row in rows)
    _refuse_clashes(files)
    return files


def _parse_one(row: object) -> Announced:
    match row:
        case {"path": str(path), "size": int(size), "modified_ms": int(modified)} if (
            size >= 0 and 0 <= modified < 1 << 52
        ):
            return Announced(safe_path(path), size, modified)
        case _:
            raise UploadError("The browser's list of files cannot be read. Nothing was kept.")


def safe_path(path: str) -> PurePosixPath:
    """Give the path inside an upload. Raises UploadError when it would lead out of it."""
    parts = path.split("/")
    for part in parts:
        name = part.encode("utf-8", "replace")
        broken = "\0" in part or len(name) > NAME_MOST or name.decode() != part
        if part in {"", ".", ".."} or broken:
            raise UploadError(
                f"The path {path[:100]!r} cannot be kept as it is. Nothing was kept. Copy the "
                "medium to this machine and take it in from there."
            )
    return PurePosixPath(*parts)


def _refuse_clashes(files: Sequence[Announced]) -> None:
    paths = {one.path for one in files}
    if len(paths) < len(files) or any(parent in paths for path in paths for parent in path.parents):
        raise UploadError("Two files of the folder have the same path. Nothing was kept.")
