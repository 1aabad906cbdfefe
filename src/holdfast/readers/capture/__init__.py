# SPDX-License-Identifier: Apache-2.0
"""Packet captures: pcap and pcapng as a stream of packets, with their link and network layers.

Knows nothing of destinations or verdicts; see holdfast.analysis.isolation for those.
"""

from __future__ import annotations

from holdfast.readers.capture.capture import Capture, open_capture
from holdfast.readers.capture.errors import BrokenCaptureError, NotACaptureError
from holdfast.readers.capture.link import LINK_NAMES, read_link
from holdfast.readers.capture.network import Datagram, read_network
from holdfast.readers.capture.values import Batch, CaptureFacts, Interface

__all__ = [
    "LINK_NAMES",
    "Batch",
    "BrokenCaptureError",
    "Capture",
    "CaptureFacts",
    "Datagram",
    "Interface",
    "NotACaptureError",
    "open_capture",
    "read_link",
    "read_network",
]
