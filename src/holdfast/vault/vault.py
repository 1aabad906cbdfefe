# SPDX-License-Identifier: Apache-2.0
"""The vault of one home: what the layers above may ask of it.

It promises what the package does; here is only the way in. Digests are checked before they become
paths. Opening writes nothing. Who may do what, and what the ledger says, is decided above.
"""

from __future__ import annotations

import os
from threading import Event
from typing import TYPE_CHECKING

from holdfast.vault import fixity, incoming, ranges
from holdfast.vault.disk import sync_folder
from holdfast.vault.durable import failing_disk, named_error
from holdfast.vault.errors import (
    MissingObjectError,
    NotAVaultError,
    UnreadableSourceError,
    VaultError,
)
from holdfast.vault.intake import Intake
from holdfast.vault.lane import Lane
from holdfast.vault.layout import DIGEST, FOLDERS, OBJECTS, PAIR, object_path, parse_digest
from holdfast.vault.values import Unreadable

if TYPE_CHECKING:
    import re
    from collections.abc import Callable, Iterable, Iterator
    from pathlib import Path
    from typing import Self

    from holdfast.vault.values import (
        Expected,
        ObjectCheck,
        Outcome,
        Source,
        StoredObject,
        SweepReport,
    )


def _named(error: OSError) -> VaultError:
    return named_error(error) or failing_disk(str(error))


class Vault:
    """One vault on one disk, shared by many readers; several writers do not harm each other."""

    def __init__(self, root: Path) -> None:
        """Take the folder as it is; use `create` or `open`."""
        self.root = root

    @classmethod
    def create(cls, root: Path) -> Self:
        """Make an empty vault, durably. The folder it stands in must be there."""
        try:
            root.mkdir(exist_ok=True)
            if any(root.iterdir()):
                raise NotAVaultError(
                    f"{root} is not empty, so no vault was made there. Nothing was changed. "
                    "Choose another folder."
                )
            for name in FOLDERS:
                (root / name).mkdir()
                sync_folder(root / name)
            sync_folder(root)
            sync_folder(root.parent)
        except (FileNotFoundError, NotADirectoryError) as error:
            raise NotAVaultError(
                f"{root.parent} is not a folder, so no vault was made there. Nothing was changed."
            ) from error
        except OSError as error:
            raise _named(error) from error
        return cls(root)

    @classmethod
    def open(cls, root: Path) -> Self:
        """Open a vault that is there. Writes nothing; call `sweep` before writing."""
        for name in FOLDERS:
            if not (root / name).is_dir():
                raise NotAVaultError(
                    f"{root} is not a vault: it has no folder {name}/. Nothing was changed. Give "
                    "the folder of the home, or restore the vault from a copy."
                )
        return cls(root)

    def sweep(self) -> SweepReport:
        """Remove what programs that were killed left in `incoming/`, and say what it was."""
        try:
            return incoming.sweep(self.root)
        except OSError as error:
            raise _named(error) from error

    def store(self, source: Source, *, read_back: bool = True) -> StoredObject:
        """Store one source durably.

        UnreadableSourceError when it cannot be read whole; other VaultErrors as `store_all`.
        """
        try:
            with Lane(
                self.root,
                read_back=read_back,
                stop=Event(),
                give=lambda _source, _outcome: None,
            ) as lane:
                outcome = lane.store_alone(source)
        except OSError as error:
            raise _named(error) from error
        if isinstance(outcome, Unreadable):
            raise UnreadableSourceError(outcome)
        return outcome

    def store_all(
        self,
        sources: Iterable[Source],
        *,
        read_back: bool = True,
        workers: int = 4,
        on_bytes: Callable[[int], None] | None = None,
    ) -> Iterator[tuple[Source, Outcome]]:
        """Store many. A source is given out, in any order, only when it is durable or unreadable.

        `sources` is asked and `on_bytes` is called (with the bytes read since the last call) in
        the caller's thread. VaultFullError, VaultNotWritableError and VaultWriteError end it,
        after what is durable was given out.
        """
        run = Intake(self.root, read_back=read_back, workers=workers, on_bytes=on_bytes)
        return run.run(sources)

    def has(self, sha256: str) -> bool:
        """Say whether an object is there."""
        return object_path(self.root, parse_digest(sha256)).is_file()

    def size(self, sha256: str) -> int:
        """Give the size it has on the disk; MissingObjectError when it is not there."""
        return self.path(sha256).stat().st_size

    def path(self, sha256: str) -> Path:
        """Give the file it is in, for reading only; MissingObjectError when it is not there."""
        path = object_path(self.root, parse_digest(sha256))
        if not path.is_file():
            raise MissingObjectError(sha256)
        return path

    def iterate(self, *, after: str = "") -> Iterator[str]:
        """Give the digest of every object in order, from the first one past `after`."""
        top = self.root / OBJECTS
        for first in _names(top, PAIR):
            if first < after[:2]:
                continue
            for second in _names(top / first, PAIR):
                if first + second >= after[:4]:
                    yield from (
                        name for name in _names(top / first / second, DIGEST) if name > after
                    )

    def read_range(
        self, sha256: str, start: int, stop: int, *, size: int, blocks_root: str
    ) -> Iterator[bytes]:
        """Give bytes start to stop (stop not included), each verified before it leaves.

        BadRangeError, MissingObjectError and damage of the whole are raised at once;
        DamagedObjectError for a block when its turn comes.
        """
        return ranges.read_range(
            self.root, parse_digest(sha256), start, stop, size=size, blocks_root=blocks_root
        )

    def check(
        self,
        expected: Iterable[Expected],
        *,
        bytes_per_second: int | None = None,
        on_bytes: Callable[[int], None] | None = None,
    ) -> Iterator[ObjectCheck]:
        """Read every object again from the disk; one answer each, in the order asked.

        To resume, ask again from the one after the last answer.
        """
        return fixity.check(
            self.root, expected, bytes_per_second=bytes_per_second, on_bytes=on_bytes
        )


def _names(folder: Path, form: re.Pattern[str]) -> list[str]:
    with os.scandir(folder) as entries:
        return sorted(entry.name for entry in entries if form.fullmatch(entry.name))
