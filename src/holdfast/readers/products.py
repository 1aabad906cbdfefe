# SPDX-License-Identifier: Apache-2.0
"""Which product a model code is consistent with: never proof of one aircraft.

Two tables that must not be mixed: the camera's EXIF Model, and the product number in a flight
record header. Matrice airframes do not appear as a Model; the payload does. Where published tables
contradict each other, the wider name stands.
"""

from __future__ import annotations

from types import MappingProxyType
from typing import TYPE_CHECKING

if TYPE_CHECKING:
    from collections.abc import Mapping

CAMERA_PRODUCTS: Mapping[str, str] = MappingProxyType(
    {
        "FC220": "Mavic Pro",
        "FC230": "Mavic Air",
        "FC1102": "Spark",
        "FC330": "Phantom 4",
        "FC6310": "Phantom 4 Pro or Advanced",
        "FC6310S": "Phantom 4 Pro V2.0",
        "FC6310R": "Phantom 4 RTK",
        "FC6360": "Phantom 4 Multispectral",
        "FC200": "Phantom 2 Vision",
        "PHANTOM VISION FC200": "Phantom 2 Vision",
        "FC300C": "Phantom 3 family",
        "FC300S": "Phantom 3 family",
        "FC300X": "Phantom 3 family",
        "FC300XW": "Phantom 3 family",
        "FC350": "Inspire 1 (Zenmuse X3)",
        "FC550": "Zenmuse X5",
        "FC550R": "Zenmuse X5R",
        "FC550RAW": "Zenmuse X5R",
        "FC6510": "Zenmuse X4S",
        "FC6520": "Zenmuse X5S",
        "FC6540": "Zenmuse X7",
        "L1D-20c": "Mavic 2 Pro",
        "FC2200": "Mavic 2 Zoom",
        "FC2204": "Mavic 2 Enterprise Zoom",
        "FC2403": "Mavic 2 Enterprise Dual",
        "FC2103": "Mavic Air or Mavic 2 Enterprise Dual (tables disagree)",
        "M2EA": "Mavic 2 Enterprise Advanced",
        "MAVIC2-ENTERPRISE-ADVANCED": "Mavic 2 Enterprise Advanced",
        "FC3170": "Mavic Air 2",
        "FC3411": "Air 2S",
        "FC7203": "Mavic Mini",
        "FC7303": "Mini 2",
        "FC3682": "Mini 3",
        "FC3582": "Mini 3 Pro",
        "FC8482": "Mini 4 Pro",
        "FC8671": "Neo",
        "L2D-20c": "Mavic 3",
        "FC4170": "Mavic 3 (tele camera)",
        "FC4370": "Mavic 3 Pro (tele camera)",
        "FC4382": "Mavic 3 Pro (tele camera)",
        "M3E": "Mavic 3 Enterprise",
        "M3T": "Mavic 3 Thermal",
        "ZH20": "Zenmuse H20 payload (Matrice airframe not recorded)",
        "ZH20T": "Zenmuse H20T payload (Matrice airframe not recorded)",
        "ZH20N": "Zenmuse H20N payload (Matrice airframe not recorded)",
        "ZH20W": "Zenmuse H20 payload (Matrice airframe not recorded)",
        "ZP1": "Zenmuse P1 payload (Matrice airframe not recorded)",
        "ZenmuseP1": "Zenmuse P1 payload (Matrice airframe not recorded)",
        "XT2": "Zenmuse XT2 payload (airframe not recorded)",
        "XT S": "Zenmuse XT S payload (airframe not recorded)",
        "Z30": "Zenmuse Z30 payload (airframe not recorded)",
        "XT701": "Autel aircraft",
        "XT705": "Autel aircraft",
        "XT709": "Autel aircraft",
        "XL709": "Autel aircraft",
        "XL715": "Autel aircraft",
    }
)

FLIGHT_RECORD_PRODUCTS: Mapping[int, str] = MappingProxyType(
    {
        1: "Inspire 1",
        2: "Phantom 3 Standard",
        3: "Phantom 3 Advanced",
        4: "Phantom 3 Professional",
        6: "Matrice 100",
        7: "Phantom 4",
        9: "Inspire 1 Pro",
        11: "Matrice 600",
        12: "Phantom 3 4K",
        13: "Mavic Pro",
        15: "Inspire 1 RAW",
        17: "Inspire 2",
        24: "Phantom 4 Pro",
        26: "Spark",
        27: "Matrice 600 Pro",
        28: "Phantom 4 Advanced",
        29: "Phantom 3 SE",
        31: "Matrice 200",
        33: "Matrice 210",
        34: "Matrice 210 RTK",
        38: "Mavic Air",
        42: "Mavic 2",
        44: "Phantom 4 Pro V2.0",
        46: "Phantom 4 RTK",
        57: "Phantom 4 Multispectral",
        58: "Mavic 2 Enterprise",
        59: "Mavic Mini",
        60: "Matrice 200 V2",
        61: "Matrice 210 V2",
        62: "Matrice 210 RTK V2",
        67: "Mavic Air 2",
        70: "Matrice 300 RTK",
        73: "FPV",
        75: "Air 2S",
        76: "Mini 2",
        77: "Mavic 3",
        96: "Mini SE",
        103: "Mini 3 Pro",
        111: "Mavic 3 Pro",
        113: "Mini 2 SE",
        116: "Matrice 30",
        118: "Mavic 3 Enterprise",
        121: "Avata",
        126: "Mini 4 Pro",
        152: "Avata 2",
        170: "Matrice 350 RTK",
    }
)


def camera_product(model_code: str | None) -> str | None:
    """Give the product that an EXIF Model is consistent with; None when no table has it."""
    if model_code is None:
        return None
    return CAMERA_PRODUCTS.get(model_code.strip())
