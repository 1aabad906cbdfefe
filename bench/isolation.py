# SPDX-License-Identifier: Apache-2.0
"""How fast a long capture is examined, whole analysis included, and whether memory stays flat.

`python bench/isolation.py` invents a test of a drone (the link to its telephone, and apps that ask
for names and speak TLS, QUIC and HTTP to servers), writes it as pcap, and examines it. The peers are
measured in the same run where they are: tshark reading the same fields, and `scapy` and `dpkt` under
the Python that `--peer-python` names, which only take the packets apart and keep no table of
destinations. Seconds are those of the processor; the ratio is what to compare between machines.
"""

from __future__ import annotations

import argparse
import os
import random
import resource
import shutil
import subprocess
import sys
import tempfile
from pathlib import Path
from typing import TYPE_CHECKING

sys.path.insert(0, str(Path(__file__).resolve().parent.parent / "tests"))

from captures import files
from captures import frames as f
from captures import messages as m

if TYPE_CHECKING:
    from collections.abc import Iterator

BUDGET = 300_000
OURS = (
    "import resource, sys; from pathlib import Path;"
    "from holdfast.analysis.isolation import examine;"
    "report = examine([Path(sys.argv[1])]);"
    "used = resource.getrusage(resource.RUSAGE_SELF);"
    "print(report.packets, used.ru_maxrss // 1024, len(report.destinations))"
)
READING = (
    "import sys; from pathlib import Path; from holdfast.readers.capture import open_capture;"
    "print(sum(len(batch.records) for batch in open_capture(Path(sys.argv[1]))))"
)
SCAPY_RAW = (
    "import sys; from scapy.utils import RawPcapReader;"
    "print(sum(1 for _ in RawPcapReader(sys.argv[1])))"
)
DPKT = (
    "import sys, dpkt;"
    "reader = dpkt.pcap.Reader(open(sys.argv[1], 'rb'));"
    "print(sum(1 for _, data in reader if dpkt.ethernet.Ethernet(data)))"
)


def flow(number: int, chance: random.Random) -> Iterator[bytes]:
    """Give the packets of one conversation with a server: question, handshake, hello, content."""
    server = f"{20 + number % 70}.{number >> 16 & 255}.{number >> 8 & 255}.{number & 255}"
    name = f"host-{number}.dji.com"
    port = 20_000 + number % 40_000
    yield f.out(f.udp(port, 53, m.query(name)), to=f.ROUTER_IP, protocol=f.UDP)
    yield f.back(f.udp(53, port, m.answer(name, server)), of=f.ROUTER_IP, protocol=f.UDP)
    if number % 10 == 0:
        initial = m.quic_initial([(0, m.hello(name))], connection=number.to_bytes(8, "big"))
        yield f.out(f.udp(port, 443, initial), to=server, protocol=f.UDP)
    web = 80 if number % 7 == 0 else 443
    yield from f.handshake(port, server, web)
    begins = m.request(name) if web != 443 else m.record(m.hello(name))  # noqa: PLR2004 - the port of TLS
    yield f.out(f.tcp(port, web, begins, sequence=1001), to=server)
    content = bytes(1400)
    for part in range(chance.randrange(20, 160)):
        yield f.back(f.tcp(web, port, content, sequence=5001 + part * 1400), of=server)
        if part % 2:
            yield f.out(f.tcp(port, web, sequence=1400, flags=f.ACK), to=server)


def traffic(count: int) -> Iterator[files.Packet]:
    """Give so many packets: a third of them the link between drone and telephone."""
    chance = random.Random(1)  # noqa: S311 - an invention
    link = f.out(f.udp(9003, 9003, b"\x55" + bytes(1471)), to=f.PHONE_IP, protocol=f.UDP)
    given, number = 0, 0
    while given < count:
        for frame in flow(number, chance):
            for each in (frame, link) if given % 2 else (frame,):
                yield files.Packet(each, files.START + given * 200_000)
                given += 1
        yield files.Packet(f.arp(f.DRONE, f.DRONE_IP), files.START + given * 200_000)
        number += 1


def write(path: Path, count: int) -> None:
    """Write the capture in pieces, so that the bench itself stays small."""
    with path.open("wb") as file:
        file.write(files.pcap([]))
        piece: list[files.Packet] = []
        for packet in traffic(count):
            piece.append(packet)
            if len(piece) == 10_000:  # noqa: PLR2004 - a piece
                file.write(files.pcap(piece)[24:])
                piece.clear()
        file.write(files.pcap(piece)[24:])


def seconds(command: list[str]) -> tuple[float, str]:
    """Give the processor seconds of a command and what it printed."""
    before = resource.getrusage(resource.RUSAGE_CHILDREN)
    done = subprocess.run(command, capture_output=True, text=True, check=False, env=_environment())
    after = resource.getrusage(resource.RUSAGE_CHILDREN)
    used = after.ru_utime + after.ru_stime - before.ru_utime - before.ru_stime
    return (used, done.stdout) if done.returncode == 0 else (float("inf"), done.stderr[-300:])


def _environment() -> dict[str, str]:
    source = str(Path(__file__).resolve().parent.parent / "src")
    return {**os.environ, "PYTHONPATH": source}


def programs(path: Path, peer: str | None) -> Iterator[tuple[str, list[str]]]:
    """Give the programs that are measured, each with its command."""
    yield "holdfast, reading alone", [sys.executable, "-c", READING, str(path)]
    yield "holdfast isolation", [sys.executable, "-c", OURS, str(path)]
    if peer:
        yield "scapy RawPcapReader, reading alone", [peer, "-c", SCAPY_RAW, str(path)]
        yield "dpkt, Ethernet taken apart", [peer, "-c", DPKT, str(path)]
    if shutil.which("tshark"):
        fields = ["-e", "ip.dst", "-e", "dns.qry.name", "-e", "http.host"]
        fields += ["-e", "tls.handshake.extensions_server_name"]
        yield "tshark, the same fields", ["tshark", "-n", "-r", str(path), "-T", "fields", *fields]


def main() -> None:
    """Measure and print the tables."""
    options = argparse.ArgumentParser(description=__doc__.partition("\n")[0] if __doc__ else "")
    options.add_argument("--packets", type=int, default=600_000)
    options.add_argument("--peer-python", help="a Python that has scapy and dpkt")
    chosen = options.parse_args()
    print(f"≥ {BUDGET:,} packets/s on one core is the budget of the whole analysis")
    print("| program | packets/s | time ÷ ours |")
    print("|---|---|---|")
    with tempfile.TemporaryDirectory(prefix="holdfast-bench-") as name:
        path = Path(name) / "capture.pcap"
        write(path, chosen.packets)
        measured = {
            program: seconds(command)[0] for program, command in programs(path, chosen.peer_python)
        }
        ours = measured["holdfast isolation"]
        for program, took in measured.items():
            print(f"| {program} | {chosen.packets / took:,.0f} | {took / ours:.2f} |", flush=True)
        print("\n| packets | file | memory at most |")
        print("|---|---|---|")
        for count in (chosen.packets // 4, chosen.packets):
            write(path, count)
            said = seconds([sys.executable, "-c", OURS, str(path)])[1].split()
            size = path.stat().st_size >> 20
            print(f"| {int(said[0]):,} | {size:,} MiB | {said[1]} MiB |", flush=True)


if __name__ == "__main__":
    main()
