# SPDX-License-Identifier: Apache-2.0
"""What no capture of IP traffic can show. It stands in every report, whatever its verdict."""

from __future__ import annotations

CANNOT_SEE = tuple(
    """\
Cellular: what a SIM, an eSIM or a 4G dongle in the aircraft, the remote controller or the telephone sent.
Bluetooth.
Radio that is not IP: DroneID and Remote ID, which the aircraft broadcasts for anybody to hear, and the maker's own control and video link.
Other networks: Wi-Fi or cable that was not captured, also a network that the device joins on its own.
Names that are enciphered: encrypted DNS, ECH, and what is inside TLS, QUIC or a tunnel.
Wi-Fi frames that were captured enciphered.
Later sending (later upload): what the device keeps now and sends when it next meets a network.
What happens with another version of the firmware or the app, at another place, or after settings are changed from afar.
""".splitlines()
)

SCOPE = (
    "This is what was seen in these captures, within their limited scope; that something was not "
    "seen does not mean that it cannot happen."
)
