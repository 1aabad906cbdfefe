# SPDX-License-Identifier: Apache-2.0
"""The demonstration's home, before anything is in it."""

from __future__ import annotations

import tomllib
from datetime import UTC, datetime
from typing import TYPE_CHECKING

from holdfast.demo.layout import cards_of, lay_out_demonstration
from holdfast.web.site import parse_site

if TYPE_CHECKING:
    from pathlib import Path


def test_the_card_that_a_newcomer_is_told_to_hand_in_may_be_handed_in(tmp_path: Path) -> None:
    root = tmp_path / 'with "quotes"' / "home"
    root.parent.mkdir()
    home = lay_out_demonstration(root, now=datetime(2026, 11, 27, tzinfo=UTC))
    settings = tomllib.loads((home.root / "holdfast.toml").read_text(encoding="utf-8"))
    assert parse_site(home.root, "secret", settings).media == (str(cards_of(root)),)
