# SPDX-License-Identifier: Apache-2.0
"""Walks recorded data that have no index and finds where each picture and each sound begins.

From one recognised piece to the next: a picture's units tell their length, a sound's end is found
by its decoder. Where neither fits, bytes are passed over until a picture is recognised whose
successor is recognised too. Promises: every byte is counted as used or passed over; nothing is
taken that was not recognised.
"""

from __future__ import annotations

from dataclasses import dataclass, field
from typing import TYPE_CHECKING, Final

if TYPE_CHECKING:
    from collections.abc import Callable, Iterator

    from holdfast.analysis.salvage.sounds import SoundForm
    from holdfast.analysis.salvage.units import Unit, UnitForm

_TELL_EACH: Final = 500
_WINDOW: Final = 1 << 20
_KEPT_ANSWERS: Final = 64


@dataclass(slots=True)
class Found:
    """Pieces in the order of the file, as (first byte, end).

    `keys` says which pictures stand alone, `parts` of how many parts each is made.
    """

    pictures: list[tuple[int, int]] = field(default_factory=list)
    keys: list[bool] = field(default_factory=list)
    parts: list[int] = field(default_factory=list)
    sounds: list[tuple[int, int]] = field(default_factory=list)
    passed_over: list[tuple[int, int, int, int]] = field(default_factory=list)
    """First byte, end, and how many pictures and sounds came before."""

    @property
    def used(self) -> int:
        """How many bytes the pieces hold."""
        return sum(end - at for at, end in (*self.pictures, *self.sounds))


class Walk:
    """One walk through the data."""

    def __init__(
        self,
        data: memoryview,
        units: UnitForm,
        sound: SoundForm | None,
        tell: Callable[[int], None],
    ) -> None:
        self.data, self.units, self.sound, self._tell = data, units, sound, tell
        self.found = Found()
        self._open: int | None = None
        self._open_end = 0
        self._parts = 0
        self._asked: dict[tuple[str, int], int | None] = {}
        self._is_key = False

    def through(self, at: int, end: int) -> Found:
        """Walk from one place to another."""
        pieces = 0
        while at < end:
            unit = self.units.at(self.data, at, end)
            if unit is not None and self._fits(unit, end):
                self._take(unit, at)
                at = unit.end
            else:
                self._close()
                heard = self._sound_end(at, end)
                if heard is not None:
                    self.found.sounds.append((at, heard))
                    at = heard
                else:
                    at = self._pass_over(at, end)
            pieces += 1
            if pieces % _TELL_EACH == 0:
                self._tell(at)
        self._close()
        return self.found

    def _fits(self, unit: Unit, end: int) -> bool:
        """Whether something that can be recognised follows a unit that could be chance."""
        return unit.is_picture or unit.end >= end or self._goes_on(unit.end, end)

    def _sound_end(self, at: int, end: int) -> int | None:
        """Where the sound that begins at a place ends, if something known follows or all data end."""
        return next((each for each in self._ends(at, end) if self._goes_on(each, end)), None)

    def _ends(self, at: int, end: int) -> Iterator[int]:
        """Give the end of a sound that the decoder tells at once, then the shortest there is.

        Answers are kept for a while: the same is asked again when the sound's turn comes.
        """
        if self.sound is None:
            return
        if len(self._asked) > _KEPT_ANSWERS:
            self._asked.clear()
        for ask in (self.sound.end_of, self.sound.shortest_end_of):
            key = (ask.__name__, at)
            if key not in self._asked:
                self._asked[key] = ask(self.data, at, end)
            answer = self._asked[key]
            if answer is not None:
                yield answer

    def _goes_on(self, at: int, end: int) -> bool:
        """Whether a picture is at a place, or a sound after which there may be another, or the end."""
        if at >= end or self.units.at(self.data, at, end) is not None:
            return True
        return any(self._may_go_on(each, end) for each in self._ends(at, end))

    def _may_go_on(self, at: int, end: int) -> bool:
        if at >= end or self.units.at(self.data, at, end) is not None:
            return True
        return self.sound is not None and self.data[at] in self.sound.first_bytes

    def _take(self, unit: Unit, at: int) -> None:
        if self._open is not None and unit.begins and self._parts:
            self._close()
        if self._open is None:
            self._open, self._parts, self._is_key = at, 0, False
        self._open_end = unit.end
        self._parts += unit.is_picture
        self._is_key = self._is_key or unit.is_key

    def _close(self) -> None:
        if self._open is not None and self._parts:
            self.found.parts.append(self._parts)
            self.found.pictures.append((self._open, self._open_end))
            self.found.keys.append(self._is_key)
        elif self._open is not None:
            self._skipped(self._open, self._open_end)
        self._open, self._parts, self._is_key = None, 0, False

    def _pass_over(self, at: int, end: int) -> int:
        """Go to the next picture; what lies before it is sound without a form, or not recognised."""
        place = self._next_picture(at + 1, end)
        form = self.sound
        if form is not None and form.most_raw >= place - at >= form.block:
            length = (place - at) // form.block * form.block
            if place >= end:  # nothing follows that would show where the sound ends
                usual = self._usual_raw()
                length = usual if length >= usual else 0
            if length:
                self.found.sounds.append((at, at + length))
            self._skipped(at + length, place)
        else:
            self._drop_part()
            self._skipped(at, place)
        return place

    def _usual_raw(self) -> int:
        lengths = [stop - start for start, stop in self.found.sounds]
        return max(set(lengths), key=lengths.count) if lengths else 0

    def _drop_part(self) -> None:
        """Drop the last picture if it has fewer parts than others: the rest of it is not there."""
        found = self.found
        if not found.parts or (found.sounds and found.sounds[-1][0] > found.pictures[-1][0]):
            return
        if found.parts[-1] < max(set(found.parts), key=found.parts.count):
            found.parts.pop()
            found.keys.pop()
            self._skipped(*found.pictures.pop())

    def _next_picture(self, place: int, end: int) -> int:
        """Find the next picture that is followed by something that can be recognised."""
        data, units = self.data, self.units
        while place + units.width < end:
            if not data[place] and not any(data[place : place + 64]):
                place = self._after_zeros(place, end)
                continue
            unit = units.at(data, place, end)
            if unit is not None and (unit.is_picture or unit.begins):
                raw = self.sound is not None and not self.sound.has_form and unit.is_picture
                if raw or self._goes_on(unit.end, end):
                    return place
            place += 1
        return end

    def _after_zeros(self, place: int, end: int) -> int:
        """Go to the last zeros of a run that can be the beginning of a length."""
        while place < end:
            piece = bytes(self.data[place : min(place + _WINDOW, end)])
            rest = piece.lstrip(b"\0")
            if rest:
                return max(place + 1, place + len(piece) - len(rest) - self.units.width + 1)
            place += len(piece)
        return end

    def _skipped(self, at: int, end: int) -> None:
        if end > at:
            found = self.found
            if found.passed_over and found.passed_over[-1][1] == at:
                first, _, pictures, sounds = found.passed_over.pop()
                found.passed_over.append((first, end, pictures, sounds))
            else:
                found.passed_over.append((at, end, len(found.pictures), len(found.sounds)))
