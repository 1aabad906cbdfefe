# SPDX-License-Identifier: Apache-2.0
"""The BagIt 1.0 (RFC 8493) side of a pack: declaration, bag-info and manifests, as bytes.

Manifests are sorted, lower-case and end each line with LF, so that the same files always give
the same bytes. Paths are safe names, so nothing needs percent-encoding.
"""

from __future__ import annotations

import hashlib
from typing import TYPE_CHECKING

if TYPE_CHECKING:
    from collections.abc import Mapping
    from pathlib import Path

    from holdfast.packs.contents import PackContents

DECLARATION_NAME = "bagit.txt"
DECLARATION = b"BagIt-Version: 1.0\nTag-File-Character-Encoding: UTF-8\n"
MANIFEST = "manifest-sha256.txt"
TAG_MANIFEST = "tagmanifest-sha256.txt"


def bag_info(contents: PackContents, *, payload_bytes: int, payload_files: int) -> bytes:
    """Return bag-info.txt; the values are kept to one line each."""
    values = {
        "Source-Organization": contents.agency,
        "External-Identifier": contents.case_reference,
        "External-Description": contents.purpose,
        "Bagging-Date": contents.made_at.date().isoformat(),
        "Payload-Oxum": f"{payload_bytes}.{payload_files}",
        "Bag-Software-Agent": contents.software,
    }
    lines = [f"{name}: {' '.join(value.split())}\n" for name, value in values.items() if value]
    return "".join(lines).encode()


def manifest(digests: Mapping[str, str]) -> bytes:
    """Return a manifest of paths and their SHA-256 in lower-case hex."""
    return "".join(f"{digests[path]}  {path}\n" for path in sorted(digests)).encode()


def tag_manifest(folder: Path, *, leaving_out: str) -> bytes:
    """Return the manifest of every file that is neither payload, itself nor `leaving_out`."""
    digests = {}
    for file in folder.rglob("*"):
        path = file.relative_to(folder).as_posix()
        if file.is_file() and not path.startswith("data/") and path != leaving_out:
            digests[path] = hashlib.sha256(file.read_bytes()).hexdigest()
    return manifest(digests)
