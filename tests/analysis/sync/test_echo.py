# SPDX-License-Identifier: Apache-2.0
"""An echo as loud as the sound moves no answer; where nothing tells which came first, that is said."""

from __future__ import annotations

import numpy as np
import pytest

from analysis.sync.scenes import echoing, recorded, ringing, scene
from holdfast.analysis.sync import RATE, align_sounds

TALK = scene(70, 21)
PART = TALK[6 * RATE :]
NEAR = 0.002


@pytest.mark.parametrize("strength", [0.7, 1.0, 2.0])
@pytest.mark.parametrize("delay", [0.013, 0.04, 0.11])
def test_the_echo_of_the_second_is_told_from_the_sound(delay: float, strength: float) -> None:
    late = recorded(echoing(PART, delay, strength), noise=300, seed=2)
    found = align_sounds(recorded(TALK, noise=300, seed=1), late)
    assert found.offset_s == pytest.approx(6, abs=NEAR)
    assert found.unsure_s == 0
    assert found.confidence > 0.8


def test_the_echo_of_the_first_is_told_from_the_sound() -> None:
    found = align_sounds(recorded(echoing(TALK, 0.04, 1.0), seed=1), recorded(PART, seed=2))
    assert found.offset_s == pytest.approx(6, abs=NEAR)
    assert any(note.startswith("A heard an echo") and "40.0 ms" in note for note in found.notes)


def test_an_echo_in_each_is_taken_off_both() -> None:
    near, far = echoing(PART, 0.04, 1.0), echoing(TALK, 0.027, 1.0)
    found = align_sounds(recorded(far, seed=1), recorded(near, seed=2))
    assert found.offset_s == pytest.approx(6, abs=NEAR)
    assert found.unsure_s == 0


def test_a_room_of_many_echoes_moves_nothing() -> None:
    found = align_sounds(recorded(TALK, seed=1), recorded(ringing(PART, 0.5, 3), seed=2))
    assert found.offset_s == pytest.approx(6, abs=NEAR)
    assert found.unsure_s == 0


def test_what_cannot_be_told_apart_is_said_and_believed_less() -> None:
    """Two arrivals alike without a comb in the spectrum: nothing shows which came first."""
    size = 1 << 20
    turns = np.fft.rfftfreq(size, 1 / RATE) * 0.04
    doubled = np.sign(np.cos(np.pi * turns)) * np.exp(-1j * np.pi * turns)
    both = np.fft.irfft(np.fft.rfft(PART, size) * doubled, size)[: len(PART)]
    found = align_sounds(recorded(TALK, seed=1), recorded(both, seed=2))
    assert found.unsure_s == pytest.approx(0.04, abs=0.001)
    assert found.offset_s == pytest.approx(6, abs=0.041)
    assert found.confidence <= 0.5
    assert any("off by up to 40.0 ms" in note for note in found.notes)
