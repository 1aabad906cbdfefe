# SPDX-License-Identifier: Apache-2.0
"""What no removal of metadata takes out of a file: said with every review, for every kind of file."""

from __future__ import annotations

from typing import Final

_PICTURED: Final = (
    (
        "What is pictured: people, number plates, house numbers, screens, papers, reflections, a place "
        "that can be recognised."
    ),
    "Text burnt into the picture, such as an overlay with time, position or flight data.",
    "The sensor's own noise pattern, which can tie a picture to one camera.",
    "How the picture is coded (size, tables, settings of the encoder), which can point to a model.",
)
_HEARD: Final = (
    "What is heard: voices, names, announcements, the hum of the mains, by which a time can be found.",
)
_ALWAYS: Final = (
    "The name of the file, and the times the file system keeps: give the copy a name of its own.",
    "Copies made before, side files (SRT, LRF, THM) and what was already published.",
)


def cannot_remove(kind: str) -> tuple[str, ...]:
    """Give the list for a kind of file."""
    if kind == "photograph":
        return _PICTURED + _ALWAYS
    if kind == "audio":
        return _HEARD + _ALWAYS
    return _PICTURED + _HEARD + _ALWAYS if kind == "video" else _ALWAYS
