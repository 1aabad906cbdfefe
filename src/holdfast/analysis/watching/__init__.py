# SPDX-License-Identifier: Apache-2.0
"""What people watch recordings with: copies that play anywhere, film strips, waveforms, clips.

Second 0 is the recording's first picture, here as in motion and on every page
(docs/watching.md, docs/adr/0030-watching-by-presentation-time.md). Nothing here replaces an original.

    copy_recording(path, name, to, most=720, quality=23)    the whole, and when each picture is shown
    FrameTimes.from_json(finding["times"]).seconds()        the presentation time of every picture
"""

from __future__ import annotations

from holdfast.analysis.watching.copying import copy_recording
from holdfast.analysis.watching.frame_times import FrameTimes

__all__ = ["FrameTimes", "copy_recording"]
