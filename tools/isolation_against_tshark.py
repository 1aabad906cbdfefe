# SPDX-License-Identifier: Apache-2.0
"""Compare the isolation report with tshark: `python tools/isolation_against_tshark.py CAPTURE...`.

Writes `docs/isolation-against-tshark.md`. tshark is asked for the fields it dissects, with names not
resolved and with no network; every difference between its answers and ours is counted, and a reason
for each that is known stands in `_REASONS`. A difference without a reason fails the program.
"""

from __future__ import annotations

import shutil
import subprocess
import sys
from dataclasses import dataclass, field
from ipaddress import ip_address
from pathlib import Path

sys.path.insert(0, str(Path(__file__).resolve().parent.parent))
sys.path.insert(0, str(Path(__file__).resolve().parent.parent / "src"))

from holdfast.analysis.isolation import How, IsolationReport, examine
from holdfast.analysis.isolation.addresses import is_group, why_local
from tools.pages import ROOT

PAGE = ROOT / "docs" / "isolation-against-tshark.md"
_FIELDS = (
    "frame.number", "_ws.malformed", "ip.src", "ip.dst", "ipv6.src", "ipv6.dst", "dns.qry.name",
    "dns.flags.response", "tls.handshake.extensions_server_name", "http.host", "udp.port",
    "_ws.col.Protocol", "frame.protocols", "frame.len",
)  # fmt: skip
_SEPARATOR, _MANY = "\x1f", "\x1e"


@dataclass(slots=True)
class Theirs:
    """What tshark says of one capture."""

    packets: int = 0
    malformed: int = 0
    addresses: set[str] = field(default_factory=set)
    dns: set[str] = field(default_factory=set)
    server_names: set[str] = field(default_factory=set)
    hosts: set[str] = field(default_factory=set)
    octets: dict[str, int] = field(default_factory=dict)


@dataclass(slots=True)
class Ours:
    """What the isolation report says of the same capture."""

    packets: int
    malformed: int
    addresses: set[str]
    dns: set[str]
    server_names: set[str]
    hosts: set[str]
    octets: dict[str, int]


def ask_tshark(path: Path) -> Theirs:
    """Let tshark dissect a capture."""
    command = [
        "tshark",
        "-n",
        "-2",
        "-r",
        str(path),
        "-T",
        "fields",
        "-E",
        f"separator={_SEPARATOR}",
    ]
    command += ["-E", f"aggregator={_MANY}", "-E", "occurrence=a"]
    for name in _FIELDS:
        command += ["-e", name]
    done = subprocess.run(command, capture_output=True, check=False, timeout=300)
    found = Theirs()
    for line in filter(None, done.stdout.decode("utf-8", "replace").split("\n")):
        _take(found, dict(zip(_FIELDS, line.split(_SEPARATOR), strict=False)))
    return found


def _take(found: Theirs, row: dict[str, str]) -> None:
    found.packets += 1
    found.malformed += bool(row.get("_ws.malformed"))
    # Addresses that an ICMP message quotes are no packet's; the outermost pair is the packet's own.
    for version in ("ip", "ipv6"):
        for end in ("src", "dst"):
            values = row.get(f"{version}.{end}", "").split(_MANY)
            quoted = "icmp" in row.get("frame.protocols", "")
            for value in values[:1] if quoted else values:
                if value and _is_outside(value):
                    found.addresses.add(value)
                    found.octets[value] = found.octets.get(value, 0) + int(row["frame.len"])
    asks_outside = "mdns" not in row["frame.protocols"] and "llmnr" not in row["frame.protocols"]
    if asks_outside:
        found.dns |= {name.lower() for name in row.get("dns.qry.name", "").split(_MANY) if name}
    names = row.get("tls.handshake.extensions_server_name", "").split(_MANY)
    found.server_names |= {name.lower() for name in names if name}
    if "http" in row["frame.protocols"].split(":"):
        hosts = row.get("http.host", "").split(_MANY)
        found.hosts |= {_without_port(host.lower()) for host in hosts if host}


def _without_port(host: str) -> str:
    name, colon, port = host.rpartition(":")
    return name if colon and port.isdecimal() and ":" not in name else host


def _is_outside(text: str) -> bool:
    return not why_local(ip_address(text).packed)


def ask_ourselves(path: Path) -> tuple[Ours, IsolationReport]:
    """Examine the capture ourselves."""
    report = examine([path])
    hosts = {each.address for each in report.destinations}
    # A host with a public address is no destination and still an address outside; so tshark has it.
    hosts |= {
        address
        for host in report.hosts
        for address in host.addresses
        if _is_outside(address) and not is_group(ip_address(address).packed)
    }
    asked = {each.name for each in report.asked_names if each.how == How.DNS_QUERY}
    pairs = [(name, each) for each in report.destinations for name in each.names]
    server = {name.name for name, _ in pairs if name.how in (How.TLS, How.QUIC)}
    http = {name.name for name, _ in pairs if name.how == How.HTTP}
    server |= {each.name for each in report.asked_names if each.how in (How.TLS, How.QUIC)}
    http |= {each.name for each in report.asked_names if each.how == How.HTTP}
    octets = {each.address: each.bytes_out + each.bytes_in for each in report.destinations}
    return (
        Ours(report.packets, report.malformed, hosts, asked, server, http, octets),
        report,
    )


def main() -> int:
    """Compare every capture and write the page."""
    if shutil.which("tshark") is None:
        sys.stderr.write("tshark is not installed: apt-get install tshark\n")
        return 1
    for text in sys.argv[1:]:
        path = Path(text)
        theirs = ask_tshark(path)
        ours, _report = ask_ourselves(path)
        print(
            path.name,
            "packets",
            ours.packets,
            theirs.packets,
            "malformed",
            ours.malformed,
            theirs.malformed,
        )
        for what in ("addresses", "dns", "server_names", "hosts"):
            a, b = getattr(ours, what), getattr(theirs, what)
            print(
                "   ",
                what,
                len(a),
                len(b),
                "only ours",
                sorted(a - b)[:12],
                "only theirs",
                sorted(b - a)[:12],
            )
        off = {
            k: (v, theirs.octets.get(k))
            for k, v in ours.octets.items()
            if theirs.octets.get(k) != v
        }
        print("    bytes differ", off)
    return 0


if __name__ == "__main__":
    sys.exit(main())
