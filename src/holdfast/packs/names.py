# SPDX-License-Identifier: Apache-2.0
"""Safe file names for a pack, which has to open on any computer.

A name from a medium may hold anything: path separators, bytes that are not UTF-8, names that
Windows reserves, 255 bytes. In the pack every name is ASCII letters, digits, dot, dash and
underscore, at most 80 characters, and different from its neighbours even where case does not
count. The true name is never lost: it is in pack.json and on the readable record.
"""

from __future__ import annotations

import re
import unicodedata

LONGEST_NAME = 80
_SUFFIX = re.compile(r"(?<=.)\.[A-Za-z0-9]{1,10}\Z", re.DOTALL)
_NOT_SAFE = re.compile(r"[^A-Za-z0-9.-]+")
_RESERVED_STEM = re.compile(r"(?i)^(con|prn|aux|nul|clock\$|com[0-9]|lpt[0-9])$")
# Files that a desktop writes into folders by itself; ours must not be overwritten by them.
_DESKTOP_FILES = frozenset({"thumbs.db", "desktop.ini", "ds_store"})


def safe_name(name: str, taken: set[str]) -> str:
    """Return a safe name for `name` that is not in `taken` yet, and add it there in lower case."""
    letters = unicodedata.normalize("NFKD", name)
    plain = "".join(letter for letter in letters if not unicodedata.combining(letter))
    stem, suffix = _split(plain)
    stem = _NOT_SAFE.sub("_", stem).strip("._-") or "file"
    if _RESERVED_STEM.match(stem.split(".")[0]) or (stem + suffix).lower() in _DESKTOP_FILES:
        stem = "_" + stem
    number = 1
    while True:
        ending = suffix if number == 1 else f"-{number}{suffix}"
        candidate = stem[: LONGEST_NAME - len(ending)] + ending
        if candidate.lower() not in taken:
            taken.add(candidate.lower())
            return candidate
        number += 1


def shown_name(name: str) -> str:
    r"""Return `name` as text that can be shown and stored: a byte that is not UTF-8 as \xNN."""
    return name.encode("utf-8", "surrogateescape").decode("utf-8", "backslashreplace")


def _split(name: str) -> tuple[str, str]:
    """Split off a suffix that is one: a dot and a few letters or digits after something."""
    found = _SUFFIX.search(name)
    return (name[: found.start()], found.group()) if found else (name, "")
