# SPDX-License-Identifier: Apache-2.0
"""Clips of a recording as pages list them: what stretch, made by what, how far, where to get it.

Promises: a clip is called a copy for looking, with the item that the recording is; those that could not
be made are listed with the reason; one that is being made says how far it is.
"""

from __future__ import annotations

import json
from dataclasses import dataclass
from math import isinf
from typing import TYPE_CHECKING, Any, Final

from holdfast.analysis import PROCESSORS
from holdfast.records import derivatives
from holdfast.web.seconds import second_words
from holdfast.web.watch import left_words

if TYPE_CHECKING:
    from collections.abc import Iterable, Mapping

    from holdfast.analysis.job import Setting
    from holdfast.home import Home
    from holdfast.records.queries.beginning import Beginning
    from holdfast.records.queries.values import FileLine, ItemDetail

CLIP: Final = "clip"
_SHA_SHOWN: Final = 12


@dataclass(frozen=True, slots=True)
class ClipLine:
    """One clip. `sha256` is empty while there is none; `words` then say why, or how far it is."""

    key: str
    from_s: float
    until_s: float
    said: str
    words: str = ""
    making: bool = False
    per_cent: int | None = None
    sha256: str = ""
    size: int = 0
    width: int = 0
    height: int = 0
    frames: int = 0
    is_sound: bool = False
    ended_early: bool = False
    made_by: str = ""
    of: str = ""

    @property
    def stretch(self) -> str:
        """From when to when, in words."""
        return f"{second_words(self.from_s)} to {second_words(self.until_s)}"

    def file_name(self, item: int) -> str:
        """Give the name under which it is handed out: the item and the stretch."""
        moments = (second_words(one).replace(":", ".") for one in (self.from_s, self.until_s))
        return f"item-{item}-clip-{'-to-'.join(moments)}.mp4"


def clip_settings(
    detail: ItemDetail,
    main: FileLine,
    stretch: tuple[float, float],
    *,
    line: bool,
    start: Beginning,
    known: float,
) -> Mapping[str, Setting]:
    """Give what a clip is asked for with: its stretch, and the line below it if one is wanted.

    `start`: when it began; `known`: up to when the recording's own clock runs on; after it no time of day is claimed.
    """
    label = ""
    if line:
        exhibits = [one.exhibit_number for one in detail.cases if one.exhibit_number]
        said = [f"Item {detail.item.number}", *(f"exhibit {one}" for one in exhibits[:1])]
        said.append(f"SHA-256 {main.sha256[:_SHA_SHOWN]}")
        words: dict[str, str] = {"said": ", ".join(said)}
        clock = start.to_json()
        if clock is not None and stretch[1] <= known:
            words |= {"starts": str(clock["wall"]), "zone": f"{clock['zone']}, {start.how}"}
        label = json.dumps(words, sort_keys=True, ensure_ascii=False)
    return {"from_s": stretch[0], "until_s": stretch[1], "label": label, "sought": isinf(known)}


def clips_of(home: Home, sha256: str) -> list[ClipLine]:
    """List the clips of an original: those that were made and those that are being made."""
    made = [_made(one) for one in derivatives.find_all(home, sha256, CLIP)]
    there = {one.key for one in made}
    making = [_making(one) for one in derivatives.being_made(home, sha256, CLIP)]
    lines: Iterable[ClipLine] = (*made, *(one for one in making if one.key not in there))
    return sorted(lines, key=lambda one: (one.from_s, one.until_s, one.said))


def _made(one: derivatives.Derivative) -> ClipLine:
    settings, finding = one.provenance["settings"], one.finding
    begun = {
        "key": derivatives.chosen_key(CLIP, settings),
        "from_s": float(settings["from_s"]),
        "until_s": float(settings["until_s"]),
        "said": _said(str(settings["label"])),
        "of": one.provenance["sources"][0],
    }
    if not one.is_there:
        return ClipLine(**begun, words=f"It could not be made: {one.reason or one.outcome}.")
    return ClipLine(
        **begun,
        sha256=one.sha256,
        size=one.size,
        width=finding.get("width", 0),
        height=finding.get("height", 0),
        frames=finding.get("frames", 0),
        is_sound=finding.get("kind") == "audio",
        ended_early=bool(finding.get("ended_early")),
        made_by=f"clip {one.provenance['version']}",
    )


def _making(told: Any) -> ClipLine:  # noqa: ANN401 # the telling of another process
    asked = told.asked
    settings = {**PROCESSORS[CLIP].defaults, **asked}
    share = None if told.share is None else int(told.share * 100)
    left = left_words(told.left_s)
    return ClipLine(
        derivatives.chosen_key(CLIP, settings),
        float(asked["from_s"]),
        float(asked["until_s"]),
        _said(str(asked["label"])),
        f"Being made{f': {share} %' if share is not None else ''}{', ' * bool(left)}{left}.",
        making=True,
        per_cent=share,
    )


def _said(label: str) -> str:
    return str(json.loads(label)["said"]) if label else ""
