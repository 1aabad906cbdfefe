# SPDX-License-Identifier: Apache-2.0
"""The witness service: `POST /add-checkpoint` and `GET /<origin hash>/checkpoint`, over HTTP/1.1.

Promises: a request's body is bounded and must state its length; a silent connection is closed after
ten seconds; at most 32 connections are served at once. It decides nothing: see `witness`.
`serve_witness` is a process edge, so it alone reads the clock and takes randomness. Put a TLS
proxy before it when the way to it is not trusted.
"""

from __future__ import annotations

import os
from collections.abc import Callable
from datetime import UTC, datetime
from http import HTTPStatus
from http.server import BaseHTTPRequestHandler, ThreadingHTTPServer
from threading import BoundedSemaphore
from typing import TYPE_CHECKING, ClassVar

from holdfast.ledger.errors import LedgerError, WitnessError
from holdfast.ledger.witness.request import LONGEST_REQUEST
from holdfast.ledger.witness.setup import prepare_witness
from holdfast.ledger.witness.witness import Answer, Witness

if TYPE_CHECKING:
    import socket
    from pathlib import Path

_MOST_CONNECTIONS = 32
_SILENCE_SECONDS = 10

Report = Callable[[str], object]


class WitnessServer(ThreadingHTTPServer):
    """Serves one witness. `report` is told of every answer, for the operator's own log."""

    daemon_threads = True

    def __init__(self, address: tuple[str, int], witness: Witness, report: Report) -> None:
        self.witness = witness
        self.report = report
        self._free = BoundedSemaphore(_MOST_CONNECTIONS)
        super().__init__(address, _Connection)

    def process_request(
        self, request: socket.socket | tuple[bytes, socket.socket], client_address: object
    ) -> None:
        """Wait for a free place before a connection gets its thread."""
        self._free.acquire()
        super().process_request(request, client_address)

    def process_request_thread(
        self, request: socket.socket | tuple[bytes, socket.socket], client_address: object
    ) -> None:
        """Serve one connection and free its place."""
        try:
            super().process_request_thread(request, client_address)
        finally:
            self._free.release()

    def handle_error(self, request: object, client_address: object) -> None:
        """Report a connection that broke off: it is the client's affair, not an error of ours."""
        del request
        self.report(f"{client_address}: the connection broke off")


class _Connection(BaseHTTPRequestHandler):
    server: WitnessServer
    protocol_version = "HTTP/1.1"
    server_version = "holdfast-witness"
    sys_version = ""
    timeout: ClassVar[int] = _SILENCE_SECONDS

    def do_POST(self) -> None:
        if self.path != "/add-checkpoint":
            self._answer(_plain(HTTPStatus.NOT_FOUND, "There is nothing here."), close=True)
            return
        stated = self.headers.get("Content-Length", "")
        if not stated.isascii() or not stated.isdigit() or "Transfer-Encoding" in self.headers:
            self._answer(_plain(HTTPStatus.LENGTH_REQUIRED, "State the length."), close=True)
            return
        if int(stated) > LONGEST_REQUEST:
            too_long = _plain(HTTPStatus.REQUEST_ENTITY_TOO_LARGE, "The request is too long.")
            self._answer(too_long, close=True)
            return
        body = self.rfile.read(int(stated))
        try:
            answer = self.server.witness.add_checkpoint(body)
        except (OSError, LedgerError) as error:
            self.server.report(f"the record cannot be read or written: {error}")
            text = "This witness cannot use its record; nothing was cosigned."
            answer = _plain(HTTPStatus.INTERNAL_SERVER_ERROR, text)
        self._answer(answer)

    def do_GET(self) -> None:
        origin_hash, slash, rest = self.path.removeprefix("/").partition("/")
        data = self.server.witness.latest(origin_hash) if slash and rest == "checkpoint" else None
        if data is None:
            self._answer(_plain(HTTPStatus.NOT_FOUND, "There is no such checkpoint."))
        else:
            self._answer(Answer(HTTPStatus.OK, data))

    def log_message(self, format: str, *args: object) -> None:  # noqa: A002 - inherited name
        self.server.report(f"{self.client_address[0]}: {format % args}")

    def _answer(self, answer: Answer, *, close: bool = False) -> None:
        self.send_response(answer.status)
        self.send_header("Content-Type", answer.content_type)
        self.send_header("Content-Length", str(len(answer.body)))
        self.send_header("Cache-Control", "no-store")
        self.send_header("X-Content-Type-Options", "nosniff")
        if close:
            self.send_header("Connection", "close")
        self.end_headers()
        self.wfile.write(answer.body)


def _plain(status: HTTPStatus, text: str) -> Answer:
    return Answer(status, f"{text}\n".encode())


def _say_nothing(_: str) -> None:
    return


def make_server(
    witness: Witness, host: str, port: int, report: Report = _say_nothing
) -> WitnessServer:
    """Return the service, listening; port 0 takes any free one (see `server_address`)."""
    try:
        return WitnessServer((host, port), witness, report)
    except OSError as error:
        raise WitnessError(
            f"The witness cannot listen on {host} port {port}: {error.strerror}."
        ) from error


def _utc_now() -> datetime:
    return datetime.now(UTC)


def serve_witness(
    state_dir: Path, name: str, host: str, port: int, *, report: Report = _say_nothing
) -> None:
    """Run the witness in `state_dir` until interrupted. Its vkeys are reported first."""
    witness = prepare_witness(state_dir, name, clock=_utc_now, randomness=os.urandom)
    with make_server(witness, host, port, report) as server:
        for verifier in witness.verifiers:
            report(verifier.vkey)
        report(f"{len(witness.logs)} logs followed; listening on http://{host}:{port}/")
        server.serve_forever()
