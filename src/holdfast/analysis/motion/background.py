# SPDX-License-Identifier: Apache-2.0
"""What a fixed camera sees when nothing moves, and which pixels are not that.

Promises: a pixel is *other* when brightness or colour differs from the background by more than the
scene's own noise there; a brightness jump of the whole picture (infra-red lamp, automatic
exposure) is taken up in one step, not reported as movement; what flickers again and again at the
same place (leaves, water, rain on the lens) raises the bar at that place alone. An object that
stands still is never taken into the background here: that is decided by whoever knows objects
(`absorb`). Brightness alone is never used to remove shadows.
"""

from __future__ import annotations

from dataclasses import dataclass
from typing import TYPE_CHECKING, Final

import numpy as np

from holdfast.analysis.motion.pixels import difference, majority

if TYPE_CHECKING:
    from holdfast.analysis.motion.pixels import Mask, Plane

_LEAST: Final = 14  # grey levels over the spread of a calm pixel
_TINT: Final = 7  # levels of a colour difference; codecs keep colour calmer than brightness
_SPREAD_AT_FIRST: Final = 4
_SPREAD_MOST: Final = 60
_FLICK: Final = 14  # what one coming or going adds to a pixel's restlessness
_CALM_EVERY: Final = 8  # frames between two steps of forgetting
_RESTLESS_FROM: Final = 110
_SPARSE: Final = 8  # every so many pixels each way are enough to measure light
_BRIGHT_ENOUGH: Final = 24
_PIXELS_ENOUGH: Final = 100
_GAIN_LEAST: Final = 0.02
_GAIN_MOST: Final = 0.5
JUMP: Final = 0.35  # share of the picture beyond which it is not objects that changed


@dataclass(frozen=True, slots=True)
class Small:
    """One analysed picture, made small: brightness, and both colour differences at half its size.

    `at_s` is the true presentation time from the first picture of the recording.
    """

    at_s: float
    grey: Plane
    blue: Plane
    red: Plane


class Background:
    """The background of one scene, learning as it is shown pictures in order.

    `flickers`: raise the bar where pixels come and go; only for pictures a fraction of a second
    apart, because between pictures seconds apart everything comes and goes.
    """

    def __init__(self, first: Small, *, flickers: bool = True) -> None:
        self.grey = first.grey.copy()
        self.blue = first.blue.copy()
        self.red = first.red.copy()
        self.spread = np.full(first.grey.shape, _SPREAD_AT_FIRST, np.uint8)
        self.restless = np.zeros_like(first.grey)
        self._flickers = flickers
        self._before = np.zeros(first.grey.shape, np.bool_)
        self._unlike = self._unlike_before = self._before
        self._seen = 0
        self._even = np.zeros(first.grey.shape, np.bool_)

    def now(self, at_s: float) -> Small:
        """Give the background as it is, apart from the one that goes on learning."""
        return Small(at_s, self.grey.copy(), self.blue.copy(), self.red.copy())

    def other(self, picture: Small) -> Mask:
        """Give the pixels that are not background."""
        apart = difference(picture.grey, self.grey)
        bar = self.spread + np.uint8(_LEAST)
        self._unlike = apart > bar
        if self._flickers:
            bar += np.maximum(self.restless, np.uint8(_RESTLESS_FROM)) - np.uint8(_RESTLESS_FROM)
            grey = apart > bar
        else:
            grey = self._unlike
        return majority(grey | self._tint_other(picture))

    def evened(self, picture: Small) -> Small:
        """Give the picture as it would be in the background's light (automatic exposure)."""
        here = self.grey[::_SPARSE, ::_SPARSE].astype(np.float32)
        there = picture.grey[::_SPARSE, ::_SPARSE].astype(np.float32)
        other: Plane = self._before.view(np.uint8)
        bright = (here > _BRIGHT_ENOUGH) & (other[::_SPARSE, ::_SPARSE] == 0)
        if np.count_nonzero(bright) < _PIXELS_ENOUGH:
            return picture
        ratios = there[bright] / here[bright]
        gain = float(np.partition(ratios, len(ratios) // 2)[len(ratios) // 2])
        if not _GAIN_LEAST < abs(gain - 1) < _GAIN_MOST:
            return picture
        table = np.clip(np.rint(np.arange(256) / gain), 0, 255).astype(np.uint8)
        return Small(picture.at_s, table[picture.grey], picture.blue, picture.red)

    def _tint_other(self, picture: Small) -> Mask:
        apart = np.maximum(difference(picture.blue, self.blue), difference(picture.red, self.red))
        coarse = apart > _TINT
        if not coarse.any():
            return self._even
        tint = majority(coarse)
        fine: Mask = np.repeat(np.repeat(tint, 2, axis=0), 2, axis=1)  # sides are even
        return fine

    def learn(self, picture: Small, other: Mask) -> None:
        """Follow slow changes of light where nothing is, and note what flickers."""
        calm = (~other).view(np.uint8)
        _towards(self.grey, picture.grey, calm)
        calm_tint = calm[::2, ::2]
        _towards(self.blue, picture.blue, calm_tint)
        _towards(self.red, picture.red, calm_tint)
        apart = difference(picture.grey, self.grey)
        wide = (apart > self.spread).view(np.uint8) & calm
        self.spread += wide
        self._seen += 1
        if self._seen % 4 == 0:
            self.spread -= (self.spread > 2).view(np.uint8) & calm  # noqa: PLR2004 - no camera has less noise
            np.minimum(self.spread, np.uint8(_SPREAD_MOST), out=self.spread)
        if self._flickers:
            self._note_flicker()
        self._before = other

    def _note_flicker(self) -> None:
        """Note what came or went; also where the bar is so high by now that it does not count."""
        flicked = (self._unlike ^ self._unlike_before).view(np.uint8) * np.uint8(_FLICK)
        np.minimum(self.restless, np.uint8(255 - _FLICK), out=self.restless)
        self.restless += flicked
        if self._seen % _CALM_EVERY == 0:
            self.restless -= self.restless >> np.uint8(3)
        self._unlike_before = self._unlike

    def relight(self, picture: Small) -> None:
        """Take up a change of light of the whole picture: gain and offset, fitted to most pixels."""
        here = self.grey[::4, ::4].astype(np.float64).ravel()
        there = picture.grey[::4, ::4].astype(np.float64).ravel()
        gain, offset = 1.0, float(np.median(there - here))
        kept = np.abs(there - here - offset) <= np.median(np.abs(there - here - offset)) + 1
        if np.ptp(here[kept]) > _LEAST:
            gain, offset = (float(one) for one in np.polyfit(here[kept], there[kept], 1))
        lit = np.clip(self.grey * np.float32(gain) + np.float32(offset), 0, 255)
        self.grey[:] = np.rint(lit).astype(np.uint8)

    def replace(self, picture: Small) -> None:
        """Begin again from this picture: the scene is another one now."""
        self.grey[:], self.blue[:], self.red[:] = picture.grey, picture.blue, picture.red
        self._before = np.zeros_like(self._before)

    def absorb(self, picture: Small, mask: Mask, left: int, top: int) -> None:
        """Take the picture's own pixels as background under the mask, placed at left, top."""
        height, width = mask.shape
        where = (slice(top, top + height), slice(left, left + width))
        self.grey[where][mask] = picture.grey[where][mask]
        coarse = np.zeros(self.grey.shape, np.bool_)
        coarse[where] = mask
        tint = coarse[::2, ::2]
        self.blue[tint] = picture.blue[tint]
        self.red[tint] = picture.red[tint]


def _towards(ours: Plane, theirs: Plane, where: Plane) -> None:
    """Move each pixel one level towards the picture where it may."""
    ours += (theirs > ours).view(np.uint8) & where
    ours -= (theirs < ours).view(np.uint8) & where
