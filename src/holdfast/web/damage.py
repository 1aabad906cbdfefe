# SPDX-License-Identifier: Apache-2.0
"""What is lost of an original that is damaged, in words: seconds of a video, blocks of a file.

Promises: words about bytes, never the bytes. What a damaged stretch showed is not guessed at.
"""

from __future__ import annotations

from typing import TYPE_CHECKING

from holdfast.analysis import located
from holdfast.vault import Expected, ObjectState

if TYPE_CHECKING:
    from collections.abc import Sequence

    from holdfast.records.queries.values import FileLine
    from holdfast.vault import Vault

MISSING = "The original is missing from the vault. Tell an administrator."
SOUND = "Every block is as it was taken in."


def in_words(vault: Vault, sha256: str, blocks: Sequence[int]) -> str:
    """Name the damaged blocks by what they touch; "" when they cannot be told."""
    try:
        stretches = located(vault.path(sha256), blocks)
    except OSError:
        return ""
    return "; ".join(map(str, stretches))


def looked_for(vault: Vault, file: FileLine) -> tuple[bool, str]:
    """Read an original again, whole: whether it is sound, and what is lost, in words."""
    expected = Expected(file.sha256, file.size, file.blocks_root)
    (answer,) = vault.check([expected])
    if answer.state is ObjectState.SOUND:
        return True, SOUND
    if answer.state is ObjectState.MISSING:
        return False, MISSING
    where = in_words(vault, file.sha256, answer.blocks) or answer.note
    return False, f"Damaged: {where}. Nothing else of it is lost, and the rest still proves."
