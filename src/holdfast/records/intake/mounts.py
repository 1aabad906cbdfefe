# SPDX-License-Identifier: Apache-2.0
"""What Linux tells of a mounted volume: label, UUID, file system, size, free space.

Promises: what cannot be told is an empty text or None, never a guess. Reads
`/proc/self/mountinfo` (proc(5)) and the links of `/dev/disk`; never touches the device.
"""

from __future__ import annotations

import os
import re
from dataclasses import dataclass
from pathlib import Path
from typing import TYPE_CHECKING, Any

if TYPE_CHECKING:
    from collections.abc import Iterator

_ESCAPE = re.compile(r"\\([0-7]{3})")


@dataclass(frozen=True, slots=True)
class Mount:
    """One mounted volume; `device` is its major:minor number."""

    point: str
    device: str
    file_system: str
    source: str
    read_only: bool


def mount_of(path: Path) -> Mount | None:
    """Give the mount whose root is exactly `path`, or None when it is a folder like any other."""
    if not os.path.ismount(path) or path == Path("/"):
        return None
    wanted = os.path.realpath(path)
    found = [mount for mount in _mounts() if mount.point == wanted]
    return found[-1] if found else None


def volume_facts(mount: Mount, path: Path) -> dict[str, Any]:
    """Give what is known of the volume."""
    usage = os.statvfs(path)
    return {
        "label": _named("/dev/disk/by-label", mount.source),
        "uuid": _named("/dev/disk/by-uuid", mount.source),
        "file_system": mount.file_system,
        "source": mount.source,
        "read_only": mount.read_only,
        "size": usage.f_blocks * usage.f_frsize,
        "free": usage.f_bfree * usage.f_frsize,
    }


def _mounts() -> Iterator[Mount]:
    try:
        text = Path("/proc/self/mountinfo").read_text(encoding="utf-8", errors="surrogateescape")
    except OSError:
        return
    for line in text.splitlines():
        left, _, right = line.partition(" - ")
        fields, kind = left.split(" "), right.split(" ")
        yield Mount(
            point=_unescaped(fields[4]),
            device=fields[2],
            file_system=kind[0],
            source=_unescaped(kind[1]),
            read_only="ro" in fields[5].split(","),
        )


def _unescaped(text: str) -> str:
    return _ESCAPE.sub(lambda match: chr(int(match[1], 8)), text)


def _named(folder: str, source: str) -> str:
    """Give the name under which a folder of links knows the device."""
    try:
        device = os.path.realpath(source)
        for link in sorted(Path(folder).iterdir()):
            if os.path.realpath(link) == device:
                return re.sub(r"\\x([0-9a-f]{2})", lambda hit: chr(int(hit[1], 16)), link.name)
    except OSError:
        return ""
    return ""
