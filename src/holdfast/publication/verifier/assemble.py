# SPDX-License-Identifier: Apache-2.0
"""Hand out the files that every bundle carries unchanged: the checkers, how to use them, the look."""

from __future__ import annotations

from importlib.resources import files
from types import MappingProxyType
from typing import TYPE_CHECKING

if TYPE_CHECKING:
    from collections.abc import Mapping


def static_files() -> Mapping[str, bytes]:
    """Return the files by their path in the bundle."""
    here = files("holdfast.publication.verifier")
    names = ("README.txt",)
    return MappingProxyType({name: here.joinpath(name).read_bytes() for name in names})
