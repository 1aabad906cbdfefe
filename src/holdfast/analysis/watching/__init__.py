# SPDX-License-Identifier: Apache-2.0
"""What people watch recordings with: copies that play anywhere, film strips, waveforms, clips.

Second 0 is the recording's first picture, here as in motion and on every page
(docs/watching.md, docs/adr/0030-watching-by-presentation-time.md). Nothing here replaces an original.

    FrameTimes.from_json(finding["times"]).seconds()        the presentation time of every picture
    copying.copy_recording, strip.film_strip, loudness.loudness, stretch.clip_stretch

What opens recordings is imported by its module, so that reading times loads no codec.
"""

from __future__ import annotations

from holdfast.analysis.watching.frame_times import FrameTimes

__all__ = ["FrameTimes"]
