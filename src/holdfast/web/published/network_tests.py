# SPDX-License-Identifier: Apache-2.0
"""Network tests of a technology as the public reads of them, folded from published records.

Promises: a verdict is one of three sentences and never stands without what a capture cannot see;
a test speaks of one firmware, and the page says so; one that is too old says that too.
"""

from __future__ import annotations

from dataclasses import dataclass
from datetime import date
from typing import TYPE_CHECKING, Final

from holdfast.fleet.isolation import SENTENCES
from holdfast.fleet.isolation.standing import too_old
from holdfast.web.published.words import day_words

if TYPE_CHECKING:
    from collections.abc import Iterator, Mapping

    from holdfast.agency import Agency
    from holdfast.publication.records import Record
    from holdfast.publication.register import Technology

_TONES: Final[Mapping[str, tuple[str, str]]] = {
    "contacted": ("bad", "up"),
    "none seen in this capture": ("note", "open"),
    "cannot tell": ("wait", "unknown"),
}


@dataclass(frozen=True, slots=True)
class Tested:
    """One test: what of it is public. `places` are (address or names, class of owner)."""

    number: str
    index: int
    verdict: str
    sentence: str
    tone: str
    mark: str
    firmware: str
    app: str
    data_mode: str
    network: str
    tester: str
    tested_on: str
    approval: str
    phases: tuple[str, ...]
    owners: tuple[tuple[str, int], ...]
    places: tuple[tuple[str, str], ...]
    asked: tuple[str, ...]
    cannot_see: tuple[str, ...]
    captures: tuple[str, ...]
    report: str
    examined_by: str
    too_old: bool


def listed_tests(of: Technology, lists: Agency, today: date) -> Iterator[Tested]:
    """Give the tests, the newest first."""
    most = int(lists.settings["network_test_days"])
    for index, day, said in reversed(of.network_tests):
        on = _day(said, day)
        tone, mark = _TONES[said["verdict"]]
        yield Tested(
            number=said["test"],
            index=index,
            verdict=said["verdict"],
            sentence=SENTENCES[said["verdict"]],
            tone=tone,
            mark=mark,
            firmware=said["firmware"],
            app=f"{said['app']} {said['app_version']}".strip(),
            data_mode=said["data_mode"],
            network=said["network"],
            tester=said["tester"],
            tested_on=day_words(on),
            approval=said["approval"],
            phases=tuple(one["name"] for one in said["phases"]),
            owners=tuple(sorted(said["destinations"].items())),
            places=tuple(
                (", ".join(one["names"]) or one["address"], one["owner"])
                for one in said["contacted"]
            ),
            asked=tuple(said["asked"]),
            cannot_see=tuple(said["cannot_see"]),
            captures=tuple(said["captures_sha256"]),
            report=said["report_sha256"],
            examined_by=said["examined_by"],
            too_old=too_old(date.fromisoformat(on), today, most),
        )


def _day(said: Record, day: str) -> str:
    """Give the day of the last phase; of a test without phases, that of its entry."""
    return max((str(one["to"])[:10] for one in said["phases"]), default=day)
