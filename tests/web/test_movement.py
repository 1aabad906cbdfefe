# SPDX-License-Identifier: Apache-2.0
"""Movement on the pages of a case and of an item: analysed by a person's wish, asked under a permit."""

from __future__ import annotations

import io
import json
from dataclasses import asdict, replace
from datetime import UTC, datetime
from typing import TYPE_CHECKING

import pytest
from PIL import Image

from holdfast.accounts.models import Person
from holdfast.analysis.motion import Kept, Settings, analyse, read_motion
from holdfast.oversight import uses
from holdfast.records import derivatives
from holdfast.records.models import Entry, Item, ItemFile
from holdfast.records.queries.movement import movement_of_case
from holdfast.records.rebuild import rebuild
from holdfast.records.stores import open_vault
from holdfast.records.tracks import IndexMemory, Searched
from holdfast.web import behind, finding_movement
from holdfast.web.behind import State
from homes import Template, make_template
from records.projection import tables
from web.cameras import GATE, MAST, NOTES, YARD, card_of_cameras
from web.conftest import found_with_people

if TYPE_CHECKING:
    from collections.abc import Callable, Mapping
    from pathlib import Path

    from django.test import Client
    from pytest_django.plugin import DjangoDbBlocker

    from holdfast.home import Home

PAGE = "/cases/1/movement/"
ASKED = asdict(finding_movement.Asked(1, "investigation", "who walked to the gate"))
LINE = "line=0.5,0+0.5,1"


def _take_in_and_analyse(home: Home, card: Path) -> None:
    found_with_people(home)
    uses.take_in_medium(
        home=home,
        actor=Person.objects.get(username="exhibit_officer"),
        path=card,
        case="C-1",
        purpose="investigation",
    )
    folder = home.work / "analysing"
    folder.mkdir(parents=True)
    finding_movement.work(home, "exhibit_officer", ASKED, State(folder))


@pytest.fixture(scope="module")
def _card(tmp_path_factory: pytest.TempPathFactory) -> Path:
    return card_of_cameras(tmp_path_factory.mktemp("cameras") / "card")


@pytest.fixture(scope="module")
def _template(
    tmp_path_factory: pytest.TempPathFactory, django_db_blocker: DjangoDbBlocker, _card: Path
) -> Template:
    with django_db_blocker.unblock():
        return make_template(
            tmp_path_factory.mktemp("analysed"),
            agency="Te Tai Police",
            origin="te-tai/log",
            now=datetime.now(UTC),
            found=lambda home: _take_in_and_analyse(home, _card),
        )


@pytest.fixture
def _not_analysed(home: Home) -> None:
    for name in (GATE, YARD, MAST, NOTES):
        derivatives.forget(home, _file(name).original_id, "motion")


def _file(name: str) -> ItemFile:
    return ItemFile.objects.get(role="main", path__endswith=name)


def _searches() -> int:
    return Entry.objects.filter(act="search.run", technology="holdfast-motion").count()


def _body(entry: Entry | None) -> dict[str, dict[str, object]]:
    assert entry is not None
    assert entry.body is not None
    found: dict[str, dict[str, object]] = json.loads(bytes(entry.body))
    return found


@pytest.mark.usefixtures("_not_analysed")
def test_recordings_are_counted_before_and_after_and_the_counts_add_up(
    home: Home, people: Mapping[str, Person], officer: Client, tmp_path: Path
) -> None:
    person = people["exhibit_officer"]
    before = movement_of_case(person, home, 1)
    assert before.counts["not analysed yet"] == len(before.rows) == 4
    assert "Analyse 4 recordings" in officer.get(PAGE).content.decode()
    uses_before = Entry.objects.filter(technology="holdfast-motion").count()
    folder = tmp_path / "work"
    folder.mkdir()
    finding_movement.work(home, person.username, ASKED, State(folder))
    assert json.loads((folder / "state.json").read_text())["result"] == "4"
    after = movement_of_case(person, home, 1)
    assert {word: count for word, count in after.counts.items() if count} == {
        "analysed": 2,
        "outside the method": 1,
        "could not be analysed": 1,
    }
    assert sum(after.counts.values()) == 4
    page = officer.get(PAGE).content.decode()
    assert "Analyse" not in page.split("<main", 1)[1].split("What are you looking for")[0].replace(
        "Analysed", ""
    ).replace('scope="col">Analysis', "")
    assert "outside this method" in page
    entries = Entry.objects.filter(technology="holdfast-motion").order_by("index")
    assert entries.count() == uses_before + 1, "one entry for the lot, and none for looking"
    entry = entries.last()
    assert entry is not None
    assert entry.purpose == "investigation"
    assert _body(entry)["details"]["does"] == "find what moves in it"


def test_a_question_finds_the_right_figures_and_leads_two_seconds_before(officer: Client) -> None:
    gate = _file(GATE).item_id
    page = officer.get(f"{PAGE}?{LINE}&line_to=-1&colour=red").content.decode()
    assert "1 track of 8" not in page
    one = officer.get(f"{PAGE}?camera={gate}&{LINE}&colour=red").content.decode()
    assert "1 track of 2" in one
    # Red is at the middle after four of its eight seconds.
    second = float(one.split(f"/items/{gate}/?at=")[1].split('"')[0])
    assert second == pytest.approx(2.0, abs=0.3)
    assert "22:00:0" in one, "in true time, in the agency's zone"
    assert "right" in one.split("wall")[1]
    blue = officer.get(f"{PAGE}?towards=left").content.decode()
    assert "1 track of 8" in blue
    everything = officer.get(f"{PAGE}?camera=").content.decode()
    assert "8 tracks of 8" in everything
    assert "second " in everything, "the yard's time is not known"


def test_times_of_day_are_asked_of_what_has_a_time_and_the_others_are_counted(
    officer: Client,
) -> None:
    page = officer.get(f"{PAGE}?clock_from=21:59&clock_until=22:05").content.decode()
    assert "2 tracks of 8" in page
    assert "6 tracks in 1 recording could not be asked" in page
    page = officer.get(f"{PAGE}?clock_from=09:00&clock_until=10:00").content.decode()
    assert "0 tracks of 8" in page
    Item.objects.filter(pk=_file(YARD).item_id).update(
        corrected_at=datetime(2026, 11, 20, 20, 30, tzinfo=UTC)
    )
    page = officer.get(f"{PAGE}?clock_from=09:00&clock_until=10:00").content.decode()
    assert "6 tracks of 8" in page, "a corrected time is asked at once"
    assert "could not be asked" not in page


def test_a_question_is_one_entry_with_what_was_asked_sealed(officer: Client) -> None:
    before = _searches()
    officer.get(PAGE)
    assert _searches() == before, "looking at the form asks nothing"
    officer.get(f"{PAGE}?colour=red")
    officer.get(f"{PAGE}?colour=red&sort=longest&page=2")
    assert _searches() == before + 1
    officer.get(f"{PAGE}?colour=blue")
    assert _searches() == before + 2
    entry = Entry.objects.filter(act="search.run").order_by("index").first()
    body = _body(entry)
    assert body["details"]["asked"] == {"case": 1, "camera": None, "movement": "colour=red"}
    assert entry is not None
    assert b"red" not in bytes(entry.face)
    assert entry.purpose == "investigation"
    officer.post("/cases/1/purpose/", {"purpose": "training"})
    officer.get(f"{PAGE}?colour=blue")
    assert _searches() == before + 3, "for another purpose it is another use"


def test_without_a_purpose_nothing_is_asked_and_no_picture_is_shown(
    browse: Callable[[str], Client],
) -> None:
    client = browse("exhibit_officer")
    gate = _file(GATE).item_id
    page = client.get(f"{PAGE}?colour=red").content.decode()
    assert "State a purpose" in page
    assert "tracks of" not in page
    assert _searches() == 0
    assert client.get(f"/items/{gate}/movement/tracks/1.jpg").status_code == 404
    assert client.get(f"/items/{gate}/movement/scene.jpg").status_code == 404
    assert client.get(f"/items/{gate}/movement/").status_code == 302
    begun = client.post(f"{PAGE}~begin/")
    assert begun.status_code == 302
    assert "/purpose/" in begun["Location"]


@pytest.mark.parametrize("role", ["investigator", "administrator"])
def test_a_person_outside_of_the_case_learns_nothing_at_all(
    browse: Callable[[str], Client], role: str
) -> None:
    client, gate = browse(role), _file(GATE).item_id
    for address in (
        PAGE, f"{PAGE}?colour=red", f"/items/{gate}/movement/", f"/items/{gate}/movement/scene.jpg",
        f"/items/{gate}/movement/tracks.json", f"/items/{gate}/movement/tracks/1.jpg",
    ):  # fmt: skip
        assert client.get(address).status_code in {403, 404}, address
    assert client.post(f"{PAGE}~begin/").status_code in {403, 404}
    assert _searches() == 0


def test_an_auditor_reads_of_the_case_and_asks_nothing(browse: Callable[[str], Client]) -> None:
    client = browse("auditor")
    assert "no video whose content you may open" in client.get(PAGE).content.decode()
    assert client.get(f"{PAGE}?colour=red").status_code == 403
    assert _searches() == 0


def test_without_an_approval_it_is_denied_and_the_denial_is_on_the_ledger(
    home: Home, people: Mapping[str, Person], officer: Client
) -> None:
    from holdfast.oversight.models import Technology

    Technology.objects.filter(number="holdfast-motion").update(stage="suspended")
    answer = officer.get(f"{PAGE}?colour=red")
    assert answer.status_code == 403
    assert "tracks of" not in answer.content.decode()
    denied = Entry.objects.filter(act="search.run", outcome="denied")
    assert denied.count() == 1
    assert denied[0].technology == "holdfast-motion"
    derivatives.forget(home, _file(GATE).original_id, "motion")
    page = officer.get(PAGE).content.decode()
    assert "Analyse 1 recording" not in page
    assert "Not analysed, with the reason: 3" in page
    assert officer.post(f"{PAGE}~begin/").status_code == 403
    assert Entry.objects.filter(act="item.process", outcome="denied").exists()
    assert movement_of_case(people["exhibit_officer"], home, 1).counts["not analysed yet"] == 1


def test_what_is_quarantined_is_named_and_neither_analysed_nor_searched(
    home: Home, people: Mapping[str, Person], officer: Client, tmp_path: Path
) -> None:
    gate, yard = _file(GATE), _file(YARD)
    Item.objects.filter(pk__in=[gate.item_id, yard.item_id]).update(quarantine="it is not ours")
    derivatives.forget(home, gate.original_id, "motion")
    counts = movement_of_case(people["exhibit_officer"], home, 1).counts
    assert counts["quarantined"] == 2
    page = officer.get(f"{PAGE}?camera=").content.decode()
    assert "It is not ours" in page
    assert "0 tracks of 0" in page, "what was analysed before is not searched either"
    finding_movement.work(home, "exhibit_officer", ASKED, State(tmp_path))
    assert derivatives.find(home, gate.original_id, "motion") is None
    assert "It is not ours" in officer.get(f"/items/{gate.item_id}/movement/").content.decode()


@pytest.mark.parametrize(
    "query",
    [
        "area=nonsense", "line=0,0", "towards=north", "colour=%00", "camera=999999", "camera=x",
        "page=-1&colour=red", "page=99999999999999999999&colour=red", "sort=%27&colour=red",
        "longer=1e999", "picked=%23", "clock_from=22:00", "area=" + "1,1+" * 5000,
        "from_s=9&until_s=1", "x=y", "colour=red&colour=blue",
    ],
)  # fmt: skip
def test_what_cannot_be_asked_is_told_in_words_and_never_breaks(
    officer: Client, query: str
) -> None:
    answer = officer.get(f"{PAGE}?{query}")
    assert answer.status_code == 200
    assert "Finding" not in answer.content.decode()


def test_pictures_and_the_scene_are_small_and_those_of_the_track(
    home: Home, officer: Client
) -> None:
    gate = _file(GATE)
    made = derivatives.find(home, gate.original_id, "motion")
    assert made is not None
    motion = read_motion(made.path)
    for track in motion.tracks:
        sent = officer.get(f"/items/{gate.item_id}/movement/tracks/{track.id}.jpg")
        assert b"".join(sent) == track.picture
        assert sent["Content-Type"] == "image/jpeg"
    with Image.open(
        io.BytesIO(b"".join(officer.get(f"/items/{gate.item_id}/movement/scene.jpg")))
    ) as scene:
        assert scene.size == (320, 240)
    assert officer.get(f"/items/{gate.item_id}/movement/tracks/77.jpg").status_code == 404
    mast = _file(MAST).item_id
    assert officer.get(f"/items/{mast}/movement/tracks/1.jpg").status_code == 404
    assert not Entry.objects.filter(act="item.view").exists(), "a small picture is no view"


def test_the_page_of_a_recording_tells_everything_and_is_a_view(
    home: Home, officer: Client
) -> None:
    gate = _file(GATE)
    address = f"/items/{gate.item_id}/movement/"
    page = officer.get(address).content.decode()
    assert Entry.objects.filter(act="item.view").count() == 1
    for word in ("2 tracks", "Heat map of", "Paths in", "Seen, and no track", "By motion 2",
                 "The camera did not move", "Passed over as quiet"):  # fmt: skip
        assert word in page, word
    told = officer.get(f"{address}tracks.json").json()
    plain = analyse(open_vault(home).path(gate.original_id), name=GATE).to_json()
    assert told == json.loads(json.dumps(plain))
    mast = officer.get(f"/items/{_file(MAST).item_id}/movement/").content.decode()
    assert "outside this method" in mast
    notes = officer.get(f"/items/{_file(NOTES).item_id}/movement/").content.decode()
    assert "Could not be analysed" in notes
    view = officer.get(f"/items/{gate.item_id}/").content.decode()
    assert "What moves in it" in view
    listed = officer.get(f"/items/{gate.item_id}/derivatives/").content.decode()
    assert "What moves in it" in listed


def _begun_in_part(home: Home, name: str) -> Kept:
    """Leave what a run leaves that was killed after its first chunk."""
    file = _file(name)
    folder = derivatives.kept_folder(home, file.original_id, "motion")
    folder.mkdir(parents=True)
    shelf = Kept.at(folder, file.original_id, Settings())
    analyse(open_vault(home).path(file.original_id), shelf=shelf, name=name)
    shelf.tell("pictures", 5.0, 10.0)
    return shelf


@pytest.mark.usefixtures("_not_analysed")
def test_what_is_finished_of_a_stopped_analysis_can_be_asked_and_is_not_done_again(
    home: Home, officer: Client, tmp_path: Path
) -> None:
    shelf = _begun_in_part(home, GATE)
    before = (shelf.folder / "chunk-00000.npz").stat().st_mtime_ns
    page = officer.get(f"{PAGE}?camera=").content.decode()
    assert "2 tracks of 2" in page
    assert "not finished" in page
    assert "1 recording is done in part, and goes on from there" in page
    gate = _file(GATE).item_id
    picture = page.split(f'src="/items/{gate}/movement/tracks/')[1].split('"')[0]
    sent = officer.get(f"/items/{gate}/movement/tracks/{picture}")
    assert sent.status_code == 200
    assert officer.get(f"/items/{gate}/movement/scene.jpg").status_code == 200
    whole = officer.get(f"/items/{gate}/movement/").content.decode()
    assert "2 tracks so far, not finished" in whole
    assert (shelf.folder / "chunk-00000.npz").stat().st_mtime_ns == before
    finding_movement.work(home, "exhibit_officer", ASKED, State(tmp_path))
    assert not shelf.folder.exists()
    page = officer.get(f"{PAGE}?camera=").content.decode()
    assert "8 tracks of 8" in page
    assert "not finished" not in page


@pytest.mark.usefixtures("_not_analysed")
def test_an_analysis_that_somebody_works_on_is_left_to_them(
    home: Home, people: Mapping[str, Person], officer: Client, tmp_path: Path
) -> None:
    _begun_in_part(home, GATE)
    path = derivatives.kept_folder(home, _file(GATE).original_id, "motion")
    with derivatives._making(path.with_name(path.name.removesuffix(".kept"))):
        counts = movement_of_case(people["exhibit_officer"], home, 1).counts
        assert counts["being analysed"] == 1
        page = officer.get(PAGE).content.decode()
        assert "0:05 of 0:10 watched" in page
        assert 'hx-trigger="every 3s"' in page
        part = officer.get(PAGE, headers={"HX-Request": "true"}).content.decode()
        assert part.lstrip().startswith('<section id="counts"')
        finding_movement.work(home, "exhibit_officer", ASKED, State(tmp_path))
        assert derivatives.find(home, _file(GATE).original_id, "motion") is None
        assert derivatives.find(home, _file(YARD).original_id, "motion") is not None


@pytest.mark.usefixtures("_not_analysed")
def test_it_is_begun_stopped_and_goes_on_from_its_own_page(home: Home, officer: Client) -> None:
    begun = officer.post(f"{PAGE}~begin/")
    assert begun.status_code == 302
    address = begun["Location"]
    work = behind.find(home, "motion", address.rstrip("/").rpartition("/")[2])
    assert work is not None
    assert work.asked["purpose"] == "investigation"
    officer.post(f"{address}stop/")
    page = officer.get(address).content.decode()
    assert "You stopped it" in page
    assert "Go on" in page
    stopped = behind.find(home, "motion", work.number)
    assert stopped is not None
    assert not stopped.runs
    assert "It stopped: see why, or go on" in officer.get(PAGE).content.decode()
    assert not behind.stop(stopped, "again"), "what has ended is not stopped again"


def test_a_damaged_result_is_let_go_of_and_made_again(
    home: Home, people: Mapping[str, Person], officer: Client
) -> None:
    gate = _file(GATE)
    made = derivatives.find(home, gate.original_id, "motion")
    assert made is not None
    data = bytearray(made.path.read_bytes())
    data[100:400] = bytes(300)
    made.path.write_bytes(data)
    # Under a digest of its own, because what this process read before is not read again.
    beside = made.path.with_name(f"{made.path.name}.json")
    told = json.loads(beside.read_bytes()) | {"sha256": "0" * 64}
    beside.write_text(json.dumps(told), encoding="utf-8")
    page = officer.get(f"{PAGE}?camera=&longer=0.01").content.decode()
    assert "was damaged on this machine" in page
    assert "6 tracks of 6" in page
    counts = movement_of_case(people["exhibit_officer"], home, 1).counts
    assert counts["not analysed yet"] == 1


def test_a_rebuild_knows_every_question_and_finds_the_same_tracks_again(
    home: Home, people: Mapping[str, Person], browse: Callable[[str], Client], tmp_path: Path
) -> None:
    def answer() -> str:
        client = browse("exhibit_officer")
        client.post("/cases/1/purpose/", {"purpose": "investigation"})
        return client.get(f"{PAGE}?towards=right").content.decode().split('id="answer"')[1]

    def made() -> list[str]:
        found = (derivatives.find(home, _file(name).original_id, "motion") for name in (GATE, YARD))
        return [one.sha256 for one in found if one]

    before, digests, questions = answer(), made(), tables("records")["SearchMade"]
    assert len(digests) == 2
    assert len(questions) == 1
    person = people["exhibit_officer"]
    rebuild(
        home=home,
        permits_to_read=lambda: uses.permits_to_read_again(home=home, actor=person),
    )
    assert made() == []
    assert isinstance(people, dict)
    people.update({one.username: one for one in Person.objects.all()})  # they are other rows now
    assert tables("records")["SearchMade"] == questions
    finding_movement.work(home, person.username, ASKED, State(tmp_path))
    assert made() == digests
    assert answer() == before


def test_indexes_are_held_by_what_they_are_made_of_and_within_a_bound(
    home: Home, people: Mapping[str, Person]
) -> None:
    rows = movement_of_case(people["exhibit_officer"], home, 1).with_tracks
    both = [Searched(one.number, one.sha256, one.start) for one in rows]
    assert len(both) == 2
    memory = IndexMemory()
    first = memory.index(home, both)
    assert memory.index(home, both) is first
    corrected = [replace(one, start=datetime(2026, 1, 1, tzinfo=UTC)) for one in both]
    assert memory.index(home, corrected) is not first, "another time is another index"
    assert memory.held == 2
    small = IndexMemory(most=1)
    for wanted in (both, both[:1], both[1:]):
        assert len(small.index(home, wanted).motions) == len(wanted)
        assert small.held == 1, "the newest alone, when even one is over the bound"
