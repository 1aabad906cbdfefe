# SPDX-License-Identifier: Apache-2.0
"""What a DNS message says about who asked for which name, and which address has it.

A name that by its form stays on the local network is no question to the outside, nor is the name of
a private address. mDNS and LLMNR do not leave the link, so what is asked there is asked of nobody
outside; what is answered there names local devices.
"""

from __future__ import annotations

from typing import TYPE_CHECKING

from holdfast.analysis.isolation import dns
from holdfast.analysis.isolation.addresses import why_local
from holdfast.analysis.isolation.report import How

if TYPE_CHECKING:
    from holdfast.analysis.isolation.conversation import Conversation
    from holdfast.analysis.isolation.heard import Heard


def hear_dns(
    heard: Heard,
    talk: Conversation,
    message: dns.Message,
    when: tuple[int, int],
    *,
    outward: bool,
    multicast: bool = False,
) -> None:
    """Put what a message says into the tables; `when` is (time, phase)."""
    if multicast:
        _announced(heard, message)
        return
    # Who asks: the sender of a question, the receiver of an answer.
    asks = outward != message.response
    asker = talk.host_id if asks else talk.other_id or talk.other
    resolver = talk.other if asks else talk.host
    time, phase = when
    for question in message.questions:
        if not _leads_outside(question.name):
            continue
        key = (asker, question.name, How.DNS_QUERY.value)
        if message.response:
            addresses = [each for record in message.answers for each in record.addresses]
            heard.answer(key, resolver, time, addresses)
        else:
            heard.ask(key, resolver, time, phase)
    if message.response:
        _named(heard, asker, message)


def _leads_outside(name: str) -> bool:
    address = dns.name_of_reverse(name)
    if address is not None:
        return not why_local(address)
    return bool(name) and not dns.is_local_name(name) and not name.endswith(".arpa")


def _named(heard: Heard, asker: bytes, message: dns.Message) -> None:
    asked = dict.fromkeys(question.name for question in message.questions)
    # The names that the question leads to, one alias after the other.
    chain = dict(asked)
    for record in message.answers:
        if record.type == dns.CNAME and record.name in chain:
            chain[record.target] = None
    for record in message.answers:
        if record.type == dns.PTR:
            address = dns.name_of_reverse(record.name)
            if address is not None:
                heard.name(asker, address, record.target, How.DNS_ANSWER.value)
            continue
        names = (*asked, record.name) if record.name in chain else (record.name,)
        for address in record.addresses:
            for name in dict.fromkeys(names):
                heard.name(asker, address, name, How.DNS_ANSWER.value)


def _announced(heard: Heard, message: dns.Message) -> None:
    for record in message.answers if message.response else ():
        for address in record.addresses:
            if record.name and len(heard.announced) < 20_000:  # noqa: PLR2004 - as many devices as are kept
                heard.announced[address] = record.name
