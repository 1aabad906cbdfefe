# SPDX-License-Identifier: Apache-2.0
"""A raw image of a card, read through The Sleuth Kit, never mounted and never written.

It promises the files of FAT12, FAT16, FAT32 and exFAT with or without a partition table, and,
when asked, the deleted ones with how sure one can be: a deleted file is offered only as the
contiguous clusters its entry points to, and is "likely whole" only while all of them are free. It
never claims that every deleted file is listed: an entry that was used again is gone.
"""

from __future__ import annotations

import io
from dataclasses import dataclass
from typing import TYPE_CHECKING, Any, BinaryIO, Self, cast

from holdfast.readers.card_clusters import Clusters, read_clusters
from holdfast.readers.card_image_walk import Found, walk
from holdfast.readers.errors import NotACardImageError, ReaderError
from holdfast.readers.image_bytes import ImageBytes

if TYPE_CHECKING:
    from collections.abc import Iterator
    from pathlib import Path
    from types import TracebackType

LIKELY_WHOLE = "likely whole"
DOUBTFUL = "doubtful"
OVERWRITTEN = "overwritten"


@dataclass(frozen=True, slots=True)
class ImageFile:
    """One file inside an image.

    `modified` is the file system's own time, ISO 8601 without a zone: FAT keeps none. `certainty`
    is empty for a file that is not deleted; else "likely whole", "doubtful" or "overwritten", and
    `reason` says why. Only an overwritten file cannot be opened.
    """

    path: str
    path_bytes: bytes
    size: int
    modified: str | None
    deleted: bool
    certainty: str
    reason: str
    _opened: Any

    def open(self) -> BinaryIO:
        """Open the file's bytes; raises `ReaderError` when they are overwritten."""
        if self.certainty == OVERWRITTEN:
            raise ReaderError(
                f"{self.path!r} was deleted and its place is in use again, so it cannot be "
                "recovered. The image is unharmed."
            )
        return cast("BinaryIO", io.BufferedReader(self._opened(), buffer_size=1 << 20))


@dataclass(frozen=True, slots=True)
class Volume:
    """One file system of an image: its type, label, serial number and where it begins."""

    file_system: str
    label: str
    serial: str
    offset: int
    size: int
    fs: Any
    clusters: Clusters


class CardImage:
    """An opened image. Use it in a `with` block; it holds one open file."""

    def __init__(self, bytes_: ImageBytes, volumes: tuple[Volume, ...]) -> None:
        self._bytes = bytes_
        self.volumes = volumes

    @property
    def file_system(self) -> str:
        """Name the file system, or all of them when the image holds several."""
        return ", ".join(volume.file_system for volume in self.volumes)

    @property
    def label(self) -> str:
        """Give the label of the first file system; empty when it has none."""
        return self.volumes[0].label

    @property
    def volume_serial(self) -> str:
        """Give the serial number that formatting gave the first file system, as `1A2B-3C4D`."""
        return self.volumes[0].serial

    def files(self, *, deleted: bool = False) -> Iterator[ImageFile]:
        """List the files, folder by folder; with `deleted`, the deleted ones as well.

        Raises `ReaderError` when the folders are too damaged to be listed.
        """
        for number, volume in enumerate(self.volumes, start=1):
            prefix = b"" if len(self.volumes) == 1 else b"partition %d/" % number
            try:
                found = list(walk(volume.fs))
            except OSError as error:
                raise ReaderError(
                    "The folders of the card image are damaged and cannot be listed to the end. "
                    "The image is unharmed; it can still be taken in as one file."
                ) from error
            claims = _claims(found, volume)
            for file in found:
                if not file.deleted:
                    yield self._kept(file, volume, prefix)
                elif deleted:
                    yield self._lost(file, volume, prefix, claims)

    def close(self) -> None:
        """Close the image file."""
        self._bytes.close()

    def __enter__(self) -> Self:
        return self

    def __exit__(
        self,
        kind: type[BaseException] | None,
        error: BaseException | None,
        trace: TracebackType | None,
    ) -> None:
        self.close()

    def _kept(self, file: Found, volume: Volume, prefix: bytes) -> ImageFile:
        path = prefix + file.path

        def opened() -> io.RawIOBase:
            return _KeptFile(volume.fs.open_meta(file.inode), file.size)

        return ImageFile(
            path.decode("utf-8", "surrogateescape"),
            path,
            file.size,
            file.modified,
            deleted=False,
            certainty="",
            reason="",
            _opened=opened,
        )

    def _lost(
        self, file: Found, volume: Volume, prefix: bytes, claims: dict[int, list[int]]
    ) -> ImageFile:
        path = prefix + file.path
        certainty, reason = _certainty(file, volume, claims)
        start = volume.offset + (file.first_block or 0) * volume.clusters.sector_size

        def opened() -> io.RawIOBase:
            return _Stretch(self._bytes, start, file.size)

        return ImageFile(
            path.decode("utf-8", "surrogateescape"),
            path,
            file.size,
            file.modified,
            deleted=True,
            certainty=certainty,
            reason=reason,
            _opened=opened,
        )


def open_image(path: Path) -> CardImage:
    """Open a raw card image.

    Raises `NotACardImageError` when it holds no FAT or exFAT file system, `ReaderError` when the
    disk does not hand it over.
    """
    try:
        bytes_ = ImageBytes(path)
    except OSError as error:
        raise ReaderError(
            f"{str(path)!r} could not be opened: {error.strerror or error}. Nothing was changed. "
            "Check the path and that you may read it."
        ) from error
    volumes = []
    for offset in bytes_.partition_offsets():
        clusters = read_clusters(bytes_, offset)
        fs = bytes_.open_file_system(offset) if clusters else None
        if clusters and fs is not None:
            volumes.append(
                Volume(
                    clusters.file_system,
                    _label(fs),
                    clusters.serial,
                    offset,
                    clusters.size,
                    fs,
                    clusters,
                )
            )
    if not volumes:
        bytes_.close()
        raise NotACardImageError(
            f"{str(path)!r} holds no FAT or exFAT file system, so it cannot be read as a card. "
            "Nothing was changed. It can still be taken in as one file."
        )
    return CardImage(bytes_, tuple(volumes))


def _label(fs: Any) -> str:  # noqa: ANN401 - pytsk3 has no types
    mark = b" (Volume Label Entry)"
    try:
        names = [bytes(entry.info.name.name) for entry in fs.open_dir("/")]
    except OSError:
        return ""
    labels = [name.removesuffix(mark) for name in names if name.endswith(mark)]
    return labels[0].decode("utf-8", "replace").strip() if labels else ""


def _claims(found: list[Found], volume: Volume) -> dict[int, list[int]]:
    """Say which deleted files point at which cluster, by the place of the file in the list."""
    claims: dict[int, list[int]] = {}
    for file in found:
        if file.deleted and file.first_block is not None:
            for cluster in volume.clusters.stretch(file.first_block, file.size):
                claims.setdefault(cluster, []).append(file.inode)
    return claims


def _certainty(file: Found, volume: Volume, claims: dict[int, list[int]]) -> tuple[str, str]:
    if file.size == 0:
        return LIKELY_WHOLE, "the file was empty"
    if file.first_block is None:
        return OVERWRITTEN, "its entry no longer says where it began, or that place is in use"
    stretch = volume.clusters.stretch(file.first_block, file.size)
    used = sum(not volume.clusters.is_free(cluster) for cluster in stretch)
    if used == len(stretch):
        return OVERWRITTEN, "every cluster it lay in is in use by another file"
    if used:
        return DOUBTFUL, f"{used} of its {len(stretch)} clusters are in use by another file"
    if any(len(claims.get(cluster, ())) > 1 for cluster in stretch):
        return DOUBTFUL, "another deleted file points at the same clusters"
    return (
        LIKELY_WHOLE,
        (
            f"all {len(stretch)} clusters from its first one on are free; "
            "a file that lay in pieces, or clusters used and freed since, cannot be told apart"
        ),
    )


class _KeptFile(io.RawIOBase):
    """The bytes of a file that is not deleted, through The Sleuth Kit."""

    def __init__(self, file: Any, size: int) -> None:  # noqa: ANN401 - pytsk3 has no types
        self._file = file
        self._size = size
        self._position = 0

    def readable(self) -> bool:
        return True

    def readinto(self, buffer: Any, /) -> int:  # noqa: ANN401 - any writable buffer
        wanted = min(len(buffer), self._size - self._position)
        if wanted <= 0:
            return 0
        data = self._file.read_random(self._position, wanted)
        buffer[: len(data)] = data
        self._position += len(data)
        return len(data)


class _Stretch(io.RawIOBase):
    """Consecutive bytes of the image."""

    def __init__(self, bytes_: ImageBytes, start: int, size: int) -> None:
        self._bytes = bytes_
        self._start = start
        self._size = size
        self._position = 0

    def readable(self) -> bool:
        return True

    def readinto(self, buffer: Any, /) -> int:  # noqa: ANN401 - any writable buffer
        wanted = min(len(buffer), self._size - self._position)
        if wanted <= 0:
            return 0
        data = self._bytes.read_at(self._start + self._position, wanted)
        buffer[: len(data)] = data
        self._position += len(data)
        return len(data)
