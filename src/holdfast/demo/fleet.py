# SPDX-License-Identifier: Apache-2.0
"""The demonstration agency's 26 drones and its people. All of it is invented.

Promises: the same fleet each time, so that a card of the demonstration is matched to the drone
whose serial number it carries. No serial number belongs to a real aircraft: they have the length
and the alphabet of the maker's, and a middle that the maker does not use.
"""

from __future__ import annotations

from dataclasses import dataclass
from hashlib import sha256
from typing import Final

AGENCY: Final = "Te Tai Police (demonstration)"
ORIGIN: Final = "demonstration.holdfast.example/ledger"
ZONE: Final = "Pacific/Auckland"

_ALPHABET = "0123456789ABCDEFGHJKMNPQRSTUVWXYZ"


@dataclass(frozen=True, slots=True)
class Drone:
    """One aircraft: its asset number, model, the model a card generator knows, where it is kept."""

    asset: str
    model: str
    card_model: str
    serial: str
    district: str
    custodian: str


@dataclass(frozen=True, slots=True)
class Someone:
    """One person of the agency, and why to sign in as them."""

    username: str
    name: str
    roles: tuple[str, ...]
    district: str
    look_at: str


DISTRICTS: Final = (
    "Kauri Coast",
    "Harbour",
    "Central Plateau",
    "East Cape",
    "Capital",
    "Sounds",
    "Plains",
    "Southern Lakes",
)

# model, the generator's model, beginning of the serial number, how many
_MODELS: Final = (
    ("Mavic Pro", "mavic-pro", "08QZ", 6),
    ("Mavic 2 Pro", "mavic-2", "163Z", 6),
    ("Mavic Air 2", "mavic-2", "3N3Z", 3),
    ("Spark", "spark", "0ASZ", 4),
    ("Phantom 4", "phantom-4", "07DZ", 3),
    ("Phantom 4 RTK", "phantom-4-rtk", "0V2Z", 1),
    ("Matrice 210", "matrice-300", "0G0Z", 1),
    ("Matrice 300 RTK", "matrice-300", "1ZNZ", 2),
)

# What is on each model, by the generator's model: as its recordings say.
FIRMWARE: Final = {
    "mavic-pro": "v01.04.0500",
    "mavic-2": "10.00.11.04",
    "spark": "v01.00.1000",
    "phantom-4": "v01.19.5266",
    "phantom-4-rtk": "v01.05.1517",
    "matrice-300": "v03.01.0012",
}

PEOPLE: Final = (
    Someone(
        "a.tamihana",
        "Aroha Tamihana",
        ("investigator",),
        "Capital",
        "the arson case: photographs by day, the flight on the map; the bag case: what moved",
    ),
    Someone(
        "j.faleolo",
        "Josefa Faleolo",
        ("exhibit_officer",),
        "Capital",
        "what is unclassified, holds, the break-glass alert; make a pack",
    ),
    Someone(
        "m.okeefe",
        "Maeve O'Keefe",
        ("operator",),
        "Capital",
        "Take in: hand in a card and read its receipt; Flights: a check before take-off",
    ),
    Someone(
        "r.patel",
        "Ravi Patel",
        ("operator", "investigator"),
        "Sounds",
        "the search case, and a card with a gap in its numbering",
    ),
    Someone(
        "h.wiremu",
        "Hēmi Wiremu",
        ("governance",),
        "Capital",
        "Technologies, Decisions, Permissions; Flights: what does not fit; a drone's network tests",
    ),
    Someone(
        "l.sorensen",
        "Liv Sørensen",
        ("auditor",),
        "Capital",
        "Reports of two quarters, and the ledger: every entry with its proof",
    ),
    Someone(
        "k.adeyemi",
        "Kemi Adeyemi",
        ("administrator",),
        "Capital",
        "People, and the page on the machine's health: one file is damaged",
    ),
)

# Whoever runs `holdfast demo` is this person, so that the command line works too.
DEMONSTRATOR: Final = "demonstrator"


def _serial(beginning: str, asset: str) -> str:
    digest = sha256(f"holdfast demonstration {asset}".encode()).digest()
    return beginning + "".join(_ALPHABET[octet % len(_ALPHABET)] for octet in digest[:10])


def fleet() -> tuple[Drone, ...]:
    """Return the 26 drones, spread over the districts."""
    custodians = [person for person in PEOPLE if "operator" in person.roles]
    drones: list[Drone] = []
    for model, card_model, beginning, count in _MODELS:
        for _ in range(count):
            number = len(drones) + 1
            asset = f"UAS-{number:02}"
            drones.append(
                Drone(
                    asset=asset,
                    model=model,
                    card_model=card_model,
                    serial=_serial(beginning, asset),
                    district=DISTRICTS[number % len(DISTRICTS)],
                    custodian=custodians[number % len(custodians)].username,
                )
            )
    return tuple(drones)
