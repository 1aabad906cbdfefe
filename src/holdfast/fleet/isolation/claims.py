# SPDX-License-Identifier: Apache-2.0
"""The verdict of a test as one sentence, and two claims that are not one.

"It is not connected to our network" and "it sends nothing out" were said in one breath of police
drones; a device that sends everything out by way of a telephone is connected to no agency network.
Promises: exactly one of three sentences; a claim that a capture cannot show is said to be that.
"""

from __future__ import annotations

from dataclasses import dataclass
from typing import TYPE_CHECKING, Final

from holdfast.analysis.isolation import Verdict

if TYPE_CHECKING:
    from collections.abc import Mapping

    from holdfast.analysis.isolation import IsolationReport

SENTENCES: Final[Mapping[str, str]] = {
    Verdict.CONTACTED: "Destinations outside were contacted.",
    Verdict.NONE_SEEN: "No destination outside was seen in this capture.",
    Verdict.CANNOT_TELL: "This capture cannot tell whether a destination outside was contacted.",
}
AGENCYS: Final = "the agency's own"
# Addresses that are no one device of a network.
_NOBODY: Final = ("multicast", "broadcast", "loopback", "unspecified", "link-local")


@dataclass(frozen=True, slots=True)
class Claim:
    """What is claimed, what the captures say to it, and in what tone: note, wait or bad."""

    claim: str
    answer: str
    tone: str


def claims_of(report: IsolationReport, network: str) -> tuple[Claim, Claim]:
    """Answer both. `network` is what the tester said of the network that was captured."""
    return _connected(report, network), _sends(report)


def _connected(report: IsolationReport, network: str) -> Claim:
    claim = "“It is not connected to our network”"
    if not report.coverage.device_seen:
        return Claim(claim, "Cannot tell: the device was not seen in the captures at all.", "wait")
    peers = sum(not one.why.startswith(_NOBODY) for one in report.local)
    spoke = f"It exchanged traffic with {peers} local address{'' if peers == 1 else 'es'}."
    if network == AGENCYS:
        return Claim(
            claim, f"Contradicted: it was on the agency's own network in this test. {spoke}", "bad"
        )
    return Claim(
        claim,
        f"Not shown either way: the captured network was {network}, so this test says nothing of "
        f"the agency's own. {spoke}",
        "wait",
    )


def _sends(report: IsolationReport) -> Claim:
    claim = "“It sends nothing out”"
    if report.verdict == Verdict.CONTACTED:
        sent = sum(one.bytes_out for one in report.destinations)
        many, names = len(report.destinations), len(report.asked_names)
        return Claim(
            claim,
            f"Contradicted: {many} destination{'' if many == 1 else 's'} outside, {sent:,} bytes "
            f"sent there, and {names} name{'' if names == 1 else 's'} outside asked for.",
            "bad",
        )
    if report.verdict == Verdict.NONE_SEEN:
        return Claim(
            claim,
            "Not contradicted by these captures, and not shown by them: they reach no further than "
            "what stands above.",
            "note",
        )
    return Claim(claim, "Cannot tell: the captures do not reach far enough.", "wait")
