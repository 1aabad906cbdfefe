# SPDX-License-Identifier: Apache-2.0
"""Content through Django: a purpose first, the ledger before the bytes, and nothing that runs."""

from __future__ import annotations

import hashlib
import json
from typing import TYPE_CHECKING

import pytest
from PIL import Image

from holdfast.oversight.uses import take_in_medium
from holdfast.records.models import Entry, ItemFile, Original
from holdfast.records.services import add_member

if TYPE_CHECKING:
    from collections.abc import Callable, Mapping
    from pathlib import Path

    from django.http.response import HttpResponseBase
    from django.test import Client

    from holdfast.accounts.models import Person
    from holdfast.home import Home

EVIL = b"<html><script>alert(document.cookie)</script>" + b"x" * (3 << 20)


@pytest.fixture
def files(home: Home, people: Mapping[str, Person], tmp_path: Path) -> Mapping[str, ItemFile]:
    card = tmp_path / "card"
    card.mkdir()
    (card / "page.html").write_bytes(EVIL)
    Image.effect_noise((640, 480), 60).convert("RGB").save(card / "DJI_0001.JPG")
    take_in_medium(
        home=home, actor=people["exhibit_officer"], path=card, case="C-1", purpose="investigation"
    )  # fmt: skip
    add_member(home=home, actor=people["exhibit_officer"], case=1, username="investigator")
    return {row.path: row for row in ItemFile.objects.all()}


def state(client: Client) -> None:
    answer = client.post("/cases/1/purpose/", {"purpose": "investigation"})
    assert answer.status_code == 302


def address(file: ItemFile) -> str:
    return f"/items/{file.item_id}/original/{file.original_id}"


def body(answer: HttpResponseBase) -> bytes:
    return b"".join(answer) if answer.streaming else answer.content  # type: ignore[attr-defined]  # both kinds of response


def test_content_leads_to_the_purpose_first_and_the_attempt_opens_nothing(
    files: Mapping[str, ItemFile], browse: Callable[[str], Client]
) -> None:
    answer = browse("investigator").get(address(files["page.html"]))
    assert answer.status_code == 302
    assert answer["Location"].startswith("/cases/1/purpose/?next=")
    assert not Entry.objects.filter(act="item.view", outcome="done").exists()


def test_the_view_is_on_the_ledger_before_the_first_byte(
    files: Mapping[str, ItemFile], browse: Callable[[str], Client]
) -> None:
    client = browse("investigator")
    state(client)
    answer = client.get(address(files["page.html"]), headers={"Range": "bytes=0-9"})
    assert answer.status_code == 206
    assert Entry.objects.get(act="item.view").index is not None
    assert body(answer) == EVIL[:10]
    assert body(client.get(address(files["page.html"]))) == EVIL
    assert Entry.objects.filter(act="item.view").count() == 1


def test_a_malicious_original_can_do_nothing(
    files: Mapping[str, ItemFile], browse: Callable[[str], Client]
) -> None:
    client = browse("investigator")
    state(client)
    answer = client.get(address(files["page.html"]))
    assert answer["Content-Type"] == "application/octet-stream"
    assert answer["Content-Disposition"].startswith("attachment")
    assert answer["X-Content-Type-Options"] == "nosniff"
    assert "sandbox; default-src 'none'" in answer["Content-Security-Policy"]
    assert "script-src 'self'" in answer["Content-Security-Policy"]


def test_a_damaged_block_never_leaves_and_the_rest_does(
    files: Mapping[str, ItemFile], browse: Callable[[str], Client], home: Home
) -> None:
    file = files["page.html"]
    client = browse("investigator")
    state(client)
    digest = file.original_id
    stored = home.vault / "objects" / digest[:2] / digest[2:4] / digest
    stored.chmod(0o600)
    with stored.open("r+b") as damaged:
        damaged.seek((1 << 20) + 5)
        damaged.write(b"!")
    good = client.get(address(file), headers={"Range": "bytes=0-1048575"})
    assert body(good) == EVIL[: 1 << 20]
    bad = client.get(address(file), headers={"Range": "bytes=1048576-1048580"})
    assert bad.status_code >= 400
    assert "Content-Range" not in bad
    said = body(bad)
    assert b"x" * 5 not in said
    assert b"block 1" in said
    client.get(address(file), headers={"Range": "bytes=1048576-1048580"})
    met = Entry.objects.get(act="integrity.damage")
    assert json.loads(bytes(met.body or b""))["details"]["blocks"] == [1]
    assert Original.objects.get(pk=digest).damaged_blocks == [1]
    custody = client.get(f"/items/{file.item_id}/custody/").content.decode()
    assert "found a file of it damaged: " in custody
    page = client.get(f"/items/{file.item_id}/damage/").content.decode()
    assert "What is lost" in page
    assert "block 1" in page
    assert "xxxxx" not in page


def test_those_who_see_no_content_get_none(
    files: Mapping[str, ItemFile], browse: Callable[[str], Client]
) -> None:
    for role in ("auditor", "governance", "administrator", "operator"):
        answer = browse(role).get(address(files["page.html"]))
        assert answer.status_code in {403, 404}, role


def test_a_picture_comes_after_the_purpose_and_tells_nothing_of_its_origin(
    files: Mapping[str, ItemFile], browse: Callable[[str], Client]
) -> None:
    client = browse("investigator")
    picture = f"/items/{files['DJI_0001.JPG'].item_id}/picture/thumbnail"
    assert client.get(picture).status_code == 404
    state(client)
    answer = client.get(picture)
    assert (answer.status_code, answer["Content-Type"]) == (200, "image/jpeg")
    assert answer["ETag"].strip('"') == hashlib.sha256(body(answer)).hexdigest()
    assert client.get(f"/items/{files['DJI_0001.JPG'].item_id}/picture/reading").status_code == 404
