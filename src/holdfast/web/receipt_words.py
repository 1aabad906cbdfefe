# SPDX-License-Identifier: Apache-2.0
"""A receipt's figures in words: who, when and why; what the medium says; what needs a look."""

from __future__ import annotations

from types import SimpleNamespace
from typing import TYPE_CHECKING, Any, Final

from holdfast.web.templatetags.ui import iec, listed, moment

if TYPE_CHECKING:
    from collections.abc import Iterator, Mapping

    from holdfast.records.receipt import Receipt

_NAMED_MOST: Final = 8


def _fact(name: str, value: object, source: str = "") -> SimpleNamespace:
    return SimpleNamespace(name=name, value=value, source=source)


def about(receipt: Receipt) -> list[SimpleNamespace]:
    """Say who took it in, when, why and under what authority."""
    by = receipt.taken_by
    return [
        _fact("Agency", receipt.agency),
        _fact("Case", f"{receipt.case}: {receipt.case_title}"),
        _fact("Taken in by", f"{by.name} ({by.username})"),
        _fact("Purpose", receipt.purpose_words, receipt.purpose_text),
        _fact("Authority", receipt.authority or "none was named"),
        _fact("Begun", moment(receipt.started_at)),
        _fact("Ended", moment(receipt.finished_at)),
        _fact("Items", f"{receipt.items:,}", _kinds(receipt)),
    ]


def _kinds(receipt: Receipt) -> str:
    return str(listed(f"{count:,} {kind}" for kind, count in receipt.kinds.items()))


def medium_facts(medium: Mapping[str, Any]) -> list[SimpleNamespace]:
    """Say what the operating system or the image tells of the medium."""
    return [
        _fact(str(name).replace("_", " ").capitalize(), _value(str(name), value))
        for name, value in medium.items()
        if value not in (None, "", [], {}) and not isinstance(value, dict)
    ]


def _value(name: str, value: object) -> str:
    if isinstance(value, bool):
        return "yes" if value else "no"
    if isinstance(value, int) and name in {"size", "free", "bytes"}:
        return iec(value)
    return ", ".join(map(str, value)) if isinstance(value, list) else str(value)


def attention(receipt: Receipt) -> Iterator[SimpleNamespace]:
    """Say, first what matters most, what a person should look at."""
    if receipt.stores_nothing:
        yield _line("Nothing new", "Everything on this medium was in the vault before.")
    if receipt.unreadable:
        yield _line(
            f"{receipt.unreadable} unreadable",
            "The medium could not hand them over. The reasons stand beside the files. Keep the "
            "medium.",
        )
    if receipt.gaps:
        yield _line(
            "Gaps in the numbering", f"{_some(receipt.gaps)}. A gap is no proof of deletion."
        )
    if receipt.damaged:
        reasons = [f"{one.path}: {one.reason}" for one in receipt.damaged]
        yield _line("Kept, and could not be read as they should", _some(reasons))
    if receipt.deleted_total:
        paths = [str(one["path"]) for one in receipt.deleted]
        yield _line(f"{receipt.deleted_total} deleted files are still listed", _some(paths))
    unknown = [one.asset or one.text for one in receipt.devices if one.quarantine]
    if unknown:
        yield _line(
            "Kept and quarantined from analysis, until somebody decides: recordings of",
            _some(unknown),
        )
    for run in receipt.split_recordings:
        yield _line("One recording in several files", _some(run))


def _line(title: str, words: str) -> SimpleNamespace:
    return SimpleNamespace(title=title, words=words)


def _some(values: object) -> str:
    words = list(map(str, values)) if isinstance(values, (list, tuple)) else [str(values)]
    more = len(words) - _NAMED_MOST
    return "; ".join(words[:_NAMED_MOST]) + (f"; and {more:,} more" if more > 0 else "")
