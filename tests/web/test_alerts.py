# SPDX-License-Identifier: Apache-2.0
from __future__ import annotations

import re
from pathlib import Path

import pytest
from django.contrib.messages import DEFAULT_TAGS
from django.template.loader import render_to_string

import holdfast.web
from holdfast.web.marks import ACT_SYMBOLS, ALERTS, STATUSES

WEB = Path(holdfast.web.__file__).parent
SPRITE = set(re.findall(r'id="([\w-]+)"', (WEB / "static/img/symbols.svg").read_text("utf-8")))


@pytest.mark.parametrize("tone", [*DEFAULT_TAGS.values(), "good", "wait", "bad", "note", "other"])
def test_every_tone_of_a_message_has_a_symbol_and_a_look(tone: str) -> None:
    written = render_to_string("ui/alert.html", {"tone": tone, "words": "Done."})
    mark = re.search(r"symbols\.svg#([\w-]+)", written)
    assert mark is not None
    assert mark[1] in SPRITE
    assert re.search(r"alert-(good|wait|bad|note)\b", written)


def test_every_symbol_named_in_the_lists_is_in_the_sprite() -> None:
    named = {mark for _, mark in STATUSES.values()} | {mark for _, mark in ALERTS.values()}
    assert (named | set(ACT_SYMBOLS.values())) - SPRITE == set()


def test_every_symbol_named_in_a_template_is_in_the_sprite() -> None:
    templates = (WEB / "templates").rglob("*.html")
    text = "".join(one.read_text("utf-8") for one in templates)
    named = set(re.findall(r'{% symbol "([\w-]+)"', text)) | set(
        re.findall(r'mark="([\w-]+)"', text)
    )
    assert named - SPRITE == set()
