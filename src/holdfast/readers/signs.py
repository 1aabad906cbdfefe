# SPDX-License-Identifier: Apache-2.0
"""Signs that a photograph may not be as the camera wrote it.

Each is a finding with its reason and what it can mean: cameras write odd values of their own
accord (a Mavic 2 Pro writes 1970 into its packet), and an edited file can show none of them. It
never says that a file was edited, nor that it was not.
"""

from __future__ import annotations

import re
from typing import TYPE_CHECKING

from holdfast.readers.reading import Sign

if TYPE_CHECKING:
    from holdfast.readers.exif import Exif
    from holdfast.readers.xmp import Xmp

_FIRMWARE = re.compile(r"v?\d{1,3}(?:\.\d{1,5}){1,4}")
_MAKERS = frozenset({"dji", "hasselblad"})
_SAME_PLACE_DEGREES = 0.0005


def signs_of_editing(exif: Exif, xmp: Xmp, *, has_exif: bool) -> tuple[Sign, ...]:
    """List the signs; an empty list is not a statement that nothing was changed."""
    signs: list[Sign] = []
    from_drone = exif.make.lower() in _MAKERS
    if from_drone and exif.software and not _FIRMWARE.fullmatch(exif.software):
        signs.append(
            Sign(
                "The Software tag names a program, not a firmware.",
                f"EXIF Software is {exif.software!r}; cameras of this make write a number.",
                "The file was saved by that program, so it may not be as the camera wrote it.",
            )
        )
    if not has_exif and any(name.startswith("drone-dji:") for name, _ in xmp.statements):
        signs.append(
            Sign(
                "There is an XMP packet of a drone but no EXIF.",
                "Cameras of this make write both.",
                "EXIF may have been stripped.",
            )
        )
    signs += _dates(exif, xmp)
    signs += _disagreements(exif, xmp)
    return tuple(signs)


def _dates(exif: Exif, xmp: Xmp) -> list[Sign]:
    signs = []
    for name in ("xmp:CreateDate", "xmp:ModifyDate"):
        value = xmp.value(name)
        if value.startswith("1970"):
            signs.append(
                Sign(
                    f"{name} is in 1970.",
                    f"The packet says {value!r}; zero of a computer's clock.",
                    "Some models write this themselves; it can also come from a rewritten packet.",
                )
            )
        elif value and exif.original and value[:10] != exif.original[:10].replace(":", "-"):
            signs.append(
                Sign(
                    f"{name} is another day than EXIF.",
                    f"The packet says {value!r}, EXIF DateTimeOriginal {exif.original!r}.",
                    "One of the two was written at another time or by another clock.",
                )
            )
    if exif.original and exif.modified and exif.original != exif.modified:
        signs.append(
            Sign(
                "The time taken and the time modified differ.",
                f"EXIF has {exif.original!r} and {exif.modified!r}.",
                "The file may have been saved again; some cameras write them a second apart.",
            )
        )
    return signs


def _disagreements(exif: Exif, xmp: Xmp) -> list[Sign]:
    signs = []
    model = xmp.value("tiff:Model")
    if model and exif.model and model != exif.model:
        signs.append(
            Sign(
                "XMP and EXIF name different models.",
                f"XMP says {model!r}, EXIF says {exif.model!r}.",
                "Some models do this themselves; it can also come from a rewritten packet.",
            )
        )
    latitude = xmp.number("drone-dji:GpsLatitude", "drone-dji:Latitude")
    longitude = xmp.number(
        "drone-dji:GpsLongitude", "drone-dji:GpsLongtitude", "drone-dji:Longitude"
    )
    if None in (latitude, longitude, exif.latitude, exif.longitude):
        return signs
    apart = max(
        abs((latitude or 0.0) - (exif.latitude or 0.0)),
        abs((longitude or 0.0) - (exif.longitude or 0.0)),
    )
    if apart > _SAME_PLACE_DEGREES:
        signs.append(
            Sign(
                "XMP and EXIF give different positions.",
                f"XMP says {latitude}, {longitude}; "
                f"EXIF says {exif.latitude:.6f}, {exif.longitude:.6f}.",
                "One of the two may have been changed.",
            )
        )
    return signs
