# SPDX-License-Identifier: Apache-2.0
"""The player's page and what stands under it: opened under a view, bad input in words, on the ledger."""

from __future__ import annotations

import csv
import io
import json
import time
from typing import TYPE_CHECKING, Any

import pytest

from analysis.watching.footage import heard, shot
from holdfast.accounts.models import Person
from holdfast.analysis.watching import FrameTimes
from holdfast.oversight import uses
from holdfast.records import derivatives, services
from holdfast.records.models import Entry, ItemFile, Note
from homes import Template, make_template
from web.conftest import found_with_people

if TYPE_CHECKING:
    from collections.abc import Callable
    from pathlib import Path

    from django.test import Client
    from pytest_django.plugin import DjangoDbBlocker

    from holdfast.home import Home

ALONG = ("playable", "filmstrip", "waveform")
WRONG = ("-1", "NaN", "1e9", "1000000000", "soon", "1:75", "inf", "0x10", "٣")


def _fill(home: Home, card: Path) -> None:
    from datetime import UTC, datetime

    found_with_people(home)
    officer = Person.objects.get(username="exhibit_officer")
    uses.take_in_medium(home=home, actor=officer, path=card, case="C-1", purpose="investigation")
    services.add_member(home=home, actor=officer, case=1, username="investigator")
    services.correct_time(
        home=home, actor=officer, item=_item("CAM0001.MP4"), reason="slow clock",
        corrected_at=datetime(2026, 1, 21, 20, 0, tzinfo=UTC),
    )  # fmt: skip
    from holdfast.oversight.asking import stated

    uses.make_pictures(
        home=home, actor=officer, items=[_item("CAM0001.MP4"), _item("CAM0002.MKV")],
        processors=ALONG, purpose=stated(home, "investigation"), case="C-1",
    )  # fmt: skip


def _item(name: str) -> int:
    return ItemFile.objects.get(role="main", path__endswith=name).item_id


@pytest.fixture(scope="module")
def _template(
    tmp_path_factory: pytest.TempPathFactory, django_db_blocker: DjangoDbBlocker
) -> Template:
    from datetime import UTC, datetime

    folder = tmp_path_factory.mktemp("footage")
    card = folder / "card"
    card.mkdir()
    shot(card / "CAM0001.MP4", beep=lambda at: 0.0 if at > 1 else 0.3)
    shot(card / "CAM0002.MKV", tracks=2, sound="")
    shot(card / "CAM0003.AVI", codec="mjpeg", pixels="yuvj420p", encoder={}, sound="")
    heard(card / "TALK.M4A")
    with django_db_blocker.unblock():
        return make_template(
            folder,
            agency="Te Tai Police",
            origin="te-tai/log",
            now=datetime.now(UTC),
            found=lambda home: _fill(home, card),
        )


def _stated(client: Client) -> Client:
    client.post("/cases/1/purpose/", {"purpose": "investigation"})
    return client


def _page(client: Client, address: str) -> str:
    answer = client.get(address)
    assert answer.status_code == 200, address
    return answer.content.decode()


def _made(home: Home, name: str, processor: str, **settings: Any) -> derivatives.Derivative:
    """Wait for what a page has begun behind itself."""
    sha256 = ItemFile.objects.get(role="main", path__endswith=name).original_id
    until = time.monotonic() + 60
    while time.monotonic() < until:
        found = derivatives.find(home, sha256, processor, settings=settings)
        if found is not None:
            return found
        time.sleep(0.05)
    raise AssertionError(f"{processor} of {name} was not made")


def test_the_times_of_pictures_are_told_behind_the_view(
    home: Home, browse: Callable[[str], Client]
) -> None:
    number = _item("CAM0001.MP4")
    address = f"/items/{number}/frame-times.json"
    client = browse("investigator")
    assert client.get(address).status_code == 302, "a purpose is asked for first"
    assert not Entry.objects.filter(act="item.view").exists()
    told = json.loads(_page(_stated(client), address))
    assert Entry.objects.filter(act="item.view").count() == 1
    assert FrameTimes.from_json(told).seconds().tolist() == pytest.approx(
        [number / 30 for number in range(60)]
    )
    assert told["start"] == {
        "wall": "2026-01-22T09:00:00.000",
        "zone": "NZDT",
        "how": "corrected",
        "rate": 1.0,
    }
    assert browse("auditor").get(address).status_code in {403, 404}
    assert client.get(f"/items/{_item('CAM0003.AVI')}/frame-times.json").status_code == 404
    assert _made(home, "CAM0001.MP4", "playable").is_there


def test_the_page_has_player_axis_notes_and_clips(officer: Client) -> None:
    page = _page(officer, f"/items/{_item('CAM0001.MP4')}/")
    for word in ("data-times=", "Time of day, corrected", "Picture at 0:0", "film-strip.jpg",
                 "Loudest -", "Write the note", "Make a clip",
                 "its seconds are the original&#x27;s"):  # fmt: skip
        assert word in page, word
    assert "hx-get" not in page, "everything is made, so that nothing asks again"


def test_what_is_made_behind_the_page_is_on_the_ledger_and_told(
    home: Home, officer: Client
) -> None:
    number = _item("CAM0003.AVI")
    page = _page(officer, f"/items/{number}/")
    assert "A copy that plays in any browser is being made" in page
    assert '<meta http-equiv="refresh"' in page, "without scripts the page loads itself again"
    assert _made(home, "CAM0003.AVI", "playable").is_there
    for processor in ("holdfast-playable", "holdfast-filmstrip", "holdfast-waveform"):
        entries = Entry.objects.filter(act="item.process", technology=processor)
        assert entries.count() == 2, processor
    _made(home, "CAM0003.AVI", "filmstrip")
    _made(home, "CAM0003.AVI", "waveform")
    told = officer.get(f"/items/{number}/making", headers={"HX-Request": "true"})
    assert told["HX-Refresh"] == "true"
    page = _page(officer, f"/items/{number}/")
    assert "It has no sound" in page
    assert "data-times=" in page


def test_a_moment_in_the_address_is_exact_and_what_is_none_is_said(officer: Client) -> None:
    number = _item("CAM0001.MP4")
    page = _page(officer, f"/items/{number}/?at=1.033")
    assert 'data-at-picture="31"' in page
    assert "playable#t=1.05" in page
    assert 'data-at-picture="11"' in _page(officer, f"/items/{number}/?at=%2312")
    for wrong in (*WRONG, "#0", "#61"):
        page = _page(officer, f"/items/{number}/?at={wrong.replace('#', '%23')}")
        assert "Shown from the beginning" in page, wrong
        assert "data-at=" not in page.split("</video>")[0].split("<video")[0]


def test_the_other_stream_of_pictures_is_offered_and_shown(home: Home, officer: Client) -> None:
    number = _item("CAM0002.MKV")
    page = _page(officer, f"/items/{number}/")
    assert "It holds 2 streams of pictures." in page
    assert 'href="?stream=1"' in page
    _page(officer, f"/items/{number}/?stream=1")
    assert _made(home, "CAM0002.MKV", "playable", stream=1).finding["stream"] == 1
    page = _page(officer, f"/items/{number}/?stream=1")
    assert f"/items/{number}/playable?stream=1" in page
    assert officer.get(f"/items/{number}/playable?stream=1").status_code == 200
    for wrong in ("x", "-1", "99999999999", "1.5"):
        assert "data-times" in _page(officer, f"/items/{number}/?stream={wrong}")
    assert "It cannot be played" in _page_when_made(home, officer, number)


def _page_when_made(home: Home, officer: Client, number: int) -> str:
    _page(officer, f"/items/{number}/?stream=9")
    assert not _made(home, "CAM0002.MKV", "playable", stream=9).is_there
    return _page(officer, f"/items/{number}/?stream=9")


def test_sound_alone_has_a_player_of_its_own(home: Home, officer: Client) -> None:
    number = _item("TALK.M4A")
    _page(officer, f"/items/{number}/")
    assert _made(home, "TALK.M4A", "playable").finding["kind"] == "audio"
    _made(home, "TALK.M4A", "waveform")
    _made(home, "TALK.M4A", "filmstrip")
    page = _page(officer, f"/items/{number}/?at=1.5")
    assert "<audio controls" in page
    assert "playable#t=1.5" in page
    assert "Picture before" not in page
    assert "Film strip" not in page


def test_a_note_is_written_shown_withdrawn_and_handed_out(
    home: Home, officer: Client, browse: Callable[[str], Client]
) -> None:
    number = _item("CAM0001.MP4")
    kept = {"at": "0:00.5", "until": "1.25", "text": "=SUM(A1) gate <b>opens</b>"}
    answer = officer.post(f"/items/{number}/notes/", kept)
    assert answer["Location"] == f"/items/{number}/?at=0:00.5#notes"
    page = _page(officer, f"/items/{number}/")
    assert "=SUM(A1) gate &lt;b&gt;opens&lt;/b&gt;" in page
    assert "2026-01-22 09:00:00.500 NZDT" in page
    assert 'data-at="0.5"' in page
    rows = list(csv.DictReader(io.StringIO(
        officer.get(f"/items/{number}/notes/notes.csv").content.decode("utf-8-sig")
    )))  # fmt: skip
    assert rows[0]["from_s"] == "0.5"
    assert rows[0]["until_time"] == "2026-01-22 09:00:01.250 NZDT"
    assert rows[0]["time_is"] == "corrected"
    assert rows[0]["text"].startswith("'=SUM"), "no spreadsheet takes it for a formula"
    note = Note.objects.get().number
    other = _stated(browse("investigator"))
    withdraw = f"/items/{number}/notes/{note}/withdraw/"
    assert other.post(withdraw, {"reason": "x"}).status_code == 403
    assert officer.post(withdraw, {"reason": ""}).status_code == 422
    assert officer.post(withdraw, {"reason": "a bird"}).status_code == 302
    assert officer.get(withdraw).status_code == 404
    page = _page(officer, f"/items/{number}/")
    assert "Withdrawn: 1" in page
    assert "<del>=SUM" in page
    acts = list(Entry.objects.filter(act__startswith="note.").values_list("act", flat=True))
    assert sorted(acts) == ["note.withdraw", "note.write"]
    case = _page(officer, "/cases/1/recordings/notes/")
    assert "CAM0001.MP4" in case
    assert "a bird" in case
    assert officer.get("/cases/1/recordings/notes.csv")["Content-Type"].startswith("text/csv")
    assert _made(home, "CAM0001.MP4", "playable").is_there


@pytest.mark.parametrize(
    "data",
    [
        *({"at": one, "text": "x"} for one in WRONG),
        {"at": "1", "until": "0.5", "text": "x"},
        {"at": "1", "until": "1", "text": "x"},
        {"at": "0", "until": "500", "text": "x"},
        {"at": "0", "text": ""},
        {"at": "", "text": "x"},
        {"at": "0", "text": "x" * 2001},
        {"at": "0", "text": "a\x00b"},
    ],
)
def test_what_is_no_note_comes_back_in_words(officer: Client, data: dict[str, str]) -> None:
    answer = officer.post(f"/items/{_item('CAM0001.MP4')}/notes/", data)
    assert answer.status_code == 422
    assert b"field-error" in answer.content or b"Nothing was changed" in answer.content
    assert not Note.objects.exists()


def test_a_clip_is_made_shown_and_handed_out_under_a_name_that_says_what_it_is(
    home: Home, officer: Client
) -> None:
    number = _item("CAM0001.MP4")
    asked = {"at": "0.5", "until": "1.5", "line": "on"}
    answer = officer.post(f"/items/{number}/clips/", asked)
    address = answer["Location"]
    assert address.startswith(f"/items/{number}/clips/")
    until = time.monotonic() + 60
    while "Download the clip" not in (page := _page(officer, address)):
        assert time.monotonic() < until, page
        time.sleep(0.1)
    assert "A copy for looking; the recording is item" in page
    assert "clip for evidence" not in page
    assert "evidence" not in page.split("clip-page")[1].split("</main>")[0].lower()
    entry = Entry.objects.get(act="item.process", technology="holdfast-clip")
    assert entry.outcome == "done"
    [made] = derivatives.find_all(
        home, ItemFile.objects.get(path__endswith="CAM0001.MP4").original_id, "clip"
    )
    label = json.loads(str(made.provenance["settings"]["label"]))
    assert label["said"].startswith(f"Item {number}, SHA-256 ")
    assert label["starts"] == "2026-01-22T09:00:00.000"
    assert made.finding["frames"] == 30
    file = officer.get(f"/items/{number}/clips/{made.sha256}.mp4")
    assert f"item-{number}-clip-0.00.500-to-0.01.500.mp4" in file["Content-Disposition"]
    assert file["Content-Disposition"].startswith("attachment")
    shown = officer.get(f"/items/{number}/clips/{made.sha256}.mp4?play")
    assert shown["Content-Disposition"].startswith("inline")
    again = officer.post(f"/items/{number}/clips/", asked)
    assert again["Location"] == address, "the same clip is not made twice"
    assert Entry.objects.filter(act="item.process", technology="holdfast-clip").count() == 1
    assert "30 pictures" in _page(officer, f"/items/{number}/")
    assert officer.get(f"/items/{number}/clips/{'0' * 16}/").status_code == 404
    assert officer.get(f"/items/{number}/clips/{'0' * 64}.mp4").status_code == 404


@pytest.mark.parametrize(
    "data",
    [
        *({"at": "0", "until": one} for one in WRONG),
        {"at": "1", "until": "1"},
        {"at": "1", "until": "0.2"},
        {"at": "0", "until": "60"},
        {"at": "0"},
    ],
)
def test_what_is_no_stretch_begins_no_clip(officer: Client, data: dict[str, str]) -> None:
    answer = officer.post(f"/items/{_item('CAM0001.MP4')}/clips/", data)
    assert answer.status_code == 422
    assert not Entry.objects.filter(act="item.process", technology="holdfast-clip").exists()


def test_a_waveform_that_is_not_permitted_stops_nobody_from_watching(
    officer: Client, people: dict[str, Person], home: Home
) -> None:
    from holdfast.oversight import services as oversight
    from holdfast.oversight.models import PermissionRow

    for row in PermissionRow.objects.filter(technology="holdfast-waveform", ended_at=None):
        oversight.end_row(
            home=home, actor=people["governance"], number=row.number, reason="not now"
        )
    page = _page(officer, f"/items/{_item('CAM0003.AVI')}/")
    assert "may not be used" in page
    assert _made(home, "CAM0003.AVI", "playable").is_there
    _made(home, "CAM0003.AVI", "filmstrip")
    denied = Entry.objects.filter(outcome="denied", technology="holdfast-waveform")
    assert denied.count() == 1
