# SPDX-License-Identifier: Apache-2.0
"""Serve a home's pages from this process until Ctrl-C, for `serve` and `demo`.

Promises: whoever asks is told the address only once it answers; Ctrl-C or a termination signal
finishes the answers under way and ends with exit code 0. Listens on this machine only unless told
otherwise. Header lines that a proxy adds are believed from a proxy on this machine only, and only
when `web.https` says that there is one.
"""

from __future__ import annotations

import contextlib
import signal
import socket
from typing import TYPE_CHECKING, Any

from holdfast.cli.errors import PortInUseError

if TYPE_CHECKING:
    from collections.abc import Callable
    from types import FrameType

_THREADS = 8
# A card may be handed in through the browser as one request; the body is spooled to disk.
_LARGEST_REQUEST = 1 << 40


def refuse_a_taken_port(host: str, port: int) -> None:
    """Raise PortInUseError when nothing could listen there; checked before long work begins."""
    family = socket.AF_INET6 if ":" in host else socket.AF_INET
    with socket.socket(family, socket.SOCK_STREAM) as probe:
        probe.setsockopt(socket.SOL_SOCKET, socket.SO_REUSEADDR, 1)
        try:
            probe.bind((host, port))
        except OSError as error:
            raise _in_use(host, port, error) from error


def serve_pages(host: str, port: int, *, on_ready: Callable[[str], None]) -> None:
    """Serve the pages of the home that `HOLDFAST_HOME` names; return after Ctrl-C."""
    from django.conf import settings
    from waitress.server import create_server

    from holdfast.web.wsgi import application

    behind_proxy: dict[str, Any] = {}
    if settings.SESSION_COOKIE_SECURE:
        trusted = {"x-forwarded-proto", "x-forwarded-for", "x-forwarded-host"}
        behind_proxy = {"trusted_proxy": "127.0.0.1", "trusted_proxy_headers": trusted}
    try:
        server = create_server(
            application,
            host=host,
            port=port,
            threads=_THREADS,
            ident=None,
            max_request_body_size=_LARGEST_REQUEST,
            **behind_proxy,
        )
    except OSError as error:
        raise _in_use(host, port, error) from error
    # Also where a shell that started us in the background left the interrupt ignored.
    for stopping in (signal.SIGINT, signal.SIGTERM):
        signal.signal(stopping, _stop)
    shown = "127.0.0.1" if host == "0.0.0.0" else host  # noqa: S104 # only what is shown, not bound
    on_ready(f"http://{f'[{shown}]' if ':' in shown else shown}:{server.effective_port}/")
    with contextlib.suppress(KeyboardInterrupt):
        server.run()
    server.close()


def _stop(_signal: int, _frame: FrameType | None) -> None:
    raise KeyboardInterrupt


def _in_use(host: str, port: int, error: OSError) -> PortInUseError:
    return PortInUseError(
        f"Nothing can listen on {host} port {port}: {error.strerror or error}. No evidence was "
        "touched. Name another port with --port (with make: PORT=8001)."
    )
