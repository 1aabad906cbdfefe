# SPDX-License-Identifier: Apache-2.0
"""The rules of the verdict.

*contacted*: the device sent a packet to an address outside, answered or not; or got one from there;
or asked for a name outside at a local resolver, proxy or server, because what is asked there leaves
the building by way of it. The reasons say which of these it was. An attempt without an answer is a
finding: that nobody answered today says nothing about tomorrow.

*none seen in this capture*: none of those, and nothing stands against saying so: the device was seen
speaking with somebody in particular (what it only sends to everybody is also seen where the rest of
its traffic is not); every frame's addresses could be read; the capture says of no drops; it was read
to its end; it was not captured through a filter that could hide a destination; every phase and
flight that was named lies within it; the device had no enciphered tunnel or encrypted DNS to a local
address.

*cannot tell*: whatever else.
"""

from __future__ import annotations

from dataclasses import dataclass
from typing import TYPE_CHECKING

from holdfast.analysis.isolation.report import How, Verdict
from holdfast.plain import counted

if TYPE_CHECKING:
    from collections.abc import Iterable, Sequence

    from holdfast.analysis.isolation.report import (
        AskedName,
        CaptureFile,
        Coverage,
        Destination,
    )


@dataclass(frozen=True, slots=True)
class Grounds:
    """What a verdict rests on.

    `who` names the device in a sentence; `spoke`: it was seen to exchange packets with somebody in
    particular; `veiled` are sentences on enciphered tunnels to the local side.
    """

    who: str
    packets: int
    spoke: bool
    destinations: tuple[Destination, ...]
    asked: tuple[AskedName, ...]
    coverage: Coverage
    captures: tuple[CaptureFile, ...]
    filters: tuple[str, ...]
    veiled: tuple[str, ...]


def decide(grounds: Grounds) -> tuple[str, tuple[str, ...]]:
    """Give the verdict and the sentences that it rests on."""
    if grounds.destinations or grounds.asked:
        return Verdict.CONTACTED.value, tuple(_contacts(grounds))
    against = tuple(obstacles(grounds))
    if against:
        return Verdict.CANNOT_TELL.value, against
    sentence = (
        f"No packet between {grounds.who} and an address outside is in these captures, which hold "
        f"{grounds.packets:,} packets, {grounds.coverage.device_packets:,} of them sent by it."
    )
    return Verdict.NONE_SEEN.value, (sentence,)


def decide_phase(*, contacted: bool, covered: bool, overall: str) -> str:
    """Give the verdict of one phase: no better than the whole, but for a contact elsewhere."""
    if contacted:
        return Verdict.CONTACTED.value
    if not covered or overall == Verdict.CANNOT_TELL:
        return Verdict.CANNOT_TELL.value
    return Verdict.NONE_SEEN.value


def _contacts(grounds: Grounds) -> Iterable[str]:
    who = grounds.who
    sent = [each for each in grounds.destinations if each.packets_out]
    answered = [each for each in sent if each.packets_in]
    if sent:
        yield (
            f"{counted(len(sent), 'address', 'addresses')} outside got packets from {who}; "
            f"{len(answered):,} of them answered."
        )
    if only_in := len(grounds.destinations) - len(sent):
        yield (
            f"From {only_in:,} outside only packets to {who} were seen: they came unasked, or what "
            "was sent to there was not captured."
        )
    attempts = sum(each.attempts_unanswered for each in grounds.destinations)
    if attempts:
        was = (
            "attempt to reach somebody outside was"
            if attempts == 1
            else "attempts to reach somebody outside were"
        )
        yield f"{attempts:,} {was} not answered."
    queries = [each for each in grounds.asked if each.how == How.DNS_QUERY]
    if queries:
        yield (
            f"{counted(len(queries), 'name', 'names')} outside {_was(queries)} asked for; "
            f"{sum(not each.answered for each in queries):,} of them got no answer. What a resolver "
            "is asked, also a local one, goes outside by way of it."
        )
    if through := len(grounds.asked) - len(queries):
        yield f"{through:,} names outside were asked for of a proxy or server on the local side."


def obstacles(grounds: Grounds) -> Iterable[str]:
    """Say what stands against saying that none was seen."""
    yield from _of_device(grounds)
    yield from _of_files(grounds.captures)
    yield from _of_frames(grounds.coverage)
    for each in grounds.filters:
        yield f"What was captured was chosen by a filter ({each}), which may hide a destination."
    yield from grounds.veiled
    for phase in grounds.coverage.phases:
        if not phase.covered:
            yield f"The captures do not cover the phase {phase.name!r}."
    for flight in grounds.coverage.flights:
        if not flight.covered:
            yield f"The captures do not cover the whole of the flight {flight.name!r}."


def _of_device(grounds: Grounds) -> Iterable[str]:
    if not grounds.packets:
        yield "The captures hold no packet."
    elif not grounds.coverage.device_seen:
        yield f"No packet of {grounds.who} is in the captures, so they do not show what it does."
    elif not grounds.spoke:
        yield (
            f"{grounds.who[0].upper()}{grounds.who[1:]} was seen only where it speaks to everybody "
            "(broadcast, multicast, ARP). That is seen also at places that the rest of its traffic "
            "does not pass, so nothing can be said of the rest."
        )


def _of_frames(coverage: Coverage) -> Iterable[str]:
    if coverage.encrypted_frames:
        yield (
            f"{coverage.encrypted_frames:,} Wi-Fi frames are enciphered; their destinations cannot "
            "be read."
        )
    if rest := coverage.unreadable - coverage.encrypted_frames:
        yield f"The addresses of {rest:,} frames cannot be read."
    if coverage.drops:
        yield f"The capturing machine lost {coverage.drops:,} packets."


def _of_files(captures: Iterable[CaptureFile]) -> Iterable[str]:
    for capture in captures:
        if capture.fault:
            yield f"{capture.name!r} was not read to its end: {capture.fault}."


def _was(found: Sequence[object]) -> str:
    return "was" if len(found) == 1 else "were"
