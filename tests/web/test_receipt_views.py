# SPDX-License-Identifier: Apache-2.0
from __future__ import annotations

from typing import TYPE_CHECKING

import pytest

from holdfast.oversight.uses import take_in_medium
from holdfast.records.models import Entry

if TYPE_CHECKING:
    from collections.abc import Callable, Mapping
    from pathlib import Path

    from django.test import Client

    from holdfast.accounts.models import Person
    from holdfast.home import Home


@pytest.fixture
def receipt(home: Home, people: Mapping[str, Person], tmp_path: Path) -> str:
    (tmp_path / "card").mkdir()
    (tmp_path / "card" / "note.txt").write_text("found in the glove box")
    officer = people["exhibit_officer"]
    return take_in_medium(
        home=home, actor=officer, path=tmp_path / "card", case="C-1", purpose="investigation"
    )


def test_a_receipt_is_confirmed_once(receipt: str, browse: Callable[[str], Client]) -> None:
    client = browse("exhibit_officer")
    assert "Confirm this receipt" in client.get(f"/receipts/{receipt}/").content.decode()
    client.post(f"/receipts/{receipt}/confirm/")
    assert "Confirm this receipt" not in client.get(f"/receipts/{receipt}/").content.decode()
    again = client.post(f"/receipts/{receipt}/confirm/", follow=True)
    assert "confirmed before" in again.content.decode()
    assert Entry.objects.filter(act="acquisition.confirm", outcome="done").count() == 1


def test_only_those_who_may_and_who_see_the_case_confirm(
    receipt: str, browse: Callable[[str], Client]
) -> None:
    assert "Confirm this" not in browse("auditor").get(f"/receipts/{receipt}/").content.decode()
    assert browse("auditor").post(f"/receipts/{receipt}/confirm/").status_code == 403
    assert browse("investigator").post(f"/receipts/{receipt}/confirm/").status_code == 404
    assert browse("exhibit_officer").get(f"/receipts/{receipt}/confirm/").status_code == 405
