# SPDX-License-Identifier: Apache-2.0
"""The client and the server, over a real socket on this machine."""

from __future__ import annotations

import socket
import threading
from contextlib import contextmanager
from hashlib import sha256
from http.client import HTTPConnection
from typing import TYPE_CHECKING

import pytest

from holdfast.ledger import Log, SignedCheckpoint
from holdfast.ledger.errors import WitnessError
from holdfast.ledger.witness import WitnessAddress, add_log, cosign, make_server, prepare_witness
from holdfast.ledger.witness.request import LONGEST_REQUEST
from ledger.making import NOW, SIGNER, entries, log_of

if TYPE_CHECKING:
    from collections.abc import Iterator
    from pathlib import Path

    from holdfast.ledger import Verifier
    from holdfast.ledger.witness import Witness


@pytest.fixture
def witness(tmp_path: Path) -> Witness:
    add_log(tmp_path / "witness", SIGNER.verifier.vkey)
    return prepare_witness(
        tmp_path / "witness", "w.example", clock=lambda: NOW, randomness=lambda size: b"\x07" * size
    )


@pytest.fixture
def port(witness: Witness) -> Iterator[int]:
    with make_server(witness, "127.0.0.1", 0) as server:
        thread = threading.Thread(target=server.serve_forever, kwargs={"poll_interval": 0.02})
        thread.start()
        try:
            yield int(server.server_address[1])
        finally:
            server.shutdown()
            thread.join()


@pytest.fixture
def address(witness: Witness, port: int) -> WitnessAddress:
    return WitnessAddress(f"http://127.0.0.1:{port}/", witness.verifiers)


@pytest.fixture
def log(tmp_path: Path) -> Log:
    return log_of(tmp_path / "ledger", 3)


def get(
    port: int,
    path: str,
    *,
    method: str = "GET",
    body: bytes = b"",
    headers: dict[str, str] | None = None,
) -> tuple[int, bytes]:
    connection = HTTPConnection("127.0.0.1", port, timeout=5)
    connection.request(method, path, body, headers or {})
    response = connection.getresponse()
    data = response.read()
    connection.close()
    return response.status, data


def test_a_log_gets_cosigned_as_it_grows(log: Log, address: WitnessAddress) -> None:
    for size in (3, 4, 300):
        if size > log.size:
            log.append(entries(log.size, size), now=NOW)
        signed = cosign(log, address)
        verified = signed.verify(log.verifier, address.verifiers)
        assert [each.verifier.name for each in verified] == [log.origin, "w.example", "w.example"]
        assert log.checkpoint(size) == log.head == signed
    assert log.verify_all(cosigners=address.verifiers).unknown_signatures == ()


def test_the_witness_shows_anyone_what_it_cosigned(
    log: Log, address: WitnessAddress, port: int
) -> None:
    path = f"/{sha256(log.origin.encode()).hexdigest()}/checkpoint"
    assert get(port, path)[0] == 404
    cosign(log, address)
    status, data = get(port, path)
    assert status == 200
    SignedCheckpoint.parse(data).verify(log.verifier, address.verifiers)
    for other in ("/", "/checkpoint", path.upper(), f"{path}/", "/../logs.txt"):
        assert get(port, other)[0] in (400, 404)


def test_a_ledger_put_back_is_told_to_the_person(
    log: Log, address: WitnessAddress, tmp_path: Path
) -> None:
    log.append(entries(3, 9), now=NOW)
    cosign(log, address)
    with pytest.raises(WitnessError, match="put back to an older state"):
        cosign(log_of(tmp_path / "older", 3), address)


def test_a_second_history_is_told_to_the_person(
    log: Log, address: WitnessAddress, tmp_path: Path
) -> None:
    cosign(log, address)
    fork = log_of(tmp_path / "fork")
    fork.append(entries(1000, 1009), now=NOW)
    with pytest.raises(WitnessError, match="not in this log's history"):
        cosign(fork, address)


def test_a_log_that_is_not_followed_is_told_to_the_person(
    address: WitnessAddress, tmp_path: Path
) -> None:
    from holdfast.ledger import Signer

    with pytest.raises(WitnessError, match="does not follow"):
        cosign(log_of(tmp_path / "other", 1, signer=Signer("other.example", bytes(32))), address)


def test_cosignatures_by_keys_not_known_before_do_not_count(
    log: Log, address: WitnessAddress
) -> None:
    unknown: tuple[Verifier, ...] = (SIGNER.verifier,)
    with pytest.raises(WitnessError, match="no cosignature to trust"):
        cosign(log, WitnessAddress(address.url, unknown))


def test_bodies_without_length_or_too_long_are_not_read(port: int) -> None:
    path = "/add-checkpoint"
    assert get(port, "/elsewhere", method="POST", body=b"x")[0] == 404
    assert get(port, path, method="POST", headers={"Content-Length": "-1"})[0] == 411
    too_long = {"Content-Length": str(LONGEST_REQUEST + 1)}
    assert get(port, path, method="POST", headers=too_long)[0] == 413
    assert get(port, path, method="POST", body=b"nonsense")[0] == 400
    assert get(port, path, method="PUT", body=b"x")[0] == 501
    chunked = {"Transfer-Encoding": "chunked"}
    assert get(port, path, method="POST", body=b"0\r\n\r\n", headers=chunked)[0] == 411


def test_a_connection_is_kept_for_the_next_request(port: int) -> None:
    connection = HTTPConnection("127.0.0.1", port, timeout=5)
    for _ in range(3):
        connection.request("POST", "/add-checkpoint", b"nonsense")
        response = connection.getresponse()
        assert (response.status, bool(response.read())) == (400, True)
    connection.close()


@contextmanager
def answering(data: bytes) -> Iterator[WitnessAddress]:
    """Run a false witness that answers every request with `data`."""
    with socket.create_server(("127.0.0.1", 0)) as listener:
        listener.settimeout(5)

        def serve() -> None:
            taken, _ = listener.accept()
            with taken:
                taken.settimeout(5)
                while b"\n\xe2\x80\x94 " not in taken.recv(1 << 16):
                    pass
                taken.sendall(data)
                if not data:
                    taken.recv(1)

        thread = threading.Thread(target=serve)
        thread.start()
        yield WitnessAddress(f"http://127.0.0.1:{listener.getsockname()[1]}", (SIGNER.verifier,))
        thread.join()


@pytest.mark.parametrize(
    ("data", "said"),
    [
        (b"HTTP/1.1 302 Found\r\nLocation: http://127.0.0.1:1/\r\n\r\n", "not followed"),
        (b"HTTP/1.1 200 OK\r\n\r\nnonsense\n", "no cosignature to trust"),
        (b"HTTP/1.1 200 OK\r\n\r\n" + b"x" * (1 << 19), "more than"),
        (b"HTTP/1.1 409 Conflict\r\n\r\nmany\n", "at which size"),
        (b"HTTP/1.1 418 Teapot\r\n\r\nshort and stout", "short and stout"),
        (b"HTTP/1.1 799 Odd\r\n\r\n", "799"),
        (b"SMTP ready\r\n\r\n", "could not be reached"),
        (b"", "could not be reached"),
    ],
)
def test_an_answer_that_is_none_is_told_to_the_person(data: bytes, said: str, log: Log) -> None:
    with answering(data) as address, pytest.raises(WitnessError, match=said):
        cosign(log, address, seconds=0.5)


@pytest.mark.parametrize(
    "url",
    ["", "file:///etc/passwd", "http://", "http://u:p@host/", "http://host/?q", "http://host:x/"],
)
def test_what_is_not_the_address_of_a_witness_is_refused(url: str, log: Log) -> None:
    with pytest.raises(WitnessError, match="address"):
        cosign(log, WitnessAddress(url, (SIGNER.verifier,)))


def test_a_port_that_is_taken_is_named(witness: Witness, port: int) -> None:
    with pytest.raises(WitnessError, match="cannot listen"):
        make_server(witness, "127.0.0.1", port)
