# SPDX-License-Identifier: Apache-2.0
"""What is packed comes out as it went in, whatever is done to it in between."""

from __future__ import annotations

from hypothesis import given
from hypothesis import strategies as st

from holdfast.analysis.motion.masks import Masks

_MASKS = st.lists(st.binary(max_size=40), max_size=150)


@given(_MASKS, _MASKS, st.integers(0, 320))
def test_masks_come_out_as_they_went_in(first: list[bytes], then: list[bytes], count: int) -> None:
    packed = Masks.of(first) + Masks.of(then)
    whole = first + then
    assert list(packed) == whole
    assert len(packed) == len(whole)
    assert [packed[number] for number in range(len(whole))] == whole
    assert list(packed.first(count)) == whole[:count]
