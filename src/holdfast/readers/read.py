# SPDX-License-Identifier: Apache-2.0
"""Read one file: digest it, decide by its content what it is, and let that format's reader speak.

It promises that bad content never raises: what cannot be read is a warning in words, and a file of
no known format is kind "unknown" and says so. It never writes, never follows a reference out of
the file, and never uses the network. Only a file the machine cannot hand over is refused.
"""

from __future__ import annotations

import hashlib
import stat
from dataclasses import fields
from typing import TYPE_CHECKING

from holdfast.readers.errors import ReaderError
from holdfast.readers.faults import MALFORMED
from holdfast.readers.formats import Format, kind_of_name, recognise
from holdfast.readers.reading import Content, Reading
from holdfast.readers.source import Source

if TYPE_CHECKING:
    from pathlib import Path

HEAD = 1 << 16
_CHUNK = 1 << 20


def read(path: Path, *, name: str | None = None) -> Reading:
    """Read the file at `path`; `name` is its path on the medium, if that differs.

    Raises `ReaderError` when the disk does not hand the file over, or it is no plain file: a pipe
    or a device may never end.
    """
    try:
        if not stat.S_ISREG(path.stat().st_mode):
            raise ReaderError(
                f"{str(path)!r} is not a plain file but a folder, a pipe or a device. Nothing was "
                "read and nothing was changed. Name a file."
            )
        sha256, size, head = _digest(path)
    except OSError as error:
        raise ReaderError(
            f"{str(path)!r} could not be read: {error.strerror or error}. Nothing was changed. "
            "Check that it is there, that it is a file and that you may read it."
        ) from error
    called = f"{path.parent.name}/{path.name}" if name is None else name
    source = Source(path=path, name=called, head=head, size=size)
    content = _content(source)
    values = {field.name: getattr(content, field.name) for field in fields(content)}
    return Reading(sha256=sha256, size=size, **values)


def _digest(path: Path) -> tuple[str, int, bytes]:
    digest = hashlib.sha256()
    size = 0
    head = b""
    with path.open("rb", buffering=0) as file:
        while chunk := file.read(_CHUNK):
            if size == 0:
                head = chunk[:HEAD]
            digest.update(chunk)
            size += len(chunk)
    return digest.hexdigest(), size, head


def _content(source: Source) -> Content:
    found = recognise(source)
    if found is None:
        return _unknown(source)
    try:
        content = found.reader()(source)
    except MALFORMED as fault:
        return Content(
            found.kind,
            found.name,
            warnings=(
                (
                    f"The content is damaged beyond what the {found.name} reader understands "
                    f"({type(fault).__name__}); the file itself is unharmed."
                ),
            ),
        )
    return _with_name_warning(source, found, content)


def _with_name_warning(source: Source, found: Format, content: Content) -> Content:
    if not source.extension or source.extension in found.extensions:
        return content
    claimed = kind_of_name(source)
    if claimed is None:
        return content
    values = {field.name: getattr(content, field.name) for field in fields(content)}
    values["warnings"] = (
        f"The name ends in .{source.extension} but the content is {found.name}.",
        *content.warnings,
    )
    return Content(**values)


def _unknown(source: Source) -> Content:
    claimed = kind_of_name(source)
    if source.size == 0:
        kind, format_ = claimed or ("unknown", "empty")
        empty = kind == "subtitle"
        return Content(
            kind,
            format_,
            cues_read=0 if empty else None,
            cues_skipped=0 if empty else None,
            warnings=("The file is empty (0 bytes); what it would be is taken from its name.",)
            if claimed
            else ("The file is empty (0 bytes).",),
        )
    looks = "plain text" if is_text(source.head) else "data of no format that Holdfast knows"
    warnings = [f"The content is {looks}; the file is kept as it is."]
    if claimed:
        warnings.insert(
            0,
            f"The name ends in .{source.extension} but the content is not {claimed[1]}.",
        )
    return Content(
        "unknown", "text" if looks == "plain text" else "unknown", warnings=tuple(warnings)
    )


def is_text(head: bytes) -> bool:
    """Whether the first bytes of a file are text in UTF-8 or Latin-1, with no control bytes."""
    if not head:
        return False
    controls = sum(byte < 9 or 13 < byte < 32 or byte == 127 for byte in head)  # noqa: PLR2004 - the bytes of control characters other than tab and line ends
    return controls == 0
