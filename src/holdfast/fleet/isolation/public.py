# SPDX-License-Identifier: Apache-2.0
"""What of an isolation report is public: destinations outside, and nothing of the agency's own.

Promises: no hardware address, no address on the local side and no serial number that is handed in
as `withheld` gets out; a name with one of them in it is published as withheld, so that it is still
counted. What a capture cannot see is always in it.
"""

from __future__ import annotations

from collections import Counter
from dataclasses import dataclass
from typing import TYPE_CHECKING, Any, Final

if TYPE_CHECKING:
    from collections.abc import Iterable, Iterator, Mapping

    from holdfast.analysis.isolation import IsolationReport

WITHHELD: Final = "(a name with a number of the device in it, withheld)"
_SHORTEST: Final = 5


@dataclass(frozen=True, slots=True)
class PublicPart:
    """The fields of the public record that come from the report."""

    verdict: str
    destinations: Mapping[str, int]
    contacted: tuple[Mapping[str, Any], ...]
    asked: tuple[str, ...]
    cannot_see: tuple[str, ...]

    def fields(self) -> dict[str, Any]:
        """Give them as the record has them."""
        return {
            "verdict": self.verdict,
            "destinations": dict(self.destinations),
            "contacted": [dict(one) for one in self.contacted],
            "asked": list(self.asked),
            "cannot_see": list(self.cannot_see),
        }


def public_part(report: IsolationReport, *, withheld: Iterable[str]) -> PublicPart:
    """Take what is public. `withheld` are serial numbers of the agency's devices."""
    hidden = tuple(dict.fromkeys(_numbers(report, withheld)))
    counts = Counter(one.owner.kind for one in report.destinations)
    return PublicPart(
        verdict=str(report.verdict),
        destinations=dict(sorted(counts.items())),
        contacted=tuple(
            {
                "address": one.address,
                "names": _each_once(_shown(name.name, hidden) for name in one.names),
                "owner": one.owner.kind,
            }
            for one in report.destinations
        ),
        asked=tuple(_each_once(_shown(one.name, hidden) for one in report.asked_names)),
        cannot_see=report.cannot_see,
    )


def holds_a_number(text: str, numbers: Iterable[str]) -> bool:
    """Tell whether one of the numbers stands in the text, however it is divided."""
    plain = _bare(text)
    return any(len(bare) >= _SHORTEST and bare in plain for bare in map(_bare, numbers))


def _shown(name: str, hidden: tuple[str, ...]) -> str:
    plain = _bare(name)
    return WITHHELD if any(number in plain for number in hidden) else name


def _numbers(report: IsolationReport, withheld: Iterable[str]) -> Iterator[str]:
    hosts = (number for host in report.hosts for number in host.hardware)
    for number in (*withheld, *hosts):
        bare = _bare(number)
        if len(bare) >= _SHORTEST:
            yield bare


def _bare(text: str) -> str:
    """Write a name or number without what only divides it, so that 60-60-1f is found as 60601f."""
    return "".join(one for one in text.casefold() if one.isalnum())


def _each_once(names: Iterable[str]) -> list[str]:
    return list(dict.fromkeys(names))
