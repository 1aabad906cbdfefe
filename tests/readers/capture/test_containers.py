# SPDX-License-Identifier: Apache-2.0
"""The magic decides what a capture is; each kind gives the same packets at the same times."""

from __future__ import annotations

import gzip
import hashlib
from typing import TYPE_CHECKING

import pytest

from captures import files
from captures.files import START, Packet
from holdfast.readers.capture import CaptureFacts, NotACaptureError, open_capture
from holdfast.readers.errors import ReaderError

if TYPE_CHECKING:
    from pathlib import Path

PACKETS = [
    Packet(bytes((number,)) * (40 + number), START + number * 1_001_000) for number in range(9)
]
KINDS = {
    "pcap": files.pcap(PACKETS),
    "pcap big-endian": files.pcap(PACKETS, order=">"),
    "pcap nanoseconds": files.pcap(PACKETS, nanoseconds=True),
    "pcap nanoseconds big-endian": files.pcap(PACKETS, nanoseconds=True, order=">"),
    "pcap modified": files.pcap(PACKETS, modified=True),
    "pcapng": files.pcapng(PACKETS),
    "pcapng big-endian": files.pcapng(PACKETS, order=">"),
    "pcap in gzip": gzip.compress(files.pcap(PACKETS)),
    "two gzip members": gzip.compress(files.pcap(PACKETS)[:100])
    + gzip.compress(files.pcap(PACKETS)[100:]),
}


def read(path: Path) -> tuple[list[Packet], CaptureFacts]:
    """Read every packet as it was written."""
    with open_capture(path) as capture:
        found = [
            Packet(batch.data[begin:end], time, length)
            for batch in capture
            for time, begin, end, length in batch.records
        ]
    return found, capture.facts


def whole(packets: list[Packet]) -> list[Packet]:
    return [Packet(each.frame, each.time, len(each.frame)) for each in packets]


@pytest.mark.parametrize("kind", KINDS)
@pytest.mark.parametrize("name", ["capture.pcap", "capture.pcapng", "capture.txt"])
def test_every_kind_gives_the_same_packets_whatever_its_name(
    tmp_path: Path, kind: str, name: str
) -> None:
    path = files.written(tmp_path, KINDS[kind], name)
    found, facts = read(path)
    assert found == whole(PACKETS)
    assert (facts.packets, facts.truncated, facts.fault) == (9, 0, "")
    assert facts.sha256 == hashlib.sha256(KINDS[kind]).hexdigest()
    assert facts.format.startswith("pcapng" if "pcapng" in kind else "pcap,")


@pytest.mark.parametrize(
    ("resolution", "ticks"),
    [(6, START // 1000), (9, START), (3, START // 1_000_000), (0x80 | 20, (START << 20) // 10**9)],
)
def test_any_resolution_of_time_is_understood(tmp_path: Path, resolution: int, ticks: int) -> None:
    data = files.section() + files.interface(resolution=resolution)
    data += files.enhanced(PACKETS[0], ticks=ticks)
    found, _facts = read(files.written(tmp_path, data))
    assert abs(found[0].time - START) <= 1_000_000


def test_an_offset_of_the_clock_is_added(tmp_path: Path) -> None:
    data = files.section() + files.interface(offset=3600) + files.enhanced(PACKETS[0])
    assert read(files.written(tmp_path, data))[0][0].time == START + 3600 * 10**9


def test_sections_and_interfaces_are_kept_apart(tmp_path: Path) -> None:
    data = files.section() + files.interface(1) + files.interface(101)
    data += files.enhanced(PACKETS[0], number=1) + files.enhanced(PACKETS[1], number=0)
    data += files.statistics(3, number=1)
    data += files.section(">") + files.interface(113, order=">")
    data += files.enhanced(PACKETS[2], order=">") + files.statistics(4, order=">")
    path = files.written(tmp_path, data)
    with open_capture(path) as capture:
        links = [batch.interface.link for batch in capture for _ in batch.records]
    assert links == [101, 1, 113]
    assert capture.facts.drops == 7
    assert capture.facts.format == "pcapng, big-endian, 2 sections"


def test_what_the_file_does_not_say_of_drops_is_not_known(tmp_path: Path) -> None:
    assert read(files.written(tmp_path, KINDS["pcapng"]))[1].drops is None


def test_a_simple_packet_block_and_unknown_blocks_are_read_or_passed_over(tmp_path: Path) -> None:
    simple = files.block(3, len(PACKETS[0].frame).to_bytes(4, "little") + PACKETS[0].frame)
    data = files.section() + files.interface() + files.block(0xBAD, b"anything") + simple
    found, facts = read(files.written(tmp_path, data))
    assert found[0].frame == PACKETS[0].frame
    assert facts.fault == ""


@pytest.mark.parametrize("kind", ["pcap", "pcapng", "pcap in gzip", "pcap modified"])
def test_a_capture_that_breaks_off_anywhere_gives_what_came_before(
    tmp_path: Path, kind: str
) -> None:
    data = KINDS[kind]
    for end in range(25, len(data), 7):
        path = files.written(tmp_path, data[:end])
        found, facts = read(path)
        assert found == whole(PACKETS)[: len(found)]
        assert facts.fault or len(data[:end]) == facts.bytes_read
        assert facts.sha256 == hashlib.sha256(data[:end]).hexdigest()
    assert len(found) >= 7


def test_a_record_that_claims_too_much_ends_the_reading(tmp_path: Path) -> None:
    data = files.pcap(PACKETS[:2])
    data += (1).to_bytes(4, "little") * 2 + (0x7FFFFFFF).to_bytes(4, "little") * 2 + bytes(50)
    found, facts = read(files.written(tmp_path, data))
    assert len(found) == 2
    assert "packet 3 claims 2,147,483,647 bytes" in facts.fault


@pytest.mark.parametrize(
    ("data", "words"),
    [
        (b"", "empty (0 bytes)"),
        (b"a text that is called .pcap\n" * 50, "no format that Holdfast knows"),
        (b"\xd4\xc3", "no format that Holdfast knows"),
        (b"\x28\xb5\x2f\xfd" + bytes(50), "compressed with zstd"),
        (gzip.compress(b"a text", mtime=0), "no format that Holdfast knows"),
    ],
)
def test_what_is_no_capture_is_refused_in_words(tmp_path: Path, data: bytes, words: str) -> None:
    with pytest.raises(NotACaptureError, match="The file is as it was") as refused:
        read(files.written(tmp_path, data))
    assert words in str(refused.value)


def test_a_folder_and_a_missing_file_are_refused_in_words(tmp_path: Path) -> None:
    with pytest.raises(NotACaptureError, match="not a plain file"):
        open_capture(tmp_path)
    with pytest.raises(ReaderError, match="could not be read"):
        open_capture(tmp_path / "nothing")
