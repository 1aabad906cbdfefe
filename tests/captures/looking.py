# SPDX-License-Identifier: Apache-2.0
"""Examine frames as a capture of their own."""

from __future__ import annotations

from typing import TYPE_CHECKING, Any

from captures import files
from holdfast.agency import read_hosts
from holdfast.analysis.isolation import Destination, IsolationReport, examine

if TYPE_CHECKING:
    from collections.abc import Iterable
    from pathlib import Path

HOSTS = read_hosts(None)
"""The list that comes with Holdfast, read once."""


def looked(
    folder: Path, frames: Iterable[bytes], *, link: int = files.ETHERNET, **asked: Any
) -> IsolationReport:
    """Examine frames that were seen a second apart."""
    data = files.pcap(files.spaced(frames), link=link)
    return examine([files.written(folder, data)], **{"hosts": HOSTS, **asked})


def names(destination: Destination) -> set[tuple[str, str]]:
    """Give the names of a destination with how each is known."""
    return {(each.name, each.how) for each in destination.names}
