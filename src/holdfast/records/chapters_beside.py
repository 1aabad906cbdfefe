# SPDX-License-Identifier: Apache-2.0
"""What an examination of a recording is told of the files that lay beside it on its medium.

Promises: the names come from the manifest of its acquisition, which never changes, so that equal
provenance means an equal report; only names that are other chapters of the same recording by their
form are told, so that the provenance of one file does not list a whole card.
"""

from __future__ import annotations

from typing import TYPE_CHECKING, Final

from holdfast.records.models import ItemFile, ManifestLine

if TYPE_CHECKING:
    from collections.abc import Mapping

    from holdfast.analysis.job import Setting

_TOLD: Final = frozenset({"integrity"})
_MOST_NAMES: Final = 10_000


def settings_of(processor: str, names: Mapping[int, str]) -> Mapping[int, Mapping[str, Setting]]:
    """Give the settings by item (with the name of its main file); none for most processors."""
    if processor not in _TOLD:
        return {}
    return {item: {"beside": "/".join(_beside(item, name))} for item, name in names.items()}


def _beside(item: int, name: str) -> tuple[str, ...]:
    from holdfast.analysis.integrity.chapters import is_numbered, same_recording

    if not is_numbered(name):
        return ()
    main = ItemFile.objects.filter(item=item, role="main").select_related("item").first()
    if main is None:
        return ()
    folder = main.path.removesuffix(name)
    paths = ManifestLine.objects.filter(
        acquisition=main.item.acquisition_id, path__startswith=folder
    ).values_list("path", flat=True)[:_MOST_NAMES]
    names = (path.removeprefix(folder) for path in paths.iterator())
    return same_recording(name, (each for each in names if "/" not in each))
