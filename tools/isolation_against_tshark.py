# SPDX-License-Identifier: Apache-2.0
"""Compare the isolation report with tshark: `python tools/isolation_against_tshark.py FOLDER`.

FOLDER holds captures of real devices. They, and captures of each kind that the tests make, are read
by us and by tshark, and `docs/isolation-against-tshark.md` is written: how many packets, malformed
packets, addresses outside, names asked for, server names and HTTP hosts each found. tshark is asked
without name resolution. Every difference must have its reason in `REASONS`; one without fails the
program, and one that has gone as well.
"""

from __future__ import annotations

import shutil
import subprocess
import sys
import tempfile
from dataclasses import dataclass, field
from ipaddress import ip_address
from pathlib import Path

sys.path.insert(0, str(Path(__file__).resolve().parent.parent / "src"))
sys.path.insert(0, str(Path(__file__).resolve().parent.parent / "tests"))

from captures.kinds import kinds
from holdfast.analysis.isolation import How, examine
from holdfast.analysis.isolation.addresses import is_group, why_local

PAGE = Path(__file__).resolve().parent.parent / "docs" / "isolation-against-tshark.md"
_FIELDS = (
    "_ws.malformed", "ip.src", "ip.dst", "ipv6.src", "ipv6.dst", "dns.qry.name",
    "tls.handshake.extensions_server_name", "http.host", "frame.protocols", "frame.len",
)  # fmt: skip
_SEPARATOR, _MANY = "\x1f", "\x1e"
COLUMNS = ("packets", "malformed", "addresses", "bytes", "asked", "server_names", "hosts")
_OVERLAP = (
    "tshark marks a TCP segment that was sent again as malformed when it overlaps what it had put "
    "together; no packet is malformed"
)
REASONS = {
    ("ndpi_alexa-app.pcapng", "malformed"): _OVERLAP,
    ("ndpi_weibo.pcap", "malformed"): (
        "A segment before it was not captured, so tshark takes the middle of a picture for the head "
        "of an HTTP answer; we read no answers"
    ),
    ("damaged.pcap", "malformed"): (
        "tshark says of bogus lengths and versions in an IP header in its notes on the protocol, and "
        "not as malformed; we count the packet, because its addresses cannot be believed"
    ),
}


@dataclass(slots=True)
class Found:
    """What one of the two found in a capture."""

    packets: int = 0
    malformed: int = 0
    octets: dict[str, int] = field(default_factory=dict)
    asked: set[str] = field(default_factory=set)
    server_names: set[str] = field(default_factory=set)
    hosts: set[str] = field(default_factory=set)

    @property
    def addresses(self) -> set[str]:
        """Every address outside."""
        return set(self.octets)


def ask_tshark(path: Path) -> Found:
    """Let tshark dissect a capture."""
    command = ["tshark", "-n", "-2", "-r", str(path), "-T", "fields", "-E", "occurrence=a"]
    command += ["-E", f"separator={_SEPARATOR}", "-E", f"aggregator={_MANY}"]
    for name in _FIELDS:
        command += ["-e", name]
    done = subprocess.run(command, capture_output=True, check=False, timeout=300)
    found = Found()
    # Not splitlines: it would take the separators for ends of lines.
    for line in filter(None, done.stdout.decode("utf-8", "replace").split("\n")):
        _take(found, dict(zip(_FIELDS, line.split(_SEPARATOR), strict=True)))
    return found


def _take(found: Found, row: dict[str, str]) -> None:
    found.packets += 1
    found.malformed += bool(row["_ws.malformed"])
    protocols = row["frame.protocols"].split(":")
    quoted = "icmp" in protocols or "icmpv6" in protocols
    # An ICMP message quotes a packet; the quoted addresses are not the packet's own.
    seen = {
        value
        for name in ("ip.src", "ip.dst", "ipv6.src", "ipv6.dst")
        for value in row[name].split(_MANY)[: 1 if quoted else None]
        if value and _is_outside(value)
    }
    for address in seen:
        found.octets[address] = found.octets.get(address, 0) + int(row["frame.len"])
    if "mdns" not in protocols and "llmnr" not in protocols:
        found.asked |= _values(row["dns.qry.name"])
    found.server_names |= _values(row["tls.handshake.extensions_server_name"])
    if "http" in protocols:
        found.hosts |= {_without_port(host) for host in _values(row["http.host"])}


def _values(text: str) -> set[str]:
    return {each.lower() for each in text.split(_MANY) if each}


def _without_port(host: str) -> str:
    name, colon, port = host.rpartition(":")
    return name if colon and port.isdecimal() and ":" not in name else host


def _is_outside(text: str) -> bool:
    return not why_local(ip_address(text).packed)


def ask_ourselves(path: Path) -> Found:
    """Examine the capture ourselves."""
    report = examine([path])
    found = Found(report.packets, report.malformed)
    found.octets = {each.address: each.bytes_out + each.bytes_in for each in report.destinations}
    for host in report.hosts:
        # A host with a public address is no destination, and is outside to tshark.
        for address in host.addresses:
            if _is_outside(address) and not is_group(ip_address(address).packed):
                found.octets.setdefault(address, -1)
    pairs = [(name.name, name.how) for each in report.destinations for name in each.names]
    pairs += [(each.name, each.how) for each in report.asked_names]
    for name, how in pairs:
        if how == How.DNS_QUERY:
            found.asked.add(name)
        elif how in (How.TLS, How.QUIC):
            found.server_names.add(name)
        elif how == How.HTTP:
            found.hosts.add(name)
    return found


def differences(ours: Found, theirs: Found) -> dict[str, str]:
    """Give what differs, by column, in words."""
    found: dict[str, str] = {}
    for column in ("packets", "malformed"):
        if getattr(ours, column) != getattr(theirs, column):
            found[column] = f"{getattr(ours, column):,} and {getattr(theirs, column):,}"
    for column in ("addresses", "asked", "server_names", "hosts"):
        mine, other = getattr(ours, column), getattr(theirs, column)
        if mine != other:
            only = [f"only ours {each}" for each in sorted(mine - other)]
            only += [f"only tshark's {each}" for each in sorted(other - mine)]
            found[column] = ", ".join(only)
    unlike = [
        address
        for address, count in ours.octets.items()
        if count >= 0 and theirs.octets.get(address, count) != count
    ]
    if unlike:
        found["bytes"] = ", ".join(sorted(unlike))
    return found


_HEAD = """\
<!-- SPDX-License-Identifier: Apache-2.0 -->
<!-- Made by tools/isolation_against_tshark.py; change that and not this page. -->
# Destinations against tshark

What `holdfast isolation` found in captures, and what {version} found in the same files. Each pair is
ours / tshark's. Addresses are those outside by [our rule](formats/isolation.md); bytes are compared
for each of them; names are compared one by one. A difference has its reason below the table.
"""
_TABLE = """
| Capture | Packets | Malformed | Addresses outside | Names asked | Server names (TLS, QUIC) | HTTP hosts | Differences |
|---|---|---|---|---|---|---|---|
"""
_SAID = {
    "packets": "packets", "malformed": "malformed packets", "addresses": "addresses outside",
    "bytes": "bytes", "asked": "names asked", "server_names": "server names", "hosts": "HTTP hosts",
}  # fmt: skip


def _row(name: str, ours: Found, theirs: Found, differing: dict[str, str]) -> str:
    pairs = [f"{ours.packets:,} / {theirs.packets:,}", f"{ours.malformed:,} / {theirs.malformed:,}"]
    pairs += [
        f"{len(getattr(ours, column)):,} / {len(getattr(theirs, column)):,}"
        for column in ("addresses", "asked", "server_names", "hosts")
    ]
    words = ", ".join(_SAID[column] for column in differing) or "none"
    return f"| `{name}` | {' | '.join(pairs)} | {words} |\n"


def _compare(paths: list[Path]) -> tuple[str, list[str], list[str]]:
    rows, reasons, unexplained = "", [], []
    for path in paths:
        ours, theirs = ask_ourselves(path), ask_tshark(path)
        differing = differences(ours, theirs)
        rows += _row(path.name, ours, theirs, differing)
        for column, words in differing.items():
            reason = REASONS.get((path.name, column))
            if reason is None:
                unexplained.append(f"{path.name}: {_SAID[column]}: {words}")
            else:
                reasons.append(f"- `{path.name}`, {_SAID[column]} ({words}): {reason}.\n")
    return rows, reasons, unexplained


def main() -> int:
    """Compare every capture and write the page."""
    if shutil.which("tshark") is None or not sys.argv[1:]:
        sys.stderr.write("Say a folder of captures, and install tshark first.\n")
        return 2
    version_of = [shutil.which("tshark") or "tshark", "--version"]
    asked = subprocess.run(version_of, capture_output=True, text=True, check=False)
    version = " ".join(asked.stdout.split()[:3])
    with tempfile.TemporaryDirectory(prefix="holdfast-") as name:
        made = []
        for kind, data in kinds().items():
            made.append(Path(name) / kind)
            made[-1].write_bytes(data)
        real = sorted(Path(sys.argv[1]).glob("*.pcap*"))
        page, unexplained = _HEAD.format(version=version), []
        for head, paths in (("Real devices", real), ("Made captures, one of each kind", made)):
            rows, reasons, missing = _compare(paths)
            page += f"\n## {head}\n{_TABLE}{rows}"
            page += "\n" + "".join(reasons) if reasons else ""
            unexplained += missing
    if unexplained:
        sys.stderr.write("\n".join([*unexplained, "These differences have no reason.\n"]))
        return 1
    PAGE.write_text(page, encoding="utf-8")
    return 0


if __name__ == "__main__":
    sys.exit(main())
