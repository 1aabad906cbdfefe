# SPDX-License-Identifier: Apache-2.0
"""Watching a recording: the copy that plays, film strip, waveform and clips, under permits.

Promises: what takes long is made behind the page; a film strip or a waveform that is denied stops
nobody from watching, and the denial is on the ledger.
"""

from __future__ import annotations

from typing import TYPE_CHECKING, Final

from holdfast.gate import DeniedError
from holdfast.oversight.uses.looking import picture_of
from holdfast.records import derivatives

if TYPE_CHECKING:
    from collections.abc import Mapping

    from holdfast.accounts.models import Person
    from holdfast.analysis.job import Setting
    from holdfast.home import Home
    from holdfast.records.derivatives import Derivative
    from holdfast.records.permitted import View

PLAYABLE: Final = "playable"
STRIP: Final = "filmstrip"
WAVEFORM: Final = "waveform"
CLIP: Final = "clip"
ALONG: Final = (STRIP, WAVEFORM)
"""What is drawn along a recording."""


def copy_to_watch(
    *, home: Home, actor: Person, view: View, settings: Mapping[str, Setting]
) -> Derivative | None:
    """Give the copy that plays, None while it is being made behind the page."""
    return picture_of(
        home=home, actor=actor, view=view, processor=PLAYABLE, settings=settings, behind=True
    )


def draw_along(*, home: Home, actor: Person, view: View) -> Mapping[str, str]:
    """Have film strip and waveform made behind the page; say of each that was denied why."""
    denied: dict[str, str] = {}
    for processor in ALONG:
        try:
            picture_of(home=home, actor=actor, view=view, processor=processor, behind=True)
        except DeniedError as denial:
            denied[processor] = str(denial)
    return denied


def make_clip(*, home: Home, actor: Person, view: View, settings: Mapping[str, Setting]) -> str:
    """Have a clip made behind the page; give the key by which its settings are known."""
    picture_of(home=home, actor=actor, view=view, processor=CLIP, settings=settings, behind=True)
    return derivatives.chosen_key(CLIP, settings)
