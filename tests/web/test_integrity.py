# SPDX-License-Identifier: Apache-2.0
"""Whether recordings are whole, on their pages: examined under a view, salvaged on request."""

from __future__ import annotations

import json
from typing import TYPE_CHECKING, Any

import pytest
from reportlab.platypus import Paragraph

from analysis.faults import cut
from analysis.recordings import make
from gating import permit_for
from holdfast.accounts.models import Person
from holdfast.analysis.integrity import Verdict, examine
from holdfast.analysis.salvage import SalvageResult
from holdfast.oversight import uses
from holdfast.records import derivatives
from holdfast.records.derivatives import Companion, Wanted
from holdfast.records.integrity_pdf import integrity_pdf, story
from holdfast.records.models import Entry, Item, ItemFile
from holdfast.records.queries.item import item
from holdfast.records.queries.recordings import recordings_of_case, references_for
from holdfast.records.stores import open_vault
from holdfast.web import examining
from holdfast.web.behind import State
from holdfast.web.integrity import paper_of
from homes import Template, make_template
from web.conftest import found_with_people

if TYPE_CHECKING:
    from collections.abc import Callable, Mapping
    from pathlib import Path

    from django.test import Client
    from pytest_django.plugin import DjangoDbBlocker

    from holdfast.home import Home


def card_of_recordings(folder: Path) -> Path:
    """Write a card of a body-worn camera: one that is whole, two that were cut off, one chapter."""
    folder.mkdir(parents=True)
    make(folder / "GX010001.MP4", seconds=5.0)
    make(folder / "GX020001.MP4", seconds=4.0, drawn=lambda number: number + 400)
    cut(make(folder / "BWC0002.MP4", seconds=6.0, options={"movflags": "faststart"}), 0.6)
    cut(make(folder / "BWC0003.MP4", seconds=6.0, drawn=lambda number: number + 900), 0.6)
    return folder


def _take_in(home: Home, card: Path) -> None:
    found_with_people(home)
    uses.take_in_medium(
        home=home,
        actor=Person.objects.get(username="exhibit_officer"),
        path=card,
        case="C-1",
        purpose="investigation",
    )


@pytest.fixture(scope="module")
def _template(
    tmp_path_factory: pytest.TempPathFactory, django_db_blocker: DjangoDbBlocker
) -> Template:
    from datetime import UTC, datetime

    folder = tmp_path_factory.mktemp("recordings")
    card = card_of_recordings(folder / "card")
    with django_db_blocker.unblock():
        return make_template(
            folder,
            agency="Te Tai Police",
            origin="te-tai/log",
            now=datetime.now(UTC),
            found=lambda home: _take_in(home, card),
        )


def _file(name: str) -> ItemFile:
    return ItemFile.objects.get(role="main", path__endswith=name)


def test_the_report_is_made_under_a_view_and_says_what_is_missing(
    browse: Callable[[str], Client],
) -> None:
    client = browse("exhibit_officer")
    address = f"/items/{_file('BWC0002.MP4').item_id}/integrity/"
    assert client.get(address).status_code == 302, "a purpose is asked for first"
    client.post("/cases/1/purpose/", {"purpose": "investigation"})
    page = client.get(address).content.decode()
    for word in ("INCOMPLETE. Something of this recording is missing", "Along the recording",
                 "It does not say why: a copy that was broken off", "Make a playable copy",
                 "examine whether it is whole"):  # fmt: skip
        assert word in page, word
    assert 'id="incomplete"' in page
    assert 'id="damaged"' not in page
    assert Entry.objects.filter(act="item.view").count() == 1
    assert Entry.objects.filter(act="item.process", technology="holdfast-integrity").count() == 1
    client.get(address)
    assert Entry.objects.filter(act="item.process", technology="holdfast-integrity").count() == 1


def test_what_a_page_says_is_what_the_command_says(home: Home, officer: Client) -> None:
    file = _file("BWC0002.MP4")
    address = f"/items/{file.item_id}/integrity/"
    assert officer.get(f"{address}report.json").status_code == 404, "nothing was examined yet"
    officer.get(address)
    told = json.loads(b"".join(officer.get(f"{address}report.json")))
    plain = examine(open_vault(home).path(file.original_id), name="BWC0002.MP4").to_json()
    assert {name: told[name] for name in plain} == json.loads(json.dumps(plain))
    assert told["bounds"]["decode_minutes"] == 90


def test_other_chapters_on_the_medium_are_named(home: Home, officer: Client) -> None:
    file = _file("GX010001.MP4")
    page = officer.get(f"/items/{file.item_id}/integrity/").content.decode()
    assert "Other chapters beside it: GX020001.MP4." in page
    made = derivatives.find(home, file.original_id, "integrity")
    assert made is not None
    assert made.provenance["settings"]["beside"] == "GX020001.MP4"
    assert "Make a playable copy" not in page, "nothing of it is harmed"


def test_a_report_that_is_lost_is_made_again_the_same(home: Home, officer: Client) -> None:
    file = _file("BWC0002.MP4")
    officer.get(f"/items/{file.item_id}/integrity/")
    before = derivatives.find(home, file.original_id, "integrity")
    assert before is not None
    before.path.unlink()
    officer.get(f"/items/{file.item_id}/integrity/")
    assert derivatives.find(home, file.original_id, "integrity") == before


def test_what_is_left_is_copied_and_told_by_time(
    home: Home, officer: Client, tmp_path: Path
) -> None:
    file = _file("BWC0002.MP4")
    address = f"/items/{file.item_id}/integrity/"
    page = officer.post(f"{address}salvage/", follow=True).content.decode()
    assert "Made, and not all was recovered" in page
    assert "The file ends before its declared length" in page
    (made,) = derivatives.find_all(home, file.original_id, "salvage")
    sent = officer.get(f"{address}copies/{made.sha256}")
    assert sent["Content-Type"] == "video/mp4"
    (tmp_path / "copy.mp4").write_bytes(b"".join(sent))
    assert examine(tmp_path / "copy.mp4").verdict is Verdict.SOUND
    assert made.finding["copy_verdict"] == "sound"
    told = officer.get(f"{address}copies/{made.sha256}.json").json()
    result = SalvageResult.from_json(told["result"])
    assert result.output_sha256 == made.sha256
    assert result.source_sha256 == file.original_id
    assert not list(home.derivatives.rglob("*.part*")), "nothing is left behind"
    listed = officer.get(f"/items/{file.item_id}/derivatives/").content.decode()
    assert "Playable copy of what is left" in listed
    assert officer.get(f"{address}copies/{file.original_id}").status_code == 404


def test_a_recording_without_an_index_learns_from_one_of_the_same_medium(
    home: Home, people: Mapping[str, Person], officer: Client
) -> None:
    file, other = _file("BWC0003.MP4"), _file("GX010001.MP4")
    address = f"/items/{file.item_id}/integrity/"
    page = officer.get(address).content.decode()
    assert "UNREADABLE" in page
    assert "a recording of the same camera, with the same settings" in page
    offered = {one.number for one in references_for(people["exhibit_officer"], home, file.item_id)}
    assert other.item_id in offered
    assert file.item_id not in offered
    refused = officer.post(f"{address}salvage/", follow=True).content.decode()
    assert "No copy could be made" in refused
    answer = officer.post(f"{address}salvage/", {"reference": other.item_id}, follow=True)
    assert "Timing of pictures from the reference" in answer.content.decode()
    made = derivatives.find(home, file.original_id, "salvage", [other.original_id])
    assert made is not None
    assert made.is_there
    assert made.provenance["sources"] == [file.original_id, other.original_id]
    entry = Entry.objects.filter(act="item.process", technology="holdfast-salvage").last()
    assert entry is not None
    assert entry.body is not None
    assert json.loads(bytes(entry.body))["details"]["learnt_from"] == other.item_id
    again = officer.get(address).content.decode()
    assert "Learnt from GX010001.MP4" in again
    assert "BWC0003" in again


@pytest.mark.parametrize("reference", ["999", "x"])
def test_a_reference_that_may_not_be_opened_is_as_if_it_did_not_exist(
    officer: Client, reference: str
) -> None:
    address = f"/items/{_file('BWC0003.MP4').item_id}/integrity/salvage/"
    answer = officer.post(address, {"reference": reference}, follow=True)
    assert answer.status_code == 404
    assert not Entry.objects.filter(act="item.process", technology="holdfast-salvage").exists()


def _words(flowable: Any) -> str:
    """Everything that a part of the paper says."""
    if isinstance(flowable, Paragraph):
        return str(flowable.getPlainText())
    parts = getattr(flowable, "_content", ()) or [
        cell for row in getattr(flowable, "_cellvalues", ()) for cell in row
    ]
    return " ".join(_words(part) for part in parts)


def test_the_paper_for_a_court_names_file_tool_findings_and_what_is_not_said(
    home: Home, people: Mapping[str, Person], officer: Client
) -> None:
    file = _file("BWC0002.MP4")
    address = f"/items/{file.item_id}/integrity/"
    officer.get(address)
    officer.post(f"{address}salvage/")
    answer = officer.get(f"{address}report.pdf")
    assert answer["Content-Type"] == "application/pdf"
    assert answer.content.startswith(b"%PDF")
    assert answer.content == officer.get(f"{address}report.pdf").content
    paper = paper_of(
        home, people["exhibit_officer"], item(people["exhibit_officer"], home, file.item_id)
    )
    assert paper is not None
    assert integrity_pdf(paper) == answer.content
    text = " ".join(map(_words, story(paper)))
    report = json.loads(b"".join(officer.get(f"{address}report.json")))
    for finding in report["findings"]:
        for part in ("what", "how", "means", "does_not_mean"):
            assert finding[part] in text
    for word in ("Te Tai Police", "INCOMPLETE.", "Damaged: nothing was found", file.original_id,
                 "It does not say that the recording was edited", "processor integrity, version 1",
                 "Not recovered", "of the ledger"):  # fmt: skip
        assert word in text, word


def test_the_recordings_of_a_case_are_counted_and_examined_behind_the_page(
    home: Home, people: Mapping[str, Person], officer: Client, tmp_path: Path
) -> None:
    person = people["exhibit_officer"]
    page = officer.get("/cases/1/recordings/").content.decode()
    assert "Examine 4 recordings" in page
    assert recordings_of_case(person, home, 1).counts["not examined"] == 4
    officer.get(f"/items/{_file('BWC0002.MP4').item_id}/integrity/")
    folder = tmp_path / "work"
    folder.mkdir()
    examining.work(home, person.username, {"case": 1}, State(folder))
    assert json.loads((folder / "state.json").read_text())["result"] == "3"
    counts = recordings_of_case(person, home, 1).counts
    assert {word: count for word, count in counts.items() if count} == {
        "unreadable": 1,
        "incomplete": 1,
        "unusual": 2,
    }
    page = officer.get("/cases/1/recordings/?standing=incomplete").content.decode()
    assert "cut off" in page
    assert "Examine" not in page.split("<main", 1)[1].split("How many stand how")[1]
    answer = officer.post("/cases/1/recordings/~examine/", follow=True).content.decode()
    assert "Every recording of this case was examined already" in answer


def test_a_photograph_and_a_stranger_get_no_report(
    officer: Client, browse: Callable[[str], Client]
) -> None:
    item = Item.objects.get(pk=_file("BWC0002.MP4").item_id)
    assert browse("investigator").get(f"/items/{item.pk}/integrity/").status_code == 404
    Item.objects.filter(pk=item.pk).update(kind="photograph")
    assert officer.get(f"/items/{item.pk}/integrity/").status_code == 404


def test_a_broken_reference_leaves_nothing_behind(home: Home) -> None:
    """The engine may remove nothing, so what it wrote for itself is removed outside of it."""
    file = _file("BWC0003.MP4")
    permit = permit_for("holdfast-salvage", "item.process")
    wanted = Wanted(
        file.original_id, "BWC0003.MP4", companions=(Companion(file.original_id, "itself"),)
    )
    made = derivatives.wanted(home, wanted, "salvage", permit)
    assert made.outcome == "unsupported"
    assert "does not open" in made.reason
    assert not list(home.derivatives.rglob("*.part*"))
