# SPDX-License-Identifier: Apache-2.0
"""What was handed in: a mounted card, a folder, a raw card image, or a single file.

Promises: `open_medium` tells the four apart by looking, and says what the operating system or the
image tells of the medium; nothing on the medium is written. `still_there` tells a card that was
pulled out from a file that cannot be read.
"""

from __future__ import annotations

import os
import stat
from dataclasses import dataclass, field, replace
from pathlib import Path
from typing import TYPE_CHECKING, Any

from holdfast.readers.card_image import OVERWRITTEN, CardImage, ImageFile, open_image
from holdfast.readers.errors import NotACardImageError, ReaderError
from holdfast.records.errors import MediumError
from holdfast.records.intake.mounts import mount_of, volume_facts
from holdfast.records.intake.seen import Seen
from holdfast.records.intake.walk import one_file, walk
from holdfast.vault import StreamSource

if TYPE_CHECKING:
    from collections.abc import Iterator, Sequence
    from contextlib import ExitStack

    from holdfast.config import ExclusionRule

MOUNTED, FOLDER, IMAGE, FILE = "mounted card", "folder", "card image", "file"


@dataclass(frozen=True, slots=True)
class Medium:
    """One medium. `facts` is what is known of it; `identity` tells it from another at its path."""

    path: Path
    kind: str
    facts: dict[str, Any]
    identity: str
    rules: Sequence[ExclusionRule] = ()
    image: CardImage | None = field(default=None, repr=False)
    device: str = ""
    volume: int | None = None

    @property
    def workers(self) -> int:
        """How many threads may read at once: an image is read by one."""
        return 1 if self.image is not None else 2

    def files(self) -> Iterator[Seen]:
        """List every file on it that is not deleted; an image begins with itself."""
        if self.kind in (MOUNTED, FOLDER):
            yield from walk(self.path, self.rules)
            return
        yield replace(one_file(self.path), whole_image=self.image is not None)
        if self.image is not None:
            yield from (_inside(file) for file in self.image.files())

    def deleted_files(self) -> Iterator[Seen]:
        """List the deleted files that can be told, of an image only."""
        if self.image is not None:
            yield from (_inside(file) for file in self.image.files(deleted=True) if file.deleted)

    def still_there(self) -> bool:
        """Whether the medium can still be reached at all."""
        try:
            status = os.stat(self.path)  # noqa: PTH116 # the error is the answer
        except OSError:
            return False
        if self.volume is not None and status.st_dev != self.volume:
            # It was unmounted under us: the folder it was mounted on is there, empty.
            return False
        return not self.device or Path("/sys/dev/block", self.device).exists()


def open_medium(path: Path, *, rules: Sequence[ExclusionRule], closing: ExitStack) -> Medium:
    """Look at what was handed in. Raises MediumError when it cannot be taken in at all."""
    try:
        status = path.stat()
    except OSError as error:
        raise MediumError(
            f"{path} cannot be reached ({os.strerror(error.errno or 0)}). Nothing was changed. "
            "Check that the card is in its reader and mounted, and the path is right."
        ) from error
    path = Path(os.path.abspath(path))  # noqa: PTH100 # a link in the last part stays a link
    if stat.S_ISDIR(status.st_mode):
        return _folder(path, rules)
    if not stat.S_ISREG(status.st_mode):
        raise MediumError(
            f"{path} is neither a folder nor a file. Nothing was changed. Mount the card "
            "read-only and name its folder, or make an image of it and name that."
        )
    path = path.resolve()
    image = _image(path)
    facts: dict[str, Any] = {"kind": FILE, "name": path.name, "path": str(path)}
    identity = f"{status.st_size}-{status.st_mtime_ns}-{status.st_ctime_ns}"
    if image is None:
        return Medium(path, FILE, facts, identity)
    closing.callback(image.close)
    facts |= {
        "kind": IMAGE,
        "file_system": image.file_system,
        "label": image.label,
        "uuid": image.volume_serial,
        "size": status.st_size,
    }
    return Medium(path, IMAGE, facts, identity, image=image)


def _folder(path: Path, rules: Sequence[ExclusionRule]) -> Medium:
    mount = mount_of(path)
    if mount is None:
        facts: dict[str, Any] = {"kind": FOLDER, "name": path.name or "/", "path": str(path)}
        return Medium(path, FOLDER, facts, "", rules)
    found = volume_facts(mount, path)
    facts = {"kind": MOUNTED, "name": found["label"] or path.name or "/", "path": str(path)}
    return Medium(
        path,
        MOUNTED,
        facts | found,
        str(found["uuid"]),
        rules,
        device=mount.device if Path("/sys/dev/block", mount.device).exists() else "",
        volume=path.stat().st_dev,
    )


def _image(path: Path) -> CardImage | None:
    """Open a card image, told by its content; None for any other file."""
    try:
        return open_image(path)
    except NotACardImageError:
        return None
    except ReaderError as error:
        raise MediumError(str(error)) from error


def _inside(file: ImageFile) -> Seen:
    readable = file.certainty != OVERWRITTEN
    certainty = f"{file.certainty}: {file.reason}" if file.deleted else ""
    return Seen(
        path=file.path_bytes,
        size=file.size,
        file_system_time=file.modified or "",
        fingerprint=(file.size, 0, 0),
        source=StreamSource(file.open) if readable else None,
        unreadable="" if readable else f"overwritten: {file.reason}",
        certainty=certainty,
        deleted=file.deleted,
    )
