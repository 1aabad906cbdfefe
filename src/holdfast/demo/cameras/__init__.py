# SPDX-License-Identifier: Apache-2.0
"""Draws the recordings of fixed cameras, with the truth about who was where at what second.

    write_export(folder, begun=...)     two cameras of one recorder, as its export lies on a stick
    SQUARE, ENTRANCE                    what each camera sees, and `truth(second)` of it

Everything is drawn: nobody was filmed. The same call gives the same pictures and the same sound.
"""

from __future__ import annotations

from holdfast.demo.cameras.scenes import ENTRANCE, SQUARE
from holdfast.demo.cameras.view import Camera, Walker
from holdfast.demo.cameras.writing import OFFSET_S, WRONG_S, write_camera, write_export

__all__ = [
    "ENTRANCE", "OFFSET_S", "SQUARE", "WRONG_S", "Camera", "Walker", "write_camera", "write_export",
]  # fmt: skip
