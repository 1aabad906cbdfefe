# SPDX-License-Identifier: Apache-2.0
"""What leaves with an item's file, on its page: reviewed under a view, cleaned on request."""

from __future__ import annotations

import hashlib
import io
import json
from typing import TYPE_CHECKING

import pytest
from PIL import Image, ImageChops

from holdfast.accounts.models import Person
from holdfast.oversight import uses
from holdfast.records.models import Entry, ItemFile
from holdfast.records.stores import open_vault
from leaving.making import SERIAL, full_jpeg

if TYPE_CHECKING:
    from collections.abc import Callable, Mapping
    from pathlib import Path

    from django.test import Client

    from holdfast.home import Home


@pytest.fixture
def photograph(home: Home, people: Mapping[str, Person], tmp_path: Path) -> ItemFile:
    assert people
    card = tmp_path / "card" / "DCIM" / "100MEDIA"
    card.mkdir(parents=True)
    full_jpeg(card / "DJI_0018.JPG")
    uses.take_in_medium(
        home=home,
        actor=Person.objects.get(username="exhibit_officer"),
        path=tmp_path / "card",
        case="C-1",
        purpose="investigation",
    )
    return ItemFile.objects.get(role="main")


def test_before_a_copy_is_made_the_page_says_what_leaves(
    photograph: ItemFile, browse: Callable[[str], Client]
) -> None:
    officer = browse("exhibit_officer")
    address = f"/items/{photograph.item_id}/leaving/"
    assert officer.get(address).status_code == 302, "a purpose is asked for first"
    officer.post("/cases/1/purpose/", {"purpose": "investigation"})
    page = officer.get(address).content.decode()
    for word in (SERIAL, "Aircraft identity", "EXIF Exif, MakerNote", "Make a cleaned copy"):
        assert word in page, word
    assert "What no cleaning removes" in page
    assert Entry.objects.filter(act="item.view").count() == 1
    assert Entry.objects.filter(act="item.process").count() >= 1


def test_a_cleaned_copy_is_a_derivative_with_its_proof(
    home: Home, photograph: ItemFile, browse: Callable[[str], Client]
) -> None:
    officer = browse("exhibit_officer")
    officer.post("/cases/1/purpose/", {"purpose": "investigation"})
    address = f"/items/{photograph.item_id}/leaving/"
    assert officer.get(f"{address}copy").status_code == 404
    answer = officer.post(f"{address}clean/", follow=True)
    page = answer.content.decode()
    assert "Clean: it was read again" in page
    assert "every pixel is the same" in page
    assert "without it the picture lies on its side" in page
    sent = officer.get(f"{address}copy")
    assert "cleaned-" in sent["Content-Disposition"]
    assert "DJI" not in sent["Content-Disposition"]
    copy = b"".join(sent)
    original = open_vault(home).path(photograph.original_id).read_bytes()
    assert hashlib.sha256(original).hexdigest() == photograph.original_id
    assert SERIAL.encode() not in copy
    with Image.open(io.BytesIO(original)) as one, Image.open(io.BytesIO(copy)) as other:
        assert ImageChops.difference(one.convert("RGB"), other.convert("RGB")).getbbox() is None
    listed = officer.get(f"/items/{photograph.item_id}/derivatives/").content.decode()
    assert "Cleaned copy" in listed
    assert hashlib.sha256(copy).hexdigest()[:12] in listed


def test_the_whole_review_is_handed_out_as_json(
    photograph: ItemFile, browse: Callable[[str], Client]
) -> None:
    officer = browse("exhibit_officer")
    officer.post("/cases/1/purpose/", {"purpose": "investigation"})
    address = f"/items/{photograph.item_id}/leaving/"
    officer.get(address)
    told = json.loads(b"".join(officer.get(f"{address}review.json")))
    assert told["sha256"] == photograph.original_id
    assert told["gives_away"]["device serial"] == 1
