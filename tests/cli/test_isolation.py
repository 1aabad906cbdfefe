# SPDX-License-Identifier: Apache-2.0
"""`holdfast isolation` as an assessor meets it: no home, no network, words for every bad input."""

from __future__ import annotations

import json
import os
import re
import shutil
import signal
import subprocess
import sys
import time
from datetime import UTC, datetime, timedelta
from pathlib import Path

import pytest

from captures import files
from captures import frames as f
from captures import messages as m
from cli.conftest import ROOT, environment, holdfast
from cli.test_no_network import _alone

_KEYS = {
    "verdict", "packets", "malformed", "from", "to", "link_types", "destinations", "local",
    "coverage", "cannot_see", "asked_names", "hosts", "captures", "device", "reasons",
}  # fmt: skip
_DESTINATION = {
    "address", "names", "ports", "bytes_out", "bytes_in", "attempts_unanswered", "first", "last",
    "owner", "phases", "plain_text", "hosts",
}  # fmt: skip
_BEGIN = datetime.fromtimestamp(files.START // 10**9, tz=UTC)
_RECORDS = ROOT.parent / "shared" / "samples" / "drone" / "flightlog"


def _at(seconds: float) -> str:
    return (_BEGIN + timedelta(seconds=seconds)).isoformat()


@pytest.fixture
def capture(tmp_path: Path) -> Path:
    hello = f.out(f.tcp(40_000, 443, m.record(m.hello()), sequence=1001))
    attempt = f.out(f.tcp(40_002, 443, flags=f.SYN), to=f.OTHER_SERVER)
    data = files.pcap(files.spaced([*f.handshake(), hello, attempt]))
    return files.written(tmp_path, data, "flight.pcap")


def test_the_report_is_one_json_object_with_every_key(capture: Path) -> None:
    ended = holdfast("isolation", capture, "--device", "60:60:1F:AA:BB:CC", "--json")
    assert ended.code == 0, ended.err
    report = ended.json
    assert report.keys() >= _KEYS
    assert (report["verdict"], report["packets"], report["malformed"]) == ("contacted", 5, 0)
    assert report["from"] == _at(0).replace("+00:00", "Z")
    assert report["link_types"] == ["Ethernet"]
    by_address = {each["address"]: each for each in report["destinations"]}
    assert by_address.keys() == {f.SERVER, f.OTHER_SERVER}
    first = by_address[f.SERVER]
    assert first.keys() >= _DESTINATION
    assert first["names"] == [{"name": m.NAME, "how": "TLS server name"}]
    assert (first["ports"], first["owner"]["kind"]) == ([443], "vendor")
    assert by_address[f.OTHER_SERVER]["attempts_unanswered"] == 1
    assert by_address[f.OTHER_SERVER]["owner"]["kind"] == "unknown"
    assert any("Bluetooth" in each for each in report["cannot_see"])


def test_the_report_is_words_in_a_terminal(capture: Path) -> None:
    ended = holdfast("isolation", capture, "--phase", f"power on={_at(0)}/{_at(3)}")
    assert ended.code == 0
    for words in ("contacted", m.NAME, "vendor: DJI", "Bluetooth", "Phase power on"):
        assert words in ended.out
    assert f"{_BEGIN:%Y-%m-%d %H:%M:%S}Z" in ended.out


def test_phases_and_flights_come_from_files_too(capture: Path, tmp_path: Path) -> None:
    phases = tmp_path / "phases.txt"
    phases.write_text(f"# the test\npower on={_at(0)}/{_at(2)}\nidle={_at(2)}/{_at(9)}\n", "utf-8")
    ended = holdfast(
        "isolation", capture, "--phases", phases, "--flight", f"one={_at(1)}/{_at(3)}", "--json"
    )
    coverage = ended.json["coverage"]
    assert [each["name"] for each in coverage["phases"]] == ["power on", "idle"]
    assert [each["covered"] for each in coverage["flights"]] == [True]


@pytest.mark.skipif(not _RECORDS.is_dir(), reason="the folder of real samples is not there")
def test_a_flight_record_is_held_against_the_capture(capture: Path) -> None:
    records = [path for path in sorted(_RECORDS.rglob("*.txt")) if _has_times(path)]
    assert records
    ended = holdfast("isolation", capture, "--flight-record", records[0], "--json")
    (flight,) = ended.json["coverage"]["flights"]
    assert (flight["name"], flight["covered"]) == (records[0].name, False)


def _has_times(path: Path) -> bool:
    from holdfast.readers import read

    return len(read(path).times) == 2


def test_another_host_list_is_taken_and_a_broken_one_refused(capture: Path, tmp_path: Path) -> None:
    hosts = tmp_path / "mine.toml"
    row = 'words = "Ours", kind = "agency", networks = ["198.51.100.0/24"], why = "w", published = "p"'
    hosts.write_text(f'source = "us"\ndate = "2026-11-27"\n[hosts]\nours = {{ {row} }}\n', "utf-8")
    ended = holdfast("isolation", capture, "--hosts", hosts, "--json")
    owners = {each["address"]: each["owner"]["kind"] for each in ended.json["destinations"]}
    assert owners == {f.SERVER: "agency", f.OTHER_SERVER: "unknown"}
    hosts.write_text("[hosts]\n", "utf-8")
    assert holdfast("isolation", capture, "--hosts", hosts).code == 2


def test_a_file_that_is_no_capture_is_named_and_the_others_are_examined(
    capture: Path, tmp_path: Path
) -> None:
    text = files.written(tmp_path, b"only a text\n" * 9, "text.pcap")
    empty = files.written(tmp_path, b"", "empty.pcap")
    ended = holdfast("isolation", text, capture, empty, "--json")
    assert (ended.code, ended.json["packets"]) == (3, 5)
    assert "text.pcap" in ended.err
    assert "empty.pcap" in ended.err
    alone = holdfast("isolation", empty, "--json")
    assert (alone.code, alone.json["error"]["kind"]) == (2, "NotACaptureError")
    assert "empty (0 bytes)" in alone.json["error"]["message"]


def test_a_capture_that_breaks_off_is_examined_and_needs_attention(
    capture: Path, tmp_path: Path
) -> None:
    for end in (10, 30, -3):
        cut = files.written(tmp_path, capture.read_bytes()[:end], "cut.pcap")
        ended = holdfast("isolation", cut, "--json")
        assert ended.code == 3
        assert ended.json["captures"][0]["fault"]


@pytest.mark.parametrize(
    "option", [("--device", "drone"), ("--phase", "take-off"), ("--flight-record", __file__)]
)
def test_what_is_asked_in_a_wrong_form_is_wrong_usage(
    capture: Path, option: tuple[str, str]
) -> None:
    ended = holdfast("isolation", capture, *option, "--json")
    assert ended.code == 2
    assert "Nothing was examined" in ended.json["error"]["message"]


def test_a_name_in_a_capture_cannot_repaint_the_terminal(tmp_path: Path) -> None:
    ask = f.out(f.udp(5000, 53, m.query("\x1b[2Jevil.example")), to="8.8.8.8", protocol=f.UDP)
    path = files.written(tmp_path, files.pcap(files.spaced([ask])))
    ended = holdfast("isolation", path)
    assert "evil.example" in ended.out
    assert "\x1b" not in ended.out


def test_ctrl_c_gives_the_report_of_what_was_read(tmp_path: Path) -> None:
    frames = [f.out(f.udp(5000, 9999, bytes(1400)), protocol=f.UDP)] * 2_000
    once = files.pcap(files.spaced(frames, step=1000))
    path = tmp_path / "long.pcap"
    with path.open("wb") as file:
        file.write(once)
        for _ in range(59):
            file.write(once[24:])
    running = subprocess.Popen(
        [sys.executable, "-m", "holdfast", "isolation", path, "--json"],
        stdout=subprocess.PIPE,
        stderr=subprocess.PIPE,
        env=environment(),
        text=True,
    )
    status = Path(f"/proc/{running.pid}/io")
    while running.poll() is None and _read_so_far(status) < 20 << 20:
        time.sleep(0.02)
    os.kill(running.pid, signal.SIGINT)
    out, err = running.communicate(timeout=120)
    assert running.returncode == 1, err
    assert "Traceback" not in err
    assert "Stopped after" in err
    report = json.loads(out)
    assert 0 < report["packets"] < 60 * 2_000
    assert "stopped by a person" in report["captures"][0]["fault"]


def _read_so_far(status: Path) -> int:
    found = re.search(r"rchar: (\d+)", status.read_text("ascii"))
    return int(found[1]) if found else 0


def test_nothing_is_looked_up_and_no_socket_is_opened(capture: Path, tmp_path: Path) -> None:
    strace = shutil.which("strace")
    if strace is None:
        pytest.skip("strace is not on this machine: apt-get install strace")
    calls = tmp_path / "calls.txt"
    done = subprocess.run(
        [
            *_alone(), strace, "-f", "-qq", "-e", "trace=%network", "-o", str(calls),
            sys.executable, "-m", "holdfast", "isolation", capture, "--json",
        ],
        capture_output=True,
        text=True,
        env=environment(),
        check=False,
        timeout=300,
    )  # fmt: skip
    if "ptrace" in done.stderr.lower():
        pytest.skip("this machine does not permit strace")
    assert done.returncode == 0, done.stderr
    assert json.loads(done.stdout)["verdict"] == "contacted"
    assert calls.read_text("utf-8") == ""
